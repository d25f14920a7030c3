"""The whole method on one screen: a speech and the lexicons in, every statement and directive out."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

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

TOGETHER = 25  # speeches that are extracted together: twice as many gain another fiftieth
LONG = 100_000  # characters of these: long ones are not in memory side by side

Item = TypeVar("Item")
Found = tuple[Extraction, tuple[Judged, ...]]
Steps = Generator[None, None, Found]


def extract(speech: Speech, lexicon: Lexicon, words: segment.Segmenter | None = None) -> Extraction:
    """One speech in; every statement and directive out, and every near miss with its reason.

    Pure: no files, no clock, no network. `words` is the segmenter (rjieba where none is given).
    """
    return explained(speech, lexicon, words)[0]


def extract_all(
    speeches: Iterable[Speech], lexicon: Lexicon, words: segment.Segmenter | None = None
) -> Iterator[Extraction]:
    """What `extract` gives for each of any number of speeches, in order; raises the fault that one has."""
    for group in groups(speeches, lambda speech: len(speech.text)):
        for found in extract_together(group, lexicon, words):
            if isinstance(found, Exception):
                raise found
            yield found


def groups(items: Iterable[Item], length: Callable[[Item], int]) -> Iterator[list[Item]]:
    """So many as are extracted together, by the length of their texts."""
    group: list[Item] = []
    size = 0
    for item in items:
        group.append(item)
        size += length(item)
        if len(group) == TOGETHER or size >= LONG:
            yield group
            group, size = [], 0
    if group:
        yield group


def extract_together(
    speeches: Sequence[Speech], lexicon: Lexicon, words: segment.Segmenter | None = None
) -> list[Extraction | Exception]:
    """What `extract` gives for each speech, or the fault that one had: it stops no other.

    Each step is done for all speeches before the next one begins, so that its lexicon and its code stay in the
    processor's cache: about a fifth less time for speeches of usual length. All of them are in memory at once.
    """
    running = {number: _steps(speech, lexicon, words) for number, speech in enumerate(speeches)}
    done: dict[int, Extraction | Exception] = {}
    while running:
        for number, steps in [*running.items()]:
            try:
                next(steps)
            except StopIteration as last:
                done[number] = last.value[0]
            except Exception as fault:
                done[number] = fault
        running = {number: steps for number, steps in running.items() if number not in done}
    return [done[number] for number in range(len(speeches))]


def explained(speech: Speech, lexicon: Lexicon, words: segment.Segmenter | None = None) -> Found:
    """What `extract` gives, and beside it every stretch of the text with the wordings that decided its zone."""
    steps = _steps(speech, lexicon, words)
    while True:
        try:
            next(steps)
        except StopIteration as last:
            found: Found = last.value
            return found


def _steps(speech: Speech, lexicon: Lexicon, words: segment.Segmenter | None) -> Steps:
    seen = unseen.seen(speech.text)
    if seen is speech.text:
        return (yield from _explained(speech, lexicon, words))
    found = yield from _explained(replace(speech, text=seen), lexicon, words)
    return unseen.as_written(*found, speech)


def _explained(speech: Speech, lexicon: Lexicon, words: segment.Segmenter | None) -> Steps:
    """The steps of the method; `extract_together` goes on with another speech at each `yield`."""
    text = script.plain(speech.text, lexicon.script)
    year, day = dates.stated(text, lexicon.dates)
    yield
    document = metadata.document(text, lexicon.metadata, speech.document.over(Document(year=year, given_on=day)))
    year, given = document.year, document.given_on
    yield
    quoted = clauses.without_quotes(text)
    nodes = outline.nodes(quoted, lexicon.outline)
    yield
    flat = clauses.without_brackets(quoted)
    formulas = clauses.formula_ends(flat, lexicon.formulas)
    attended = clauses.attendance_ends(flat, lexicon.formulas)
    sentences = clauses.sentences(flat, nodes, formulas)
    yield
    bounds = segment.boundaries(text, words or segment.segmenter())
    yield
    dated = dates.found(text, lexicon.dates, year, given)
    yield
    taken = (*((d.start, d.end) for d in dated), *((n.start, n.body) for n in nodes))
    numbers = targets.found(text, lexicon.targets, tuple(sorted(taken)))
    yield
    context = bodies.Context(text, bounds, {d.start: d.end for d in dated}, document.level, lexicon.bodies)
    subjects, rejected = bodies.found(context, [c for s in sentences for c in s.clauses])
    yield
    spoken = cues.found(flat, sentences, bounds, lexicon.zones)
    yield
    scene = zones.Scene(
        text,
        flat,
        nodes,
        sentences,
        spoken,
        formulas,
        attended,
        subjects,
        dated,
        numbers,
        lexicon.zones,
        lexicon.connectives,
    )
    judged = zones.zoned(scene)
    yield
    wordings = kinds.Wordings(flat, cues.everywhere(text, lexicon.kinds), lexicon.kinds, lexicon.connectives)
    yield
    fields = statements.Fields(
        flat, subjects, dated, numbers, wordings, dates.due, dates.recurrence, lexicon.connectives
    )
    made = statements.statements(judged, fields)
    yield
    made = sanctions.attached(made, text, flat, lexicon.sanctions, lexicon.connectives)
    made = programmes.attached(made, text, flat, nodes, lexicon.programmes)
    found = Extraction(replace(speech, document=document), nodes, made, rejected)
    return found if text is speech.text else script.as_written(found, text), tuple(judged)
