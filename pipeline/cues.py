"""text -> evidence: the weighted wordings of a lexicon where they stand and count."""

from pipeline.lexicon.cues import CueLexicon, KindCue, Place, ZoneCue
from pipeline.model import Clause, Sentence

SHORT_LINE = 45  # characters of a line that is a heading, a salutation or furniture, and no paragraph

Found = tuple[int, int, "ZoneCue | KindCue"]


def found(flat: str, sentences: tuple[Sentence, ...], bounds: set[int], lexicon: CueLexicon) -> list[list[Found]]:
    """For every clause of every sentence in turn, the cues that count there."""
    hits = lexicon.automaton.find_matches_as_indexes(flat)
    hits.append((0, len(flat) + 1, len(flat) + 2))
    upcoming = 0
    result: list[list[Found]] = []
    for sentence in sentences:
        for clause in sentence.clauses:
            while hits[upcoming][1] < clause.start:
                upcoming += 1
            first = upcoming
            while hits[upcoming][1] < clause.end:
                upcoming += 1
            result.append(counted(hits[first:upcoming], clause, sentence, bounds, lexicon) if upcoming > first else [])
    return result


def counted(
    hits: list[tuple[int, int, int]], clause: Clause, sentence: Sentence, bounds: set[int], lexicon: CueLexicon
) -> list[Found]:
    """The cues of one clause whose place and word boundaries are as their rows ask."""
    found: list[Found] = []
    head = clause.start
    tail = clause.end - len(clause.stop)
    for pattern, start, end in hits:
        at_head = start == head
        if at_head:
            head = end
        for cue in lexicon.meanings[pattern]:
            place = cue.place
            if cue.word and not (start in bounds and end in bounds):
                continue
            if place is Place.ANY or stands(place, start, end, at_head, tail, sentence):
                found.append((start, end, cue))
    return found


def stands(place: Place, start: int, end: int, at_head: bool, tail: int, sentence: Sentence) -> bool:  # noqa: FBT001
    """Whether a wording stands where its row asks for."""
    if place is Place.HEAD:
        return at_head
    if place is Place.TAIL:
        return end >= tail
    if place is Place.LEAD:
        return at_head and start - sentence.start < 8
    if place is Place.CLOSE:
        return end >= sentence.end - len(sentence.clauses[-1].stop)
    if place is Place.LINE_END:
        return sentence.opens_line and sentence.closes_line and end >= sentence.end
    return sentence.opens_line and sentence.closes_line and sentence.end - sentence.start <= SHORT_LINE


def everywhere(text: str, lexicon: CueLexicon) -> list[Found]:
    """All wordings of a lexicon whose rows ask for no place, in the order of the text."""
    meanings = lexicon.meanings
    hits = lexicon.automaton.find_matches_as_indexes(text)
    return [(start, end, cue) for pattern, start, end in hits for cue in meanings[pattern]]
