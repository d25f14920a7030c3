"""Where in a sentence a report, a problem or a reason ends and an order begins."""

from bisect import bisect_left

from pipeline.model import Clause, Judged, Sentence, Tie, Zone
from pipeline.zones.scene import DIRECTIVE, Found, Scene, Scores, holds, scored
from pipeline.zones.weighing import judged

TOLD = 2.0  # what an adverbial clause must weigh to be a report of its own
STRONG = frozenset({"modal", "forbid", "ensure", "key-point", "we-will", "demand", "sanction"})
TURNING = STRONG | {"appeal"}  # rows at which a report may turn into an order or an appeal (请大家…)


def cut(
    scene: Scene,
    sentence: Sentence,
    marked: bool,
    by_clause: list[list[Found]],
    found: list[Found],
    scores: Scores,
    mode: Zone | None,
    share: float,
    extra: Scores,
) -> list[Judged]:
    """The sentence as one part, or as two where a report, a problem or a reason is followed by an order."""
    clauses = sentence.clauses
    place = turn(by_clause)
    begin = behind_report(scene, clauses, by_clause, place, mode) if place else 0
    if begin:
        before, behind = ([cue for clause in some for cue in clause] for some in (by_clause[:begin], by_clause[begin:]))
        first = judged(scene, sentence, marked, clauses[:begin], before, scored(before), mode, share, {})
        rest = judged(scene, sentence, marked, clauses[begin:], behind, scored(behind), DIRECTIVE, 1.0, extra)
        if first.zone not in (Zone.DIRECTIVE, rest.zone):
            return [first, rest]
    return [judged(scene, sentence, marked, clauses, found, scores, mode, share, extra)]


def turn(by_clause: list[list[Found]]) -> int:
    """The first clause but the opening one that may turn to an order or an appeal, else 0."""
    for place in range(1, len(by_clause)):
        for _, _, cue in by_clause[place]:
            if cue.id in TURNING:
                return place
    return 0


def speaks(found: list[Found], ids: frozenset[str]) -> bool:
    """Whether one of some rows speaks."""
    return not ids.isdisjoint([cue.id for _, _, cue in found])


def behind_report(
    scene: Scene, clauses: tuple[Clause, ...], by_clause: list[list[Found]], place: int, mode: Zone | None
) -> int:
    """The clause at which the order begins when what stands before it is of another zone, else 0."""
    begin = place
    while (
        begin > 1
        and scene.connectives.adverbial.match(scene.flat, clauses[begin - 1].start)
        and told(by_clause[begin - 1]) < TOLD
    ):
        begin -= 1
    before = [cue for clause in by_clause[:begin] for cue in clause]
    if scene.flat[clauses[begin - 1].end - 2] == "的":
        return 0
    if (
        scene.connectives.adverbial.match(scene.flat, clauses[0].start) and begin == 1 and told(before) < TOLD
    ) or speaks(before, STRONG):
        return 0
    first, last = bisect_left(scene.acting, clauses[0].start), bisect_left(scene.acting, clauses[begin].start)
    copular = any(subject.tie is Tie.COPULA for subject in scene.subjects[first:last])
    if copular and not holds(scene.acting, clauses[begin].start, clauses[place].end):
        return 0
    scores = {z: w for z, w in scored(before).items() if z is not Zone.DIRECTIVE}
    if mode in scores and mode in (Zone.ACHIEVEMENT, Zone.PROBLEM):
        scores[mode] += 1.0
    return begin if scores and max(scores.values()) >= 1.5 else 0


def told(found: list[Found]) -> float:
    """How plainly cues speak of what has been done or is wrong."""
    return max((w for z, w in scored(found).items() if z in (Zone.ACHIEVEMENT, Zone.PROBLEM)), default=0.0)
