"""A table as a sheet for Excel: of the workbook that is written, or as a workbook of its own."""

import io
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from pipeline.export.sheets import FIRST, HEADER, Book, Column, Page, opened

if TYPE_CHECKING:
    import pyarrow as pa

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {
    "序号": 5,
    "具体措施": 42,
    "整改措施": 42,
    "存在问题": 42,
    "角色": 7,
    "完成时限": 12,
    "状态": 9,
    "频次": 9,
    "说明": 42,
}
WIDTH = 16
BATCH = 10_000


def available() -> bool:
    """Whether the extra `office` is installed."""
    return find_spec("xlsxwriter") is not None


def table(book: Book, name: str, content: "pa.Table", page: Page, renumber: bool = True) -> None:
    """A sheet with the rows of a table, numbered anew where its first column numbers them and `renumber` allows it."""
    columns = [
        Column(head, WIDTHS.get(head, WIDTH), "short" if WIDTHS.get(head, WIDTH) < WIDTH else "text")
        for head in content.column_names
    ]
    sheet = book.sheet(name, columns, page)
    sheet.autofilter(HEADER, 0, max(HEADER + content.num_rows, FIRST), len(columns) - 1)
    numbered = renumber and content.column_names[0] == "序号"
    for number, row in enumerate(_rows(content), 1):
        book.row(sheet, HEADER + number, columns, (number, *row[1:]) if numbered else row)


def _rows(content: "pa.Table") -> Iterator[tuple[Any, ...]]:
    """Some at a time: as values of Python they take many times the room."""
    for batch in content.to_batches(max_chunksize=BATCH):
        yield from zip(*batch.to_pydict().values(), strict=True)


def workbook(content: "pa.Table", title: str, renumber: bool = True, page: Page | None = None) -> bytes:
    """The rows of a table as a workbook of one sheet; `page` is what stands above them, if not title and number.

    Raises:
        UsageError: `needs_office`, the extra is not installed.
    """
    file = io.BytesIO()
    with opened(file) as book:
        table(book, title, content, page or Page(title, f"共 {content.num_rows} 项"), renumber)
    return file.getvalue()
