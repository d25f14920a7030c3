"""The calendar, read back by icalendar: every known day once, nothing guessed."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from pipeline import cli
from pipeline.export import calendar
from pipeline.follow import Change, EventKind
from pipeline.store import Store
from tests import samples

ON = date(2026, 9, 25)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("ics") / "a.duckdb"
    with Store.open(path) as store:
        store.add(samples.everything(), "r1")
    return path


@pytest.fixture
def written(database, tmp_path):
    def read(**facts):
        with Store.open(database, readonly=True) as store:
            calendar.file(store, tmp_path / "a.ics", ON, **facts)
        return Calendar.from_ical((tmp_path / "a.ics").read_bytes())

    return read


def events(read):
    return {str(event["uid"]): event for event in read.walk("VEVENT")}


def test_a_dated_directive_is_an_event_of_a_whole_day(written):
    (event,) = [one for one in events(written()).values() if one["summary"].startswith("截止")]
    assert event["dtstart"].dt == date(2026, 9, 30)
    assert event["dtend"].dt == date(2026, 10, 1)
    assert "牵头单位：县林草局、县应急局\n配合单位：各乡镇" in event["description"]
    (alarm,) = event.walk("VALARM")
    assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", timedelta(hours=-15))


def test_a_recurrence_is_an_event_a_period_to_the_end_of_the_year(written):
    found = [one for one in events(written()).values() if one["summary"].startswith("检查（每月）")]
    assert [one["dtstart"].dt.isoformat()[5:] for one in found] == ["08-31", "09-30", "10-31", "11-30", "12-31"]


def test_what_has_no_day_is_listed_and_not_guessed(written):
    read = written()
    note = events(read)["undated@duban"]
    assert note["dtstart"].dt == ON
    assert note["summary"] == "未列入日历的任务：6 项"
    assert "时限隐去（**月底前）：县教育局要在**月底前查完*所学校。" in note["description"]
    assert "时限缺年份（10月底前）：10月底前清出通道。" in note["description"]
    assert str(read["x-wr-caldesc"]).startswith("6 项任务没有确定的日期")
    assert len(events(read)) == 1 + 5 + 1


def test_ids_stay_so_that_a_second_import_replaces_the_first(written, database):
    first = events(written())
    with Store.open(database, readonly=True) as store:
        known = store.tuples("select directive_id from ledger order by number")[0][0]
    assert {f"{known}@duban", "undated@duban"} <= set(first)
    assert written().to_ical() == written().to_ical()
    assert len(first) == len(list(written().walk("VEVENT")))


def test_chosen_directives_alone(written, database):
    with Store.open(database, readonly=True) as store:
        known = store.tuples("select directive_id from ledger order by number")[0][0]
    read = written(ids=[known])
    assert list(events(read)) == [f"{known}@duban"]
    assert "x-wr-caldesc" not in read


def test_what_is_done_rings_no_bell(database, tmp_path):
    with Store.open(database) as store:
        first, *_, last = (row[0] for row in store.tuples("select directive_id from ledger order by number"))
        action = [Change(known, EventKind.STATUS, None, "未启动", "已完成") for known in (first, last)]
        store.record(action, "某甲")
        calendar.file(store, tmp_path / "a.ics", ON)
        undone = store.tuples("select event_id, directive_id from events")
        store.record([Change(known, EventKind.UNDO, None, event, None) for event, known in undone], "某甲")
    found = events(Calendar.from_ical((tmp_path / "a.ics").read_bytes()))
    event = found[f"{first}@duban"]
    assert event["summary"].startswith("【已完成】截止")
    assert event.walk("VALARM") == []
    assert found["undated@duban"]["summary"] == "未列入日历的任务：5 项"


def test_no_control_character_reaches_the_file(written, tmp_path):
    written()
    raw = (tmp_path / "a.ics").read_bytes().decode()
    assert "=1+1 请县教育局于𠮷日\u200b前办结。" in raw.replace("\r\n ", "")
    assert all(char in "\r\n" or ord(char) >= 32 for char in raw)
    assert all(len(line.encode()) <= 75 for line in raw.split("\r\n"))


def test_the_command_writes_it(database, tmp_path, capfd):
    command = ["export", "ics", "--out", tmp_path / "b.ics", "--db", database, "--on", "2026-09-25"]
    assert cli.outcome([*map(str, command)]) == 0
    assert "6 个日程" in capfd.readouterr().err
