"""总览 and 讲话原文: deadlines ahead, near copies, withdrawn directives; the text as three columns."""

import re
from datetime import date
from html import unescape

import duckdb
import pytest

from pipeline.dashboard import attention, sides, speech, tables
from pipeline.follow import Change, EventKind
from pipeline.store import Store
from tests import pages, samples
from tests.pages import filled, words_of

TODAY = date(2026, 9, 1)


@pytest.fixture
def database(tmp_path):
    return filled(tmp_path / "a.duckdb", samples.everything())


def answered(path, day=TODAY):
    with Store.open(path, readonly=True) as store:
        return attention.attention(store, day)


def test_deadlines_ahead_are_open_ones_with_the_days_that_are_left(monkeypatch, database):
    found = answered(database).ahead
    ((one, _, who, day),) = found
    assert (who, day) == ("县林草局、县应急局", date(2026, 9, 30))
    made = tables.html(attention.ahead(found, TODAY))
    assert f'href="ledger?task={one}"' in made
    assert "还有 29 天" in made
    assert "今天" in tables.html(attention.ahead(found, date(2026, 9, 30)))
    assert answered(database, date(2026, 10, 1)).ahead == ()
    with Store.open(database) as store:
        store.record([Change(one, EventKind.STATUS, "status", None, "已完成")], "某甲")
    assert answered(database).ahead == ()
    assert "没有写明日期" in pages.opened(monkeypatch, "", database)[1]


def test_nothing_is_said_of_copies_and_withdrawn_ones_where_there_are_none(monkeypatch, database):
    shown = pages.opened(monkeypatch, "", database)[1]
    assert not any(words in shown for words in ("近似重复", "已撤下"))


def test_near_copies_and_withdrawn_directives_are_counted_and_lead_to_their_speeches(monkeypatch, database):
    with duckdb.connect(str(database)) as connection:
        one, other, *_ = [
            sid for (sid,) in connection.execute("from (select speech_id from speeches order by 1)").fetchall()
        ]
        connection.execute("insert into near_copies values (?, ?, 0.93)", [one, other])
        connection.execute(
            """insert into withdrawn (directive_id, speech_id, start_char, end_char, text, kind, reason)
            values ('w', ?, 0, 4, '**月底前<b>查', 'task', '词表改变')""",
            [one],
        )
    shown = pages.opened(monkeypatch, "", database)[1]
    made = shown[shown.index("近似重复") : shown.index("时限写得怎么样")]
    assert "近似重复的讲话（1 对）" in made
    assert "已撤下的任务（1 项）" in made
    assert "93%" in made
    assert "**月底前&lt;b&gt;查" in made
    assert {f"text?speech={one}", f"text?speech={other}"} == set(re.findall(r'href="([^"]+)"', made))


def test_the_three_columns_hold_every_statement_of_theirs_in_order(database):
    with Store.open(database, readonly=True) as store:
        (sid,) = store.tuples("select speech_id from speeches where title like '青岭%'")[0]
        shown = speech.speech(store, sid)
    made = sides.sides(shown)
    columns = [words_of(part) for part in made.split("<section")[1:]]
    assert len(columns) == 3
    for column, zone in zip(columns, sides.SIDES, strict=True):
        said = [shown.text[one.start : one.end] for one in shown.statements if one.zone == zone]
        assert said
        places = [column.index(words) for words in said]
        assert places == sorted(places)
    links = {unescape(link) for link in re.findall(r'href="([^"]+)"', made)}
    for one in shown.statements:
        if one.zone in sides.SIDES:
            assert f"text?speech={sid}&at={one.directive_id or one.statement_id}" in links
        if one.directive_id:
            assert f"ledger?task={one.directive_id}" in links


def test_one_of_them_stands_out_and_an_empty_column_says_so(database):
    with Store.open(database, readonly=True) as store:
        (sid,) = store.tuples("select speech_id from speeches where jurisdiction = '**县'")[0]
        shown = speech.speech(store, sid)
    one = next(one for one in shown.statements if one.zone == "problem")
    made = sides.sides(shown, one.statement_id)
    assert made.count("data-focus") == 1
    assert made.count(sides.NONE) == 1
