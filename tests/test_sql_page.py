"""The page 查询 without a browser: off unless wanted, the query in the address, its answer, what went wrong, files."""

import csv
import io
import subprocess
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
import pytest

from pipeline.cli import outcome
from pipeline.dashboard import sql, sql_child, sql_help
from pipeline.export.tables import csv_file
from pipeline.store import Store
from tests import pages, samples, servers
from tests.pages import filled, html_of, words_of


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("sql") / "督办.duckdb", samples.everything())


@pytest.fixture
def show(monkeypatch, database):
    monkeypatch.setenv("DUBAN_SQL", "1")

    def shown(path=database, may_fail=False, **parameters):
        return pages.opened(monkeypatch, sql.PAGE, path, may_fail, **parameters)

    return shown


def executed(app, text):
    app.text_area(key="sql-text").set_value(text)
    next(button for button in app.button if button.label == "执行").click()
    app.run()
    assert not app.exception
    return words_of(html_of(app))


@pytest.mark.parametrize("value", ["", "0", "yes"])
def test_it_is_off_unless_it_was_switched_on(monkeypatch, database, value):
    monkeypatch.setattr(sql_child, "answer", lambda *_: pytest.fail("asked all the same"))
    monkeypatch.setenv("DUBAN_SQL", value)
    app, html = pages.opened(monkeypatch, sql.PAGE, database, sql="select 1 as 甲")
    assert "duban app --enable-sql" in words_of(html)
    assert "甲" not in words_of(html)
    assert not app.text_area


def test_without_a_query_there_are_examples_and_the_tables(show):
    app, html = show()
    assert "还没有查询。" in words_of(html)
    links = [parse_qs(urlsplit(part.split('"')[0].replace("&amp;", "&")).query) for part in html.split('href="')[1:]]
    asked = [query["sql"][0] for query in links if "sql" in query]
    assert [text for _, text in sql_help.EXAMPLES] == asked[: len(sql_help.EXAMPLES)]
    assert 'from "督办台账" limit 100' in asked
    for words in ("可核查的任务，一项一行", "工作任务", "VARCHAR", "due_latest", "最迟完成日"):
        assert words in words_of(html)
    assert "Last day" not in html
    assert app.text_area(key="sql-text").value == ""


def test_every_table_and_column_is_told_with_its_meaning(database):
    with Store.open(database, readonly=True) as store:
        found = sql_help.relations(store)
        known = {*store.tables()}
    assert found[0].name == "督办台账"
    assert known <= {one.name for one in found}
    assert all(one.meaning and one.columns for one in found)
    assert all(meaning and kind for one in found for _, kind, meaning in one.columns)


def test_the_query_in_the_address_is_carried_out(show):
    app, html = show(sql="select 牵头单位, count(*) as 项 from 督办台账 where 牵头单位 = '县教育局' group by all")
    assert app.text_area(key="sql-text").value.startswith("select 牵头单位")
    assert "共 1 行。" in words_of(html)
    assert '<td data-label="牵头单位"><div>县教育局</div></td><td data-label="项"><div>3</div></td>' in html


def test_what_is_written_goes_into_the_address(show):
    app, _ = show()
    told = executed(app, "  select 6 * 7 as 数  ")
    assert "数42" in told
    assert app.query_params == {"sql": "select 6 * 7 as 数"}
    executed(app, "")
    assert app.query_params == {}


def test_turning_pages_asks_nothing_anew_and_executing_does(show, monkeypatch):
    asked = []
    real = sql_child.answer
    monkeypatch.setattr(sql_child, "answer", lambda text, tick: (asked.append(text), real(text, tick))[1])
    text = "select i as 数 from range(120) t(i)"
    app, html = show(sql=text)
    assert "共 120 行，本页第 1—50 行" in words_of(html)
    app.query_params["page"] = "3"
    app.run()
    assert "本页第 101—120 行" in words_of(html_of(app))
    assert asked == [text]
    executed(app, text)
    assert asked == [text] * 2
    assert "page" not in app.query_params


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("select nothing from ledger", "sql", "列名或用法有误"),
        ("selekt", "sql", "查询的语法有误"),
        ("from no_such_table", "sql", "没有这个表、视图或函数"),
        ("delete from speeches", "sql_kind", "只能执行一条查询语句"),
        ("from read_csv('/etc/passwd')", "sql_function", "查询里不能用 read_csv"),
        ("x" * 4001, "sql_long", "查询超过 4,000 字"),
        ("select <b>**x**</b> from ledger", "sql", "<b>**x**</b>"),
    ],
)
def test_what_is_wrong_is_said_in_place_of_the_answer(show, database, text, code, words):
    app, html = show(sql=text)
    told = words_of(html)
    assert words in told
    assert f"原因代码：{code}" in told
    assert str(database.parent) not in html
    assert "Traceback" not in html
    assert "<b>**" not in html
    assert app.text_area(key="sql-text").value == text
    assert "例子" in [one.label for one in app.expander]


def test_no_rows_and_too_many_are_said(show, monkeypatch):
    assert "查询有效，但没有符合条件的行" in words_of(show(sql="select 1 where false")[1])
    told = words_of(show(sql="from range(100001)")[1])
    assert "结果太多，只取了前 100,000 行" in told
    assert "共 100,000 行，本页第 1—50 行" in told


def test_a_missing_and_a_busy_database_are_said(show, database, tmp_path, monkeypatch):
    _, html = show(tmp_path / "no.duckdb", may_fail=True, sql="select 1")
    assert "没有数据库 no.duckdb" in words_of(html)
    assert str(tmp_path) not in html
    monkeypatch.setattr("pipeline.dashboard.data.WAIT", 0.2)
    with Store.open(database):
        _, html = show(sql="select 1")
    assert "数据库正忙" in words_of(html)


def test_words_are_shown_as_they_stand_and_long_ones_cut(show):
    payload = "<img src=x onerror=window.hit=1>**月底…**人$x^2$"
    _, html = show(sql=f"select '{payload}' as \"<b>列</b>\", repeat('字', 5000) as 长")
    assert payload in words_of(html)
    assert "<img" not in html
    assert "<b>列" not in html
    assert "字" * 600 + "…（共 5,000 字，下载的文件里是全文）" in words_of(html)
    assert [sql.shown(value) for value in (3.0, 2.5, 7, None)] == ["3", 2.5, 7, None]


def test_files_hold_all_and_no_formula():
    table = pa.table({"序号": [7, 9], "=1+1": ["=cmd()", "**月底"], "数": [1.5, None]})
    text = csv_file(table).decode("utf-8")
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:]))) == [
        ["序号", "'=1+1", "数"], ["7", "'=cmd()", "1.5"], ["9", "**月底", ""],
    ]  # fmt: skip
    openpyxl = pytest.importorskip("openpyxl", reason="extra office is not installed")
    pytest.importorskip("xlsxwriter", reason="extra office is not installed")
    sheet = openpyxl.load_workbook(io.BytesIO(sql.xlsx(table))).active
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert rows == [("序号", "=1+1", "数"), (7, "=cmd()", 1.5), (9, "**月底", None)]
    assert {cell.data_type for row in sheet.iter_rows(min_row=3) for cell in row} <= {"s", "n"}


@pytest.mark.parametrize(("options", "value"), [([], ""), (["--enable-sql"], "1")])
def test_the_command_switches_it_on_and_stays_on_this_machine(database, monkeypatch, options, value):
    started = []

    def run(command, env, check):
        started.append((command, env))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setenv("DUBAN_SQL", "1")
    monkeypatch.setattr(subprocess, "run", run)
    assert outcome(["app", "--db", str(database), "--port", str(servers.free_port()), *options]) == 0
    ((command, environment),) = started
    assert environment["DUBAN_SQL"] == value
    assert "--server.address=127.0.0.1" in command
