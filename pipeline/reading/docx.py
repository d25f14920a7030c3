"""Word documents: paragraphs and tables in the order in which they stand."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.errors import ReadError
from pipeline.reading import limits
from pipeline.reading.extra import library

DAMAGED = "Word 文档已损坏：请用 Word 或 WPS 打开后另存一份。"


def text(raw: bytes) -> str:
    """The text: a line a paragraph, a line a table row with its cells parted by tabs."""
    limits.check_parts(raw)
    docx = library("docx")
    etree = library("lxml.etree")
    try:
        return "\n".join(_lines(docx.Document(io.BytesIO(raw))))
    except (docx.exceptions.PythonDocxError, etree.LxmlError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ReadError("damaged", DAMAGED) from error


def _lines(container: Any) -> Iterator[str]:  # noqa: ANN401  (python-docx: a document or a cell)
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            yield from map(_row, block.rows)
        else:
            yield block.text


def _row(row: Any) -> str:  # noqa: ANN401
    """A merged cell stands once, though python-docx gives it for every column it spans."""
    cells = dict.fromkeys(cell._tc for cell in row.cells)
    texts = {cell._tc: " ".join(_lines(cell)) for cell in row.cells}
    return "\t".join(texts[cell] for cell in cells)
