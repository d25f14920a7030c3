"""What the extractor has to say about a statement: the wordings that decided its zone, and the dates in it.

Reckoned anew with the lexicons of the pages, since the database holds results alone.
"""

from dataclasses import replace
from datetime import date
from functools import lru_cache

import streamlit as st

from pipeline import dates, engine, flow, script, unseen
from pipeline.dashboard import data, markup, tables, words
from pipeline.dashboard.tables import Column, Table
from pipeline.lexicon import Lexicon
from pipeline.model import DateSpan, Evidence, Extraction, Judged, Speech
from pipeline.naming import NAMES

KEPT = 4
"""Speeches whose explanation is kept: a reviewer goes through one after the other."""

BEFORE = 2000
"""Characters before a statement that its dates may depend on; a line may hold a whole speech."""

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


def show(speech: Speech, start: int, end: int) -> None:
    """Why a statement has its zone, and what in it was nearly found."""
    extraction, judged = explained(speech)
    st.html(markup.note("按现在的词库重新判定，只供参考。"))
    for number, one in enumerate((one for one in judged if one.start < end and one.end > start), 1):
        _judged(one, speech.text, number)
    near = [one for one in extraction.rejected if start <= one.start < end]
    lines = (markup.tag("li", f"“{speech.text[one.start : one.end]}”：{one.reason}（{one.rule}）") for one in near)
    if near:
        left = (markup.tag("p", "落选"), markup.tag("ul", markup.joined(lines), class_="duban-words"))
        st.html(markup.tag("div", markup.joined(left)))


def _judged(one: Judged, text: str, number: int) -> None:
    """One stretch: what it was judged to be, and by what."""
    said = markup.tag(
        "p", f"“{text[one.start : one.end]}”：{_called(one.zone)}（由 {_called(one.rule)} 决定）", class_="duban-words"
    )
    if one.evidence:
        tables.show(_ranked(one, text, number), lambda table: markup.joined((said, table)))
    else:
        st.html(said)


def _ranked(one: Judged, text: str, number: int) -> Table[Evidence]:
    columns: tuple[Column[Evidence], ...] = (
        Column("分量", lambda e: round(e.weight, 1), lambda e: f"{e.weight:+.1f}"),
        Column("倾向", lambda e: _called(e.speaks_for)),
        Column("原文", lambda e: text[e.start : e.end]),
        Column("词条", lambda e: e.cue),
    )
    today = date.today()  # noqa: DTZ011  (the day of the place where the page is read)
    return Table(f"判定依据{number}", columns, sorted(one.evidence, key=lambda e: -abs(e.weight)), today, classes="")


def _called(word: str) -> str:
    return words.ZONES.get(word) or RULES.get(word, word)  # type: ignore[call-overload]
