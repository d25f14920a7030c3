"""Web pages: the main text, not the page."""

from pipeline.errors import ReadError
from pipeline.reading import limits
from pipeline.reading.extra import library

FURNITURE = "script, style, nav"


def text(markup: str) -> str:
    """The main text by trafilatura; all text but the furniture where it finds none."""
    limits.check_html(markup)
    found = library("trafilatura").extract(markup, include_comments=False, include_tables=True)
    if found:
        return str(found)
    tree = library("selectolax.lexbor").LexborHTMLParser(markup)
    for node in tree.css(FURNITURE):
        node.decompose()
    lines = (line.strip() for line in (tree.body.text(separator="\n") if tree.body else "").splitlines())
    plain = "\n".join(line for line in lines if line)
    if not plain:
        raise ReadError("empty", "网页里没有正文：请复制正文另存为 .txt 后导入。")
    return plain
