"""text -> nodes: the items that enumerators open, with their nesting (提纲)."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.lexicon.outline import Family, OutlineLexicon
from pipeline.model import Node

DIGITS = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
LAST = 99
NUMERALS = (re.compile("[0-9０-９]+"), re.compile("[①-⒇㈠-㈩❶-❿]"), re.compile("[一二三四五六七八九十]"))
CUT = 400  # characters behind a first member; the second may be lost where the text breaks off
FIRM = 2  # families up to this rank open a line, or go on with a series


class Marker(NamedTuple):
    """A candidate enumerator: where it stands, which family, which number, where its line begins."""

    start: int
    end: int
    family: Family
    number: int
    line: int
    opens_line: bool
    inline: bool


class Open(NamedTuple):
    """An item that is still open while the text is walked through."""

    marker: Marker
    place: int


@lru_cache(maxsize=1000)
def number_of(text: str) -> int:
    """The number in a marker: 一、→ 1, （十二）→ 12, ③ → 3; 0 where there is none."""
    arabic, circled, chinese = NUMERALS
    if digits := arabic.search(text):
        return int(digits.group())
    if circle := circled.search(text):
        return int(unicodedata.numeric(circle.group()))
    han = "".join(chinese.findall(text))
    if "十" not in han:
        return DIGITS.get(han, 0)
    tens, _, ones = han.partition("十")
    return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)


def candidates(text: str, lexicon: OutlineLexicon) -> Iterator[Marker]:
    """Everything that looks like an enumerator, in the order of the text."""
    led = "\n" + text  # the first line, too, opens behind a line's end
    line = seen = depth = 0  # where the line begins, how far it was looked at, how many brackets are open there
    for match in lexicon.pattern.finditer(led):
        which = match.lastindex or 1
        family = lexicon.families[which - 1]
        start, end = match.span(which)
        start, end = start - 1, end - 1
        opens_line = led[match.start()] == "\n"
        if opens_line:
            line = seen = match.start()
            depth = 0
        elif not family.inline:
            continue
        else:
            newline = text.rfind("\n", seen, start)
            if newline >= 0:
                line, seen, depth = newline + 1, newline + 1, 0
            depth += _brackets(text, seen, start)
            seen = start
        yield Marker(start, end, family, family.number or number_of(text[start:end]), line, opens_line, depth > 0)


def _brackets(text: str, start: int, end: int) -> int:
    """How many brackets stay open in a stretch."""
    opened = text.count("（", start, end) + text.count("(", start, end)
    return opened - text.count("）", start, end) - text.count(")", start, end)


def in_series(markers: list[Marker], length: int) -> Iterator[Marker]:
    """The candidates that are items: families that cannot stand alone need a first and a second member."""
    reached: dict[tuple[str, bool], int] = {}
    seconds = {marker.family.series: place for place, marker in enumerate(markers) if marker.number == 2}
    for place, marker in enumerate(markers):
        goes_on = seconds.get(marker.family.series, -1) > place
        if marker.number and _accepted(marker, reached, goes_on, cut=length - marker.end < CUT):
            number = marker.number if marker.number != LAST else 0
            reached[marker.family.series, bool(marker.family.number)] = number
            yield marker


def _accepted(marker: Marker, reached: dict[tuple[str, bool], int], goes_on: bool, *, cut: bool) -> bool:
    """Whether the marker is an item; `goes_on`: a second member follows; `cut`: the text ends before it could."""
    family, number = marker.family, marker.number
    floats = not family.rank and (number > 1 or goes_on or cut)
    if family.lone and (marker.opens_line or family.rank > FIRM or floats):
        return True
    worded = bool(family.number)
    before = [last for one in (worded, not worded) if (last := reached.get((family.series, one)))]
    if family.lone and number - 1 in before:
        return True
    if number == 1:
        return goes_on
    return any(number == LAST or number - last in (0, 1) for last in before)


def opened(stack: list[Open], marker: Marker) -> list[Open]:
    """The part of the stack that stays open when the marker comes: its parents."""
    same = -1
    for depth in range(len(stack) - 1, -1, -1):
        before = stack[depth].marker
        if before.family is marker.family and before.inline == marker.inline:
            return within(stack[:depth], marker)
        if same < 0 and continues(before, marker):
            same = depth
    if same >= 0:
        return within(stack[:same], marker)
    depth = len(stack)
    while depth and closed(stack[depth - 1].marker, marker, marker.family.rank):
        depth -= 1
    return within(stack[:depth], marker)


def within(stack: list[Open], marker: Marker) -> list[Open]:
    """The parents up to the first that ended with its line: what opens a later one does not lie in it."""
    over = (n for n, one in enumerate(stack) if not one.marker.opens_line and one.marker.line != marker.line)
    return stack[: next(over, len(stack))]


def continues(before: Marker, marker: Marker) -> bool:
    """Whether the marker is the next item of the open one's series, or starts that series anew beside it."""
    if before.family.series != marker.family.series or before.inline != marker.inline:
        return False
    return marker.number > before.number or before.family is marker.family


def closed(open_item: Marker, marker: Marker, rank: int) -> bool:
    """Whether a new series ends the open item instead of nesting in it."""
    if marker.inline:
        return False
    past = not open_item.opens_line and open_item.line != marker.line  # it ended with its line
    if open_item.inline or past:
        return True
    if rank and open_item.family.rank:
        return open_item.family.rank >= rank
    return bool(rank) and (not open_item.opens_line or rank <= FIRM)


def nodes(text: str, lexicon: OutlineLexicon) -> tuple[Node, ...]:
    """The outline of a text whose quotations are masked; offsets are those of the text."""
    stack: list[Open] = []
    found: list[tuple[Marker, int, int | None]] = []
    for marker in in_series(list(candidates(text, lexicon)), len(text)):
        stack = opened(stack, marker)
        parent = stack[-1].place if stack else None
        found.append((marker, len(stack) + 1, parent))
        stack.append(Open(marker, len(found) - 1))
    ends = item_ends(text, found)
    return tuple(
        Node(m.start, body_start(text, m.end), ends[i], text[m.start : m.end], level, parent, m.inline)
        for i, (m, level, parent) in enumerate(found)
    )


def body_start(text: str, end: int) -> int:
    """Where the item's own text begins: after the marker, the comma and the blanks behind it."""
    while end < len(text) and text[end] in "，,、：: 　\t\u00a0":
        end += 1
    return end


def item_ends(text: str, found: list[tuple[Marker, int, int | None]]) -> list[int]:
    """An item ends where the next of its level or above opens; one that opened in mid-line ends with its line."""
    ends = [len(text)] * len(found)
    going: list[int] = []  # the items that no other has ended yet, outermost first
    newline = -1
    for i, (marker, level, _) in enumerate(found):
        while going and found[going[-1]][1] >= level:
            last = going.pop()
            ends[last] = min(ends[last], marker.start)
        going.append(i)
        if not marker.opens_line:
            if newline < marker.start:
                newline = text.find("\n", marker.start)
                newline = len(text) if newline < 0 else newline
            ends[i] = newline
    return ends
