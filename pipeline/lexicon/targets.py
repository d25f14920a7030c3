"""The vocabulary of number targets: `lexicons/targets.toml` -> TargetLexicon, validated, compiled, frozen."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

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
    Unit,
    UnitKind,
    Wording,
)
from pipeline.model import Op

Form = TypeVar("Form")
LISTS = (
    *("masks", "names", "fillers", "suffixes", "ranks", "idioms", "shares", "assigning", "events", "consequences"),
    *("joined", "things", "pointing", "spared", "reach", "leads", "hollow", "noun_ends"),
)

__all__ = ["TargetLexicon", "Unit", "UnitKind", "load"]


class Memory:
    """What numbers of the same characters amounted to: a speech repeats 一次 and 100%, and weighing one costs 5 µs."""

    LIMIT = 20_000
    LONGEST = 40  # characters of a number worth keeping

    def __init__(self) -> None:
        self.forms: dict[str, Any] = {}

    def kept(self, word: str, form: Form) -> Form:
        """The form, kept for the next time; a full memory starts anew."""
        if len(self.forms) >= self.LIMIT:
            self.forms.clear()
        if len(word) <= self.LONGEST:
            self.forms[word] = form
        return form


@dataclass(frozen=True, slots=True)
class TargetLexicon:
    """Everything the target engine looks up, compiled.

    The sets of characters (`…_ends`, `…_firsts`, `name_pairs`) tell at a glance where a search is worth its time.
    """

    scan: re.Pattern[str]
    units: dict[str, Unit]
    unit: re.Pattern[str]
    phrases: dict[str, Phrase]
    before: re.Pattern[str]
    over: re.Pattern[str]
    before_rows: dict[str, Before]
    before_words: dict[str, Before]
    before_lengths: dict[str, int]
    gap_words: tuple[str, ...]
    gap: re.Pattern[str]
    after_ops: dict[str, Op | None]
    measured: frozenset[str]
    masks: frozenset[str]
    names: re.Pattern[str]
    name_pairs: frozenset[str]
    suffixes: re.Pattern[str]
    heads: re.Pattern[str]
    head_firsts: frozenset[str]
    chinese_heads: re.Pattern[str]
    ranks: re.Pattern[str]
    idioms: re.Pattern[str]
    pointing: re.Pattern[str]
    spared: re.Pattern[str]
    leading: frozenset[str]
    shares: re.Pattern[str]
    consequences: re.Pattern[str]
    per: re.Pattern[str]
    per_event: re.Pattern[str]
    reach: re.Pattern[str]
    reach_ends: frozenset[str]
    chain: re.Pattern[str]
    leads: re.Pattern[str]
    hollow: frozenset[str]
    noun_ends: re.Pattern[str]
    memory: Memory


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
    per = _rows(source, table, "per", Distributor)
    return TargetLexicon(
        scan=forms.scan(units, after, phrases, lists["masks"], lists["joined"]),
        units={row.word: row for row in units},
        unit=re.compile(forms.any_of(units)),
        phrases={row.word: row for row in phrases},
        before=forms.before(before),
        over=forms.over(before),
        before_rows={row.word: row for row in before},
        before_words=forms.before_words(before),
        before_lengths=forms.lengths(forms.before_words(before)),
        gap_words=tuple(row.word for row in before if row.gap),
        gap=re.compile(forms.any_of(row for row in before if row.gap)),
        after_ops={row.word: row.op for row in after},
        measured=frozenset(row.word for row in after if row.measure),
        masks=frozenset(row.word for row in lists["masks"]),
        names=_names(lists["names"]),
        name_pairs=frozenset(row.word[:2] for row in lists["names"]),
        suffixes=re.compile(forms.any_of(lists["suffixes"])),
        heads=_heads(lists, tuple(row for row in heads if row.numerals is Numerals.ANY)),
        head_firsts=frozenset(row.word[0] for row in (*lists["suffixes"], *lists["fillers"]))
        | {row.word[0] for row in heads},
        chinese_heads=_chinese_heads(lists, heads),
        ranks=_ranks(lists["ranks"]),
        idioms=re.compile(f"(?:{forms.any_of(lists['idioms'])})$"),
        pointing=re.compile(f"(?:{forms.any_of(lists['pointing'])})$"),
        spared=re.compile(f"[^{forms.STOPS}]{{0,3}}?(?:{forms.any_of(lists['spared'])})"),
        leading=frozenset(row.word[-1] for key in ("idioms", "ranks", "pointing") for row in lists[key])
        | forms.COUNTED_ENDS,
        shares=forms.shares(lists["shares"], lists["assigning"], after),
        consequences=re.compile(f"一(?:{forms.any_of(lists['events'])})的{forms.any_of(lists['consequences'])}"),
        per=forms.per(per, forms.NEAR),
        per_event=forms.per(per, forms.RIGHT_BEFORE),
        reach=re.compile(f"(?:{forms.any_of(lists['reach'])})+$"),
        reach_ends=frozenset(row.word[-1] for row in lists["reach"]),
        chain=re.compile(f"[，,、和及与并]?(?:{forms.any_of(lists['reach'])})*+"),
        leads=re.compile(f".*(?:{forms.any_of(lists['leads'])})(?=..)"),
        hollow=frozenset(row.word for row in (*lists["hollow"], *lists["leads"])),
        noun_ends=re.compile(f"(?<!^){forms.any_of(lists['noun_ends'])}"),
        memory=Memory(),
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


def _names(rows: tuple[Wording, ...]) -> re.Pattern[str]:
    """A set phrase that a number opens, unless a decoy stands there."""
    decoys, words = (forms.any_of(row for row in rows if row.decoy is decoy) for decoy in (True, False))
    return re.compile(f"(?!{decoys}){words}")


def _heads(lists: dict[str, tuple[Wording, ...]], heads: tuple[Head, ...]) -> re.Pattern[str]:
    """What makes any number a name when it follows the measure word."""
    return re.compile(f"(?:{forms.any_of(lists['fillers'])})?(?:{forms.any_of(heads)})")


def _chinese_heads(lists: dict[str, tuple[Wording, ...]], heads: tuple[Head, ...]) -> re.Pattern[str]:
    """What makes a Chinese numeral a name: an abstract noun that no concrete one follows."""
    filler = f"(?:{forms.any_of(lists['fillers'])})?"
    things = f"[^{forms.STOPS}{forms.DIGITS}]{{0,3}}(?:{forms.any_of(lists['things'])})"
    return re.compile(f"{filler}(?:{forms.any_of(heads)})(?!{things})")


def _ranks(rows: tuple[Wording, ...]) -> re.Pattern[str]:
    """A word that makes the number after it a rank; the decoys, longer to the left, are found first."""
    decoys, words = (forms.any_of(row for row in rows if row.decoy is decoy) for decoy in (True, False))
    return re.compile(f"(?:(?P<decoy>{decoys})|{words})$")
