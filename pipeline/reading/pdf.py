"""PDF files with a text layer: hard-wrapped lines joined, page numbers dropped."""

import io
import re
from collections.abc import Iterator
from typing import Any

from pipeline.errors import ReadError
from pipeline.reading import limits
from pipeline.reading.extra import library

INDENT = 1.2  # characters by which a paragraph's first line stands in
SLACK = 2.5  # characters by which a full line may fall short of the margin: punctuation never opens a line
_NUMBER = re.compile(r"[-—–－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／，,共]*\s*\d{1,4}\s*页?)?[-—–－·\s]*")


def text(raw: bytes) -> str:
    """The text, a line a paragraph."""
    pdfplumber = library("pdfplumber")
    failures = library("pdfplumber.utils.exceptions")
    try:
        with pdfplumber.open(io.BytesIO(raw)) as pdf:
            if len(pdf.pages) > limits.PAGES:
                raise ReadError("too_large", f"PDF 超过 {limits.PAGES} 页：请拆分后导入。")
            lines = [line for page in pdf.pages for line in _lines(page)]
    except failures.PdfminerException as error:
        if "MemoryError" in repr(error):
            raise MemoryError from error
        if "Password" in repr(error):
            raise ReadError("encrypted", "PDF 设有密码：请解除密码后导入。") from error
        raise ReadError("damaged", "PDF 已损坏：请重新获取或另存一份。") from error
    if not lines:
        raise ReadError("scanned", "PDF 没有文字层（可能是扫描件）：请先做文字识别。")
    return "\n".join(_paragraphs(lines))


def _lines(page: Any) -> list[dict[str, Any]]:  # noqa: ANN401  (pdfplumber ships no types)
    """The lines of a page with their place; the first and the last are left out where they are page numbers."""
    lines: list[dict[str, Any]] = page.extract_text_lines(return_chars=False)
    for edge in (-1, 0):
        if lines and _NUMBER.fullmatch(lines[edge]["text"]):
            del lines[edge]
    page.close()
    return lines


def _paragraphs(lines: list[dict[str, Any]]) -> Iterator[str]:
    """Lines joined where the one before is full and the next does not stand in."""
    left, right = min(line["x0"] for line in lines), max(line["x1"] for line in lines)
    paragraph = ""
    full = False
    for line in lines:
        size = line["bottom"] - line["top"]
        if paragraph and (not full or line["x0"] - left > INDENT * size):
            yield paragraph
            paragraph = ""
        paragraph += line["text"]
        full = right - line["x1"] < SLACK * size
    yield paragraph
