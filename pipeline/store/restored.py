"""Rows of the database as the extraction that they came from."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from pipeline.errors import UsageError
from pipeline.model import (
    Body,
    Directive,
    Document,
    Due,
    DueStatus,
    Extraction,
    Freq,
    Kind,
    Node,
    Op,
    Programme,
    Recurrence,
    Rejected,
    Role,
    Sanction,
    Speech,
    Statement,
    Target,
    Zone,
)
from pipeline.store import links

Row = tuple[Any, ...]
Tuples = Callable[[str, list[object]], list[Row]]

SPEECH = """
    select text, sha256, title, occasion, year, given_on, level, jurisdiction, speaker, encoding,
        (select min(path) from sources where sources.speech_id = speeches.speech_id)
    from speeches where speech_id = ?
"""
NODES = """
    select n.start_char, n.body_char, n.end_char, n.marker, n.level, p.seq, n.inline
    from outline as n left join outline as p on p.node_id = n.parent_id
    where n.speech_id = ? order by n.seq
"""
STATEMENTS = """
    select s.start_char, s.end_char, s.zone, n.seq, d.directive_id, d.kind, d.rule,
        d.due_start, d.due_end, d.due_text, d.due_edtf, d.due_earliest, d.due_latest, d.due_status,
        d.recurrence_start, d.recurrence_end, d.recurrence_text, d.recurrence_freq
    from statements as s
    left join outline as n using (node_id)
    left join directives as d using (statement_id)
    where s.speech_id = ? order by s.seq
"""
BODIES = """
    select r.directive_id, r.start_char, r.end_char, r.mention, r.name, b.canonical, r.role, r.inherited
    from responsibilities as r join directives using (directive_id) join bodies as b using (body_id)
    where directives.speech_id = ? order by r.directive_id, r.seq
"""
TARGETS = """
    select t.directive_id, t.start_char, t.end_char, t.mention, t.op, t.value_low, t.value_high, t.unit, t.indicator
    from targets as t join directives using (directive_id)
    where directives.speech_id = ? order by t.directive_id, t.seq
"""
REJECTED = "select start_char, end_char, rule, reason from rejected where speech_id = ? order by seq"


def speech(tuples: Tuples, speech_id: str) -> Speech:
    """The speech stored under an id."""
    found = tuples(SPEECH, [speech_id])
    if not found:
        raise UsageError("no_speech", f"库中没有编号为 {speech_id} 的讲话，可用 duban list 查看全部编号")
    return _speech(found[0])


def extraction(tuples: Tuples, speech_id: str) -> Extraction:
    """The extraction stored under a speech id."""
    of = speech(tuples, speech_id)
    bodies: defaultdict[str, list[Body]] = defaultdict(list)
    for directive_id, start, end, mention, name, canonical, role, inherited in tuples(BODIES, [speech_id]):
        bodies[directive_id].append(Body(start, end, mention, name, canonical, Role(role), inherited))
    targets: defaultdict[str, list[Target]] = defaultdict(list)
    for directive_id, start, end, mention, op, low, high, unit, indicator in tuples(TARGETS, [speech_id]):
        targets[directive_id].append(Target(start, end, mention, Op(op), low, high, unit, indicator))
    sanctions = links.stored_sanctions(tuples, speech_id)
    programmes = links.stored_programmes(tuples, speech_id)
    return Extraction(
        of,
        tuple(Node(*row) for row in tuples(NODES, [speech_id])),
        tuple(
            _statement(row, (bodies[row[4]], targets[row[4]], sanctions[row[4]], programmes[row[4]]))
            for row in tuples(STATEMENTS, [speech_id])
        ),
        tuple(Rejected(*row) for row in tuples(REJECTED, [speech_id])),
    )


def _speech(row: Row) -> Speech:
    text, sha256, title, occasion, year, given_on, level, jurisdiction, speaker, encoding, path = row
    document = Document(title, occasion, year, given_on, level, jurisdiction, speaker)
    return Speech(text, sha256, document, path, encoding)


def _statement(row: Row, carried: tuple[list[Body], list[Target], list[Sanction], list[Programme]]) -> Statement:
    """A statement with what its directive carries."""
    start, end, zone, node, directive_id, kind, rule, *rest = row
    if directive_id is None:
        return Statement(start, end, Zone(zone), node)
    bodies, targets, sanctions, programmes = carried
    directive = Directive(
        Kind(kind),
        rule,
        tuple(bodies),
        _due(rest[:7]),
        _recurrence(rest[7:]),
        tuple(targets),
        tuple(sanctions),
        tuple(programmes),
    )
    return Statement(start, end, Zone(zone), node, directive)


def _due(cells: list[object]) -> Due | None:
    start, end, mention, edtf, earliest, latest, status = cells
    if status == "none":
        return None
    return Due(start, end, mention, edtf, earliest, latest, DueStatus(status))  # type: ignore[arg-type]


def _recurrence(cells: list[object]) -> Recurrence | None:
    start, end, mention, freq = cells
    return None if freq is None else Recurrence(start, end, mention, Freq(freq))  # type: ignore[arg-type]
