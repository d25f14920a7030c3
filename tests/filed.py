"""The tables of the pages with their files, as the simulated app draws them one after the other.

The pages are those of `site.py`, their addresses those of `walk.WALK`; what else must be done so that a page shows a
table stands in `DONE`.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from urllib.parse import parse_qsl

import openpyxl
from streamlit.delta_generator import DeltaGenerator

from pipeline.export.tables import FORMULA
from tests import pages, samples, walk

PAYLOADS = {number: walk.PAYLOADS[number] for number in (0, 13, 18, 20, 21, 28)}
"""Words that a page, a sheet or a list of values could take for something else."""

ONE = walk.PAYLOADS[20]
"""The one whose speech and body are looked at where a page shows one of them."""

APART = {
    "duban-calendar": "the same rows as the list below it",
    "duban-columns": "what the database is made of; a query has it as rows",
    "duban-uploads": "what is in hand and not stored yet",
    "duban-failures": "what is in hand and cannot be stored",
}
"""Tables without files, by their class, and why."""

MORE = (
    "bodies",
    "bodies?words=局&sort=name",
    "bodies?body={body}&net=directives",
    "deadlines?month=2026-09&on=2026-09-25",
    "lists?list=tasks&words=查",
)
"""Addresses beside those of the walk."""


def judged(app):
    app.toggle(key="review-why").set_value(True).run()


def dropped(app):
    said = f"护林会讲话\n9月30日前，县林草局要把3处{ONE}查一遍。"
    app.file_uploader[0].set_value([("甲.txt", said.encode(), ""), ("坏.pdf", b"no pdf", "")])
    app.run()


DONE: dict[str, Callable[[object], None]] = {"review": judged, "upload": dropped}


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it is shown: its class, its heads, the words of its cells; and what its files are made by, by name."""

    classes: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    files: dict[str, Callable[[], bytes]]


def filled(store) -> dict[str, str]:
    """Speeches with hostile words, and one that repeats another; gives what addresses are filled with."""
    store.add([samples.county(), samples.masked()], "r0")
    known = walk.loaded(store, PAYLOADS)
    store.tuples("insert into near_copies select min(speech_id), max(speech_id), 0.93 from speeches")
    return known[ONE]


def addresses(page) -> list[str]:
    """Every address at which a page is looked at."""
    told = [place.address for place in walk.WALK[page]] + [one for one in MORE if one.split("?")[0] == page]
    return list(dict.fromkeys(told))


def drawn(monkeypatch, path, page, address, known) -> Iterator[Shown]:
    """The tables of a page at an address, each with the buttons that are drawn before the next one."""
    offered: list[tuple[str, Callable[[], bytes]]] = []
    plain = DeltaGenerator.download_button

    def noted(self, label, data, file_name, *rest, **options):
        offered.append((file_name, data))
        return plain(self, label, data, file_name, *rest, **options)

    monkeypatch.setattr(DeltaGenerator, "download_button", noted)
    asked = dict(parse_qsl(address.format(**known).partition("?")[2]))
    app, _ = pages.opened(monkeypatch, "" if page == "overview" else page, path, **asked)
    if page in DONE:
        offered.clear()
        DONE[page](app)
        assert not app.exception
    found = list(_elements(app, iter(offered)))
    monkeypatch.setattr(DeltaGenerator, "download_button", plain)
    return _gathered(found)


def _elements(app, offered):
    """Markup of tables and the names and makers of files, in the order of the page."""

    def below(block):
        for _, one in sorted(block.children.items()):
            if hasattr(one, "children"):
                yield from below(one)
            elif one.type == "html":
                yield from re.findall("<table.*?</table>", one.proto.body, re.DOTALL)
            elif one.type == "download_button":
                yield next(offered)

    yield from below(app.main)


def _gathered(found):
    """Each table with the files that follow it."""
    places = [at for at, one in enumerate(found) if isinstance(one, str)]
    for at, following in pairwise([*places, len(found)]):
        yield _shown(found[at], dict(found[at + 1 : following]))


def _shown(table, files):
    rows = re.findall("<tr>(.*?)</tr>", table, re.DOTALL)
    heads = tuple(unescape(one) for one in re.findall('<th scope="col">(.*?)</th>', rows[0], re.DOTALL))
    cells = (re.findall('<td data-label="[^"]*">(.*?)</td>', row, re.DOTALL) for row in rows[1:])
    classes = re.search('class="([^"]*)"', table)[1]
    return Shown(classes, heads, tuple(tuple(map(pages.words_of, row)) for row in cells), files)


def csv_rows(content) -> list[dict[str, str]]:
    """The rows of a CSV file, as a program reads them that knows of the quotation mark before formulas."""
    assert content.startswith(b"\xef\xbb\xbf")
    found = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [{head: _unquoted(cell) for head, cell in row.items()} for row in found]


def _unquoted(cell):
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def xlsx_rows(content) -> list[dict[str, str]]:
    """The rows of the first sheet of a workbook, as words; none of its cells is a formula."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    _, _, heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, map(_worded, row), strict=True)) for row in rows]


def _worded(value):
    """A cell as a CSV file has it."""
    if value is None:
        return ""
    return value.date().isoformat() if hasattr(value, "date") else str(value)
