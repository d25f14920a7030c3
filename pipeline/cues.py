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
    """For every clause of every sentence in turn, the cues that count there.

    One loop over all wordings of the text; most are told by their pattern alone, and half count at a head only.
    """
    meanings, only_heads, sure = lexicon.meanings, lexicon.only_heads, lexicon.sure
    result: list[list[Found]] = []
    upcoming = iter([(clause, sentence) for sentence in sentences for clause in sentence.clauses])
    first = limit = head = 0  # of the clause reached; `head` is where a wording stands at its head
    for pattern, start, end in lexicon.automaton.find_matches_as_indexes(full_width(flat)):
        while start >= limit:
            reached = next(upcoming, None)
            if reached is None:  # an enumerator at the very end
                return result
            clause, sentence = reached
            first = head = clause.start
            limit = clause.end
            here: list[Found] = []
            result.append(here)
        at_head = start == head
        if at_head:
            head = end
        elif pattern in only_heads or start < first:
            continue
        cue = sure[pattern]
        if cue is not None:
            here.append((start, end, cue))
        else:
            rows = meanings[pattern]
            here += [(start, end, c) for c in rows if counts(c, start, end, at_head, clause, sentence, bounds)]
    result += [[] for _ in upcoming]
    return result


def full_width(flat: str) -> str:
    """The text with the punctuation of the lexicons' rows, at the same offsets: 会上, 同志们:."""
    for half, full in HALF_WIDTH:
        flat = flat.replace(half, full)
    return flat


def counts(
    cue: ZoneCue, start: int, end: int, at_head: bool, clause: Clause, sentence: Sentence, bounds: set[int]
) -> bool:
    """Whether the place and the word boundaries of a wording are as its row asks."""
    if cue.word and not (start in bounds and end in bounds):
        return False
    return cue.place is ANY or stands(cue.place, start, end, at_head, clause, sentence)


def stands(place: Place, start: int, end: int, at_head: bool, clause: Clause, sentence: Sentence) -> bool:
    """Whether a wording stands where its row asks for."""
    if place is HEAD:
        return at_head
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
