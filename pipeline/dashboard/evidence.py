"""What the extractor has to say about a statement: the wordings that decided its zone, and the dates in it.

Reckoned anew with the lexicons of the pages, since the database holds results alone.
"""

from dataclasses import replace
from functools import lru_cache

from pipeline import dates, engine, flow, script, unseen
from pipeline.dashboard import data, markup, words
from pipeline.dashboard.markup import Html
from pipeline.lexicon import Lexicon
from pipeline.model import DateSpan, Extraction, Judged, Speech
from pipeline.naming import NAMES

KEPT = 4
"""Speeches whose explanation is kept: a reviewer goes through one after the other."""

BEFORE = 2000
"""Characters before a statement that its dates may depend on; a line may hold a whole speech."""

HEADS = ("分量", "倾向", "原文", "词条")
RULES = {"layout": NAMES["layout"], "context": NAMES["context"]}


def lexicon() -> Lexicon:
    """The lexicons that the pages were started with, loaded once.

    Raises:
        LexiconError: with the faults of the files.
    """
    return engine.lexicon_of(engine.Setup(lexicons=data.lexicon_folder()))


def dates_in(speech: Speech, start: int, end: int) -> tuple[DateSpan, ...]:
    """The date expressions of a statement, read in its paragraph and with the year of its speech."""
    first = max(speech.text.rfind("\n", 0, start) + 1, start - BEFORE)
    paragraph, known = speech.text[first:end], lexicon()
    plain = script.plain(unseen.seen(paragraph), known.script)
    found = dates.found(plain, known.dates, speech.document.year, speech.document.given_on)
    places = unseen.Places(paragraph)
    moved = (replace(one, start=first + one.start, end=first + one.end) for one in places.values(found))
    return tuple(one for one in moved if one.start >= start)


@lru_cache(KEPT)
def explained(speech: Speech) -> tuple[Extraction, tuple[Judged, ...]]:
    """A speech extracted once more, with what every stretch of it was judged by."""
    return flow.explained(speech, lexicon())


def told(speech: Speech, start: int, end: int) -> Html:
    """Why a statement has its zone, and what in it was nearly found."""
    extraction, judged = explained(speech)
    parts = [_judged(one, speech.text) for one in judged if one.start < end and one.end > start]
    near = [one for one in extraction.rejected if start <= one.start < end]
    lines = (markup.tag("li", f"“{speech.text[one.start : one.end]}”：{one.reason}（{one.rule}）") for one in near)
    left = [markup.tag("p", "落选"), markup.tag("ul", markup.joined(lines), class_="duban-words")] if near else []
    return markup.joined((markup.note("按现在的词库重新判定，只供参考。"), *parts, *left))


def _judged(one: Judged, text: str) -> Html:
    said = markup.tag(
        "p", f"“{text[one.start : one.end]}”：{_called(one.zone)}（由 {_called(one.rule)} 决定）", class_="duban-words"
    )
    ranked = sorted(one.evidence, key=lambda e: -abs(e.weight))
    rows = [(f"{e.weight:+.1f}", _called(e.speaks_for), text[e.start : e.end], e.cue) for e in ranked]
    return markup.joined((said, markup.table(HEADS, rows))) if rows else said


def _called(word: str) -> str:
    return words.ZONES.get(word) or RULES.get(word, word)  # type: ignore[call-overload]
