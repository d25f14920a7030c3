"""Withdrawn directives (撤下的任务): a later extraction no longer finds them, but somebody has followed them up."""

from dataclasses import dataclass
from datetime import datetime

from pipeline.dashboard import acts, following, markup
from pipeline.dashboard.markup import Html
from pipeline.follow import Event, EventKind, standing
from pipeline.store import Store

MOST = 50
HEADS = ("任务来源", "所在章节", "原文", "责任单位", "时限原文", "状态", "进展情况", "撤下", "记录")
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


def listed(store: Store) -> tuple[Withdrawn, ...]:
    """The latest of them."""
    found = store.tuples(WITHDRAWN, {"most": MOST})
    return tuple(Withdrawn(*(*row, store.events(row[0]))) for row in found)


def table(found: tuple[Withdrawn, ...]) -> Html:
    """The list at the end of the ledger, of one or more."""
    title = markup.tag("h2", f"已撤下的任务（{found[0].total} 项）")
    told = markup.note("重新抽取后原文里不再有，或经校对不算任务的；跟踪记录都保留在这里，不再计入台账。")
    return markup.joined((title, told, markup.table(HEADS, map(_cells, found), "duban-gone")))


def _review(one: Withdrawn) -> list[Html]:
    """The way to where a row that somebody has corrected away can be brought back."""
    corrected = any(event.kind is EventKind.CORRECTION for event in standing(one.events))
    return [markup.link("校对", "review", {"speech": one.speech_id, "row": one.directive_id})] if corrected else []


def _cells(one: Withdrawn) -> tuple[object, ...]:
    state = acts.State.of(one.events)
    when = f"{acts.local(one.at)}　{one.reason}"
    history = markup.joined((following.history(one.events), *_review(one)))
    return (
        one.source, one.heading_path, one.text, one.responsible, one.due_text, state.status, state.progress, when,
        history,
    )  # fmt: skip
