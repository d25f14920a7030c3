"""Dates: every wording of the tables, and properties that hold for any text."""

import csv
import os
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import dates
from pipeline.lexicon.dates import DateLexicon, load
from pipeline.model import DateSpan, DateUse, DueStatus

HERE = Path(__file__).parent
MARK = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")
FAULTS: list[str] = []
LEXICON = load(HERE.parent / "lexicons", FAULTS)
DATED = st.text(
    alphabet="0123456789一二三十年月日周季度前内底初每两个半至-*X到今明去会后立即限时定期国庆“”《》的了要，。\n春节 ",
    max_size=60,
)


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a case table without comments and heading."""
    lines = (HERE / "cases" / name).read_text(encoding="utf-8").splitlines()
    yield from list(csv.reader(line for line in lines if not line.startswith("#")))[1:]


def unmarked(text: str) -> tuple[str, list[tuple[int, str, str]]]:
    """The plain text, and where each mark stands, its words and its label."""
    marks, plain, at = [], "", 0
    for mark in MARK.finditer(text):
        plain += text[at : mark.start()]
        marks.append((len(plain), mark[1], mark[2]))
        plain, at = plain + mark[1], mark.end()
    return plain + text[at:], marks


def of_use(spans: tuple[DateSpan, ...], use: DateUse) -> list[DateSpan]:
    """The spans of one use."""
    return [span for span in spans if span.use is use]


def test_lexicon_has_no_faults() -> None:
    """lexicons/dates.toml is sound."""
    assert FAULTS == []


@pytest.mark.parametrize(("year", "given_on", "text"), rows("dates.csv"))
def test_deadlines(year: str, given_on: str, text: str) -> None:
    """Exactly the marked words are deadlines, with their latest day."""
    plain, marks = unmarked(text)
    day = date.fromisoformat(given_on) if given_on else None
    spans = dates.found(plain, LEXICON, "2023" if year == "-" else year, day)
    seen = [(s.start, s.mention, f"due {s.edtf or 'null'}") for s in of_use(spans, DateUse.DEADLINE)]
    assert seen == marks


@pytest.mark.parametrize(("freq", "text"), rows("recurrences.csv"))
def test_recurrences(freq: str, text: str) -> None:
    """The marked words are the recurrence, and a recurring deadline is no due."""
    plain, marks = unmarked(text)
    spans = dates.found(plain, LEXICON, "2023")
    chosen = dates.recurrence(spans)
    assert [(chosen.start, chosen.mention, chosen.freq.value)] if chosen else [] == marks
    assert (chosen.freq.value if chosen else "-") == freq
    assert chosen is None or dates.due(spans) is None
