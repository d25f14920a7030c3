"""lexicons/formulas.toml -> FormulaLexicon: 会议强调， and the like, by which a report quotes its leader."""

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import with_config

from pipeline.lexicon.patterns import choice
from pipeline.lexicon.rows import STRICT, Source, toml_rows, toml_table


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Words:
    """One list of words by name."""

    name: str
    words: tuple[str, ...]


NAMES = ("speakers", "verbs", "never")


@dataclass(frozen=True, slots=True)
class FormulaLexicon:
    """`pattern` matches a whole clause that is a reporting formula, its comma or colon included."""

    pattern: re.Pattern[str]


def load(folder: Path, faults: list[str]) -> FormulaLexicon:
    """Read `formulas.toml`."""
    source = Source(folder / "formulas.toml", faults)
    table = toml_table(source)
    for name in set(NAMES) ^ set(table):
        source.fault(f"[{name}]", "缺少或多出的词表")
    rows = toml_rows(source, {"list": [{"name": n, **t} for n, t in table.items()]}, "list", Words)
    words = {row.name: row.words for row in rows}
    speakers, verbs, never = (choice(words.get(name, ())) for name in NAMES)
    return FormulaLexicon(
        re.compile(rf"(?:^|(?<=[。！？；\n，,]))(?![^。，,\n]{{0,40}}(?:{never}))[^。！？；，,：:\n]{{0,30}}?(?:{speakers})[^。！？；，,：:\n要]{{0,12}}(?:{verbs})[，,：:]")
    )
