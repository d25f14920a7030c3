"""The weights of wordings with what the context adds, and the zone that weighs most."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from math import inf

from pipeline.model import Clause, Judged, Sentence, Tie, Zone
from pipeline.zones.layout import LONGEST_HEADING, TITLE_LINES
from pipeline.zones.scene import (
    ACHIEVEMENT,
    CONTENT,
    DIRECTIVE,
    PROBLEM,
    RATIONALE,
    Found,
    Scene,
    Scores,
    best,
    holds,
    scored,
)

STRONG_ORDER, OPPOSING = 3.0, 1.5  # weights of the cues of one sentence that speak against what went before
COUNT = re.compile(r"[二三四五六七八九十两几][个件条点句项大]")
TOLD_TO = (Tie.MODAL, Tie.BY, Tie.LABEL)


def added(scene: Scene, index: int, sentence: Sentence, lines_after: int, mode: Zone | None) -> Scores:
    """What the place of a sentence speaks for: an announcement before a series, an item, an appeal at the end."""
    priors = scene.lexicon.priors
    scores: Scores = {}
    following = scene.sentences[index + 1] if index + 1 < len(scene.sentences) else None
    text = scene.text[sentence.start : sentence.end]
    before_series = following is not None and following.opens_item and not sentence.opens_item
    if (
        before_series
        and len(text) < LONGEST_HEADING
        and COUNT.search(text)
        and not holds(scene.acting, sentence.start, sentence.end)
    ):
        scores[Zone.PROCEDURE] = priors["announced"]
    if sentence.opens_item and sentence.node is not None:
        if scene.nodes[sentence.node].marker.endswith("要"):
            scores[Zone.DIRECTIVE] = priors["item"]
        elif mode is Zone.DIRECTIVE:
            scores[Zone.DIRECTIVE] = priors["directive"]
    if lines_after <= 1 and sentence.node is None and index > TITLE_LINES:
        scores[Zone.CLOSING] = priors["last"]
    return scores


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
