"""Follow-up into the table of events and out of it, within the caller's transaction."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import starmap

import duckdb

from pipeline.errors import UsageError
from pipeline.follow import Change, Event, EventKind, fresh_id
from pipeline.store import tallies

RECORD = """
    insert into events (event_id, action_id, author, reason, directive_id, speech_id, start_char, end_char, kind, field,
        old, new)
    with known as (
        select directive_id, speech_id, start_char, end_char from directives
        union all
        select directive_id, speech_id, start_char, end_char from withdrawn
    )
    select $1, $2, $3, $4, directive_id, speech_id, start_char, end_char, $6, $7, $8, $9
    from known
    where directive_id = $5
"""
EVENTS = """
    select event_id, action_id, directive_id, "at", author, kind, field, old, new, reason
    from events
    where directive_id = $directive
    order by "at", event_id
"""


def recorded(
    connection: duckdb.DuckDBPyConnection, changes: Sequence[Change], author: str | None, reason: str | None
) -> str:
    """Append what somebody did in one act; gives the id of the act. See `Store.record`."""
    action = fresh_id()
    for change in changes:
        connection.execute(RECORD, [fresh_id(), action, author, reason, *_told(change)])
    told = "select count(*) from events where action_id = ?"
    if connection.execute(told, [action]).fetchall() != [(len(changes),)]:
        raise UsageError("no_directive", "没有这项任务（可能已被重新抽取）：请刷新后重试")
    tallies.add(connection, {"events": len(changes)})
    return action


def events(connection: duckdb.DuckDBPyConnection, directive_id: str) -> tuple[Event, ...]:
    """All that was recorded of a directive, the oldest first."""
    found = connection.execute(EVENTS, {"directive": directive_id}).fetchall()
    return tuple(replace(event, kind=EventKind(event.kind)) for event in starmap(Event, found))


def _told(change: Change) -> tuple[str | None, ...]:
    return change.directive_id, change.kind.value, change.field, change.old, change.new
