"""The slots that date wordings are made of: numbers in every writing, and the words of the tables.

A slot is a piece of pattern and what it can begin with. All slots are bounded and none repeats another,
so a match costs a constant.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from re import Match, Pattern
from typing import NamedTuple, Protocol

from pipeline.lexicon.date_rows import DateRows, YearPart

WIDE = "".join(chr(ord(c) + 0xFEE0) for c in "0123456789")
ARABIC = "0123456789" + WIDE
ZEROS = "〇零○OＯ"  # noqa: RUF001 (letters are typed for 〇: 二O二四年)
CHINESE = "〇零○一二三四五六七八九十廿百两兩半元"
MASKS = "*＊×✕XxＸ_＿某□●"
DIGITS = frozenset(ARABIC + CHINESE + MASKS)
SPACES = " 　"
GAP = f"[{SPACES}]?"
OPENING = 3  # characters of a wording that a search looks at; with two, twice as many places are looked at in vain
MASK = f"[{re.escape(MASKS)}]"
ONE, TWO, THREE = (f"[{c}{chr(ord(c) + 0xFEE0)}]" for c in "123")
ONES = "[一二三四五六七八九]"
YEAR = (
    rf"(?:(?:{ONE}|{TWO})\d{{3}}|{TWO}[0{WIDE[0]}](?:{MASK}{{1,2}}|\d{MASK})"
    f"|[一二][{ZEROS}一二三四五六七八九]{{3}}|二[{ZEROS}]{MASK}{{1,2}})"
)
MONTH = rf"(?:{ONE}[012{WIDE[:3]}]|[0{WIDE[0]}]?[1-9{WIDE[1:]}]|{ONE}{MASK}|十[一二]?|{ONES}|元|{MASK}{{1,3}})"
DAY = (
    rf"(?:{THREE}[01{WIDE[:2]}]|(?:{ONE}|{TWO})\d|[0{WIDE[0]}]?[1-9{WIDE[1:]}]|(?:{ONE}|{TWO}|{THREE}){MASK}"
    f"|三十一?|[二廿]十?{ONES}?|十{ONES}?|{ONES}|{MASK}{{1,3}})"
)
QUARTER = f"(?:[1-4{WIDE[1:5]}]|[一二三四]|{MASK})"
LUNAR_DAY = f"(?:初[一二三四五六七八九十]|十{ONES}?|[二廿]十?{ONES}?|三十)"
COUNT = rf"(?:\d{{1,3}}|[一二两兩三四五六七八九十百]{{1,4}}|半|{MASK}{{1,3}})"
HOUR = (
    rf"(?:(?:{ONE}|{TWO})?\d(?:[:：\u2236]\d\d|[时時点點](?:\d{{1,2}}分|半|整)?)"
    "|[零一二两兩三四五六七八九十]{1,3}[时時点點]半?)"
)
BRIEF_YEAR = rf"(?P<brief>(?:{ONE}|{TWO}|{THREE})\d|{MASK}{{2}})"
OPEN_QUOTES, CLOSE_QUOTES = '“‘"「', '”’"」'


class Worded(Protocol):
    """Any row with a word; `not_after` and `not_before` are asked for where a row has them."""

    @property
    def word(self) -> str:
        """The word in simplified characters."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A piece of pattern, the first few characters it can have, and whether it may be empty or is a number.

    `units`: what follows the number within the slot; none where the next part of the form does.
    """

    pattern: str
    starts: frozenset[str] = frozenset()
    optional: bool = False
    number: bool = False
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Speller:
    """Words as patterns that fit their traditional spelling too."""

    variants: Mapping[str, str]

    @property
    def plain(self) -> dict[int, str]:
        """For `str.translate`: traditional to simplified, full-width digits to ASCII, no spaces."""
        digits = {ord(wide): str(digit) for digit, wide in enumerate(WIDE)}
        return {ord(o): p for p, o in self.variants.items()} | digits | {ord(" "): "", ord("　"): ""}

    def word(self, word: str) -> str:
        """会后 as [会會][后後]."""
        return "".join(f"[{c}{self.variants[c]}]" if c in self.variants else re.escape(c) for c in word)

    def both(self, chars: str) -> str:
        """The characters and their traditional forms."""
        return chars + "".join(self.variants.get(c, "") for c in chars)

    def not_before(self, row: Worded) -> str:
        """A guard against the characters that must not stand behind the word."""
        chars = getattr(row, "not_before", "")
        return f"(?![{re.escape(self.both(chars))}])" if chars else ""

    def guarded(self, row: Worded) -> str:
        """The word with its guards; the one to the left looks back from its end, so that misses stay cheap."""
        word, chars = self.word(row.word), getattr(row, "not_after", "")
        left = f"(?<![{re.escape(self.both(chars))}]{word})" if chars else ""
        return word + left + self.not_before(row)

    def one_of(self, rows: Iterable[Worded]) -> str:
        """An alternation, longest word first; what begins alike shares its first character."""
        rests: dict[str, list[str]] = {}
        for row in sorted(rows, key=lambda r: -len(r.word)):
            first = self.word(row.word[0])
            rests.setdefault(first, []).append(self.guarded(row)[len(first) :])
        words = [first + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})") for first, rest in rests.items()]
        return f"(?:{'|'.join(words)})"

    def starts(self, rows: Iterable[Worded]) -> frozenset[str]:
        """The first characters of the words, in any mixture of spellings."""
        return frozenset(way for row in rows for way in self.spellings(row.word[:OPENING]))

    def firsts(self, rows: Iterable[Worded]) -> frozenset[str]:
        """The first characters of the words, in either spelling."""
        return frozenset(char for row in rows for char in self.both(row.word[0]))

    def spellings(self, text: str) -> set[str]:
        """A few characters in any mixture of spellings."""
        ways = {""}
        for char in text:
            ways = {way + form for way in ways for form in self.both(char)}
        return ways

    def slot(self, name: str, rows: Sequence[Worded], optional: bool = False) -> Slot:
        """A named slot that one of the words fills."""
        return Slot(f"(?P<{name}>{self.one_of(rows)}){'?' if optional else ''}", self.starts(rows), optional)

    def ahead(self, rows: Iterable[Worded]) -> Pattern[str]:
        """One of the words at a place."""
        return re.compile(self.one_of(rows))

    def ending(self, rows: Sequence[Worded]) -> "Ending":
        """One of the words at the end of a slice."""
        lasts = frozenset(char for row in rows for char in self.both(row.word[-1]))
        return Ending(re.compile(self.one_of(rows) + r"\Z"), lasts)

    def within(self, rows: Sequence[Worded]) -> Pattern[str]:
        """One of the words anywhere: a search that visits only first characters."""
        firsts = {start[0] for start in self.starts(rows)}
        return re.compile(f"[{chosen(firsts)}](?<=(?={self.one_of(rows)}).)", re.DOTALL)


class Ending(NamedTuple):
    """A pattern for the end of a slice, and the characters that it can end with: most slices need no more."""

    pattern: Pattern[str]
    lasts: frozenset[str]

    def search(self, slice_: str) -> Match[str] | None:
        """The word that the slice ends with."""
        return self.pattern.search(slice_) if slice_[-1:] in self.lasts else None


def chosen(chars: Iterable[str]) -> str:
    """The characters for a class."""
    return re.escape("".join(sorted(set(chars))))


def anonymous(pattern: str) -> str:
    """The pattern without group names."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def slots(rows: DateRows, spell: Speller) -> dict[str, Slot]:
    """Every slot that a form may name."""
    return number_slots() | word_slots(rows, spell) | composed_slots(rows, spell)


def numeric(name: str, pattern: str) -> Slot:
    """A number, with a space on either side where the typesetter put one."""
    return Slot(f"{GAP}(?P<{name}>{pattern}){GAP}", DIGITS, number=True)


def number_slots() -> dict[str, Slot]:
    """The slots of numbers; the 2 is for the second half of a range."""
    kinds = {"year": YEAR, "month": MONTH, "day": DAY, "quarter": QUARTER}
    firsts = {name: numeric(name, pattern) for name, pattern in kinds.items()}
    seconds = {f"{name}2": numeric(f"{name}2", pattern) for name, pattern in kinds.items()}
    lunar = Slot(f"(?P<lunar_day>{LUNAR_DAY})", frozenset("初十二廿三"))
    return firsts | seconds | {"brief_year": Slot(BRIEF_YEAR, DIGITS, number=True), "lunar_day": lunar}


def word_slots(rows: DateRows, spell: Speller) -> dict[str, Slot]:
    """The slots that one of the words of a table fills."""
    tables: dict[str, Sequence[Worded]] = {
        "guard": rows.guards, "repeat": rows.repeats, "period": rows.periods, "half": rows.halves,
        "multi": rows.multis, "pace": rows.paces, "act": rows.acts, "near_year": rows.near_years,
        "near_month": rows.near_months, "near_quarter": rows.near_quarters, "near_week": rows.near_weeks,
        "near_day": rows.near_days, "year_part": rows.year_parts, "month_part": rows.month_parts,
        "this_month_part": rows.this_month_parts, "weekday": rows.weekdays, "unit": rows.units,
        "soon": rows.soon, "eve": rows.eves, "season": rows.seasons,
    }  # fmt: skip
    words = {name: spell.slot(name, table) for name, table in tables.items()}
    words["quarter_part"] = spell.slot("quarter_part", rows.quarter_parts, optional=True)
    words["plan"] = quoted(spell.slot("plan", rows.plans))
    words["event"] = quoted(spell.slot("event", rows.events))
    words["festival"] = quoted(spell.slot("festival", rows.festivals))
    words["to"] = Slot(f"{GAP}{spell.one_of(rows.range_words)}{GAP}", spell.starts(rows.range_words))
    return words


def quoted(slot: Slot) -> Slot:
    """The slot with or without a closing quotation mark and 节 (the opening mark stands before the hit)."""
    return Slot(f"{slot.pattern}(?P<quoted>[{CLOSE_QUOTES}][节節]?)?", slot.starts)


def composed_slots(rows: DateRows, spell: Speller) -> dict[str, Slot]:
    """The slots made of several words or numbers."""
    near, near_starts = spell.one_of(rows.near_years), spell.starts(rows.near_years)
    full = numeric("year", YEAR).pattern
    count = f"(?:{COUNT}|{spell.one_of(rows.vague_counts)})"
    count_starts = DIGITS | spell.starts(rows.vague_counts)
    shorts = spell_shorts(rows.year_parts, spell)
    hour, oclock = hours(rows, spell), frozenset(":：\u2236" + spell.both("时点"))
    before = spell.one_of([r for r in rows.tails if r.role == "before"])
    within = spell.one_of([r for r in rows.tails if r.role == "within"])
    onward = spell.one_of([r for r in rows.tails if r.role == "from"])
    not_deeds = chosen(c for r in rows.not_deeds for c in spell.both(r.word))
    between = f"(?![{spell.both('内来以前后时左的')}])[一-鿿]{{0,6}}?"
    week_note = f"(?:[（(](?:(?:{spell.word('周')}|星期){spell.one_of(rows.weekdays)}|含[当日天本]{{0,2}})[）)])?"
    years = frozenset("年")
    tail_starts = DIGITS | spell.starts(rows.tails) | spell.starts(rows.dayparts) | frozenset("（(早晚零")
    return {
        "a_year": Slot(f"(?:{full}年|(?P<near_year>{near}))", DIGITS | near_starts, number=True, units=years),
        "in_year": Slot(
            f"(?:(?:{full}年|{BRIEF_YEAR}年|(?P<near_year>{near}))的?)?",
            DIGITS | near_starts,
            True,
            True,
            years,
        ),
        "year_short": Slot(f"(?P<year_short>{shorts})"),
        "count": Slot(f"{GAP}(?P<count>{count}){GAP}", count_starts, number=True),
        "count2": Slot(f"{GAP}(?P<count2>{count}){GAP}", count_starts, number=True),
        "deed": Slot(f"(?:{spell.one_of(rows.acts)}|(?![{not_deeds}])[一-鿿])"),
        "often": Slot(f"(?:(?<=季度)|(?<!季度){between}){spell.one_of(rows.often)}"),  # not 一季度开工项目不少于
        "clock": Slot(f"(?P<clock>{hour})", DIGITS | spell.starts(rows.dayparts), number=True, units=oclock),
        "by": Slot(f"(?P<by>{GAP}(?:{hour})?{before})"),
        "onward": Slot(f"(?P<onward>{GAP}(?:{hour})?{onward})"),
        "inside": Slot(f"(?P<inside>{within})"),
        "days": Slot("(?P<unit>日)", frozenset("日")),  # before 报 as well: 节前3日|报送
        "tail": Slot(f"{week_note}{GAP}(?P<hour>{hour})?{GAP}(?P<tail>{spell.one_of(rows.tails)})?", tail_starts),
        "point": Slot(point(rows, spell, f"(?:{hour})?(?:{before})?"), optional=True),
    }


def hours(rows: DateRows, spell: Speller) -> str:
    """下午5点, 18:00, 下班, 下午下班."""
    part = spell.one_of(rows.dayparts)
    return f"(?:{part}?[早晚]?{HOUR}|{part}{{1,2}})"


def point(rows: DateRows, spell: Speller, by: str) -> str:
    """The day within a period: 每周五下班前, 每月10日前, 每年6月底, 每季度末."""
    month_part, day = spell.one_of(rows.month_parts), f"{DAY}[日{spell.both('号')}]"
    weekday = f"(?<=[{spell.both('周期拜')}]){spell.one_of(rows.weekdays)}(?![次{spell.both('个')}轮遍名天])"
    days = f"[{OPEN_QUOTES}]?{spell.one_of(rows.festivals)}[{CLOSE_QUOTES}]?|{spell.one_of(rows.events)}"
    whole = (days, spell.one_of(rows.this_month_parts), spell.one_of(rows.year_parts))
    parts = (weekday, f"{MONTH}月份?(?:{day}|{month_part})?", day, month_part, *whole, "[末底]")
    return f"(?:的?(?:{'|'.join(parts)}))?{by}"


def spell_shorts(rows: Sequence[YearPart], spell: Speller) -> str:
    """底, 末, 上半年: what follows a year, with the right-hand guards of the full words."""
    shorts = sorted(((r.short, r) for r in rows if r.short), key=lambda pair: -len(pair[0]))
    return "|".join(spell.word(short) + spell.not_before(row) for short, row in shorts)
