"""The pages without a browser: what they ask of the database, and what they answer when something is wrong."""

import csv
import io
import re
import subprocess
import sys
from dataclasses import replace
from html import unescape

import pytest

from pipeline.dashboard import data, detail, figures, ledger_files, markup, overview_tables, reader, rows, speech, words
from pipeline.dashboard.markup import Mark
from pipeline.dashboard.request import FEATURES, ORDERS, Request
from pipeline.errors import StoreForeign, UsageError
from pipeline.export.tables import csv_file
from pipeline.store import Store
from tests import pages, samples
from tests.pages import filled, html_of, words_of

PAGES = {"overview": "", "ledger": "ledger", "text": "text", "deadlines": "deadlines"}
HOSTILE = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "![图](http://example.invalid/a.png)",
    "**月底…**人 __甲__ ~~乙~~",
    "$x^2$ :red[红] :smile:",
    "</div></span><style>*{display:none}</style>",
    "&amp;&lt;b&gt;&#42;",
    "“甲\"乙'丙`丁\\戊",
    "א\u202eבג\u202c \u200f甲",
    "很长的词" * 60,
]


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("pages") / "a.duckdb", samples.everything())


@pytest.fixture
def store(database):
    with Store.open(database, readonly=True) as opened:
        yield opened


@pytest.fixture
def show(monkeypatch, database):
    """Run a page; gives the simulated app and everything that it sent as HTML."""

    def shown(page, path=database, may_fail=False, **parameters):
        return pages.opened(monkeypatch, PAGES[page], path, may_fail, **parameters)

    return shown


# ── markup ──


@pytest.mark.parametrize("payload", HOSTILE)
def test_words_are_shown_as_they_stand(payload):
    assert words_of(markup.html(payload)) == payload
    assert words_of(markup.table(("甲",), [(payload,)])) == "甲" + payload
    opened = markup.tag("a", payload, title=payload)
    assert unescape(re.fullmatch(r'<a title="([^"<>]*)">[^<>]*</a>', opened)[1]) == payload


def test_characters_that_a_browser_would_change_are_kept_or_shown():
    assert markup.html("甲\r乙\0丙") == "甲&#13;乙␀丙"


def test_marks_may_overlap_and_lose_no_character():
    text = "各乡镇要在<10月>底前完成"
    marks = [Mark(0, 3, "body"), Mark(5, 9, "due", {"id": "a"}), Mark(7, 12, "target"), Mark(90, 99, "far")]
    made = markup.marked(text, 0, len(text), marks)
    assert words_of(made) == text
    assert '<span class="body opening">各乡镇</span>' in made
    assert '<span class="due opening" id="a">&lt;1</span><span class="due target opening">0月</span>' in made
    assert markup.marked(text, 3, 3, marks) == ""


def test_missing_attributes_and_empty_cells_are_left_out():
    assert markup.tag("b", None, id=None, data_focus="x") == '<b data-focus="x"></b>'
    assert '<td data-label="甲"></td>' in markup.table(("甲",), [(None,)])
    assert markup.address("", {"a": "*&"}) == "./?a=%2A%26"


# ── what is asked ──


def test_a_request_is_read_from_a_url_and_written_back():
    url = "speech=a1&body=县局&kind=task&due=vague&month=2026-09&has=-body&words=*月&sort=-due&rows=50&page=3&task=b"
    asked = dict(part.split("=") for part in url.split("&"))
    assert Request.of(asked).parameters() == asked
    assert Request.of({}) == Request()
    assert Request().parameters() == {}


@pytest.mark.parametrize(
    "wrong",
    [
        "kind=x",
        "due='",
        "month=2026-13",
        "has=x,y",
        "sort=; drop",
        "rows=9",
        "page=0",
        "page=1e3",
        "page=-1",
        "nonsense=1",
    ],
)
def test_what_nobody_could_have_chosen_is_left_out(wrong):
    assert Request.of(dict([wrong.split("=")])) == Request()


def test_another_filter_starts_again_from_the_first_page():
    assert Request(page=4, task="a", words="x").but(kind="task") == Request(kind="task", words="x")


COUNTS = [
    ({}, 8),
    ({"kind": "task"}, 6),
    ({"due": "masked"}, 1),
    ({"month": "2026-09"}, 1),
    ({"words": "林场"}, 2),
    ({"words": "**月底"}, 1),
    ({"words": "%"}, 0),
    ({"body": "县教育局"}, 3),
    ({"body": "教育"}, 3),
    ({"body": "县林草局", "has": "date"}, 1),
    ({"speech": "护林"}, 4),
    ({"has": "-body"}, 2),
    ({"has": "supervisable"}, 5),
    ({"has": "-supervisable", "kind": "task"}, 1),
    ({"has": "body,-body"}, 0),
    ({"body": "' or true --"}, 0),
]


@pytest.mark.parametrize(("asked", "count"), COUNTS)
def test_filters_leave_the_rows_that_they_name(store, asked, count):
    found = rows.page(store, Request.of(asked))
    assert (found.total, len(found.rows)) == (count, count)


def test_every_feature_and_its_opposite_share_out_the_ledger(store):
    for name in FEATURES:
        if f"-{name}" in FEATURES:
            assert (
                rows.page(store, Request(has=(name,))).total + rows.page(store, Request(has=(f"-{name}",))).total == 8
            )


@pytest.mark.parametrize("order", ORDERS)
def test_pages_share_out_the_rows_in_every_order(store, order):
    pages = [rows.page(store, Request(sort=order, rows=3, page=number)) for number in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [3, 3, 2]
    assert len({row.directive_id for page in pages for row in page.rows}) == pages[0].total == 8
    assert rows.page(store, Request(sort=order, rows=3, page=99)).rows == pages[-1].rows


def test_deadlines_come_in_their_order(store):
    first = rows.page(store, Request(sort="due")).rows[0]
    assert (first.due, first.due_text) == ("2026-09-30", "9月30日前")


def test_all_about_one_row(store):
    asked = Request(has=("date",), sort="text")
    first, second, *_ = rows.page(store, asked).rows
    found = rows.task(store, asked.but(task=first.directive_id))
    assert (found.before, found.after) == (None, second.directive_id)
    assert [body[:2] for body in found.bodies] == [
        ("县林草局", "responsible"),
        ("县应急局", "responsible"),
        ("各乡镇", "assisting"),
    ]
    line = "（一）抓好排查。9月30日前，县林草局、县应急局要会同各乡镇把3处林场查一遍。每月至少报送2次情况，形成台账。"
    assert words_of(detail.paragraph(found)) == line
    with pytest.raises(UsageError, match="没有这一项"):
        rows.task(store, Request(task="0"))


def test_choices_have_each_label_once(store):
    found = rows.choices(store, Request())
    labels = [*found.bodies.values(), *found.speeches.values()]
    assert len(labels) == len(set(labels))
    assert found.months == ("2026-09",)
    assert rows.distinct({"1": "甲", "2": "乙", "3": "甲"}) == {"1": "甲（第1个）", "2": "乙", "3": "甲（第2个）"}


def test_the_file_for_excel_holds_what_the_filters_leave_and_no_formula(store):
    content = csv_file(ledger_files.content(store, Request()))
    assert content.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["序号"] for row in found] == [str(number) for number in range(1, 9)]
    assert [row["具体措施"][:5] for row in found if "=1+1" in row["具体措施"]] == ["'=1+1"]
    assert len(csv_file(ledger_files.content(store, Request(due="masked"))).decode().splitlines()) == 2


# ── figures ──


def test_figures_agree_with_the_ledger_that_they_lead_to(store):
    found = figures.figures(store)
    assert (found.speeches, found.coverage.directives) == (4, 8)
    for name in ("body", "date", "recurrence", "target", "supervisable"):
        assert rows.page(store, Request(has=(name,))).total == getattr(found.coverage, name)
    for status, count in found.statuses.items():
        assert rows.page(store, Request(due=status)).total == count
    for month, count in found.months:
        assert rows.page(store, Request(month=month)).total == count
    for one in found.loads:
        assert rows.page(store, Request(body=one.body_id)).total == one.total
    for name, speech_id, count in found.heat:
        assert rows.page(store, Request(body=name, speech=speech_id)).total == count
    for figure, _, asked, _ in overview_tables.LACKS:
        assert rows.page(store, Request.of(asked)).total == getattr(found.gaps, figure)


def test_the_words_are_those_of_the_database(store):
    for table in (words.KINDS, words.STATUSES, words.ZONES, words.ROLES, words.FREQUENCIES):
        assert dict(store.tuples("select w, zh(w) from unnest($w) as t (w)", {"w": list(table)})) == table
    assert words.REASONS.keys() == words.STATUSES.keys()


# ── the text of a speech ──


def test_the_text_is_whole_with_its_marks(store):
    for (sid,) in store.tuples("select speech_id from speeches"):
        found = speech.speech(store, sid)
        assert words_of(reader.text(found)) == found.text.replace("\0", "␀")


def test_statements_fields_and_links(store):
    (sid,) = store.tuples("select speech_id from speeches where title like '青岭%'")[0]
    found = speech.speech(store, sid)
    one = next(statement for statement in found.statements if statement.kind)
    made = reader.reading(found, "problem", one.directive_id)
    assert made.count("data-focus") == 1
    assert f'href="ledger?task={one.directive_id}"' in made
    assert '<span class="field field-due opening">9月30日前</span>' in made
    assert re.findall(r'href="#(n-\w+)"', made) == re.findall(r'id="(n-\w+)"', made)
    assert "only-problem" in made
    with pytest.raises(UsageError, match="没有这篇讲话"):
        speech.speech(store, "0")


# ── the pages ──


def test_the_first_page_shows_the_figures_with_links(show):
    _, page = show("overview")
    assert 'href="ledger?has=supervisable"' in page
    assert "62.5%" in page
    assert 'href="ledger?due=masked">1<' in page


def test_the_ledger_filters_by_the_url_and_by_its_widgets(show):
    app, page = show("ledger", due="masked")
    assert "共 1 项" in page
    assert app.selectbox(key="ledger-due").value == "masked"
    app.text_input(key="ledger-words").set_value("不在其中").run()
    assert app.query_params == {"due": "masked", "words": "不在其中"}
    assert "没有符合条件的部署" in html_of(app)
    app.text_input(key="ledger-words").set_value("").run()
    app.selectbox(key="ledger-due").set_value(None).run()
    app.multiselect(key="ledger-has").set_value(["-body", "date"]).run()
    assert app.query_params == {"has": "-body,date"}
    assert "共 1 项" in html_of(app)


def test_a_row_opens_in_the_ledger_and_in_the_text(show, store):
    one = rows.page(store, Request(due="masked")).rows[0]
    _, page = show("ledger", task=one.directive_id)
    assert "原文用符号隐去了日期" in page
    assert "**月底前" in page
    link = re.search(r'href="text\?([^"]+)"', page)[1]
    _, page = show("text", **dict(part.split("=") for part in unescape(link).split("&")))
    assert f'id="d-{one.directive_id}"' in page
    assert "data-focus" in page


def test_a_speech_is_chosen_and_searched(show):
    app, _ = show("text")
    app.text_input(key="text-words").set_value("护林").run()
    assert app.query_params == {"words": "护林"}
    assert "青岭县秋季护林工作安排" in html_of(app)
    app.text_input(key="text-words").set_value("没有这个词").run()
    assert "没有名称里含有这些字的讲话" in html_of(app)


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_database_says_what_to_do_next(show, page, tmp_path):
    assert "duban load" in show(page, filled(tmp_path / "empty.duckdb", []))[1]


@pytest.mark.parametrize("page", PAGES)
def test_speeches_without_directives_are_shown(show, page, tmp_path):
    path = filled(tmp_path / "bare.duckdb", [samples.bare()])
    assert "无法显示" not in show(page, path)[1]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("kind", ["missing", "foreign", "folder"])
def test_no_path_and_no_traceback_reach_a_page(show, page, kind, tmp_path):
    path = tmp_path / "secret-place" / "x.duckdb"
    path.parent.mkdir()
    if kind == "foreign":
        path.write_bytes(b"no database" * 500)
    if kind == "folder":
        path.mkdir()
    _, told = show(page, path)
    assert "无法显示这一页" in told
    assert "x.duckdb" in told
    assert "secret-place" not in told
    assert "Traceback" not in told


@pytest.mark.parametrize(("page", "asked"), [("ledger", {"task": "zz"}), ("text", {"speech": "zz"})])
def test_what_is_gone_is_told(show, page, asked):
    assert "可能已经" in show(page, **asked)[1]


def test_a_fault_of_ours_is_told_in_a_sentence(show, monkeypatch):
    def broken(store):
        raise KeyError("/srv/x")

    monkeypatch.setattr(figures, "figures", broken)
    _, told = show("overview", may_fail=True)
    assert "程序内部错误" in told
    assert "/srv" not in told


def test_paths_leave_every_message(monkeypatch):
    monkeypatch.setenv("DUBAN_DB", "/data/讲话/库.duckdb")
    error = StoreForeign("damaged", "/data/讲话/库.duckdb 已损坏，见 /data/讲话")
    assert data.without_paths(error.message) == "库.duckdb 已损坏，见 所在的文件夹"


HOLD = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def test_a_busy_database_is_told_and_tried_again(show, monkeypatch, tmp_path):
    path = filled(tmp_path / "busy.duckdb", [samples.county()])
    monkeypatch.setattr(data, "WAIT", 0.2)
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        app, told = show("ledger", path, kind="task")
        holder.stdin.close()
    assert "数据库正忙" in told
    app.button[0].click().run()
    assert "共 2 项" in html_of(app)
    assert app.query_params == {"kind": "task"}


def test_the_file_is_free_between_questions(show, tmp_path):
    path = filled(tmp_path / "free.duckdb", [samples.county()])
    show("overview", path)
    other = replace(samples.masked(), speech=samples.speech(samples.MASKED_TEXT, path="b"))
    filled(path, [other])
    assert "共 7 项" in show("ledger", path)[1]
