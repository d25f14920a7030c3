"""judged stretches + bodies, dates, targets -> statements and directives."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Generic, NamedTuple, TypeVar

from pipeline.kinds import ACT, Wordings, kind_of
from pipeline.lexicon.connectives import Connectives
from pipeline.model import (
    Body,
    Clause,
    DateSpan,
    Directive,
    Due,
    Judged,
    Kind,
    Recurrence,
    Role,
    Statement,
    Subject,
    Target,
    Tie,
    Zone,
)

ACTS = ("plan-head", "modal", "penalty", "forbid")  # rows of zones.toml that open with an act
OPENINGS = (*ACTS, "ensure")  # 确保… also goes on, but not behind a topic of its own: 在建项目抢抓工期，确保…
RESPONSIBLE = Role.RESPONSIBLE
DIRECTIVE = Zone.DIRECTIVE
OWN_RIGHT = (Tie.MODAL, Tie.VERB, Tie.BY)  # ties of bodies that act in their own right
ASKED = (*OWN_RIGHT, Tie.WITHIN)  # the same in a clause with 请: 请各村…
SHORT_ACT = 9  # characters of an act and its stop: 亲自抓， 靠前指挥。
NOBODY: frozenset[str] = frozenset()
LEAST, LEAD = 5, 16  # characters of a clause that says what comes first: 平台建成后，
BLANKS = " 　\t"
REPEATED = 4  # characters of an act that shows by its repetition that the same body goes on: 要深刻|认识
ITEM_HEADING = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]+|[一二三四五六七八九十]是)[^。]{2,40}。")
ACTS_TOGETHER = 1.5  # … and so do several of this weight: 建立台账
THINGS = ("product", "system")  # rows of kinds.toml that name things and no acts

Item = TypeVar("Item", Subject, DateSpan, Target)


class Row(Generic[Item]):
    """Items in the order of the text, to be asked for those that start inside a span."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self.items: tuple[Item, ...] = items
        self._starts: list[int] = [item.start for item in items]

    def inside(self, start: int, end: int) -> tuple[Item, ...]:
        """The items that start inside a span."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end, first)
        return self.items[first:last] if first < last else ()


class Fields:
    """Everything found in a text that a directive may carry, indexed by where it starts."""

    def __init__(
        self,
        flat: str,
        subjects: tuple[Subject, ...],
        dates: tuple[DateSpan, ...],
        targets: tuple[Target, ...],
        kinds: Wordings,
        due: Callable[[tuple[DateSpan, ...]], Due | None],
        recurrence: Callable[[tuple[DateSpan, ...]], Recurrence | None],
        connectives: Connectives,
    ) -> None:
        self.flat = flat
        self.subjects, self.dates, self.targets = Row(subjects), Row(dates), Row(targets)
        self.kinds = kinds
        self.due, self.recurrence = due, recurrence
        self.connectives = connectives

    def is_adverbial(self, clause: Clause) -> bool:
        """Whether a clause opens like an adverbial (针对存在问题，…)."""
        return bool(self.connectives.adverbial.match(self.flat, clause.start))


class Part(NamedTuple):
    """A stretch of clauses that becomes one statement."""

    start: int
    end: int
    clauses: tuple[Clause, ...]
    judged: Judged


def statements(judged: Sequence[Judged], fields: Fields) -> tuple[Statement, ...]:
    """The statements of a text in order, directives with their fields."""
    made: list[Statement] = []
    before: Statement | None = None
    for one in judged:
        node = one.sentence.node
        if one.zone is not DIRECTIVE:
            before = Statement(one.start, one.end, one.zone, node)
            made.append(before)
            continue
        for part in parts(one, fields):
            before = Statement(part.start, part.end, DIRECTIVE, node, directive(part, before, fields))
            made.append(before)
    return tuple(made)


def parts(judged: Judged, fields: Fields) -> tuple[Part, ...]:
    """A directive cut where another responsible body takes over."""
    clauses = judged.clauses
    if len(clauses) > 1:
        acting = fields.subjects.inside(clauses[1].start, judged.end)  # in the first one nobody can take over
        places = tuple(takeovers(judged, fields)) if acting else ()
        if places:
            cut = [clauses[start:end] for start, end in zip((0, *places), (*places, len(clauses)), strict=True)]
            return tuple(Part(some[0].start, some[-1].end, some, judged) for some in cut)
    return (Part(judged.start, judged.end, clauses, judged),)


def takeovers(judged: Judged, fields: Fields) -> Iterator[int]:
    """The clauses at which another body becomes the subject, an adverbial in front included."""
    clauses = judged.clauses
    acting = NOBODY
    begin_of_part = 0
    for place, clause in enumerate(clauses):
        here = fields.subjects.inside(clause.start, clause.end)
        new = names(here, asked=is_asked(clause, fields)) if here else NOBODY
        if not new or (acting and (new & acting or are_own(clause, here, acting))):
            continue
        if leads_only(clause, fields) or (place and leads_only(clauses[place - 1], fields)):
            continue
        begin = place
        while begin > begin_of_part + 1 and is_lead_in(clauses[begin - 1], fields):
            begin -= 1
        if begin > begin_of_part:
            first_part = () if acting else clauses[begin_of_part:begin]
            if takes_over(clause, here, first_part, judged, fields):
                yield begin
                begin_of_part = begin
        acting = new


def are_own(clause: Clause, subjects: tuple[Subject, ...], acting: frozenset[str]) -> bool:
    """Whether posts of the body before them share its work in few words: 各乡镇要摆上日程，|主要负责同志亲自抓."""
    if subjects[-1].tie is not Tie.VERB or clause.end - subjects[-1].end > SHORT_ACT:
        return False
    return all(body.name.startswith(tuple(acting)) for subject in subjects for body in subject.bodies)


def takes_over(
    clause: Clause, subjects: tuple[Subject, ...], first_part: Sequence[Clause], judged: Judged, fields: Fields
) -> bool:
    """Whether a clause leaves the body before it, or the clauses in front that name none."""
    if is_asked(clause, fields):
        return not (len(first_part) == 1 and sets_scene(first_part[0], fields))
    if first_part:
        return stands_alone(first_part, judged, subjects, fields)
    return not (
        subjects[0].tie is Tie.BY and fields.connectives.how.match(fields.flat, subjects[-1].end)
    )  # …，由县级领导带队 says how the same work is done


def is_lead_in(clause: Clause, fields: Fields) -> bool:
    """Whether a clause is an adverbial or a condition without a subject, which goes with what follows it."""
    words, flat = fields.connectives, fields.flat
    if is_date(clause, fields):
        return True
    if flat[clause.end - 2] == "的":
        return not fields.subjects.inside(clause.start, clause.end)
    if not (fields.is_adverbial(clause) or words.condition.match(flat, clause.start)):
        return False
    if words.loose.match(flat, clause.start) and names_act(clause, fields):
        return False
    if words.settled.search(flat, clause.start, clause.end):
        return False
    return not fields.subjects.inside(clause.start, clause.end)


def is_date(clause: Clause, fields: Fields) -> bool:
    """Whether a clause is a date and nothing else: …，7月15日前，|县住建局要汇总上报."""
    dates = fields.dates.inside(clause.start, clause.end)
    return bool(dates) and dates[0].start == clause.start and dates[0].end >= clause.end - len(clause.stop)


def sets_scene(clause: Clause, fields: Fields) -> bool:
    """Whether a clause is a date, a topic or a lead-in, and names no act: 会后，|请…; 线路迁改一事，|请…."""
    flat, end = fields.flat, clause.end - len(clause.stop)
    if any(date.end >= end for date in fields.dates.inside(clause.start, clause.end)):
        return True
    return is_lead_in(clause, fields) or flat.endswith(fields.connectives.topics, clause.start, end)


def names_act(clause: Clause, fields: Fields) -> bool:
    """Whether a clause names an act or a consequence behind its last attribute: 对排查出的隐患|建立台账."""
    start = fields.flat.rfind("的", clause.start, clause.end) + 1 or clause.start
    cues = [cue for _, _, cue in fields.kinds.inside(start, clause.end) if cue.kind is not Kind.PRINCIPLE]
    acts = [cue.weight for cue in cues if not cue.id.startswith(THINGS)]
    return bool(acts) and (max(acts) >= ACT or sum([cue.weight for cue in cues]) >= ACTS_TOGETHER)


def leads_only(clause: Clause, fields: Fields) -> bool:
    """Whether all that a clause says of its subject is that it leads (县委组织部牵头，…)."""
    subjects = fields.subjects.inside(clause.start, clause.end)
    words = fields.connectives.lead_only.match(fields.flat, subjects[-1].end) if subjects else None
    return words is not None and words.end() >= clause.end - len(clause.stop)


def is_asked(clause: Clause, fields: Fields) -> bool:
    """Whether a clause turns to somebody: 请各地提前做好选拔."""
    return fields.flat[clause.start] == "请"


def names(subjects: tuple[Subject, ...], *, asked: bool) -> frozenset[str]:
    """The responsible bodies that act in their own right; 每个村… only says how work is spread, 请各村… asks them."""
    ties = ASKED if asked else OWN_RIGHT
    return frozenset([b.name for s in subjects if s.tie in ties for b in s.bodies if b.role is RESPONSIBLE])


def stands_alone(clauses: Sequence[Clause], judged: Judged, subjects: tuple[Subject, ...], fields: Fields) -> bool:
    """Whether clauses without a subject are an order of their own, with 要 and more than one act, and no lead-in."""
    own = [c for c in clauses if not fields.is_adverbial(c)]
    first, last = clauses[0].start, clauses[-1].end
    modal = any(cue.id == "modal" and first <= start < last for start, _, cue in judged.cues)
    return modal and len(own) > 1 and any(s.tie is not Tie.BY for s in subjects)


def directive(part: Part, before: Statement | None, fields: Fields) -> Directive:
    """The fields of one directive."""
    start, end = part.start, part.end
    dates = fields.dates.inside(start, end)
    due, recurrence = (fields.due(dates), fields.recurrence(dates)) if dates else (None, None)
    targets = fields.targets.inside(start, end)
    subjects = fields.subjects.inside(start, end)
    if any([subject.tie is Tie.LABEL for subject in subjects]):  # 牵头单位：县住建局 charges somebody with a task
        kind = Kind.TASK
    else:
        kind = kind_of(part.clauses, fields.kinds, dated=bool(due or recurrence or targets), named=bool(subjects))
    bodies = bodies_of(subjects) if subjects else ()
    if not any([body.role is RESPONSIBLE for body in bodies]):  # also 同时会同县财政局…
        bodies = (*inherited(part, kind, before, fields), *bodies)
    return Directive(kind, part.judged.rule, bodies, due, recurrence, targets)


def bodies_of(subjects: tuple[Subject, ...]) -> tuple[Body, ...]:
    """The bodies of a statement, each name once; who is only defined acts where nobody else does."""
    if len(subjects) == 1 and len(subjects[0].bodies) == 1:
        return subjects[0].bodies
    if any([s.tie is Tie.COPULA for s in subjects]) and any([s.tie is Tie.MODAL for s in subjects]):
        subjects = tuple(s for s in subjects if s.tie is not Tie.COPULA)
    by_name: dict[str, Body] = {}
    for subject in subjects:
        for body in subject.bodies:
            by_name.setdefault(body.name, body)
    return tuple(by_name.values())


def inherited(part: Part, kind: Kind, before: Statement | None, fields: Fields) -> tuple[Body, ...]:
    """The responsible bodies of the statement before it in the same item, where this one plainly goes on with them."""
    if before is None or before.directive is None or before.node != part.judged.sentence.node:
        return ()
    flat = fields.flat
    if "\n" in flat[before.end : part.start]:
        return ()
    listed = flat[before.end - 1] in "；;" and kind is not Kind.SANCTION and goes_on(part, fields)
    resumed = fields.connectives.continues.match(flat, part.start) or is_next_phase(part, kind, fields)
    if not (listed or resumed or is_chained(part, before, fields)):
        return ()
    return tuple(replace(b, inherited=True) for b in before.directive.bodies if b.role is RESPONSIBLE)


def is_chained(part: Part, before: Statement, fields: Fields) -> bool:
    """Whether 要 goes on with a subject that was taken over before, or says the same of it again.

    各地要深刻认识A。|要深刻认识B。|要建立C: the second repeats the act, the third follows one without a subject.
    """
    flat, start = fields.flat, part.start
    if flat[start] != "要" or before.directive is None:
        return False
    taken = any([body.inherited for body in before.directive.bodies]) or opens_paragraph(before, fields)
    return taken or flat.find(flat[start : start + REPEATED], before.start, before.end) >= 0


def opens_paragraph(before: Statement, fields: Fields) -> bool:
    """Whether the sentence before opens its paragraph with its subject, of which the whole paragraph then speaks.

    A heading may stand before it on the line: 三、管好水库。|各镇要落实专人。要每日巡查。
    """
    own = fields.subjects.inside(before.start, before.start + 1)
    ahead = fields.flat[fields.flat.rfind("\n", 0, before.start) + 1 : before.start].strip(BLANKS)
    return bool(own) and (not ahead or ITEM_HEADING.fullmatch(ahead) is not None)


def is_next_phase(part: Part, kind: Kind, fields: Fields) -> bool:
    """Whether a sentence says what follows in time: …建成平台。|平台建成后，要每月通报; not 当前， nor 国庆前，."""
    first = part.clauses[0]
    if len(part.clauses) == 1 or kind is Kind.SANCTION or not LEAST <= first.end - first.start <= LEAD:
        return False
    if fields.dates.inside(first.start, first.end):
        return False
    return fields.flat.endswith(fields.connectives.phases, first.start, first.end - len(first.stop))


def goes_on(part: Part, fields: Fields) -> bool:
    """Whether a statement has no subject of its own in front: it opens with an act, or with what the act is about.

    对到期债券，要提前筹资 goes on, and so does 低洼地块，要加挖排水沟; 在建项目要抢抓工期 is another subject.
    """
    spoken = part.judged.cues
    acts = [start for start, _, cue in spoken if cue.id in ACTS]
    first, *others = part.clauses
    opens = any([start == part.start and cue.id in OPENINGS for start, _, cue in spoken])
    dated = fields.dates.inside(part.start, part.start + 1)  # 每月召开一次调度会
    if opens or dated or (others and others[0].start in acts):
        return True
    return is_lead_in(first, fields) and not any([first.start < act < first.end for act in acts])
