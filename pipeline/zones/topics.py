"""Clauses that only name a case or a topic: what stands in them is told of nobody."""

import re

from pipeline.model import Clause, Sentence
from pipeline.zones.scene import ACHIEVEMENT, PROBLEM, RATIONALE, Found, Scene

TOPIC = 24  # characters before the end of a clause within which the 的 of its topic stands
COUNTED = re.compile(  # matched at the last 的 of a clause
    r"的[^有是]{0,10}?[\d*×_一二两三四五六七八九十百几]+多?[个处家户名条项座件批所片类台宗起只支位栋段份][^有是]{0,8}$"
)
TOLD = (ACHIEVEMENT, PROBLEM, RATIONALE)
BANS = ("forbid", "must-not", "dont", "against")  # rows behind which a clause says what must not be
NAMING = ("copula", "definition", "is-not")  # rows of 是, behind which a clause says something: 大家是重视的，…


def heard(scene: Scene, sentence: Sentence, by_clause: list[list[Found]]) -> list[list[Found]]:
    """The cues of each clause, without those by which a case or a topic is only named.

    没有开工的58个项目，要倒排工期; 造成重大损失的，从严追究.
    """
    clauses = sentence.clauses
    last = clauses[-1]
    if scene.flat.find("的", sentence.start, last.start) < 0 or ends_in_de(scene, last):
        return by_clause
    kept = by_clause.copy()
    for place in range(len(clauses) - 2, -1, -1):
        if by_clause[place] and names_topic(scene, clauses, by_clause[place], place):
            kept[place] = [cue for cue in by_clause[place] if cue[2].zone not in TOLD]
    return kept


def ends_in_de(scene: Scene, clause: Clause) -> bool:
    """Whether a clause ends in 的."""
    return scene.flat.endswith("的", clause.start, clause.end - len(clause.stop))


def names_topic(scene: Scene, clauses: tuple[Clause, ...], found: list[Found], place: int) -> bool:
    """Whether a clause with cues names a case (…的，) or counts things with an attribute (…的58个项目，).

    A row of things counted is a report: 无证经营的3家，超范围经营的5家.
    """
    clause = clauses[place]
    end = clause.end - len(clause.stop)
    attribute = scene.flat.rfind("的", clause.start, end)
    if place == 0 <= attribute and found[-1][1] <= attribute and names_group(scene, clause.start, end):
        return True
    if attribute < 0 or any([cue.id in NAMING for _, _, cue in found]):
        return False
    if attribute == end - 1:
        return True
    if found[-1][1] > attribute or not counts(scene, attribute, end):
        return False
    following = clauses[place + 1]
    end = following.end - len(following.stop)
    return not counts(scene, scene.flat.rfind("的", following.start, end), end)


def names_group(scene: Scene, start: int, end: int) -> bool:
    """Whether a clause names a group by what it has done or not: 已经参保的人员，直接办理."""
    return scene.flat[start] in "已未" and scene.flat.endswith(scene.connectives.conditioned, start, end)


def counts(scene: Scene, attribute: int, end: int) -> bool:
    """Whether a clause counts things behind its last 的."""
    return attribute >= end - TOPIC and attribute >= 0 and COUNTED.match(scene.flat, attribute, end) is not None


def without_banned(found: list[Found]) -> list[Found]:
    """The cues of a clause, without the problems that it forbids: 决不允许|瞒报漏报的现象."""
    ban = next((start for start, _, cue in found if cue.id in BANS), None)
    if ban is None:
        return found
    return [hit for hit in found if hit[0] < ban or hit[2].zone is not PROBLEM]
