"""An extraction as rows of the database: a pure function, on the hot path of every load.

Ids are hashes of the speech and the span, so that reruns agree and nothing depends on the order of loading.
"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from pipeline.model import Body, Directive, Due, Extraction, Node, Recurrence, Rejected, Speech, Statement, Zone

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]

MASKS = frozenset("*＊×xX_＿某")
PATH_SEPARATOR = " > "
NO_DUE: Row = (None, None, None, None, None, None, "none")
NO_RECURRENCE: Row = (None, None, None, None)

COLUMNS: dict[str, tuple[str, ...]] = {
    "speeches": ("speech_id", "sha256", "title", "occasion", "year", "given_on", "level", "jurisdiction", "speaker",
                 "encoding", "chars", "text", "run_id"),
    "sources": ("speech_id", "path", "sha256", "run_id"),
    "outline": ("node_id", "speech_id", "parent_id", "seq", "level", "marker", "heading", "heading_path",
                "start_char", "body_char", "end_char", "inline"),
    "statements": ("statement_id", "speech_id", "node_id", "seq", "start_char", "end_char", "zone"),
    "directives": ("directive_id", "statement_id", "speech_id", "kind", "text", "heading_path", "start_char", "end_char",
                   "due_text", "due_start", "due_end", "due_edtf", "due_earliest", "due_latest", "due_status",
                   "recurrence_text", "recurrence_start", "recurrence_end", "recurrence_freq", "rule"),
    "bodies": ("body_id", "name", "canonical", "jurisdiction", "speech_id"),
    "responsibilities": ("directive_id", "seq", "body_id", "name", "mention", "role", "inherited",
                         "start_char", "end_char"),
    "targets": ("target_id", "directive_id", "seq", "mention", "indicator", "op", "value_low", "value_high", "unit",
                "start_char", "end_char"),
    "rejected": ("speech_id", "seq", "start_char", "end_char", "rule", "reason"),
}  # fmt: skip


def digest(*parts: str | int) -> str:
    """A short stable id of what it is made of."""
    return blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).hexdigest()


def speech_id(speech: Speech) -> str:
    """The id of a speech: the head of the hash of its text."""
    return speech.sha256[:16]


def rows(extraction: Extraction, run_id: str) -> Rows:
    """The rows of every table that one extraction fills, in the order of `COLUMNS`."""
    speech, sid = extraction.speech, speech_id(extraction.speech)
    paths = _heading_paths(extraction)
    node_ids = [digest(sid, "node", node.start, node.end) for node in extraction.nodes]
    found: Rows = {name: [] for name in COLUMNS}
    found["speeches"].append(_speech_row(speech, sid, run_id))
    if speech.path is not None:
        found["sources"].append((sid, printable(speech.path), speech.sha256, run_id))
    found["outline"].extend(_outline_rows(extraction.nodes, sid, node_ids, paths))
    found["rejected"].extend(_rejected_rows(extraction.rejected, sid))
    scope = _scope(speech, sid)
    for seq, statement in enumerate(extraction.statements):
        start, end, node = statement.start, statement.end, statement.node
        statement_id = digest(sid, "statement", start, end)
        node_id = None if node is None else node_ids[node]
        found["statements"].append((statement_id, sid, node_id, seq, start, end, statement.zone))
        if statement.directive is None:
            continue
        directive, directive_id = statement.directive, digest(sid, "directive", start, end)
        path = None if node is None else paths[node][1]
        found["directives"].append(
            (directive_id, statement_id, sid, directive.kind, speech.text[start:end], path, start, end)
            + _due_cells(directive.due)
            + _recurrence_cells(directive.recurrence)
            + (directive.rule,)
        )
        _add_responsibilities(found, directive, directive_id, scope)
        found["targets"].extend(_target_rows(directive, directive_id))
    return found


def printable(path: str) -> str:
    """A path that UTF-8 can hold: file names of other encodings come in with lone surrogates."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _speech_row(speech: Speech, sid: str, run_id: str) -> Row:
    said = speech.document
    return (sid, speech.sha256, said.title, said.occasion, said.year, said.given_on, said.level, said.jurisdiction,
            said.speaker, speech.encoding, len(speech.text), speech.text, run_id)  # fmt: skip


def _scope(speech: Speech, sid: str) -> tuple[str, str | None, str | None]:
    """Within what a body's name is unique: key, jurisdiction, speech; a masked **县 may be any county."""
    jurisdiction = speech.document.jurisdiction
    if not jurisdiction or not MASKS.isdisjoint(jurisdiction):
        return sid, jurisdiction, sid
    return jurisdiction, jurisdiction, None


def _heading_paths(extraction: Extraction) -> list[tuple[str | None, str]]:
    """For each node its own heading and the headings down to it; an item without one shows its marker."""
    text = extraction.speech.text
    first: dict[int, Statement] = {}
    for statement in extraction.statements:
        if statement.node is not None:
            first.setdefault(statement.node, statement)
    paths: list[tuple[str | None, str]] = []
    for number, node in enumerate(extraction.nodes):
        head = first.get(number)
        heading = text[head.start : head.end].rstrip("。：:；;") if head and head.zone is Zone.HEADING else None
        own = node.marker + (heading or "")
        paths.append((heading, own if node.parent is None else paths[node.parent][1] + PATH_SEPARATOR + own))
    return paths


def _outline_rows(
    nodes: tuple[Node, ...], sid: str, ids: list[str], paths: list[tuple[str | None, str]]
) -> Iterator[Row]:
    for seq, (node, (heading, path)) in enumerate(zip(nodes, paths, strict=True)):
        parent = None if node.parent is None else ids[node.parent]
        yield (ids[seq], sid, parent, seq, node.level, node.marker, heading, path,
               node.start, node.body, node.end, node.inline)  # fmt: skip


def _rejected_rows(rejected: tuple[Rejected, ...], sid: str) -> Iterator[Row]:
    for seq, near in enumerate(rejected):
        yield sid, seq, near.start, near.end, near.rule, near.reason


def _due_cells(due: Due | None) -> Row:
    if due is None:
        return NO_DUE
    return due.mention, due.start, due.end, due.edtf, due.earliest, due.latest, due.status


def _recurrence_cells(found: Recurrence | None) -> Row:
    return NO_RECURRENCE if found is None else (found.mention, found.start, found.end, found.freq)


def _add_responsibilities(
    found: Rows, directive: Directive, directive_id: str, scope: tuple[str, str | None, str | None]
) -> None:
    key, jurisdiction, sid = scope
    for seq, body in enumerate(directive.bodies):
        body_id = digest(key, "body", body.canonical)
        found["bodies"].append((body_id, body.name, body.canonical, jurisdiction, sid))
        found["responsibilities"].append(_responsibility(body, directive_id, seq, body_id))


def _responsibility(body: Body, directive_id: str, seq: int, body_id: str) -> Row:
    return directive_id, seq, body_id, body.name, body.mention, body.role, body.inherited, body.start, body.end


def _target_rows(directive: Directive, directive_id: str) -> Iterator[Row]:
    for seq, target in enumerate(directive.targets):
        target_id = digest(directive_id, "target", target.start, target.end)
        yield (target_id, directive_id, seq, target.mention, target.indicator, target.op, target.low, target.high,
               target.unit, target.start, target.end)  # fmt: skip
