"""What a wording says, before its use is judged; and what every reader of wordings reckons from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.dates import calendar as cal
from pipeline.dates.calendar import Period
from pipeline.lexicon.date_memory import Memory
from pipeline.lexicon.date_rows import Form
from pipeline.lexicon.dates import DateLexicon
from pipeline.model import DueStatus, Freq

Said = Mapping[str, str]
NO_DAY = Period(None, None, "event", DueStatus.RELATIVE)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What days are reckoned from: the year of the document, its own date, and the first half of a range.

    `yearless`: of `given` only month and day are known, so that weekdays and lunar festivals are not.
    `anchored`: an event stands before the span of time (接到通知后3日内), so that the document's date is no start.
    `of_year` and `of_given` keep what wordings say in such a year, and on such a day.
    """

    lexicon: DateLexicon
    year: str
    given: date | None = None
    base: Period | None = None
    anchored: bool = False
    yearless: bool = False
    of_year: Memory = field(default_factory=Memory)
    of_given: Memory = field(default_factory=Memory)

    @property
    def dated(self) -> date | None:
        """The document's own date where its year is known."""
        return None if self.yearless else self.given

    @property
    def this_year(self) -> str:
        """What 今年 is: the year of the document's own date, also where it assigns the work of the next."""
        return f"{self.dated.year:04d}" if self.dated else self.year

    def shift(self, word: str | None) -> int:
        """How far 明年, 下月, 上周 is from the document; 0 for no such word."""
        return self.lexicon.shifts[word] if word else 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A period, and what the rules on use ask about its wording.

    `over`: it names a time before the document; `terse`: it counts only with a tail (五一前, 汛期前);
    `part_of`: the recurrence it may belong to where one stands before it (每月…25日前, 每年…6月底前).
    """

    period: Period
    sort: str
    freq: Freq | None = None
    over: bool = False
    terse: bool = False
    part_of: Freq | None = None


Reader = Callable[[Said, Form, Reckoning], Reading | None]


def year_said(said: Said, by: Reckoning) -> str:
    """The year that is named, or that of the first half of a range, or that of the document."""
    if "year" in said:
        return cal.year_digits(said["year"])
    if "brief" in said:
        return cal.year_digits("20" + said["brief"])
    if "near_year" in said:
        return cal.moved_year(by.this_year, by.shift(said["near_year"]))
    return by.base.first[:4] if by.base and by.base.first else by.year


def part_of_year(said: Said) -> Freq | None:
    """A day without a year may be one of every year."""
    return None if said.keys() & {"year", "brief", "near_year"} else Freq.YEARLY


def is_over(said: Said, by: Reckoning) -> bool:
    """Whether the year that is named is before that of the document."""
    if "near_year" in said:
        return by.shift(said["near_year"]) < 0
    year = year_said(said, by)
    return year.isdecimal() and by.year.isdecimal() and int(year) < min(int(by.year), int(by.this_year))
