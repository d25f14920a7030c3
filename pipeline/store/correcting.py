"""Corrections into the tables and their history at once: what the tables show is what holds."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from pipeline import corrections
from pipeline.errors import UsageError
from pipeline.follow import EventKind, fresh_id
from pipeline.model import Extraction, Statement
from pipeline.naming import NAMES
from pipeline.spans import Span, handed_on
from pipeline.store import replacing, restored, tallies

Row = tuple[Any, ...]

KNOWN = """
    select speech_id, start_char, end_char, directive_id from directives where directive_id = $id
    union all
    select speech_id, start_char, end_char, directive_id from withdrawn where directive_id = $id
    union all
    select s.speech_id, s.start_char, s.end_char, d.directive_id
    from statements as s left join directives as d using (statement_id) where statement_id = $id
"""
LAST_SEEN = """
    select speech_id, start_char, end_char, directive_id from events where directive_id = $id
    order by "at" desc, event_id limit 1
"""
RECORD = """
    insert into events (event_id, action_id, directive_id, speech_id, start_char, end_char, author, kind, field, old,
        new, reason)
    values ($event, $action, $directive, $speech, $start, $end, $author, $kind, $field, $old, $new, $reason)
"""
OF_ACTION = """
    select event_id, directive_id, speech_id, field from events
    where action_id = $action and kind = 'correction'
        and event_id not in (select old from events where kind = 'undo' and old is not null)
"""
VALUES = """
    select e.event_id, e.old, e.new,
        e.event_id not in (select old from events where kind = 'undo' and old is not null) as stands
    from events as e
    where e.kind = 'correction' and e.directive_id = $directive and e.field = $field
    order by e."at", e.event_id
"""
REASON = "校对：改为{zone}"


@dataclass(frozen=True, slots=True)
class Act:
    """Who did it and why; its events share the id."""

    action_id: str
    author: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A statement of a stored speech, and the id that follow-up of it hangs on."""

    speech_id: str
    span: Span
    directive_id: str | None


def corrected(
    connection: duckdb.DuckDBPyConnection,
    which: str,
    changes: Mapping[str, Any],
    author: str | None,
    reason: str | None,
) -> str:
    """Put fields of one statement right, and record it; gives the id of the act. See `Store.correct`."""
    place = _known(connection, which)
    extraction = restored.extraction(_tuples(connection), place.speech_id)
    statement = _statement(extraction, place.span)
    act = Act(fresh_id(), author, reason)
    new = corrections.changed(extraction, statement, changes)
    told = {
        field: changes[field] if field in ("verdict", "zone") else corrections.value(new, field) for field in changes
    }
    differing = {field: one for field, one in told.items() if _differs(statement, field, one)}
    if not differing:
        raise UsageError("unchanged", "没有改动：所给的值与现在的相同")
    place = replace(place, directive_id=place.directive_id or _id_of(connection, place))
    for field, one in differing.items():
        old = _json(corrections.value(statement, field))
        _record(connection, act, place, EventKind.CORRECTION, (field, old, _json(one)))
    if new != statement:
        _replace(connection, extraction, {(statement.start, statement.end): new})
    return act.action_id


def undone(connection: duckdb.DuckDBPyConnection, action_id: str, author: str | None, reason: str | None) -> str:
    """Take the corrections of an act back, and record it; gives the id of the new act. See `Store.undo_correction`."""
    found = connection.execute(OF_ACTION, {"action": action_id}).fetchall()
    if not found:
        raise UsageError("no_correction", "没有可撤销的更正：可能已经撤销，请刷新后重试")
    act = Act(fresh_id(), author, reason)
    wanted: defaultdict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for event_id, directive_id, sid, field in found:
        place = replace(_place_of(connection, directive_id), directive_id=directive_id)
        _record(connection, act, place, EventKind.UNDO, (field, event_id, None))
        wanted[sid, directive_id][field] = _holds(connection, directive_id, field)
    for (sid, directive_id), fields in wanted.items():
        extraction = restored.extraction(_tuples(connection), sid)
        statement = _statement(extraction, _place_of(connection, directive_id).span)
        new = corrections.settled(extraction, statement, fields)
        _replace(connection, extraction, {(statement.start, statement.end): new})
    return act.action_id


def _tuples(connection: duckdb.DuckDBPyConnection) -> restored.Tuples:
    return lambda sql, params: connection.execute(sql, params).fetchall()


def _known(connection: duckdb.DuckDBPyConnection, which: str) -> Place:
    found = connection.execute(KNOWN, {"id": which}).fetchall()
    if not found:
        raise UsageError("no_directive", "没有这项任务或语句（可能已被重新抽取）：请刷新后重试")
    sid, start, end, directive_id = found[0]
    return Place(sid, (start, end), directive_id)


def _place_of(connection: duckdb.DuckDBPyConnection, directive_id: str) -> Place:
    """Where an id stands: in the tables, or where its latest event saw it."""
    found = connection.execute(KNOWN, {"id": directive_id}).fetchall()
    sid, start, end, known = (found or connection.execute(LAST_SEEN, {"id": directive_id}).fetchall())[0]
    return Place(sid, (start, end), known)


def _statement(extraction: Extraction, span: Span) -> Statement:
    """The one that covers a place best."""
    places = {(one.start, one.end): one for one in extraction.statements}
    found = handed_on({"": span}, list(places))
    if not found:
        raise UsageError("no_statement", "原文此处的语句已重新切分，找不到对应的一句：请刷新后重新选择")
    return places[next(iter(found))]


def _id_of(connection: duckdb.DuckDBPyConnection, place: Place) -> str:
    """The id for what is no directive: that of earlier follow-up at its place, else the one it would get."""
    sid, span = place.speech_id, place.span
    away = replacing.places(connection, replacing.AWAY, [sid])[sid]
    live = replacing.places(connection, replacing.LIVE, [sid])[sid]
    return handed_on(away, [span]).get(span) or replacing.unused_id(sid, span, {*live, *away})


def _told(new: Statement, field: str, changes: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """What is recorded as new: read against the text, with places."""
    return changes[field] if field in ("verdict", "zone") else corrections.value(new, field)


def _differs(statement: Statement, field: str, told: object) -> bool:
    if field == "zone":
        return told != statement.zone.value
    return field == "verdict" or told != corrections.value(statement, field)


def _record(
    connection: duckdb.DuckDBPyConnection,
    act: Act,
    place: Place,
    kind: EventKind,
    cells: tuple[str, str | None, str | None],
) -> None:
    field, old, new = cells
    connection.execute(
        RECORD,
        {
            "event": fresh_id(),
            "action": act.action_id,
            "directive": place.directive_id,
            "speech": place.speech_id,
            "start": place.span[0],
            "end": place.span[1],
            "author": act.author,
            "kind": kind.value,
            "field": field,
            "old": old,
            "new": new,
            "reason": act.reason,
        },
    )
    tallies.add(connection, {"events": 1})


def _holds(connection: duckdb.DuckDBPyConnection, directive_id: str, field: str) -> Any:  # noqa: ANN401
    """What a field holds by its history: the latest correction that stands, else what was there before the first."""
    values = connection.execute(VALUES, {"directive": directive_id, "field": field}).fetchall()
    standing = [new for _, _, new, stands in values if stands]
    return json.loads(standing[-1] if standing else values[0][1])


def _replace(connection: duckdb.DuckDBPyConnection, extraction: Extraction, new: Mapping[Span, Statement]) -> None:
    statements = tuple(new.get((one.start, one.end), one) for one in extraction.statements)
    zones = "、".join(NAMES[one.zone.value] for one in new.values())
    fresh: Sequence[Extraction] = [replace(extraction, statements=statements)]
    replacing.replaced(connection, fresh, None, corrected=False, reason=REASON.format(zone=zones))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
