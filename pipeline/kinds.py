"""clauses of a directive + wordings that speak for a kind -> its kind (指令类别)."""

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.lexicon.connectives import Connectives
from pipeline.lexicon.cues import CueLexicon, KindCue
from pipeline.model import Clause, Kind

Found = tuple[int, int, KindCue]
TASK, PRINCIPLE, SANCTION = Kind.TASK, Kind.PRINCIPLE, Kind.SANCTION
COUNTED = 3  # wordings of one row that count for a kind: 1, 1/2, 1/3
ACT = 1.0  # a wording of this weight names an act
CLAUSES = 6  # clauses that count for a task


class Wordings:
    """The wordings of a text that speak for a kind, in its order, and what they are weighed by."""

    def __init__(self, flat: str, cues: list[Found], lexicon: CueLexicon[KindCue], connectives: Connectives) -> None:
        self.flat, self.priors, self.connectives = flat, lexicon.priors, connectives
        self._cues = cues
        self._starts = [start for start, _, _ in cues]

    def inside(self, start: int, end: int) -> list[Found]:
        """The wordings that start inside a span."""
        return self._cues[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def kind_of(clauses: Sequence[Clause], words: Wordings, *, dated: bool, named: bool) -> Kind:
    """What a directive asks for, by the weights of its wordings."""
    priors = words.priors
    task = priors["task"] + priors["clause"] * min(len(clauses), CLAUSES)
    task += (priors["dated"] if dated else 0.0) + (priors["named"] if named else 0.0)
    principle = 0.0
    seen: dict[str, int] = {}
    punishes = False
    weak: list[tuple[int, float]] = []
    cues = words.inside(clauses[0].start, clauses[-1].end)
    for start, _, cue in cues:
        row, kind = cue.id, cue.kind
        times = seen[row] = seen.get(row, 0) + 1
        if kind is SANCTION:
            punishes = True
        elif times > COUNTED:
            continue
        elif kind is TASK:
            task += cue.weight / times
            if cue.weak:
                weak.append((start, cue.weight / times))
        else:
            principle += cue.weight / times
    if punishes and is_sanction(clauses, cues, words, dated=dated):
        return SANCTION
    enough = max(principle, 0.0)
    if weak and task - sum([weight for _, weight in weak]) <= enough < task:
        task -= governed(clauses, weak, words)
    return TASK if task > enough else PRINCIPLE


def governed(clauses: Sequence[Clause], weak: list[tuple[int, float]], words: Wordings) -> float:
    """What weak wordings lose behind a verb that makes a field of work of them: 进一步加强|队伍建设."""
    lost = 0.0
    for clause in clauses:
        behind = words.connectives.governing.match(words.flat, clause.start, clause.end)
        if behind:
            lost += sum([weight for start, weight in weak if behind.end() <= start < clause.end])
    return lost * (1.0 - words.priors["governed"])


def is_sanction(clauses: Sequence[Clause], cues: list[Found], words: Wordings, *, dated: bool) -> bool:
    """Whether the whole statement says what happens to whom: a condition, its consequence, and little else.

    责令返工 is an order like others; 对走过场的，责令返工 says what happens to whom.
    """
    hits = consequences(clauses, cues, words)
    if not hits or not weighs_as_sanction(clauses, hits, words):
        return False
    other = [clause for clause in clauses if not belongs_to_sanction(clause, hits, words)]
    if not other:
        return True
    if dated or len(other) * 3 > len(clauses):
        return False
    acts = [start for start, _, cue in cues if cue.kind is TASK and cue.weight >= ACT and start not in hits]
    return not any([clause.start <= act < clause.end for clause in other for act in acts])


def consequences(clauses: Sequence[Clause], cues: list[Found], words: Wordings) -> dict[int, float]:
    """Where consequences stand, with their weight; a weak one only behind what says whom it falls on.

    每周通报各县排名，对改善不力的下发督办单 is an order with a consequence at its end.
    """
    hits = {start: cue.weight for start, _, cue in cues if cue.kind is SANCTION}
    enough = words.priors["sanction"]
    if min(hits.values(), default=enough) >= enough:
        return hits
    case = next((clause.start for clause in clauses if is_condition(clause, words)), -1)
    return {hit: weight for hit, weight in hits.items() if weight >= enough or hit > case}


def weighs_as_sanction(clauses: Sequence[Clause], hits: dict[int, float], words: Wordings) -> bool:
    """Whether a consequence speaks for itself (停职检查), or a condition before it says whom it falls on."""
    priors, flat = words.priors, words.flat
    weight = max(hits.values())
    if weight >= priors["sanction"]:
        return True
    before = [clause for clause in clauses if clause.start < max(hits)]
    conditional = any(["的" in flat[hit - 3 : hit] for hit in hits]) or any(
        [is_condition(clause, words) and not holds(clause, hits) for clause in before]
    )
    return conditional and weight + priors["condition"] >= priors["sanction"]


def holds(clause: Clause, hits: dict[int, float]) -> bool:
    """Whether a consequence stands in a clause."""
    return any([clause.start <= hit < clause.end for hit in hits])


def is_condition(clause: Clause, words: Wordings) -> bool:
    """Whether a clause says whom a consequence falls on: 对走过场的，…, 无人值守的企业，…."""
    flat, stop = words.flat, clause.end - len(clause.stop)
    ends = flat[stop - 1] == "的" or flat.endswith(words.connectives.conditioned, clause.start, stop)
    return ends or bool(words.connectives.condition.match(flat, clause.start))


def belongs_to_sanction(clause: Clause, hits: dict[int, float], words: Wordings) -> bool:
    """Whether a clause is a consequence, its condition (…的，) or what it is for (确保…)."""
    if holds(clause, hits) or is_condition(clause, words):
        return True
    return bool(words.connectives.purpose.match(words.flat, clause.start))
