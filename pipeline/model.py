"""The nouns of the program: frozen values that every step takes and gives.

All spans are half-open `[start, end)` indices of Unicode code points into `Speech.text`;
`text[start:end]` is the evidence of whatever the span belongs to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from pipeline.linked import Passage as Passage
from pipeline.linked import Programme as Programme
from pipeline.linked import Sanction as Sanction
from pipeline.values import swift


class Zone(StrEnum):
    """What a statement is for (篇章功能)."""

    DIRECTIVE = "directive"
    ACHIEVEMENT = "achievement"
    PROBLEM = "problem"
    RATIONALE = "rationale"
    HEADING = "heading"
    PROCEDURE = "procedure"
    CLOSING = "closing"
    NOISE = "noise"

    __hash__ = str.__hash__  # Enum's own is written in Python, and zones are keys on the hot path


class Kind(StrEnum):
    """What a directive asks for: 可核查任务, 原则要求, 问责."""

    TASK = "task"
    PRINCIPLE = "principle"
    SANCTION = "sanction"


class Role(StrEnum):
    """How a body takes part: 牵头/负责 or 配合/协助."""

    RESPONSIBLE = "responsible"
    ASSISTING = "assisting"


class DueStatus(StrEnum):
    """How far a deadline is known; only `resolved` has calendar days."""

    RESOLVED = "resolved"
    YEARLESS = "yearless"
    MASKED = "masked"
    RELATIVE = "relative"
    VAGUE = "vague"


class DateUse(StrEnum):
    """What a date expression does in its sentence."""

    DEADLINE = "deadline"
    RECURRENCE = "recurrence"
    DURATION = "duration"
    DATE = "date"


class Freq(StrEnum):
    """How often something comes again; periods outside the list are `irregular`."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALFYEARLY = "halfyearly"
    YEARLY = "yearly"
    IRREGULAR = "irregular"


class Op(StrEnum):
    """How a number target compares."""

    AT_LEAST = ">="
    AT_MOST = "<="
    ABOUT = "~"
    EQUAL = "="
    RANGE = "range"


@swift
@dataclass(frozen=True, slots=True)
class Document:
    """What a speech says about itself; unknown stays None, an unknown year is `XXXX`."""

    title: str | None = None
    occasion: str | None = None
    year: str = "XXXX"
    given_on: date | None = None
    level: str | None = None
    jurisdiction: str | None = None
    speaker: str | None = None

    def over(self, other: "Document") -> "Document":
        """These facts, and those of another where these are unknown; a day of another year is none of ours."""
        year = self.year
        if year == Document().year:
            year = f"{self.given_on.year:04}" if self.given_on else other.year
        digits = zip(year, f"{other.given_on.year:04}" if other.given_on else year, strict=False)
        same = all(ours in ("X", theirs) for ours, theirs in digits)
        return Document(
            self.title or other.title,
            self.occasion or other.occasion,
            year,
            self.given_on or (other.given_on if same else None),
            self.level or other.level,
            self.jurisdiction or other.jurisdiction,
            self.speaker or other.speaker,
        )


@swift
@dataclass(frozen=True, slots=True)
class Speech:
    """One text as it was read; `sha256` is of the text in UTF-8.

    `document` holds what is known from beside the text (a sidecar, columns, options) and outweighs what the text says;
    `left_out` quotes what the reader left out of it (running heads, page numbers, navigation), each in short;
    `file_hash` is of the file and of how it was read, where it is of a format that takes long to parse.
    """

    text: str
    sha256: str
    document: Document = Document()
    path: str | None = None
    encoding: str = "utf-8"
    left_out: tuple[str, ...] = ()
    file_hash: str | None = field(default=None, compare=False)  # of the source, not of the speech


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored already: texts by their SHA-256, and for each `file_hash` the SHA-256 of its text."""

    texts: frozenset[str] = frozenset()
    files: Mapping[str, str] = field(default_factory=dict)


@swift
@dataclass(frozen=True, slots=True)
class Node:
    """An item opened by an enumerator; `parent` indexes the list of nodes, level 1 is outermost.

    `body` is where the text after the marker begins, `end` where the item ends;
    `inline` is true inside brackets, where an enumerator splits no statement.
    """

    start: int
    body: int
    end: int
    marker: str
    level: int
    parent: int | None
    inline: bool = False


@swift
@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence between commas; `stop` is the punctuation that ends it (also "" at a line's end)."""

    start: int
    end: int
    stop: str


@swift
@dataclass(frozen=True, slots=True)
class Sentence:
    """Clauses up to 。！？；, a line's end, a reporting formula or the next enumerator.

    `node` indexes the outline; `opens_item` is true for the first sentence after an enumerator.
    """

    start: int
    end: int
    clauses: tuple[Clause, ...]
    node: int | None
    opens_item: bool
    opens_line: bool
    closes_line: bool


@swift
@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date expression: `edtf` is the latest day that still satisfies it, None where it hangs on an event."""

    start: int
    end: int
    mention: str
    use: DateUse
    edtf: str | None
    earliest: date | None
    latest: date | None
    precision: str
    status: DueStatus
    freq: Freq | None = None


@swift
@dataclass(frozen=True, slots=True)
class Due:
    """The deadline of a directive (完成时限)."""

    start: int
    end: int
    mention: str
    edtf: str | None
    earliest: date | None
    latest: date | None
    status: DueStatus


@swift
@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often a directive is to be done (频次)."""

    start: int
    end: int
    mention: str
    freq: Freq


@swift
@dataclass(frozen=True, slots=True)
class Target:
    """A number that says how much or how many; `high` is None unless `op` is a range, `low` None where masked."""

    start: int
    end: int
    mention: str
    op: Op
    low: float | None
    high: float | None
    unit: str | None
    indicator: str | None = None


@swift
@dataclass(frozen=True, slots=True)
class Body:
    """Who must act (责任单位): the characters as they stand and the full name the context gives."""

    start: int
    end: int
    mention: str
    name: str
    canonical: str
    role: Role = Role.RESPONSIBLE
    inherited: bool = False


@swift
@dataclass(frozen=True, slots=True)
class Evidence:
    """One wording that spoke for a zone or a kind, with its weight and the lexicon row it comes from."""

    start: int
    end: int
    cue: str
    speaks_for: str
    weight: float


@swift
@swift
@dataclass(frozen=True, slots=True)
class Judged:
    """A stretch of clauses of one sentence with its zone, and the wordings that speak in it (as lexicon rows)."""

    start: int
    end: int
    sentence: Sentence
    clauses: tuple[Clause, ...]
    zone: Zone
    rule: str
    cues: tuple[tuple[int, int, "SpokenCue"], ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The wordings as values for people to read."""
        return tuple(Evidence(start, end, cue.id, cue.zone, cue.weight) for start, end, cue in self.cues)


class SpokenCue(Protocol):
    """What a judged stretch tells of a lexicon row."""

    @property
    def id(self) -> str:
        """The row's name."""

    @property
    def weight(self) -> float:
        """How much it speaks for its zone."""

    @property
    def zone(self) -> Zone:
        """What it speaks for."""


class Tie(StrEnum):
    """How a body is tied to its clause."""

    MODAL = "modal"  # 各镇要…
    VERB = "verb"  # 县住建局牵头…
    BY = "by"  # 由县住建局牵头…
    COPULA = "copula"  # 党委书记是第一责任人，要…
    WITHIN = "within"  # 确保每个村储备…
    LABEL = "label"  # 责任单位：县住建局


@swift
@dataclass(frozen=True, slots=True)
class Subject:
    """The bodies that act in a clause, as one coordination; `start` and `end` span the whole of it."""

    start: int
    end: int
    tie: Tie
    bodies: tuple[Body, ...]


@swift
@dataclass(frozen=True, slots=True)
class Directive:
    """What a directive statement asks for; `rule` names the evidence that made it one."""

    kind: Kind
    rule: str
    bodies: tuple[Body, ...] = ()
    due: Due | None = None
    recurrence: Recurrence | None = None
    targets: tuple[Target, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    programmes: tuple[Programme, ...] = ()


@swift
@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or a part of one with a single zone; `node` indexes `Extraction.nodes`."""

    start: int
    end: int
    zone: Zone
    node: int | None = None
    directive: Directive | None = None


@swift
@dataclass(frozen=True, slots=True)
class Rejected:
    """A near miss, kept with the rule that spoke against it."""

    start: int
    end: int
    rule: str
    reason: str


@swift
@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, extracted or stored, and why."""

    path: str
    code: str
    message: str


@swift
@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one speech, in the order of the text."""

    speech: Speech
    nodes: tuple[Node, ...]
    statements: tuple[Statement, ...]
    rejected: tuple[Rejected, ...] = ()


@swift
@dataclass(frozen=True, slots=True)
class Word:
    """One word of a segmenter."""

    start: int
    end: int
    text: str = field(compare=False)
