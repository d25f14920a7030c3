"""Where programmes and documents are named: “百日行动”, 《实施方案》, 三年行动, “136”工作机制."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from pipeline.lexicon.programmes import ProgrammeLexicon
from pipeline.linked import bare
from pipeline.model import Directive, Node, Passage, Programme, Statement
from pipeline.programmes.lists import DIGITS, Declared, Scene, declared, listed, number

PAIRS = (("“", "”"), ("《", "》"), ("「", "」"))
MORE = re.compile("(?:[、和及与]?“[^“”\n]{2,16}”){1,3}")
LONGEST = 60  # characters of a name
LEAD = 16  # characters in front of a numeral in which a name may begin
CONGRESS = 18  # 二十大 is a congress
REMEMBERED = 4096  # quotations that are kept in mind

Place = tuple[int, int] | re.Match[str]
"""A quotation, or a numeral with what it counts."""


class Inner(NamedTuple):
    """What the words of a quotation tell by themselves."""

    never: bool
    typed: bool
    declared: Declared | None


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
    places: list[Place] = [*quotations(text), *lexicon.number.finditer(flat)]
    if not places:
        return statements
    scene = Scene(text, flat, nodes, lexicon)
    starts = [one.start for one in statements]
    inside: dict[int, list[Place]] = {}
    for place in places:
        index = bisect_right(starts, place[0] if isinstance(place, tuple) else place.start()) - 1
        if index >= 0 and statements[index].directive is not None:
            inside.setdefault(index, []).append(place)
    made = list(statements)
    for index, here in inside.items():
        one = statements[index]
        found = tuple(programmes(here, one, scene))
        if found and one.directive is not None:
            made[index] = naming(one, one.directive, found)
    return tuple(made)


def naming(one: Statement, asked: Directive, found: tuple[Programme, ...]) -> Statement:
    """A statement with what it names; constructors cost half of what `replace` does."""
    directive = Directive(
        asked.kind, asked.rule, asked.bodies, asked.due, asked.recurrence, asked.targets, asked.sanctions, found
    )
    return Statement(one.start, one.end, one.zone, one.node, directive)


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Everything in “ ” or 《 》 on one line."""
    for left, right in PAIRS:
        start = text.find(left)
        while start >= 0:
            end = text.find(right, start, start + LONGEST) + 1
            if end and "\n" not in text[start:end]:
                yield start, end
            start = text.find(left, start + 1)


def programmes(places: list[Place], statement: Statement, scene: Scene) -> list[Programme]:
    """What one directive names, in the order of the text, each name once, where it is told most of."""
    found: dict[str, Programme] = {}
    for place in places:
        named = counted(place, statement, scene) if isinstance(place, re.Match) else quoted(*place, statement, scene)
        one = made(named, statement, scene) if named and named.end <= statement.end else None
        if one and (one.name not in found or (found[one.name].found is None and one.found is not None)):
            found[one.name] = one
    return sorted(found.values(), key=attrgetter("start")) if len(found) > 1 else list(found.values())


def quoted(start: int, end: int, statement: Statement, scene: Scene) -> Named | None:
    """A quotation: “百日行动”, “136”工作机制, “三个盯住”, 《实施方案》."""
    inner, lexicon = scene.text[start + 1 : end - 1], scene.lexicon
    if scene.text[start] == "《":
        return None if inner in lexicon.never else Named(start, end, None, certain=True)
    known = lexicon.quotations.get(inner) or read(inner, lexicon)
    if not isinstance(known, Inner) or known.never:
        return None
    behind = lexicon.typed.match(scene.flat, end, statement.end)
    if behind and lexicon.verbs.search(behind[1]):  # “一户一策”制定方案
        behind = None
    counts = known.declared
    typed = behind is not None or known.typed or shares_type(end, statement, scene)
    if not (typed or counts):
        return None
    certain = typed or (counts is not None and counts.measured)
    return Named(start, behind.end() if behind else end, counts, certain)


def shares_type(end: int, statement: Statement, scene: Scene) -> bool:
    """Whether what names the next quotation names this one too: “揭榜挂帅”“赛马”机制."""
    more = MORE.match(scene.text, end, statement.end)
    behind = scene.lexicon.typed.match(scene.flat, more.end(), statement.end) if more else None
    return behind is not None and not scene.lexicon.verbs.search(behind[1])


def read(inner: str, lexicon: ProgrammeLexicon) -> Inner:
    """What the words of a quotation tell, remembered: speeches repeat the names of their programmes."""
    if len(lexicon.quotations) >= REMEMBERED:
        lexicon.quotations.clear()
    counts = declared(inner, lexicon) if inner[:1] in DIGITS else None
    known = Inner(inner in lexicon.never, lexicon.ends_typed.search(inner) is not None, counts)
    lexicon.quotations[inner] = known
    return known


def counted(found: "re.Match[str]", statement: Statement, scene: Scene) -> Named | None:
    """A numeral without marks: 治本攻坚三年行动, 五个一工程; 五项措施 only where the list is there."""
    flat, start = scene.flat, found.start()
    measure = start + 1
    while start > statement.start and flat[start - 1] in DIGITS:
        start -= 1
    count = number(flat[start:measure])
    if count is None or count < 2 or flat[start - 1] == "第" or (flat[measure] == "大" and count >= CONGRESS):
        return None
    years = flat[measure] == "年"
    if years and found[1] is None:
        return None
    begin = begins(start, statement.start, scene) if found[1] else start
    core = "" if years else flat[measure + 1 : found.end()]
    counts = None if years else Declared((count,), core, measured=False)
    return Named(begin, found.end(), counts, certain=found[1] is not None and (years or core.startswith("一")))


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
    name = bare(mention)
    counts = named.declared.counts if named.declared else (None,)
    if items is None:
        return Programme(named.start, named.end, mention, name, counts[0])
    matching = items.found if items.found in counts else counts[0]
    where = Passage(items.start, items.end, scene.text[items.start : items.end])
    return Programme(named.start, named.end, mention, name, matching, items.found, where)
