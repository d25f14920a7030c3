"""sentences + evidence -> zones: what each sentence, or part of one, is for (篇章功能)."""

import re

from pipeline.model import Judged, Sentence, Zone
from pipeline.zones.cuts import cut
from pipeline.zones.layout import TITLE_LINES, is_fixed, is_lede, lines_from_end, structural
from pipeline.zones.scene import ACHIEVEMENT, DIRECTIVE, PROBLEM, RATIONALE, Found, Scene, Scores, best, scored
from pipeline.zones.topics import heard
from pipeline.zones.weighing import added


def zoned(scene: Scene) -> list[Judged]:
    """Every sentence of a text with its zone, cut at the commas where the zone changes."""
    judged: list[Judged] = []
    course = Course(scene.lexicon.priors["faded"])
    place = 0
    last_line = lines_from_end(scene.sentences)
    for index, sentence in enumerate(scene.sentences):
        by_clause = heard(scene, sentence, scene.cues[place : place + len(sentence.clauses)])
        place += len(sentence.clauses)
        found = by_clause[0] if len(by_clause) == 1 else [cue for clause in by_clause for cue in clause]
        scores = scored(found) if found else {}
        zone = structural(scene, index, sentence, scores, last_line[index], course.mode)
        if zone is None:
            course.meets(scene, sentence)
            extra = added(scene, index, sentence, course.mode, course.last)
            marked = index in scene.marked
            parts = cut(
                scene, sentence, sentence.clauses, marked, by_clause, found, scores, course.mode, course.share, extra
            )
            judged += parts
            course.follows(parts[-1].zone, found)
            course.announced(scene, sentence)
            continue
        told = course.tells(scene, index, sentence, scores, zone)
        if told and scores.get(Zone.PROCEDURE, 0.0) < ATTENDED:
            zone = ACHIEVEMENT
        judged.append(Judged(sentence.start, sentence.end, sentence, sentence.clauses, zone, "layout", tuple(found)))
        course.last = None if zone in (Zone.HEADING, Zone.NOISE) else zone
        if told or course.quotes(scene, sentence):
            continue
        if zone is not Zone.HEADING:
            course.mode = after(course.mode, zone, found)
        elif index >= TITLE_LINES or sentence.node is not None:
            course.section = course.mode = after_heading(scene, sentence, found, course.mode)
    return judged


DEMANDS = ("要求", "部署", "明确", "决定", "号召")  # what follows assigns work: 会议要求，食堂一律接入监控
ANNOUNCED = re.compile("(?:要求|部署|安排|意见|建议|任务|举措|措施|打算)[：:。]$")
SPOKEN = re.compile("讲话|发言|致辞|主持词|报告|述职|演讲|表态|点评|谈话")
ATTENDED = 4.0  # what wordings of procedure weigh in a sentence that says who was there
CLEAR = 2.0  # weight of the wordings by which a problem lets expect another


class Course:
    """What went before a sentence: the zone that goes on, how much it counts, what the last heading lets expect."""

    __slots__ = ("faded", "last", "mode", "reporting", "section", "share", "spoken")

    def __init__(self, faded: float) -> None:
        self.faded = faded
        self.mode: Zone | None = None
        self.section: Zone | None = None
        self.share = 1.0
        self.last: Zone | None = None  # the zone of the part right before
        self.spoken = False  # somebody is spoken to: 同志们： or …会议上的讲话
        self.reporting = False  # what is said stands behind 会议强调，; all else is told

    def tells(self, scene: Scene, index: int, sentence: Sentence, scores: Scores, zone: Zone) -> bool:
        """Whether a report begins here: it tells what happened, and nobody is spoken to."""
        if zone is Zone.CLOSING or (zone is Zone.HEADING and SPOKEN.search(scene.flat, sentence.start, sentence.end)):
            self.spoken = True
        told = not self.spoken and is_lede(scene, index, sentence, scores)
        if not told or scene.flat[sentence.end - 1] in "：:":
            return False
        self.reporting, self.mode, self.share = True, ACHIEVEMENT, 1.0
        return True

    def quotes(self, scene: Scene, sentence: Sentence) -> bool:
        """Whether a report lets its leader speak, who assigns work."""
        if not self.reporting or sentence.end not in scene.formulas:
            return False
        self.mode, self.share = DIRECTIVE, 1.0
        self.last = DIRECTIVE if scene.flat.endswith(DEMANDS, sentence.start, sentence.end - 1) else None
        return True

    def announced(self, scene: Scene, sentence: Sentence) -> None:
        """What a report's leader asks for comes behind it (副市长对下一步工作作了部署：)."""
        if self.reporting and ANNOUNCED.search(scene.flat, sentence.start, sentence.end):
            self.mode, self.share = DIRECTIVE, 1.0

    def meets(self, scene: Scene, sentence: Sentence) -> None:
        """A look back inside a section of orders is one sentence long; a report fades from line to line."""
        if self.reporting and scene.connectives.narrated.match(scene.flat, sentence.start):
            self.mode, self.share = ACHIEVEMENT, 1.0
            return
        if sentence.node is not None:
            if self.section is DIRECTIVE and (self.mode is ACHIEVEMENT or sentence.opens_line):
                self.mode, self.share = DIRECTIVE, 1.0
        elif sentence.opens_line and (self.mode is ACHIEVEMENT or self.mode is PROBLEM):
            self.share = self.faded

    def follows(self, zone: Zone, found: list[Found]) -> None:
        """What a wording announces goes on with its full share, and so does an order or a problem."""
        for _, _, cue in found:
            if cue.sets is zone:
                self.share = 1.0
        self.last = zone
        clear = zone is DIRECTIVE or (zone is PROBLEM and scored(found).get(zone, 0.0) >= CLEAR)
        self.mode = zone if clear else after(self.mode, zone, found)


def after(mode: Zone | None, zone: Zone, found: list[Found]) -> Zone | None:
    """The zone that is likely to go on: what a cue of the winning zone sets, or the one before."""
    for _, _, cue in found:
        if cue.sets and cue.zone is zone:
            return cue.sets
    return mode


def after_heading(scene: Scene, sentence: Sentence, found: list[Found], mode: Zone | None) -> Zone | None:
    """What a heading lets expect: 工作回顾 looks back, 存在问题 names problems, 着力… assigns work.

    Inside a section of orders only a plain wording turns: 聚力民生福祉，惠及群众 does not look back.
    """
    node = scene.nodes[sentence.node] if sentence.node is not None else None
    least = CLEAR if mode is DIRECTIVE and node and node.level > 1 else 0.0
    scores: Scores = {
        zone: weight
        for zone, weight in scored(found).items()
        if zone is DIRECTIVE
        or (zone in (ACHIEVEMENT, PROBLEM) and weight >= least)
        or (zone is RATIONALE and weight >= CLEAR)
    }
    if scores:
        return best(scores, Zone.DIRECTIVE)
    if node and node.level == 1 and (mode is None or (sentence.opens_line and is_fixed(node.marker))):
        return Zone.DIRECTIVE
    return mode


__all__ = ["Scene", "zoned"]
