"""PDF files with a text layer: hard-wrapped lines joined, page numbers and running heads and feet left out."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.errors import ReadError
from pipeline.reading import limits
from pipeline.reading.extra import library

INDENT = 1.2  # characters by which a paragraph's first line stands in
GAP = 0.4  # of a character from which a gap is a space: what Word leaves between 在 and 10 comes to 0.2 to 0.25
SLACK = 2.5  # characters by which a full line may fall short of the margin: punctuation never opens a line
RUNNING_FROM = 3  # pages on which a line must stand before it is a running head; what comes twice may be meant twice
RUNNING_SHARE = 0.5  # of the pages; left and right pages may have heads of their own
EDGE = 2  # lines at the head and at the foot of a page that may run
_NUMBER = re.compile(r"[-—–－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／，,共]*\s*\d{1,4}\s*页?)?[-—–－·\s]*")
Line = dict[str, Any]  # as pdfplumber gives it: text, x0, x1, top, bottom


def text(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, a line a paragraph, and the lines left out of it; also which pages are pictures alone."""
    found = _pages(raw)
    pages = [lines for lines, _ in found]
    running = _running(pages)
    left_out = [line["text"] for page in pages for line in _trimmed(page, running)]
    lines = [line for page in pages for line in page]
    if not lines:
        raise ReadError("scanned", "PDF 没有文字层（可能是扫描件）：请先做文字识别。")
    unread = [f"第 {n} 页（图片，没有文字层）" for n, (kept, pictures) in enumerate(found, 1) if pictures and not kept]
    return "\n".join(_paragraphs(lines)), (*unread, *left_out)


def _pages(raw: bytes) -> list[tuple[list[Line], bool]]:
    """The lines of each page with their places, and whether there are pictures on it."""
    pdfplumber = library("pdfplumber")
    failures = library("pdfplumber.utils.exceptions")
    try:
        with pdfplumber.open(io.BytesIO(raw)) as pdf:
            if len(pdf.pages) > limits.PAGES:
                raise ReadError("too_large", f"PDF 超过 {limits.PAGES} 页：请拆分后导入。")
            return [_lines(page) for page in pdf.pages]
    except failures.PdfminerException as error:
        if "MemoryError" in repr(error):
            raise MemoryError from error
        if "Password" in repr(error):
            raise ReadError("encrypted", "PDF 设有密码：请解除密码后导入。") from error
        raise ReadError("damaged", "PDF 已损坏：请重新获取或另存一份。") from error


def _lines(page: Any) -> tuple[list[Line], bool]:  # noqa: ANN401  (pdfplumber ships no types)
    lines: list[Line] = page.extract_text_lines(return_chars=False, x_tolerance_ratio=GAP)
    pictures = bool(page.images)
    page.close()
    return lines, pictures


def _running(pages: list[list[Line]]) -> set[tuple[int, str]]:
    """What stands at the same height of the head or foot of most pages, whatever number is in it."""
    seen = Counter(key for page in pages for key in {_key(line) for line in (*page[:EDGE], *page[-EDGE:])})
    enough = max(RUNNING_FROM, RUNNING_SHARE * len(pages))
    return {key for key, count in seen.items() if count >= enough}


def _key(line: Line) -> tuple[int, str]:
    return round(line["top"]), re.sub(r"\d+", "#", line["text"])


def _trimmed(page: list[Line], running: set[tuple[int, str]]) -> Iterator[Line]:
    """Take the page number and the running lines off both ends of a page, and give them."""
    for edge in (0, -1):
        numbers = 0
        for _ in range(EDGE + 1):
            if not page:
                return
            number = bool(_NUMBER.fullmatch(page[edge]["text"])) and not numbers
            if not number and _key(page[edge]) not in running:
                break
            numbers += number
            yield page.pop(edge)


def _paragraphs(lines: list[Line]) -> Iterator[str]:
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
