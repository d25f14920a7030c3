"""The whole method on one screen: a speech and the lexicons in, every statement and directive out."""

from bisect import bisect_right

from pipeline import bodies, clauses, cues, dates, metadata, outline, segment, statements, targets, zones
from pipeline.lexicon import Lexicon
from pipeline.model import DateUse, Extraction, Speech


def extract(speech: Speech, lexicon: Lexicon, words: segment.Segmenter | None = None) -> Extraction:
    """One speech in; every statement and directive out, and every near miss with its reason.

    Pure: no files, no clock, no network. The document's year, level and speaker are read from the text first,
    since dates and names are completed from them.
    """
    text = speech.text
    given = dates.given_on(text, lexicon.dates)
    document = metadata.document(text, lexicon.metadata, dates.document_year(text, lexicon.dates), given)

    quoted = clauses.without_quotes(text)
    nodes = outline.nodes(quoted, lexicon.outline)
    flat = clauses.without_brackets(quoted)
    formulas = frozenset(m.end() for m in lexicon.formulas.pattern.finditer(flat))
    sentences = clauses.sentences(flat, nodes, formulas)

    bounds = segment.boundaries(text, words or segment.segmenter())
    dated = dates.found(text, lexicon.dates, document.year, document.given_on)
    taken = tuple((d.start, d.end) for d in dated) + tuple((n.start, n.body) for n in nodes)
    numbers = targets.found(text, lexicon.targets, tuple(sorted(taken)))
    context = bodies.Context(text, bounds, {d.start: d.end for d in dated}, document.level, lexicon.bodies, "由" in text)
    subjects, rejected = bodies.found(context, [c for s in sentences for c in s.clauses])

    spoken = cues.found(flat, sentences, bounds, lexicon.zones)
    deadlines = tuple(d.start for d in dated if d.use is DateUse.DEADLINE and not d.mention.startswith(("今年", "全年")))
    exact = {d.start for d in dated if d.use in (DateUse.DEADLINE, DateUse.RECURRENCE) and d.precision != "year"}
    acting, counted = tuple(s.start for s in subjects), tuple(n.start for n in numbers)
    opening = [s.start for s in sentences]
    fielded = frozenset(bisect_right(opening, mark) - 1 for mark in (*exact, *acting, *counted))
    scene = zones.Scene(text, flat, nodes, sentences, spoken, subjects, acting, fielded, formulas, deadlines, counted, lexicon.zones)
    row, kinds = statements.Row, statements.Kinds(cues.everywhere(text, lexicon.kinds))
    fields = statements.Fields(row(subjects), row(dated), row(numbers), kinds, dates.due, dates.recurrence, lexicon.kinds)
    made = statements.statements(flat, zones.zoned(scene), nodes, fields)
    return Extraction(Speech(text, speech.sha256, document, speech.path, speech.encoding), nodes, made, rejected)
