"""The vocabulary of number targets: `lexicons/targets.toml` -> TargetLexicon, validated, compiled, frozen."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.lexicon import target_forms as forms
from pipeline.lexicon.rows import Source, toml_rows, toml_table
from pipeline.lexicon.target_forms import (
    After,
    Before,
    Distributor,
    Head,
    Numerals,
    Phrase,
    Row,
    Traditional,
    Unit,
    UnitKind,
    Wording,
)
from pipeline.model import Op

LISTS = ("masks", "names", "fillers", "suffixes", "ranks", "idioms", "shares", "joined", "things", "reach", "leads")

__all__ = ["TargetLexicon", "Unit", "UnitKind", "load"]


@dataclass(frozen=True, slots=True)
class TargetLexicon:
    """Everything the target engine looks up, compiled."""

    scan: re.Pattern[str]
    units: dict[str, Unit]
    phrases: dict[str, Phrase]
    before: re.Pattern[str]
    before_rows: dict[str, Before]
    before_ends: frozenset[str]  # the characters in front of a number that are worth a search
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
    traditional: re.Pattern[str]
    plain: dict[int, str]


def load(folder: Path, faults: list[str]) -> TargetLexicon:
    """`targets.toml` of the folder; its faults are added to `faults`, row by row."""
    source = Source(folder / "targets.toml", faults)
    table = toml_table(source)
    lists = {key: _rows(source, table, key, Wording) for key in LISTS}
    units = _rows(source, table, "units", Unit)
    before = _rows(source, table, "before", Before)
    after = _rows(source, table, "after", After)
    phrases = _rows(source, table, "phrases", Phrase)
    heads = _rows(source, table, "heads", Head)
    old = _rows(source, table, "traditional", Traditional)
    return TargetLexicon(
        scan=forms.scan(units, after, phrases, lists["masks"], lists["joined"]),
        units={row.word: row for row in units},
        phrases={row.word: row for row in phrases},
        before=forms.before(before),
        before_rows={row.word: row for row in before},
        before_ends=frozenset(row.word[-1] for row in before if not row.gap) | frozenset("了到均的 "),
        gap_ends=frozenset(row.word[-1] for row in before if row.gap),
        after_ops={row.word: row.op for row in after},
        masks=frozenset(row.word for row in lists["masks"]),
        names=re.compile(forms.any_of(lists["names"])),
        heads=_heads(lists, tuple(row for row in heads if row.numerals is Numerals.ANY)),
        chinese_heads=_chinese_heads(lists, heads),
        ranks=_ranks(lists["ranks"]),
        idioms=re.compile(f"(?:{forms.any_of(lists['idioms'])})$"),
        shares=re.compile(f"(?:{forms.any_of(lists['shares'])})[^{forms.STOPS}一]{{0,5}}$"),
        per=forms.per(_rows(source, table, "per", Distributor)),
        reach=re.compile(f"(?:{forms.any_of(lists['reach'])})+$"),
        leads=re.compile(f".*(?:{forms.any_of(lists['leads'])})(?=..)"),
        traditional=re.compile(forms.any_of(old)),
        plain={ord(row.word[0]): row.plain[0] for row in old},
    )


def _rows(source: Source, table: dict[str, Any], key: str, row_type: type[Row]) -> tuple[Row, ...]:
    """The rows of one table; a word that stands twice is a fault."""
    rows = toml_rows(source, table, key, row_type)
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        if row.word in seen:
            source.fault(f"[{key}] 第 {number} 条", f"word = {row.word!r} 重复")
        seen.add(row.word)
    return rows


def _heads(lists: dict[str, tuple[Wording, ...]], heads: tuple[Head, ...]) -> re.Pattern[str]:
    """What makes any number a name when it follows the measure word."""
    filler = f"(?:{forms.any_of(lists['fillers'])})?"
    return re.compile(f"(?:{forms.any_of(lists['suffixes'])})|{filler}(?:{forms.any_of(heads)})")


def _chinese_heads(lists: dict[str, tuple[Wording, ...]], heads: tuple[Head, ...]) -> re.Pattern[str]:
    """What makes a Chinese numeral a name: an abstract noun that no concrete one follows."""
    filler = f"(?:{forms.any_of(lists['fillers'])})?"
    things = f"[^{forms.STOPS}{forms.DIGITS}]{{0,3}}(?:{forms.any_of(lists['things'])})"
    return re.compile(f"{filler}(?:{forms.any_of(heads)})(?!{things})")


def _ranks(rows: tuple[Wording, ...]) -> re.Pattern[str]:
    """A word that makes the number after it a rank; the decoys, longer to the left, are found first."""
    decoys, words = (forms.any_of(row for row in rows if row.decoy is decoy) for decoy in (True, False))
    return re.compile(f"(?:(?P<decoy>{decoys})|{words})$")
