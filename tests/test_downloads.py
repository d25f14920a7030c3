"""Every table of every page has its files: whole, equal to what is shown, made when they are wanted and not before."""

import re
from datetime import date
from pathlib import Path

import pytest

from pipeline import resources
from pipeline.dashboard import attention, body_rows, data, deadlines, downloads, figures, gone, ledger_files, paging
from pipeline.dashboard.downloads import File
from pipeline.dashboard.request import Request
from pipeline.export import ledger, workbook
from pipeline.lexicon.lists import load
from pipeline.store import Store
from tests import filed, walk

PLACES = [(page, address) for page in walk.offered() for address in filed.addresses(page)]
LIMITED = [("ledger", "ledger"), *(place for place in PLACES if place[0] in ("overview", "deadlines", "bodies"))]
VIEWS = {"督办台账", "查询结果", *(one.title for one in load(resources.path("lexicons"), []).lists)}
"""Files that have the columns of a view or of a query, where the page shows some of them in its own way."""

AHEAD = {"查看"}
"""Columns that only lead on."""


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    path = tmp_path_factory.mktemp("downloads") / "a.duckdb"
    with Store.open(path) as store:
        return filed.filled(store) | {"path": path}


@pytest.fixture
def drawn(monkeypatch, known):
    """The tables of an address."""
    monkeypatch.setenv("DUBAN_SQL", "1")
    return lambda page, address: list(filed.drawn(monkeypatch, known["path"], page, address, known))


def listed(shown):
    """The tables that are to have files."""
    return [one for one in shown if not set(one.classes.split()) & set(filed.APART)]


def contents(one):
    """The rows of the files of a table: of the values, and of the workbook."""
    csv, xlsx = one.files.values()
    return filed.csv_rows(csv()), filed.xlsx_rows(xlsx())


# ── no table is left without ──


def test_tables_are_made_where_they_get_their_files():
    """A page that makes a table of its own must be looked at here, and by the tests above."""
    folder = Path(downloads.__file__).parent
    makers = {
        one.name
        for one in folder.glob("*.py")
        if re.search(r'(markup|st)\.table\(|\.dataframe\(|tag\("table"', one.read_text("utf-8"))
    }
    assert makers == {"tables.py", "ledger.py", "lists.py", "sql.py", "sql_help.py", "offered.py", "calendar.py",
                      "markup.py"}  # fmt: skip


# ── what is inside ──


@pytest.mark.parametrize(("page", "address"), PLACES)
def test_every_table_has_both_files_and_they_hold_what_is_shown(drawn, page, address):
    shown = drawn(page, address)
    assert shown or page in ("text", "ledger"), "请在 tests/filed.py 的 DONE 里写上怎样让这一页显示表格"
    for one in listed(shown):
        named(one)
        values, sheet = contents(one)
        assert len(values) == len(sheet) >= len(one.rows) > 0
        heads = list(values[0])
        if next(iter(one.files)).rpartition("_")[0] in VIEWS:
            assert set(one.heads) - AHEAD <= set(heads), one.heads
            continue
        assert heads[: len(one.heads)] == list(one.heads) == list(sheet[0])[: len(one.heads)]
        assert [list(row.values()) for row in sheet] == [[plain(cell) for cell in row.values()] for row in values]
        for cells, row in zip(one.rows, values, strict=False):
            for head, cell in zip(one.heads, cells, strict=True):
                assert all(stands(line, cell) for line in row[head].split("\n")), (head, row[head], cell)
                assert row[head] or not cell, (head, cell)


def named(one):
    """Both files are called by the title and a day."""
    assert [name.rpartition(".")[2] for name in one.files] == ["csv", "xlsx"], one.heads
    (stem,) = {name.rpartition(".")[0] for name in one.files}
    assert re.fullmatch(r"\w+_\d{4}-\d\d-\d\d", stem), stem


def plain(cell):
    """As a workbook has it, where numbers are numbers."""
    return cell.removesuffix(".0") if re.fullmatch(r"-?\d+\.0", cell) else cell


def stands(value, cell):
    """Whether a value stands in a cell of the page, where numbers have commas and signs, and marks stand beside."""
    if value.isdigit():
        return value == cell.replace(",", "")
    return value in cell or value == re.sub(r"^([●▲■○✓])", r"\1 ", cell)


def test_some_of_it_is_hostile(drawn):
    """Words that a program could carry out reach the files as they stand."""
    duties, *_ = listed(drawn("bodies", "bodies?body={body}"))
    values, sheet = contents(duties)
    assert filed.ONE.startswith("=")
    for rows in (values, sheet):
        assert rows[0]["具体措施"].startswith(filed.ONE)
        assert filed.ONE in rows[0]["完成时限"] or rows[0]["完成时限"].startswith("2099-09")
    assert b"'=HYPERLINK" in next(iter(duties.files.values()))()


@pytest.mark.parametrize(("page", "address"), LIMITED)
def test_files_are_whole_where_the_page_shows_the_first_rows(drawn, monkeypatch, page, address):
    before = [{name: filed.csv_rows(made()) for name, made in one.files.items() if name.endswith("csv")}
              for one in listed(drawn(page, address))]  # fmt: skip
    for module, name in (
        (figures, "MOST"), (attention, "MOST"), (deadlines, "MOST"), (deadlines, "UNDATED"), (gone, "MOST"),
        (body_rows, "SHOWN"), (body_rows, "PARTNERS"), (body_rows, "MONTHS"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, 1)
    monkeypatch.setattr(paging.Place.__init__, "__defaults__", (1,))
    monkeypatch.setattr(paging.place, "__defaults__", (1,))
    shown = listed(drawn(page, address))
    after = [{name: filed.csv_rows(made()) for name, made in one.files.items() if name.endswith("csv")}
             for one in shown]  # fmt: skip
    assert after == before
    if page != "ledger":
        assert any(len(one.rows) == 1 for one in shown)


def test_files_follow_the_filter_and_the_order(drawn, known):
    ranking, *_ = listed(drawn("bodies", "bodies?words=局&sort=name"))
    names = [row["单位"] for row in contents(ranking)[0]]
    assert names == sorted(names)
    assert names
    assert all("局" in name for name in names)
    assert next(iter(ranking.files)).startswith("局_责任单位_")


def test_files_tell_of_the_day_that_was_asked_for(drawn):
    month, *_ = listed(drawn("deadlines", "deadlines?month=2026-09&on=2026-09-25"))
    assert list(month.files) == ["2026年9月到期_2026-09-25.csv", "2026年9月到期_2026-09-25.xlsx"]
    assert [(row["日期"], row["剩余"], row["预警"]) for row in contents(month)[0]] == [
        ("2026-09-30", "剩 5 天", "▲ 临近"),
        ("2026-09-30", "剩 5 天", "↻ 每月检查点"),
    ]


# ── how they are made ──


def test_nothing_is_read_for_files_before_they_are_wanted(drawn, monkeypatch):
    asked = []
    for module, name in ((attention, "_every_ahead"), (deadlines, "undated"), (body_rows, "every_duty")):
        monkeypatch.setattr(module, name, lambda *_, name=name, **__: asked.append(name) or ())
    overview, undated, body = (
        listed(drawn(page, address))
        for page, address in (("overview", ""), ("deadlines", "deadlines"), ("bodies", "bodies?body={body}"))
    )
    assert asked == []
    for one in (*overview, *undated, *body):
        next(iter(one.files.values()))()
    assert set(asked) == {"_every_ahead", "undated", "every_duty"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_database_is_free_while_a_file_is_written(monkeypatch, known, form):
    """A large workbook takes its time, and nobody has to wait for it."""
    monkeypatch.setenv("DUBAN_DB", str(known["path"]))
    held = []
    for module, name in ((ledger, "written"), (ledger_files, "csv_file")):
        monkeypatch.setattr(module, name, lambda *_: held.append(data.LOCK.locked()) or filed.io.BytesIO())
    ledger_files.FORMS[form](Request())
    assert held == [False]


def test_only_values_are_offered_where_no_workbook_can_be_made(monkeypatch):
    assert downloads.forms() == ("csv", "xlsx")
    monkeypatch.setattr(workbook, "available", lambda: False)
    assert downloads.forms() == ("csv",)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("县林草局：负责的任务", "县林草局_负责的任务_2026-09-30.csv"),
        ("../../etc/passwd", "etc_passwd_2026-09-30.csv"),
        ('**月底"\r\nX: 1', "月底_X_1_2026-09-30.csv"),
        ("长" * 500, "长" * 60 + "_2026-09-30.csv"),
        ("<>", "_2026-09-30.csv"),
    ],
)
def test_the_name_of_a_file_holds_letters_and_digits_alone(title, name):
    assert File(title, "csv", date(2026, 9, 30), bytes).name == name
