"""What there is to review in a speech: its statements, what people said of each, and which of them are shown.

No Streamlit here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from pipeline.model import Directive, DueStatus, Extraction, Kind, Statement
from pipeline.spans import Span, handed_on
from pipeline.store import Store

IDS = """
    select s.statement_id, d.directive_id
    from statements as s left join directives as d using (statement_id)
    where s.speech_id = $speech
    order by s.seq
"""
MARKS = """
    select directive_id, arg_max(start_char, "at"), arg_max(end_char, "at"), list(distinct field)
    from events
    where speech_id = $speech and kind = 'correction' and not (field = 'verdict' and new = 'null')
        and event_id not in (select old from events where kind = 'undo' and old is not null)
    group by directive_id
    order by directive_id
"""
VERDICT = "verdict"

SHOWN = {
    "": "全部部署",
    "new": "还没看的",
    "accepted": "已认可",
    "corrected": "已更正",
    "weak": "要留意的",
    "others": "没有判为部署的语句",
}
"""Which statements are shown; those that once were directives stay among them."""

SHADY = {DueStatus.MASKED: "时限隐去", DueStatus.VAGUE: "时限含糊"}


@dataclass(frozen=True, slots=True)
class Item:
    """A statement, and which of its fields people have corrected or accepted.

    `directive_id` is that of a directive as it stands now, `known_id` the one that its history hangs on.
    """

    seq: int
    statement_id: str
    directive_id: str | None
    known_id: str | None
    statement: Statement
    marks: frozenset[str]

    @property
    def accepted(self) -> bool:
        """Whether somebody has found it right."""
        return VERDICT in self.marks

    @property
    def corrected(self) -> bool:
        """Whether somebody has put something right."""
        return bool(self.marks - {VERDICT})

    @property
    def of_interest(self) -> bool:
        """Whether it is, or was, a directive."""
        return self.directive_id is not None or bool(self.marks)

    @property
    def weak(self) -> tuple[str, ...]:
        """What a reviewer should look at."""
        directive = self.statement.directive
        return () if directive is None or self.marks else weaknesses(directive)


@dataclass(frozen=True, slots=True)
class Queue:
    """A speech as it is reviewed."""

    speech_id: str
    source: str
    extraction: Extraction
    items: tuple[Item, ...]

    @property
    def progress(self) -> tuple[int, int]:
        """How many have been looked at, and how many there are to look at."""
        interesting = [one for one in self.items if one.of_interest]
        return sum(bool(one.marks) for one in interesting), len(interesting)

    def shown(self, which: str) -> tuple[Item, ...]:
        """Those that a filter leaves."""
        return tuple(one for one in self.items if wanted(one, which))

    def row(self, which: str) -> Item | None:
        """The one with this id, of whatever kind the id is."""
        ids = ((one, (one.statement_id, one.directive_id, one.known_id)) for one in self.items)
        return next((one for one, known in ids if which and which in known), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reviewer sees: the speech, the filter, the row that is open, a word of titles, the page of the list."""

    speech: str = ""
    show: str = ""
    row: str = ""
    words: str = ""
    page: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Self:
        """From the parameters of a URL."""
        asked = {one.name: parameters.get(one.name, "")[:200] for one in fields(cls)}
        return cls(**asked | {"show": asked["show"] if asked["show"] in SHOWN else ""})

    def parameters(self, **changes: str) -> dict[str, str]:
        """For a URL: what is not empty, with some changes; another row is on the page that it is on."""
        kept = {one.name: getattr(self, one.name) for one in fields(self)} | {"page": ""} | changes
        return {name: value for name, value in kept.items() if value}


def weaknesses(directive: Directive) -> tuple[str, ...]:
    """What makes a directive doubtful: a task without a body or a time, a time or number that is hidden."""
    task = directive.kind is Kind.TASK
    due = directive.due
    found = ["缺单位"] if task and not directive.bodies else []
    found += ["缺时限"] if task and due is None and directive.recurrence is None else []
    found += [SHADY[due.status]] if due and due.status in SHADY else []
    found += ["数字隐去"] if any(one.low is None for one in directive.targets) else []
    return tuple(found)


def wanted(one: Item, which: str) -> bool:
    """Whether a filter leaves a statement."""
    match which:
        case "new":
            return one.of_interest and not one.marks
        case "accepted":
            return one.accepted and not one.corrected
        case "corrected":
            return one.corrected
        case "weak":
            return bool(one.weak)
        case "others":
            return one.directive_id is None
        case _:
            return one.of_interest


def queue(store: Store, speech_id: str) -> Queue:
    """All statements of a speech with what was said of them.

    Raises:
        UsageError: there is no such speech.
    """
    asked: dict[str, object] = {"speech": speech_id}
    extraction = store.extraction(speech_id)
    ((source,),) = store.tuples("select source from speech_list where speech_id = $speech", asked)
    ids = store.tuples(IDS, asked)
    return Queue(speech_id, source, extraction, items(extraction.statements, ids, store.tuples(MARKS, asked)))


def items(
    statements: Sequence[Statement], ids: Sequence[tuple[Any, ...]], marks: Iterable[tuple[Any, ...]]
) -> tuple[Item, ...]:
    """Statements with their ids and marks; what is no directive any more is found by its place."""
    marked: dict[str, frozenset[str]] = {}
    places: dict[str, Span] = {}
    for one, start, end, names in marks:
        marked[one], places[one] = frozenset(names), (start, end)
    live = {directive_id for _, directive_id in ids}
    gone = {one: place for one, place in places.items() if one not in live}
    free = [(s.start, s.end) for s in statements if s.directive is None]
    homes = handed_on(gone, free)
    found = []
    for seq, (statement, (statement_id, directive_id)) in enumerate(zip(statements, ids, strict=True)):
        known: str | None = directive_id or homes.get((statement.start, statement.end))
        found.append(Item(seq, statement_id, directive_id, known, statement, marked.get(known or "", frozenset())))
    return tuple(found)


def neighbours(shown: Sequence[Item], here: Item) -> tuple[Item | None, Item | None]:
    """The ones before and after a row in the order of the text, also where the filter leaves it out."""
    before = [one for one in shown if one.seq < here.seq]
    after = [one for one in shown if one.seq > here.seq]
    return (before[-1] if before else None), (after[0] if after else None)


def unseen_after(shown: Sequence[Item], here: Item) -> Item | None:
    """The next one that nobody has looked at; from the top again after the last."""
    left = [one for one in shown if not one.marks and one.seq != here.seq]
    return next((one for one in left if one.seq > here.seq), left[0] if left else None)
