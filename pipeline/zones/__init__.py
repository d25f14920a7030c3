"""sentences + evidence -> zones: what each sentence, or part of one, is for (篇章功能)."""

from pipeline.model import Judged, Sentence, Zone
from pipeline.zones.cuts import cut
from pipeline.zones.layout import TITLE_LINES, is_fixed, lines_from_end, structural
from pipeline.zones.scene import ACHIEVEMENT, DIRECTIVE, PROBLEM, Found, Scene, Scores, best, scored
from pipeline.zones.weighing import added


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
            judged.append(
                Judged(sentence.start, sentence.end, sentence, sentence.clauses, zone, "layout", tuple(found))
            )
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
    if node and node.level == 1 and (mode is None or (sentence.opens_line and is_fixed(node.marker))):
        return Zone.DIRECTIVE
    return mode


__all__ = ["Scene", "zoned"]
