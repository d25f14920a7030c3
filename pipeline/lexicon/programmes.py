"""lexicons/programmes.toml -> ProgrammeLexicon: names of programmes, and the lists that stand beside them."""

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.lexicon.connectives import word_lists
from pipeline.lexicon.patterns import choice

NAMES = (
    "types",
    "behind",
    "leads",
    "counted",
    "cores",
    "measures",
    "durations",
    "introduces",
    "announces",
    "remarks",
    "never",
)
NUMERALS = "一二三四五六七八九十两"
STOP = "，,。；;：:、！？!?“”《》（）()「」\n的"  # no part of a name without marks
GAP = 6  # characters between a quotation or a measure and the word that it belongs to: “136”[工作]机制


@dataclass(frozen=True, slots=True)
class ProgrammeLexicon:
    """Patterns around names.

    `number` finds a numeral with its measure; `typed` matches behind a quotation, `ends_typed` ends one; `tail`
    matches behind a numeral: a type (group 1), a counted noun (2), a core (3); `lead` is the last verb in front.
    """

    number: re.Pattern[str]
    typed: re.Pattern[str]
    ends_typed: re.Pattern[str]
    tail: re.Pattern[str]
    lead: re.Pattern[str]
    ones: re.Pattern[str]
    counting: re.Pattern[str]
    duration: re.Pattern[str]
    introduces: re.Pattern[str]
    announces: re.Pattern[str]
    remark: re.Pattern[str]
    never: frozenset[str]


def load(folder: Path, faults: list[str]) -> ProgrammeLexicon:
    """Read `programmes.toml`."""
    lists = word_lists(folder, "programmes.toml", NAMES, faults)
    types, behind, leads, counted, cores, measures, durations, introduces, announces, remarks, _ = (
        choice(lists[name]) for name in NAMES
    )
    single = "".join(re.escape(word) for word in lists["measures"] if len(word) == 1) or "项"
    between = rf"(?:(?!{leads})[^{STOP}]){{0,{GAP}}}?"
    return ProgrammeLexicon(
        number=re.compile(rf"[{NUMERALS}0-9][{single}年]"),
        typed=re.compile(rf"(?:(?!{leads})[^{STOP}{NUMERALS}]){{0,{GAP}}}?(?:{types}|{behind})(?!{types})"),
        ends_typed=re.compile(rf"(?<=.)(?:{types})$"),
        tail=re.compile(rf"{between}(?:({types})|({counted})|({cores}))"),
        lead=re.compile(rf".*(?:{leads}|[{STOP}])"),
        ones=re.compile(rf"([{NUMERALS}]+)个一"),
        counting=re.compile(rf"([{NUMERALS}]+)({measures})?([^{NUMERALS}]+)(?:([{NUMERALS}]+)([^{NUMERALS}]+))?$"),
        duration=re.compile(durations),
        introduces=re.compile(rf"[，,]?(?:——|[：:]|(?:{introduces})[：:]?)"),
        announces=re.compile(announces),
        remark=re.compile(remarks),
        never=frozenset(lists["never"]),
    )
