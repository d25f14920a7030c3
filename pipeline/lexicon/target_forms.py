"""The rows of `lexicons/targets.toml` and the patterns made of them.

The scan is one pattern anchored on a single character class, so that `re` skips through the text by its
fast character search; numerals are possessive and the rest is optional, so that nothing backtracks far.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pydantic import with_config

from pipeline.lexicon.patterns import choice
from pipeline.lexicon.rows import STRICT
from pipeline.model import Op

DIGITS = "0-9０-９"
NUMERALS = "一二两三四五六七八九〇零十百千万亿"
STOPS = "，。；：！？、,;:!?\\n\\r\\t\\u3000"
DASHES = "-－–—―~～〜至到"  # the hyphen first, for a character class
DASH = f"[{DASHES}]{{1,2}}"
MORE = "[余多几来]?[万亿]*+"
NEVER = "(?!)"
SPACED = (  # digits that a scan set apart: 1 5 . 6; and thousands: 3 000
    f"(?: [{DIGITS}](?![{DIGITS}]))++(?: ?[.．] ?[{DIGITS}](?![{DIGITS}])(?: [{DIGITS}](?![{DIGITS}]))*+)?"
    f"| [.．] [{DIGITS}](?![{DIGITS}])|[{DIGITS}]{{0,2}}(?: [{DIGITS}]{{3}}(?![{DIGITS}]))++"
)
NEAR, RIGHT_BEFORE = 12, 2  # characters over which 各 makes 一 count: 各镇都要建一个; 各练一次
COUNTED_ENDS = frozenset(
    "第、+\uff0b/:：\u2236.·-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)  # 第三, A4, 1+6


class UnitKind(StrEnum):
    """What a measure word measures: things, a quantity, a share; time and names are never targets.

    What is redacted names only behind a mark (**支队); behind a number its shorter measure word counts (3支队伍).
    """

    COUNT = "count"
    MEASURE = "measure"
    RATIO = "ratio"
    PERIOD = "period"
    NAME = "name"
    REDACTED = "redacted"


HALVED = (UnitKind.MEASURE, UnitKind.RATIO)


class Numerals(StrEnum):
    """Which numbers merely name something before a noun: all of them, or those in Chinese characters."""

    ANY = "any"
    CHINESE = "chinese"


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word (量词).

    `single`: one Chinese digit counts before it; `one`: so does a bare 一; `mask`: so does a redaction mark;
    `bare`: it needs no comparison word; `rank`: 前三名 ranks; `round`: 百 alone counts before it (百名);
    `after`: it counts only after this noun; `things`: no noun behind it makes a name of it (两户问题户); `event`: so
    with what happens, and 各 makes 一 count only right in front (各练一次).
    """

    word: str
    kind: UnitKind = UnitKind.COUNT
    single: bool = True
    one: bool = False
    mask: bool = True
    bare: bool = True
    rank: bool = False
    round: bool = False
    after: str | None = None
    things: bool = False
    event: bool = False


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Before:
    """A comparison word in front of the number; without `op` a decoy (签约 is no 约).

    `inside`: it belongs to the mention; `gap`: a few words may stand between it and the number;
    `over`: so may what a percentage is measured by (不低于投资总额1%, 高于全国平均水平2个百分点);
    `round`: only in front of 百 千 万 亿 alone (过亿元).
    """

    word: str
    op: Op | None = None
    inside: bool = True
    gap: bool = False
    over: bool = False
    round: bool = False


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class After:
    """A comparison word behind the measure word; without `op` a decoy (上下游 is no 上下).

    `measure`: only where something is measured, not counted (500米内).
    """

    word: str
    op: Op | None = None
    measure: bool = False


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


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Distributor:
    """A word that makes 一 count; `near`: only a few words on (各村建一个); `decoy`: it does not (各项)."""

    word: str
    decoy: bool = False
    near: bool = False


Row = TypeVar("Row", Unit, Before, After, Phrase, Head, Wording, Distributor)


def any_of(rows: Iterable[Row]) -> str:
    """The longest of the words; a class of their first characters fails most places at once."""
    return choice(row.word for row in rows)


def longest(rows: Iterable[Row]) -> list[Row]:
    """The rows, those with the longest word first."""
    return sorted(rows, key=lambda row: (-len(row.word), row.word))


def firsts(rows: Iterable[Row]) -> str:
    """The first characters of all words, for a character class."""
    return "".join(sorted({re.escape(row.word[0]) for row in rows}))


def per(rows: tuple[Distributor, ...], reach: int) -> re.Pattern[str]:
    """A distributing word that still holds where the pattern ends: in the clause, or in a short one after it.

    The near ones reach over `reach` characters.
    """
    near = _distinct(rows, near=True)
    far = _distinct(rows, near=False)
    return re.compile(f"(?:(?:{near})[^，,、]{{0,{reach}}}|(?:{far})[^，,]*(?:[，,][^，,]{{0,8}})?)$")


def _distinct(rows: tuple[Distributor, ...], *, near: bool) -> str:
    """The words, each refused where a decoy begins with it: 各, but not the 各 of 各项."""
    decoys = [row.word for row in rows if row.decoy]
    words = [row.word for row in rows if not row.decoy and row.near is near]
    barred = {w: "".join(f"(?!{re.escape(d[len(w) :])})" for d in decoys if d.startswith(w)) for w in words}
    return "|".join(re.escape(word) + bar for word, bar in barred.items()) or NEVER


BETWEEN = (
    *("", "了", "到", "人均", "户均", "均"),
    *("每月", "每周", "每年", "每天", "每日", "每季度", "每人", "每户", "每村"),
)  # what may stand between a comparison word and its number


def before(rows: tuple[Before, ...]) -> re.Pattern[str]:
    """The comparison word that ends in front of a number; `ratio` is what may stand between it and a share."""
    near, far = any_of(row for row in rows if not row.gap), any_of(row for row in rows if row.gap)
    between = f"(?:{'|'.join(BETWEEN[1:])}|(?P<ratio>[^{STOPS}{DIGITS}]{{1,8}}的))?"
    return re.compile(f"(?:(?P<far>{far})[^{STOPS}{DIGITS}]{{0,10}}|(?P<near>{near}){between}) ?$")


def over(rows: tuple[Before, ...]) -> re.Pattern[str]:
    """A comparison with what a percentage is measured by: 不低于投资总额1%, 高于全国平均水平2个百分点."""
    near = any_of(row for row in rows if row.over)
    return re.compile(f"(?P<near>{near})(?P<far>{NEVER})?(?P<ratio>{NEVER})?[^{STOPS}{DIGITS}]{{0,10}} ?$")


def shares(words: tuple[Wording, ...], assigning: tuple[Wording, ...], after: tuple[After, ...]) -> re.Pattern[str]:
    """What takes one share each right in front of 一: 一村一名, 一个项目明确一名; 一年以上 takes none."""
    whole = f"(?P<one>{any_of(words)})(?!{any_of(after)}|[内前后])[^{STOPS}一]{{0,5}}"
    return re.compile(f"(?:{whole}|一[个名家户条座所处栋位][^{STOPS}一]{{0,5}}(?:{any_of(assigning)}))$")


def before_words(rows: tuple[Before, ...]) -> dict[str, Before]:
    """The same for a look-up: each comparison word with what may follow it; of two readings the longer word wins."""
    near = sorted((row for row in rows if not row.gap), key=lambda row: len(row.word))
    return {row.word + between: row for row in near for between in BETWEEN}


def lengths(words: Iterable[str]) -> dict[str, int]:
    """How long the longest word is that ends in a character."""
    longest: dict[str, int] = {}
    for word in words:
        longest[word[-1]] = max(len(word), longest.get(word[-1], 0))
    return longest


def scan(
    units: tuple[Unit, ...],
    after: tuple[After, ...],
    phrases: tuple[Phrase, ...],
    masks: tuple[Wording, ...],
    joined: tuple[Wording, ...],
) -> re.Pattern[str]:
    """One pattern: a phrase, or number, range, measure word, rate; then a comparison word."""
    arabic = f"[{DIGITS}{firsts(masks)}]"
    start = f"[{DIGITS}{firsts(masks)}{NUMERALS}{firsts(phrases)}]"
    whole = "|".join(f"(?<={re.escape(row.word[0])}){re.escape(row.word[1:])}" for row in longest(phrases)) or NEVER
    seconds = f"(?=[{''.join(re.escape(row.word[1:2]) for row in phrases)}])" if phrases else ""
    words = {row.word for row in units}
    unit = f"(?!{any_of(row for row in after if row.word[:1] in words)}){any_of(units)}"  # 五十封顶 has no 封
    first, second = _numeral(arabic, units, begun=True), _numeral(arabic, units, begun=False)
    word = f"(?P<unit>{unit})(?P<twin>[（(]{unit}[）)])?{_half(units)}"
    both = f"{word}(?:{DASH}(?P<high>{second})(?P<also>{MORE}) ?(?P=unit))?"  # 3人, 3人至5人
    range_ = f"{DASH}(?P<high2>{second})(?P<also2>{MORE}) ?(?P<unit2>{unit})"  # 3-5人
    return re.compile(
        f"{start}{_worth_a_look(units, after, phrases, masks)}{_apart(joined)}(?:{seconds}(?P<phrase>{whole})"
        f"|(?P<low>{first})(?P<more>{MORE})(?: ?(?:{both}|{range_})(?P<rate>[/／](?:{unit}))?)?)"
        f"(?P<tail> ?[深高宽长厚远]?(?:[（(]不?含[^）)]{{0,3}}[）)])?(?P<after>{any_of(after)}))?"
    )


def _half(units: tuple[Unit, ...]) -> str:
    """What follows a measure or a share: 三亩半 (not 三人半天), 八成五."""
    ends = "".join(sorted({re.escape(row.word[-1]) for row in units if row.kind in HALVED}))
    halved = f"(?<=[{ends}])" if ends else NEVER
    tenths = f"(?<=成)[一二三四五六七八九](?![{firsts(units) or '成'}])"
    return f"(?P<half>{halved}半(?![年月天日小数个程径])|{tenths})?"


def _worth_a_look(
    units: tuple[Unit, ...], after: tuple[After, ...], phrases: tuple[Phrase, ...], masks: tuple[Wording, ...]
) -> str:
    """After a Chinese numeral something must follow that can go with it: the 一 of 一定 costs next to nothing."""
    follows = firsts(units) + firsts(after) + firsts(masks) + "".join(re.escape(row.word[1:2]) for row in phrases)
    may = f"[{DASHES}{DIGITS}{NUMERALS}余多几来个分点/ （(）).．{STOPS}{follows}]"
    return f"(?:(?<![一二两三四五六七八九〇零十百千])|(?={may}|\\Z))"


def _apart(joined: tuple[Wording, ...]) -> str:
    """The words whose last character is no number (统一, but not 两周一): one look behind for all that end alike."""
    free = _endings(row.word for row in joined if row.decoy)
    bars = "".join(f"(?<!{ending})" for ending in _endings(row.word for row in joined if not row.decoy))
    return f"(?:{'|'.join([bars, *(f'(?<={ending})' for ending in free)])})"


def _endings(words: Iterable[str]) -> list[str]:
    """Words that differ in their first character alone as one pattern each: [统唯]一."""
    starts: dict[str, list[str]] = {}
    for word in words:
        starts.setdefault(word[1:], []).append(re.escape(word[0]))
    return [f"[{''.join(heads)}]{re.escape(rest)}" for rest, heads in starts.items()]


def _numeral(arabic: str, units: tuple[Unit, ...], *, begun: bool) -> str:
    """A numeral; with `begun` its first character has been read. The 千 of 千瓦 is left to the measure word."""
    thousands = "".join(sorted({re.escape(row.word[1]) for row in units if row.word[0] == "千" and row.word[1:]}))
    scale = f"[十万亿]|百(?!分点)|千(?![{thousands or '千'}])|个(?=亿)"
    run, scale_run = f"(?:{arabic}++|{scale})*+", f"(?: ?(?:{scale}))*+"
    heads = (f"(?<={arabic})", f"(?<=[{NUMERALS}])") if begun else (arabic, f"[{NUMERALS}]")
    digit = f"(?<=[{DIGITS}])" if begun else f"[{DIGITS}]"
    return (
        f"(?:{digit}(?:{SPACED}){scale_run}|{heads[0]}{run}(?:,[{DIGITS}]{{3}}(?![{DIGITS}]))*+(?:[.．]{arabic}{run})?"
        f"|{heads[1]}(?:[一二两三四五六七八九〇零]|{scale})*+)"
        f"(?:(?:分之|/(?=[{DIGITS}]))(?:{arabic}|[{NUMERALS}])++)?(?:点(?=[{NUMERALS}])[{NUMERALS}]++)?"
    )
