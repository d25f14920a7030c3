"""Withdrawn directives (撤下的任务): a later extraction no longer finds them, but somebody has followed them up."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from pipeline.dashboard import acts, following, lean, markup, tables
from pipeline.dashboard.markup import Html
from pipeline.dashboard.tables import Column, Table
from pipeline.follow import Event, EventKind, standing
from pipeline.store import Store

MOST = 50
WITHDRAWN = """
    select w.directive_id, w.speech_id, coalesce(s.source, '讲话已移除'), w.heading_path, w.text, w.responsible,
        w.due_text, w.withdrawn_at, w.reason, count(*) over ()
    from withdrawn as w
    left join speech_list as s using (speech_id)
    order by w.withdrawn_at desc, w.directive_id
    limit $most
"""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """One of them, as it was when it was withdrawn; `total` is the number of all."""

    directive_id: str
    speech_id: str
    source: str
    heading_path: str | None
    text: str
    responsible: str | None
    due_text: str | None
    at: datetime
    reason: str
    total: int
    events: tuple[Event, ...]


def listed(store: Store, most: int = MOST) -> tuple[Withdrawn, ...]:
    """The latest of them."""
    found = store.tuples(WITHDRAWN, {"most": most})
    return tuple(Withdrawn(*(*row, store.events(row[0]))) for row in found)


def show(found: tuple[Withdrawn, ...], day: date) -> None:
    """The list at the end of the ledger, of one or more."""
    title = markup.tag("h2", f"已撤下的任务（{found[0].total} 项）")
    told = markup.note("重新抽取后原文里不再有，或经校对不算任务的；跟踪记录都保留在这里，不再计入台账。")
    tables.show(table(found, day), lambda listed: markup.joined((title, told, listed)))


def table(found: tuple[Withdrawn, ...], day: date) -> Table[Withdrawn]:
    """As they were when they were withdrawn, with all that was recorded of them."""
    columns: tuple[Column[Withdrawn], ...] = (
        Column("任务来源", lambda one: one.source),
        Column("所在章节", lambda one: one.heading_path),
        Column("原文", lambda one: one.text),
        Column("责任单位", lambda one: one.responsible),
        Column("时限原文", lambda one: one.due_text),
        Column("状态", lambda one: acts.State.of(one.events).status),
        Column("进展情况", lambda one: acts.State.of(one.events).progress),
        Column("撤下", lambda one: f"{acts.local(one.at)}　{one.reason}"),
        Column("记录", lambda one: following.plain_history(one.events), _history),
    )
    return Table("已撤下的任务", columns, found, day, partial(listed, most=lean.EVERY), classes="duban-gone")


def _history(one: Withdrawn) -> Html:
    """What was recorded, and the way to where a row that somebody has corrected away can be brought back."""
    corrected = any(event.kind is EventKind.CORRECTION for event in standing(one.events))
    asked = {"speech": one.speech_id, "row": one.directive_id}
    way = markup.link("校对", "review", asked) if corrected else Html()
    return markup.joined((following.history(one.events), way))
