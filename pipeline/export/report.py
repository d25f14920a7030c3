"""督办通报 as a Word document: how things stand, what is late or near, who has what to do, what nobody was told."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.export import chart, official
from pipeline.export.figures import DUE_WORDS, Figures, figures
from pipeline.export.items import Item, chinese, items, line
from pipeline.follow import Status
from pipeline.lamps import LampSettings
from pipeline.lexicon.lamps import bundled
from pipeline.store import Store
from pipeline.store.placing import placed

TITLE = "督办通报"
LISTED = 50
"""Directives listed in one section; a longer list belongs into the ledger."""
BODIES = 30
"""Bodies in the table."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report tells of: the directives, their figures, the day and the lamps."""

    items: tuple[Item, ...]
    figures: Figures
    on: date
    lamps: LampSettings


def report(
    store: Store,
    path: Path,
    on: date,
    unit: str | None = None,
    ids: Sequence[str] | None = None,
    settings: LampSettings | None = None,
) -> int:
    """Write the report as of the day `on`, over all directives or those with these ids; gives their number.

    Raises:
        UsageError: `needs_office`, or there is no such folder.
        StoreError: the file cannot be written.
    """
    lamps = settings or bundled()
    found = items(store, ids)
    facts = Facts(found, figures(found, on, lamps), on, lamps)
    made = official.document(TITLE, unit or "", on)
    made.add_paragraph(TITLE, style="Title")
    made.add_paragraph()
    for section in SECTIONS:
        section(made, facts)
    _signature(made, unit, on)
    with placed(path) as draft:
        made.save(draft)
    return len(found)


def summary(facts: Facts) -> str:
    """The first paragraph."""
    told, state = facts.figures, dict(facts.figures.statuses)
    late = sum(item.overdue(facts.on) for item in facts.items)
    near = sum(item.near(facts.on, facts.lamps) for item in facts.items)
    ended = state[Status.DONE] + state[Status.CLOSED]
    return (
        f"截至{chinese(facts.on)}，共督办 {told.speeches} 篇讲话部署的 {told.directives} 项任务，"
        f"已办结 {ended} 项（{_share(ended, told.directives)}），进行中 {state[Status.UNDER_WAY]} 项，"
        f"未启动 {state[Status.NOT_BEGUN]} 项；已逾期 {late} 项，临近到期 {near} 项。"
    )


def _general(made: Any, facts: Facts) -> None:  # noqa: ANN401  (python-docx)
    made.add_paragraph("一、总体情况", style="Heading 1")
    made.add_paragraph(summary(facts))
    total = facts.figures.directives
    parts = "，".join(f"{name}的 {count} 项（{_share(count, total)}）" for name, count in facts.figures.coverage)
    made.add_paragraph(f"从任务要素看，{parts}。可督办是指写明了责任单位，并且有时限或频次。")
    rows = [(name, count, _share(count, total)) for name, count in facts.figures.statuses]
    official.table(made, ("状态", "项数", "占比"), rows, (50, 40, 40))
    chart.add(made, "各状态任务项数", facts.figures.statuses)


def _urgent(made: Any, facts: Facts) -> None:  # noqa: ANN401
    made.add_paragraph("二、逾期和临近到期事项", style="Heading 1")
    late = sorted((i for i in facts.items if i.overdue(facts.on)), key=lambda i: i.due_latest or facts.on)
    near = sorted((i for i in facts.items if i.near(facts.on, facts.lamps)), key=lambda i: i.due_latest or facts.on)
    for head, chosen in (("（一）已逾期", late), ("（二）临近到期", near)):
        made.add_paragraph(f"{head}（{len(chosen)} 项）", style="Heading 2")
        _listed(made, chosen, lambda item: _urged(item, facts.on))


def _bodies(made: Any, facts: Facts) -> None:  # noqa: ANN401
    made.add_paragraph("三、各单位办理情况", style="Heading 1")
    loads = facts.figures.loads
    rest = f"，列出任务最多的 {BODIES} 个" if len(loads) > BODIES else ""
    made.add_paragraph(f"按首个牵头单位统计{rest}。" if loads else "无。")
    rows = [(load.body, load.directives, load.ended, load.overdue, load.soon) for load in loads[:BODIES]]
    if rows:
        official.table(made, ("牵头单位", "任务", "已办结", "已逾期", "临近"), rows, (68, 22, 22, 22, 22))


def _gaps(made: Any, facts: Facts) -> None:  # noqa: ANN401
    made.add_paragraph("四、需要进一步明确的事项", style="Heading 1")
    tasks = [item for item in facts.items if item.kind == "task" and not item.ended]
    bodiless = [item for item in tasks if not item.has_body]
    dateless = [item for item in tasks if not item.due_latest and item.recurrence_freq is None]
    made.add_paragraph(f"（一）未明确责任单位（{len(bodiless)} 项）", style="Heading 2")
    _listed(made, bodiless, lambda item: f"{_words(item)}（{line(item.source)}）")
    made.add_paragraph(f"（二）没有确定的时限（{len(dateless)} 项）", style="Heading 2")
    _listed(made, dateless, _undated)


SECTIONS: tuple[Callable[[Any, Facts], None], ...] = (_general, _urgent, _bodies, _gaps)


def _listed(made: Any, chosen: Sequence[Item], told: Callable[[Item], str]) -> None:  # noqa: ANN401
    for at, item in enumerate(chosen[:LISTED], 1):
        made.add_paragraph(f"{at}. {told(item)}")
    if len(chosen) > LISTED:
        made.add_paragraph(f"其余 {len(chosen) - LISTED} 项见督办台账。")
    if not chosen:
        made.add_paragraph("无。")


def _urged(item: Item, on: date) -> str:
    left = (item.due_latest - on).days if item.due_latest else None
    days = "" if left is None else f"，逾期 {-left} 天" if left < 0 else f"，还有 {left} 天"
    due = chinese(item.due_latest) if item.due_latest else line(item.due_text or "未定")
    notes = (f"时限：{due}{days}", f"状态：{item.status}", item.progress and f"进展：{line(item.progress)}")
    return f"{line(item.responsible or '未明确单位')}：{_words(item)}（{_joined(notes)}）"


def _undated(item: Item) -> str:
    worded = f"：{line(item.due_text)}" if item.due_text else ""
    return f"{_words(item)}（{DUE_WORDS[item.due_status]}{worded}；{line(item.source)}）"


def _words(item: Item) -> str:
    """The directive without its last mark: a bracket follows."""
    return line(item.measure).rstrip("。；，")


def _joined(notes: Iterable[str | None]) -> str:
    return "；".join(filter(None, notes))


def _share(count: int, total: int) -> str:
    return f"{count / total:.1%}" if total else "—"


def _signature(made: Any, unit: str | None, on: date) -> None:  # noqa: ANN401
    made.add_paragraph()
    for words in filter(None, (unit, chinese(on))):
        official.signed(made, words)
