"""校对 without a browser: what is to review, forms into changes, what is recorded, and the page."""

import io
import json
import zipfile

import pytest

from pipeline import shape
from pipeline.dashboard import (
    evidence,
    following,
    gold_words,
    markup,
    review_acts,
    review_form,
    review_panel,
    review_rows,
)
from pipeline.dashboard.review_form import Filled
from pipeline.dashboard.review_rows import Asked
from pipeline.errors import UsageError
from pipeline.export.gold import archive
from pipeline.model import DateUse, Zone
from pipeline.store import Store, speech_id
from tests import pages, samples
from tests.pages import words_of

COUNTY, MASKED = speech_id(samples.county().speech), speech_id(samples.masked().speech)
SURVEY = "9月30日前，县林草局、县应急局要会同各乡镇把3处林场查一遍。"
REPORT = "每月至少报送2次情况，形成台账。"
PROBLEM = "少数林场器材锈蚀。"


@pytest.fixture
def database(tmp_path):
    return pages.filled(tmp_path / "a.duckdb", samples.everything())


@pytest.fixture
def store(database):
    with Store.open(database) as opened:
        yield opened


def queue(store, sid=COUNTY):
    return review_rows.queue(store, sid)


def item(store, words, sid=COUNTY):
    found = queue(store, sid)
    text = found.extraction.speech.text
    return next(one for one in found.items if text[one.statement.start : one.statement.end] == words)


def said(found, items):
    return [found.extraction.speech.text[one.statement.start : one.statement.end] for one in items]


# ── what is to review ──


def test_the_queue_tells_what_has_been_looked_at(store):
    assert queue(store).progress == (0, 4)
    accept = review_acts.corrected(store, COUNTY, item(store, SURVEY), review_acts.ACCEPT, "某甲")
    review_acts.corrected(store, COUNTY, item(store, REPORT), {"zone": "achievement"}, "某甲")
    review_acts.corrected(store, COUNTY, item(store, PROBLEM), {"zone": "directive"}, "某甲")
    found = queue(store)
    assert found.progress == (3, 5)
    assert said(found, found.shown("accepted")) == [SURVEY]
    assert said(found, found.shown("corrected")) == [PROBLEM, REPORT]
    assert len(found.shown("new")) == 2
    assert [len(found.shown(one)) for one in ("", "others")] == [5, 8]
    rejected = item(store, REPORT)
    assert (rejected.directive_id, rejected.corrected) == (None, True)
    assert found.row(rejected.known_id) == found.row(rejected.statement_id) == rejected
    store.undo_correction(accept, "某甲")
    assert queue(store).progress == (2, 5)


def test_a_rejected_row_is_still_found_after_a_reload(store):
    review_acts.corrected(store, COUNTY, item(store, REPORT), {"zone": "achievement"}, "某甲")
    before = queue(store)
    store.replace([samples.county()], "r2")
    assert queue(store) == before


def test_weak_ones_say_why(store):
    found = queue(store, MASKED)
    assert [one.weak for one in found.shown("weak")] == [("时限隐去", "数字隐去"), ("缺单位",)]
    review_acts.corrected(store, MASKED, found.shown("weak")[1], review_acts.ACCEPT, "某甲")
    assert len(queue(store, MASKED).shown("weak")) == 1


def test_the_way_on_leads_to_what_nobody_has_seen(store):
    found = queue(store)
    first, second, third, last = found.shown("")
    assert review_rows.neighbours(found.shown(""), second) == (first, third)
    assert review_rows.unseen_after(found.shown(""), second) == third
    assert review_rows.unseen_after(found.shown(""), last) == first
    heading = next(one for one in found.items if one.statement.zone is Zone.HEADING)
    assert review_rows.neighbours(found.shown(""), heading) == (None, first)
    assert review_rows.unseen_after((last,), last) is None


def test_a_url_holds_speech_filter_and_row():
    asked = Asked.of({"speech": "s", "show": "weak", "row": "r", "page": "2", "other": "x"})
    assert asked.parameters() == {"speech": "s", "show": "weak", "row": "r"}
    assert asked.parameters(page="3", row="") == {"speech": "s", "show": "weak", "page": "3"}
    assert Asked.of({"show": "<b>"}).show == ""


# ── the form ──


def filled(shown, **changes):
    """The form as it is shown, with some changes."""
    due, again = shown["due"] or {}, shown["recurrence"] or {}
    values = {
        "kind": shown["kind"],
        "bodies": tuple(review_form.body_rows(shown["bodies"])),
        "due": due.get("mention", ""),
        "edtf": due.get("edtf") or "",
        "recurrence": again.get("mention", ""),
        "freq": again.get("freq", ""),
        "targets": tuple(review_form.target_rows(shown["targets"])),
    }
    return Filled(**values | changes)


def survey():
    (directive,) = (s.directive for s in samples.county().statements if s.directive and s.directive.rule == "lead")
    return shape.directive(directive)


def report():
    (directive,) = (s.directive for s in samples.county().statements if s.directive and s.directive.rule == "monthly")
    return shape.directive(directive)


def dates_in(words):
    return evidence.dates_in(samples.county().speech, *samples.span(samples.COUNTY_TEXT, words))


def spaced():
    """Words that begin or end with a space, as odd texts have them."""
    shown = survey()
    bodies = [one | {"mention": f" {one['mention']}", "name": f"{one['name']}\u3000"} for one in shown["bodies"]]
    targets = [one | {"mention": f"{one['mention']} ", "unit": "处 "} for one in shown["targets"]]
    return shown | {"bodies": bodies, "due": shown["due"] | {"mention": "9月30日前 "}, "targets": targets}


@pytest.mark.parametrize("shown", [survey(), report(), spaced()])
def test_a_form_that_nobody_has_touched_changes_nothing(shown):
    assert review_form.changes(shown, filled(shown), dates_in(SURVEY)) == {}


def body_rows(*changes):
    rows = review_form.body_rows(survey()["bodies"])
    for place, more in changes:
        rows[place] = rows[place] | more
    return tuple(rows)


BODIES = [
    (body_rows((2, {"role": "responsible"})), [2], {"role": "responsible"}),
    (body_rows((0, {"name": "县林业和草原局"})), [0], {"name": "县林业和草原局", "canonical": None}),
    (body_rows((0, {"mention": " 林草局 "})), [0], None),
    (body_rows((0, {"mention": "乡镇"})), [0], None),
]


@pytest.mark.parametrize(("rows", "places", "more"), BODIES)
def test_only_what_was_edited_in_a_body_changes(rows, places, more):
    shown = survey()
    made = review_form.changes(shown, filled(shown, bodies=rows), ())["bodies"]
    for place, (one, before) in enumerate(zip(made, shown["bodies"], strict=True)):
        if place not in places:
            assert one == before
        elif more:
            assert one == before | more
        else:
            words = rows[place]["mention"].strip()
            assert one == {"mention": words, "name": words, "role": "responsible"}


def test_bodies_are_left_out_added_and_picked():
    shown = survey()
    rows = (*body_rows()[1:], {"mention": "林场", "name": None, "role": None, "was": float("nan")}, {"mention": None})
    made = review_form.changes(shown, filled(shown, bodies=rows, more_bodies=("护林员",)), ())["bodies"]
    assert made[:2] == shown["bodies"][1:]
    assert made[2:] == [{"mention": "林场", "name": "林场", "role": "responsible"}, {"mention": "护林员"}]


def test_bodies_of_the_line_are_offered():
    assert review_form.candidates(["各乡镇", "县林草局", "村", "各乡镇"], "县林草局和各乡镇", ["县林草局"]) == (
        "各乡镇",
    )


DUES = [
    ({"due": ""}, None),
    ({"due": "9月30日"}, ("9月30日", "2026-09-30", "resolved")),
    ({"edtf": "2026-10-15"}, ("9月30日前", "2026-10-15", None)),
    ({"edtf": ""}, ("9月30日前", None, None)),
    ({"due": "查一遍"}, ("查一遍", None, None)),
    ({"due": "查一遍", "edtf": "2026-10-15"}, ("查一遍", "2026-10-15", None)),
]


@pytest.mark.parametrize(("changes", "expected"), DUES)
def test_a_deadline_is_reckoned_from_its_words_unless_somebody_wrote_a_day(changes, expected):
    shown = survey()
    dates = evidence.dates_in(samples.county().speech, *samples.span(samples.COUNTY_TEXT, "9月30日"))
    made = review_form.changes(shown, filled(shown, **changes), dates)["due"]
    assert made == expected if expected is None else (made["mention"], made["edtf"], made.get("status")) == expected


def test_a_new_deadline_takes_the_days_of_the_speech():
    shown = report() | {"due": None}
    made = review_form.changes(shown, filled(shown, due="9月30日前"), dates_in(SURVEY))["due"]
    assert made["start"] == samples.COUNTY_TEXT.index("9月30日前")
    assert (made["edtf"], made["latest"], made["status"]) == ("2026-09-30", "2026-09-30", "resolved")


def test_dates_are_quoted_from_texts_in_traditional_characters_and_with_invisible_ones():
    text = "關於防汛工作的通知\n各鎮要於6\u200b月底前完成，每季度報告。"
    speech = samples.speech(text, samples.Document(year="2025"))
    first, second = evidence.dates_in(speech, text.index("各鎮"), len(text))
    assert (text[first.start : first.end], first.edtf) == (first.mention, "2025-06-30")
    assert "\u200b" in first.mention
    assert (second.mention, second.use) == ("每季度", DateUse.RECURRENCE)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"recurrence": ""}, None),
        ({"freq": "weekly"}, {"mention": "每月", "freq": "weekly"}),
        ({"recurrence": "至少报送2次"}, {"mention": "至少报送2次", "freq": "monthly"}),
    ],
)
def test_a_recurrence_is_changed(changes, expected):
    shown = report()
    assert review_form.changes(shown, filled(shown, **changes), dates_in(REPORT)) == {"recurrence": expected}


def test_how_often_is_reckoned_from_the_words():
    shown = report() | {"recurrence": None}
    made = review_form.changes(shown, filled(shown, recurrence="每月"), dates_in(REPORT))
    assert made["recurrence"] == {"mention": "每月", "freq": "monthly"}
    assert review_form.offered(dates_in(REPORT), DateUse.RECURRENCE) == ("每月",)


def test_targets_are_edited():
    shown = survey()
    (row,) = review_form.target_rows(shown["targets"])
    edited = row | {"op": "range", "high": 5.0, "indicator": None}
    more = {"mention": "一遍", "op": "=", "low": float("nan"), "high": float("nan"), "unit": "", "was": float("nan")}
    made = review_form.changes(shown, filled(shown, targets=(edited, more)), ())["targets"]
    assert made[0] == shown["targets"][0] | {"op": "range", "value": [3, 5], "indicator": None}
    assert made[1] == {"mention": "一遍", "op": "=", "value": None, "unit": None, "indicator": None}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"due": "", "edtf": "2026-10-15"}, "“时限原文”是空的"),
        ({"freq": "weekly"}, "“频次原文”是空的"),
        ({"bodies": (*body_rows(), {"mention": None, "name": "县水利局", "role": "responsible"})}, "责任单位第 4 行"),
        ({"targets": ({"mention": " ", "unit": "处", "op": "="},)}, "量化指标第 1 行"),
    ],
)
def test_nothing_is_filled_in_without_words_of_the_text(changes, words):
    shown = survey()
    with pytest.raises(UsageError, match=words):
        review_form.changes(shown, filled(shown, **changes), ())


# ── what is recorded ──


def test_a_form_goes_into_the_store_and_comes_back(store):
    here = item(store, SURVEY)
    shown = shape.directive(here.statement.directive)
    form = filled(shown, due="9月30日前", edtf="2026-10-08", bodies=body_rows()[:2], more_bodies=("林场",))
    changes = review_form.changes(shown, form, dates_in(SURVEY))
    act = review_acts.corrected(store, COUNTY, here, changes, " 某甲 ", "核对过")
    now = item(store, SURVEY)
    assert [one.name for one in now.statement.directive.bodies] == ["县林草局", "县应急局", "林场"]
    assert now.statement.directive.due.edtf == "2026-10-08"
    assert now.marks == {"bodies", "due"}
    events = store.events(now.known_id)
    assert {(one.author, one.reason) for one in events} == {("某甲", "核对过")}
    assert list(review_acts.undoable(events)) == [act]
    assert "责任单位" in review_acts.label(events)
    review_acts.undone(store, act, "某乙")
    assert item(store, SURVEY) == here
    assert review_acts.undoable(store.events(now.known_id)) == {}


@pytest.mark.parametrize(
    ("changes", "author", "code"),
    [
        (review_acts.ACCEPT, " ", "no_author"),
        ({"bodies": [{"mention": "县水利局"}]}, "某甲", "not_in_text"),
        ({"due": {"mention": "9月30日前", "edtf": "9月"}}, "某甲", "correction"),
    ],
)
def test_a_refusal_leaves_everything_as_it_was(store, changes, author, code):
    before = queue(store)
    with pytest.raises(UsageError) as error:
        review_acts.corrected(store, COUNTY, item(store, SURVEY), changes, author)
    assert error.value.code == code
    assert queue(store) == before


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(store):
    here = item(store, SURVEY)
    store.correct(here.statement_id, {"kind": "principle"}, "某乙")
    with pytest.raises(UsageError, match="别人") as error:
        review_acts.corrected(store, COUNTY, here, review_acts.ACCEPT, "某甲")
    assert error.value.code == "changed_meanwhile"
    with pytest.raises(UsageError, match="填“记录人”"):
        review_acts.undone(store, "x", "")


def test_gold_of_one_speech_is_text_and_annotation(store):
    packed = zipfile.ZipFile(io.BytesIO(archive(store, COUNTY)))
    assert sorted(packed.namelist()) == sorted([f"{COUNTY}.gold.json", f"{COUNTY}.txt"])
    assert packed.read(f"{COUNTY}.txt").decode() == samples.COUNTY_TEXT
    gold = json.loads(packed.read(f"{COUNTY}.gold.json"))
    assert gold == shape.document(samples.county()) | {"source": None}


# ── in words ──


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("zone", "problem", "存在问题"),
        ("zone", {"zone": "directive", "kind": "task"}, "任务部署"),
        ("kind", "principle", "原则要求"),
        ("bodies", [], "无"),
        (
            "bodies",
            [{"mention": "教育", "name": "县教育局", "role": "assisting", "inherited": True}],
            "县教育局（配合，原文“教育”，承前）",
        ),
        ("due", {"mention": "会后", "edtf": None, "status": "relative"}, "会后（没有确定的日期，相对）"),
        ("recurrence", {"mention": "每月", "freq": "monthly"}, "每月（每月）"),
        (
            "targets",
            [{"mention": "*所", "op": "range", "value": [None, 2.5], "unit": "所", "indicator": "学校"}],
            "*所（范围 隐去—2.5所，学校）",
        ),
        ("verdict", "accepted", "认可"),
        ("else", 3, "3"),
    ],
)
def test_values_of_gold_are_told_in_words(field, value, words):
    assert gold_words.told(field, value) == words


def test_events_are_told_in_words(store):
    here = item(store, SURVEY)
    store.correct(here.statement_id, {"kind": "principle", "verdict": "accepted"}, "某甲")
    told = [gold_words.change(one.field, one.old, one.new) for one in store.events(here.directive_id)]
    assert sorted(told) == ["更正类别：任务 → 原则要求", "校对：认可"]


# ── the page ──


@pytest.fixture
def opened(monkeypatch, database):
    return lambda **parameters: pages.opened(monkeypatch, "review", database, **parameters)


def button(app, label):
    return next(one for one in app.button if one.label == label)


def box(app, label):
    return next(one for one in (*app.text_input, *app.selectbox) if one.label == label)


def test_the_page_shows_the_first_that_nobody_has_seen(opened):
    _, html = opened(speech=COUNTY)
    words = words_of(html)
    assert "已校对 0／4" in words
    assert "第 1 条，共 4 条" in words
    assert "9月30日前（2026-09-01 至 2026-09-30，确定）" in words
    assert '<span class="duban-said' in html


def test_one_click_accepts_and_goes_on(opened):
    app, _ = opened(speech=COUNTY)
    box(app, "记录人").set_value("某甲")
    button(app, "认可，下一条").click().run()
    words = words_of(pages.html_of(app))
    assert "已认可。" in words
    assert "已校对 1／4" in words
    assert "第 2 条，共 4 条" in words
    assert box(app, "记录人").value == app.session_state[following.AUTHOR] == "某甲"
    button(app, "撤销刚才的校对").click().run()
    assert "已校对 0／4" in words_of(pages.html_of(app))


def test_without_a_name_nothing_is_recorded(opened, database):
    app, _ = opened(speech=COUNTY)
    button(app, "认可，下一条").click().run()
    assert "没有填写姓名" in words_of(pages.html_of(app))
    with Store.open(database, readonly=True) as store:
        assert store.tables()["events"] == 0


def test_a_statement_becomes_a_directive_whose_fields_can_be_filled_in(opened, database):
    with Store.open(database) as store:
        row = item(store, PROBLEM).statement_id
    app, html = opened(speech=COUNTY, row=row)
    assert "不在所选范围内" in html
    assert "记下更正" not in [one.label for one in app.button]
    box(app, "记录人").set_value("某甲")
    button(app, "改功能").click().run()
    assert "更正功能：存在问题 → 任务部署" in words_of(pages.html_of(app))
    box(app, "类别").set_value("principle")
    button(app, "记下更正").click().run()
    assert not app.exception
    with Store.open(database, readonly=True) as store:
        assert item(store, PROBLEM).marks == {"zone", "kind"}
        assert item(store, PROBLEM).statement.directive.kind == "principle"


def test_another_zone_has_to_be_chosen(opened):
    app, _ = opened(speech=COUNTY)
    box(app, "记录人").set_value("某甲")
    button(app, "改功能").click().run()
    assert "请先选这一句其实是什么" in words_of(pages.html_of(app))
    box(app, "判错了，其实是").set_value(Zone.ACHIEVEMENT).run()
    button(app, "改功能").click().run()
    assert "已更正。" in words_of(pages.html_of(app))
    assert app.query_params["row"] == _row(app)


def _row(app):
    return pages.html_of(app).split('id="review-')[1].split('"')[0]


def test_a_refused_form_keeps_what_was_written(opened):
    app, _ = opened(speech=COUNTY)
    box(app, "记录人").set_value("某甲")
    box(app, "最后一天").set_value("九月底")
    button(app, "记下更正").click().run()
    assert "日期“九月底”写法不对" in words_of(pages.html_of(app))
    assert box(app, "最后一天").value == "九月底"
    box(app, "最后一天").set_value("2026-10-01")
    button(app, "记下更正").click().run()
    assert "已更正。" in words_of(pages.html_of(app))
    assert "没有记录。" not in words_of(pages.html_of(app))
    box(app, "撤销一次校对")
    button(app, "撤销").click().run()
    assert "已撤销（" in words_of(pages.html_of(app))


def test_an_untouched_form_says_so(opened):
    app, _ = opened(speech=COUNTY)
    box(app, "记录人").set_value("某甲")
    button(app, "记下更正").click().run()
    assert "没有改动" in words_of(pages.html_of(app))


def test_evidence_is_shown_on_demand(opened):
    app, html = opened(speech=COUNTY)
    assert "按现在的词库重新判定" not in html
    app.toggle[0].set_value(True).run()
    words = words_of(pages.html_of(app))
    assert "按现在的词库重新判定" in words
    assert "任务部署（由" in words


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"speech": COUNTY, "show": "accepted"}, "没有要看的语句"),
        ({"words": "没有这样的标题"}, "没有名称里含有这些字的讲话"),
        ({"speech": "nobody"}, "没有编号为"),
    ],
)
def test_where_there_is_nothing_the_page_says_what_to_do(monkeypatch, database, parameters, told):
    _, html = pages.opened(monkeypatch, "review", database, may_fail=True, **parameters)
    assert told in words_of(html)


def test_an_empty_database_says_what_to_do(monkeypatch, tmp_path):
    _, html = pages.opened(monkeypatch, "review", pages.filled(tmp_path / "e.duckdb", []))
    assert "duban load" in html


def test_long_queues_are_turned_in_pages(store):
    found = queue(store)
    many = found.items * 5
    asked = Asked(speech=COUNTY, show="others")
    from pipeline.dashboard import review

    html = review.listing(found, many, many[0], asked)
    assert html.count("<li>") == 25
    assert "page=2" in html
    assert 'aria-current="true"' in html


def test_ledger_and_text_lead_to_the_review(monkeypatch, database):
    with Store.open(database, readonly=True) as store:
        here = item(store, SURVEY)
    _, html = pages.opened(monkeypatch, "ledger", database, task=here.directive_id)
    assert markup.html(f"review?speech={COUNTY}&row={here.directive_id}") in html
    _, html = pages.opened(monkeypatch, "text", database, speech=COUNTY)
    assert markup.html(f"review?speech={COUNTY}&row={here.statement_id}") in html


def test_what_was_corrected_away_is_brought_back_from_the_ledger(monkeypatch, database):
    with Store.open(database) as store:
        gone = item(store, SURVEY)
        review_acts.corrected(store, COUNTY, gone, {"zone": "problem"}, "某甲")
    _, html = pages.opened(monkeypatch, "ledger", database)
    assert markup.html(f"review?speech={COUNTY}&row={gone.directive_id}") in html
    assert "更正功能：任务部署 → 存在问题" in words_of(html)
    app, html = pages.opened(monkeypatch, "review", database, speech=COUNTY, row=gone.directive_id)
    assert SURVEY in words_of(html)
    box(app, "记录人").set_value("某甲")
    button(app, "撤销").click().run()
    with Store.open(database, readonly=True) as store:
        assert item(store, SURVEY) == gone


def test_words_are_never_markup(store):
    hostile = samples.odd()
    found = queue(store, speech_id(hostile.speech))
    html = review_panel.panel(found, found.items, found.items[0])
    assert "=1+1" in words_of(html)
