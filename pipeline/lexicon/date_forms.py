"""How wordings with slots become patterns.

A slot is a piece of pattern with the characters it can begin with. All slots are bounded and none repeats another,
so a match costs a constant; and a search visits only characters that can begin a wording.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from re import Pattern
from typing import Any

ARABIC = "0123456789０１２３４５６７８９"
CHINESE = "〇零○一二三四五六七八九十廿百两兩半"
MASKS = "*＊×✕XxＸ_＿某□●"
NUMERIC = ARABIC + CHINESE + MASKS
DIGITS = frozenset(NUMERIC)
NO_NUMBER = f"(?<![{re.escape(NUMERIC)}.．第百千万])"
GAP = "[ 　]?"
SLOT = re.compile(r"\{(\w+)\}")

_D, _M = f"[{ARABIC}]", f"[{re.escape(MASKS)}]"
_TWENTY = "[2２][0０]"
YEAR = f"(?:[12１２]{_D}{{3}}|{_TWENTY}(?:{_M}{{1,2}}|{_D}{_M})|[一二][〇零○一二三四五六七八九]{{3}}|二[〇零○](?:{_M}{{1,2}}))"
MONTH = f"(?:[1１][012０１２]|[0０]?[1-9１-９]|[1１]{_M}|十[一二]?|[一二三四五六七八九]|{_M}{{1,3}})"
DAY = (
    f"(?:[3３][01０１]|[12１２]{_D}|[0０]?[1-9１-９]|[123１２３]{_M}|三十一?|[二廿]十?[一二三四五六七八九]?"
    f"|十[一二三四五六七八九]?|[一三四五六七八九]|{_M}{{1,3}})"
)
COUNT = f"(?:{_D}{{1,3}}|[一二两兩三四五六七八九十百]{{1,4}}|半|{_M}{{1,3}})"
HOUR = f"(?:[12１２]?{_D}(?:[:：]{_D}{{2}}|[时時点點](?:{_D}{{1,2}}分|半|整)?)|[一二两三四五六七八九十]{{1,3}}[时時点點]半?)"
LITERALS = {"周": "週", "号": "號", "个": "個", "礼": "禮"}
WEEK_NAMES = "[周週期拜]"


@dataclass(frozen=True, slots=True)
class Slot:
    """A piece of pattern, the one or two characters it can begin with, and whether it may be empty or is a number."""

    pattern: str
    starts: frozenset[str] = frozenset()
    optional: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Speller:
    """Words as patterns that fit their traditional spelling too."""

    variants: Mapping[str, str]

    @property
    def plain(self) -> dict[int, str]:
        """For `str.translate`: traditional to simplified, full-width digits to ASCII, no spaces."""
        digits = {ord(wide): str(digit) for digit, wide in enumerate(ARABIC[10:])}
        return {ord(o): p for p, o in self.variants.items()} | digits | {ord(" "): "", ord("　"): ""}

    def word(self, word: str) -> str:
        """会后 as [会會][后後]."""
        return "".join(f"[{c}{self.variants[c]}]" if c in self.variants else re.escape(c) for c in word)

    def guarded(self, row: Any) -> str:
        """The word with the characters that must not stand around it (checked behind the word, so that misses are cheap)."""
        word = self.word(row.word)
        after, before = getattr(row, "not_after", ""), getattr(row, "not_before", "")
        left = f"(?<![{re.escape(self.both(after))}]{word})" if after else ""
        right = f"(?![{re.escape(self.both(before))}])" if before else ""
        return word + left + right

    def both(self, chars: str) -> str:
        """The characters and their traditional forms."""
        return chars + "".join(self.variants.get(c, "") for c in chars)

    def one_of(self, rows: Iterable[Any]) -> str:
        """An alternation, longest word first."""
        return "(?:" + "|".join(self.guarded(r) for r in sorted(rows, key=lambda r: -len(r.word))) + ")"

    def ahead(self, rows: Iterable[Any]) -> Pattern[str]:
        """One of the words at a place."""
        return re.compile(self.one_of(rows))

    def within(self, rows: Sequence[Any]) -> Pattern[str]:
        """One of the words anywhere: like `trigger`, a search that visits only first characters."""
        firsts = self.both("".join(row.word[0] for row in rows))
        return re.compile(f"[{chosen(firsts)}](?<=(?={self.one_of(rows)}).)", re.DOTALL)

    def ending(self, rows: Iterable[Any]) -> Pattern[str]:
        """One of the words at the end of a slice."""
        return re.compile(self.one_of(rows) + r"\Z")

    def slot(self, name: str, rows: Sequence[Any]) -> Slot:
        """A named slot that one of the words fills."""
        return Slot(f"(?P<{name}>{self.one_of(rows)})", self.starts(rows))

    def starts(self, rows: Iterable[Any]) -> frozenset[str]:
        """The first two characters of the words, in any mixture of spellings."""
        return frozenset(a + b for r in rows for a in self.both(r.word[0]) for b in self.both(r.word[1:2]) or ("",))


def numeric(name: str, pattern: str) -> Slot:
    """A number, with a space on either side where the typesetter put one."""
    return Slot(f"{GAP}(?P<{name}>{pattern}){GAP}", DIGITS, number=True)


def slots(rows: Any, spell: Speller) -> dict[str, Slot]:
    """Every slot that a form may name."""
    named = number_slots() | word_slots(rows, spell)
    near, full = named["near_year"], named["year"]
    named["a_year"] = Slot(f"(?:{full.pattern}年|{near.pattern})", DIGITS | near.starts, number=True)
    brief = f"(?P<brief>[1-4１-４]{_D})"
    named["in_year"] = Slot(
        f"(?:(?:{full.pattern}年|{brief}年|{near.pattern})的?)?", DIGITS | near.starts, optional=True, number=True
    )
    named["brief_year"] = Slot(brief, DIGITS, number=True)
    named["deed"] = Slot(
        f"(?:{named['act'].pattern}|(?![{''.join(spell.both(r.word) for r in rows.not_deeds)}])[一-鿿])"
    )
    before = spell.one_of([r for r in rows.tails if r.role == "before"])
    part_of_day = spell.one_of(rows.dayparts)
    hour = f"(?:{part_of_day}?[早晚]?{HOUR}|{part_of_day}{{1,2}})"
    named["clock"] = Slot(f"(?P<clock>{hour})", DIGITS | spell.starts(rows.dayparts), number=True)
    named["by"] = Slot(f"(?P<by>{GAP}(?:{hour})?{before})")
    named["inside"] = Slot(f"(?P<inside>{spell.one_of([r for r in rows.tails if r.role == 'within'])})")
    weekday_note = f"(?:[（(](?:[周週]|星期){named['weekday'].pattern}[）)])?"
    named["tail"] = Slot(
        f"{anonymous(weekday_note)}{GAP}(?P<hour>{hour})?(?P<tail>{spell.one_of(rows.tails)})?", optional=True
    )
    named["point"] = Slot(point(named, before, hour), optional=True)
    named["plan"] = quoted(named["plan"])
    named["festival"] = quoted(named["festival"])
    return named


def quoted(slot: Slot) -> Slot:
    """The slot with or without a closing quotation mark (the opening one stands before the hit)."""
    return Slot(f'{slot.pattern}(?P<quoted>[”’"」])?', slot.starts)


def point(named: Mapping[str, Slot], before: str, hour: str) -> str:
    """The day within a period: 每周五下班前, 每月10日前, 每年6月底, 每季度末."""
    month_day = f"{MONTH}月份?(?:{DAY}[日号號]|{named['month_part'].pattern})?"
    weekday = f"(?<={WEEK_NAMES}){named['weekday'].pattern}(?![次个個轮遍名天])"
    parts = (weekday, month_day, f"{DAY}[日号號]", named["month_part"].pattern, named["this_month_part"].pattern,
             named["year_part"].pattern, "[末底]")  # fmt: skip
    return f"(?:的?(?:{'|'.join(anonymous(p) for p in parts)}))?(?:{hour})?(?:{before})?"


def number_slots() -> dict[str, Slot]:
    """The slots of numbers."""
    quarter = f"(?:[1-4１-４]|[一二三四]|{_M})"
    return {
        "year": numeric("year", YEAR),
        "year2": numeric("year2", YEAR),
        "month": numeric("month", MONTH),
        "month2": numeric("month2", MONTH),
        "day": numeric("day", DAY),
        "day2": numeric("day2", DAY),
        "quarter": numeric("quarter", quarter),
        "quarter2": numeric("quarter2", quarter),
    }


def word_slots(rows: Any, spell: Speller) -> dict[str, Slot]:
    """The slots of words."""
    count = f"(?:{COUNT}|{spell.one_of(rows.vague_counts)})"
    firsts = DIGITS | spell.starts(rows.vague_counts)
    shorts = [r for r in rows.year_parts if r.short]
    return {
        "count": Slot(f"{GAP}(?P<count>{count}){GAP}", firsts, number=True),
        "count2": Slot(f"{GAP}(?P<count2>{count}){GAP}", firsts, number=True),
        "near_year": spell.slot("near_year", rows.near_years),
        "near_month": spell.slot("near_month", rows.near_months),
        "near_week": spell.slot("near_week", rows.near_weeks),
        "near_day": spell.slot("near_day", rows.near_days),
        "year_part": spell.slot("year_part", rows.year_parts),
        "year_short": Slot(f"(?P<year_short>{short_parts(shorts, spell)})"),
        "month_part": spell.slot("month_part", rows.month_parts),
        "this_month_part": spell.slot("this_month_part", rows.this_month_parts),
        "quarter_part": Slot(f"(?P<quarter_part>{spell.one_of(rows.quarter_parts)})?", optional=True),
        "weekday": spell.slot("weekday", rows.weekdays),
        "unit": spell.slot("unit", rows.units),
        "plan": spell.slot("plan", rows.plans),
        "festival": spell.slot("festival", rows.festivals),
        "event": spell.slot("event", rows.events),
        "soon": spell.slot("soon", rows.soon),
        "to": Slot(f"{GAP}{spell.one_of(rows.range_words)}{GAP}", spell.starts(rows.range_words)),
        "guard": spell.slot("guard", rows.guards),
        "repeat": spell.slot("repeat", rows.repeats),
        "period": spell.slot("period", rows.periods),
        "half": spell.slot("half", rows.halves),
        "multi": spell.slot("multi", rows.multis),
        "often": spell.slot("often", rows.often),
        "pace": spell.slot("pace", rows.paces),
        "act": spell.slot("act", rows.acts),
    }


def short_parts(rows: Sequence[Any], spell: Speller) -> str:
    """底, 末, 上半年: what follows a year, with the right-hand guards of the full words."""
    return "|".join(
        spell.word(r.short) + (f"(?![{re.escape(spell.both(r.not_before))}])" if r.not_before else "")
        for r in sorted(rows, key=lambda r: -len(r.short))
    )


def parts_of(form: str) -> list[str]:
    """The slots and the fixed characters between them."""
    return [part for part in re.split(r"(\{\w+\})", form) if part]


def slots_of(form: str) -> set[str]:
    """The names of its slots."""
    return set(SLOT.findall(form))


def anonymous(pattern: str) -> str:
    """The pattern without group names."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def body(form: str, known: Mapping[str, Slot]) -> str:
    """A form as a pattern with named slots."""
    return "".join(known[p[1:-1]].pattern if p.startswith("{") else literal(p) for p in parts_of(form))


def literal(text: str) -> str:
    """Fixed characters of a form, in either spelling (the few that forms use)."""
    return "".join(f"[{c}{LITERALS[c]}]" if c in LITERALS else re.escape(c) for c in text)


def spellings(text: str) -> frozenset[str]:
    """Fixed characters in either spelling."""
    ways = {""}
    for c in text:
        ways = {way + form for way in ways for form in {c, LITERALS.get(c, c)}}
    return frozenset(ways)


def formed(form: str, known: Mapping[str, Slot]) -> Pattern[str]:
    """One form, compiled, its slots as groups."""
    return re.compile(body(form, known))


def starts(parts: Sequence[str], known: Mapping[str, Slot]) -> set[str]:
    """The two characters that a form can begin with; one where the second may be any."""
    if not parts:
        return {""}
    if not parts[0].startswith("{"):
        slot = Slot("", spellings(parts[0][:2]))
    else:
        slot = known[parts[0][1:-1]]
    own, skip = set(slot.starts), slot.optional
    short = {s for s in own if len(s) == 1 and not (slot.number and s in DIGITS)}
    rest = starts(parts[1:], known) if short or skip else set()
    grown = {s + r[:1] for s in short for r in rest}
    return (own - short) | grown | (rest if skip else set())


def number_ends(forms: Iterable[str], known: Mapping[str, Slot]) -> str:
    """What can follow a number in some form: 年, 月, 日, 个月, 至, …"""
    ends = set("年:：时時点點")
    for form in forms:
        parts = parts_of(form)
        for part, after in zip(parts, parts[1:], strict=False):
            if part.startswith("{") and known[part[1:-1]].number:
                ends |= known[after[1:-1]].starts if after.startswith("{") else spellings(after[:2])
    ends -= DIGITS
    single = {end for end in ends if len(end) == 1}
    return "|".join([f"[{chosen(single)}]", *(re.escape(end) for end in sorted(ends) if end[0] not in single)])


def trigger(forms: Sequence[str], known: Mapping[str, Slot]) -> Pattern[str]:
    """Where a form can begin: a search that visits only first characters, and stops only where the second fits too.

    The pattern consumes one character of the class of first characters and looks back at it: so `re` skips all other
    characters in its fastest loop, several times faster than the bare alternation. The group `number` matches where
    a number with a unit stands, before which no other number may stand (the 3月 of 13月).
    """
    pairs: dict[str, set[str]] = {}
    for form in forms:
        for start in starts(parts_of(form), known):
            pairs.setdefault(start[0], set()).add(start[1:])
    ends = number_ends(forms, known)
    worded = {first: seconds - {""} for first, seconds in pairs.items() if seconds - {""}}
    words = [f"{re.escape(first)}[{chosen(worded[first])}]" for first in sorted(worded) if first not in NUMERIC]
    names = [f"{first}[{chosen(worded[first])}]" for first in sorted(worded) if first in NUMERIC]
    numbers = f"(?P<number>{NO_NUMBER}(?:{'|'.join([f'[{chosen(NUMERIC)}]{{1,6}}{GAP}(?:{ends})', *names])}))"
    second = {s for seconds in worded.values() for s in seconds} | set(ends) | DIGITS | set(" 　")
    both = "|".join([numbers, *words])
    return re.compile(f"[{chosen(pairs)}](?=[{chosen(second)}])(?<=(?={both}).)", re.DOTALL)


def chosen(chars: Iterable[str]) -> str:
    """The characters for a class."""
    return re.escape("".join(sorted(set(chars))))


def opens(form: str, known: Mapping[str, Slot], number: bool) -> bool:
    """Whether the form can open with a numeral, or (not `number`) with anything else."""
    return any((start[0] in DIGITS) == number for start in starts(parts_of(form), known))


def one_of_forms(forms: Iterable[tuple[int, str]], known: Mapping[str, Slot]) -> Pattern[str]:
    """The forms in their order; the group that matched is named f0, f1, … after the form."""
    return re.compile("|".join(f"(?P<f{index}>{anonymous(body(form, known))})" for index, form in forms))
