"""Extraction -> the JSON document that `duban extract` prints: the shape of `gold/*.gold.json`, with more keys."""

from datetime import date
from typing import Any

from pipeline.model import (
    Body,
    Directive,
    Document,
    Due,
    Extraction,
    Node,
    Op,
    Passage,
    Programme,
    Recurrence,
    Rejected,
    Sanction,
    Statement,
    Target,
)

Json = dict[str, Any]


def document(extraction: Extraction) -> Json:
    """One extraction as plain values; dates are ISO strings, unknown is null."""
    speech = extraction.speech
    return {
        "sha256": speech.sha256,
        "chars": len(speech.text),
        "source": speech.path,
        "encoding": speech.encoding,
        "document": _facts(speech.document),
        "statements": [_statement(s, speech.text) for s in extraction.statements],
        "outline": [_node(n) for n in extraction.nodes],
        "rejected": [_rejected(r) for r in extraction.rejected],
    }


def _facts(facts: Document) -> Json:
    return {
        "title": facts.title,
        "occasion": facts.occasion,
        "level": facts.level,
        "jurisdiction": facts.jurisdiction,
        "year": facts.year,
        "given_on": _day(facts.given_on),
        "speaker": facts.speaker,
    }


def _statement(statement: Statement, text: str) -> Json:
    plain: Json = {"start": statement.start, "end": statement.end, "zone": statement.zone.value, "node": statement.node}
    if statement.directive is None:
        return plain
    return plain | {"text": text[statement.start : statement.end]} | directive(statement.directive)


def directive(directive: Directive) -> Json:
    """All fields of a directive."""
    return {
        "kind": directive.kind.value,
        "rule": directive.rule,
        "bodies": [_body(b) for b in directive.bodies],
        "due": _due(directive.due),
        "recurrence": _recurrence(directive.recurrence),
        "targets": [_target(t) for t in directive.targets],
        "sanctions": [_sanction(s) for s in directive.sanctions],
        "programmes": [_programme(p) for p in directive.programmes],
    }


def _body(body: Body) -> Json:
    return {
        "mention": body.mention,
        "name": body.name,
        "role": body.role.value,
        "inherited": body.inherited,
        "start": body.start,
        "end": body.end,
        "canonical": body.canonical,
    }


def _due(due: Due | None) -> Json | None:
    if due is None:
        return None
    return {
        "mention": due.mention,
        "edtf": due.edtf,
        "earliest": _day(due.earliest),
        "latest": _day(due.latest),
        "status": due.status.value,
        "start": due.start,
        "end": due.end,
    }


def _recurrence(recurrence: Recurrence | None) -> Json | None:
    if recurrence is None:
        return None
    return {
        "mention": recurrence.mention,
        "freq": recurrence.freq.value,
        "start": recurrence.start,
        "end": recurrence.end,
    }


def _target(target: Target) -> Json:
    return {
        "mention": target.mention,
        "op": target.op.value,
        "value": _value(target),
        "unit": target.unit,
        "indicator": target.indicator,
        "start": target.start,
        "end": target.end,
    }


def _sanction(sanction: Sanction) -> Json:
    return {
        "condition": _passage(sanction.condition),
        "consequence": _passage(sanction.consequence),
        "falls_on": _passage(sanction.falls_on),
    }


def _programme(programme: Programme) -> Json:
    return {
        "mention": programme.mention,
        "name": programme.name,
        "declared_count": programme.declared,
        "found_count": programme.found,
        "listed": _passage(programme.listed),
        "start": programme.start,
        "end": programme.end,
    }


def _passage(passage: Passage | None) -> Json | None:
    if passage is None:
        return None
    return {"mention": passage.mention, "start": passage.start, "end": passage.end}


def _value(target: Target) -> float | list[float | None] | None:
    """A number, a pair of them for a range, null where the digits are redacted."""
    low, high = _number(target.low), _number(target.high)
    return low if target.op is not Op.RANGE or (low is None and high is None) else [low, high]


def _node(node: Node) -> Json:
    return {"start": node.start, "marker": node.marker, "level": node.level, "parent": node.parent, "end": node.end}


def _rejected(rejected: Rejected) -> Json:
    return {"start": rejected.start, "end": rejected.end, "rule": rejected.rule, "reason": rejected.reason}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(number: float | None) -> float | int | None:
    """85.0 is written as 85: a measure of things is read by people."""
    return int(number) if number is not None and number.is_integer() else number
