"""The rows of lexicons/dates.toml: a frozen dataclass for each kind of row, a field of `DateRows` for each table."""

from dataclasses import dataclass
from typing import Literal

from pydantic import with_config

from pipeline.lexicon.rows import STRICT
from pipeline.model import DueStatus, Freq


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Form:
    """A wording with slots and what it says.

    `ranged`: only behind 至; `from_start`: from the start of the year; `lunar_month`: lunar, 0 where named.
    """

    form: str
    reads: str
    freq: Freq | None = None
    ranged: bool = False
    from_start: bool = False
    lunar_month: int = 0


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Word:
    """A word and the characters that must not stand directly before or behind it."""

    word: str
    not_after: str = ""
    not_before: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Shifted:
    """A time named from the speech: 明年 is its year + 1, 上周 its week - 1; `ahead`: still to come (今晚)."""

    word: str
    shift: int
    ahead: bool = False
    not_after: str = ""
    not_before: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class YearPart:
    """A part of a year as MM-DD to MM-DD; `short` is how it follows a year (2023年 + 底)."""

    word: str
    first: str
    last: str
    short: str | None = None
    not_after: str = ""
    not_before: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class MonthPart:
    """A part of a month; 31 is its last day."""

    word: str
    first: int
    last: int
    not_after: str = ""
    not_before: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class QuarterPart:
    """Which end of a quarter is meant."""

    word: str
    at: Literal["start", "end"]


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Weekday:
    """The day of the week, Monday is 1."""

    word: str
    number: int


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Unit:
    """What spans of time are counted in: `size` times `grain`."""

    word: str
    grain: Literal["day", "workday", "month", "halfmonth", "hour", "unknown"]
    size: int = 1
    not_before: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Plan:
    """A five-year plan, first and last year; `bare`: the name alone is a date."""

    word: str
    first: int
    last: int
    bare: bool = False


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Festival:
    """A festival by MM-DD of the solar or lunar year, or by its solar term; `terse` names need 前, 期间 or quotes."""

    word: str
    solar: str | None = None
    lunar: str | None = None
    term: str | None = None
    terse: bool = False
    held: Literal["before", "after"] | None = None
    not_after: str = ""
    not_before: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Event:
    """An event without a day of its own; `alone`: counts without 前 or 后; `holiday`: with 期间 as well."""

    word: str
    alone: bool = False
    holiday: bool = False
    not_after: str = ""
    not_before: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Soon:
    """At once or by a time that somebody sets; spans behind an `anchor` are reckoned from the speech."""

    word: str
    status: DueStatus
    anchor: bool = False
    not_after: str = ""
    not_before: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a date and says how it bounds the work."""

    word: str
    role: Literal["before", "within", "during", "about", "since", "until", "from", "after"]
    not_after: str = ""
    not_before: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Frequent:
    """A word that says how often."""

    word: str
    freq: Freq
    not_after: str = ""
    not_before: str = ""


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Multiple:
    """A number of periods that has a frequency of its own: 3 个月 is quarterly."""

    count: int
    word: str
    freq: Freq


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class YearCue:
    """A word before or behind a year that says what the document does with it."""

    word: str
    role: Literal["before", "behind", "near", "review"]


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Variant:
    """A traditional character that stands for a simplified one."""

    plain: str
    other: str


@dataclass(frozen=True, slots=True)
class DateRows:
    """All tables of the file; a field is named as its table."""

    forms: tuple[Form, ...]
    near_years: tuple[Shifted, ...]
    near_months: tuple[Shifted, ...]
    near_quarters: tuple[Shifted, ...]
    near_weeks: tuple[Shifted, ...]
    near_days: tuple[Shifted, ...]
    year_parts: tuple[YearPart, ...]
    month_parts: tuple[MonthPart, ...]
    this_month_parts: tuple[MonthPart, ...]
    quarter_parts: tuple[QuarterPart, ...]
    weekdays: tuple[Weekday, ...]
    units: tuple[Unit, ...]
    vague_counts: tuple[Word, ...]
    plans: tuple[Plan, ...]
    festivals: tuple[Festival, ...]
    events: tuple[Event, ...]
    eves: tuple[Word, ...]
    seasons: tuple[Word, ...]
    soon: tuple[Soon, ...]
    tails: tuple[Tail, ...]
    dayparts: tuple[Word, ...]
    range_words: tuple[Word, ...]
    periods: tuple[Frequent, ...]
    halves: tuple[Frequent, ...]
    multis: tuple[Word, ...]
    multiples: tuple[Multiple, ...]
    not_deeds: tuple[Word, ...]
    paces: tuple[Frequent, ...]
    acts: tuple[Word, ...]
    repeats: tuple[Frequent, ...]
    often: tuple[Word, ...]
    leads: tuple[Word, ...]
    until_leads: tuple[Word, ...]
    asof_leads: tuple[Word, ...]
    lasting_leads: tuple[Word, ...]
    anchor_leads: tuple[Word, ...]
    anchor_events: tuple[Word, ...]
    triggers: tuple[Word, ...]
    matters: tuple[Word, ...]
    early: tuple[Word, ...]
    handed: tuple[Word, ...]
    governing: tuple[Word, ...]
    occasions: tuple[Word, ...]
    reviewed: tuple[Word, ...]
    spending: tuple[Word, ...]
    spending_leads: tuple[Word, ...]
    aims: tuple[Word, ...]
    lasting: tuple[Word, ...]
    defining: tuple[Word, ...]
    defined: tuple[Word, ...]
    unmet: tuple[Word, ...]
    unable: tuple[Word, ...]
    stages: tuple[Word, ...]
    pairings: tuple[Word, ...]
    tasks: tuple[Word, ...]
    forecasts: tuple[Word, ...]
    approaching: tuple[Word, ...]
    modals: tuple[Word, ...]
    nouns: tuple[Word, ...]
    framed_by: tuple[Word, ...]
    datelines: tuple[Word, ...]
    coming: tuple[Word, ...]
    held_on: tuple[Word, ...]
    holding: tuple[Word, ...]
    paged: tuple[Word, ...]
    past: tuple[Word, ...]
    past_of_bare: tuple[Word, ...]
    reports: tuple[Word, ...]
    guards: tuple[Word, ...]
    year_cues: tuple[YearCue, ...]
    variants: tuple[Variant, ...]
