"""directives of kind sanction -> the same with condition, consequence and whom it falls on."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pipeline.lexicon.connectives import Connectives
from pipeline.lexicon.sanctions import SanctionLexicon
from pipeline.model import Body, Directive, Kind, Passage, Sanction, Statement

CLAUSE = re.compile(r"[^，,。；;：:！？!?\n]+")
AGENT = re.compile(r"由[^，、]{1,20}$")  # 由县纪委监委: who does it, not whom it falls on
MODAL = re.compile("一律|必须|应当|[要须应将]|就(?!地)")
LINK = re.compile("(?:并且?|同时|且)?")
INNER_CASE = re.compile("[^，]{2,}?的(?=一律|必须|应当|[要须应将由])")  # 落实不力的要向县委作出检查
SHALL = re.compile("(?:必须|应当|[还也都更]?要|[须应将]|就(?!地))?")
PAST = "过"
LEAST = 3  # characters of a condition: 对此 is none
NEAR = 40  # characters that are looked at in front of a consequence: keeps hostile text linear
SANCTION = Kind.SANCTION

Span = tuple[int, int]


class Case(NamedTuple):
    """A condition as it is read on, and whom it names (对末位的街道)."""

    start: int
    end: int
    bearer: Span | None


class Words(NamedTuple):
    """A text, its flat twin, who acts in the statement, and the lexicons."""

    text: str
    flat: str
    actors: tuple[Body, ...]
    lexicon: SanctionLexicon
    connectives: Connectives


def attached(
    statements: tuple[Statement, ...], text: str, flat: str, lexicon: SanctionLexicon, connectives: Connectives
) -> tuple[Statement, ...]:
    """The statements, those that threaten with what they threaten with."""
    return tuple(
        [
            one
            if one.directive is None or one.directive.kind is not SANCTION
            else charged(one, one.directive, Words(text, flat, acting(one.directive), lexicon, connectives))
            for one in statements
        ]
    )


def charged(one: Statement, asked: Directive, words: Words) -> Statement:
    """A statement with its sanctions; constructors cost half of what `replace` does."""
    found = tuple(sanctions(one.start, one.end, words))
    directive = Directive(
        asked.kind, asked.rule, asked.bodies, asked.due, asked.recurrence, asked.targets, found, asked.programmes
    )
    return Statement(one.start, one.end, one.zone, one.node, directive)


def acting(directive: Directive) -> tuple[Body, ...]:
    """The bodies that stand in the statement itself."""
    return tuple([body for body in directive.bodies if not body.inherited])


def sanctions(start: int, end: int, words: Words) -> Iterator[Sanction]:
    """What a stretch threatens with, in order: a condition holds until the next one."""
    clauses = [m.span() for m in CLAUSE.finditer(words.flat, start, end)]
    case: Case | None = None
    open_ended = False  # whether the clause before belongs to a condition that does not end in 的 yet
    fresh = False  # whether no consequence stands behind the condition yet
    for left, right in clauses:
        conditional = right != clauses[-1][1] and is_condition(left, right, words)
        hits = [] if conditional else consequences(left, right, words)
        if hits:
            for piece in pieces(left, right, hits, words):
                case, made = consequence(*piece, case, words)
                yield made
            open_ended = fresh = False
        elif conditional or open_ended or opens_case(left, right, words):
            person = None if fresh else words.lexicon.handed.fullmatch(words.text, left, right)
            case = Case(left, left, person.span(1)) if person else widened(case if fresh else None, left, right, words)
            open_ended, fresh = not conditional and not person, True


def is_condition(left: int, right: int, words: Words) -> bool:
    """Whether a clause is a condition whatever it tells of: 凡被通报批评的，… and 对被通报批评的单位，…."""
    opens = words.connectives.condition.match(words.flat, left, right)
    return words.flat[right - 1] == "的" or (opens is not None and headed(left, right, words) is not None)


def opens_case(left: int, right: int, words: Words) -> bool:
    """Whether a clause without a consequence is a condition: 一旦失守，… and 排名末位的乡镇，…."""
    return bool(words.connectives.condition.match(words.flat, left, right) or headed(left, right, words))


def consequences(left: int, right: int, words: Words) -> list[Span]:
    """Where a clause says what happens; 约谈过 tells of something past."""
    found = (m.span() for m in words.lexicon.consequence.finditer(words.text, left, right))
    return [span for span in found if words.text[span[1] : span[1] + 1] != PAST]


def widened(case: Case | None, left: int, right: int, words: Words) -> Case:
    """A condition with one more clause."""
    bearer = subject(left, right, words) if case is None else case.bearer
    return Case(case.start if case else left, right, headed(left, right, words) or bearer)


def headed(left: int, right: int, words: Words) -> Span | None:
    """The noun behind the last 的: 对连续两次末位的[街道]."""
    found = words.lexicon.headed.search(words.text, max(left, right - NEAR), right)
    return found.span(1) if found else None


def subject(left: int, right: int, words: Words) -> Span | None:
    """Who opens a condition: [包村领导]管得不严的, 对[包保干部]不到岗的; not 责任人不明确的."""
    if words.lexicon.causes.match(words.text, left, right):
        return None
    opening = words.connectives.condition.match(words.text, left, right)
    found = words.lexicon.bearer.match(words.text, opening.end() if opening else left, right)
    if not found or found.end() == right or words.lexicon.missing.match(words.text, found.end()):
        return None
    return None if words.text[found.end()] in "的、" else found.span(1)


def pieces(left: int, right: int, hits: list[Span], words: Words) -> Iterator[tuple[int, int, list[Span]]]:
    """A clause cut where one consequence is joined to the next: [通报批评]、[取消评先资格]."""
    begin, inside = left, hits[:1]
    for before, after in pairwise(hits):
        joint = words.lexicon.joint.search(words.text, max(before[1], after[0] - NEAR), after[0])
        if joint:
            yield begin, joint.start(), inside
            begin, inside = joint.end(), []
        inside.append(after)
    yield begin, right, inside


def consequence(
    left: int, right: int, hits: list[Span], case: Case | None, words: Words
) -> tuple[Case | None, Sanction]:
    """One consequence, and the condition that holds from here on."""
    begin = in_manner(left, hits[0][0], words)
    left, actor = behind_actor(left, begin, words)
    agent = AGENT.search(words.text, left, begin)
    front = agent.start() if agent else begin
    new, suffers, begin = fronted(left, front, begin, case, words)
    if actor and not suffers and words.lexicon.own_acts.search(words.text, begin, right):
        suffers = actor
    hit = next(filter(None, (struck(end, right, words) for _, end in reversed(hits))), None)
    falls = hit or suffers or (new.bearer if new else None)
    condition = passage((new.start, new.end), words) if new and new.end - new.start >= LEAST else None
    return new, Sanction(condition, trimmed(begin, right, words), passage(falls, words) if falls else None)


def in_manner(left: int, begin: int, words: Words) -> int:
    """Where the words of manner in front of a consequence begin: [一律依规]严肃问责."""
    manner, text, floor = words.lexicon.manner, words.text, max(left, begin - NEAR)
    longest = words.lexicon.longest
    length = 1
    while length:
        most = min(longest, begin - floor)
        length = next((n for n in range(most, 0, -1) if text[begin - n : begin] in manner), 0)
        begin -= length
    return begin


def behind_actor(left: int, begin: int, words: Words) -> tuple[int, Span | None]:
    """Where a clause goes on behind 并 and who acts in it (县教育局要…), and that span."""
    left = LINK.match(words.text, left, begin).end()  # type: ignore[union-attr]
    actors = [b for b in words.actors if left <= b.start and b.end <= begin]
    if not actors or actors[0].start != left:
        return left, None
    modal = MODAL.match(words.text, actors[-1].end, begin)
    first = actors[0].start + words.text.startswith("其", actors[0].start)
    return modal.end() if modal else actors[-1].end, (first, actors[-1].end)


def fronted(left: int, front: int, begin: int, case: Case | None, words: Words) -> tuple[Case | None, Span | None, int]:
    """What stands in front of a consequence: a condition, somebody, or a part of it (年度考核每项扣3分)."""
    if front <= left:
        return case, None, begin
    text, lexicon = words.text, words.lexicon
    named = lexicon.bearer.fullmatch(text, left, front) or lexicon.handed.fullmatch(text, left, front)
    if named:
        return case, named.span(1), begin
    behind = headed(left, front, words)
    if behind or text[front - 1] == "的" or words.connectives.condition.match(text, left, front):
        return Case(left, front, behind or subject(left, front, words)), None, begin
    inner = INNER_CASE.match(text, left, front)
    if inner:
        return Case(left, inner.end(), subject(left, inner.end(), words)), None, inner.end()
    who = lexicon.bearer.match(text, left, front)
    modal = MODAL.match(text, who.end(), front) if who else None
    if who and (modal or text[who.start(1)] == "该"):
        return case, who.span(1), modal.end() if modal else who.end()
    return case, None, left


def trimmed(begin: int, right: int, words: Words) -> Passage:
    """A consequence without 除…外 around it, or 要 in front."""
    if words.text[begin] == "除" and words.text[right - 1] == "外":
        return passage((begin + 1, right - 1), words)
    begin = SHALL.match(words.text, begin, right - 1).end()  # type: ignore[union-attr]
    return passage((begin, right), words)


def struck(behind: int, right: int, words: Words) -> Span | None:
    """The object of a consequence: 约谈[单位主要负责人]; 追究领导责任 names nobody."""
    if words.lexicon.liability.match(words.text, behind, right):
        return None
    found = words.lexicon.bearer.match(words.text, behind, right)
    return found.span(1) if found else None


def passage(span: Span, words: Words) -> Passage:
    """A stretch as a value."""
    return Passage(*span, words.text[span[0] : span[1]])
