"""What office staff record of directives: drafts into events, undoing, and what the history says. No Streamlit here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Self

from pipeline.errors import UsageError
from pipeline.follow import Change, Event, EventKind, Status, standing
from pipeline.store import Store

STATE = """
    select d.id, coalesce(f.status, '未启动'), f.progress, f.evidence, count(e.event_id)
    from (select unnest($ids::varchar[]) as id) as d
    left join follow_up as f on f.directive_id = d.id
    left join events as e on e.directive_id = d.id
    group by all
    order by d.id
"""
LAST = """
    select author, "at"
    from events
    where directive_id in (select unnest($ids::varchar[]))
    order by "at" desc, event_id desc
    limit 1
"""
OF_ACT = "select event_id, directive_id, kind from events where action_id = $action order by directive_id, event_id"
UNDONE = "select old from events where kind = 'undo' and old in (select unnest($ids::varchar[]))"
FACTS = "facts"
"""The field of the note that a directive gets whose deadline moved as the facts of its speech were put right."""

LONGEST = 2000
"""Characters of a note; longer ones belong into a file that the evidence names."""


@dataclass(frozen=True, slots=True)
class State:
    """Where the follow-up of a directive stands; `seen` counts its events, so that a later change shows."""

    status: str = Status.NOT_BEGUN.value
    progress: str | None = None
    evidence: str | None = None
    seen: int = 0

    @classmethod
    def of(cls, events: Sequence[Event]) -> Self:
        """The same from the events themselves, the oldest first."""
        told = {field(one): one.new for one in standing(events) if one.kind in (EventKind.STATUS, EventKind.NOTE)}
        return cls(
            told.get("status") or Status.NOT_BEGUN.value, told.get("progress"), told.get("evidence"), len(events)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has filled in; None where it is to stay as it is."""

    status: str | None = None
    progress: str | None = None
    evidence: str | None = None

    def changes(self, directive_id: str, state: State) -> list[Change]:
        """What differs from the state."""
        drafted = {one.name: getattr(self, one.name) for one in fields(self)}
        return [
            _change(directive_id, name, getattr(state, name), new.strip())
            for name, new in drafted.items()
            if new is not None and new.strip() != (getattr(state, name) or "")
        ]


def field(event: Event) -> str:
    """What an event is about: `status`, `progress`, `evidence`."""
    return "status" if event.kind is EventKind.STATUS else event.field or "progress"


def _change(directive_id: str, name: str, old: str | None, new: str) -> Change:
    if name == "status":
        return Change(directive_id, EventKind.STATUS, None, old, Status(new))
    return Change(directive_id, EventKind.NOTE, name, old, new[:LONGEST])


def states(store: Store, ids: Sequence[str]) -> dict[str, State]:
    """The state of each directive."""
    return {one: State(*rest) for one, *rest in store.tuples(STATE, {"ids": list(ids)})}


def record(store: Store, draft: Draft, seen: Mapping[str, int], author: str, reason: str = "") -> tuple[str, int]:
    """Record a draft for several directives in one act; gives the id of the act, and how many changed.

    Args:
        store: open for writing, so that nobody comes between the check and the record.
        draft: what is to be.
        seen: the directives, each with the number of its events when its state was shown to the author.
        author: who.
        reason: why.

    Raises:
        UsageError: `no_author`, `changed_meanwhile`, `nothing_new`, `no_directive`.
    """
    if not author.strip():
        raise UsageError("no_author", "没有填写姓名：请先填“记录人”，再点“记录”。填好的内容都还在。")
    now = states(store, list(seen))
    moved = [one for one, count in seen.items() if now[one].seen != count]
    if moved:
        raise UsageError("changed_meanwhile", _meanwhile(store, moved))
    changes = [change for one in seen for change in draft.changes(one, now[one])]
    if not changes:
        raise UsageError("nothing_new", "没有改动，未作记录：请改动状态、进展或佐证后再点“记录”。")
    action = store.record(changes, author.strip(), reason.strip() or None)
    return action, len({change.directive_id for change in changes})


def _meanwhile(store: Store, moved: Sequence[str]) -> str:
    author, at = store.tuples(LAST, {"ids": list(moved)})[0]
    return (
        f"您打开之后，有人（{author or '未署名'}，{local(at)}）更新了其中 {len(moved)} 项，"
        "所以您的改动没有存入。最新情况已经显示，请看过后再点一次“记录”。"
    )


def undo(store: Store, action: str, author: str, reason: str = "") -> int:
    """Undo what of an act still stands; gives the number of directives. Nothing is deleted.

    Raises:
        UsageError: `no_author`, or `undone_already`.
    """
    if not author.strip():
        raise UsageError("no_author", "没有填写姓名：请先填“记录人”，再点“撤销”。")
    events = store.tuples(OF_ACT, {"action": action})
    gone = {one for (one,) in store.tuples(UNDONE, {"ids": [event for event, *_ in events]})}
    left = [(event, one) for event, one, kind in events if kind != EventKind.UNDO and event not in gone]
    if not left:
        raise UsageError("undone_already", "这次操作已经撤销过，没有可以撤销的内容。")
    changes = [Change(one, EventKind.UNDO, None, event) for event, one in left]
    store.record(changes, author.strip(), reason.strip() or None)
    return len({one for _, one in left})


def local(at: datetime) -> str:
    """A time of the database (UTC) by the clock of this machine."""
    return f"{at.replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}"


def signed(event: Event) -> str:
    """When, and by whom."""
    return f"{local(event.at)}　{event.author or '未署名'}"


def undoable(events: Sequence[Event]) -> dict[str, tuple[Event, ...]]:
    """The acts that still stand, the latest first: the id of the act, and its events at this directive.

    Corrections are left out, and notes of corrected facts: they are undone where they are made.
    """
    acts: dict[str, tuple[Event, ...]] = {}
    for event in reversed(standing(events)):
        if event.action_id and event.kind is not EventKind.CORRECTION and event.field != FACTS:
            acts[event.action_id] = (*acts.get(event.action_id, ()), event)
    return acts
