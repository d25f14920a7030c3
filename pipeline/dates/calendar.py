"""Days of which digits may be unknown: `2023-10-31`, `XXXX-10-31`, `20XX-12-31`, `2023-XX-XX`.

All reckoning of the engine is done here, on texts of ten characters; real days appear only where no digit is unknown.
"""

from calendar import isleap
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

from pipeline.model import DueStatus

NUMERALS = {c: n for n, c in enumerate("〇一二三四五六七八九十")} | {
    "零": 0,
    "○": 0,
    "O": 0,
    "Ｏ": 0,  # noqa: RUF001
    "两": 2,
    "廿": 20,
}

LIBRARY_YEARS = range(1901, 2100)
LAST_DAYS = ("", "31", "28", "31", "30", "31", "30", "31", "31", "30", "31", "30", "31")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, None where no calendar gives them; `status` where the digits do not tell it."""

    first: str | None
    last: str | None
    precision: str
    status: DueStatus | None = None


def number(word: str) -> int | None:
    """十二 or 12 as 12, 两三 as 3; None for masks and for 数, 几."""
    if word.isdecimal():
        return int(word)
    if "百" in word:
        hundreds, _, rest = word.partition("百")
        return joined(number(hundreds) if hundreds else 1, 100, number(rest.lstrip("零")) if rest else 0)
    if "十" in word:
        tens, _, ones = word.partition("十")
        return joined(number(tens) if tens else 1, 10, number(ones) if ones else 0)
    digits = [NUMERALS.get(c) for c in word]
    values = [d for d in digits if d is not None]
    if not values or len(values) < len(digits):
        return None
    return sum(values) if word[0] == "廿" else max(values)


def joined(high: int | None, base: int, low: int | None) -> int | None:
    """`high` times `base` plus `low`, where both are known."""
    return None if high is None or low is None else high * base + low


def year_digits(word: str) -> str:
    """二〇二四 as 2024, 202* as 202X, 20_ and 20** as 20XX, ** as XXXX."""
    digits = "".join(str(NUMERALS[c]) if c in NUMERALS and c != "十" else c if c.isdecimal() else "X" for c in word)
    return (digits + "XX")[:4] if digits.startswith("20") else "XXXX" if "X" in digits else digits


def two_digits(word: str) -> str:
    """6 as 06, 元 as 01, 十二 as 12, ** as XX, 1* as 1X."""
    value = 1 if word == "元" else number(word)
    if value is not None:
        return f"{value:02d}"
    return word[0] + "X" if word[0].isdecimal() else "XX"


def moved_year(year: str, by: int) -> str:
    """The year `by` years on, as far as its digits are known."""
    return f"{min(max(int(year) + by, 1), MAXYEAR):04d}" if year.isdecimal() else year


def day_of(year: str, month: str, day: str) -> str:
    """The day, or the last of the month where the month is shorter (in an unknown year February has 28 days)."""
    if month.isdecimal() and day.isdecimal():
        leap = month == "02" and year.isdecimal() and isleap(int(year))
        day = min(day, "29" if leap else LAST_DAYS[int(month)])
    return f"{year}-{month}-{day}"


def days_of(year: str, month: str, first: int = 1, last: int = 31, precision: str = "month") -> Period:
    """A month or a part of it; unknown days where the month is unknown."""
    if not month.isdecimal():
        return Period(f"{year}-{month}-XX", f"{year}-{month}-XX", precision)
    return Period(day_of(year, month, f"{first:02d}"), day_of(year, month, f"{last:02d}"), precision)


def known(day: str | None) -> date | None:
    """The real day, None while a digit is unknown."""
    return None if day is None or "X" in day else date.fromisoformat(day)


def status_of(period: Period) -> DueStatus:
    """`resolved` with all digits, `yearless` without the year, `masked` with other gaps; else what the period says."""
    if period.status is not None:
        return period.status
    if period.last is None:
        return DueStatus.RELATIVE
    if "X" not in period.last:
        return DueStatus.RESOLVED
    return DueStatus.YEARLESS if period.last[:4] == "XXXX" and "X" not in period.last[4:] else DueStatus.MASKED


def day_before(day: str) -> str:
    """XXXX-10-01 as XXXX-09-30; unchanged where month or day is unknown."""
    year, month_day = day[:4], day[4:]
    if "X" in month_day:
        return day
    real = date.fromisoformat((year if year.isdecimal() else "2023") + month_day) - timedelta(days=1)
    turned = month_day == "-01-01"
    return f"{moved_year(year, -1) if turned else year}{real.isoformat()[4:]}"


def shifted(day: date, days: int) -> date | None:
    """The day `days` on; None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def months_on(day: date, months: int) -> date | None:
    """The same day of the month `months` on, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= MAXYEAR:
        return None
    return date.fromisoformat(day_of(f"{year:04d}", f"{month + 1:02d}", f"{day.day:02d}"))


@lru_cache(maxsize=4096)  # the library walks through its table of holidays for each day
def workdays_on(day: date, count: int) -> date | None:
    """`count` workdays on, by the published holidays and make-up days where the library knows them."""
    from lunar_python import Solar

    later = Solar.fromYmd(day.year, day.month, day.day).next(count, True)
    return date(later.getYear(), later.getMonth(), later.getDay())


def lunar_day(year: str, month: int, day: int) -> str | None:
    """The solar day of a lunar one (day 0 is New Year's Eve, day 30 the last); None where the year is unknown."""
    if not year.isdecimal() or int(year) not in LIBRARY_YEARS:
        return None
    from lunar_python import Lunar, LunarMonth

    length: int = LunarMonth.fromYm(int(year), month).getDayCount()
    solar: str = Lunar.fromYmd(int(year), month, min(day, length) or 1).getSolar().toYmd()
    return solar if day else day_before(solar)


def term_day(year: str, term: str) -> str | None:
    """The day of a solar term (清明) in a year; None where the year is unknown."""
    if not year.isdecimal() or int(year) not in LIBRARY_YEARS:
        return None
    from lunar_python import Solar

    day: str = Solar.fromYmd(int(year), 6, 1).getLunar().getJieQiTable()[term].toYmd()
    return day
