"""Web pages: the main text, not the page."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from pipeline.errors import ReadError
from pipeline.reading import limits
from pipeline.reading.extra import library

FURNITURE = "script, style, noscript, template, nav, footer"
UNSEEN = "script, style, noscript, template"
INLINE = ("hi", "ref", "del")  # elements of trafilatura's that break no line
BLOCKS = (
    "address, article, blockquote, br, caption, center, dd, div, dl, dt, footer, form, h1, h2, h3, h4, h5, h6, header, "
    "hr, li, main, nav, ol, option, p, pre, section, table, td, th, title, tr, ul"
)
TITLE = 5  # characters of a title
MAIN = 0.5  # of the sentences of a page, which the main text holds at least, or it was not found
_SENTENCE = re.compile(r"[^。！？]*[。！？]")
_BREAK = "\x1e"  # a line end; those in the source of a page are none
_WRAPPED = re.compile(
    r"(?<=[^\x00-\x7f])[ \t\r]*\n[ \t\r\n]*(?=[^\s<])|(?<=[^\s>])[ \t\r]*\n[ \t\r\n]*(?=[^\x00-\x7f\s])"
)
Element = Any  # of lxml, which ships no types


def text(markup: str) -> tuple[str, tuple[str, ...]]:
    """The main text by trafilatura (all text but the furniture where it finds none), and the lines left out."""
    limits.check_html(markup)
    page = markup if "<pre" in markup else _WRAPPED.sub("", markup)
    seen = _lines(page, UNSEEN)
    lines = _main(page, seen)
    if _spoken(lines) < MAIN * _spoken(seen) or not lines:
        lines = _lines(page, FURNITURE)
    if not lines:
        raise ReadError("empty", "网页里没有正文：请复制正文另存为 .txt 后导入。")
    kept = _packed("".join(lines))
    return "\n".join(lines), tuple(line for line in seen if _packed(line) not in kept)


def _spoken(lines: list[str]) -> int:
    """How many characters stand in whole sentences."""
    return sum(len(one) for line in lines for one in _SENTENCE.findall(line))


def _main(page: str, seen: list[str]) -> list[str]:
    """The lines of the main text, below its title, which many pages keep apart from it."""
    found = library("trafilatura").bare_extraction(page, include_comments=False, include_tables=True, config=_short())
    if found is None or found.body is None:
        return []
    lines = [line for line in map(str.strip, _written(found.body).split("\n")) if line]
    title = _title(page, seen)
    return [title, *lines] if title and _packed(title) not in _packed("".join(lines)) else lines


def _title(page: str, seen: list[str]) -> str | None:
    """The longest line that the page has in its title, where the name of the site may stand beside it."""
    tree: Any = library("selectolax.lexbor").LexborHTMLParser(page)
    named = tree.css_first("head title")
    whole = _packed(named.text()) if named else ""
    return max((line for line in seen if len(line) >= TITLE and _packed(line) in whole), key=len, default=None)


@cache
def _short() -> Any:  # noqa: ANN401  (settings of trafilatura)
    """Short pages too have a main text: usually one of fewer than 250 characters is given up for the whole page."""
    config = library("trafilatura.settings").use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    return config


def _written(element: Element) -> str:
    """The text of an element, with a line for each block and each row of a table."""
    return (element.text or "") + "".join(part + (one.tail or "") for one in element for part in _parts(one))


def _parts(element: Element) -> Iterator[str]:
    match element.tag:
        case "lb":
            yield "\n"
        case "row":
            yield f"\n{_row([_written(cell).strip() for cell in element])}\n"
        case name:
            yield _written(element) if name in INLINE else f"\n{_written(element)}\n"


def _row(cells: list[str]) -> str:
    """Cells parted by tabs, as in Word; where one holds several lines, the table only places them on the page."""
    return "\n".join(cells) if any("\n" in cell for cell in cells) else "\t".join(cells)


def _lines(page: str, without: str) -> list[str]:
    """The lines of a page that are seen, but for some elements."""
    tree: Any = library("selectolax.lexbor").LexborHTMLParser(page)
    for node in tree.css(without):
        node.decompose()
    for node in tree.css(BLOCKS):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)
    found = tree.body.text() if tree.body else ""
    return [line for line in (" ".join(one.split()) for one in found.split(_BREAK)) if line]


def _packed(line: str) -> str:
    """Without white space: the two parsers break lines in different places."""
    return "".join(line.split())
