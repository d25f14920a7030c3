"""What the zones of a text are judged by, and how weights add up."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.lexicon.connectives import Connectives
from pipeline.lexicon.cues import CueLexicon, ZoneCue
from pipeline.model import DateSpan, DateUse, Node, Sentence, Subject, Target, Zone

Found = tuple[int, int, ZoneCue]
Scores = dict[Zone, float]
DIRECTIVE, ACHIEVEMENT, PROBLEM, RATIONALE = Zone.DIRECTIVE, Zone.ACHIEVEMENT, Zone.PROBLEM, Zone.RATIONALE
CONTENT = (DIRECTIVE, ACHIEVEMENT, PROBLEM, RATIONALE, Zone.PROCEDURE, Zone.CLOSING, Zone.NOISE)
RANKS = {zone: rank for rank, zone in enumerate((*CONTENT, Zone.HEADING))}


@dataclass(frozen=True, slots=True)
class Scene:
    """What the zones of a text are judged by; places are sorted offsets."""

    text: str
    flat: str  # with the inside of quotations and brackets hidden
    nodes: tuple[Node, ...]
    sentences: tuple[Sentence, ...]
    cues: list[list[Found]]  # for every clause of every sentence
    formulas: frozenset[int]  # behind reporting formulas
    attended: frozenset[int]  # behind sentences that tell by name who was there
    subjects: tuple[Subject, ...]
    dates: tuple[DateSpan, ...]
    targets: tuple[Target, ...]
    lexicon: CueLexicon[ZoneCue]
    connectives: Connectives
    acting: tuple[int, ...] = field(init=False)  # where subjects start
    numbers: tuple[int, ...] = field(init=False)  # where number targets start
    deadlines: tuple[int, ...] = field(init=False)  # where deadlines start; 今年 and 全年 tell little
    fielded: frozenset[int] = field(init=False)  # sentences (by index) that carry a body, a date to the day or a number
    marked: frozenset[int] = field(init=False)  # sentences (by index) that carry a body, a deadline or a number

    def __post_init__(self) -> None:
        """Derive the places from what was found."""
        acting, numbers = (tuple(x.start for x in found) for found in (self.subjects, self.targets))
        due = [d for d in self.dates if d.use is DateUse.DEADLINE]
        exact = [
            d.start for d in self.dates if d.use in (DateUse.DEADLINE, DateUse.RECURRENCE) and d.precision != "year"
        ]
        deadlines = tuple(d.start for d in due if not d.mention.startswith(("今年", "全年")))
        opening = [s.start for s in self.sentences]
        either = frozenset([bisect_right(opening, mark) - 1 for mark in (*acting, *numbers)])
        object.__setattr__(self, "acting", acting)
        object.__setattr__(self, "numbers", numbers)
        object.__setattr__(self, "deadlines", deadlines)
        object.__setattr__(self, "fielded", either.union([bisect_right(opening, mark) - 1 for mark in exact]))
        object.__setattr__(self, "marked", either.union([bisect_right(opening, mark) - 1 for mark in deadlines]))


def scored(found: Sequence[Found]) -> Scores:
    """The weights of cues summed by zone; each row counts twice at most."""
    if len(found) == 1:
        cue = found[0][2]
        return {cue.zone: cue.weight}
    scores: Scores = {}
    seen: dict[str, bool] = {}  # whether a row was there twice
    for _, _, cue in found:
        row, weight, zone = cue.id, cue.weight, cue.zone
        if row in seen:
            if seen[row]:
                continue
            seen[row] = True
            weight /= 2
        else:
            seen[row] = False
        scores[zone] = scores.get(zone, 0.0) + weight
    return scores


def best(scores: Scores, otherwise: Zone) -> Zone:
    """The heaviest zone, of equals the first of `CONTENT`; `otherwise` where nothing speaks."""
    heaviest, most = otherwise, 0.0
    for zone, weight in scores.items():
        if weight > most or (weight == most > 0.0 and RANKS[zone] < RANKS[heaviest]):
            heaviest, most = zone, weight
    return heaviest


def holds(places: tuple[int, ...], start: int, end: int) -> bool:
    """Whether one of the sorted places lies inside a span."""
    return bisect_left(places, start) < bisect_left(places, end)
