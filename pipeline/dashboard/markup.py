"""HTML for `st.html`: the one way in which words of a speech reach a page.

Streamlit reads Markdown nearly everywhere else: `**月底` would lose its marks, and a picture in a speech would be
fetched. Here every character is escaped, so that a page shows it as it stands. `Html` is what has been escaped already.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from urllib.parse import urlencode

CHARACTERS = str.maketrans({"\r": "&#13;", "\0": "␀"})
"""A browser would unify the one and drop the other."""


class Html(str):
    """Markup made here; every other string is words, and gets escaped."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that is shown in its own way; where it is cut, its first part has the attributes."""

    start: int
    end: int
    classes: str
    attributes: Mapping[str, str] = field(default_factory=dict)


def html(value: object) -> Html:
    """Words, figures or markup as markup; None is empty."""
    if isinstance(value, Html):
        return value
    return Html("" if value is None else escape(str(value)).translate(CHARACTERS))


def joined(parts: Iterable[object], between: str = "") -> Html:
    """Parts one after the other."""
    return Html(html(between).join(map(html, parts)))


def tag(name: str, content: object = "", **attributes: str | None) -> Html:
    """An element; `class_` is its class, `data_label` its `data-label`, and None leaves an attribute out."""
    return Html(f"<{name}{_attributes(attributes)}>{html(content)}</{name}>")


def _attributes(attributes: Mapping[str, str | None]) -> str:
    named = ((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items())
    return "".join(f' {name}="{html(value)}"' for name, value in named if value is not None)


def address(page: str, parameters: Mapping[str, str] | None = None) -> str:
    """Where a page stands, with its filters; relative, so that it holds under any prefix."""
    return f"{page or './'}?{urlencode(parameters)}" if parameters else page or "./"


def link(content: object, page: str, parameters: Mapping[str, str] | None = None, **attributes: str | None) -> Html:
    """A link to a page."""
    return tag("a", content, href=address(page, parameters), **attributes)


def load_first(*more: object) -> Html:
    """What to do where nothing is stored yet."""
    way = link("导入讲话稿", "upload")
    return joined(("请先", way, "，或用 duban load 导入整个文件夹；导入后刷新本页。", *more))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], classes: str = "") -> Html:
    """A table; each cell also carries its heading, for screens too narrow for columns."""
    head = tag("tr", joined(tag("th", name, scope="col") for name in heads))
    body = joined(
        tag("tr", joined(tag("td", _cell(cell), data_label=name) for name, cell in zip(heads, row, strict=True)))
        for row in rows
    )
    whole = tag("table", joined((tag("thead", head), tag("tbody", body))), class_=f"duban-table {classes}".rstrip())
    return tag("div", whole, class_="duban-scroll")


def _cell(content: object) -> Html:
    """One element beside the heading; an empty cell stays empty, so that a narrow screen can leave it out."""
    return tag("div", content) if html(content) else Html()


def marked(text: str, start: int, end: int, marks: Iterable[Mark]) -> Html:
    """`text[start:end]` with its marks; where some overlap, the words carry the classes of all of them."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = sorted({start, end, *(place for m in inside for place in (m.start, m.end) if start < place < end)})
    return joined(
        _stretch(text[left:right], left, [m for m in inside if m.start <= left and right <= m.end])
        for left, right in pairwise(cuts)
    )


def _stretch(words: str, left: int, over: Sequence[Mark]) -> Html:
    if not over:
        return html(words)
    opening = [mark for mark in over if mark.start == left]
    attributes = {name: value for mark in opening for name, value in mark.attributes.items()}
    classes = " ".join([*(mark.classes for mark in over), *(["opening"] if opening else [])])
    return tag("span", words, class_=classes, **attributes)


def note(words: str) -> Html:
    """A remark beside what is shown."""
    return tag("p", words, class_="duban-note")


def notice(title: str, *lines: object) -> Html:
    """A message in place of what cannot be shown."""
    told = joined(tag("p", line) for line in lines)
    return tag("div", joined((tag("strong", title), told)), class_="duban-notice", role="status")
