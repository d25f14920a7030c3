"""Corrections: put into the tables and the history at once, and still there after the next extraction."""

import json
from dataclasses import replace

import pytest

from pipeline.cli import outcome
from pipeline.errors import UsageError
from pipeline.model import DueStatus, Kind, Role, Zone
from pipeline.store import Store, speech_id
from tests import samples

SURVEY = "9月30日前，县林草局、县应急局要会同各乡镇把3处林场查一遍。"
REPORT = "每月至少报送2次情况，形成台账。"
PROBLEM = "少数林场器材锈蚀。"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "a.duckdb") as opened:
        opened.add([samples.county(), samples.masked()], "r1")
        yield opened


def stored(store):
    return store.extraction(speech_id(samples.county().speech))


def found(store, words):
    text = samples.COUNTY_TEXT
    return next(one for one in stored(store).statements if text[one.start : one.end] == words)


def statement_id(store, words):
    start, end = samples.span(samples.COUNTY_TEXT, words)
    ((one,),) = store.tuples("select statement_id from statements where start_char = ? and end_char = ?", [start, end])
    return one


def directive_id(store, words):
    ((one,),) = store.tuples("select directive_id from directives where text = ?", [words])
    return one


def reloaded(store, fresh=None):
    return store.replace([fresh or samples.county(), samples.masked()], "r2")


CASES = [
    ({"kind": "principle"}, lambda d: d.kind, Kind.PRINCIPLE),
    ({"bodies": []}, lambda d: d.bodies, ()),
    (
        {"bodies": [{"mention": "各乡镇", "role": "assisting"}, {"mention": "林场", "name": "县林场"}]},
        lambda d: [(b.name, b.role, b.inherited) for b in d.bodies],
        [("各乡镇", Role.ASSISTING, False), ("县林场", Role.RESPONSIBLE, False)],
    ),
    ({"bodies": [{"mention": "护林员"}]}, lambda d: [(b.name, b.inherited) for b in d.bodies], [("护林员", True)]),
    ({"due": None}, lambda d: d.due, None),
    (
        {"due": {"mention": "9月30日前", "edtf": "2027-02-28"}},
        lambda d: (d.due.edtf, d.due.latest.isoformat(), d.due.status),
        ("2027-02-28", "2027-02-28", DueStatus.RESOLVED),
    ),
    (
        {"due": {"mention": "9月30日前", "edtf": "XXXX-09-30"}},
        lambda d: (d.due.latest, d.due.status),
        (None, DueStatus.YEARLESS),
    ),
    ({"recurrence": {"mention": "一遍", "freq": "yearly"}}, lambda d: d.recurrence.mention, "一遍"),
    (
        {"targets": [{"mention": "3处", "op": "range", "value": [3, 5], "unit": "处"}]},
        lambda d: [(t.low, t.high, t.unit) for t in d.targets],
        [(3.0, 5.0, "处")],
    ),
]


@pytest.mark.parametrize(("changes", "look", "expected"), CASES)
def test_a_correction_holds_in_the_tables_after_a_reload_and_until_it_is_undone(store, changes, look, expected):
    one, before = directive_id(store, SURVEY), stored(store)
    act = store.correct(one, changes, "某甲", "与原文核对")
    for _ in range(2):
        assert look(found(store, SURVEY).directive) == expected
        assert directive_id(store, SURVEY) == one
        assert [a for a, b in zip(stored(store).statements, before.statements, strict=True) if a != b] == [
            found(store, SURVEY)
        ]
        reloaded(store)
    store.undo_correction(act, "某乙", "看错了")
    assert stored(store) == before
    reloaded(store)
    assert stored(store) == before
    assert [(e.author, e.reason) for e in store.events(one)] == [("某甲", "与原文核对"), ("某乙", "看错了")]


def test_values_are_recorded_in_the_shape_of_gold(store):
    one = directive_id(store, SURVEY)
    store.correct(one, {"bodies": [{"mention": "各乡镇"}], "kind": "principle"}, "某甲")
    events = {event.field: event for event in store.events(one)}
    assert json.loads(events["kind"].old) == "task"
    assert json.loads(events["kind"].new) == "principle"
    (body,) = json.loads(events["bodies"].new)
    assert samples.COUNTY_TEXT[body["start"] : body["end"]] == body["mention"] == "各乡镇"
    assert [b["name"] for b in json.loads(events["bodies"].old)] == ["县林草局", "县应急局", "各乡镇"]
    assert len({event.action_id for event in events.values()}) == 1


def test_a_directive_corrected_away_is_withdrawn_and_comes_back_with_its_fields_and_history(store):
    one, before = directive_id(store, REPORT), stored(store)
    act = store.correct(one, {"zone": "achievement"}, "某甲", "讲的是去年")
    assert found(store, REPORT).zone is Zone.ACHIEVEMENT
    assert store.tuples("select directive_id, text, responsible, reason from withdrawn") == [
        (one, REPORT, "县林草局、县应急局", "校对：改为成绩")
    ]
    reloaded(store)
    assert found(store, REPORT).zone is Zone.ACHIEVEMENT
    assert store.tables()["withdrawn"] == 1
    store.undo_correction(act, "某甲")
    assert stored(store) == before
    assert directive_id(store, REPORT) == one
    assert store.tables()["withdrawn"] == 0


def test_any_statement_becomes_a_directive_with_its_fields_in_one_act(store):
    before = stored(store)
    act = store.correct(
        statement_id(store, PROBLEM), {"bodies": [{"mention": "少数林场"}], "zone": "directive"}, "某甲", "其实是要求"
    )
    made = directive_id(store, PROBLEM)
    reloaded(store)
    assert directive_id(store, PROBLEM) == made
    directive = found(store, PROBLEM).directive
    assert (directive.kind, directive.rule, [b.name for b in directive.bodies]) == (
        Kind.TASK,
        "corrected",
        ["少数林场"],
    )
    assert len(store.events(made)) == 2
    store.undo_correction(act, "某甲")
    assert stored(store) == before
    assert store.tables()["withdrawn"] == 0


def test_of_several_corrections_of_one_field_the_latest_that_stands_counts(store):
    one = directive_id(store, SURVEY)
    first = store.correct(one, {"kind": "principle"}, "某甲")
    second = store.correct(one, {"kind": "sanction"}, "某乙")
    store.undo_correction(first, "某甲")
    assert found(store, SURVEY).directive.kind is Kind.SANCTION
    store.undo_correction(second, "某甲")
    assert found(store, SURVEY).directive.kind is Kind.TASK
    with pytest.raises(UsageError, match="没有可撤销的更正"):
        store.undo_correction(second, "某甲")


def test_a_verdict_only_marks(store):
    one, before = directive_id(store, SURVEY), stored(store)
    store.correct(one, {"verdict": "accepted"}, "某甲")
    assert stored(store) == before
    assert [(e.field, json.loads(e.new)) for e in store.events(one)] == [("verdict", "accepted")]


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"bodies": [{"mention": "县水利局"}]}, "not_in_text", "县水利局"),
        ({"bodies": [{"mention": "林场主要负责人"}]}, "not_in_text", "林场主要负责人"),  # stands behind it
        ({"bodies": [{"name": "县林草局"}]}, "correction", "原文写法"),
        ({"bodies": [{"mention": "各乡镇", "role": "boss"}]}, "correction", "responsible、assisting"),
        ({"bodies": "县林草局"}, "correction", "列表"),
        ({"due": {"mention": "9月30日前", "edtf": "9月"}}, "correction", "9月"),
        ({"due": {"mention": "9月30日前", "edtf": "2026-02-30"}}, "correction", "没有 2026-02-30"),
        ({"recurrence": {"mention": "一遍", "freq": "hourly"}}, "correction", "irregular"),
        ({"targets": [{"mention": "3处", "value": "三"}]}, "correction", "数字"),
        ({"zone": "部署"}, "correction", "directive"),
        ({"kind": "order"}, "correction", "principle"),
        ({"verdict": "fine"}, "correction", "accepted"),
        ({"rule": "x"}, "correction", "字段"),
        ({"kind": "task"}, "unchanged", "没有改动"),
        ({}, "unchanged", "没有改动"),
        ({"zone": "problem", "kind": "task"}, "not_directive", "先把功能改为"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_everything_as_it_was(store, changes, code, said):
    one, before = directive_id(store, SURVEY), stored(store)
    with pytest.raises(UsageError, match=said) as error:
        store.correct(one, changes, "某甲")
    assert error.value.code == code
    assert stored(store) == before
    assert store.tables()["events"] == 0


def test_what_is_unknown_is_refused(store):
    with pytest.raises(UsageError, match="没有这项任务"):
        store.correct("nobody", {"kind": "task"}, "某甲")


def test_a_correction_goes_with_the_statement_when_it_is_cut_otherwise(store):
    one = directive_id(store, SURVEY)
    store.correct(one, {"bodies": [{"mention": "各乡镇"}]}, "某甲")
    fresh = samples.county()
    shorter = tuple(
        replace(s, start=s.start + len("9月30日前，"), directive=replace(s.directive, due=None))
        if s.directive and s.directive.rule == "lead"
        else s
        for s in fresh.statements
    )
    reloaded(store, replace(fresh, statements=shorter))
    assert directive_id(store, SURVEY.removeprefix("9月30日前，")) == one
    assert [b.name for b in found(store, SURVEY.removeprefix("9月30日前，")).directive.bodies] == ["各乡镇"]


def test_what_people_went_over_becomes_gold_that_evaluate_reads(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("5月20日前，县水利局、各镇要修好3座水库。\r\n散会。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("各村要在6月底前建成2个站点。", encoding="utf-8")
    assert outcome(["load", "a.txt", "b.txt"]) == 0
    assert outcome(["export", "gold", "--out", "标注"]) == 2
    assert "还没有校对过的讲话" in capsys.readouterr().err
    with Store.open(tmp_path / "duban.duckdb") as store:
        ((sid, one),) = store.tuples("select speech_id, directive_id from directives where text like '%水库%'")
        store.correct(one, {"bodies": [{"mention": "各镇"}], "verdict": "accepted"}, "某甲")
    assert outcome(["export", "gold", "--out", "标注"]) == 0
    assert sorted(path.name for path in (tmp_path / "标注").iterdir()) == [f"{sid}.gold.json", f"{sid}.txt"]
    capsys.readouterr()
    assert outcome(["evaluate", "标注", "--format", "json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["bodies"]["tp"], figures["bodies"]["fp"], figures["bodies"]["fn"]) == (1, 1, 0)
    assert figures["due"]["f1"] == 1
    assert outcome(["export", "gold", "--out", "a.txt"]) == 2
