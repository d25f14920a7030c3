"""Readers of what is reckoned from the document: 本月, 下周一, 明天, 会后, 一个月内."""

from dataclasses import replace
from datetime import date, timedelta

from pipeline.dates import calendar as cal
from pipeline.dates.calendar import Period
from pipeline.dates.fixed import quarters
from pipeline.dates.reading import NO_DAY, Reading, Reckoning, Said
from pipeline.lexicon.date_rows import Form, Unit
from pipeline.model import DueStatus, Freq

OF_EACH = ("当月", "次月")  # behind 每月 a part of every month, as a bare day is


def near_month(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """本月20日, 下月中旬, 月底, 25号前: from the month of the speech, or of the first half of a range."""
    shift = by.shift(said.get("near_month"))
    part = by.lexicon.month_parts.get(said.get("month_part") or said.get("this_month_part") or "")
    last = part.last if part else cal.number(said.get("day2") or said.get("day") or "")
    year, month, known = month_of(said, shift + passed(last, said, by), by)
    if "day" in said:
        first = cal.day_of(year, month, cal.two_digits(said["day"]))
        period = Period(first, cal.day_of(year, month, cal.two_digits(said.get("day2") or said["day"])), "day")
    else:
        period = cal.days_of(year, month, part.first, part.last, "part") if part else cal.days_of(year, month)
    sort = "day" if "day" in said else "part" if part else "month"
    period = period if known else replace(period, status=DueStatus.RELATIVE)
    again = said.get("near_month", OF_EACH[0]) in OF_EACH
    return Reading(period, sort, over=shift < 0, part_of=Freq.MONTHLY if again else None)


def passed(last: int | None, said: Said, by: Reckoning) -> int:
    """1 where a day without a month has gone by in the month of the speech: 5日前 said on the 28th."""
    return int("near_month" not in said and by.given is not None and last is not None and last < by.given.day)


def month_of(said: Said, shift: int, by: Reckoning) -> tuple[str, str, bool]:
    """Year and month that a day without them lies in, and whether anything tells."""
    if by.base and by.base.first and "near_month" not in said:
        return by.base.first[:4], by.base.first[5:7], True
    moved = by.given and cal.months_on(by.given.replace(day=1), shift)
    return (f"{moved.year:04d}", f"{moved.month:02d}", True) if moved else (by.year, "XX", False)


def near_quarter(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """本季度末, 下季度."""
    shift = by.shift(said["near_quarter"])
    at = by.lexicon.quarter_ends.get(said.get("quarter_part", ""))
    moved = by.given and cal.months_on(by.given.replace(day=1), 3 * shift)
    if not moved:
        unknown = f"{by.year}-XX-XX"
        return Reading(Period(unknown, unknown, "quarter", DueStatus.RELATIVE), "quarter", over=shift < 0)
    nth = (moved.month + 2) // 3
    return Reading(quarters(f"{moved.year:04d}", nth, nth, at), "part" if at else "quarter", over=shift < 0)


def of_speech(by: Reckoning, first: int, last: int, precision: str) -> Period:
    """Days counted from the day of the speech; none where it is unknown."""
    start, end = (by.given and cal.shifted(by.given, days) for days in (first, last))
    return (
        Period(start.isoformat(), end.isoformat(), precision) if start and end else replace(NO_DAY, precision=precision)
    )


def weekday(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """本周五, 下周, 周五前: weeks begin on Monday."""
    shift = by.shift(said.get("near_week"))
    monday = 7 * shift - (by.dated.weekday() if by.dated else 0)
    by = replace(by, given=by.dated)
    if "weekday" not in said:
        return Reading(of_speech(by, monday, monday + 6, "week"), "week", over=shift < 0)
    day = monday + by.lexicon.weekdays[said["weekday"]] - 1
    if "near_week" not in said and by.given and day < 0:
        day += 7  # 周三前 said on a Friday
    period = of_speech(by, day, day, "day")
    if "near_week" in said:
        return Reading(period, "next_day", over=shift < 0)
    return Reading(period, "day", over=shift < 0, part_of=Freq.WEEKLY)


def near_day(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """今天, 明天, 今晚."""
    shift = by.shift(said["near_day"])
    sort = "next_day" if said["near_day"] in by.lexicon.ahead else "near_day"
    return Reading(of_speech(by, shift, shift, "day"), sort, over=shift < 0)


def soon(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """会后, 立即, 限时."""
    return Reading(replace(NO_DAY, status=by.lexicon.soon[said["soon"]].status), "soon")


def clock(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """18：00前: the hour of a day that is not named."""
    return Reading(replace(NO_DAY, precision="hour"), "clock", part_of=Freq.DAILY)


def span(said: Said, form: Form, by: Reckoning) -> Reading | None:
    """一个月内, 会后一周内: from the day of the speech unless an event stands before it (选举日20日前, 考前一周)."""
    unit = by.lexicon.units[said["unit"]]
    hung = bool(said.keys() & {"event", "eve"})
    brief = unit.grain == "hour" or (unit.grain == "day" and said["count"].strip() == "半")
    sort = "within" if hung or "inside" in said else "moment" if brief else "span"
    from_speech = by.lexicon.soon[said["soon"]].anchor if "soon" in said else not hung and not by.anchored
    given = by.given if from_speech else None
    last = (
        None
        if by.yearless and unit.grain == "workday"
        else given and ahead(given, said.get("count2") or said["count"], unit)
    )
    if not given or not last:
        return Reading(replace(NO_DAY, precision="span"), sort)
    return Reading(Period(given.isoformat(), last.isoformat(), "span"), sort)


def ahead(given: date, word: str, unit: Unit) -> date | None:
    """The day so many days, workdays or months on; None for hours and for what has no fixed length."""
    count = cal.number(word)
    if word == "半":
        return cal.months_on(given, unit.size // 2) if unit.size > 1 else half_ahead(given, unit)
    if count is None:
        return None
    match unit.grain:
        case "day":
            return cal.shifted(given, count * unit.size)
        case "workday":
            return cal.workdays_on(given, count)
        case "month" | "halfmonth":
            later = cal.months_on(given, count * unit.size)
            return later and cal.shifted(later, 15 if unit.grain == "halfmonth" else 0)
        case _:
            return None


def half_ahead(given: date, unit: Unit) -> date | None:
    """半天, 半个月 from a day on."""
    return given + timedelta(days=15) if unit.grain == "month" else given if unit.grain == "day" else None
