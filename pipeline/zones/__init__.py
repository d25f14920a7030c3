"""sentences + evidence -> zones: what each sentence, or part of one, is for (篇章功能)."""

import re
from dataclasses import replace
from itertools import chain

from pipeline.model import Judged, Sentence, Zone
from pipeline.zones.cuts import cut
from pipeline.zones.layout import TITLE_LINES, is_fixed, is_lede, lines_from_end, structural
from pipeline.zones.scene import ACHIEVEMENT, DIRECTIVE, PROBLEM, RATIONALE, Found, Scene, Scores, best, scored
from pipeline.zones.topics import heard, without_banned
from pipeline.zones.weighing import added, aimed, decisive, is_plain


def zoned(scene: Scene) -> list[Judged]:
    """Every sentence of a text with its zone, cut at the commas where the zone changes."""
    judged: list[Judged] = []
    course = Course(scene.lexicon.priors["faded"])
    place = 0
    last_line = lines_from_end(scene.sentences)
    for index, sentence in enumerate(scene.sentences):
        clauses = sentence.clauses
        first, place = place, place + len(clauses)
        by_clause = scene.cues[first:place]
        if len(clauses) > 1:
            by_clause = heard(scene, sentence, by_clause)
            found = list(chain.from_iterable(by_clause))
        else:
            found = by_clause[0]
        scores = scored(found) if found else {}
        if PROBLEM in scores and DIRECTIVE in scores:
            by_clause = [without_banned(cues) for cues in by_clause]
            found = list(chain.from_iterable(by_clause))
            scores = scored(found)
        lede = index < TITLE_LINES and is_lede(scene, sentence, scores, course.mode)
        zone = structural(scene, index, sentence, scores, last_line[index], course.mode, lede=lede)
        if zone is None:
            judged += course.weighed(scene, index, by_clause, found, scores)
        else:
            judged.append(course.laid_out(scene, index, zone, found, scores, lede=lede))
    return judged


HEARD = ("获悉", "了解到", "得知", "透露")  # what follows is news
THINKS = "认为"  # what follows is a judgement: 会议认为，条件已经成熟
DEMANDS = ("要求", "部署", "明确", "决定", "号召")  # what follows assigns work: 会议要求，食堂一律接入监控
ANNOUNCED = re.compile("(?:要求|部署|安排|意见|建议|任务|举措|措施|打算)[：:。]$")
SPOKEN = re.compile("讲话|发言|致辞|主持词|报告|述职|演讲|表态|点评|谈话")
RUNNING = frozenset(("attendance", "opening"))  # rows of who was there, and of what the meeting dealt with
DATELINE = "dateline"  # the row of where a report was sent from
STAGED = 4.0  # what wordings of procedure weigh in a sentence that opens a meeting or says who was there
RETOLD = frozenset(("gave", "spoke", "takes-floor", "announce"))  # rows of what happens while it runs
HAPPENED = re.compile("会后[，,][^。；;]*?[\u4e00-\u9fff]了")  # in a report: 会后，与会人员参观了展厅
LATER = frozenset(("next", "from-now"))  # rows of what is still to come
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

    def weighed(
        self, scene: Scene, index: int, by_clause: list[list[Found]], found: list[Found], scores: Scores
    ) -> list[Judged]:
        """The parts of a sentence whose zone its wordings decide."""
        sentence, clauses = scene.sentences[index], scene.sentences[index].clauses
        self.meets(scene, sentence)
        mode, last = self.mode, self.last
        if self.reporting and HAPPENED.match(scene.flat, sentence.start, sentence.end):
            by_clause = [[cue for cue in cues if cue[2].id not in LATER] for cues in by_clause]
            found = list(chain.from_iterable(by_clause))
            scores = scored(found)
        if ACHIEVEMENT in scores and mode is DIRECTIVE and last is DIRECTIVE and not sentence.opens_line:
            scores = aimed(scene, sentence, found, scores)
        if is_plain(scene, index, sentence, scores, mode, last):
            start, end, rule = sentence.start, sentence.end, decisive(found, DIRECTIVE)
            parts = [Judged(start, end, sentence, clauses, DIRECTIVE, rule, tuple(found))]
        else:
            extra = added(scene, index, sentence, mode, last)
            marked = index in scene.marked
            parts = cut(scene, sentence, clauses, marked, by_clause, found, scores, mode, self.share, extra)
        self.follows(parts[-1].zone, found, scores)
        if not self.reporting:
            return parts
        self.announced(scene, sentence)
        return [self.retold(scene, part) for part in parts]

    def laid_out(
        self, scene: Scene, index: int, zone: Zone, found: list[Found], scores: Scores, *, lede: bool
    ) -> Judged:
        """A sentence whose zone the layout decides."""
        sentence = scene.sentences[index]
        told = self.tells(scene, sentence, zone, lede=lede)
        if told and staged(found) < STAGED:
            zone = ACHIEVEMENT
        part = Judged(sentence.start, sentence.end, sentence, sentence.clauses, zone, "layout", tuple(found))
        part = part if told else self.retold(scene, part)
        zone = part.zone
        self.last = None if zone is Zone.HEADING or zone is Zone.NOISE else zone
        if told or self.quotes(scene, sentence):
            return part
        if zone is not Zone.HEADING:
            self.mode = after(self.mode, zone, found)
        elif index >= TITLE_LINES or sentence.node is not None:
            self.section = self.mode = after_heading(scene, sentence, scores, self.mode)
        return part

    def tells(self, scene: Scene, sentence: Sentence, zone: Zone, *, lede: bool) -> bool:
        """Whether a report begins here: it tells what happened, and nobody is spoken to."""
        if zone is Zone.CLOSING or (zone is Zone.HEADING and SPOKEN.search(scene.flat, sentence.start, sentence.end)):
            self.spoken = True
        if self.spoken or not lede or scene.flat[sentence.end - 1] in "：:":
            return False
        self.reporting, self.mode, self.share = True, ACHIEVEMENT, 1.0
        return True

    def retold(self, scene: Scene, part: Judged) -> Judged:
        """In a report, what happened while the meeting ran is told (区长作了发言。); what comes next is announced."""
        if not self.reporting:
            return part
        stop = scene.flat[part.end - 1]
        ids = {cue.id for _, _, cue in part.cues}
        if part.zone is ACHIEVEMENT and ANNOUNCED.search(scene.flat, part.start, part.end) and stop in "：:":
            return replace(part, zone=Zone.PROCEDURE)
        told = part.zone is Zone.PROCEDURE and stop not in "：:" and part.end not in scene.formulas
        return replace(part, zone=ACHIEVEMENT) if told and ids & RETOLD and not ids & RUNNING else part

    def quotes(self, scene: Scene, sentence: Sentence) -> bool:
        """Whether a report lets its leader speak, who assigns work."""
        if sentence.end not in scene.formulas:
            return False
        if scene.flat.endswith(HEARD, sentence.start, sentence.end - 1):
            self.reporting, self.mode, self.share, self.last = True, ACHIEVEMENT, 1.0, None
            return True
        if scene.flat.endswith(THINKS, sentence.start, sentence.end - 1):
            self.mode, self.share, self.last = RATIONALE, 1.0, None
            return True
        if not self.reporting:
            return False
        self.mode, self.share = DIRECTIVE, 1.0
        self.last = DIRECTIVE if scene.flat.endswith(DEMANDS, sentence.start, sentence.end - 1) else None
        return True

    def announced(self, scene: Scene, sentence: Sentence) -> None:
        """What a report's leader asks for comes behind it (副市长对下一步工作作了部署：)."""
        if ANNOUNCED.search(scene.flat, sentence.start, sentence.end):
            self.mode, self.share = DIRECTIVE, 1.0

    def meets(self, scene: Scene, sentence: Sentence) -> None:
        """A look back inside a section of orders is one sentence long; a report fades from line to line."""
        if self.reporting and narrates(scene, sentence):
            self.mode, self.share = ACHIEVEMENT, 1.0
            return
        if sentence.node is not None:
            if self.section is DIRECTIVE and (self.mode is ACHIEVEMENT or sentence.opens_line):
                self.mode, self.share = DIRECTIVE, 1.0
        elif sentence.opens_line and (self.mode is ACHIEVEMENT or self.mode is PROBLEM):
            self.share = self.faded

    def follows(self, zone: Zone, found: list[Found], scores: Scores) -> None:
        """What a wording announces goes on with its full share, and so does an order or a problem."""
        if self.share != 1.0 and any([cue.sets is zone for _, _, cue in found]):
            self.share = 1.0
        self.last = zone
        clear = zone is DIRECTIVE or (zone is PROBLEM and scores.get(zone, 0.0) >= CLEAR)
        self.mode = zone if clear else after(self.mode, zone, found)


def staged(found: list[Found]) -> float:
    """How plainly a sentence belongs to the running of a meeting; where a report was sent from does not count."""
    return scored([hit for hit in found if hit[2].id != DATELINE]).get(Zone.PROCEDURE, 0.0)


def narrates(scene: Scene, sentence: Sentence) -> bool:
    """Whether a report goes on telling: 会上，…; 9月19日下午，我市召开…会议."""
    words, flat, start = scene.connectives, scene.flat, sentence.start
    return bool(words.narrated.match(flat, start) or words.lede.match(flat, start, sentence.end))


def after(mode: Zone | None, zone: Zone, found: list[Found]) -> Zone | None:
    """The zone that is likely to go on: what a cue of the winning zone sets, or the one before."""
    for _, _, cue in found:
        if cue.sets and cue.zone is zone:
            return cue.sets
    return mode


def after_heading(scene: Scene, sentence: Sentence, cued: Scores, mode: Zone | None) -> Zone | None:
    """What a heading lets expect: 工作回顾 looks back, 存在问题 names problems, 着力… assigns work.

    Inside a section of orders only a plain wording turns: 聚力民生福祉，惠及群众 does not look back.
    """
    node = scene.nodes[sentence.node] if sentence.node is not None else None
    least = CLEAR if mode is DIRECTIVE and node and node.level > 1 else 0.0
    scores: Scores = {
        zone: weight
        for zone, weight in cued.items()
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
