"""The comparison word in front of a number: 不低于85%, 至少组织1次, 控制在5%."""

import re
from bisect import bisect_right
from typing import NamedTuple

from pipeline.lexicon.targets import TargetLexicon
from pipeline.model import Op
from pipeline.targets.amount import Form

ROUND = "百千万亿"
REACH = 16  # a comparison word stands at most this far in front of its number


class Comparison(NamedTuple):
    """The comparison word in front of a number: its operator, whether the mention holds it, where it starts."""

    op: Op | None
    inside: bool
    start: int


def reaching(text: str, lexicon: TargetLexicon) -> list[int]:
    """Where words end that may stand away from their number: 至少有1名."""
    if not any(word in text for word in lexicon.gap_words):
        return []
    return [match.end() for match in lexicon.gap.finditer(text)]


def comparison(
    text: str, start: int, floor: int, number: Form, far: list[int], lexicon: TargetLexicon
) -> Comparison | None:
    """The comparison word in front; 不低于总数的 and 高于全国平均 reach over a noun to a share.

    Only behind a word that may stand away from its number (`far`), after 的 and before percentages a search is
    worth its time: all others are looked up by their last characters.
    """
    last = text[start - 1 : start]
    if last == " ":
        last = text[start - 2 : start - 1]
    longest = lexicon.before_lengths.get(last, 0)
    index = bisect_right(far, start)
    reached = index > 0 and far[index - 1] > floor and far[index - 1] > start - REACH
    if not (longest or reached or number.points or last == "的"):
        return None
    offset = max(floor, start - REACH)
    if reached or (number.ratio and last == "的"):
        return _searched(lexicon.before, text[offset:start], offset, number.ratio, lexicon)
    end = start - 1 if text[start - 1] == " " else start
    for length in range(min(longest, end - offset), 0, -1):
        row = lexicon.before_words.get(text[end - length : end])
        if row is not None and (not row.round or number.phrase or number.numeral[0] in ROUND):
            return Comparison(row.op, row.inside, end - length)
    return _searched(lexicon.over, text[offset:start], offset, True, lexicon) if number.points else None


def _searched(
    pattern: re.Pattern[str], window: str, offset: int, share: bool, lexicon: TargetLexicon
) -> Comparison | None:
    near = pattern.search(window)
    if near is None or (near["ratio"] and not share):
        return None
    row = lexicon.before_rows[near["far"] or near["near"]]
    return Comparison(row.op, row.inside, offset + near.start())
