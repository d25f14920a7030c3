"""A table as a plain Excel sheet: frozen header, filter, wrapped text, and no cell that is ever a formula."""

import io
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767 and would cut the rest without a word."""

CUT = "……（过长，未完）"
WIDE, NARROW = 40, 14
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def available() -> bool:
    """Whether the extra `office` is installed."""
    return find_spec("xlsxwriter") is not None


def workbook(content: "pa.Table", title: str) -> bytes:
    """The rows of a table as a workbook of one sheet."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {**PLAIN, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(title)
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#E7E6E6", "text_wrap": True})
        body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, content.column_names, head)
        for number, row in enumerate(zip(*content.to_pydict().values(), strict=True), 1):
            for column, value in enumerate(row):
                sheet.write(number, column, _whole(value), body)
        for column, values in enumerate(content.to_pydict().values()):
            long = any(isinstance(value, str) and len(value) > NARROW for value in values)
            sheet.set_column(column, column, WIDE if long else NARROW)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, content.num_rows, content.num_columns - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return file.getvalue()


def _whole(value: object) -> object:
    """A value that the cell can hold; where it is cut, the cell says so."""
    return value[:LONGEST] + CUT if isinstance(value, str) and len(value) > LONGEST else value
