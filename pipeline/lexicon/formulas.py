"""lexicons/formulas.toml -> FormulaLexicon: 会议强调， 王××指出， and the like, by which a report quotes its leader."""

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.lexicon.connectives import word_lists
from pipeline.lexicon.patterns import choice

NAMES = (
    "speakers",
    "verbs",
    "never",
    "surnames",
    "no_names",
    "named",
    "meanwhile",
    "bare",
    "leaders",
    "styled",
    "heard",
    "presence",
)
NAME = "[\u4e00-\u9fff×*某_]{1,2}"  # what stands behind a surname
PAPER = "《[^》\n]{1,80}》(?:（[^（）\n]{1,40}）)?"  # 《通知》要求， 《行动方案》（以下简称《方案》）指出，
BEFORE_NAME = "、，,。；;：: 　\\n长记任员席理导部授师志家士"  # 县长|王××参加
NO_SURNAME = "应包常连向"  # 人员|应避免参加
AS_GUESTS = "分别|应邀|一同|一起|共同|全程"
WORDS = "[^。！？；，,：:\n]"  # of one clause


@dataclass(frozen=True, slots=True)
class FormulaLexicon:
    """`pattern` matches a whole clause that is a reporting formula, its comma or colon included.

    `closing` finds the commas and colons in front of which a verb of saying may stand. `attending` finds the clauses
    that end in a verb of being there, and `present` the name in front of it: 李××主持。
    """

    pattern: re.Pattern[str]
    closing: re.Pattern[str]
    attending: re.Pattern[str]
    present: re.Pattern[str]


def load(folder: Path, faults: list[str]) -> FormulaLexicon:
    """Read `formulas.toml`."""
    words = word_lists(folder, "formulas.toml", NAMES, faults)
    speakers, verbs, never, surnames, no_names, named, meanwhile, bare, leaders, styled, heard, presence = map(
        choice, words.values()
    )
    last = (
        "".join(sorted({re.escape(verb[-1]) for name in ("verbs", "named", "heard") for verb in words[name]})) or "。"
    )
    opening = r"(?:^|(?<=[。！？；\n，,：:”’」』]))[ \t　\u00a0]*"
    plain = rf"(?![^。，,\n]{{0,40}}(?:{never}))"
    saying = rf"{WORDS}{{0,30}}?(?:{speakers})[^。！？；，,：:\n要]{{0,18}}(?:{verbs})[，,：:]"
    by_name = rf"(?!{no_names})(?:{surnames}){NAME}(?:{meanwhile}){{0,2}}(?:{named})[，,：:]"
    by_paper = rf"{PAPER}(?:{meanwhile}){{0,2}}(?:{verbs})[，,：:]"
    by_same = rf"(?:{bare})(?:{named})[，,：:]"
    by_leader = (
        rf"(?:{WORDS}{{1,40}}?(?:{styled}))?(?:{leaders})(?!{styled}|{WORDS}{{0,20}}(?:[多一再]次|反复|曾|要|的))"
    )
    by_leader += rf"{WORDS}{{0,20}}?(?:{verbs})[，,：:]"
    by_press = rf"{WORDS}{{0,12}}记者{WORDS}{{0,30}}?(?:{heard})[，,：:]"
    either = f"{by_leader}|{by_press}|{plain}(?:{saying}|{by_name}|{by_paper}|{by_same})"
    return FormulaLexicon(
        re.compile(f"{opening}(?:{either})"),
        re.compile(f"[，,：:](?<=[{last}].)"),
        re.compile(rf"(?:{presence})(?:[。；;]|[，,][^。；;\n要须请]{{0,150}}[。；;])"),
        re.compile(
            rf"(?<![^{BEFORE_NAME}])(?!{no_names}|[{NO_SURNAME}])(?:{surnames}){NAME}(?:{speakers})?等?(?:{AS_GUESTS})?$"
        ),
    )
