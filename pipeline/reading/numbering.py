"""The numbers that Word generates for headings and lists: they stand in no paragraph and are counted out here."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.reading.numerals import SILENT, written
from pipeline.reading.ooxml import child, children, name, number, value

Element = Any  # of lxml, which ships no types
_PLACE = re.compile(r"%([1-9])")
_CLOSED = re.compile(r"[.、．）)：:。①-⒛㊀-㊉]$")  # a marker that needs no space behind it
_OPEN = re.compile(r"[.．0-9A-Za-z]$")  # one that figures behind it would change
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` is its pattern (第%1章), `restart` the level (from 1) behind which it starts anew."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A list as paragraphs refer to it: its counters are those of `abstract`; `starts` are told anew at first use."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of numbers."""

    based_on: str | None
    list_id: str | None
    level: int | None


@dataclass(slots=True)
class Counters:
    """How far each list has come; it walks with the reader through one document."""

    definitions: dict[str, Definition]
    styles: dict[str, Style]
    standard: str | None
    counts: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    begun: set[tuple[str, int]] = field(default_factory=set)

    def numbered(self, paragraph: Element, text: str) -> str:
        """The text of a paragraph behind the marker that Word generates for it, if any."""
        list_id, depth = self._place(paragraph)
        definition = self.definitions.get(list_id or "")
        level = definition.levels.get(depth) if definition else None
        if not (list_id and definition and level):
            return text
        counts = self._counted(list_id, depth, definition)
        if level.form in SILENT:
            return text
        marker = _PLACE.sub(lambda match: _number(int(match[1]) - 1, counts, definition, level), level.text)
        return _joined(marker, text, level)

    def _place(self, paragraph: Element) -> tuple[str | None, int]:
        """The list and the level that the paragraph, or else its style, names."""
        facts = child(paragraph, "pPr")
        own = child(facts, "numPr")
        chain = list(self._chain(value(child(facts, "pStyle")) or self.standard))
        list_id = value(child(own, "numId")) or next((style.list_id for _, style in chain if style.list_id), None)
        depth = number(child(own, "ilvl"))
        if depth is None:
            depth = self._depth(list_id, chain) if value(child(own, "numId")) is None else 0
        return list_id, min(depth, DEEPEST)

    def _depth(self, list_id: str | None, chain: list[tuple[str, Style]]) -> int:
        """A level that names the style, else the level that the style names."""
        definition = self.definitions.get(list_id or "")
        named = {level.style: depth for depth, level in definition.levels.items()} if definition else {}
        linked = (named[style] for style, _ in chain[:1] if style in named)
        return next(linked, next((style.level for _, style in chain if style.level is not None), 0))

    def _chain(self, style: str | None) -> Iterator[tuple[str, Style]]:
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            yield style, self.styles[style]
            style = self.styles[style].based_on

    def _counted(self, list_id: str, depth: int, definition: Definition) -> dict[int, int]:
        """The counters of the list behind this paragraph."""
        counts = self.counts[definition.abstract]
        first = (list_id, depth) not in self.begun
        self.begun.add((list_id, depth))
        if first and depth in definition.starts:
            counts[depth] = definition.starts[depth]
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = definition.levels[depth].start
        for deeper in [key for key in counts if key > depth]:
            level = definition.levels.get(deeper, Level())
            if depth < (deeper if level.restart is None else level.restart):
                del counts[deeper]
        return counts


def counters(numbering: Element | None, styles: Element | None) -> Counters:
    """The lists of a document at their beginnings, from `numbering.xml` and `styles.xml`."""
    known = dict(_styles(styles))
    standard = next((value(one, "styleId") for one in children(styles, "style") if _standard(one)), None)
    return Counters(dict(_definitions(numbering, known)), known, standard)


def _standard(style: Element) -> bool:
    return value(style, "type") == "paragraph" and value(style, "default") in ("1", "true")


def _styles(root: Element | None) -> Iterator[tuple[str, Style]]:
    for one in children(root, "style"):
        own = child(child(one, "pPr"), "numPr")
        found = Style(value(child(one, "basedOn")), value(child(own, "numId")), number(child(own, "ilvl")))
        yield value(one, "styleId") or "", found


def _definitions(root: Element | None, styles: dict[str, Style]) -> Iterator[tuple[str, Definition]]:
    abstracts = {value(one, "abstractNumId"): one for one in children(root, "abstractNum")}
    lists = {value(one, "numId"): value(child(one, "abstractNumId")) for one in children(root, "num")}
    for one in children(root, "num"):
        abstract = value(child(one, "abstractNumId"))
        linked = value(child(abstracts.get(abstract), "numStyleLink"))
        if linked in styles:  # the list is another one's, by way of a list style
            abstract = lists.get(styles[linked].list_id, abstract)
        levels = dict(_levels(abstracts.get(abstract)))
        starts: dict[int, int] = {}
        for override in children(one, "lvlOverride"):
            depth = number(override, "ilvl") or 0
            levels |= dict(_levels(override))
            start = number(child(override, "startOverride"))
            if start is not None:
                starts[depth] = start
        yield value(one, "numId") or "", Definition(abstract or "", levels, starts)


def _levels(holder: Element | None) -> Iterator[tuple[int, Level]]:
    for one in children(holder, "lvl"):
        forms = [value(inner) or "" for inner in one.iter() if name(inner) == "numFmt"]
        start = number(child(one, "start"))
        legal = child(one, "isLgl")
        yield (
            number(one, "ilvl") or 0,
            Level(
                start=0 if start is None else start,
                form=next((form for form in forms if form != "custom"), "decimal"),
                text=value(child(one, "lvlText")) or "",
                restart=number(child(one, "lvlRestart")),
                legal=legal is not None and value(legal) not in ("0", "false"),
                suffix=value(child(one, "suff")) or "tab",
                style=value(child(one, "pStyle")),
            ),
        )


def _number(depth: int, counts: dict[int, int], definition: Definition, level: Level) -> str:
    """One number of a marker; of an outer level that has not begun, where it would begin."""
    outer = definition.levels.get(depth, Level())
    shown = replace(outer, form="decimal") if level.legal else outer
    return written(counts.get(depth, outer.start), shown.form) if shown.form not in SILENT else ""


def _joined(marker: str, text: str, level: Level) -> str:
    """With a space where Word leaves one and it is needed (第一章 总则, but 1.总则), or figures would run together.

    1. 10月底前 gets its space whatever Word leaves: 1.10月底前 would be read as another number.
    """
    wanted = level.suffix != "nothing" and not _CLOSED.search(marker)
    together = _OPEN.search(marker) and text[:1].isdigit()
    return f"{marker} {text}" if marker and (wanted or together) else marker + text
