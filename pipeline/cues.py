"""text -> evidence: the weighted wordings of a lexicon where they stand and count."""

from pipeline.lexicon.cues import CueLexicon, KindCue, Place, ZoneCue
from pipeline.model import Clause, Sentence

SHORT_LINE = 45  # characters of a line that is a heading, a salutation or furniture, and no paragraph
HALF_WIDTH = ((",", "，"), (":", "："), (";", "；"), ("!", "！"), ("?", "？"))
ANY, HEAD = Place.ANY, Place.HEAD  # the places of nearly all rows

Hit = tuple[int, int, int]  # pattern, start, end
Found = tuple[int, int, ZoneCue]


def found(
    flat: str, sentences: tuple[Sentence, ...], bounds: set[int], lexicon: CueLexicon[ZoneCue]
) -> list[list[Found]]:
    """For every clause of every sentence in turn, the cues that count there."""
    hits = lexicon.automaton.find_matches_as_indexes(full_width(flat))
    hits.append((0, len(flat) + 1, len(flat) + 2))
    upcoming = 0
    begin = hits[0][1]
    result: list[list[Found]] = []
    for sentence in sentences:
        for clause in sentence.clauses:
            end = clause.end
            if begin >= end:
                result.append([])
                continue
            start = clause.start
            while begin < start:
                upcoming += 1
                begin = hits[upcoming][1]
            first = upcoming
            while begin < end:
                upcoming += 1
                begin = hits[upcoming][1]
            result.append(counted(hits[first:upcoming], clause, sentence, bounds, lexicon) if upcoming > first else [])
    return result


def full_width(flat: str) -> str:
    """The text with the punctuation of the lexicons' rows, at the same offsets: 会上, 同志们:."""
    for half, full in HALF_WIDTH:
        flat = flat.replace(half, full)
    return flat


def counted(
    hits: list[Hit], clause: Clause, sentence: Sentence, bounds: set[int], lexicon: CueLexicon[ZoneCue]
) -> list[Found]:
    """The cues of one clause whose place and word boundaries are as their rows ask."""
    found: list[Found] = []
    meanings = lexicon.meanings
    head = clause.start
    for pattern, start, end in hits:
        at_head = start == head
        if at_head:
            head = end
        for cue in meanings[pattern]:
            place = cue.place
            if place is HEAD:
                if not at_head:
                    continue
            elif place is not ANY and not stands(place, start, end, at_head, clause, sentence):
                continue
            if not cue.word or (start in bounds and end in bounds):
                found.append((start, end, cue))
    return found


def stands(place: Place, start: int, end: int, at_head: bool, clause: Clause, sentence: Sentence) -> bool:
    """Whether a wording stands where its row asks for."""
    if place is Place.TAIL:
        return end >= clause.end - len(clause.stop)
    if place is Place.LEAD:
        return at_head and start - sentence.start < 8
    if place is Place.CLOSE:
        return end >= sentence.end - len(sentence.clauses[-1].stop)
    if place is Place.LINE_END:
        return sentence.opens_line and sentence.closes_line and end >= sentence.end
    return sentence.opens_line and sentence.closes_line and sentence.end - sentence.start <= SHORT_LINE


def everywhere(text: str, lexicon: CueLexicon[KindCue]) -> list[tuple[int, int, KindCue]]:
    """All wordings of a lexicon whose rows ask for no place, in the order of the text."""
    meanings = lexicon.meanings
    hits = lexicon.automaton.find_matches_as_indexes(text)
    return [(start, end, cue) for pattern, start, end in hits for cue in meanings[pattern]]
