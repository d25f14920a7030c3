"""Where in a sentence a report, a problem or a reason ends and something of another zone begins."""

from bisect import bisect_left
from itertools import chain

from pipeline.model import Clause, Judged, Sentence, Tie, Zone
from pipeline.zones.scene import ACHIEVEMENT, DIRECTIVE, PROBLEM, RATIONALE, Found, Scene, Scores, holds, scored
from pipeline.zones.weighing import judged

TOLD = 2.0  # what an adverbial clause must weigh to be a report of its own
OWN_RIGHT = frozenset({Tie.MODAL, Tie.VERB})
OTHERS = OWN_RIGHT | {Tie.BY}  # ties of bodies that act beside the one that is defined
WHOLE = {(DIRECTIVE, zone) for zone in Zone} | {(zone, zone) for zone in Zone} | {(ACHIEVEMENT, Zone.CLOSING)}
"""What is no change of zone: an order goes on to the end, and thanks belong to the praise before them."""
QUOTED = "quoted-lead"  # the row of leaders and books that are quoted to the end of the sentence
AGENDA = "agenda"  # the row of what a meeting is for
CALLED = {"opening", "purpose"}  # the rows of a meeting and of what it is for
STILL = ("copula", "blamed")  # rows behind which a clause turns to nothing: 是…要…, 被…通报批评
ANSWERABLE = "answerable"  # the row of those who are called responsible
CONCESSIVE = "concessive"  # the row of 虽然, whose 但 is no turn
REASONS = frozenset(  # rows of reasons that may stand behind an order
    ("this-is", "outcome", "predicate", "copula", "definition", "takes-time", "because", "not-alone")
)
TELLING = frozenset({ACHIEVEMENT, PROBLEM, Zone.PROCEDURE})
CLEAR = 1.5  # what a part must weigh to be more than a lead-in of what follows
LONGEST = 200  # clauses beyond which nobody speaks a sentence, and looking back from each of them takes too long
LEAD_IN = 6  # characters of an adverbial without a subject (新形势下，)


def cut(
    scene: Scene,
    sentence: Sentence,
    clauses: tuple[Clause, ...],
    marked: bool,
    by_clause: list[list[Found]],
    found: list[Found],
    scores: Scores,
    mode: Zone | None,
    share: float,
    extra: Scores,
) -> list[Judged]:
    """Clauses of a sentence as one part, or as several where a report, a problem or a reason is left."""
    for place in range(first_told(by_clause) + 1 if may_change(scores, len(clauses)) else len(clauses), len(clauses)):
        if not (marked or by_clause[place]):
            continue
        if scene.flat[clauses[place].end - 2] == "的" and place + 1 < len(clauses):
            continue  # it names the case of the next one: 不能当场办的，三天内给答复
        turn = turned(scene, clauses[place], by_clause[place], mode)
        begin = behind_report(scene, clauses, by_clause, place, mode, turn) if turn else 0
        if turn and begin:
            before, behind = list(chain(*by_clause[:begin])), list(chain(*by_clause[begin:]))
            left = share * scene.lexicon.priors["turned"] if mode is DIRECTIVE else share
            first = judged(scene, sentence, marked, clauses[:begin], before, scored(before), mode, left, {})
            rest = cut(
                scene, sentence, clauses[begin:], marked, by_clause[begin:], behind, scored(behind), turn, 1.0, extra
            )
            if (first.zone, rest[0].zone) not in WHOLE and (turn is DIRECTIVE or rest[0].zone is turn):
                return [first, *rest]
    whole = judged(scene, sentence, marked, clauses, found, scores, mode, share, extra)
    place = (
        reason_behind(scene, clauses, by_clause) if whole.zone is DIRECTIVE and may_change(scores, len(clauses)) else 0
    )
    if place == 0:
        return [whole]
    before, behind = list(chain(*by_clause[:place])), list(chain(*by_clause[place:]))
    ordered = scored(before)
    if DIRECTIVE not in ordered:
        return [whole]
    first = judged(scene, sentence, marked, clauses[:place], before, ordered, mode, share, extra)
    last = judged(scene, sentence, marked, clauses[place:], behind, scored(behind), None, 1.0, {})
    return [first, last] if first.zone is DIRECTIVE and last.zone is RATIONALE else [whole]


def reason_behind(scene: Scene, clauses: tuple[Clause, ...], by_clause: list[list[Found]]) -> int:
    """The clause behind an order from which on nothing but its reason is given, else 0.

    后半夜要加密巡查，|那是最容易出事的时候. What somebody does and how much is no reason, nor is the duty of a post.
    """
    end = place = len(clauses)
    while place > 1 and only_reasons(scene, clauses[place - 1], by_clause[place - 1]):
        place -= 1
    while place < end and not gives_reason(scene, clauses[place], by_clause[place]):
        place += 1
    return place if place < end else 0


def only_reasons(scene: Scene, clause: Clause, found: list[Found]) -> bool:
    """Whether nothing in a clause speaks of anything else than a reason."""
    if any([cue.zone is not RATIONALE for _, _, cue in found]):
        return False
    return not (acts(scene, clause) or holds(scene.numbers, clause.start, clause.end))


def gives_reason(scene: Scene, clause: Clause, found: list[Found]) -> bool:
    """Whether a clause plainly opens a reason."""
    weight = sum([cue.weight for _, _, cue in found if cue.id in REASONS])
    return weight >= TOLD and scene.connectives.charged.search(scene.flat, clause.start, clause.end) is None


def may_change(scores: Scores, clauses: int) -> bool:
    """Whether a sentence speaks of something else than orders, in clauses that are not too many to look back from."""
    return 1 < clauses <= LONGEST and (len(scores) > 1 or (len(scores) == 1 and DIRECTIVE not in scores))


def first_told(by_clause: list[list[Found]]) -> int:
    """The first clause that speaks of something else than an order: nothing before it can be left for one."""
    for place, found in enumerate(by_clause):
        for _, _, cue in found:
            if cue.zone is not DIRECTIVE:
                return place
    return len(by_clause)


def turned(scene: Scene, clause: Clause, found: list[Found], mode: Zone | None) -> Zone | None:
    """To what a clause may turn: an order or an appeal (要…, 请大家…), a problem (但…); not at the 要 of 是…要…."""
    turn: Zone | None = None
    for _, _, cue in found:
        if cue.turns:
            turn = PROBLEM if cue.zone is PROBLEM else DIRECTIVE
        elif cue.id in STILL:
            return turn
    if mode is DIRECTIVE and not found and holds(scene.deadlines, clause.start, clause.end):
        return DIRECTIVE
    return turn


def behind_report(
    scene: Scene,
    clauses: tuple[Clause, ...],
    by_clause: list[list[Found]],
    place: int,
    mode: Zone | None,
    turn: Zone,
) -> int:
    """The clause at which what a clause turns to begins when what stands before it is of another zone, else 0."""
    begin = place
    while turn is DIRECTIVE and begin > 1 and leads_in(scene, clauses[begin - 1], by_clause[begin - 1]):
        begin -= 1
    before = list(chain.from_iterable(by_clause[:begin]))
    if any([(cue.turns and cue.zone is not PROBLEM) or cue.id == CONCESSIVE for _, _, cue in before]):
        return 0
    scores = {z: w for z, w in scored(before).items() if z is not DIRECTIVE}
    if not scores:
        return 0
    if scene.flat[clauses[place].start] == "由" and scores.keys().isdisjoint((RATIONALE, Zone.PROCEDURE)):
        return 0  # what stands before 由 is what somebody is charged with
    if mode in scores and mode in (ACHIEVEMENT, PROBLEM):
        scores[mode] += 1.0
    if max(scores.values()) < CLEAR or (begin == 1 and is_lead_in(scene, clauses[0], before)):
        return 0
    if is_agenda(by_clause[:place]) and not acts(scene, clauses[place]):
        return 0  # 主要任务是…，确保…: what the meeting is for, to the end
    whole = turn is DIRECTIVE and (
        names_case(scene, clauses[:place])
        or still_quoted(scene, clauses, by_clause, place)
        or defines(scene, clauses, before, place)
    )
    return 0 if whole else begin


def is_agenda(by_clause: list[list[Found]]) -> bool:
    """Whether clauses say what the meeting is for: 主要任务是…, 召开这次会议，就是要…."""
    rows = {cue.id for _, _, cue in chain.from_iterable(by_clause)}
    return AGENDA in rows or rows >= CALLED


def still_quoted(scene: Scene, clauses: tuple[Clause, ...], by_clause: list[list[Found]], place: int) -> bool:
    """Whether a clause still belongs to the leader quoted at the head: it names nobody of its own."""
    quoted = any([cue.id == QUOTED for _, _, cue in by_clause[0]])
    return quoted and not (
        acts(scene, clauses[place]) or scene.connectives.ours.match(scene.flat, clauses[place].start)
    )


def leads_in(scene: Scene, clause: Clause, found: list[Found]) -> bool:
    """Whether a clause goes with the one behind it: an adverbial, a condition (…的), or one in which somebody acts."""
    if told(found) >= TOLD:
        return False
    if scene.connectives.adverbial.match(scene.flat, clause.start):
        return True
    if any([cue.zone is RATIONALE or cue.zone is ACHIEVEMENT for _, _, cue in found]):
        return False
    return is_condition(scene, clause) or acts(scene, clause)


def is_condition(scene: Scene, clause: Clause) -> bool:
    """Whether a clause ends like one that names a case: 三个月内没有进展的."""
    return scene.flat[clause.end - 2] == "的"


def names_case(scene: Scene, clauses: tuple[Clause, ...]) -> bool:
    """Whether clauses name, as a whole, the case in which the order behind them holds: 对责任不落实，造成后果的."""
    last = max([n for n, clause in enumerate(clauses) if is_condition(scene, clause)], default=-1)
    return any([scene.connectives.condition.match(scene.flat, clause.start) for clause in clauses[: last + 1]])


def acts(scene: Scene, clause: Clause) -> bool:
    """Whether somebody acts in a clause."""
    first, last = bisect_left(scene.acting, clause.start), bisect_left(scene.acting, clause.end)
    return any([subject.tie in OWN_RIGHT for subject in scene.subjects[first:last]])


def is_lead_in(scene: Scene, clause: Clause, found: list[Found]) -> bool:
    """Whether the opening clause is an adverbial, or names a case, so that it has no zone of its own."""
    if clause.end - clause.start <= LEAD_IN and not told(found):
        return True
    if any([cue.id == QUOTED for _, _, cue in found]):  # 总书记强调，…
        return True
    if is_condition(scene, clause) and not any([cue.zone is RATIONALE for _, _, cue in found]):
        return True
    return bool(scene.connectives.adverbial.match(scene.flat, clause.start)) and told(found) < TOLD


def defines(scene: Scene, clauses: tuple[Clause, ...], before: list[Found], place: int) -> bool:
    """Whether the demand is one on the very body that has just been defined: 书记是第一责任人，要亲自抓."""
    first, last = bisect_left(scene.acting, clauses[0].start), bisect_left(scene.acting, clauses[place].start)
    copular = any([subject.tie is Tie.COPULA for subject in scene.subjects[first:last]])
    if not copular and not any([cue.id == ANSWERABLE for _, _, cue in before]):
        return False
    first, last = bisect_left(scene.acting, clauses[1].start), bisect_left(scene.acting, clauses[place].end)
    return not any([subject.tie in OTHERS for subject in scene.subjects[first:last]])


def told(found: list[Found]) -> float:
    """How plainly cues speak of what has been done or is wrong."""
    if not found:
        return 0.0
    return max((w for z, w in scored(found).items() if z in TELLING), default=0.0)
