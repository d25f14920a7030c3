"""Follow-up: what is recorded, what is undone, and that nobody overwrites what somebody else has just written."""

import pytest

from pipeline.dashboard import acts, data, following, ledger_files, rows
from pipeline.dashboard.acts import Draft, State
from pipeline.dashboard.request import Request
from pipeline.errors import UsageError
from pipeline.export.tables import csv_file
from pipeline.store import Store
from tests import samples
from tests.pages import filled, html_of, words_of
from tests.test_dashboard import HOSTILE, show

__all__ = ["show"]


@pytest.fixture
def database(tmp_path):
    return filled(tmp_path / "a.duckdb", samples.everything())


@pytest.fixture
def store(database):
    with Store.open(database) as opened:
        yield opened


def ids(store):
    return [row.directive_id for row in rows.page(store, Request()).rows]


def state(store, one):
    return acts.states(store, [one])[one]


def put(store, one, author="某甲", reason="", **drafted):
    return acts.record(store, Draft(**drafted), {one: state(store, one).seen}, author, reason)[0]


# ── what is recorded ──


def test_a_draft_is_recorded_with_who_and_why(store):
    one, *_ = ids(store)
    put(store, one, status="进行中", progress="查了2处", evidence="附件1", reason="周报")
    found = store.events(one)
    assert {(e.kind, e.field, e.old, e.new) for e in found} == {
        ("status", None, "未启动", "进行中"),
        ("note", "progress", None, "查了2处"),
        ("note", "evidence", None, "附件1"),
    }
    assert {(e.author, e.reason) for e in found} == {("某甲", "周报")}
    assert len({e.action_id for e in found}) == 1
    assert state(store, one) == State("进行中", "查了2处", "附件1", 3) == State.of(found)


def test_only_what_differs_is_recorded(store):
    one, *_ = ids(store)
    put(store, one, status="进行中", progress="一")
    put(store, one, status="进行中", progress="二")
    assert [e.new for e in store.events(one) if e.kind == "status"] == ["进行中"]
    with pytest.raises(UsageError, match="没有改动") as caught:
        put(store, one, status="进行中", progress=" 二 ")
    assert caught.value.code == "nothing_new"


def test_a_note_can_be_emptied(store):
    one, *_ = ids(store)
    put(store, one, progress="错")
    put(store, one, progress="")
    assert state(store, one).progress == ""


def test_nothing_is_recorded_without_a_name(store):
    one, *_ = ids(store)
    with pytest.raises(UsageError, match="姓名"):
        put(store, one, author=" ", status="进行中")
    assert store.events(one) == ()


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(store):
    one, *_ = ids(store)
    seen = state(store, one).seen
    put(store, one, author="某乙", status="已完成")
    with pytest.raises(UsageError, match="某乙") as caught:
        acts.record(store, Draft(status="进行中"), {one: seen}, "某甲")
    assert caught.value.code == "changed_meanwhile"
    assert state(store, one).status == "已完成"


def test_one_act_for_several_is_all_or_nothing(store):
    first, second, third, *_ = ids(store)
    seen = dict.fromkeys([first, second, third], 0)
    action, count = acts.record(store, Draft(status="进行中"), seen, "某甲")
    assert count == 3
    assert {store.events(one)[0].action_id for one in seen} == {action}
    with pytest.raises(UsageError):
        acts.record(store, Draft(status="已完成"), {first: 1, second: 0}, "某甲")
    assert state(store, first).status == "进行中"


# ── what is undone ──


def test_undoing_an_act_restores_all_of_it_and_deletes_nothing(store):
    first, second, *_ = ids(store)
    put(store, first, status="进行中")
    action, _ = acts.record(store, Draft(status="已完成", progress="好"), {first: 1, second: 0}, "某甲")
    assert acts.undo(store, action, "某乙", "点错了") == 2
    assert (state(store, first).status, state(store, first).progress) == ("进行中", None)
    assert state(store, second).status == "未启动"
    assert len(store.events(first)) == 5
    with pytest.raises(UsageError, match="已经撤销"):
        acts.undo(store, action, "某乙")


def test_the_acts_that_can_be_undone_are_those_that_stand(store):
    one, *_ = ids(store)
    first, second = put(store, one, status="进行中"), put(store, one, progress="一", evidence="二")
    assert list(acts.undoable(store.events(one))) == [second, first]
    acts.undo(store, second, "某甲")
    assert list(acts.undoable(store.events(one))) == [first]


def test_the_state_of_events_is_that_of_the_database(store):
    one, *_ = ids(store)
    actions = [put(store, one, status=status) for status in ("进行中", "逾期", "已完成")]
    for action in reversed(actions):
        assert State.of(store.events(one)) == state(store, one)
        acts.undo(store, action, "某甲")
    assert State.of(store.events(one)) == state(store, one) == State(seen=6)


# ── what the history says ──


def test_the_history_strikes_through_what_was_undone_and_says_so(store):
    one, *_ = ids(store)
    action = put(store, one, status="进行中", reason="误")
    put(store, one, progress="查完")
    acts.undo(store, action, "某乙")
    made = following.history(store.events(one))
    assert "<s class=" in made
    assert words_of(made).count("已撤销（") == 1
    assert "某乙" in made
    assert words_of(made).index("进展：查完") < words_of(made).index("状态：未启动 → 进行中（理由：误）")
    assert "还没有" in following.history(())


@pytest.mark.parametrize("payload", HOSTILE)
def test_notes_are_shown_as_they_stand(store, payload):
    one, *_ = ids(store)
    put(store, one, author=payload[:20], progress=payload, evidence=payload, reason=payload)
    shown = words_of(following.history(store.events(one)))
    for words in (f"进展：{payload.strip()}（理由：{payload.strip()}）", payload.strip()[:20]):
        assert words in shown


@pytest.mark.parametrize(
    ("evidence", "linked"),
    [
        ("https://example.invalid/a?b=1&c=2", True),
        ("javascript:alert(1)", False),
        ("见附件", False),
        ('http://a" onclick=x', False),
    ],
)
def test_only_addresses_of_the_web_become_links(evidence, linked):
    made = following.link(evidence)
    assert ("<a " in made) == linked
    assert words_of(made) == evidence
    assert '" onclick' not in made


# ── filters ──


def test_rows_are_found_by_status_lamp_and_section(store):
    one, *_ = ids(store)
    put(store, one, status="已完成")
    total = 8
    assert rows.page(store, Request(status="已完成")).total == 1
    assert rows.page(store, Request(status="未启动")).total == total - 1
    assert rows.page(store, Request(lamp="ended")).total == 1
    assert rows.page(store, Request(lamp="unknown", on="2026-10-01")).total == 7
    assert rows.page(store, Request(section="抓好排查")).total == 2


def test_filters_of_follow_up_are_read_from_a_url_and_written_back():
    asked = {"status": "进行中", "lamp": "red", "on": "2026-02-28", "section": "一、 > 甲", "pick": "a1,b2"}
    assert Request.of(asked).parameters() == asked
    for wrong in ({"status": "x"}, {"lamp": "x"}, {"on": "2026-02-30"}, {"on": "20260228"}, {"pick": "';"}):
        assert Request.of(wrong) == Request()


# ── the page ──


def test_follow_up_is_recorded_on_the_page_and_undone(show, database):
    with Store.open(database) as store:
        one, *_ = ids(store)
    app, page = show("ledger", database, task=one, kind="task")
    assert "还没有跟踪记录" in page
    app.selectbox(key=f"follow-status-{one}").set_value("进行中")
    app.text_area(key=f"follow-progress-{one}").set_value("**查了**<b>2处</b>")
    app.button[0].click().run()
    assert "没有填写姓名" in html_of(app)
    app.text_input(key=f"follow-author-{one}").set_value("某甲")
    app.button[0].click().run()
    page = words_of(html_of(app))
    assert "已记录。" in page
    assert "进展：**查了**<b>2处</b>" in page
    assert app.query_params == {"task": one, "kind": "task"}
    app.button(key="duban-undo-last").click().run()
    assert "已撤销（" in html_of(app)
    assert app.selectbox(key=f"follow-status-{one}").value == "未启动"
    assert app.session_state["duban-author"] == "某甲"


def test_a_change_of_somebody_else_is_shown_and_the_draft_is_kept(show, database):
    with Store.open(database) as store:
        one, *_ = ids(store)
    app, _ = show("ledger", database, task=one)
    with Store.open(database) as store:
        put(store, one, author="某乙", status="已完成")
    app.text_input(key=f"follow-author-{one}").set_value("某甲")
    app.text_area(key=f"follow-progress-{one}").set_value("快了")
    app.button[0].click().run()
    assert "某乙" in html_of(app)
    assert app.text_area(key=f"follow-progress-{one}").value == "快了"
    assert app.selectbox(key=f"follow-status-{one}").value == "已完成"
    app.button[0].click().run()
    with Store.open(database) as store:
        assert (state(store, one).status, state(store, one).progress) == ("已完成", "快了")


def test_several_rows_are_changed_at_once(show, database):
    with Store.open(database) as store:
        first, second, *_ = ids(store)
    app, page = show("ledger", database, pick=f"{first},{second}", kind="task")
    assert "已选 2 项" in page
    assert page.count('checked=""') == 2
    app.selectbox(key="follow-status-several").set_value("进行中")
    app.text_input(key="follow-author-several").set_value("某甲")
    app.button[0].click().run()
    assert "改动了 2 项" in html_of(app)
    assert app.query_params == {"kind": "task"}
    app.button(key="duban-undo-last").click().run()
    with Store.open(database) as store:
        assert {one.status for one in acts.states(store, [first, second]).values()} == {"未启动"}


def test_what_is_not_writable_is_told_without_a_path(show, database, monkeypatch):
    with Store.open(database) as store:
        one, *_ = ids(store)
    app, _ = show("ledger", database, task=one)

    def refused(act):
        raise UsageError("permission", f"没有权限打开 {database}")

    monkeypatch.setattr(data, "changed", refused)
    app.text_input(key=f"follow-author-{one}").set_value("某甲")
    app.selectbox(key=f"follow-status-{one}").set_value("进行中")
    app.button[0].click().run()
    assert "没有记录" in html_of(app)
    assert "没有权限打开 a.duckdb" in html_of(app)


def test_withdrawn_directives_stand_at_the_end_with_their_history(show, database):
    with Store.open(database) as store:
        one, *_ = ids(store)
        put(store, one, status="进行中", progress="<b>快了</b>")
        store.tuples(
            """insert into withdrawn (directive_id, speech_id, start_char, end_char, text, kind, reason)
            select directive_id, speech_id, start_char, end_char, text, kind, '重新抽取' from directives
            where directive_id = $one""",
            {"one": one},
        )
        store.tuples("delete from directives where directive_id = $one", {"one": one})
    _, page = show("ledger", database)
    assert "共 7 项" in page
    assert "已撤下的任务（1 项）" in page
    assert "<b>快了</b>" in words_of(page)


# ── a large ledger ──

MANY = """
    insert into directives by name
    select d.* replace (d.directive_id || '-' || i as directive_id, d.statement_id || '-' || i as statement_id)
    from directives as d, range(12500) as t (i)
"""


def test_the_first_page_of_a_large_ledger_sends_a_twentieth_of_it_at_most(show, database):
    """100,008 rows; what the filters offer is sent too, and counts."""
    with Store.open(database) as store:
        store.tuples(MANY)
    _, page = show("ledger", database)
    assert "共 100,008 项" in page
    with Store.open(database, readonly=True) as store:
        whole = len(csv_file(ledger_files.content(store, Request())))
    assert len(page.encode()) <= whole / 20
