"""Lamps, checkpoints of recurrences, and the page 时限."""

from datetime import date, timedelta

import pytest

from pipeline import lamps, lexicon
from pipeline.checkpoints import checkpoints
from pipeline.dashboard import deadlines, rows
from pipeline.dashboard.request import Request
from pipeline.errors import LexiconError
from pipeline.follow import Status
from pipeline.lexicon.lamps import FILE, bundled
from pipeline.model import Freq
from pipeline.resources import path as bundled_path
from pipeline.store import Store
from tests import samples
from tests.pages import filled, html_of, words_of
from tests.test_dashboard import database, show, store

__all__ = ["database", "show", "store"]

ON = date(2026, 9, 20)


# ── lamps ──

LIT = [
    (-30, "未启动", "red"),
    (-1, "进行中", "red"),
    (0, "未启动", "yellow"),
    (7, "进行中", "yellow"),
    (8, "进行中", "green"),
    (8, "逾期", "red"),
    (None, "逾期", "red"),
    (None, "未启动", "unknown"),
    (-30, "已完成", "ended"),
    (None, "已销号", "ended"),
]


@pytest.mark.parametrize(("left", "status", "lit"), LIT)
def test_the_lamp_of_a_day_and_a_status(left, status, lit):
    due = None if left is None else ON + timedelta(left)
    assert lamps.lamp(due, status, ON, bundled()).id == lit


def test_rows_are_found_by_the_same_lamp(tmp_path):
    """The condition in SQL is the function in Python, over every number of days and every status."""
    cases = [(ON + timedelta(left), status) for left in range(-9, 12) for status in Status]
    cases += [(None, status) for status in Status]
    with Store.open(tmp_path / "a.duckdb") as store:
        for one in bundled().all:
            condition, values = lamps.condition(one.id, ON, bundled())
            sql = f"""
                select count(*)
                from (select unnest($cases::struct(due_latest date, status varchar)[], recursive := true))
                where {condition}
            """
            asked = [{"due_latest": due, "status": status.value} for due, status in cases]
            expected = sum(lamps.lamp(due, status, ON, bundled()) == one for due, status in cases)
            assert expected
            assert store.tuples(sql, values | {"cases": asked}) == [(expected,)]


WRONG = [
    ('colour = "#C00000"', 'colour = "red"', "RRGGBB"),
    ('symbol = "▲"', 'symbol = "●"', "不止一次"),
    ('label = "临近"', 'label = "正常"', "不止一次"),
    ("days = 7", "days = -7", "从小到大"),
    ("days = 7", "", "最后一盏不写"),
    ('id = "green"', 'id = "green"\ndays = 30', "最后一盏不写"),
    ('id = "green"', 'id = "Green!"', "小写"),
    ("days = 7", 'days = "soon"', "days"),
    ("[ended]", "[end]", "多出的表"),
    ("[ended]", "[ended", "TOML"),
]


@pytest.mark.parametrize(("old", "new", "told"), WRONG)
def test_wrong_settings_are_told(tmp_path, old, new, told):
    for source in bundled_path("lexicons").iterdir():
        (tmp_path / source.name).write_bytes(source.read_bytes())
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=told) as caught:
        lexicon.load(tmp_path)
    assert FILE in str(caught.value)


def test_other_lamps_ask_for_no_new_extraction(tmp_path):
    for source in bundled_path("lexicons").iterdir():
        (tmp_path / source.name).write_bytes(source.read_bytes())
    before = lexicon.digest(tmp_path)
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(text.replace("days = 7", "days = 3"), encoding="utf-8")
    assert lexicon.digest(tmp_path) == before
    assert lexicon.load(tmp_path).lamps.lamps[1].days == 3


# ── checkpoints ──

ENDS = [
    ("2026-08-20", Freq.MONTHLY, ["08-31", "09-30", "10-31", "11-30", "12-31"]),
    ("2026-08-31", Freq.MONTHLY, ["08-31", "09-30", "10-31", "11-30", "12-31"]),
    ("2024-02-29", Freq.QUARTERLY, ["03-31", "06-30", "09-30", "12-31"]),
    ("2026-07-01", Freq.HALFYEARLY, ["12-31"]),
    ("2026-06-30", Freq.HALFYEARLY, ["06-30", "12-31"]),
    ("2026-12-31", Freq.YEARLY, ["12-31"]),
    ("2026-12-15", Freq.WEEKLY, ["12-20", "12-27"]),
    ("2026-12-29", Freq.DAILY, ["12-29", "12-30", "12-31"]),
    ("9999-12-30", Freq.MONTHLY, ["12-31"]),
    ("2026-08-20", Freq.IRREGULAR, []),
    ("2026-08-20", None, []),
]


@pytest.mark.parametrize(("given_on", "freq", "days"), ENDS)
def test_the_last_day_of_each_period(given_on, freq, days):
    assert [f"{day:%m-%d}" for day in checkpoints(date.fromisoformat(given_on), freq)] == days


def test_no_checkpoint_without_the_date_of_the_speech():
    assert checkpoints(None, Freq.MONTHLY) == ()


# ── the page ──


def test_a_month_holds_its_deadlines_and_its_checkpoints(store):
    found = deadlines.month(store, date(2026, 9, 1), ON)
    assert [(one.day, one.freq) for one in found.items] == [(date(2026, 9, 30), None), (date(2026, 9, 30), "monthly")]
    assert found.items[0].due_text == "9月30日前"
    assert found.left_out == 0
    assert [one.freq for one in deadlines.month(store, date(2026, 12, 1), ON).items] == ["monthly"]
    assert deadlines.month(store, date(2026, 7, 1), ON).items == ()
    assert deadlines.month(store, date(2027, 1, 1), ON).items == ()


def test_what_has_no_day_stands_in_lists_that_agree_with_the_ledger(store):
    found = deadlines.month(store, date(2026, 9, 1), ON)
    assert {kind: len(items) for kind, items in found.unknown.items()} == {
        "masked": 1, "relative": 1, "yearless": 1, "vague": 1, "none": 2,
    }  # fmt: skip
    for kind, total in found.totals.items():
        has = ("-when",) if kind == "none" else ()
        assert rows.page(store, Request(due=kind, has=has)).total == total == len(found.unknown[kind])


def test_the_figures_of_the_lamps_are_those_of_the_ledger(store):
    found = deadlines.month(store, date(2026, 9, 1), ON)
    assert sum(found.lit.values()) == 8
    for lit, count in found.lit.items():
        assert rows.page(store, Request(lamp=lit, on=ON.isoformat())).total == count


def test_a_crowded_month_tells_how_many_are_left_out(store, monkeypatch):
    monkeypatch.setattr(deadlines, "MOST", 0)
    assert deadlines.month(store, date(2026, 9, 1), ON).left_out == 1


@pytest.mark.parametrize(
    ("first", "step", "there"),
    [("2026-12-01", 1, "2027-01-01"), ("2026-01-01", -1, "2025-12-01"), ("9999-12-01", 1, "9999-12-01")],
)
def test_the_months_beside(first, step, there):
    assert deadlines.beside(date.fromisoformat(first), step) == date.fromisoformat(there)


def test_the_page_lights_its_lamps_for_the_day_of_the_url(show):
    for on, label in (("2026-09-01", "正常"), ("2026-09-25", "临近"), ("2026-10-01", "已逾期")):
        _, page = show("deadlines", month="2026-09", on=on)
        table = words_of(page[page.index("duban-due") :])
        assert label in table
        assert "2026-09-30" in table
        assert f"on={on}" in page
    assert "**月底前" in page


def test_another_day_is_chosen_on_the_page(show):
    app, _ = show("deadlines", on="2026-09-25")
    app.date_input(key="deadlines-on").set_value(date(2026, 11, 2)).run()
    assert app.query_params == {"on": "2026-11-02"}
    assert "2026年11月" in html_of(app)


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_the_ends_of_the_calendar_are_months_too(show, month):
    _, page = show("deadlines", month=month, on="2026-09-25")
    assert "没有到期" in page


def test_an_empty_database_says_what_to_do(show, tmp_path):
    assert "duban load" in show("deadlines", filled(tmp_path / "empty.duckdb", []))[1]
    assert "duban load" in show("deadlines", filled(tmp_path / "bare.duckdb", [samples.bare()]))[1]
