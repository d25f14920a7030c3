"""Follow-up as values: events are only ever added, and what is undone stays in the history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4


class Status(StrEnum):
    """How far a directive is (状态)."""

    NOT_BEGUN = "未启动"
    UNDER_WAY = "进行中"
    DONE = "已完成"
    OVERDUE = "逾期"
    CLOSED = "已销号"


class EventKind(StrEnum):
    """What an event tells."""

    STATUS = "status"
    NOTE = "note"
    CORRECTION = "correction"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants recorded; `field` is the name of the field of a correction.

    Of a note it is `progress`, `evidence`, or `facts`: those of the speech were put right, and the deadline moved.
    """

    directive_id: str
    kind: EventKind
    field: str | None = None
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A recorded change: by whom, when (UTC) and why; those of one act share `action_id`."""

    event_id: str
    action_id: str | None
    directive_id: str
    at: datetime
    author: str | None
    kind: EventKind
    field: str | None
    old: str | None
    new: str | None
    reason: str | None


def fresh_id() -> str:
    """An id that nobody else has."""
    return uuid4().hex[:16]


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that count: neither undone nor undoing."""
    known = tuple(events)
    undone = {one.old for one in known if one.kind is EventKind.UNDO}
    return tuple(one for one in known if one.kind is not EventKind.UNDO and one.event_id not in undone)
