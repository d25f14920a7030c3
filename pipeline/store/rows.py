"""An extraction as rows of the database: a pure function, on the hot path of every load.

Ids are hashes of the speech and the span, so that reruns agree and nothing depends on the order of loading.
"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from pipeline.model import Body, Directive, Due, Extraction, Recurrence, Rejected, Speech, Statement, Zone

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]

MASKS = frozenset("*＊×xX_＿某")
PATH_SEPARATOR = " > "
NOWHERE: tuple[str | None, str | None] = (None, None)
NO_DUE: Row = (None, None, None, None, None, None, "none")
NO_RECURRENCE: Row = (None, None, None, None)

COLUMNS: dict[str, tuple[str, ...]] = {
    "speeches": ("speech_id", "sha256", "title", "occasion", "year", "given_on", "level", "jurisdiction", "speaker",
                 "encoding", "chars", "text", "run_id"),
    "sources": ("speech_id", "path", "sha256", "run_id"),
    "outline": ("node_id", "speech_id", "parent_id", "seq", "level", "marker", "heading", "heading_path",
                "start_char", "body_char", "end_char", "inline"),
    "statements": ("statement_id", "speech_id", "node_id", "seq", "start_char", "end_char", "zone"),
    "directives": ("directive_id", "statement_id", "speech_id", "kind", "text", "heading_path", "start_char",
                   "end_char", "due_text", "due_start", "due_end", "due_edtf", "due_earliest", "due_latest",
                   "due_status", "recurrence_text", "recurrence_start", "recurrence_end", "recurrence_freq", "rule"),
    "bodies": ("body_id", "name", "canonical", "jurisdiction", "speech_id"),
    "responsibilities": ("directive_id", "seq", "body_id", "name", "mention", "role", "inherited",
                         "start_char", "end_char"),
    "targets": ("target_id", "directive_id", "seq", "mention", "indicator", "op", "value_low", "value_high", "unit",
                "start_char", "end_char"),
    "rejected": ("speech_id", "seq", "start_char", "end_char", "rule", "reason"),
}  # fmt: skip


def digest(what: str) -> str:
    """A short stable id."""
    return blake2b(what.encode(), digest_size=8).hexdigest()


def speech_id(speech: Speech) -> str:
    """The id of a speech: the head of the hash of its text."""
    return speech.sha256[:16]


def rows(extraction: Extraction, run_id: str) -> Rows:
    """The rows of every table that one extraction fills, in the order of `COLUMNS`."""
    speech, sid = extraction.speech, speech_id(extraction.speech)
    found: Rows = {name: [] for name in COLUMNS}
    found["speeches"].append(_speech_row(speech, sid, run_id))
    found["sources"].extend(source_rows(speech, run_id))
    found["outline"].extend(_outline_rows(extraction, sid))
    found["rejected"].extend(_rejected_rows(extraction.rejected, sid))
    places = [(row[0], row[7]) for row in found["outline"]]
    scope = _scope(speech, sid)
    for seq, statement in enumerate(extraction.statements):
        node_id, path = NOWHERE if statement.node is None else places[statement.node]
        start, end, directive = statement.start, statement.end, statement.directive
        statement_id = digest(f"{sid}/statement/{start}-{end}")
        found["statements"].append((statement_id, sid, node_id, seq, start, end, statement.zone))
        if directive is not None:
            directive_id = digest(f"{sid}/directive/{start}-{end}")
            found["directives"].append(
                (directive_id, statement_id, sid, directive.kind, speech.text[start:end], path, start, end,
                 *_due_cells(directive.due), *_recurrence_cells(directive.recurrence), directive.rule)
            )  # fmt: skip
            _add_responsibilities(found, directive, directive_id, scope)
            found["targets"].extend(_target_rows(directive, directive_id))
    return found


def source_rows(speech: Speech, run_id: str) -> list[Row]:
    """The file a speech came from, if it came from one."""
    if speech.path is None:
        return []
    return [(speech_id(speech), printable(speech.path), speech.sha256, run_id)]


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


def _headings(extraction: Extraction) -> dict[int, str]:
    """The heading of each node that has one: its first statement, where that is a heading."""
    text = extraction.speech.text
    first: dict[int, Statement] = {}
    for statement in extraction.statements:
        if statement.node is not None:
            first.setdefault(statement.node, statement)
    return {
        node: text[head.start : head.end].rstrip("。：:；;")
        for node, head in first.items()
        if head.zone is Zone.HEADING
    }


def _outline_rows(extraction: Extraction, sid: str) -> list[Row]:
    """The items with the headings down to each; an item without a heading has that of the item around it."""
    headings, found = _headings(extraction), list[Row]()
    for seq, node in enumerate(extraction.nodes):
        node_id = digest(f"{sid}/node/{node.start}-{node.end}")
        above, path = NOWHERE if node.parent is None else (found[node.parent][0], found[node.parent][7])
        heading = headings.get(seq)
        if heading is not None:
            own = node.marker + heading
            path = own if path is None else path + PATH_SEPARATOR + own
        found.append((node_id, sid, above, seq, node.level, node.marker, heading, path,
                      node.start, node.body, node.end, node.inline))  # fmt: skip
    return found


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
        body_id = digest(f"{key}/body/{body.canonical}")
        found["bodies"].append((body_id, body.name, body.canonical, jurisdiction, sid))
        found["responsibilities"].append(_responsibility(body, directive_id, seq, body_id))


def _responsibility(body: Body, directive_id: str, seq: int, body_id: str) -> Row:
    return directive_id, seq, body_id, body.name, body.mention, body.role, body.inherited, body.start, body.end


def _target_rows(directive: Directive, directive_id: str) -> Iterator[Row]:
    for seq, target in enumerate(directive.targets):
        target_id = digest(f"{directive_id}/target/{target.start}-{target.end}")
        yield (target_id, directive_id, seq, target.mention, target.indicator, target.op, target.low, target.high,
               target.unit, target.start, target.end)  # fmt: skip
