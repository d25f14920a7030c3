"""sentences + evidence -> zones: what each sentence, or part of one, is for (篇章功能)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.lexicon.connectives import Connectives
from pipeline.lexicon.cues import CueLexicon, ZoneCue
from pipeline.model import Clause, DateSpan, DateUse, Judged, Node, Sentence, Subject, Target, Tie, Zone

Found = tuple[int, int, ZoneCue]
Scores = dict[Zone, float]

TITLE_LINES = 6  # lines at the top of a text among which its title stands
LONGEST_HEADING = 60
SIGNATURE_LINES = 4  # lines at the bottom among which signature, date and copies stand
LONGEST_ADDRESS = 120  # characters of the line that names whom a notice goes to
DATE_LINE = re.compile(r"[（(]?(?:[0-9０-９*×X_○〇零一二三四五六七八九十]{2,6}年)[0-9０-９*×X_一二三四五六七八九十]+月[0-9０-９*×X_一二三四五六七八九十]+日[)）]?$")
NUMBER_LINE = re.compile(r"[〔\[（(][0-9*×X_]{2,4}[〕\])）][0-9*×X_第]+号$")
TOLD = 2.0  # what an adverbial clause must weigh to be a report of its own
STRONG_ORDER, OPPOSING = 3.0, 1.5  # weights of the cues of one sentence that speak against what went before
COUNT = re.compile(r"[一二三四五六七八九十两几][个件条点句项大]")
CONTENT = (Zone.DIRECTIVE, Zone.ACHIEVEMENT, Zone.PROBLEM, Zone.RATIONALE, Zone.PROCEDURE, Zone.CLOSING, Zone.NOISE)
STRONG = frozenset({"modal", "forbid", "ensure", "key-point", "we-will", "demand", "sanction"})


@dataclass(frozen=True, slots=True)
class Scene:
    """What the zones of a text are judged by; places are sorted offsets."""

    text: str
    flat: str  # with the inside of quotations and brackets hidden
    nodes: tuple[Node, ...]
    sentences: tuple[Sentence, ...]
    cues: list[list[Found]]  # for every clause of every sentence
    formulas: frozenset[int]  # behind reporting formulas
    subjects: tuple[Subject, ...]
    dates: tuple[DateSpan, ...]
    targets: tuple[Target, ...]
    lexicon: CueLexicon[ZoneCue]
    connectives: Connectives
    acting: tuple[int, ...] = field(init=False)  # where subjects start
    numbers: tuple[int, ...] = field(init=False)  # where number targets start
    deadlines: tuple[int, ...] = field(init=False)  # where deadlines start; 今年 and 全年 tell little
    fielded: frozenset[int] = field(init=False)  # sentences (by index) that carry a body, a date to the day or a number

    def __post_init__(self) -> None:
        """Derive the places from what was found."""
        acting, numbers = (tuple(x.start for x in found) for found in (self.subjects, self.targets))
        due = [d for d in self.dates if d.use is DateUse.DEADLINE]
        exact = [d.start for d in self.dates if d.use in (DateUse.DEADLINE, DateUse.RECURRENCE) and d.precision != "year"]
        opening = [s.start for s in self.sentences]
        object.__setattr__(self, "acting", acting)
        object.__setattr__(self, "numbers", numbers)
        object.__setattr__(self, "deadlines", tuple(d.start for d in due if not d.mention.startswith(("今年", "全年"))))
        object.__setattr__(self, "fielded", frozenset(bisect_right(opening, mark) - 1 for mark in (*exact, *acting, *numbers)))


def scored(found: list[Found]) -> Scores:
    """The weights of cues summed by zone; each row counts twice at most."""
    scores: Scores = {}
    seen: dict[str, int] = {}
    for _, _, cue in found:
        times = seen.get(cue.id, 0)
        if times < 2:
            seen[cue.id] = times + 1
            scores[cue.zone] = scores.get(cue.zone, 0.0) + (cue.weight if not times else cue.weight / 2)
    return scores


def best(scores: Scores, otherwise: Zone) -> Zone:
    """The heaviest zone; `otherwise` where nothing speaks."""
    if not scores:
        return otherwise
    zone = max(scores, key=lambda z: (scores[z], -CONTENT.index(z)))
    return zone if scores[zone] > 0 else otherwise


def zoned(scene: Scene) -> list[Judged]:
    """Every sentence of a text with its zone, cut at the commas where the zone changes."""
    judged: list[Judged] = []
    mode: Zone | None = None
    share = 1.0
    place = 0
    last_line = lines_from_end(scene.sentences)
    for index, sentence in enumerate(scene.sentences):
        by_clause = scene.cues[place : place + len(sentence.clauses)]
        place += len(sentence.clauses)
        found = [cue for clause in by_clause for cue in clause]
        scores = scored(found)
        zone = structural(scene, index, sentence, scores, last_line[index])
        if zone is not None:
            judged.append(Judged(sentence.start, sentence.end, sentence, sentence.clauses, zone, "layout", tuple(found)))
            if zone is not Zone.HEADING:
                mode = after(mode, zone, found)
            elif index >= TITLE_LINES or sentence.node is not None:
                mode = after_heading(scene, sentence, found, mode)
            continue
        if sentence.opens_line and sentence.node is None and mode in (Zone.ACHIEVEMENT, Zone.PROBLEM):
            share = scene.lexicon.priors["faded"]
        extra = added(scene, index, sentence, last_line[index], mode)
        parts = cut(scene, sentence, by_clause, mode, share, extra)
        judged.extend(parts)
        if any(cue.sets is parts[-1].zone for _, _, cue in found):
            share = 1.0
        mode = after(mode, parts[-1].zone, found)
    return judged


def added(scene: Scene, index: int, sentence: Sentence, lines_after: int, mode: Zone | None) -> Scores:
    """What the place of a sentence speaks for: an announcement before a series, an item, an appeal at the end."""
    priors = scene.lexicon.priors
    scores: Scores = {}
    following = scene.sentences[index + 1] if index + 1 < len(scene.sentences) else None
    text = scene.text[sentence.start : sentence.end]
    before_series = following is not None and following.opens_item and not sentence.opens_item
    if before_series and len(text) < LONGEST_HEADING and COUNT.search(text) and not holds(scene.acting, sentence.start, sentence.end):
        scores[Zone.PROCEDURE] = priors["announced"]
    if sentence.opens_item and sentence.node is not None:
        if scene.nodes[sentence.node].marker.endswith("要"):
            scores[Zone.DIRECTIVE] = priors["item"]
        elif mode is Zone.DIRECTIVE:
            scores[Zone.DIRECTIVE] = priors["directive"]
    if lines_after <= 1 and sentence.node is None and index > TITLE_LINES:
        scores[Zone.CLOSING] = priors["last"]
    return scores


def lines_from_end(sentences: tuple[Sentence, ...]) -> list[int]:
    """For each sentence, how many lines stand after its own."""
    after: list[int] = []
    lines = 0
    for sentence in reversed(sentences):
        after.append(lines)
        lines += sentence.opens_line
    return after[::-1]


def after(mode: Zone | None, zone: Zone, found: list[Found]) -> Zone | None:
    """The zone that is likely to go on: what a cue of the winning zone sets, or a zone that has clear evidence."""
    sets = next((cue.sets for _, _, cue in found if cue.sets and cue.zone is zone), None)
    return sets or mode


def after_heading(scene: Scene, sentence: Sentence, found: list[Found], mode: Zone | None) -> Zone | None:
    """What a heading lets expect: 工作回顾 looks back, 存在问题 names problems, 着力… assigns work."""
    scores = {z: s for z, s in scored(found).items() if z in (Zone.DIRECTIVE, Zone.ACHIEVEMENT, Zone.PROBLEM)}
    if scores:
        return best(scores, Zone.DIRECTIVE)
    node = scene.nodes[sentence.node] if sentence.node is not None else None
    if node and node.level == 1 and (mode is None or sentence.opens_line and is_fixed(node.marker)):
        return Zone.DIRECTIVE
    return mode


def structural(scene: Scene, index: int, sentence: Sentence, scores: Scores, lines_after: int) -> Zone | None:
    """The zone that layout alone decides: titles, headings, salutations, date lines, formulas, page furniture."""
    text = scene.flat[sentence.start : sentence.end]
    if scores.get(Zone.NOISE, 0) >= 5:
        return Zone.NOISE
    if not index and len(text) > LONGEST_HEADING and text.endswith(("...", "…")):
        return Zone.NOISE
    if sentence.end in scene.formulas:
        return Zone.PROCEDURE
    if scores.get(Zone.CLOSING, 0) >= 8:
        return Zone.CLOSING
    if sentence.opens_item and is_heading(scene, index, sentence, text):
        return Zone.HEADING
    alone = sentence.opens_line and sentence.closes_line and not sentence.opens_item
    if not alone:
        return None
    if scores.get(Zone.PROCEDURE, 0) >= 4 and sentence.end - sentence.start < 30 and (index or text[-1] in "。：:" or scores[Zone.PROCEDURE] >= 8):
        return Zone.PROCEDURE
    return alone_on_line(index, text, scores, lines_after)


def alone_on_line(index: int, text: str, scores: Scores, lines_after: int) -> Zone | None:
    """A line of one sentence without an enumerator: title, sub-heading, addressee, signature or date."""
    if DATE_LINE.match(text) or NUMBER_LINE.search(text) or (text[0] in "（(" and text[-1] in "）)" and len(text) < 40 and index < TITLE_LINES):
        return Zone.PROCEDURE
    if text[-1] in "：:" and index < TITLE_LINES and len(text) < LONGEST_ADDRESS and not scores:
        return Zone.PROCEDURE
    if text[-1] in "。！？!?；;：:，,、…" or len(text) > LONGEST_HEADING:
        return None
    if lines_after <= SIGNATURE_LINES and index > TITLE_LINES and len(text) <= 30:
        return Zone.PROCEDURE
    return Zone.HEADING


def is_heading(scene: Scene, index: int, sentence: Sentence, text: str) -> bool:
    """The heading rule: the first sentence of an item, followed by more of it, that carries no field of a directive."""
    if index in scene.fielded or text[-1] in "；;，,？?" or len(sentence.clauses) > 3 or len(text) > LONGEST_HEADING:
        return False
    node = sentence.node
    following = scene.sentences[index + 1] if index + 1 < len(scene.sentences) else None
    if following is None or node is None:
        return False
    own_line = sentence.opens_line and sentence.closes_line
    more = following.start < scene.nodes[node].end and (following.node == node or beneath(scene.nodes, following.node, node))
    if own_line and scene.nodes[node].level <= 3 and text[-1] not in "。！？!?":
        return True
    if own_line and not more:
        return text[-1] not in "！？!?" and len(text) <= LONGEST_HEADING and is_fixed(scene.nodes[node].marker)
    return more and (text[-1] in "。：:" or sentence.closes_line)


def is_fixed(marker: str) -> bool:
    """Whether an enumerator is of the kinds that open a line of their own: 一、 （一） 1."""
    return marker[-1] in "、）).．"


def beneath(nodes: tuple[Node, ...], node: int | None, above: int) -> bool:
    """Whether a node lies inside another."""
    while node is not None and node != above:
        node = nodes[node].parent
    return node == above


def with_priors(scene: Scene, clauses: Sequence[Clause], found: list[Found], mode: Zone | None, share: float) -> Scores:
    """The weights of the cues with what context adds: what went before, who acts, by when, how it ends."""
    priors = scene.lexicon.priors
    scores = scored(found)
    start, end = clauses[0].start, clauses[-1].end
    ties = {s.tie for s in scene.subjects[bisect_left(scene.acting, start) : bisect_left(scene.acting, end)]}
    order = 0.0
    if ties & {Tie.MODAL, Tie.BY, Tie.LABEL}:
        order += priors["subject"]
    elif Tie.VERB in ties:
        order += priors["acting"]
    if holds(scene.deadlines, start, end):
        order += priors["deadline"]
    reported = any(scores.get(zone, 0.0) >= OPPOSING for zone in (Zone.ACHIEVEMENT, Zone.PROBLEM))
    if mode is Zone.DIRECTIVE and not reported and holds(scene.numbers, start, end):
        order += priors["number"]
    if scene.flat[end - 1] in "？?":
        order += priors["question"]
    formed = order > 0 or Zone.DIRECTIVE in scores
    strong = scores.get(Zone.DIRECTIVE, 0.0) >= STRONG_ORDER
    scores[Zone.DIRECTIVE] = scores.get(Zone.DIRECTIVE, 0.0) + order
    if mode is None:
        for zone in (Zone.ACHIEVEMENT, Zone.RATIONALE):
            scores[zone] = scores.get(zone, 0.0) + priors["start"]
        if holds(scene.numbers, start, end):
            scores[Zone.ACHIEVEMENT] += priors["number"]
        return scores
    opposed = strong or any(scores.get(zone, 0.0) >= OPPOSING for zone in CONTENT[1:] if zone is not mode)
    prior = priors[mode] * share * (priors["opposed"] if opposed and mode is not Zone.DIRECTIVE else 1.0)
    if mode is Zone.DIRECTIVE and not formed:
        prior = priors["unordered"]
        scores[Zone.RATIONALE] = scores.get(Zone.RATIONALE, 0.0) + priors["rationale"]
    scores[mode] = scores.get(mode, 0.0) + prior
    return scores


def holds(places: tuple[int, ...], start: int, end: int) -> bool:
    """Whether one of the sorted places lies inside a span."""
    return bisect_left(places, start) < bisect_left(places, end)


def cut(
    scene: Scene, sentence: Sentence, by_clause: list[list[Found]], mode: Zone | None, share: float, extra: Scores
) -> list[Judged]:
    """The sentence as one part, or as two where a report, a problem or a reason is followed by an order."""
    clauses = sentence.clauses
    for place in range(1, len(clauses)):
        if not orders(by_clause[place]) and not addresses(by_clause[place]):
            continue
        begin = behind_report(scene, clauses, by_clause, place, mode)
        if begin:
            first = judged(scene, sentence, clauses[:begin], by_clause[:begin], mode, share, {})
            rest = judged(scene, sentence, clauses[begin:], by_clause[begin:], Zone.DIRECTIVE, 1.0, extra)
            if first.zone not in (Zone.DIRECTIVE, rest.zone):
                return [first, rest]
        break
    return [judged(scene, sentence, clauses, by_clause, mode, share, extra)]


def orders(found: list[Found]) -> bool:
    """Whether a clause carries a plain order."""
    return any(cue.id in STRONG for _, _, cue in found)


def addresses(found: list[Found]) -> bool:
    """Whether a clause begins an appeal (请大家…)."""
    return any(cue.id == "appeal" for _, _, cue in found)


def behind_report(
    scene: Scene, clauses: tuple[Clause, ...], by_clause: list[list[Found]], place: int, mode: Zone | None
) -> int:
    """The clause at which the order begins when what stands before it is of another zone, else 0."""
    begin = place
    while begin > 1 and scene.connectives.adverbial.match(scene.flat, clauses[begin - 1].start) and told(by_clause[begin - 1]) < TOLD:
        begin -= 1
    before = [cue for clause in by_clause[:begin] for cue in clause]
    if scene.flat[clauses[begin - 1].end - 2] == "的":
        return 0
    if scene.connectives.adverbial.match(scene.flat, clauses[0].start) and begin == 1 and told(before) < TOLD or orders(before):
        return 0
    copular = any(s.tie is Tie.COPULA and s.start < clauses[begin].start and s.start >= clauses[0].start for s in scene.subjects)
    new_subject = any(clauses[begin].start <= s.start < clauses[place].end for s in scene.subjects)
    if copular and not new_subject:
        return 0
    scores = {z: w for z, w in scored(before).items() if z is not Zone.DIRECTIVE}
    if mode in scores and mode in (Zone.ACHIEVEMENT, Zone.PROBLEM):
        scores[mode] += 1.0
    return begin if scores and max(scores.values()) >= 1.5 else 0


def told(found: list[Found]) -> float:
    """How plainly cues speak of what has been done or is wrong."""
    return max((w for z, w in scored(found).items() if z in (Zone.ACHIEVEMENT, Zone.PROBLEM)), default=0.0)


def judged(
    scene: Scene, sentence: Sentence, clauses: Sequence[Clause], by_clause: list[list[Found]], mode: Zone | None, share: float, extra: Scores
) -> Judged:
    """One part of a sentence with the zone that weighs most."""
    found = [cue for clause in by_clause for cue in clause]
    scores = with_priors(scene, clauses, found, mode, share)
    for zone, weight in extra.items():
        scores[zone] = scores.get(zone, 0.0) + weight
    zone = best(scores, mode or Zone.RATIONALE)
    decisive = max((f for f in found if f[2].zone is zone), key=lambda f: f[2].weight, default=None)
    rule = decisive[2].id if decisive else "context"
    return Judged(clauses[0].start, clauses[-1].end, sentence, tuple(clauses), zone, rule, tuple(found))
