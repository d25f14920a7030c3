"""lexicons/dates.toml -> DateLexicon: the rows, checked, and the patterns made of them.

Rows are words and slots; `date_forms` knows how they become patterns. Every compiled pattern is bounded in length,
so that a scan is linear in the text whatever the text is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from re import Pattern
from typing import Any, get_args

from pipeline.lexicon.date_forms import Grammar, slots_of
from pipeline.lexicon.date_memory import Memories
from pipeline.lexicon.date_openings import Openings, Wordings, openings
from pipeline.lexicon.date_rows import (
    DateRows,
    Event,
    Festival,
    Form,
    MonthPart,
    Plan,
    Shifted,
    Soon,
    Unit,
    YearCue,
    YearPart,
)
from pipeline.lexicon.date_slots import Ending, Speller, slots
from pipeline.lexicon.rows import Source, toml_rows, toml_table
from pipeline.model import Freq

STAMPS = (
    "{year}年{month}月{day}日",
    "{year}年{month}月{day}号",
    "{year}年{month}月{day}{to}{day2}日",
    "{year}-{month}-{day}",
    "{year}/{month}/{day}",
    "{year}.{month}.{day}",
    "{year}．{month}．{day}",
    "{year}·{month}·{day}",
)
RANGE_ENDS = ("calendar", "quarter", "year_part", "near_month", "weekday", "near_day", "festival")


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a date: patterns over the few characters before it (up to it), behind it, or in its clause."""

    leads: Ending
    until_leads: Ending
    asof_leads: Ending
    lasting_leads: Ending
    anchor_leads: Ending
    anchor_events: Ending
    triggers: Pattern[str]
    matters: Ending
    early: Ending
    handed: Pattern[str]
    governing: Ending
    occasions: Ending
    reviewed: Ending
    spending_leads: Ending
    aims: Ending
    spending: Pattern[str]
    lasting: Pattern[str]
    defining: Pattern[str]
    telling: frozenset[str]  # what the words open with that tell something of the date in front of them
    defined: Pattern[str]
    unmet: Pattern[str]
    unable: Pattern[str]
    unable_leads: Ending
    stages: Ending
    pairings: Ending
    tasks: Pattern[str]
    forecasts: Pattern[str]
    approaching: Pattern[str]
    later: Pattern[str]
    nouns: Pattern[str]
    framed_by: Pattern[str]
    datelines: Ending
    coming: Ending
    held_on: Ending
    holding: Pattern[str]
    paged: Pattern[str]
    modals: Pattern[str]
    past: Pattern[str]
    past_marks: tuple[str, ...]  # without one of these nothing is past
    past_of_bare: Pattern[str]
    reports: Pattern[str]
    work_before: Ending
    work_behind: Pattern[str]
    work_near: Pattern[str]
    review_near: Pattern[str]


@dataclass(frozen=True, slots=True)
class DateLexicon:
    """The rows as the engine needs them: patterns to find, tables to look up (in simplified characters)."""

    forms: tuple[Form, ...]
    patterns: tuple[Pattern[str], ...]
    openings: Openings
    follow: Wordings
    to: Pattern[str]
    to_starts: frozenset[str]
    tail: Pattern[str]
    tail_starts: frozenset[str]
    year: Pattern[str]
    day: Pattern[str]
    month_day: Pattern[str]
    stamps: tuple[tuple[str, Pattern[str]], ...]  # each with the mark behind the year
    plain: Mapping[int, str]
    variants: frozenset[str]  # the characters that `plain` translates
    shifts: Mapping[str, int]
    ahead: frozenset[str]  # of the days named from the speech
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
    memories: Memories = field(default_factory=Memories, compare=False, repr=False)


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
    grammar = Grammar(slots(rows, spell), spell)
    for number, row in enumerate(rows.forms, 1):
        for slot in sorted(slots_of(row.form) - grammar.slots.keys()):
            source.fault(f"[forms] 第 {number} 条", f"未知的槽 {{{slot}}}")
    forms = tuple(form for form in rows.forms if slots_of(form.form) <= grammar.slots.keys())
    patterns = tuple(grammar.compiled(form.form) for form in forms)
    searched = [(i, form.form) for i, form in enumerate(forms) if not form.ranged]
    return DateLexicon(
        forms=forms,
        patterns=patterns,
        openings=openings(grammar, searched, patterns),
        follow=(grammar.alternation((i, f.form) for i, f in enumerate(forms) if f.reads in RANGE_ENDS),),
        to=grammar.compiled("{to}"),
        to_starts=grammar.first_characters("{to}"),
        tail=grammar.compiled("{tail}"),
        tail_starts=grammar.first_characters("{tail}"),
        year=grammar.compiled("{year}年"),
        day=grammar.compiled("{year}年{month}月{day}日"),
        month_day=grammar.compiled("{month}月{day}日"),
        stamps=tuple((form[len("{year}")], grammar.compiled(form)) for form in STAMPS),
        plain=spell.plain,
        variants=frozenset(map(chr, spell.plain)),
        context=context(rows, spell),
        **lookups(rows),
    )


def near(rows: DateRows) -> tuple[Shifted, ...]:
    """The words for times named from the speech: 明年, 本月, 下周."""
    return rows.near_years + rows.near_months + rows.near_quarters + rows.near_weeks + rows.near_days


def lookups(rows: DateRows) -> dict[str, Any]:
    """The tables by word."""
    frequent = rows.periods + rows.halves + rows.paces + rows.repeats
    return {
        "shifts": {r.word: r.shift for r in near(rows)},
        "ahead": frozenset(r.word for r in rows.near_days if r.ahead or r.shift > 0),
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
    cues = {role: [c for c in rows.year_cues if c.role == role] for role in get_args(YearCue.__annotations__["role"])}
    return Context(
        leads=spell.ending(rows.leads),
        until_leads=spell.ending(rows.until_leads),
        asof_leads=spell.ending(rows.asof_leads),
        lasting_leads=spell.ending(rows.lasting_leads),
        anchor_leads=spell.ending(rows.anchor_leads),
        anchor_events=spell.ending(rows.anchor_events),
        triggers=spell.within(rows.triggers),
        matters=spell.ending(rows.matters),
        early=spell.ending(rows.early),
        handed=spell.ahead(rows.handed),
        governing=spell.ending(rows.governing),
        occasions=spell.ending(rows.occasions),
        reviewed=spell.ending(rows.reviewed),
        spending_leads=spell.ending(rows.spending_leads),
        aims=spell.ending(rows.aims),
        spending=spell.ahead(rows.spending),
        lasting=spell.ahead(rows.lasting),
        defining=spell.ahead(rows.defining),
        telling=spell.firsts(rows.approaching + rows.defining + rows.unmet + rows.unable) | {"的"},
        defined=spell.within(rows.defined),
        unmet=spell.ahead(rows.unmet),
        unable=spell.ahead(rows.unable),
        unable_leads=spell.ending(rows.unable),
        stages=spell.ending(rows.stages),
        pairings=spell.ending(rows.pairings),
        tasks=spell.ahead(rows.tasks),
        forecasts=spell.ahead(rows.forecasts),
        approaching=spell.ahead(rows.approaching),
        later=spell.ahead([row for row in near(rows) if row.shift > 0]),
        nouns=spell.ahead(rows.nouns),
        framed_by=spell.within(rows.framed_by),
        datelines=spell.ending(rows.datelines),
        coming=spell.ending(rows.coming),
        held_on=spell.ending(rows.held_on),
        holding=spell.within(rows.holding),
        paged=spell.within(rows.paged),
        modals=spell.within(rows.modals),
        past=spell.within(rows.past),
        past_marks=tuple(sorted(spell.firsts(rows.past))),
        past_of_bare=spell.within(rows.past_of_bare),
        reports=spell.within(rows.reports),
        work_before=spell.ending(cues["before"]),
        work_behind=spell.ahead(cues["behind"]),
        work_near=spell.within(cues["near"]),
        review_near=spell.within(cues["review"]),
    )
