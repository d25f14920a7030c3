"""lexicons/formulas.toml -> FormulaLexicon: 会议强调， and the like, by which a report quotes its leader."""

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.lexicon.connectives import word_lists
from pipeline.lexicon.patterns import choice

NAMES = ("speakers", "verbs", "never", "surnames", "no_names")
NAME = r"(?!{no_names})(?:{surnames})[\u4e00-\u9fff]{{1,2}}(?:同志)?[还又也则最后在会上讲话中时并特别]{{0,8}}"


@dataclass(frozen=True, slots=True)
class FormulaLexicon:
    """`pattern` matches a whole clause that is a reporting formula, its comma or colon included.

    `closing` finds the commas and colons in front of which a verb of saying may stand.
    """

    pattern: re.Pattern[str]
    closing: re.Pattern[str]


def load(folder: Path, faults: list[str]) -> FormulaLexicon:
    """Read `formulas.toml`."""
    words = word_lists(folder, "formulas.toml", NAMES, faults)
    speakers, verbs, never, surnames, no_names = map(choice, words.values())
    person = NAME.format(surnames=surnames, no_names=no_names)
    last = "".join(sorted({re.escape(verb[-1]) for verb in words["verbs"]})) or "。"
    opening = rf"(?:^|(?<=[。！？；\n，,]))(?![^。，,\n]{{0,40}}(?:{never}))"
    speaker = rf"(?:{person}|[^。！？；，,：:\n]{{0,30}}?(?:{speakers})[^。！？；，,：:\n要]{{0,12}})"
    saying = rf"{speaker}(?:{verbs})[，,：:]"
    return FormulaLexicon(re.compile(opening + saying), re.compile(f"[，,：:](?<=[{last}].)"))
