"""Word documents: paragraphs and tables in the order in which they stand."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.errors import ReadError
from pipeline.reading.extra import library

MEMBERS = 5_000
EXPANDED = 200 * 2**20  # bytes of all members together
DAMAGED = "Word 文档已损坏：请用 Word 或 WPS 打开后另存一份。"


def text(raw: bytes) -> str:
    """The text: a line a paragraph, a line a table row with its cells parted by tabs."""
    _check(raw)
    docx = library("docx")
    etree = library("lxml.etree")
    try:
        return "\n".join(_lines(docx.Document(io.BytesIO(raw))))
    except (docx.exceptions.PythonDocxError, etree.LxmlError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ReadError("damaged", DAMAGED) from error


def _check(raw: bytes) -> None:
    """Refuse what only pretends to be a document: python-docx would swallow it whole."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        if len(members) > MEMBERS or sum(m.file_size for m in members) > EXPANDED:
            raise ReadError("too_large", "Word 文档展开后过大：请拆分后导入。")
        try:
            head = archive.open("word/document.xml").read(4096)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise ReadError("damaged", DAMAGED) from error
    if b"<!DOCTYPE" in head:
        raise ReadError("damaged", "Word 文档含有不允许的 DOCTYPE 声明，未读取。")


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
