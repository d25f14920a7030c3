"""Web pages: the main text, not the page."""

from typing import Any

from pipeline.errors import ReadError
from pipeline.reading import limits
from pipeline.reading.extra import library

FURNITURE = "script, style, nav"
UNSEEN = "script, style, noscript, template"


def text(markup: str) -> tuple[str, tuple[str, ...]]:
    """The main text by trafilatura (all text but the furniture where it finds none), and the lines left out."""
    limits.check_html(markup)
    found = library("trafilatura").extract(markup, include_comments=False, include_tables=True)
    plain = str(found) if found else "\n".join(_lines(markup, FURNITURE))
    if not plain:
        raise ReadError("empty", "网页里没有正文：请复制正文另存为 .txt 后导入。")
    kept = _packed(plain)
    return plain, tuple(line for line in _lines(markup, UNSEEN) if _packed(line) not in kept)


def _lines(markup: str, without: str) -> list[str]:
    """The lines of a page that are seen, but for some elements."""
    tree: Any = library("selectolax.lexbor").LexborHTMLParser(markup)
    for node in tree.css(without):
        node.decompose()
    lines = (line.strip() for line in (tree.body.text(separator="\n") if tree.body else "").splitlines())
    return [line for line in lines if line]


def _packed(line: str) -> str:
    """Without white space: the two parsers break lines in different places."""
    return "".join(line.split())
