"""The weights of wordings with what the context adds, and the zone that weighs most."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from math import inf

from pipeline.model import Clause, Judged, Sentence, Tie, Zone
from pipeline.zones.layout import LONGEST_HEADING
from pipeline.zones.scene import (
    ACHIEVEMENT,
    DIRECTIVE,
    PROBLEM,
    RATIONALE,
    Found,
    Scene,
    Scores,
    best,
    holds,
)

STRONG_ORDER, OPPOSING = 3.0, 1.5  # weights of the cues of one sentence that speak against what went before
COUNT = re.compile(r"[二三四五六七八九十两几][个件条点句项大方]")
LISTING = re.compile("[^，,。；;：:要请]{2,14}(?:为|如下|分为)[：:]")  # 具体程序为：
ABOUT, MATTER = "关于", 20  # how a sentence opens that only names a matter, and how long it is
NEXT = {zone: f"next_{zone}" for zone in Zone}  # priors by the zone before in the same line
RESULTS = frozenset(("obtained", "comparative", "enlisted", "promised", "going-well"))  # rows of results: 显著提升
PAST = re.compile("[了已曾]|以来|来，|同比|比上年|较上年|先后|累计|去年|今年|目前|刚才|[上前][半一两三年月周]")
TOLD_TO = frozenset((Tie.MODAL, Tie.BY, Tie.LABEL))


def aimed(scene: Scene, sentence: Sentence, found: Sequence[Found], scores: Scores) -> Scores:
    """The weights of a sentence right behind an order: results without a word of the past may be what it aims at.

    深化医疗改革。县域就诊率达到九成，群众负担明显减轻。
    """
    if PAST.search(scene.flat, sentence.start, sentence.end):
        return scores
    if any([cue.zone is ACHIEVEMENT and cue.id not in RESULTS for _, _, cue in found]):
        return scores
    return scores | {ACHIEVEMENT: scores[ACHIEVEMENT] / 2}


def is_plain(
    scene: Scene, index: int, sentence: Sentence, scores: Scores, mode: Zone | None, last: Zone | None
) -> bool:
    """Whether a sentence among orders speaks of nothing else, so that whatever is added makes it an order."""
    if mode is not DIRECTIVE or len(scores) != 1 or scores.get(DIRECTIVE, 0.0) <= 0.0:
        return False
    if scene.flat[sentence.end - 1] in "！!？?":
        return False
    if sentence.opens_item:
        return True
    if last is not None and last is not DIRECTIVE and not sentence.opens_line:
        return False
    following = scene.sentences[index + 1] if index + 1 < len(scene.sentences) else None
    return following is None or not announces(scene, sentence, following)


def added(scene: Scene, index: int, sentence: Sentence, mode: Zone | None, last: Zone | None) -> Scores:
    """What the place of a sentence speaks for: its item, its neighbour, a series that it announces, its exclamation."""
    priors = scene.lexicon.priors
    scores: Scores = {}
    if sentence.opens_item:
        if sentence.node is not None:
            scores[DIRECTIVE] = itemised(scene, sentence.node, mode)
    else:
        if last is not None and not sentence.opens_line:
            scores[last] = priors[NEXT[last]]
        if index + 1 < len(scene.sentences) and announces(scene, sentence, scene.sentences[index + 1]):
            scores[Zone.PROCEDURE] = scores.get(Zone.PROCEDURE, 0.0) + priors["announced"]
    if scene.flat[sentence.end - 1] in "！!":
        scores[Zone.CLOSING] = scores.get(Zone.CLOSING, 0.0) + priors["exclaimed"]
    return scores


def itemised(scene: Scene, node: int, mode: Zone | None) -> float:
    """What an item speaks for an order: 一要… always, any other where nothing else went before."""
    if scene.nodes[node].marker.endswith("要"):
        return scene.lexicon.priors["item"]
    return scene.lexicon.priors["directive"] if mode is DIRECTIVE or mode is None else 0.0


def announces(scene: Scene, sentence: Sentence, following: Sentence) -> bool:
    """Whether a short sentence says what will come: how many items (下面我讲三点意见), or what about (关于停车)."""
    if names_matter(scene, sentence) or LISTING.fullmatch(scene.flat, sentence.start, sentence.end):
        return True
    if not following.opens_item or following.node is None:
        return False
    start, end = sentence.start, sentence.end
    if end - start >= LONGEST_HEADING or scene.nodes[following.node].parent != sentence.node:
        return False
    return bool(COUNT.search(scene.text, start, end)) and not holds(scene.acting, start, end)


def names_matter(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence only names what the next ones are about: 关于占道经营。."""
    start, end = sentence.start, sentence.end
    return end - start <= MATTER and scene.flat.startswith(ABOUT, start) and len(sentence.clauses) == 1


def with_priors(
    scene: Scene, start: int, end: int, marked: bool, cued: Scores, mode: Zone | None, share: float
) -> Scores:
    """The weights of the cues with what context adds: what went before, who acts, by when, how it ends."""
    priors = scene.lexicon.priors
    scores = cued.copy()
    order = asked(scene, start, end, cued, mode) if marked else 0.0
    if scene.flat[end - 1] in "？?":
        order += priors["question"]
    ordered = cued.get(DIRECTIVE, 0.0)
    scores[DIRECTIVE] = ordered + order
    if mode is None:
        for zone in (ACHIEVEMENT, RATIONALE):
            scores[zone] = scores.get(zone, 0.0) + priors["start"]
        if order <= 0 and DIRECTIVE not in cued:
            scores[Zone.PROCEDURE] = scores.get(Zone.PROCEDURE, 0.0) + priors["opening"]
        if holds(scene.numbers, start, end) and not holds(scene.deadlines, start, end):
            scores[ACHIEVEMENT] += priors["number"]
        return scores
    prior = priors[mode] * share
    if mode is not DIRECTIVE:
        opposed = ordered >= STRONG_ORDER or opposes(cued, mode)
        prior *= priors["opposed"] if opposed else 1.0
    elif order <= 0 and DIRECTIVE not in cued:
        prior = priors["unordered"]
        scores[RATIONALE] = scores.get(RATIONALE, 0.0) + priors["rationale"]
    scores[mode] = scores.get(mode, 0.0) + prior
    return scores


def opposes(cued: Scores, mode: Zone) -> bool:
    """Whether cues speak plainly for something that is neither what went before nor an order."""
    return any([weight >= OPPOSING and zone is not mode and zone is not DIRECTIVE for zone, weight in cued.items()])


def asked(scene: Scene, start: int, end: int, cued: Scores, mode: Zone | None) -> float:
    """What speaks for an order beside the cues: who acts, by when, how much."""
    priors = scene.lexicon.priors
    first, last = bisect_left(scene.acting, start), bisect_left(scene.acting, end)
    order = 0.0
    if first < last:
        ties = [subject.tie for subject in scene.subjects[first:last]]
        if not TOLD_TO.isdisjoint(ties):
            order = priors["subject"]
        elif Tie.VERB in ties:
            order = priors["acting"]
    if mode is DIRECTIVE and (cued.get(ACHIEVEMENT, 0.0) >= OPPOSING or cued.get(PROBLEM, 0.0) >= OPPOSING):
        return order + (priors["deadline_told"] if holds(scene.deadlines, start, end) else 0.0)
    if holds(scene.deadlines, start, end):
        order += priors["deadline"]
    if mode is DIRECTIVE and holds(scene.numbers, start, end):
        order += priors["number"]
    return order


def judged(
    scene: Scene,
    sentence: Sentence,
    marked: bool,
    clauses: tuple[Clause, ...],
    found: Sequence[Found],
    cued: Scores,
    mode: Zone | None,
    share: float,
    extra: Scores,
) -> Judged:
    """One part of a sentence with the zone that weighs most; `cued` are the weights of the cues `found` in it."""
    start, end = clauses[0].start, clauses[-1].end
    scores = with_priors(scene, start, end, marked, cued, mode, share)
    for zone, weight in extra.items():
        scores[zone] = scores.get(zone, 0.0) + weight
    if scene.flat[end - 1] in "？?":  # a question praises nothing
        scores.pop(ACHIEVEMENT, None)
    zone = best(scores, mode if mode and mode in scores else RATIONALE)
    return Judged(start, end, sentence, clauses, zone, decisive(found, zone), tuple(found))


def decisive(found: Sequence[Found], zone: Zone) -> str:
    """The heaviest row that speaks for a zone."""
    rule, most = "context", -inf
    for _, _, cue in found:
        if cue.zone is zone and cue.weight > most:
            rule, most = cue.id, cue.weight
    return rule
