"""The vocabulary of number targets: `lexicons/targets.toml` -> TargetLexicon, validated and compiled.

The scan is one pattern anchored on a single character class, so that `re` skips through the text by its
fast character search; everything after the first character is possessive or optional and cannot backtrack far.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import with_config

from pipeline.lexicon.rows import STRICT, Source, toml_rows, toml_table
from pipeline.model import Op

DIGITS = "0-9０-９"
NUMERALS = "一二两三四五六七八九〇零十百千万亿"
STOPS = "，。；：！？、,;:!?\\n\\r\\t 　"
DASH = "[-－–—―~～〜至到]{1,2}"
MORE = "[余多几来]?[万亿]*+"
NEVER = "(?!)"


class UnitKind(StrEnum):
    """What a measure word measures: things, a quantity, a share; time and names are never targets."""

    COUNT = "count"
    MEASURE = "measure"
    RATIO = "ratio"
    PERIOD = "period"
    NAME = "name"


class Numerals(StrEnum):
    """Which numbers merely name something before a noun: all of them, or those in Chinese characters."""

    ANY = "any"
    CHINESE = "chinese"


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word (量词). `single`: one Chinese digit counts before it; `one`: so does a bare 一;
    `mask`: so does a redaction mark; `bare`: without a comparison word too; `rank`: 前三名 ranks; `after`: only after this noun."""

    word: str
    kind: UnitKind = UnitKind.COUNT
    single: bool = True
    one: bool = False
    mask: bool = True
    bare: bool = True
    rank: bool = False
    after: str | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Before:
    """A comparison word in front of the number; without `op` a decoy (签约 is no 约).

    `inside`: it belongs to the mention; `gap`: a few words may stand between it and the number.
    """

    word: str
    op: Op | None = None
    inside: bool = True
    gap: bool = False


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class After:
    """A comparison word behind the measure word; without `op` a decoy (上下游 is no 上下)."""

    word: str
    op: Op | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording that is a number by itself: 翻一番, 半数."""

    word: str
    value: float
    unit: str | None = None


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Head:
    """A noun or verb after the measure word with which the number only names: 三个方面, 四项任务."""

    word: str
    numerals: Numerals = Numerals.CHINESE


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Wording:
    """A plain word of one of the lists; `decoy` marks one that only looks like the others (先后 is no 后)."""

    word: str
    decoy: bool = False


@dataclass(frozen=True, slots=True)
class TargetLexicon:
    """Everything the target engine looks up, compiled."""

    scan: re.Pattern[str]
    units: dict[str, Unit]
    phrases: dict[str, Phrase]
    before: re.Pattern[str]
    before_rows: dict[str, Before]
    before_ends: frozenset[str]
    gap_ends: frozenset[str]
    after_ops: dict[str, Op | None]
    masks: frozenset[str]
    names: re.Pattern[str]
    heads: re.Pattern[str]
    chinese_heads: re.Pattern[str]
    ranks: re.Pattern[str]
    idioms: re.Pattern[str]
    shares: re.Pattern[str]
    per: re.Pattern[str]
    reach: re.Pattern[str]
    leads: re.Pattern[str]


LISTS = ("masks", "names", "fillers", "suffixes", "ranks", "idioms", "per", "shares", "joined", "things", "reach", "leads")
Row = TypeVar("Row", Unit, Before, After, Phrase, Head, Wording)


def load(folder: Path, faults: list[str]) -> TargetLexicon:
    """`targets.toml` of the folder; its faults are added to `faults`, row by row."""
    source = Source(folder / "targets.toml", faults)
    table = toml_table(source)
    units = _rows(source, table, "units", Unit)
    before = _rows(source, table, "before", Before)
    after = _rows(source, table, "after", After)
    phrases = _rows(source, table, "phrases", Phrase)
    heads = _rows(source, table, "heads", Head)
    lists = {key: _rows(source, table, key, Wording) for key in LISTS}
    filler = f"(?:{_any(lists['fillers'])})?"
    return TargetLexicon(
        scan=_scan(units, after, phrases, lists["masks"], lists["joined"]),
        units={row.word: row for row in units},
        phrases={row.word: row for row in phrases},
        before=_before(before),
        before_rows={row.word: row for row in before},
        before_ends=frozenset(row.word[-1] for row in before if not row.gap) | frozenset("了到均的"),
        gap_ends=frozenset(row.word[-1] for row in before if row.gap),
        after_ops={row.word: row.op for row in after},
        masks=frozenset(row.word for row in lists["masks"]),
        names=re.compile(_any(lists["names"])),
        heads=re.compile(
            f"(?:{_any(lists['suffixes'])})|{filler}(?:{_any(h for h in heads if h.numerals is Numerals.ANY)})"
        ),
        chinese_heads=re.compile(f"{filler}(?:{_any(heads)})(?![^{STOPS}{DIGITS}]{{0,3}}(?:{_any(lists['things'])}))"),
        ranks=re.compile(f"(?:(?P<decoy>{_any(_decoys(lists['ranks']))})|{_any(_true(lists['ranks']))})$"),
        idioms=re.compile(f"(?:{_any(lists['idioms'])})$"),
        shares=re.compile(f"(?:{_any(lists['shares'])})[^{STOPS}一]{{0,5}}$"),
        per=re.compile(f"(?:{_distinct(lists['per'])})[^，,]*(?:[，,][^，,]{{0,8}})?$"),
        reach=re.compile(f"(?:{_any(lists['reach'])})+$"),
        leads=re.compile(f".*(?:{_any(lists['leads'])})"),
    )


def _rows(source: Source, table: dict[str, object], key: str, row_type: type[Row]) -> tuple[Row, ...]:
    """The rows of one table; a word that stands twice is a fault."""
    rows = toml_rows(source, table, key, row_type)
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        if row.word in seen:
            source.fault(f"[{key}] 第 {number} 条", f"word = {row.word!r} 重复")
        seen.add(row.word)
    return rows


def _decoys(rows: tuple[Wording, ...]) -> list[Wording]:
    return [row for row in rows if row.decoy]


def _true(rows: tuple[Wording, ...]) -> list[Wording]:
    return [row for row in rows if not row.decoy]


def _any(rows: Iterable[Row]) -> str:
    """All words as one alternation, longest first, behind a class of their first characters: most places fail it at once."""
    words = _longest(rows)
    return f"(?=[{_chars(words)}])(?:{'|'.join(re.escape(row.word) for row in words)})" if words else NEVER


def _distinct(rows: tuple[Wording, ...]) -> str:
    """The words of a list, each refused where a decoy begins with it: 各, but not the 各 of 各项."""
    decoys = [row.word for row in _decoys(rows)]
    return "|".join(
        re.escape(row.word) + "".join(f"(?!{re.escape(d[len(row.word) :])})" for d in decoys if d.startswith(row.word))
        for row in _true(rows)
    ) or NEVER


def _before(rows: tuple[Before, ...]) -> re.Pattern[str]:
    """The comparison word that ends in front of a number; `ratio` is what may stand between it and a share."""
    near, far = _any(row for row in rows if not row.gap), _any(row for row in rows if row.gap)
    between = f"(?:了|到|人均|户均|均|(?P<ratio>[^{STOPS}{DIGITS}]{{1,8}}的))?"
    return re.compile(f"(?:(?P<far>{far})[^{STOPS}{DIGITS}]{{0,10}}|(?P<near>{near}){between})$")


def _scan(
    units: tuple[Unit, ...],
    after: tuple[After, ...],
    phrases: tuple[Phrase, ...],
    masks: tuple[Wording, ...],
    joined: tuple[Wording, ...],
) -> re.Pattern[str]:
    """One pattern: a phrase, or number, range, measure word, rate; then a comparison word."""
    arabic = f"[{DIGITS}{_chars(masks)}]"
    starts = _chars(phrases)
    not_joined = "".join(f"(?<!{re.escape(row.word)})" for row in joined)
    whole = "|".join(f"(?<={re.escape(row.word[0])}){re.escape(row.word[1:])}" for row in _longest(phrases)) or NEVER
    unit = _any(units)
    first = _number(arabic, units, begun=True)
    second = _number(arabic, units, begun=False)
    both = f"(?P<unit1>{unit})?{DASH}(?P<high>{second})(?P<also>{MORE})(?(unit1)(?P=unit1)|(?P<unit2>{unit}))"
    return re.compile(
        f"[{DIGITS}{_chars(masks)}{NUMERALS}{starts}]{not_joined}(?:(?P<phrase>{whole})"
        f"|(?P<low>{first})(?P<more>{MORE})(?:(?:{both}|(?P<unit>{unit}))(?P<rate>[/／](?:{unit}))?)?)"
        f"(?P<tail>(?:[（(]含[^）)]{{0,3}}[）)])?(?P<after>{_any(after)}))?"
    )


def _number(arabic: str, units: tuple[Unit, ...], *, begun: bool) -> str:
    """A numeral; with `begun` its first character has been read already. 千 of 千瓦 belongs to the measure word."""
    thousands = re.escape("".join(sorted({row.word[1] for row in units if row.word[0] == "千" and row.word[1:]})) or "千")
    scale = f"[十万亿]|百(?!分点)|千(?![{thousands}])|个(?=亿)"
    run = f"(?:{arabic}|{scale})*+"
    heads = (f"(?<={arabic})", f"(?<=[{NUMERALS}])") if begun else (arabic, f"[{NUMERALS}]")
    return (
        f"(?:{heads[0]}{run}(?:,[{DIGITS}]{{3}}(?![{DIGITS}]))*+(?:[.．]{arabic}{run})?"
        f"|{heads[1]}(?:[一二两三四五六七八九〇零]|{scale})*+)"
        f"(?:(?:分之|/(?=[{DIGITS}]))[{DIGITS}{NUMERALS}]++)?(?:点(?=[{NUMERALS}])[{NUMERALS}]++)?"
    )


def _longest(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-len(row.word), row.word))


def _chars(rows: Iterable[Row]) -> str:
    """The first characters of all words, for a character class."""
    return "".join(sorted({re.escape(row.word[0]) for row in rows}))
