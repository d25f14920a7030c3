"""Tables of the pages: the same columns are shown and put into the files that each table has below it.

Of a long table the page shows the first rows; `whole` reads all of them when a file is wanted, and not before.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

import streamlit as st

from pipeline.dashboard import data, downloads, markup
from pipeline.dashboard.downloads import File
from pipeline.dashboard.markup import Html
from pipeline.export import workbook
from pipeline.export.sheets import Page
from pipeline.export.tables import csv_file
from pipeline.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")

FILES = "duban-files"


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its head, what a file holds of a row, and how the page shows that where it is more than the words."""

    head: str
    value: Callable[[T], object]
    shown: Callable[[T], object] | None = None

    def cell(self, row: T) -> object:
        """What the page shows."""
        return (self.shown or self.value)(row)


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """A table as of a day; its name is unique on its page, `subject` is what it is about where that varies.

    `more` are columns of the files alone: what the page says by marks beside the words. The page shows `most` of the
    rows that are at hand; `whole` reads those that are not.
    """

    name: str
    columns: tuple[Column[T], ...]
    rows: Sequence[T]
    day: date
    whole: Callable[[Store], Sequence[T]] | None = None
    subject: str = ""
    classes: str = "duban-figures"
    more: tuple[Column[T], ...] = ()
    most: int | None = None

    @property
    def title(self) -> str:
        """What stands above it on paper."""
        return f"{self.subject}：{self.name}" if self.subject else self.name


def linked(
    head: str, value: Callable[[T], object], asked: Callable[[T], Mapping[str, str]], page: str = "ledger"
) -> Column[T]:
    """A column that leads to what is behind its figures or names; nothing is behind none."""

    def shown(row: T) -> object:
        found = value(row)
        told = f"{found:,}" if isinstance(found, int) else found
        return markup.link(told, page, asked(row)) if found else told

    return Column(head, value, shown)


def share(part: int, whole: int) -> str:
    """A share in per cent, with one digit; none of nothing."""
    return f"{part / whole:.1%}" if whole else "—"


def html(table: Table[T]) -> Html:
    """The rows that the page shows."""
    cells = ([column.cell(row) for column in table.columns] for row in table.rows[: table.most])
    return markup.table([column.head for column in table.columns], cells, table.classes)


def show(table: Table[T], frame: Callable[[Html], Html] = markup.html) -> None:
    """The table, in what stands around it, and below it its files."""
    st.html(frame(html(table)))
    files(table)


def files(table: Table[T]) -> None:
    """A small line with the files of a table; the links say where these hold more rows than the page may show."""
    place = st.container(key=f"{FILES}-{table.name}", horizontal=True, gap="small")
    what = "下载全部" if table.whole or table.most else "下载"
    for form in downloads.forms():
        file = File(table.title, form, table.day, partial(made, table, form))
        label, key = f"{what} {downloads.NAMES[form]}", f"duban-file-{form}-{table.name}"
        downloads.button(place, file, label, type="tertiary", key=key)


def made(table: Table[T], form: str) -> bytes:
    """All rows as a file; the database is closed again before it is written."""
    content = arrow((*table.columns, *table.more), data.asked(table.whole) if table.whole else table.rows)
    if form == "csv":
        return csv_file(content)
    page = Page(table.title, f"截至日期：{table.day.isoformat()}　　共 {content.num_rows:,} 行")
    return workbook.workbook(content, table.name, renumber=False, page=page)


def arrow(columns: Sequence[Column[T]], rows: Sequence[T]) -> "pa.Table":
    """The values of some rows."""
    import pyarrow as pa

    return pa.table({column.head: [column.value(row) for row in rows] for column in columns})
