"""lexicons/formulas.toml -> FormulaLexicon: 会议强调， 王××指出， and the like, by which a report quotes its leader."""

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.lexicon.connectives import word_lists
from pipeline.lexicon.patterns import choice

NAMES = ("speakers", "verbs", "never", "surnames", "no_names", "named", "meanwhile")
NAME = "[\u4e00-\u9fff×*某_]{1,2}"  # what stands behind a surname
PAPER = "《[^》\n]{1,80}》"  # 《通知》要求，


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
    speakers, verbs, never, surnames, no_names, named, meanwhile = map(choice, words.values())
    last = "".join(sorted({re.escape(verb[-1]) for verb in (*words["verbs"], *words["named"])})) or "。"
    opening = rf"(?:^|(?<=[。！？；\n，,]))[ \t　\u00a0]*(?![^。，,\n]{{0,40}}(?:{never}))"
    saying = rf"[^。！？；，,：:\n]{{0,30}}?(?:{speakers})[^。！？；，,：:\n要]{{0,12}}(?:{verbs})[，,：:]"
    by_name = rf"(?!{no_names})(?:{surnames}){NAME}(?:{meanwhile}){{0,2}}(?:{named})[，,：:]"
    by_paper = rf"{PAPER}(?:{meanwhile}){{0,2}}(?:{verbs})[，,：:]"
    return FormulaLexicon(
        re.compile(f"{opening}(?:{saying}|{by_name}|{by_paper})"), re.compile(f"[，,：:](?<=[{last}].)")
    )
