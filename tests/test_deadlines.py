"""Lamps, checkpoints of recurrences, and the page 时限."""

from datetime import date, timedelta

import pytest

from pipeline import lamps, lexicon
from pipeline.checkpoints import checkpoints
from pipeline.errors import LexiconError
from pipeline.follow import Status
from pipeline.lexicon.lamps import FILE, bundled
from pipeline.model import Freq
from pipeline.resources import path as bundled_path
from pipeline.store import Store

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
