"""lexicons/formulas.toml -> FormulaLexicon: 会议强调， and the like, by which a report quotes its leader."""

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.lexicon.connectives import word_lists


NAMES = ("speakers", "verbs", "never")


@dataclass(frozen=True, slots=True)
class FormulaLexicon:
    """`pattern` matches a whole clause that is a reporting formula, its comma or colon included."""

    pattern: re.Pattern[str]


def load(folder: Path, faults: list[str]) -> FormulaLexicon:
    """Read `formulas.toml`."""
    speakers, verbs, never = word_lists(folder, "formulas.toml", NAMES, faults).values()
    return FormulaLexicon(
        re.compile(rf"(?:^|(?<=[。！？；\n，,]))(?![^。，,\n]{{0,40}}(?:{never}))[^。！？；，,：:\n]{{0,30}}?(?:{speakers})[^。！？；，,：:\n要]{{0,12}}(?:{verbs})[，,：:]")
    )
