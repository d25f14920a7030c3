"""Turning pages: where a reader stands among many rows, and links to the other pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.dashboard import markup
from pipeline.dashboard.markup import Html

SIZE = 25
"""Rows on one page."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page of rows: its number, and how many rows there are in all."""

    number: int
    total: int
    size: int = SIZE

    @property
    def last(self) -> int:
        """The number of the last page; the first where there are no rows."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * self.size


def wanted(parameters: Mapping[str, str]) -> int:
    """The page that a URL asks for; the first where it asks for nothing that could be one."""
    said = parameters.get("page", "")
    return int(said) if re.fullmatch(r"[1-9]\d{0,6}", said) else 1


def place(number: int, total: int, size: int = SIZE) -> Place:
    """The page asked for; one beyond the last is the last."""
    return Place(min(number, Place(1, total, size).last), total, size)


def links(here: Place, page: str, parameters: Mapping[str, str]) -> Html:
    """Which rows these are, and links to the other pages."""
    told = markup.note(
        f"共 {here.total:,} 行，本页第 {here.offset + 1:,}—{min(here.offset + here.size, here.total):,} 行"
    )
    if here.last == 1:
        return told
    near = sorted({1, here.last, *range(max(1, here.number - 2), min(here.last, here.number + 2) + 1)})
    parts: list[object] = [_turn("上一页", here.number - 1, here, page, parameters)]
    for before, number in zip([0, *near], near, strict=False):
        parts += ["…"] if number > before + 1 else []
        now = number == here.number
        parts.append(
            markup.tag("b", number, aria_current="page") if now else _turn(number, number, here, page, parameters)
        )
    parts.append(_turn("下一页", here.number + 1, here, page, parameters))
    return markup.joined((told, markup.tag("nav", markup.joined(parts), class_="duban-pages", aria_label="翻页")))


def _turn(label: object, number: int, here: Place, page: str, parameters: Mapping[str, str]) -> Html:
    """A link to a page, or the mere words where there is none."""
    if not 1 <= number <= here.last:
        return markup.tag("span", label, class_="off")
    return markup.link(label, page, {**parameters, **({"page": str(number)} if number > 1 else {})})
