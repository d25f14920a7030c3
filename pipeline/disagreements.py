"""Deviations from the gold with what spoke for them: the evidence by which a researcher sees what to mend.

A deviation alone tells that a deadline was missed; with the date expression and the use it was read in, the cues of
its zone and their weights, or the guard that rejected a body, it tells which row of which lexicon to look at.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline import cues, dates, script, unseen
from pipeline.gold import Error
from pipeline.lexicon import Lexicon
from pipeline.lexicon.cues import KindCue
from pipeline.model import DateSpan, Directive, Evidence, Extraction, Judged

AROUND = 60  # characters of the text on either side
UNSEEN = "unseen"  # no rule took the words, and none rejected them
MOST = 8  # wordings that are shown of one stretch: the weightiest


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that spoke: which rule or row, the words of the text, the weight where it has one, what it says."""

    rule: str
    words: str
    weight: float | None
    says: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One deviation in its context; `rule` is the reason that decided."""

    field: str
    document: str
    start: int
    end: int
    before: str
    words: str
    after: str
    mention: str | None
    truth: str | None
    guess: str | None
    rule: str
    reasons: tuple[Reason, ...]


class Seen(NamedTuple):
    """One speech with everything that was found in it, also what was not used."""

    extraction: Extraction
    judged: tuple[Judged, ...]
    dates: tuple[DateSpan, ...]
    kinds: tuple[tuple[int, int, KindCue], ...]
    priors: dict[str, float]


def seen(extraction: Extraction, judged: tuple[Judged, ...], lexicon: Lexicon) -> Seen:
    """What `flow.explained` gives, with the date expressions and the wordings that speak for a kind."""
    text, document = extraction.speech.text, extraction.speech.document
    places, plain = unseen.Places(text), script.plain(unseen.seen(text), lexicon.script)
    dated = places.values(tuple(dates.found(plain, lexicon.dates, document.year, document.given_on)))
    kinds = tuple((*places.span(start, end), cue) for start, end, cue in cues.everywhere(plain, lexicon.kinds))
    return Seen(extraction, judged, dated, kinds, lexicon.kinds.priors)


def disagreements(errors: Iterable[Error], texts: dict[str, str], speeches: dict[str, Seen]) -> list[Disagreement]:
    """Each deviation with its context, and with reasons where the speech was extracted here."""
    return [disagreement(one, texts.get(one.document, ""), speeches.get(one.document)) for one in errors]


def disagreement(error: Error, text: str, speech: Seen | None) -> Disagreement:
    """One deviation."""
    reasons = tuple(REASONS[error.field](error, speech)) if speech else ()
    return Disagreement(
        error.field,
        error.document,
        error.start,
        error.end,
        text[max(0, error.start - AROUND) : error.start],
        text[error.start : error.end],
        text[error.end : error.end + AROUND],
        error.mention,
        error.truth,
        error.guess,
        reasons[0].rule if reasons else "",
        reasons,
    )


def of_zone(error: Error, speech: Seen) -> Iterator[Reason]:
    """The stretches that overlap: what decided each, and the weightiest wordings in it."""
    text = speech.extraction.speech.text
    over = [j for j in speech.judged if j.start < error.end and j.end > error.start]
    for one in sorted(over, key=lambda j: max(j.start, error.start) - min(j.end, error.end)):
        yield Reason(one.rule, text[one.start : one.end], None, one.zone)
        weighty: list[Evidence] = sorted(one.evidence, key=lambda e: -abs(e.weight))
        for e in weighty[:MOST]:
            yield Reason(e.cue, text[e.start : e.end], e.weight, e.speaks_for)


def of_kind(error: Error, speech: Seen) -> Iterator[Reason]:
    """The wordings that speak for a kind, those for what was found first; then the priors."""
    text = speech.extraction.speech.text
    here = [hit for hit in speech.kinds if error.start <= hit[0] < error.end]
    ranked = sorted(here, key=lambda hit: (hit[2].kind != error.guess, -hit[2].weight))
    for start, end, cue in ranked:
        yield Reason(cue.id, text[start:end], cue.weight, cue.kind)
    for name, weight in speech.priors.items():
        yield Reason(f"prior {name}", "", weight, "task")


def of_bodies(error: Error, speech: Seen) -> Iterator[Reason]:
    """What decided on the words in question: how they were taken, or the guard that rejected them; then the rest."""
    text = speech.extraction.speech.text
    near = [r for r in speech.extraction.rejected if r.start < error.end and r.end > error.start]
    guards = [Reason(r.rule, text[r.start : r.end], None, r.reason) for r in near]
    taken = [
        Reason("inherited" if b.inherited else "explicit", b.mention, None, f"{b.name} ({b.role})")
        for d in directives(error, speech)
        for b in d.bodies
    ]
    yield from decided(error, guards, taken)
    yield from of_zone(error, speech)


def of_dates(error: Error, speech: Seen) -> Iterator[Reason]:
    """The date expressions, those on the words in question first, with the use each was read in."""
    here = [
        Reason(d.use, d.mention, None, f"{d.freq or d.edtf or '-'} ({d.status})") for d in overlapping(error, speech)
    ]
    yield from decided(error, here, here)
    yield from of_zone(error, speech)


def of_targets(error: Error, speech: Seen) -> Iterator[Reason]:
    """What was taken for a target, and the date expressions, which take numbers away from targets."""
    taken = [
        Reason("target", t.mention, None, " ".join(str(part) for part in (t.op, t.low, t.high, t.unit) if part))
        for d in directives(error, speech)
        for t in d.targets
    ]
    dated = [Reason(f"date: {d.use}", d.mention, None, d.edtf or "-") for d in overlapping(error, speech)]
    yield from decided(error, [*dated, *taken], taken)
    yield from of_zone(error, speech)


def decided(error: Error, against: list[Reason], taken: list[Reason]) -> Iterator[Reason]:
    """First what took the words in question or spoke against them, or that nothing saw them; then the rest."""
    candidates = against if error.guess is None else taken
    words = error.mention or ""
    first = next((r for r in candidates if r.words and words and (r.words in words or words in r.words)), None)
    yield first or Reason(UNSEEN, words, None, "-")
    yield from (r for r in dict.fromkeys((*against, *taken)) if r is not first)


def overlapping(error: Error, speech: Seen) -> list[DateSpan]:
    """The date expressions in the stretch."""
    return [d for d in speech.dates if d.start < error.end and d.end > error.start]


def of_outline(error: Error, speech: Seen) -> Iterator[Reason]:
    """The items around, with their levels."""
    nodes = speech.extraction.nodes
    near = sorted(range(len(nodes)), key=lambda i: abs(nodes[i].start - error.start))[:3]
    for i in sorted(near):
        where = "inline" if nodes[i].inline else "item"
        yield Reason(where, nodes[i].marker, None, f"level {nodes[i].level}")


def directives(error: Error, speech: Seen) -> list[Directive]:
    """The directives that overlap."""
    over = (one for one in speech.extraction.statements if one.start < error.end and one.end > error.start)
    return [one.directive for one in over if one.directive]


REASONS: dict[str, Callable[[Error, Seen], Iterator[Reason]]] = {
    "directive": of_zone,
    "zone": of_zone,
    "kind": of_kind,
    "bodies": of_bodies,
    "body name": of_bodies,
    "body role": of_bodies,
    "inherited": of_bodies,
    "due": of_dates,
    "recurrence": of_dates,
    "targets": of_targets,
    "outline": of_outline,
}
