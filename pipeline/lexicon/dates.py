"""lexicons/dates.toml -> DateLexicon: the rows, checked, and the patterns made of them.

Rows are words and slots; `date_forms` knows how they become patterns. Every compiled pattern is bounded in length,
so that a scan is linear in the text whatever the text is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from re import Pattern
from typing import Any, Literal, get_args

from pydantic import with_config

from pipeline.lexicon.date_forms import Speller, formed, one_of_forms, opens, slots, slots_of, trigger
from pipeline.lexicon.rows import STRICT, Source, toml_rows, toml_table
from pipeline.model import DueStatus, Freq

RANGE_ENDS = ("calendar", "quarter", "year_part", "near_month", "weekday", "near_day", "festival")


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Form:
    """A wording with slots and what it says; `ranged`: only behind 至; `from_start`: from the start of the year."""

    form: str
    reads: str
    freq: Freq | None = None
    ranged: bool = False
    from_start: bool = False


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
    """A time named from the speech: 明年 is its year + 1, 上周 its week - 1."""

    word: str
    shift: int
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
    """A five-year plan, first and last year."""

    word: str
    first: int
    last: int


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
    """An event without a day of its own; `alone`: counts without 前, 后 or 期间."""

    word: str
    alone: bool = False
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
    role: Literal["before", "behind", "review"]


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
    spending: tuple[Word, ...]
    spending_leads: tuple[Word, ...]
    lasting: tuple[Word, ...]
    tasks: tuple[Word, ...]
    modals: tuple[Word, ...]
    nouns: tuple[Word, ...]
    framed_by: tuple[Word, ...]
    past: tuple[Word, ...]
    guards: tuple[Word, ...]
    year_cues: tuple[YearCue, ...]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a date: patterns over the few characters before it (…\\Z), behind it, or in its clause."""

    leads: Pattern[str]
    until_leads: Pattern[str]
    asof_leads: Pattern[str]
    lasting_leads: Pattern[str]
    anchor_leads: Pattern[str]
    spending_leads: Pattern[str]
    spending: Pattern[str]
    lasting: Pattern[str]
    tasks: Pattern[str]
    nouns: Pattern[str]
    framed_by: Pattern[str]
    modals: Pattern[str]
    past: Pattern[str]
    work_before: Pattern[str]
    work_behind: Pattern[str]
    review_behind: Pattern[str]


@dataclass(frozen=True, slots=True)
class DateLexicon:
    """The rows as the engine needs them: patterns to find, tables to look up (in simplified characters)."""

    forms: tuple[Form, ...]
    patterns: tuple[Pattern[str], ...]
    trigger: Pattern[str]
    numbered: Pattern[str]
    worded: Pattern[str]
    follow: Pattern[str]
    to: Pattern[str]
    tail: Pattern[str]
    year: Pattern[str]
    day: Pattern[str]
    plain: Mapping[int, str]
    shifts: Mapping[str, int]
    year_parts: Mapping[str, YearPart]
    month_parts: Mapping[str, MonthPart]
    quarter_ends: Mapping[str, str]
    weekdays: Mapping[str, int]
    units: Mapping[str, Unit]
    plans: Mapping[str, Plan]
    festivals: Mapping[str, Festival]
    events: Mapping[str, Event]
    soon: Mapping[str, Soon]
    roles: Mapping[str, str]
    freqs: Mapping[str, Freq]
    multiples: Mapping[tuple[int, str], Freq]
    context: Context


def load(folder: Path, faults: list[str]) -> DateLexicon:
    """`folder`/dates.toml, checked and compiled; what is wrong is added to `faults` and left out."""
    source = Source(folder / "dates.toml", faults)
    table = toml_table(source)
    for key in table.keys() - {f.name for f in fields(DateRows)}:
        source.fault(f"[{key}]", "未知的表")
    rows = DateRows(**{f.name: toml_rows(source, table, f.name, get_args(f.type)[0]) for f in fields(DateRows)})
    return compiled(rows, source)


def compiled(rows: DateRows, source: Source) -> DateLexicon:
    """The patterns and tables of checked rows; forms with unknown slots are faults."""
    spell = Speller({v.plain: v.other for v in rows.variants})
    known = slots(rows, spell)
    for number, row in enumerate(rows.forms, 1):
        for slot in sorted(slots_of(row.form) - known.keys()):
            source.fault(f"[forms] 第 {number} 条", f"未知的槽 {{{slot}}}")
    forms = tuple(form for form in rows.forms if slots_of(form.form) <= known.keys())
    searched = [(i, form.form) for i, form in enumerate(forms) if not form.ranged]
    return DateLexicon(
        forms=forms,
        patterns=tuple(formed(form.form, known) for form in forms),
        trigger=trigger([form for _, form in searched], known),
        numbered=one_of_forms(((i, f) for i, f in searched if opens(f, known, number=True)), known),
        worded=one_of_forms(((i, f) for i, f in searched if opens(f, known, number=False)), known),
        follow=one_of_forms(((i, f.form) for i, f in enumerate(forms) if f.reads in RANGE_ENDS), known),
        to=formed("{to}", known),
        tail=formed("{tail}", known),
        year=formed("{year}年", known),
        day=formed("{year}年{month}月{day}日", known),
        plain=spell.plain,
        context=context(rows, spell),
        **lookups(rows),
    )


def lookups(rows: DateRows) -> dict[str, Any]:
    """The tables by word."""
    near = rows.near_years + rows.near_months + rows.near_weeks + rows.near_days
    frequent = rows.periods + rows.halves + rows.paces + rows.repeats
    return {
        "shifts": {r.word: r.shift for r in near},
        "year_parts": {r.word: r for r in rows.year_parts} | {r.short: r for r in rows.year_parts if r.short},
        "month_parts": {r.word: r for r in rows.month_parts + rows.this_month_parts},
        "quarter_ends": {r.word: r.at for r in rows.quarter_parts},
        "weekdays": {r.word: r.number for r in rows.weekdays},
        "units": {r.word: r for r in rows.units},
        "plans": {r.word: r for r in rows.plans},
        "festivals": {r.word: r for r in rows.festivals},
        "events": {r.word: r for r in rows.events},
        "soon": {r.word: r for r in rows.soon},
        "roles": {r.word: r.role for r in rows.tails},
        "freqs": {r.word: r.freq for r in frequent},
        "multiples": {(r.count, r.word): r.freq for r in rows.multiples},
    }


def context(rows: DateRows, spell: Speller) -> Context:
    """The patterns around a date."""
    cues = {role: [c for c in rows.year_cues if c.role == role] for role in ("before", "behind", "review")}
    return Context(
        leads=spell.ending(rows.leads),
        until_leads=spell.ending(rows.until_leads),
        asof_leads=spell.ending(rows.asof_leads),
        lasting_leads=spell.ending(rows.lasting_leads),
        anchor_leads=spell.ending(rows.anchor_leads),
        spending_leads=spell.ending(rows.spending_leads),
        spending=spell.ahead(rows.spending),
        lasting=spell.ahead(rows.lasting),
        tasks=spell.ahead(rows.tasks),
        nouns=spell.ahead(rows.nouns),
        framed_by=spell.within(rows.framed_by),
        modals=spell.within(rows.modals),
        past=spell.within(rows.past),
        work_before=spell.ending(cues["before"]),
        work_behind=spell.ahead(cues["behind"]),
        review_behind=spell.within(cues["review"]),
    )
