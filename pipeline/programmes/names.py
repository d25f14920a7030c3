"""Where programmes and documents are named: “百日行动”, 《实施方案》, 三年行动, “136”工作机制."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from pipeline.lexicon.programmes import NUMERALS, ProgrammeLexicon
from pipeline.model import Node, Passage, Programme, Statement
from pipeline.programmes.lists import DIGITS, Declared, Scene, declared, listed, number

PAIRS = (("“", "”"), ("《", "》"), ("「", "」"))
LONGEST = 60  # characters of a name
LEAD = 16  # characters in front of a numeral in which a name may begin
CONGRESS = 18  # 二十大 is a congress
QUOTES = re.compile("[“”「」]")

Span = tuple[int, int]


class Named(NamedTuple):
    """A name, what it declares, and whether it is one even where no list stands beside it."""

    start: int
    end: int
    declared: Declared | None
    certain: bool


def attached(
    statements: tuple[Statement, ...], text: str, flat: str, nodes: tuple[Node, ...], lexicon: ProgrammeLexicon
) -> tuple[Statement, ...]:
    """The statements, directives with what they name."""
    scene = Scene(text, flat, nodes, lexicon)
    places = sorted((*quotations(text), *numerals(flat, lexicon)))
    if not places:
        return statements
    made = list(statements)
    place = iter((*places, (len(text) + 1, 0)))
    start, end = next(place)
    for index, one in enumerate(statements):
        while start < one.start:
            start, end = next(place)
        inside: list[Span] = []
        while start < one.end:
            inside.append((start, end))
            start, end = next(place)
        if inside and one.directive is not None:
            found = tuple(programmes(inside, one, scene))
            made[index] = replace(one, directive=replace(one.directive, programmes=found)) if found else one
    return tuple(made)


def quotations(text: str) -> Iterator[Span]:
    """Everything in “ ” or 《 》 on one line."""
    for left, right in PAIRS:
        start = text.find(left)
        while start >= 0:
            end = text.find(right, start, start + LONGEST) + 1
            if end and "\n" not in text[start:end]:
                yield start, end
            start = text.find(left, start + 1)


def numerals(flat: str, lexicon: ProgrammeLexicon) -> Iterator[Span]:
    """Every numeral with a measure that may count items, outside quotations."""
    return (m.span() for m in lexicon.number.finditer(flat))


def programmes(places: list[Span], statement: Statement, scene: Scene) -> Iterator[Programme]:
    """What one directive names, each name once, where it is told most of."""
    found: dict[str, Programme] = {}
    for start, end in places:
        named = candidate(start, end, statement, scene)
        one = made(named, statement, scene) if named else None
        if one and (one.name not in found or (found[one.name].found is None and one.found is not None)):
            found[one.name] = one
    yield from found.values()


def candidate(start: int, end: int, statement: Statement, scene: Scene) -> Named | None:
    """A place where a name may stand, as one."""
    if scene.text[start] == "《":
        return Named(start, end, None, certain=True) if scene.text[start + 1 : end - 1] not in scene.lexicon.never else None
    if scene.text[start] in "“「":
        return quoted(start, end, statement.end, scene)
    return counted(start, end, statement, scene)


def quoted(start: int, end: int, stop: int, scene: Scene) -> Named | None:
    """A quotation: “百日行动”, “136”工作机制, “三个盯住”."""
    inner, lexicon = scene.text[start + 1 : end - 1], scene.lexicon
    if inner in lexicon.never:
        return None
    behind = lexicon.typed.match(scene.flat, end, stop)
    counts = declared(inner, lexicon)
    certain = behind is not None or lexicon.ends_typed.search(inner) is not None or bool(counts and counts.measured)
    return Named(start, behind.end() if behind else end, counts, certain) if certain or counts else None


def counted(start: int, end: int, statement: Statement, scene: Scene) -> Named | None:
    """A numeral without marks: 治本攻坚三年行动, 五个一工程; 五项措施 only where the list is there."""
    flat, lexicon = scene.flat, scene.lexicon
    while flat[start - 1] in DIGITS and start > statement.start:
        start -= 1
    count = number(flat[start : end - 1])
    if count is None or count < 2 or flat[start - 1] == "第" or (flat[end - 1] == "大" and count >= CONGRESS):
        return None
    tail = lexicon.tail.match(flat, end, statement.end)
    if not tail or lexicon.duration.match(flat, end):
        return None
    years = flat[end - 1] == "年"
    if years and tail[1] is None:
        return None
    begin = begins(start, statement.start, scene) if tail[1] else start
    core = flat[end : tail.end()] if not years else ""
    counts = None if years else Declared((count,), core, measured=False)
    return Named(begin, tail.end(), counts, certain=tail[1] is not None and (years or core.startswith("一")))


def begins(start: int, first: int, scene: Scene) -> int:
    """Where a name without marks begins: behind the verb in front of it, if there is one nearby."""
    lead = scene.lexicon.lead.match(scene.flat, max(first, start - LEAD), start)
    begin = lead.end() if lead else start if start - LEAD > first else first
    return start if scene.flat[begin - 1] == "、" else begin


def made(named: Named, statement: Statement, scene: Scene) -> Programme | None:
    """A name with its list; None where it is no name without one."""
    items = listed(named.start, named.end, statement, named.declared, scene) if named.declared else None
    if not named.certain and items is None:
        return None
    mention = scene.text[named.start : named.end]
    name = QUOTES.sub("", mention)
    counts = named.declared.counts if named.declared else (None,)
    if items is None:
        return Programme(named.start, named.end, mention, name, counts[0])
    matching = items.found if items.found in counts else counts[0]
    where = Passage(items.start, items.end, scene.text[items.start : items.end])
    return Programme(named.start, named.end, mention, name, matching, items.found, where)


assert set(NUMERALS) <= set(DIGITS)  # noqa: S101
