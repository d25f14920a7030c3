"""An extraction as rows of the database: a pure function, on the hot path of every load.

Rows are kept column by column, as Arrow takes them: tuples for each row would cost more than the insertion.
Ids are hashes of the speech and the span, so that reruns agree and nothing depends on the order of loading.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from types import MappingProxyType

from pipeline import alike
from pipeline.model import Body, Directive, Extraction, Speech, Statement, Target, Zone
from pipeline.spans import Span
from pipeline.store import links
from pipeline.store.links import Columns, owners

Rows = dict[str, Columns]
"""The columns of each table, all of one length."""

MASKS = frozenset("*＊×xX_＿某")
PATH_SEPARATOR = " > "


def rows(extraction: Extraction, run_id: str, ids: Mapping[Span, str] = MappingProxyType({})) -> Rows:
    """The rows of every table that one extraction fills; `ids` are those of directives that bear one already."""
    speech, sid = extraction.speech, speech_id(extraction.speech)
    outline, statements = _outline(extraction, sid), extraction.statements
    ordered = [statement for statement in statements if statement.directive is not None]
    directives = [statement.directive for statement in statements if statement.directive is not None]
    statement_ids = [digest(f"{sid}/statement/{one.start}-{one.end}") for one in statements]
    directive_ids = [
        ids.get((one.start, one.end)) or digest(f"{sid}/directive/{one.start}-{one.end}") for one in ordered
    ]
    bodies = [body for directive in directives for body in directive.bodies]
    body_ids = _body_ids(bodies, speech, sid)
    return {
        "speeches": _speech(speech, sid, run_id),
        "sources": sources([speech], run_id),
        "outline": outline,
        "statements": _statements(statements, statement_ids, sid, outline["node_id"]),
        "directives": _directives(ordered, directives, speech, outline["heading_path"])
        | {
            "directive_id": directive_ids,
            "statement_id": [one for one, of in zip(statement_ids, statements, strict=True) if of.directive],
            "speech_id": [sid] * len(ordered),
        },
        "bodies": _bodies(bodies, body_ids, speech, sid),
        "responsibilities": _responsibilities(directives, directive_ids, bodies, body_ids),
        "targets": _targets(directives, directive_ids),
        "sanctions": links.sanctions(directives, directive_ids),
        "programmes": links.programmes(directives, directive_ids),
        "rejected": _rejected(extraction, sid),
    }


def digest(what: str) -> str:
    """A short stable id."""
    return blake2b(what.encode(), digest_size=8).hexdigest()


def speech_id(speech: Speech) -> str:
    """The id of a speech: the head of the hash of its text."""
    return speech.sha256[:16]


def printable(path: str) -> str:
    """A path that UTF-8 can hold: file names of other encodings come in with lone surrogates."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def sources(speeches: Iterable[Speech], run_id: str) -> Columns:
    """The files that speeches came from; a text from standard input has none."""
    filed = [(speech, speech.path) for speech in speeches if speech.path is not None]
    return {
        "speech_id": [speech_id(speech) for speech, _ in filed],
        "path": [printable(path) for _, path in filed],
        "sha256": [speech.sha256 for speech, _ in filed],
        "run_id": [run_id] * len(filed),
        "file_hash": [speech.file_hash for speech, _ in filed],
    }


def signatures(text: str, sid: str) -> Columns:
    """What near copies of a speech are found by; none where its text is very short."""
    made = [one for one in (alike.signature(text),) if one is not None]
    return {
        "speech_id": [sid] * len(made),
        "keys": [one.keys for one in made],
        "places": [one.places for one in made],
    }


def _speech(speech: Speech, sid: str, run_id: str) -> Columns:
    said = speech.document
    return {
        "speech_id": [sid],
        "sha256": [speech.sha256],
        "title": [said.title],
        "occasion": [said.occasion],
        "year": [said.year],
        "given_on": [said.given_on],
        "level": [said.level],
        "jurisdiction": [said.jurisdiction],
        "speaker": [said.speaker],
        "encoding": [speech.encoding],
        "chars": [len(speech.text)],
        "text": [speech.text],
        "run_id": [run_id],
    }


def _headings(extraction: Extraction) -> list[str | None]:
    """The heading of each node: its first statement, where that is a heading."""
    first: dict[int, Statement] = {}
    for statement in extraction.statements:
        if statement.node is not None:
            first.setdefault(statement.node, statement)
    headings: list[str | None] = [None] * len(extraction.nodes)
    for node, head in first.items():
        if head.zone is Zone.HEADING:
            headings[node] = extraction.speech.text[head.start : head.end].rstrip("。：:；;")
    return headings


def _outline(extraction: Extraction, sid: str) -> Columns:
    """The items with the headings down to each; an item without a heading has that of the item around it."""
    nodes, headings = extraction.nodes, _headings(extraction)
    node_ids = [digest(f"{sid}/node/{node.start}-{node.end}") for node in nodes]
    paths: list[str | None] = []
    for node, heading in zip(nodes, headings, strict=True):
        above = None if node.parent is None else paths[node.parent]
        own = None if heading is None else node.marker + heading
        paths.append(PATH_SEPARATOR.join(part for part in (above, own) if part) or None)
    return {
        "node_id": node_ids,
        "speech_id": [sid] * len(nodes),
        "parent_id": [None if node.parent is None else node_ids[node.parent] for node in nodes],
        "seq": list(range(len(nodes))),
        "level": [node.level for node in nodes],
        "marker": [node.marker for node in nodes],
        "heading": headings,
        "heading_path": paths,
        "start_char": [node.start for node in nodes],
        "body_char": [node.body for node in nodes],
        "end_char": [node.end for node in nodes],
        "inline": [node.inline for node in nodes],
    }


def _statements(statements: tuple[Statement, ...], ids: list[str], sid: str, node_ids: list[str]) -> Columns:
    return {
        "statement_id": ids,
        "speech_id": [sid] * len(statements),
        "node_id": [None if one.node is None else node_ids[one.node] for one in statements],
        "seq": list(range(len(statements))),
        "start_char": [one.start for one in statements],
        "end_char": [one.end for one in statements],
        "zone": [one.zone for one in statements],
    }


def _directives(
    ordered: list[Statement], directives: list[Directive], speech: Speech, paths: list[str | None]
) -> Columns:
    """What the text says; the ids are the caller's."""
    text = speech.text
    dues = [directive.due for directive in directives]
    repeats = [directive.recurrence for directive in directives]
    return {
        "kind": [directive.kind for directive in directives],
        "text": [text[one.start : one.end] for one in ordered],
        "heading_path": [None if one.node is None else paths[one.node] for one in ordered],
        "start_char": [one.start for one in ordered],
        "end_char": [one.end for one in ordered],
        "due_text": [due and due.mention for due in dues],
        "due_start": [due and due.start for due in dues],
        "due_end": [due and due.end for due in dues],
        "due_edtf": [due and due.edtf for due in dues],
        "due_earliest": [due and due.earliest for due in dues],
        "due_latest": [due and due.latest for due in dues],
        "due_status": [due.status if due else "none" for due in dues],
        "recurrence_text": [found and found.mention for found in repeats],
        "recurrence_start": [found and found.start for found in repeats],
        "recurrence_end": [found and found.end for found in repeats],
        "recurrence_freq": [found and found.freq for found in repeats],
        "rule": [directive.rule for directive in directives],
    }


def _known_jurisdiction(speech: Speech) -> str | None:
    """None where it is unknown or masked: **县 may be any county."""
    jurisdiction = speech.document.jurisdiction
    return jurisdiction if jurisdiction and MASKS.isdisjoint(jurisdiction) else None


def _body_ids(bodies: list[Body], speech: Speech, sid: str) -> dict[str, str]:
    """The id of each canonical name; a name is unique within a jurisdiction, else only within its speech."""
    scope = _known_jurisdiction(speech) or sid
    return {canonical: digest(f"{scope}/body/{canonical}") for canonical in {body.canonical for body in bodies}}


def _bodies(bodies: list[Body], ids: dict[str, str], speech: Speech, sid: str) -> Columns:
    """Each body once, under the name that comes first."""
    first = {body.canonical: body.name for body in reversed(bodies)}
    alone = None if _known_jurisdiction(speech) else sid
    return {
        "body_id": [ids[canonical] for canonical in first],
        "name": list(first.values()),
        "canonical": list(first),
        "jurisdiction": [speech.document.jurisdiction] * len(first),
        "speech_id": [alone] * len(first),
    }


def _responsibilities(
    directives: list[Directive], directive_ids: list[str], bodies: list[Body], body_ids: dict[str, str]
) -> Columns:
    return {
        "directive_id": owners(directive_ids, [len(directive.bodies) for directive in directives]),
        "seq": [seq for directive in directives for seq in range(len(directive.bodies))],
        "body_id": [body_ids[body.canonical] for body in bodies],
        "name": [body.name for body in bodies],
        "mention": [body.mention for body in bodies],
        "role": [body.role for body in bodies],
        "inherited": [body.inherited for body in bodies],
        "start_char": [body.start for body in bodies],
        "end_char": [body.end for body in bodies],
    }


def _targets(directives: list[Directive], directive_ids: list[str]) -> Columns:
    holders = owners(directive_ids, [len(directive.targets) for directive in directives])
    targets = [target for directive in directives for target in directive.targets]
    return {
        "target_id": [_target_id(*pair) for pair in zip(holders, targets, strict=True)],
        "directive_id": holders,
        "seq": [seq for directive in directives for seq in range(len(directive.targets))],
        "mention": [target.mention for target in targets],
        "indicator": [target.indicator for target in targets],
        "op": [target.op for target in targets],
        "value_low": [target.low for target in targets],
        "value_high": [target.high for target in targets],
        "unit": [target.unit for target in targets],
        "start_char": [target.start for target in targets],
        "end_char": [target.end for target in targets],
    }


def _target_id(directive_id: str, target: Target) -> str:
    return digest(f"{directive_id}/target/{target.start}-{target.end}")


def _rejected(extraction: Extraction, sid: str) -> Columns:
    rejected = extraction.rejected
    return {
        "speech_id": [sid] * len(rejected),
        "seq": list(range(len(rejected))),
        "start_char": [near.start for near in rejected],
        "end_char": [near.end for near in rejected],
        "rule": [near.rule for near in rejected],
        "reason": [near.reason for near in rejected],
    }
