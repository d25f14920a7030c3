"""sentences + evidence -> zones: what each sentence, or part of one, is for (篇章功能)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

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
COUNT = re.compile(r"[二三四五六七八九十两几][个件条点句项大]")
DIRECTIVE, ACHIEVEMENT, PROBLEM, RATIONALE = Zone.DIRECTIVE, Zone.ACHIEVEMENT, Zone.PROBLEM, Zone.RATIONALE
CONTENT = (DIRECTIVE, ACHIEVEMENT, PROBLEM, RATIONALE, Zone.PROCEDURE, Zone.CLOSING, Zone.NOISE)
TOLD_TO = (Tie.MODAL, Tie.BY, Tie.LABEL)
STRONG = frozenset({"modal", "forbid", "ensure", "key-point", "we-will", "demand", "sanction"})
TURNING = STRONG | {"appeal"}  # rows at which a report may turn into an order or an appeal (请大家…)


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


def scored(found: Sequence[Found]) -> Scores:
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
    heaviest, most = otherwise, 0.0
    for zone in CONTENT:
        weight = scores.get(zone, 0.0)
        if weight > most:
            heaviest, most = zone, weight
    return heaviest


def zoned(scene: Scene) -> list[Judged]:
    """Every sentence of a text with its zone, cut at the commas where the zone changes."""
    judged: list[Judged] = []
    mode: Zone | None = None
    section: Zone | None = None  # what the last heading lets expect
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
                section = mode = after_heading(scene, sentence, found, mode)
            continue
        looks_back = mode is Zone.ACHIEVEMENT or sentence.opens_line
        if section is Zone.DIRECTIVE and sentence.node is not None and looks_back:
            mode, share = section, 1.0  # a look back inside a section of orders is one sentence long
        if sentence.opens_line and sentence.node is None and mode in (Zone.ACHIEVEMENT, Zone.PROBLEM):
            share = scene.lexicon.priors["faded"]
        extra = added(scene, index, sentence, last_line[index], mode)
        parts = cut(scene, sentence, by_clause, scores, mode, share, extra)
        judged.extend(parts)
        if any(cue.sets is parts[-1].zone for _, _, cue in found if cue.sets):
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
    scores: Scores = {z: s for z, s in scored(found).items() if z in (DIRECTIVE, ACHIEVEMENT, PROBLEM)}
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


def with_priors(scene: Scene, start: int, end: int, cued: Scores, mode: Zone | None, share: float) -> Scores:
    """The weights of the cues with what context adds: what went before, who acts, by when, how it ends."""
    priors = scene.lexicon.priors
    scores = cued.copy()
    order = asked(scene, start, end, cued, mode)
    ordered = cued.get(DIRECTIVE, 0.0)
    scores[DIRECTIVE] = ordered + order
    if mode is None:
        for zone in (ACHIEVEMENT, RATIONALE):
            scores[zone] = scores.get(zone, 0.0) + priors["start"]
        if holds(scene.numbers, start, end):
            scores[ACHIEVEMENT] += priors["number"]
        return scores
    prior = priors[mode] * share
    if mode is not DIRECTIVE:
        opposed = ordered >= STRONG_ORDER or any(cued.get(z, 0.0) >= OPPOSING for z in CONTENT[1:] if z is not mode)
        prior *= priors["opposed"] if opposed else 1.0
    elif order <= 0 and DIRECTIVE not in cued:
        prior = priors["unordered"]
        scores[RATIONALE] = scores.get(RATIONALE, 0.0) + priors["rationale"]
    scores[mode] = scores.get(mode, 0.0) + prior
    return scores


def asked(scene: Scene, start: int, end: int, cued: Scores, mode: Zone | None) -> float:
    """What speaks for an order beside the cues: who acts, by when, how much, a question."""
    priors = scene.lexicon.priors
    first, last = bisect_left(scene.acting, start), bisect_left(scene.acting, end)
    ties = [subject.tie for subject in scene.subjects[first:last]]
    order = 0.0
    if any(tie in TOLD_TO for tie in ties):
        order += priors["subject"]
    elif Tie.VERB in ties:
        order += priors["acting"]
    if holds(scene.deadlines, start, end):
        order += priors["deadline"]
    if mode is DIRECTIVE and holds(scene.numbers, start, end):
        reported = cued.get(ACHIEVEMENT, 0.0) >= OPPOSING or cued.get(PROBLEM, 0.0) >= OPPOSING
        order += 0.0 if reported else priors["number"]
    if scene.flat[end - 1] in "？?":
        order += priors["question"]
    return order


def holds(places: tuple[int, ...], start: int, end: int) -> bool:
    """Whether one of the sorted places lies inside a span."""
    return bisect_left(places, start) < bisect_left(places, end)


def cut(
    scene: Scene,
    sentence: Sentence,
    by_clause: list[list[Found]],
    scores: Scores,
    mode: Zone | None,
    share: float,
    extra: Scores,
) -> list[Judged]:
    """The sentence as one part, or as two where a report, a problem or a reason is followed by an order."""
    clauses = sentence.clauses
    for place in range(1, len(clauses)):
        if not by_clause[place] or not speaks(by_clause[place], TURNING):
            continue
        begin = behind_report(scene, clauses, by_clause, place, mode)
        if begin:
            first = judged(scene, sentence, clauses[:begin], by_clause[:begin], None, mode, share, {})
            rest = judged(scene, sentence, clauses[begin:], by_clause[begin:], None, DIRECTIVE, 1.0, extra)
            if first.zone not in (Zone.DIRECTIVE, rest.zone):
                return [first, rest]
        break
    return [judged(scene, sentence, clauses, by_clause, scores, mode, share, extra)]


def speaks(found: list[Found], ids: frozenset[str]) -> bool:
    """Whether one of some rows speaks."""
    return not ids.isdisjoint([cue.id for _, _, cue in found])


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
    if scene.connectives.adverbial.match(scene.flat, clauses[0].start) and begin == 1 and told(before) < TOLD or speaks(before, STRONG):
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


def judged(
    scene: Scene,
    sentence: Sentence,
    clauses: tuple[Clause, ...],
    by_clause: list[list[Found]],
    cued: Scores | None,
    mode: Zone | None,
    share: float,
    extra: Scores,
) -> Judged:
    """One part of a sentence with the zone that weighs most; `cued` are the weights of its cues, where known."""
    found = tuple([cue for clause in by_clause for cue in clause])
    start, end = clauses[0].start, clauses[-1].end
    scores = with_priors(scene, start, end, scored(found) if cued is None else cued, mode, share)
    for zone, weight in extra.items():
        scores[zone] = scores.get(zone, 0.0) + weight
    zone = best(scores, mode or RATIONALE)
    return Judged(start, end, sentence, clauses, zone, decisive(found, zone), found)


def decisive(found: Sequence[Found], zone: Zone) -> str:
    """The heaviest row that speaks for a zone."""
    rule, most = "context", -inf
    for _, _, cue in found:
        if cue.zone is zone and cue.weight > most:
            rule, most = cue.id, cue.weight
    return rule
