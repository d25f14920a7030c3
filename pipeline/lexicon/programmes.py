"""lexicons/programmes.toml -> ProgrammeLexicon: names of programmes, and the lists that stand beside them."""

import re
from dataclasses import dataclass, field
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

    `number` finds a numeral with its measure and a type (group 1), a counted noun (2) or a core (3); `typed` matches
    behind a quotation, with what lies between (`verbs` make it none), `ends_typed` ends one; `lead` is the last verb
    in front of a numeral. `quotations` remembers what was found in a quotation.
    """

    number: re.Pattern[str]
    typed: re.Pattern[str]
    verbs: re.Pattern[str]
    ends_typed: re.Pattern[str]
    lead: re.Pattern[str]
    ones: re.Pattern[str]
    counting: re.Pattern[str]
    duration: re.Pattern[str]
    introduces: re.Pattern[str]
    announces: re.Pattern[str]
    remark: re.Pattern[str]
    never: frozenset[str]
    quotations: dict[str, object] = field(default_factory=dict, compare=False, repr=False)


def load(folder: Path, faults: list[str]) -> ProgrammeLexicon:
    """Read `programmes.toml`."""
    lists = word_lists(folder, "programmes.toml", NAMES, faults)
    types, _, leads, counted, cores, measures, durations, introduces, announces, remarks, _ = (
        choice(lists[name]) for name in NAMES
    )
    either = choice((*lists["types"], *lists["behind"]))
    single = "".join(re.escape(word) for word in lists["measures"] if len(word) == 1) or "项"
    between = rf"(?:(?!{leads})[^{STOP}]){{0,{GAP}}}?"
    return ProgrammeLexicon(
        number=re.compile(rf"[{NUMERALS}0-9][{single}年](?!{durations}){between}(?:({types})|({counted})|({cores}))"),
        typed=re.compile(rf"([^{STOP}{NUMERALS}]{{0,{GAP}}}?)(?:{either})(?!{types})"),
        verbs=re.compile(leads),
        ends_typed=re.compile(rf"(?<=.)(?:{types})$"),
        lead=re.compile(rf".*(?:{leads}|[{STOP}])"),
        ones=re.compile(rf"([{NUMERALS}]+)个一"),
        counting=re.compile(rf"([{NUMERALS}]+)({measures})?([^{NUMERALS}]+)(?:([{NUMERALS}]+)([^{NUMERALS}]+))?$"),
        duration=re.compile(durations),
        introduces=re.compile(rf"[，,]?(?:——|[：:]|(?:{introduces})[：:]?)"),
        announces=re.compile(announces),
        remark=re.compile(remarks),
        never=frozenset(lists["never"]),
    )
