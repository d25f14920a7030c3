"""From the words of a wording to its period: one small reader for each `reads` of lexicons/dates.toml."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.dates import calendar as cal
from pipeline.dates.calendar import Period
from pipeline.lexicon.dates import DateLexicon, Form
from pipeline.model import DueStatus, Freq

Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What days are reckoned from: the year of the document, its own date, and the first half of a range."""

    lexicon: DateLexicon
    year: str
    given: date | None = None
    base: Period | None = None
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A period, and what the rules on use ask about its wording.

    `over`: it names a time before the document; `loose`: a day without month or week, which may belong to a recurrence.
    """

    period: Period
    sort: str
    freq: Freq | None = None
    over: bool = False
    loose: bool = False
    terse: bool = False


Reader = Callable[[Said, Form, Reckoning], Reading | None]
NO_DAY = Period(None, None, "event", DueStatus.RELATIVE)


def year_said(said: Said, by: Reckoning) -> str:
    """The year that is named, or that of the first half of a range, or that of the document."""
    if "year" in said:
        return cal.year_digits(said["year"])
    if "brief" in said:
        return "20" + said["brief"]
    if "near_year" in said:
        return cal.moved_year(by.year, by.lexicon.shifts[said["near_year"]])
    return by.base.first[:4] if by.base and by.base.first else by.year


def is_over(said: Said, by: Reckoning) -> bool:
    """Whether the year that is named is before that of the document."""
    if "near_year" in said:
        return by.lexicon.shifts[said["near_year"]] < 0
    year = year_said(said, by)
    return year.isdecimal() and by.year.isdecimal() and int(year) < int(by.year)


def none(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """A trap: 一日游 is no date."""
    return None


def repeat(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """A word that says how often by itself."""
    freq = form.freq or by.lexicon.freqs[said["repeat"]]
    return Reading(Period(None, None, freq.value), "recurring", freq)


def every(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """每周, 每两个月, 半年一次, 月例会."""
    if "multi" in said:
        count = cal.number(said["count"])
        freq = by.lexicon.multiples.get((count, said["multi"]), Freq.IRREGULAR) if count else Freq.IRREGULAR
    else:
        freq = by.lexicon.freqs[said.get("period") or said.get("half") or said["pace"]]
    return Reading(Period(None, None, freq.value), "recurring", freq)


def calendar(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """Years, months and days, with the second half of a compact range (3—5月)."""
    year, over = year_said(said, by), is_over(said, by)
    if "month" not in said:
        last = cal.year_digits(said["year2"]) if "year2" in said else year
        sort = "near_year" if "near_year" in said else "year"
        return Reading(Period(f"{year}-01-01", f"{last}-12-31", "year"), sort, over=over and last == year)
    month = cal.two_digits(said["month"])
    if "day" in said:
        first = cal.day_of(year, month, cal.two_digits(said["day"]))
        last = cal.day_of(year, month, cal.two_digits(said["day2"])) if "day2" in said else first
        return Reading(Period(first, last, "day"), "day", over=over)
    if "month_part" in said:
        part = by.lexicon.month_parts[said["month_part"]]
        return Reading(cal.days_of(year, month, part.first, part.last, "part"), "part", over=over)
    period = cal.days_of(year, month)
    if "month2" in said:
        period = replace(period, last=cal.days_of(year, cal.two_digits(said["month2"])).last)
    return Reading(period, "month", over=over)


def quarter(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """一季度末, 前三季度, 二至三季度; a masked quarter has no months."""
    year = year_said(said, by)
    first, last = cal.number(said["quarter"]), cal.number(said.get("quarter2") or said["quarter"])
    if first is None or last is None:
        return Reading(Period(f"{year}-XX-XX", f"{year}-XX-XX", "quarter"), "quarter")
    start, end = (f"{0 if form.from_start else first * 3 - 3:02d}", f"{last * 3:02d}")
    whole = Period(f"{year}-{int(start) + 1:02d}-01", cal.day_of(year, end, "31"), "quarter")
    at = by.lexicon.quarter_ends.get(said.get("quarter_part", ""))
    over = is_over(said, by)
    if at == "end":
        return Reading(Period(whole.last, whole.last, "part"), "part", over=over)
    if at == "start":
        return Reading(cal.days_of(year, f"{int(start) + 1:02d}", 1, 31, "part"), "part", over=over)
    return Reading(whole, "quarter", over=over)


def year_part(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """年底, 2025年底, 明年上半年; 24年底 has its part in the form."""
    part = by.lexicon.year_parts[said.get("year_part") or said.get("year_short") or "底"]
    year = year_said(said, by)
    return Reading(Period(f"{year}-{part.first}", f"{year}-{part.last}", "part"), "part", over=is_over(said, by))


def plan(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """“十四五”期间, “十四五”末; the bare name is no date."""
    row = by.lexicon.plans[said["plan"]]
    whole = Period(f"{row.first}-01-01", f"{row.last}-12-31", "plan")
    at = by.lexicon.quarter_ends.get(said.get("quarter_part", ""))
    if at == "end":
        return Reading(Period(whole.last, whole.last, "part"), "part")
    return Reading(whole, "plan", terse=True)


def near_month(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """本月20日, 下月中旬, 月底, 25号前: from the month of the speech, or of the first half of a range."""
    year, month, shift = by.year, "XX", by.lexicon.shifts.get(said.get("near_month", ""), 0)
    if by.base and by.base.first and "near_month" not in said:
        year, month = by.base.first[:4], by.base.first[5:7]
    elif by.given:
        moved = cal.months_on(by.given.replace(day=1), shift) or by.given
        year, month = f"{moved.year:04d}", f"{moved.month:02d}"
    part = by.lexicon.month_parts.get(said.get("month_part") or said.get("this_month_part") or "")
    if "day" in said:
        first = cal.day_of(year, month, cal.two_digits(said["day"]))
        period = Period(first, cal.day_of(year, month, cal.two_digits(said.get("day2") or said["day"])), "day")
    else:
        period = cal.days_of(year, month, part.first, part.last, "part") if part else cal.days_of(year, month)
    unknown = month == "XX" and not (by.base and by.base.first)
    sort = "day" if "day" in said else "part" if part else "month"
    period = replace(period, status=DueStatus.RELATIVE) if unknown else period
    return Reading(period, sort, over=shift < 0, loose="near_month" not in said)


def of_speech(by: Reckoning, first: int, last: int, precision: str) -> Period:
    """Days counted from the day of the speech; unknown where it is."""
    if by.given is None:
        return Period(f"{by.year}-XX-XX", f"{by.year}-XX-XX", precision, DueStatus.RELATIVE)
    start, end = cal.shifted(by.given, first), cal.shifted(by.given, last)
    return Period(start.isoformat(), end.isoformat(), precision) if start and end else NO_DAY


def weekday(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """本周五, 下周, 周五前: weeks begin on Monday."""
    shift = by.lexicon.shifts.get(said.get("near_week", ""), 0)
    monday = 7 * shift - (by.given.weekday() if by.given else 0)
    loose = "near_week" not in said
    if "weekday" not in said:
        return Reading(of_speech(by, monday, monday + 6, "week"), "week", over=shift < 0)
    day = monday + by.lexicon.weekdays[said["weekday"]] - 1
    return Reading(of_speech(by, day, day, "day"), "day", over=shift < 0, loose=loose)


def near_day(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """今天, 明天."""
    shift = by.lexicon.shifts[said["near_day"]]
    return Reading(of_speech(by, shift, shift, "day"), "near_day", over=shift < 0)


def festival(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """国庆, 春节: in the year of the document; one that would be over when it begins (元旦前) is the next."""
    row, year = by.lexicon.festivals[said["festival"]], year_said(said, by)
    day = f"{year}-{row.solar}" if row.solar else None
    if row.lunar:
        day = cal.lunar_day(year, row.lunar)
    elif row.term:
        day = cal.term_day(year, row.term)
    named = "year" in said or "near_year" in said
    if day and not named and (day[5:] == "01-01" or (by.given and (cal.known(day) or by.given) < by.given)):
        following = replace(by, year=cal.moved_year(year, 1), given=None)
        if day[5:] == "01-01":
            day = f"{following.year}-01-01"
        else:
            return festival(said, form, following)
    status = None if day else DueStatus.VAGUE if row.held else DueStatus.RELATIVE
    terse = row.terse and "quoted" not in said
    return Reading(Period(day, day, "day", status), f"held {row.held}" if row.held else "festival", terse=terse)


def event(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """汛期, 开学: no day of its own."""
    alone = by.lexicon.events[said["event"]].alone
    return Reading(NO_DAY, "season" if alone else "event", terse=not alone)


def soon(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """会后, 立即, 限时."""
    return Reading(replace(NO_DAY, status=by.lexicon.soon[said["soon"]].status), "soon")


def clock(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """18：00前: the hour of a day that is not named."""
    return Reading(replace(NO_DAY, precision="hour"), "clock")


def span(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """一个月内, 7个工作日内, 会后一周内: reckoned from the day of the speech unless an event stands before it."""
    unit = by.lexicon.units[said["unit"]]
    anchor = "soon" in said and by.lexicon.soon[said["soon"]].anchor
    word = said.get("count2") or said["count"]
    count = cal.number(word)
    unreckoned = by.given is None or count is None or (by.anchored and not anchor)
    end = None if unreckoned or by.given is None or count is None else ahead(by.given, count * unit.size, unit.grain)
    half = by.given and word == "半" and half_ahead(by.given, said["unit"], by)
    last = end or half
    if not last or by.given is None or (by.anchored and not anchor):
        return Reading(replace(NO_DAY, precision="span"), "within" if "inside" in said else "span")
    period = Period(by.given.isoformat(), last.isoformat(), "span")
    return Reading(period, "within" if "inside" in said else "span")


def half_ahead(given: date, unit: str, by: Reckoning) -> date | None:
    """半年, 半个月 from a day on."""
    row = by.lexicon.units[unit]
    if row.grain == "month":
        return cal.months_on(given, row.size // 2) if row.size > 1 else given + timedelta(days=15)
    return given if row.grain in ("day", "hour") else None


def ahead(given: date, count: int, grain: str) -> date | None:
    """The day so many days, workdays or months on; None for hours and for what has no fixed length."""
    if grain == "month":
        return cal.months_on(given, count)
    if grain == "day":
        return cal.shifted(given, count)
    if grain == "workday":
        return cal.workdays_on(given, count)
    if grain == "halfmonth":
        later = cal.months_on(given, count)
        return later and cal.shifted(later, 15)
    return None


READERS: Mapping[str, Reader] = {
    "none": none,
    "repeat": repeat,
    "every": every,
    "calendar": calendar,
    "quarter": quarter,
    "year_part": year_part,
    "plan": plan,
    "near_month": near_month,
    "weekday": weekday,
    "near_day": near_day,
    "festival": festival,
    "event": event,
    "soon": soon,
    "clock": clock,
    "span": span,
}
