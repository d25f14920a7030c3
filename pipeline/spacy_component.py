"""The extraction as a spaCy component: `spacy.blank("zh")` and `nlp.add_pipe("directives")`.

    doc.spans["directives"]   label = kind; fields as extensions:
                              ._.kind ._.bodies ._.due ._.recurrence ._.targets ._.heading_path ._.rule
    doc.spans["zones"]        every statement, label = zone
    doc.spans["bodies"]       label = role
    doc.spans["dates"]        label = due or recurrence
    doc.spans["targets"]      label = the comparison: >= <= ~ = range
    doc._.document            title, level, year, … of the speech

The fields are plain values in the shape that `duban extract` prints, so that a Doc can be saved and sent to other
processes. displaCy draws any group: `displacy.render(doc, style="span", options={"spans_key": "directives"})`.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline import flow, lexicon, shape
from pipeline.lexicon import Lexicon
from pipeline.model import Extraction, Speech
from pipeline.store import rows

FIELDS = ("kind", "bodies", "due", "recurrence", "targets", "heading_path", "rule")

Marked = tuple[int, int, str]
"""A span in characters, and its label."""


class Directives:
    """Puts what the text orders into `doc.spans`; built by `nlp.add_pipe`."""

    def __init__(self, lexicons: Lexicon) -> None:
        self.lexicons = lexicons

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its groups of spans filled; a blank one has empty groups."""
        text = doc.text
        found = flow.extract(Speech(text, sha256(text.encode()).hexdigest()), self.lexicons)
        document = shape.document(found)
        ordered = [one for one in document["statements"] if "kind" in one]
        doc._.document = document["document"]
        marked: dict[str, Iterable[Marked]] = {
            "directives": [(one["start"], one["end"], one["kind"]) for one in ordered],
            "zones": [(one["start"], one["end"], one["zone"]) for one in document["statements"]],
            "bodies": sorted({_marked(body, "role") for one in ordered for body in one["bodies"]}),
            "dates": [
                (one[field]["start"], one[field]["end"], field)
                for one in ordered
                for field in ("due", "recurrence")
                if one[field]
            ],
            "targets": [_marked(target, "op") for one in ordered for target in one["targets"]],
        }
        for group, spans in marked.items():
            doc.spans[group] = [_span(doc, *span) for span in spans]
        _fill(doc, ordered, found)
        return doc


def _marked(one: dict[str, Any], label: str) -> Marked:
    return one["start"], one["end"], one[label]


def _span(doc: Doc, start: int, end: int, label: str) -> Span:
    """The tokens that hold the characters; a tokenizer may have joined them with their neighbours."""
    span = doc.char_span(start, end, label=label, alignment_mode="expand")
    if span is None:  # pragma: no cover  # a span of ours is never empty, nor beyond the text
        raise ValueError(f"no tokens at {start}-{end}")
    return span


def _fill(doc: Doc, ordered: list[dict[str, Any]], found: Extraction) -> None:
    paths = rows(found, run_id="")["directives"]["heading_path"]
    for span, one, path in zip(doc.spans["directives"], ordered, paths, strict=True):
        for field, value in (one | {"heading_path": path}).items():
            if field in FIELDS:
                span._.set(field, value)


def _declare() -> None:
    """Make the extensions known to spaCy; a span of no directive has None in each."""
    Doc.set_extension("document", default=None, force=True)
    for field in FIELDS:
        Span.set_extension(field, default=None, force=True)


@Language.factory("directives", default_config={"lexicons": None}, assigns=["doc.spans"])
def directives(nlp: Language, name: str, lexicons: str | None) -> Directives:
    """The component; `lexicons` is a folder of other lexicons than the bundled ones."""
    return Directives(lexicon.load(Path(lexicons) if lexicons else None))


_declare()
