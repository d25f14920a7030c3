"""The whole method on one screen: a speech and the lexicons in, every statement and directive out."""

from dataclasses import replace

from pipeline import (
    bodies,
    clauses,
    cues,
    dates,
    kinds,
    metadata,
    outline,
    programmes,
    sanctions,
    script,
    segment,
    statements,
    targets,
    unseen,
    zones,
)
from pipeline.lexicon import Lexicon
from pipeline.model import Document, Extraction, Judged, Speech


def extract(speech: Speech, lexicon: Lexicon, words: segment.Segmenter | None = None) -> Extraction:
    """One speech in; every statement and directive out, and every near miss with its reason.

    Pure: no files, no clock, no network. `words` is the segmenter (rjieba where none is given).
    """
    return explained(speech, lexicon, words)[0]


def explained(
    speech: Speech, lexicon: Lexicon, words: segment.Segmenter | None = None
) -> tuple[Extraction, tuple[Judged, ...]]:
    """What `extract` gives, and beside it every stretch of the text with the wordings that decided its zone."""
    seen = unseen.seen(speech.text)
    if seen is speech.text:
        return _explained(speech, lexicon, words)
    return unseen.as_written(*_explained(replace(speech, text=seen), lexicon, words), speech)


def _explained(
    speech: Speech, lexicon: Lexicon, words: segment.Segmenter | None
) -> tuple[Extraction, tuple[Judged, ...]]:
    text = script.plain(speech.text, lexicon.script)
    year, day = dates.stated(text, lexicon.dates)
    document = metadata.document(text, lexicon.metadata, speech.document.over(Document(year=year, given_on=day)))
    year, given = document.year, document.given_on

    quoted = clauses.without_quotes(text)
    nodes = outline.nodes(quoted, lexicon.outline)
    flat = clauses.without_brackets(quoted)
    formulas = clauses.formula_ends(flat, lexicon.formulas)
    sentences = clauses.sentences(flat, nodes, formulas)

    bounds = segment.boundaries(text, words or segment.segmenter())
    dated = dates.found(text, lexicon.dates, year, given)
    taken = (*((d.start, d.end) for d in dated), *((n.start, n.body) for n in nodes))
    numbers = targets.found(text, lexicon.targets, tuple(sorted(taken)))
    context = bodies.Context(text, bounds, {d.start: d.end for d in dated}, document.level, lexicon.bodies)
    subjects, rejected = bodies.found(context, [c for s in sentences for c in s.clauses])

    spoken = cues.found(flat, sentences, bounds, lexicon.zones)
    scene = zones.Scene(
        text, flat, nodes, sentences, spoken, formulas, subjects, dated, numbers, lexicon.zones, lexicon.connectives
    )
    judged = zones.zoned(scene)
    wordings = kinds.Wordings(flat, cues.everywhere(text, lexicon.kinds), lexicon.kinds, lexicon.connectives)
    fields = statements.Fields(
        flat, subjects, dated, numbers, wordings, dates.due, dates.recurrence, lexicon.connectives
    )
    made = statements.statements(judged, fields)
    made = sanctions.attached(made, text, flat, lexicon.sanctions, lexicon.connectives)
    made = programmes.attached(made, text, flat, nodes, lexicon.programmes)
    found = Extraction(replace(speech, document=document), nodes, made, rejected)
    return found if text is speech.text else script.as_written(found, text), tuple(judged)
