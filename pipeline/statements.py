"""judged stretches + bodies, dates, targets -> statements and directives."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Generic, TypeVar

from pipeline.lexicon.cues import CueLexicon, KindCue
from pipeline.model import Body, Clause, DateSpan, Directive, Due, Judged, Kind, Node, Recurrence, Role, Statement, Subject, Target, Tie, Zone

ADVERBIAL = re.compile(r"(?:针对|按照|根据|依据|为了?|围绕|结合|随着|在|从|以|通过|对于?|对照|除|当|由于|自|凡|如|若|一旦|尤其是|特别是|同时[，,]|此外[，,])")
CONDITION = re.compile(r"(?:对|凡|被|因|如|若|一旦|违反|逾期|经查|不|谁|哪|出现|发生|未|[^，,]{0,30}的[，,]$)")
CONTINUES = re.compile(r"(?:不仅|不但|特别是|尤其是|尤其|同时|此外|还要|也要|更要|并要|并|进而|在此基础上)")
PURPOSE = re.compile(r"(?:确保|切实|推动|根治|形成|真正|坚决|做到|实现|以|决不|绝不|严格|加大|强化)")


Item = TypeVar("Item", Subject, DateSpan, Target)


class Row(Generic[Item]):
    """Items in the order of the text, to be asked for those that start inside a span."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self.items = items
        self._starts = [item.start for item in items]

    def inside(self, start: int, end: int) -> tuple[Item, ...]:
        """The items that start inside a span."""
        return self.items[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


class Kinds:
    """The wordings that speak for a kind, in the order of the text."""

    def __init__(self, cues: list[tuple[int, int, KindCue]]) -> None:
        self._cues = cues
        self._starts = [start for start, _, _ in cues]

    def inside(self, start: int, end: int) -> list[tuple[int, int, KindCue]]:
        """The wordings that start inside a span."""
        return self._cues[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


class Fields:
    """Everything found in a text that a directive may carry, indexed by where it starts."""

    def __init__(
        self,
        subjects: tuple[Subject, ...],
        dates: tuple[DateSpan, ...],
        targets: tuple[Target, ...],
        kinds: list[tuple[int, int, KindCue]],
        due: Callable[[tuple[DateSpan, ...]], Due | None],
        recurrence: Callable[[tuple[DateSpan, ...]], Recurrence | None],
        lexicon: CueLexicon,
    ) -> None:
        self.subjects, self.dates, self.targets = Row(subjects), Row(dates), Row(targets)
        self.kinds = Kinds(kinds)
        self.due, self.recurrence = due, recurrence
        self.lexicon = lexicon


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of clauses that becomes one statement."""

    start: int
    end: int
    clauses: tuple[Clause, ...]
    judged: Judged


def statements(flat: str, judged: Sequence[Judged], nodes: tuple[Node, ...], fields: Fields) -> tuple[Statement, ...]:
    """The statements of a text in order, directives with their fields."""
    made: list[Statement] = []
    before: Statement | None = None
    for part in (part for one in judged for part in parts(flat, one, fields)):
        node = part.judged.sentence.node
        if part.judged.zone is not Zone.DIRECTIVE:
            statement = Statement(part.start, part.end, part.judged.zone, node)
        else:
            statement = Statement(part.start, part.end, Zone.DIRECTIVE, node, directive(flat, part, before, fields))
        made.append(statement)
        before = statement
    return tuple(made)


def parts(flat: str, judged: Judged, fields: Fields) -> Iterator[Part]:
    """A directive cut where another responsible body takes over; anything else whole."""
    if judged.zone is not Zone.DIRECTIVE or len(judged.clauses) == 1:
        yield Part(judged.start, judged.end, judged.clauses, judged)
        return
    start = 0
    for place in (*takeovers(flat, judged, fields.subjects), len(judged.clauses)):
        clauses = judged.clauses[start:place]
        yield Part(clauses[0].start, clauses[-1].end, clauses, judged)
        start = place


def takeovers(flat: str, judged: Judged, subjects: Row[Subject]) -> Iterator[int]:
    """The clauses at which another body becomes the subject, an adverbial in front included."""
    clauses = judged.clauses
    acting: frozenset[str] = frozenset()
    begin_of_part = 0
    for place, clause in enumerate(clauses):
        here = subjects.inside(clause.start, clause.end)
        new = names(here)
        if not new or new & acting:
            acting = acting or new
            continue
        begin = place
        while begin > begin_of_part + 1 and is_lead_in(flat, clauses[begin - 1], subjects):
            begin -= 1
        taken = flat[clause.start] == "请" or acting and (any(s.tie is not Tie.BY or s.start > clause.start + 1 for s in here) or begin < place or ADVERBIAL.match(flat, clause.start))
        if begin > begin_of_part and (taken or not acting and stands_alone(flat, clauses[begin_of_part:begin], judged, here)):
            yield begin
            begin_of_part = begin
        acting = new


def is_lead_in(flat: str, clause: Clause, subjects: Row[Subject]) -> bool:
    """Whether a clause is an adverbial or a condition without a subject, which goes with what follows it."""
    opens = ADVERBIAL.match(flat, clause.start) or flat[clause.end - 2] == "的"
    return bool(opens) and not subjects.inside(clause.start, clause.end)


def names(subjects: tuple[Subject, ...]) -> frozenset[str]:
    """The responsible bodies that act in their own right."""
    acting = (s for s in subjects if s.tie in (Tie.MODAL, Tie.VERB, Tie.BY))
    return frozenset(b.name for s in acting for b in s.bodies if b.role is Role.RESPONSIBLE)


def stands_alone(flat: str, clauses: Sequence[Clause], judged: Judged, subjects: tuple[Subject, ...]) -> bool:
    """Whether clauses without a subject are an order of their own and no lead-in: they carry 要 and more than one act."""
    own = [c for c in clauses if not ADVERBIAL.match(flat, c.start)]
    first, last = clauses[0].start, clauses[-1].end
    modal = any(cue.id == "modal" and first <= start < last for start, _, cue in judged.cues)
    return modal and len(own) >= 2 and any(s.tie is not Tie.BY for s in subjects)


def directive(flat: str, part: Part, before: Statement | None, fields: Fields) -> Directive:
    """The fields of one directive."""
    dates = fields.dates.inside(part.start, part.end)
    due, recurrence = fields.due(dates), fields.recurrence(dates)
    targets = fields.targets.inside(part.start, part.end)
    kind = kind_of(flat, part, fields, dated=bool(due or recurrence or targets))
    bodies = tuple(bodies_of(part, fields.subjects)) or inherited(flat, part, before)
    return Directive(kind, part.judged.rule, bodies, due, recurrence, targets)


def bodies_of(part: Part, subjects: Row[Subject]) -> Iterator[Body]:
    """The bodies of a statement, each name once; who is only defined acts where nobody else does."""
    own = subjects.inside(part.start, part.end)
    acting = [s for s in own if s.tie is not Tie.COPULA]
    seen: set[str] = set()
    defined = [s for s in own if s.tie is Tie.COPULA] if not any(s.tie is Tie.MODAL for s in acting) else []
    for subject in sorted((*acting, *defined), key=attrgetter("start")):
        for body in subject.bodies:
            if body.name not in seen:
                seen.add(body.name)
                yield body


def inherited(flat: str, part: Part, before: Statement | None) -> tuple[Body, ...]:
    """The responsible bodies of the statement before it in the same item, where this one plainly goes on with them."""
    if before is None or before.directive is None or before.node != part.judged.sentence.node or before.node is None:
        return ()
    gap = flat[before.end : part.start]
    goes_on = CONTINUES.match(flat, part.start) or flat[before.end - 1] in "；;" and not CONDITION.match(flat, part.start)
    if "\n" in gap or not goes_on:
        return ()
    return tuple(replace(b, inherited=True) for b in before.directive.bodies if b.role is Role.RESPONSIBLE)


def kind_of(flat: str, part: Part, fields: Fields, *, dated: bool) -> Kind:
    """What a directive asks for, by the weights of its wordings."""
    priors = fields.lexicon.priors
    cues = fields.kinds.inside(part.start, part.end)
    if is_sanction(flat, part, cues, dated=dated):
        return Kind.SANCTION
    weight = {Kind.TASK: priors["task"] + (priors["dated"] if dated else 0.0), Kind.PRINCIPLE: 0.0, Kind.SANCTION: 0.0}
    seen: dict[str, int] = {}
    for _, _, cue in cues:
        times = seen[cue.id] = seen.get(cue.id, 0) + 1
        if times <= 3:
            weight[cue.kind] += cue.weight / times
    return Kind.TASK if weight[Kind.TASK] > max(weight[Kind.PRINCIPLE], 0.0) else Kind.PRINCIPLE


def is_sanction(flat: str, part: Part, cues: Sequence[tuple[int, int, KindCue]], *, dated: bool) -> bool:
    """Whether the whole statement says what happens to whom: a condition, its consequence, and little else."""
    hits = [start for start, _, cue in cues if cue.kind is Kind.SANCTION]
    if not hits:
        return False
    other = 0
    for clause in part.clauses:
        consequence = any(clause.start <= hit < clause.end for hit in hits)
        text = flat[clause.start : clause.end]
        if not consequence and not CONDITION.match(text) and not PURPOSE.match(text) and not text.rstrip("，,。；;").endswith("的"):
            other += 1
    return other * 3 <= len(part.clauses) and not (dated and other)
