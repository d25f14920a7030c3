"""Word documents: paragraphs with the numbers that Word generates, tables and text boxes, in the order of the page."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from pipeline.errors import ReadError
from pipeline.reading import limits, numbering
from pipeline.reading.extra import library
from pipeline.reading.ooxml import child, children, name, part, value

Element = Any  # of lxml, which ships no types
DAMAGED = "Word 文档已损坏：请用 Word 或 WPS 打开后另存一份。"
SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
UNSEEN = {"del", "moveFrom", "rt", "rPr", "pPr", "txbxContent"}  # what a paragraph holds beside its own text
HOLDERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice", "Fallback"}
_BESIDE = re.compile(r"word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml")


def text(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The text (a line a paragraph, or a table row with its cells parted by tabs), and what was left out of it."""
    limits.check_parts(raw)
    etree = library("lxml.etree")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            counters = numbering.counters(part(archive, "word/numbering.xml"), part(archive, "word/styles.xml"))
            body = child(part(archive, "word/document.xml"), "body")
            lines = "\n".join(_lines(body, counters)) if body is not None else ""
            return lines, tuple(_beside(archive))
    except (etree.LxmlError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise ReadError("damaged", DAMAGED) from error


def _beside(archive: zipfile.ZipFile) -> Iterator[str]:
    """The lines of headers, footers, notes and comments; a header that several sections share counts once."""
    nothing = numbering.counters(None, None)
    seen: dict[str, None] = {}
    for path in sorted(filter(_BESIDE.fullmatch, archive.namelist())):
        for holder in _note_holders(part(archive, path)):
            seen |= dict.fromkeys(line.strip() for line in _lines(holder, nothing))
    yield from filter(None, seen)


def _note_holders(root: Element) -> list[Element]:
    inner = [one for one in root if name(one) in ("footnote", "endnote", "comment")]
    return inner or [root]


def _lines(container: Element, counters: numbering.Counters) -> Iterator[str]:
    for block in container:
        match name(block):
            case "p":
                yield counters.numbered(block, "".join(_inline(block)))
                for box in _boxes(block):
                    yield from _lines(box, counters)
            case "tbl":
                yield from (_row(row, counters) for row in _rows(block))
            case "AlternateContent":
                yield from _lines(_alternative(block), counters)
            case held if held in HOLDERS:
                yield from _lines(block, counters)


def _rows(table: Element) -> Iterator[Element]:
    for one in table:
        if name(one) == "tr":
            yield one
        elif name(one) in HOLDERS:
            yield from _rows(one)


def _row(row: Element, counters: numbering.Counters) -> str:
    """A merged cell stands once: where it begins."""
    return "\t".join("" if _continued(cell) else " ".join(_lines(cell, counters)) for cell in _cells(row))


def _cells(row: Element) -> Iterator[Element]:
    for one in row:
        if name(one) == "tc":
            yield one
        elif name(one) in HOLDERS:
            yield from _cells(one)


def _continued(cell: Element) -> bool:
    merged = child(child(cell, "tcPr"), "vMerge")
    return merged is not None and value(merged) != "restart"


def _inline(element: Element) -> Iterator[str]:
    """The characters of a paragraph itself, without those of its text boxes."""
    for one in element:
        match name(one):
            case "t":
                yield one.text or ""
            case "br":
                yield "" if value(one, "type") in ("page", "column") else "\n"
            case "AlternateContent":
                yield from _inline(_alternative(one))
            case sign if sign in SIGNS:
                yield SIGNS[sign]
            case held if held not in UNSEEN:
                yield from _inline(one)


def _boxes(element: Element) -> Iterator[Element]:
    """The text boxes anchored in a paragraph, each once: Word keeps a second copy of each for old readers."""
    for one in element:
        if name(one) == "AlternateContent":
            yield from _boxes(_alternative(one))
        elif name(one) == "txbxContent":
            yield one
        else:
            yield from _boxes(one)


def _alternative(element: Element) -> Element:
    """The first choice; the copy for old readers where there is none."""
    return next(children(element, "Choice"), next(children(element, "Fallback"), element))
