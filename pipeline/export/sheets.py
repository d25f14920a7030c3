"""Sheets of a workbook as they are printed: A4 landscape, one page wide, the header on every page.

No cell is ever a formula: text goes in by `write_string` alone, whatever it begins with.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import starmap
from math import ceil
from traceback import clear_frames
from typing import Any
from unicodedata import east_asian_width

from pipeline.export.items import library
from pipeline.export.passport import shown

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,  # row by row: 100,000 rows fit
}
ROWS = 1_048_576
"""Rows of a sheet of Excel."""
HEADER, FIRST = 2, 3
"""The header stands in the third row, below the title and the line of unit and day; the data begin in the fourth."""
LINE, GAP, TALLEST = 14.0, 4.0, 409.0
"""Points of a line at this size of letters, of what is left free, and of the highest row that Excel knows."""
SONG, HEI = "宋体", "黑体"
BASE = {"font_name": SONG, "font_size": 10.5, "valign": "vcenter"}
CELL = BASE | {"text_wrap": True, "border": 1, "border_color": "#808080"}
STYLES: dict[str, dict[str, object]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 20, "align": "center", "valign": "vcenter"},
    "line": BASE,
    "head": CELL | {"font_name": HEI, "align": "center", "bg_color": "#DCE6F1"},
    "text": CELL,
    "short": CELL | {"align": "center"},
    "day": CELL | {"align": "center", "num_format": "yyyy-mm-dd"},
    "edit": CELL | {"bg_color": "#FFFBE6", "num_format": "@"},
    "pick": CELL | {"bg_color": "#FFFBE6", "num_format": "@", "align": "center"},
    "share": CELL | {"align": "center", "num_format": "0.0%"},
    "hidden": BASE | {"num_format": "@"},
}
Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its head, its width in characters, the style of its cells."""

    head: str
    width: float
    style: str = "text"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What stands above a table: its title, and the unit and the day."""

    title: str
    line: str


class Book:
    """An xlsxwriter workbook with the styles made once; use it in a `with` block."""

    def __init__(self, workbook: Any) -> None:  # noqa: ANN401  (xlsxwriter has no types)
        self.workbook = workbook
        self._styles: dict[tuple[str, str | None], Any] = {}

    def style(self, name: str, colour: str | None = None) -> Any:  # noqa: ANN401
        """A cell format by its name; `colour` is that of the letters."""
        if (name, colour) not in self._styles:
            facts = STYLES[name] | ({"font_color": colour} if colour else {})
            self._styles[name, colour] = self.workbook.add_format(facts)
        return self._styles[name, colour]

    def sheet(self, name: str, columns: Sequence[Column], page: Page) -> Any:  # noqa: ANN401
        """A sheet with its title, its header and its page; the rows are still to come."""
        sheet = self.workbook.add_worksheet(name)
        seen = [place for place, column in enumerate(columns) if not column.hidden]
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, None, {"hidden": column.hidden})
        self._above(sheet, seen[-1], page)
        sheet.set_row(HEADER, 30)
        for place, column in enumerate(columns):
            sheet.write_string(HEADER, place, column.head, self.style("hidden" if column.hidden else "head"))
        sheet.freeze_panes(FIRST, 0)
        sheet.repeat_rows(HEADER)
        _printed(sheet)
        return sheet

    def row(self, sheet: Any, place: int, columns: Sequence[Column], cells: Iterable[Cell]) -> None:  # noqa: ANN401
        """One row, as high as its longest cell needs; what the speech does not say stays empty."""
        row = tuple(zip(columns, cells, strict=True))
        texts = [(cell, column.width) for column, cell in row if isinstance(cell, str) and not column.hidden]
        lines = max(starmap(_lines, texts), default=1)
        sheet.set_row(place, min(LINE * lines + GAP, TALLEST))
        for at, (column, cell) in enumerate(row):
            write(sheet, place, at, cell, self.style("day" if isinstance(cell, date) else column.style))

    def _above(self, sheet: Any, last: int, page: Page) -> None:  # noqa: ANN401
        for row, (words, height, name) in enumerate(((page.title, 36, "title"), (page.line, 20, "line"))):
            sheet.set_row(row, height)
            if last:
                sheet.merge_range(row, 0, row, last, "", self.style(name))
            sheet.write_string(row, 0, shown(words), self.style(name))


@contextmanager
def opened(file: BytesIO) -> Iterator[Book]:
    """A workbook to be filled, and written at the end; to memory, since an archive on a full disk fails twice.

    Raises:
        UsageError: `needs_office`.
        OSError: whatever the disk refuses, that of the temporary folder included.
    """
    xlsxwriter = library("xlsxwriter")
    try:
        with xlsxwriter.Workbook(file, OPTIONS) as workbook:
            yield Book(workbook)
    except xlsxwriter.exceptions.FileCreateError as error:
        refused: OSError = error.args[0]
        clear_frames(refused.__traceback__)  # the archive is closed here, not when its file has gone
        raise refused from None


def write(sheet: Any, row: int, column: int, cell: Cell, style: Any) -> None:  # noqa: ANN401
    """One cell by its type; text is text."""
    match cell:
        case None:
            sheet.write_blank(row, column, None, style)
        case str():
            sheet.write_string(row, column, shown(cell), style)
        case date():
            sheet.write_datetime(row, column, cell, style)
        case _:
            sheet.write_number(row, column, cell, style)


def _lines(cell: str, width: float) -> int:
    """Lines of a wrapped cell; only Excel reckons heights itself when it opens a file, other programs do not."""
    return sum(max(1, ceil(_columns(line) / (width - 1))) for line in cell.split("\n"))


class _Widths(dict[str, int]):
    """Columns of each character that was ever measured: a large workbook holds some ten millions of them."""

    def __missing__(self, char: str) -> int:
        self[char] = width = 2 if east_asian_width(char) in "WFA" else 1
        return width


WIDTHS = _Widths()


def _columns(line: str) -> int:
    return sum(map(WIDTHS.__getitem__, line))


def _printed(sheet: Any) -> None:  # noqa: ANN401
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.set_footer('&C&"宋体"&10第 &P 页，共 &N 页')
