"""分别: several nouns and as many numbers, one for each (开工率、投产率分别达到80%和60%)."""

import re
from dataclasses import replace

from pipeline.lexicon.targets import TargetLexicon
from pipeline.model import Op, Target
from pipeline.targets import indicator

WORD = "分别"
NEAR = 12  # characters between 分别 and the first number
FAR = 40  # characters in front of 分别 that hold the nouns
JOINED = frozenset(("、", "和", "及", "与", "，", ",", "以及"))
NOUNS = re.compile("[^。；：！？，,;:!?\n]*$")
JOINT = re.compile("以及|[、和及与]")


def respective(text: str, targets: list[Target], lexicon: TargetLexicon) -> tuple[Target, ...]:
    """The targets, those after 分别 each with its own noun and with the comparison that the first one carries."""
    at = text.find(WORD)
    while at >= 0 and targets:
        run = _run(text, at, targets)
        if len(run) > 1:
            nouns = _nouns(text[max(0, at - FAR) : at], len(run), lexicon)
            first = targets[run[0]]
            shared = first.op if first.op in (Op.AT_LEAST, Op.AT_MOST) and first.mention[-1:] not in "上下内" else None
            for place, noun in zip(run, nouns, strict=True):
                one = targets[place]
                op = shared if shared and one.op is Op.EQUAL else one.op
                targets[place] = replace(one, op=op, indicator=noun or one.indicator)
        at = text.find(WORD, at + 1)
    return tuple(targets)


def _run(text: str, at: int, targets: list[Target]) -> range:
    """The places of the targets that follow, joined by 、 or 和."""
    first = next((place for place, one in enumerate(targets) if one.start > at), len(targets))
    if first == len(targets) or targets[first].start - at > NEAR:
        return range(0)
    last = first + 1
    while last < len(targets) and text[targets[last - 1].end : targets[last].start] in JOINED:
        last += 1
    return range(first, last)


def _nouns(before: str, count: int, lexicon: TargetLexicon) -> list[str | None]:
    """The nouns in front of 分别 where they are as many as the numbers."""
    found = NOUNS.search(before)
    nouns = [noun for noun in JOINT.split(found[0] if found else "") if noun]
    if len(nouns) != count:
        return [None] * count
    first = indicator.before(nouns[0], 0, len(nouns[0]), lexicon)
    return [first, *(indicator.before(noun, 0, len(noun), lexicon) for noun in nouns[1:])]
