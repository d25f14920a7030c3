"""The views: each with the rows its name promises, once each, and figures that agree with the tables."""

import pytest

from pipeline.store import Store
from tests import samples

KEYS = {
    "speech_list": "speech_id",
    "directive_bodies": "directive_id, body_id",
    "follow_up": "directive_id",
    "ledger": "directive_id",
    "督办台账": "任务编号",
    "task_list": "directive_id",
    "任务清单": "任务编号",
    "responsibility_list": "directive_id, body_id",
    "责任清单": "序号",
    "problem_list": "statement_id",
    "问题清单": "语句编号",
    "rectification_list": "statement_id, directive_id",
    "整改清单": "序号",
    "gaps": "directive_id",
    "coverage": "speech_id",
    "by_body": "body_id",
    "due_soon": "directive_id",
    "zone_shares": "speech_id, zone",
    "body_load": "body_id",
    "body_pairs": "body_a, body_b",
    "orphans": "directive_id",
    "programme_mismatches": "directive_id, programme",
    "sanction_list": "directive_id, consequence_start",
    "directive_links": "directive_id",
}
"""What makes a row of each view unique."""

FOLLOWED = """
    insert into events (event_id, directive_id, "at", kind, old, new)
    select * from (
        select 'e1', directive_id, timestamp '2026-09-01 08:00:00', 'status', null, '进行中' from directives
        where due_status = 'resolved'
        union all select 'e2', directive_id, timestamp '2026-09-02 08:00:00', 'note', null, '已查2处' from directives
        where due_status = 'resolved'
        union all select 'e3', directive_id, timestamp '2026-09-03 08:00:00', 'status', null, '已完成' from directives
        where due_status = 'resolved'
        union all select 'e4', directive_id, timestamp '2026-09-04 08:00:00', 'undo', 'e3', null from directives
        where due_status = 'resolved'
    )
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("views") / "a.duckdb") as opened:
        opened.add(samples.everything(), "r1")
        opened._connection.execute(FOLLOWED)
        yield opened


def column(store, view, name):
    return [value for (value,) in store.tuples(f'select "{name}" from "{view}"')]


def test_every_view_has_its_key_here(store):
    views = store.tuples("select view_name from duckdb_views() where not internal")
    assert {view for (view,) in views} == KEYS.keys()


@pytest.mark.parametrize(("view", "key"), KEYS.items())
def test_rows_are_unique(store, view, key):
    assert store.tuples(f"select {key} from {view} group by {key} having count(*) > 1") == []


@pytest.mark.parametrize("view", ["ledger", "gaps"])
def test_every_directive_has_its_row(store, view):
    assert sorted(column(store, view, "directive_id")) == sorted(column(store, "directives", "directive_id"))


@pytest.mark.parametrize("view", [view for view, key in KEYS.items() if "directive_id" in key])
def test_directives_of_views_exist(store, view):
    known = {*column(store, "directives", "directive_id"), None}
    assert set(column(store, view, "directive_id")) <= known


@pytest.mark.parametrize("view", ["ledger", "督办台账", "任务清单", "责任清单", "问题清单", "整改清单"])
def test_lists_are_numbered_in_their_order(store, view):
    number = "number" if view == "ledger" else "序号"
    assert column(store, view, number) == list(range(1, len(store.tuples(view)) + 1))


def test_quotations_are_cut_from_the_text(store):
    for sid, text in store.tuples("select speech_id, text from speeches"):
        for start, end, words in store.tuples("from (select start_char, end_char, problem from problem_list"
                                              " where speech_id = $sid union all select start_char, end_char, measure"
                                              " from ledger where speech_id = $sid)", {"sid": sid}):  # fmt: skip
            assert text[start:end] == words


def test_the_ledger_in_the_words_of_an_office(store):
    first, second, third, fourth, *_ = store.frame("督办台账").to_dict("records")
    assert first | {"任务编号": ""} == {
        "序号": 1,
        "任务来源": "青岭县秋季护林工作安排",
        "工作任务": "（一）抓好排查",
        "具体措施": "9月30日前，县林草局、县应急局要会同各乡镇把3处林场查一遍。",
        "类别": "任务",
        "牵头单位": "县林草局、县应急局",
        "配合单位": "各乡镇",
        "完成时限": "2026-09-30",
        "时限原文": "9月30日前",
        "时限状态": "确定",
        "截止日期": first["截止日期"],
        "量化指标": "林场 3处",
        "频次": first["频次"],
        "进展情况": "已查2处",
        "状态": "进行中",
        "所在章节": "一、摸清家底 > （一）抓好排查",
        "任务编号": "",
    }
    assert (second["频次"], second["状态"], third["类别"], fourth["类别"]) == ("每月", "未启动", "原则要求", "问责")


def test_the_first_responsible_body_leads(store):
    shown = store.tuples("select name, role, leads from directive_bodies join directives using (directive_id)"
                         " where due_status = 'resolved' order by place")  # fmt: skip
    assert shown == [
        ("县林草局", "responsible", True),
        ("县应急局", "responsible", False),
        ("各乡镇", "assisting", False),
    ]
    assert store.tuples("select count(*) from 责任清单 where 角色 = '牵头'") == [(6,)]


def test_a_due_date_is_shown_as_a_day_or_in_the_words_of_the_text(store):
    shown = dict(store.tuples("select due_status, due from ledger where due_status <> 'none'"))
    assert shown == {
        "resolved": "2026-09-30",
        "masked": "**月底前",
        "relative": "会后",
        "yearless": "10月底前",
        "vague": "𠮷日\u200b前",
    }


@pytest.mark.parametrize(
    ("day", "days", "left"),
    [("2026-09-10", 30, [20]), ("2026-09-30", 0, [0]), ("2026-10-01", 30, []), ("2026-08-01", 30, [])],
)
def test_what_falls_due_is_reckoned_from_a_given_day(store, day, days, left):
    assert [one for (one,) in store.tuples("select days_left from due_within($day, $days)",
                                           {"day": day, "days": days})] == left  # fmt: skip


def test_due_soon_is_due_within_thirty_days_of_today(store):
    ahead = store.tuples("select directive_id from ledger where due_latest between current_date and current_date + 30")
    assert column(store, "due_soon", "directive_id") == [one for (one,) in ahead]


def test_what_each_directive_lacks(store):
    flags = ("no_body", "no_date", "no_recurrence", "no_target", "masked_date", "relative_date", "supervisable")
    lacks = {
        text: {flag for flag, value in zip(flags, values, strict=True) if value}
        for text, *values in store.tuples(f"select text, {', '.join(flags)} from gaps")
    }
    assert lacks["每月至少报送2次情况，形成台账。"] == {"no_date", "supervisable"}
    assert lacks["县教育局要在**月底前查完*所学校。"] == {"no_recurrence", "masked_date", "supervisable"}
    assert lacks["县教育局会后立即建账。"] == {"no_recurrence", "no_target", "relative_date", "supervisable"}
    assert lacks["10月底前清出通道。"] == {"no_body", "no_recurrence", "no_target"}
    assert lacks["林场主要负责人要提高认识。"] == {"no_date", "no_recurrence", "no_target"}


def test_coverage_by_speech_and_over_all(store):
    rows = {row["source"]: row for row in store.arrow("coverage").to_pylist()}
    assert next(iter(rows)) == "全部"
    counted = ("directives", "tasks", "with_body", "with_date", "masked_date", "relative_date", "with_recurrence",
               "with_target", "supervisable")  # fmt: skip
    assert [rows["全部"][name] for name in counted] == [8, 6, 6, 5, 1, 1, 1, 4, 5]
    for name in counted:
        assert sum(row[name] for source, row in rows.items() if source != "全部") == rows["全部"][name]
    assert rows["全部"]["supervisable_share"] == 5 / 8
    assert rows["空.txt"]["supervisable_share"] is None


def test_problems_and_the_measures_that_follow_them_in_the_same_item(store):
    listed = [(row["problem"], row["measure"]) for row in store.arrow("rectification_list").to_pylist()]
    assert listed == [
        ("有的村护林员长期空岗。少数林场器材锈蚀。", None),
        ("各社区存在通道被占的情况。", "县教育局要在**月底前查完*所学校。"),
        ("各社区存在通道被占的情况。", "县教育局会后立即建账。"),
        ("各社区存在通道被占的情况。", "10月底前清出通道。"),
    ]


def test_the_work_of_each_body_agrees_with_the_tables(store):
    work = store.arrow("by_body").to_pylist()
    load = {row["body_id"]: row for row in store.arrow("body_load").to_pylist()}
    assert {row["body_id"] for row in work} == load.keys() == set(column(store, "bodies", "body_id"))
    for row in work:
        assert row["directives"] == row["responsible"] + row["assisting"] == load[row["body_id"]]["directives"]
        assert row["leading"] <= row["responsible"]
    shared = store.tuples("select count(distinct directive_id) from responsibilities where role = 'responsible'")
    assert sum(row["load"] for row in load.values()) == pytest.approx(shared[0][0])


def test_zones_share_out_the_statements_of_a_speech(store):
    shares = store.tuples("select sum(share), sum(statements) from zone_shares group by speech_id")
    assert [share for share, _ in shares] == pytest.approx([1.0] * 3)
    assert sum(statements for _, statements in shares) == store.tables()["statements"]


def test_views_of_an_empty_database_are_empty_but_for_the_sum(tmp_path):
    with Store.open(tmp_path / "a.duckdb") as empty:
        assert {view: len(empty.tuples(view)) for view in KEYS} == dict.fromkeys(KEYS, 0) | {"coverage": 1}


def test_a_list_of_another_length_than_declared_is_reported(store):
    found = store.tuples("select programme, declared_count, found_count, listed from programme_mismatches")
    assert found == [("情况", 2, 3, "每月至少报送2次")]


def test_sanctions_are_listed_with_their_parts(store):
    found = store.tuples("select condition, consequence, falls_on from sanction_list")
    assert found == [("对工作不力的", "严肃问责", None), (None, "问责", "林场主要负责人")]


def test_sanctions_and_programmes_are_put_in_words(store):
    found = store.tuples("select sanctions, programmes, mismatch from directive_links order by mismatch")
    assert found == [
        ("条件：对工作不力的；后果：严肃问责 ｜ 后果：问责；对象：林场主要负责人", None, False),
        (None, "情况（称 2 项，列 3 项，不符）；台账", True),
    ]
