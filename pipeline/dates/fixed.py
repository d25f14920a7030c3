"""Readers of what has a place of its own in the calendar or comes again: days, months, quarters, festivals, 每周."""

from dataclasses import replace

from pipeline.dates import calendar as cal
from pipeline.dates.calendar import Period
from pipeline.dates.reading import NO_DAY, Reading, Reckoning, Said, is_over, part_of_year, year_said
from pipeline.lexicon.date_rows import Form
from pipeline.model import DueStatus, Freq


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
        return Reading(Period(first, last, "day"), "day", over=over, part_of=part_of_year(said))
    if "month_part" in said:
        part = by.lexicon.month_parts[said["month_part"]]
        return Reading(
            cal.days_of(year, month, part.first, part.last, "part"), "part", over=over, part_of=part_of_year(said)
        )
    period = cal.days_of(year, month)
    if "month2" in said:
        period = replace(period, last=cal.days_of(year, cal.two_digits(said["month2"])).last)
    return Reading(period, "part" if "month2" in said else "month", over=over, part_of=part_of_year(said))


def quarters(year: str, first: int, last: int, at: str | None) -> Period:
    """From one quarter (counted from 1) to another; only its end or first month where `at` says so."""
    start, end = f"{first * 3 - 2:02d}", f"{last * 3:02d}"
    close = cal.day_of(year, end, "31")
    if at == "end":
        return Period(close, close, "part")
    if at == "start":
        return cal.days_of(year, start, precision="part")
    return Period(f"{year}-{start}-01", close, "quarter")


def quarter(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """一季度末, 前三季度, 二至三季度; a masked quarter has no months."""
    year, over = year_said(said, by), is_over(said, by)
    first, last = cal.number(said["quarter"]), cal.number(said.get("quarter2") or said["quarter"])
    if first is None or last is None:
        return Reading(Period(f"{year}-XX-XX", f"{year}-XX-XX", "quarter"), "quarter", over=over)
    at = by.lexicon.quarter_ends.get(said.get("quarter_part", ""))
    period = quarters(year, 1 if form.from_start else first, last, at)
    return Reading(period, "part" if at else "quarter", over=over)


def year_part(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """年底, 2025年底, 明年上半年; 24年底 has its part in the form."""
    part = by.lexicon.year_parts[said.get("year_part") or said.get("year_short") or "底"]
    year = year_said(said, by)
    return Reading(
        Period(f"{year}-{part.first}", f"{year}-{part.last}", "part"),
        "part",
        over=is_over(said, by),
        part_of=part_of_year(said),
    )


def plan(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """“十四五”期间, “十四五”末; the bare name is no date."""
    row = by.lexicon.plans[said["plan"]]
    first, last = f"{row.first}-01-01", f"{row.last}-12-31"
    over = by.year.isdecimal() and row.last < int(by.year)
    if by.lexicon.quarter_ends.get(said.get("quarter_part", "")) == "end":
        return Reading(Period(last, last, "part"), "part", over=over)
    return Reading(Period(first, last, "plan"), "plan", over=over, terse=not row.bare)


def festival_day(name: str, year: str, by: Reckoning) -> str | None:
    """The day of a festival in a year; None where the calendar does not tell."""
    row = by.lexicon.festivals[name]
    if row.lunar:
        return cal.lunar_day(year, int(row.lunar[:2]), int(row.lunar[3:]))
    if row.term:
        return cal.term_day(year, row.term)
    return f"{year}-{row.solar}" if row.solar else None


def festival(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """国庆, 春节: in the year of the document; one that is over (by the document's date), and 元旦, in the next."""
    row, year = by.lexicon.festivals[said["festival"]], year_said(said, by)
    day = festival_day(said["festival"], year, by)
    if day and "year" not in said and "near_year" not in said:
        gone = by.dated is not None and (cal.known(day) or by.dated) < by.dated
        if gone or day[5:] == "01-01":
            day = festival_day(said["festival"], cal.moved_year(year, 1), by)
    status = None if day else DueStatus.VAGUE if row.held else DueStatus.RELATIVE
    sort = f"held {row.held}" if row.held else "festival"
    return Reading(
        Period(day, day, "day", status), sort, terse=row.terse and "quoted" not in said, part_of=part_of_year(said)
    )


def lunar(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """正月十五, 腊月二十, 农历八月十五: in the lunar year of the document; 腊月 only by the document's own date."""
    month = form.lunar_month or cal.number(said["month"])
    day = cal.number(said["lunar_day"].lstrip("初"))
    if not month or not day:
        return None
    near = (by.dated.year - 1, by.dated.year, by.dated.year + 1) if by.dated else ()
    years = [f"{year:04d}" for year in near] or ([by.year] if month < 12 else [])
    days = [found for year in years if (found := cal.lunar_day(year, month, day))]
    if by.dated:
        days = [found for found in days if found >= by.dated.isoformat()]
    return Reading(Period(days[0], days[0], "day") if days else NO_DAY, "day")


def event(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """汛期, 开学, 汛前, 明年春季: no day of its own."""
    if said.keys() & {"eve", "season"}:
        return Reading(NO_DAY, "season")
    row = by.lexicon.events[said["event"]]
    return Reading(NO_DAY, "season" if row.alone else "holiday" if row.holiday else "event", terse=not row.alone)


def teaching_week(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """开学第一周, 第4周周五: weeks of a term, of which the text does not say when it begins."""
    return Reading(replace(NO_DAY, precision="week"), "week of term", part_of=Freq.MONTHLY)
