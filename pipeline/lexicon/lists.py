"""lexicons/lists.toml -> ListSettings: which lists a place keeps, what it calls them, and in what order."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import with_config

from pipeline.lexicon.rows import STRICT, Source, toml_rows, toml_table, validated

Kept = Literal["problems", "tasks", "responsibilities", "rectifications"]


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class PageRow:
    """What the page is called, 清单 or 三张清单."""

    title: str


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class ListRow:
    """One list: which of the four it is, its title, and what stands below the title."""

    id: Kept
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class ListSettings:
    """The title of the page, and its lists in their order."""

    title: str
    lists: tuple[ListRow, ...]


def load(folder: Path, faults: list[str]) -> ListSettings:
    """Read `lists.toml`."""
    source = Source(folder / "lists.toml", faults)
    table = toml_table(source)
    lists = toml_rows(source, table, "list", ListRow)
    pages = validated(source, [table["page"]], PageRow, "page") if isinstance(table.get("page"), dict) else ()
    if table and "page" not in table:
        source.fault("[page]", "缺少此表")
    for name, count in Counter(one.id for one in lists).items():
        if count > 1:
            source.fault("[list]", f"id = {name!r} 出现 {count} 次，每张清单只写一条")
    return ListSettings(pages[0].title if pages else "", lists)
