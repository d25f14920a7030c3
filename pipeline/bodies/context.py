"""What names are looked for in, and the small tools that every part of the search uses."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.lexicon.body_lexicon import BodyLexicon

COMMAS = frozenset("，,")
BLANKS = " 　\t\u00a0"
PAUSES = frozenset("，,、。；;：:！？!?（）()“”\n 　")
MARKS = frozenset("（(“")
BRACKETS = frozenset("（(")
BRACKET, CLOSING = re.compile("[（）()]"), frozenset("）)")
PLEASE, EACH = "请", "各"
SINGLING_OUT = ("特别是", "尤其是")  # between names: 党员干部特别是领导干部
PROTECTED_MARKS = re.compile(r"[（(][^（）()]*[）)]|“[^“”]*”")


@dataclass(frozen=True, slots=True)
class Context:
    """What the names of a text are completed from: its words, its dates, its level."""

    text: str
    bounds: set[int]
    dates: dict[int, int]  # start -> end
    level: str | None
    lexicon: BodyLexicon


class Member(NamedTuple):
    """One member of a coordination before its name is completed."""

    start: int
    end: int
    text: str
    group: int
    assists: bool
    singled: bool = False  # out of those before it: 各单位特别是|主要负责人


def bracket_start(text: str, left: int, place: int) -> int:
    """Behind the bracket that is open at a place, and behind the last comma in it: （…，|各县（市、区）政府落实）."""
    if text.find("（", left, place) < 0 and text.find("(", left, place) < 0:
        return left
    closed = 0
    for opened in reversed([*BRACKET.finditer(text, left, place)]):
        if opened.group() in CLOSING:
            closed += 1
        elif closed:
            closed -= 1
        else:
            first = opened.start()
            return max(first, *(text.rfind(mark, first, place) for mark in "，,；;：:。")) + 1
    return left


def bracket_end(text: str, end: int) -> int:
    """Behind the bracket that follows a name directly: 各乡镇（街道）."""
    if text[end : end + 1] in BRACKETS:
        closing = min((p for p in (text.find("）", end), text.find(")", end)) if p >= 0), default=-1)
        if 0 < closing - end <= 30:
            return closing + 1
    return end


def is_word(context: Context, place: int) -> bool:
    """Whether the character at a place stands as a word of its own."""
    return place in context.bounds and place + 1 in context.bounds


def is_by(context: Context, place: int) -> bool:
    """Whether 由 stands as a word, or is cut to the word before it while an organ follows (环城快速路由|市交通局)."""
    if is_word(context, place):
        return True
    text, lexicon = context.text, context.lexicon
    if place + 1 not in context.bounds or (level := lexicon.level.match(text, place + 1)) is None:
        return False
    return lexicon.organ_start.match(text, level.end()) is not None


def name_follows(context: Context, place: int) -> bool:
    """Whether a name begins at a place: what stands before it begins a longer one (县委|组织部, 机关党委|各支部)."""
    text, lexicon = context.text, context.lexicon
    if text[place : place + 1] == EACH:
        return any(text[place + 1 : stop] in lexicon.heads for stop in range(place + 3, place + 6))
    return text[place : place + 2] in lexicon.name_pairs and lexicon.name_ahead.match(text, place) is not None
