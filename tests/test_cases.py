"""The tables of linguistic cases: the answer is written inside the text, see `tests/marked.py`.

A row with a reason in its last column is a known failure: strict, so that it is taken out once it passes.
"""

import csv
from pathlib import Path

import pytest

from pipeline import engine, flow, reading
from pipeline.model import Extraction
from tests import marked

CASES = Path(__file__).parent / "cases"
TITLES = {
    "省": "在全省工作会议上的讲话\n",
    "市": "在全市工作会议上的讲话\n",
    "县": "在全县工作会议上的讲话\n",
    "縣": "在全縣工作會議上的講話\n",
    "镇": "在全镇工作会议上的讲话\n",
    "高校": "在学校春季工作会议上的讲话\n",
    "企业": "在集团公司工作会议上的讲话\n",
}


def rows(name):
    """The cases of a table as parameters; `#` rows are its headings, `\\n` in a cell is a line's end."""
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        _, *table = csv.reader(line for line in file if not line.startswith("#"))
    return [case(*row) for row in table]


def case(*row):
    *cells, reason = row
    known = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(*(cell.replace("\\n", "\n") for cell in cells), marks=known)


def extract(text: str) -> Extraction:
    return flow.extract(reading.speech(text), engine.lexicon_of(engine.Setup()))


def with_bodies(found: Extraction) -> str:
    return marked.marked(found.speech.text, [mark for one in found.statements for mark in marked.bodies(one)])


@pytest.mark.parametrize(("level", "text"), rows("bodies"))
def test_bodies(level, text):
    title = TITLES[level]
    assert with_bodies(extract(title + marked.plain(text))) == title + text


@pytest.mark.parametrize("text", rows("zones"))
def test_zones(text):
    found = extract(marked.plain(text))
    assert marked.marked(found.speech.text, marked.zones(found)) == text


@pytest.mark.parametrize("text", rows("kinds"))
def test_kinds(text):
    orders = TITLES["县"] + "各单位要对照分工开展工作。"  # so that what follows is an order as well
    found = extract(orders + marked.plain(text))
    assert marked.marked(found.speech.text, marked.kinds(found)).endswith(text)


@pytest.mark.parametrize(("level", "text"), rows("statements"))
def test_statements(level, text):
    title = TITLES[level]
    found = extract(title + marked.plain(text))
    assert marked.marked(found.speech.text, marked.acting(found)).partition("\n")[2] == text


@pytest.mark.parametrize("text", rows("outline"))
def test_outline(text):
    found = extract(marked.plain(text))
    assert marked.marked(found.speech.text, marked.levels(found)) == text


@pytest.mark.parametrize(("trap", "directives", "text"), rows("words"))
def test_words(trap, directives, text):
    found = extract(TITLES["县"] + marked.plain(text))
    assert trap in marked.plain(text)
    assert with_bodies(found) == TITLES["县"] + text
    assert sum(one.directive is not None for one in found.statements) == int(directives)


SIZES = (("bodies", 500), ("zones", 60), ("outline", 30), ("words", 40), ("kinds", 80), ("statements", 60))


@pytest.mark.parametrize(("name", "least"), SIZES)
def test_the_tables_are_large_enough(name, least):
    assert len(rows(name)) >= least


def test_the_notation_is_undone():
    text = "[县住建局|body 县住建局]要在[5月底前|due XXXX-05-31]完成；[|inherited 县住建局]再查一次。"
    assert marked.plain(text) == "县住建局要在5月底前完成；再查一次。"
    marks = [(0, 4, "body 县住建局"), (6, 10, "due XXXX-05-31"), (13, 13, "inherited 县住建局")]
    assert marked.marked(marked.plain(text), marks) == text
