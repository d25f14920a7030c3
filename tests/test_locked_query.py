"""The lock around a query of a user's: what is refused, with which code, and what an answer may hold."""

import tempfile
import threading
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline.confined import Worker
from pipeline.dashboard import data, sql_child
from pipeline.dashboard.sql_help import EXAMPLES
from pipeline.errors import StoreBusy, StoreError, UsageError
from pipeline.store import Store, locked, snapshot
from tests import samples
from tests.pages import filled
from tests.test_guarded import gone

HOSTILE = [
    # other files
    ("select * from read_csv('/etc/passwd')", "sql_function"),
    ("select * from read_csv_auto('/etc/passwd')", "sql_function"),
    ("select * from read_text('/etc/passwd')", "sql_function"),
    ("select * from read_blob('snapshot.duckdb')", "sql_function"),
    ("select * from read_json('/etc/passwd')", "sql_function"),
    ("select * from read_parquet('/etc/passwd')", "sql_function"),
    ("select * from parquet_metadata('/etc/passwd')", "sql_function"),
    ("select * from sniff_csv('/etc/passwd')", "sql_function"),
    ("select * from glob('/*')", "sql_function"),
    ("with a as (select * from range(3)) select (select content from read_text('/etc/passwd')) from a", "sql_function"),
    ("from '/etc/passwd'", "sql"),
    ("from 'https://example.invalid/a.csv'", "sql"),
    # a text as a query
    ("from query('select 1')", "sql_function"),
    ("from query_table('ledger')", "sql_function"),
    ("from json_execute_serialized_sql(json_serialize_sql('select 1'))", "sql_function"),
    # the machine and the process
    ("select current_setting('temp_directory')", "sql_function"),
    ("select 'temp_directory'.current_setting()", "sql_function"),
    ("select getenv('HOME')", "sql_function"),
    ("from duckdb_secrets()", "sql_function"),
    ("from duckdb_settings()", "sql_function"),
    ("from duckdb_databases()", "sql_function"),
    ("from duckdb_databases", "sql_function"),
    ("from DUCKDB_DATABASES", "sql_function"),
    ("describe (from duckdb_databases)", "sql_function"),
    ("from pragma_database_list", "sql_function"),
    ("from main.pragma_database_list", "sql_function"),
    ("from pg_catalog.pg_settings", "sql_function"),
    ("from pragma_database_size()", "sql_function"),
    ("from duckdb_extensions()", "sql_function"),
    ("from duckdb_logs", "sql_function"),
    ("from checkpoint()", "sql_function"),
    ("from enable_logging()", "sql_function"),
    ("from python_map_function((select 1))", "sql_function"),
    ("select write_log('x')", "sql_function"),
    ("select sleep_ms(60000)", "sql_function"),
    ("from content", "sql"),  # a variable of Python
    # anything but one query
    ("", "sql_kind"),
    ("-- 只有注释", "sql_kind"),
    (";", "sql_kind"),
    ("select 1; select 2", "sql_kind"),
    ("select 1 /* ; */; drop table speeches -- 注释", "sql_kind"),
    ("copy speeches to '/tmp/x.csv'", "sql_kind"),
    ("copy (select 1) to '/dev/stdout'", "sql_kind"),
    ("attach '/tmp/x.duckdb'", "sql_kind"),
    ("attach ':memory:' as other", "sql_kind"),
    ("detach snapshot", "sql_kind"),
    ("use main", "sql_kind"),
    ("pragma database_list", "sql_kind"),
    ("call duckdb_settings()", "sql_kind"),
    ("checkpoint", "sql_kind"),
    ("install httpfs", "sql_kind"),
    ("load httpfs", "sql_kind"),
    ("set threads = 64", "sql_kind"),
    ("set lock_configuration = false", "sql_kind"),
    ("reset memory_limit", "sql_kind"),
    ("set variable x = 1", "sql_kind"),
    ("export database '/tmp/x'", "sql_kind"),
    ("import database '/tmp/x'", "sql_kind"),
    ("prepare x as select 1", "sql_kind"),
    ("execute x", "sql_kind"),
    ("begin", "sql_kind"),
    ("explain select 1", "sql_kind"),
    ("explain analyze delete from speeches", "sql_kind"),
    ("pivot ledger on kind using count(*)", "sql_kind"),
    ("from (pivot ledger on kind using count(*))", "sql_kind"),
    ("insert into speeches select * from speeches", "sql_kind"),
    ("delete from speeches", "sql_kind"),
    ("update speeches set title = ''", "sql_kind"),
    ("create temp table x as select 1", "sql_kind"),
    ("create macro x() as 1", "sql_kind"),
    ("drop view ledger", "sql_kind"),
    ("alter table speeches add column x int", "sql_kind"),
    ("comment on table speeches is ''", "sql_kind"),
    ("vacuum", "sql_kind"),
    # wrong, or not what it seems
    ("selekt 1", "sql"),
    ("select nothing from ledger", "sql"),
    ("select * from nothing", "sql"),
    ("select set_config('threads', 1)", "sql"),
    ("with gone as (delete from speeches returning *) from gone", "sql"),
    ("with new as (insert into meta select * from meta returning *) from new", "sql"),
    ("select 'x'::int", "sql"),
    ("select error('x')", "sql"),
    ("select case when i = 90000 then 'x' else '1' end::int from range(99999) t(i)", "sql"),
    ("select " + "+".join(["1"] * 1900), "sql"),
    ("select " + "*, " * 9 + "* from ledger", "sql_columns"),
    ("select list(i) from range(1000000000000) t(i)", "memory"),
]
ENDLESS = [
    "with recursive r(n) as (select 1 union all select n + 1 from r) select max(n) from r",
    "select sum(i) from range(1000000000000) t(i) where i % 7 = 1",
    "select count(*) from range(1000000) a, range(1000000) b, range(1000000) c where a.range + b.range <> c.range",
]
NUMBERS = """
    select true as 真, null::boolean as 空, 1.5 as 小数, sum(i) as 总数, avg(i) as 均数, 2::utinyint as 小, 1e300 as 大
    from range(3) t(i)
"""


class Left(BaseException):
    """What Streamlit raises where a page is left is no Exception either."""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("locked") / "督办.duckdb", samples.everything())


@pytest.fixture(scope="module")
def copy(path, tmp_path_factory):
    return snapshot.copied(path, tmp_path_factory.mktemp("copy"))


@pytest.fixture
def asked(path, monkeypatch):
    """The page's database, and workers that tell who they were."""
    monkeypatch.setenv("DUBAN_DB", str(path))
    begun = []

    class Known(Worker):
        def __init__(self, memory):
            super().__init__(memory)
            begun.append(self.process.pid)

    monkeypatch.setattr(sql_child, "Worker", Known)
    return begun


def answer(copy, sql):
    return locked.answer((str(copy), sql))


def table(copy, sql):
    return answer(copy, sql).table


def refused(copy, sql):
    with pytest.raises(UsageError) as caught:
        answer(copy, sql)
    return caught.value


# ── what is refused ──


@pytest.mark.parametrize(("sql", "code"), HOSTILE)
def test_whatever_leads_out_of_the_database_is_refused(copy, sql, code):
    content = [1]
    error = refused(copy, sql)
    assert error.code == code
    assert content == [1]
    assert str(copy.parent) not in error.message
    assert str(Path.home() / ".duckdb") not in error.message
    assert any("\u4e00" <= char <= "\u9fff" for char in error.message)
    assert len(table(copy, "from speeches")) == 4


@pytest.mark.parametrize("sql", ["from read_csv('/etc/passwd')", "copy speeches to 'x.csv'", "attach 'x.duckdb'"])
def test_duckdb_refuses_it_too_where_the_parser_lets_it_through(copy, sql):
    with duckdb.connect(str(copy), read_only=True, config=locked.CONFIG) as connection, pytest.raises(duckdb.Error):
        connection.execute(sql)


def test_nothing_that_is_let_through_tells_where_files_stand(copy):
    """All views and all table functions without arguments that DuckDB brings along, whatever its version."""
    with duckdb.connect(str(copy), read_only=True, config=locked.CONFIG) as connection:
        views = connection.execute(
            "select schema_name || '.' || view_name from duckdb_views() where internal"
        ).fetchall()
        functions = connection.execute(
            "select distinct function_name || '()' from duckdb_functions() where function_type = 'table' and internal"
        ).fetchall()
        let_through = 0
        for (name,) in views + functions:
            try:
                told = str(locked.answered(connection, f"from {name}").table.to_pylist())
            except (UsageError, duckdb.Error):
                continue
            let_through += 1
            assert str(copy.parent) not in told, name
            assert ".duckdb/" not in told, name
    assert let_through > 20


def test_names_and_words_that_look_like_functions_are_none(copy):
    sql = """select 'from read_csv(''/etc/passwd'')' as "duckdb_settings()" -- query('…')"""
    assert table(copy, sql).column_names == ["duckdb_settings()"]
    assert len(table(copy, "with duckdb_mine as (select 1) select count(*) from ledger")) == 1


def test_where_a_query_is_wrong_is_shown(copy):
    assert refused(copy, "select 'x'::int").message.endswith("\nselect 'x'::int\n          ^^^^^")


# ── what is answered ──


@pytest.mark.parametrize(("title", "sql"), EXAMPLES)
def test_the_examples_work(copy, title, sql):
    found = answer(copy, sql)
    assert not found.cut
    assert found.table.num_columns > 1
    assert len(sql) < sql_child.LONGEST


@pytest.mark.parametrize(
    "sql",
    [
        "from 督办台账",
        "select * from 督办台账;",
        "values (1), (2)",
        "table speeches",
        "describe ledger",
        "show tables",
        "summarize ledger",
        "from due_within(date '2026-09-01', 30)",
        "select span(text, 0, 4), zh('task') from speeches -- 注释",
        "from duckdb_columns()",
        "from information_schema.columns",
        "from json_each('{\"a\": 1}')",
        "from (pivot ledger on kind in ('task') using count(*))",
        "with recursive r(n) as (select 1 union all select n + 1 from r where n < 9) from r",
        "with a as (from ledger) select unnest([1, 2]), a.source from a, lateral (select 1)",
        "select " + "(" * 900 + "1" + ")" * 900,
    ],
)
def test_queries_are_answered(copy, sql):
    assert answer(copy, sql).table.num_rows > 0


def test_numbers_days_and_words_come_as_a_spreadsheet_holds_them(copy):
    (row,) = table(copy, NUMBERS).to_pylist()
    assert row == {"真": "是", "空": None, "小数": 1.5, "总数": 3, "均数": 1.0, "小": 2, "大": 1e300}
    assert {name: type(value) for name, value in row.items() if value} | {"总数": int, "小": int} == {
        "真": str, "小数": float, "总数": int, "均数": float, "小": int, "大": float,
    }  # fmt: skip
    found = table(copy, "select d::date as d from (values ('2026-09-30'), (null)) t(d) order by d nulls last")
    assert found["d"].to_pylist() == [date(2026, 9, 30), None]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("9007199254740993", "9007199254740993"),
        ("99999999999999999999::hugeint", "99999999999999999999"),
        ("date '0001-01-01'", "0001-01-01"),
        ("date 'infinity'", "infinity"),
        ("date '20000-01-01'", "20000-01-01"),
        ("'inf'::double", "inf"),
        ("interval 1 day", "1 day"),
        ("[1, 2]", "[1, 2]"),
        ("{'甲': 1}", "{'甲': 1}"),
        ("'x'::blob", "x"),
        ("timestamp '2026-09-30 08:00:00'", "2026-09-30 08:00:00"),
        ("'**月底…**人 <b>'", "**月底…**人 <b>"),
        ("'=1+1'", "=1+1"),
        ("null", None),
    ],
)
def test_whatever_else_there_is_comes_as_words(copy, value, words):
    assert table(copy, f"select {value} as v")["v"].to_pylist() == [words]


def test_columns_of_one_name_are_told_apart(copy):
    assert table(copy, "select 1 as a, 2 as b, 3 as a, 4 as a").column_names == ["a", "b", "a (2)", "a (3)"]


def test_no_rows_still_have_columns(copy):
    assert table(copy, "select 1 as a, 'x' as b where false").column_names == ["a", "b"]


def test_the_order_of_the_query_stays(copy):
    found = table(copy, "select i from range(5000) t(i) order by i desc")
    assert found["i"].to_pylist() == list(range(4999, -1, -1))


def test_too_many_rows_are_cut(copy, monkeypatch):
    monkeypatch.setattr(locked, "ROWS", 100)
    assert (answer(copy, "from range(100)").table.num_rows, answer(copy, "from range(100)").cut) == (100, False)
    assert (answer(copy, "from range(101)").table.num_rows, answer(copy, "from range(101)").cut) == (100, True)
    endless = answer(copy, "with recursive r(n) as (select 1 union all select n + 1 from r) from r")
    assert (endless.table.num_rows, endless.cut) == (100, True)


def test_too_many_bytes_are_cut(copy):
    found = answer(copy, "select repeat('字', 1000) || i as x from range(100000) t(i)")
    assert found.cut
    assert 0 < found.table.nbytes <= locked.BYTES


# ── the process ──


@pytest.mark.parametrize("sql", ENDLESS)
def test_a_query_without_end_is_ended(asked, monkeypatch, sql):
    monkeypatch.setattr(sql_child, "SECONDS", 2.0)
    with pytest.raises(UsageError, match="查询超过 2 秒，已停止") as caught:
        sql_child.answer(sql, lambda _: None)
    assert caught.value.code == "timeout"
    assert gone(asked[0])


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("select repeat('字', 1000000000) from range(9)", "memory"),
        ("select repeat('字', 2000000) from range(100000)", "memory"),
        ("with recursive r(s) as (select 'x' union all select s || s from r) select max(length(s)) from r", "memory"),
        ("select " + "[" * 500 + "1" + "]" * 500, "too_deep"),
        ("from read_csv('/etc/passwd')", "sql_function"),
        ("select '" + "要" * 4000 + "'", "sql_long"),
    ],
)
def test_what_costs_too_much_is_refused(asked, monkeypatch, sql, code):
    monkeypatch.setattr(sql_child, "SECONDS", 60.0)  # a slow machine has used up the memory later
    with pytest.raises(UsageError) as caught:
        sql_child.answer(sql, lambda _: None)
    assert caught.value.code == code
    assert caught.value.message.endswith("。")
    assert all(map(gone, asked))


def test_each_query_has_a_process_of_its_own_that_ends_with_it(asked, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = [sql_child.answer("select count(*) as n from 督办台账", lambda _: None) for _ in range(2)]
    assert [one.table.to_pylist() for one in found] == [[{"n": 8}]] * 2
    assert len(set(asked)) == 2
    assert all(map(gone, asked))
    assert list(tmp_path.iterdir()) == []


def test_it_is_ended_where_the_page_is_left_and_keeps_no_writer_waiting(asked, path, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sql_child, "SECONDS", 60.0)

    def tick(seconds):
        if seconds > 1:
            with Store.open(path, wait=0) as store:
                store.begin("在查询时导入", "0", "")
            raise Left

    begun = time.monotonic()
    with pytest.raises(Left):
        sql_child.answer(ENDLESS[1], tick)
    assert time.monotonic() - begun < sql_child.SECONDS
    assert gone(asked[0])
    assert list(tmp_path.iterdir()) == []
    assert threading.active_count() == 1 or not any("ThreadPool" in one.name for one in threading.enumerate())


def test_no_more_than_two_run_at_once(asked, monkeypatch):
    monkeypatch.setattr(sql_child, "SECONDS", 1.0)
    monkeypatch.setattr(sql_child, "SLOTS", threading.BoundedSemaphore(1))
    ticks = []
    with sql_child.SLOTS, pytest.raises(UsageError) as caught:
        sql_child.answer("select 1", ticks.append)
    assert caught.value.code == "sql_busy"
    assert ticks
    assert asked == []
    assert sql_child.SLOTS.acquire(timeout=0)


def test_a_busy_database_is_waited_for(asked, path, monkeypatch):
    monkeypatch.setattr(data, "WAIT", 0.2)
    with Store.open(path), pytest.raises(StoreBusy):
        sql_child.answer("select 1", lambda _: None)
    assert asked == []
    assert sql_child.answer("select 1 as x", lambda _: None).table.num_rows == 1


def test_no_room_for_the_copy_is_said_without_a_path(asked, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(snapshot, "COPY", "import sys; raise OSError(28, 'No space left on device', sys.argv[2])")
    with pytest.raises(StoreError) as caught:
        sql_child.answer("select 1", lambda _: None)
    assert caught.value.code == "snapshot"
    assert str(tmp_path) not in caught.value.message
