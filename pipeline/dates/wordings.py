"""A wording where it stands: what it says, with its tail (前, 内, 起) and the second half of a range.

What a wording says depends on its own words and on what days are reckoned from, never on the sentence: so it is
read once and kept in the lexicon's memory.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from re import Match
from typing import NamedTuple

from pipeline.dates import calendar as cal
from pipeline.dates import fixed, moving
from pipeline.dates.calendar import Period
from pipeline.dates.reading import NO_DAY, Reader, Reading, Reckoning
from pipeline.dates.triggers import triggered
from pipeline.lexicon.date_openings import Wordings
from pipeline.lexicon.date_slots import SPACES
from pipeline.model import DueStatus

SLOT_ROLES = {"by": "before", "inside": "within", "onward": "from"}  # forms that hold their tail
NEEDS_TAIL = ("festival", "event", "holiday", "plan")
EXCLUSIVE = ("festival", "year", "near_year", "quarter")
STARTS = ("day", "near_day", "next_day", "clock", "plan")  # 7月1日起 is that day; with 9月起 all of September will do
HAZY = ("festival", "month", "day", "part", "year", "near_year", "quarter")  # 前后 and 后 leave them without a day
QUOTES = ("“", "‘", '"', "「")
RANGEABLE = ("day", "part", "month", "year", "near_year", "quarter", "near_day", "next_day", "week", "soon", "festival")
READERS: Mapping[str, Reader] = {
    "none": fixed.none,
    "repeat": fixed.repeat,
    "every": fixed.every,
    "calendar": fixed.calendar,
    "quarter": fixed.quarter,
    "year_part": fixed.year_part,
    "plan": fixed.plan,
    "festival": fixed.festival,
    "lunar": fixed.lunar,
    "event": fixed.event,
    "teaching_week": fixed.teaching_week,
    "near_month": moving.near_month,
    "near_quarter": moving.near_quarter,
    "weekday": moving.weekday,
    "near_day": moving.near_day,
    "soon": moving.soon,
    "clock": moving.clock,
    "span": moving.span,
}
FROM_GIVEN = frozenset(("festival", "lunar", "near_month", "near_quarter", "weekday", "near_day", "span"))


class Saying(NamedTuple):
    """What a wording says wherever it stands; `role` is what its tail adds, `quoted`: a quotation mark closes in it."""

    reading: Reading
    role: str
    quoted: bool
    status: DueStatus
    earliest: date | None
    latest: date | None


class Ended(NamedTuple):
    """A wording and its tail of some characters: as a range goes on from it, and alone (None where it says nothing)."""

    length: int
    open: Saying
    alone: Saying | None


class Found(NamedTuple):
    """A saying with its place."""

    start: int
    end: int
    saying: Saying


def saying(reading: Reading, role: str = "", quoted: bool = False) -> Saying:
    """With its days, where every digit of them is known."""
    status = cal.status_of(reading.period)
    if status is not DueStatus.RESOLVED:
        return Saying(reading, role, quoted, status, None, None)
    return Saying(reading, role, quoted, status, cal.known(reading.period.first), cal.known(reading.period.last))


def wording_at(text: str, start: int, wordings: Wordings) -> tuple[int, int] | None:
    """The form of the first wording that fits at a place, and where it ends."""
    for forms, pattern in wordings:
        hit = pattern.match(text, start)
        if hit:
            return forms[(hit.lastindex or 1) - 1], hit.end()
    return None


def expression(text: str, start: int, form: int, end: int, by: Reckoning) -> Found | None:
    """The whole expression of a wording: with its tail and the second half of a range; None for a trap."""
    lexicon = by.lexicon
    if text[end - 1] in SPACES:
        end = without_space(text, end)
    reads = lexicon.forms[form].reads
    memory = by.of_given if reads in FROM_GIVEN else by.of_year
    anchored = reads == "span" and by.given is not None and triggered(text, start, lexicon.context)
    tail = lexicon.tail.match(text, end) if text[end : end + 1] in lexicon.tail_starts else None
    key = (form, anchored, text[start:end], tail[0] if tail else "")
    said, ended = memory.get(key) or memory.kept(key, read(text, start, form, by, anchored, tail))
    if said is None:
        return None
    if said.quoted and text[max(0, start - 1) : start] in QUOTES:
        start -= 1
    return tailed(text, start, end, ended, by) if ended else Found(start, end, said)


def read(
    text: str, start: int, form: int, by: Reckoning, anchored: bool, tail: Match[str] | None
) -> tuple[Saying | None, Ended | None]:
    """What a wording says, and what it says with its tail: a recurrence has none."""
    said = worded(text, start, form, by, anchored)
    return said, None if said is None or said.reading.freq else with_tail(said, tail, by)


def worded(text: str, start: int, form: int, by: Reckoning, anchored: bool = False) -> Saying | None:
    """A wording read by its form; None where its reader refuses it."""
    parts = by.lexicon.patterns[form].match(text, start)
    if parts is None:
        return None
    said = {name: words for name, words in parts.groupdict().items() if words}
    if not by.lexicon.variants.isdisjoint(parts.group()):
        said = {name: words.translate(by.lexicon.plain) for name, words in said.items()}
    row = by.lexicon.forms[form]
    reading = READERS[row.reads](said, row, replace(by, anchored=True) if anchored else by)
    role = next((role for slot, role in SLOT_ROLES.items() if slot in said), "")
    return saying(reading, role, "quoted" in said) if reading else None


def tailed(text: str, start: int, end: int, ended: Ended, by: Reckoning) -> Found | None:
    """The expression with its tail, and with the second half of a range where one follows."""
    end += ended.length
    if text[end : end + 1] in by.lexicon.to_starts:
        both = ranged(text, Found(start, end, ended.open), by)
        if both:
            return both
    return Found(start, end, ended.alone) if ended.alone else None


def with_tail(said: Saying, tail: Match[str] | None, by: Reckoning) -> Ended:
    """With 前, 内, 起, … and an hour before it."""
    length, said = (0, said) if said.role else lengthened(said, tail, by)
    reading = said.reading
    if reading.terse and not said.role and reading.sort in NEEDS_TAIL:
        return Ended(length, said, None)
    period = bounded(reading, said.role)
    if period is reading.period:
        return Ended(length, said, said)
    return Ended(length, said, saying(replace(reading, period=period), said.role))


def lengthened(said: Saying, tail: Match[str] | None, by: Reckoning) -> tuple[int, Saying]:
    """The characters of the tail, and the saying in its role; an hour alone (6月30日上午) belongs to a day only."""
    word = tail and (tail["tail"] or "").translate(by.lexicon.plain)
    if not tail or not (word or (tail["hour"] and said.reading.sort in ("day", "near_day", "next_day"))):
        return 0, said
    return len(tail.group()), said._replace(role=by.lexicon.roles.get(word or "", ""))


def ranged(text: str, one: Found, by: Reckoning) -> Found | None:
    """With 至 and a second date, which takes year and month from the first where it names none."""
    if one.saying.role not in ("", "from") or one.saying.reading.sort not in RANGEABLE:
        return None
    first = one.saying.reading.period
    to = by.lexicon.to.match(text, one.end)
    second = to and second_half(text, to.end(), replace(by, base=first if first.first else None))
    if not second:
        return None
    reading, role = second.saying.reading, second.saying.role
    start, last = first.first, bounded(reading, role).last
    if start and last and last < start and last[:4] == start[:4]:
        last = cal.moved_year(last[:4], 1) + last[4:]
    start = last if start and last and last < start else start
    whole = replace(reading, period=replace(reading.period, first=start, last=last), terse=False)
    role = "until" if role in ("", "before") else role
    return Found(one.start, second.end, saying(replace(whole, period=bounded(whole, role)), role))


def second_half(text: str, start: int, by: Reckoning) -> Found | None:
    """The date behind 至, with its tail."""
    hit = wording_at(text, start, by.lexicon.follow)
    said = worded(text, start, hit[0], by) if hit else None
    if not hit or not said or said.reading.sort not in RANGEABLE or said.reading.sort == "soon":
        return None
    end = without_space(text, hit[1])
    tail = by.lexicon.tail.match(text, end) if text[end : end + 1] in by.lexicon.tail_starts else None
    ended = with_tail(said, tail, by)
    return Found(start, end + ended.length, ended.open)


def without_space(text: str, end: int) -> int:
    """The end of a wording before the spaces that its last slot took."""
    while text[end - 1] in SPACES:
        end -= 1
    return end


def bounded(reading: Reading, role: str) -> Period:
    """The days that the tail leaves: 国庆前 ends before it begins (not 6月前), 7月1日起 is a start, 前后 is vague."""
    period = reading.period
    if role == "before" and reading.sort in EXCLUSIVE and period.first:
        last = cal.day_before(period.first)
        return replace(period, first=last, last=last)
    if role in ("about", "after") and reading.sort in HAZY:
        return replace(NO_DAY, precision=period.precision, status=DueStatus.VAGUE)
    if role == "from" and period.first and reading.sort in STARTS:
        return replace(period, last=period.first)
    if role == "during" and reading.sort == "festival":
        return replace(NO_DAY, precision="event", status=DueStatus.VAGUE)
    return period
