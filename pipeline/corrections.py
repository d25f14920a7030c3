"""What people corrected: values in the shape of gold, read against the text, and put into an extraction.

A correction holds one field of one statement: `zone kind bodies due recurrence targets`, or the verdict `accepted`,
which only marks. What it names must stand in the text: nothing gets into a ledger without a place to show for it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pipeline import shape
from pipeline.errors import UsageError
from pipeline.model import Directive, Extraction, Kind, Statement, Zone
from pipeline.spans import Span, handed_on
from pipeline.told import READERS, Scope, closed, whole

FIELDS = ("zone", "kind", "bodies", "due", "recurrence", "targets", "verdict")
VERDICT = "accepted"
BY_HAND = "corrected"
"""The rule of a directive that nobody but a person found."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A recorded correction, values as JSON; `start` and `end` are where its directive stands, or stood."""

    event_id: str
    directive_id: str
    start: int
    end: int
    at: datetime
    field: str
    old: str
    new: str


def applied(extraction: Extraction, standing: Iterable[Correction]) -> Extraction:
    """An extraction with all corrections that stand; of several of one field the latest counts.

    Each goes to the statement that covers its place best (half of it at least). What no longer has a statement, or is
    of a field that only directives have while this is none any more, changes nothing.
    """
    places: dict[str, Span] = {}
    wanted: dict[str, dict[str, Any]] = {}
    for one in sorted(standing, key=lambda c: (c.at, c.event_id)):
        places[one.directive_id] = (one.start, one.end)
        wanted.setdefault(one.directive_id, {})[one.field] = json.loads(one.new)
    owners = handed_on(places, [(s.start, s.end) for s in extraction.statements])
    return replace(
        extraction,
        statements=tuple(
            settled(extraction, s, wanted[owners[s.start, s.end]]) if (s.start, s.end) in owners else s
            for s in extraction.statements
        ),
    )


def changed(extraction: Extraction, statement: Statement, changes: Mapping[str, Any]) -> Statement:
    """A statement with some fields put right; the zone first, since it decides whether there are others.

    Raises:
        UsageError: `correction` for an unknown field or value, `not_in_text` for words that stand nowhere,
            `not_directive` for a field that this statement cannot have.
    """
    for field in changes:
        closed("字段", field, FIELDS)
    zoned = _zoned(extraction, statement, changes["zone"]) if "zone" in changes else statement
    _check_verdict(changes.get("verdict"))
    fields = {name: told for name, told in changes.items() if name in READERS}
    if not fields:
        return zoned
    if zoned.directive is None:
        raise UsageError("not_directive", "这一句不是部署，没有单位、时限等可改；请先把功能改为“部署”")
    scope = _scope(extraction, statement)
    read = {name: READERS[name](scope, told) for name, told in fields.items()}
    return replace(zoned, directive=replace(zoned.directive, **read))


def value(statement: Statement, field: str) -> Any:  # noqa: ANN401  (JSON)
    """What a field holds, in the shape of gold; the zone of a directive comes with the whole of it."""
    if field == "verdict":
        return None
    if statement.directive is None:
        return statement.zone.value if field == "zone" else None
    fields = shape.directive(statement.directive)
    return {"zone": statement.zone.value, **fields} if field == "zone" else fields[field]


def settled(extraction: Extraction, statement: Statement, wanted: Mapping[str, Any]) -> Statement:
    """The same where the statement may have become another one since: what does not fit it any more stays out."""
    zone = wanted.get("zone", statement.zone.value)
    named = zone["zone"] if isinstance(zone, dict) else zone
    if named != Zone.DIRECTIVE:
        return changed(extraction, statement, {"zone": zone})
    return changed(extraction, statement, wanted)


def _zoned(extraction: Extraction, statement: Statement, told: object) -> Statement:
    """The zone by its name, or a directive with all its fields, as `value` gives it."""
    told = told if isinstance(told, dict) else {"zone": told}
    zone = closed("功能", told.get("zone"), Zone)
    if zone is not Zone.DIRECTIVE:
        return replace(statement, zone=zone, directive=None)
    if len(told) > 1:
        return replace(statement, zone=zone, directive=whole(_scope(extraction, statement), told))
    return replace(statement, zone=zone, directive=statement.directive or Directive(Kind.TASK, BY_HAND))


def _scope(extraction: Extraction, statement: Statement) -> Scope:
    known = {body.name: body.canonical for body in _bodies(extraction)}
    return Scope(extraction.speech.text, statement.start, statement.end, known)


def _bodies(extraction: Extraction) -> Iterator[Any]:
    for statement in extraction.statements:
        if statement.directive is not None:
            yield from statement.directive.bodies


def _check_verdict(told: object) -> None:
    if told not in (None, VERDICT):
        raise UsageError("correction", f"校对结论只能是 {VERDICT} 或空")
