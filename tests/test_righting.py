"""更正信息: the facts of stored speeches put right; deadlines are reckoned anew, and no follow-up is lost."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline import again, engine
from pipeline.dashboard import acts, data, righting
from pipeline.errors import ReadError, UsageError
from pipeline.follow import Change, EventKind
from pipeline.model import Document
from pipeline.store import Store, speech_id
from tests import samples
from tests.pages import filled, html_of, opened, words_of

FIRE = """在全县秋季防火工作会上的讲话
同志们：
一、压实责任
10月底前，县林草局要把林区坟头逐处登记，县应急局配合。有的乡镇巡查流于形式。
二、备足物资
县应急局要储备风力灭火机不少于30台，每月报送一次进度。"""
SETUP = engine.Setup()


@pytest.fixture
def database(tmp_path, monkeypatch):
    path = filled(tmp_path / "a.duckdb", [engine.result(samples.speech(FIRE, path="防火.txt"), SETUP)])
    monkeypatch.setenv("DUBAN_DB", str(path))
    return path


@pytest.fixture
def sid():
    return speech_id(samples.speech(FIRE))


def ask(question):
    return data.asked(question)


def tuples(sql, **parameters):
    return ask(lambda store: store.tuples(sql, parameters))


def stored(sid):
    return ask(lambda store: store.speech(sid).document)


def right(sid, author="某甲", reason="", **written):
    before = stored(sid)
    return righting.righted(sid, before, righting.wanted(before, written), SETUP, author, reason)


def dated(path="a"):
    return tuples("select directive_id from directives where due_text is not null")[0][0]


# ── what is stored changes, and what hangs on it ──


def test_a_year_makes_deadlines_days_and_follow_up_stays(database, sid):
    one = dated()
    data.changed(lambda store: store.record([Change(one, EventKind.STATUS, None, None, "进行中")], "某乙"))
    done = right(sid, year="2025", reason="会议通知")
    assert (done.moved, done.withdrawn) == (1, 0)
    assert done.changes == ("年份：不明 → 2025",)
    assert tuples("select directive_id, due_latest from directives where due_text is not null") == [
        (one, date(2025, 10, 31))
    ]
    assert tuples("select status, progress from follow_up") == [("进行中", None)]
    assert ask(lambda store: store.findings()) == ()


def test_who_and_why_stand_in_the_history_of_what_moved(database, sid):
    one = dated()
    right(sid, author=" 某甲 ", year="2025", reason="会议通知")
    (event,) = ask(lambda store: store.events(one))
    assert (event.kind, event.field, event.author) == (EventKind.NOTE, acts.FACTS, "某甲")
    assert (event.old, event.new) == ("10月底前（缺年份）", "10月底前（2025-10-31）")
    assert event.reason == "年份：不明 → 2025；会议通知"
    assert acts.undoable((event,)) == {}
    assert acts.State.of((event,)) == acts.State(seen=1)


def test_a_title_moves_no_deadline_and_leaves_no_note(database, sid):
    done = right(sid, title="防火会")
    assert (done.moved, stored(sid).title) == (0, "防火会")
    assert tuples("from events") == []


def test_it_is_what_a_sidecar_does_on_a_later_load(database, sid, tmp_path):
    other = filled(tmp_path / "b.duckdb", [engine.result(samples.speech(FIRE, path="防火.txt"), SETUP)])
    told = samples.speech(FIRE, Document(given_on=date(2025, 9, 2), level="市"))
    again.told_anew([told], other, SETUP, "r2", 5)
    right(sid, given_on="2025年9月2日", level="市")
    with Store.open(other, readonly=True) as theirs:
        known = theirs.extraction(sid)
    assert ask(lambda store: store.extraction(sid)) == known


def test_corrections_of_directives_stand(database, sid):
    one = dated()
    told = {"mention": "10月底前", "edtf": "2024-10-20"}
    data.changed(lambda store: store.correct(one, {"due": told}, "某乙"))
    assert right(sid, year="2025").moved == 0
    assert tuples("select due_latest from directives where due_text is not null") == [(date(2024, 10, 20),)]


def test_what_is_emptied_is_what_the_text_says(database, sid):
    title = stored(sid).title
    right(sid, title="别的", year="2025")
    right(sid, title="", year="")
    assert (stored(sid).title, stored(sid).year) == (title, "XXXX")
    assert tuples("select due_latest from directives where due_text is not null") == [(None,)]


# ── what is refused ──


def test_a_name_is_needed(database, sid):
    with pytest.raises(UsageError, match="记录人") as caught:
        right(sid, author=" ", year="2025")
    assert caught.value.code == "no_author"
    assert stored(sid).year == "XXXX"


@pytest.mark.parametrize(
    ("written", "error", "code"),
    [
        ({}, UsageError, "unchanged"),
        ({"year": ""}, UsageError, "unchanged"),
        ({"given_on": "2025-13-01"}, ReadError, "metadata"),
        ({"given_on": "2025-03-05", "year": "2024"}, ReadError, "metadata"),
        ({"level": "县里"}, ReadError, "metadata"),
        ({"title": ""}, UsageError, "unchanged"),
    ],
)
def test_what_cannot_be_is_refused(database, sid, written, error, code):
    with pytest.raises(error) as caught:
        right(sid, **written)
    assert caught.value.code == code


def test_nobody_overwrites_what_another_put_right(database, sid):
    seen = stored(sid)
    right(sid, year="2025")
    with pytest.raises(UsageError) as caught:
        righting.righted(sid, seen, replace(seen, year="2024"), SETUP, "某乙")
    assert caught.value.code == "changed_meanwhile"
    assert stored(sid).year == "2025"


@pytest.mark.parametrize(
    ("written", "year", "day"),
    [
        ({"given_on": "2025-03-05"}, "2025", date(2025, 3, 5)),
        ({"given_on": "2025-03-05", "year": "2025"}, "2025", date(2025, 3, 5)),
        ({"year": "2025"}, "2025", None),
    ],
)
def test_a_day_and_a_year_go_together(written, year, day):
    asked = righting.wanted(Document(year="2024", given_on=date(2024, 3, 5)), written)
    assert (asked.over(Document()).year, asked.given_on) == (year, day)


# ── the page ──


def field(app, label):
    return next(one for one in [*app.text_input, *app.selectbox] if one.label == label)


def press(app, label):
    next(one for one in app.button if one.label == label).click()
    app.run()
    assert not app.exception
    return words_of(html_of(app))


def test_the_text_has_a_form_that_says_what_came_of_it(monkeypatch, database, sid):
    app, page = opened(monkeypatch, "text", database, speech=sid)
    assert "年度原文未写明" in words_of(page)
    assert field(app, "标题").value == "在全县秋季防火工作会上的讲话"
    field(app, "日期").set_value("2025-09-02")
    assert "没有更正。没有填写姓名" in press(app, "保存更正")
    assert field(app, "日期").value == "2025-09-02"
    field(app, "记录人").set_value("某甲")
    said = press(app, "保存更正")
    assert "已更正。日期：不明 → 2025-09-02；年份：不明 → 2025" in said
    assert "1 项任务的时限随之变动，已记入各项的历史：督办台账" in said
    assert "年度2025" in said
    assert (field(app, "日期").value, field(app, "年份").value) == ("2025-09-02", "2025")
    assert "已撤销更正。日期：2025-09-02 → 不明" in press(app, "撤销刚才的更正")
    assert stored(sid).given_on is None
    assert "已撤销更正" not in words_of(html_of(app.run()))


def test_the_history_in_the_ledger_tells_of_it(monkeypatch, database, sid):
    right(sid, year="2025", reason="会议通知")
    _, page = opened(monkeypatch, "ledger", database, task=dated())
    said = (
        "更正讲话信息，时限随之变动：10月底前（缺年份） → 10月底前（2025-10-31）（理由：年份：不明 → 2025；会议通知）"
    )
    assert said in words_of(page)


def test_a_readonly_database_has_no_form(monkeypatch, database, sid):
    monkeypatch.setattr(data, "writable", lambda: False)
    app, _ = opened(monkeypatch, "text", database, speech=sid)
    assert [one.label for one in app.text_input] == ["查找讲话"]
