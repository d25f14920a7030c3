"""lexicons/sanctions.toml -> SanctionLexicon: the parts of a sanction (问责条款)."""

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.lexicon.connectives import word_lists
from pipeline.lexicon.cues import CueLexicon, KindCue
from pipeline.lexicon.patterns import choice
from pipeline.model import Kind

NAMES = (
    "consequences",
    "manner",
    "bearers",
    "marks",
    "after_de",
    "hands",
    "liabilities",
    "missing",
    "own_acts",
    "causes",
    "fines",
)
STOPS = "，,。；;：:！？!?\n"
NEVER = "，,。；;：:、的对由要不未没将把被给因在向和及与或"  # no part of the name of somebody
OWN = 6  # characters of a name in front of its last word: 拆迁办主任


@dataclass(frozen=True, slots=True)
class SanctionLexicon:
    """Patterns over one clause.

    `consequence` finds what happens; `manner` are words that belong to it in front (`longest` the longest); `joint`
    what joins two of them; `bearer` matches whom it falls on, `handed` with 对 or 给予 in front, `headed` behind the 的
    that ends a text; `liability` and `missing` are what makes such a name none; `own_acts` finds what somebody does
    who suffers it (作检讨); `causes` opens a condition whose next noun is nobody that it
    falls on (造成人员伤亡的).
    """

    consequence: re.Pattern[str]
    manner: frozenset[str]
    longest: int
    joint: re.Pattern[str]
    bearer: re.Pattern[str]
    handed: re.Pattern[str]
    headed: re.Pattern[str]
    liability: re.Pattern[str]
    missing: re.Pattern[str]
    own_acts: re.Pattern[str]
    causes: re.Pattern[str]


def load(folder: Path, faults: list[str], kinds: CueLexicon[KindCue]) -> SanctionLexicon:
    """Read `sanctions.toml`; what decides that a directive is a sanction is a consequence, too."""
    lists = word_lists(folder, "sanctions.toml", NAMES, faults)
    deciding = (
        w for row in {r for rows in kinds.meanings for r in rows} if row.kind is Kind.SANCTION for w in row.words
    )
    consequences, manner, bearers, marks, short, hands, liabilities, missing, own_acts, causes, fines = (
        choice(lists[n]) for n in NAMES
    )
    consequences = choice(sorted({*lists["consequences"], *deciding}))
    one = rf"(?:{marks})*(?:(?!{causes})[^{NEVER}]){{0,{OWN}}}?(?:{bearers})(?:(?:{marks})*(?:{bearers}))*"
    loose = rf"(?:[^{NEVER}]{{0,{OWN}}}(?:{short})|{one})"
    several = rf"{one}(?:(?:、|和|及|与|或|以及|及其|和其){one})*"
    return SanctionLexicon(
        consequence=re.compile(rf"{consequences}|加?处以?[^{STOPS}]{{1,18}}?(?:{fines})"),  # 处500元以上罚款
        manner=frozenset(lists["manner"]),
        longest=max(map(len, lists["manner"]), default=0),
        joint=re.compile(
            rf"(?:、|并且?|和|或者?|以及|及|直至|(?=再)|同时)(?=(?:(?:{hands})[^、]{{1,15}}?)?(?:{manner})*$)"
        ),
        bearer=re.compile(rf"其?({several})"),
        handed=re.compile(rf"(?:{hands})其?({several}|[^{NEVER}]{{1,8}}(?:{short}))$"),
        headed=re.compile(rf"的({loose}(?:(?:、|和|及|与|或|以及){loose})*)$"),
        liability=re.compile(rf"{liabilities}(?![人者单主])"),
        missing=re.compile(missing),
        own_acts=re.compile(own_acts),
        causes=re.compile(rf"[被因经]|{causes}"),
    )
