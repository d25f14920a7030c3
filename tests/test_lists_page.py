"""清单: which lists there are is a setting; their rows, filters, links and files."""

import csv
import io
import shutil

import pytest

from pipeline import lexicon, resources
from pipeline.dashboard import list_rows, lists
from pipeline.dashboard.list_rows import KINDS, Asked
from pipeline.errors import LexiconError
from pipeline.export import passport, workbook
from pipeline.export.tables import csv_file
from pipeline.lexicon.lists import load
from pipeline.store import Store
from tests import pages, samples
from tests.pages import filled, html_of, words_of

ALL = tuple(KINDS)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("lists") / "a.duckdb", samples.everything())


@pytest.fixture
def store(database):
    with Store.open(database, readonly=True) as opened:
        yield opened


@pytest.fixture
def show(monkeypatch, database):
    """Run the page; gives the simulated app and everything that it sent as HTML."""

    def shown(path=database, **parameters):
        return pages.opened(monkeypatch, "lists", path, **parameters)

    return shown


@pytest.fixture
def settings(tmp_path):
    """A folder with a setting of lists."""

    def written(words):
        (tmp_path / "lists.toml").write_text(words, encoding="utf-8")
        return tmp_path

    return written


THREE = """
[page]
title = "三张清单"
[[list]]
id = "responsibilities"
title = "谁来办"
note = "按单位"
[[list]]
id = "problems"
title = "毛病"
note = "一句一行"
"""


def test_the_bundled_setting_names_the_four_lists():
    faults = []
    found = load(resources.path("lexicons"), faults)
    assert faults == []
    assert {one.id for one in found.lists} == set(KINDS) == set(lists.TABLES)
    assert [one.title for one in found.lists] == [KINDS[one.id].name for one in found.lists]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("", "缺少此表"),
        ('[page]\ntitle = "清单"\n', "缺少此表"),
        (THREE.replace('"problems"', '"wishes"'), "wishes"),
        (THREE.replace('"problems"', '"responsibilities"'), "出现 2 次"),
        (THREE.replace('note = "按单位"', 'colour = "red"'), "colour"),
        (THREE.replace('title = "毛病"', 'title = ""'), "title"),
        ("[page", "TOML"),
    ],
)
def test_a_fault_in_the_setting_is_named(settings, words, fault):
    faults = []
    load(settings(words), faults)
    assert faults
    assert all("lists.toml" in one for one in faults)
    assert any(fault in one for one in faults)


def test_the_setting_is_checked_with_the_other_lexicons(tmp_path):
    folder = tmp_path / "lexicons"
    shutil.copytree(resources.path("lexicons"), folder)
    (folder / "lists.toml").write_text(THREE.replace('"problems"', '"wishes"'), encoding="utf-8")
    with pytest.raises(LexiconError, match="wishes"):
        lexicon.load(folder)


def test_a_place_has_its_own_titles_and_order(show, settings, monkeypatch):
    monkeypatch.setenv("DUBAN_LEXICONS", str(settings(THREE)))
    _, page = show()
    assert "三张清单" in page
    assert page.index("谁来办") < page.index("毛病")
    assert "整改清单" not in page
    assert "县林草局" in page
    assert "护林员长期空岗" in show(list="problems")[1]


def test_a_faulty_setting_is_told_without_its_path(show, settings, monkeypatch, tmp_path):
    monkeypatch.setenv("DUBAN_LEXICONS", str(settings("[page")))
    _, page = show()
    assert "lists.toml" in page
    assert str(tmp_path) not in page


@pytest.mark.parametrize("shown", ALL)
def test_a_page_and_the_file_hold_the_same_rows(store, shown):
    asked = Asked.of({"list": shown}, ALL)
    found, here = list_rows.page(store, asked)
    content = csv_file(list_rows.content(store, asked))
    assert content.startswith(b"\xef\xbb\xbf")
    filed = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [int(row["序号"]) for row in filed] == [row["number"] for row in found]
    assert here.total == len(found) > 0
    assert not any(value.startswith("=") for row in filed for value in row.values())


def test_filters_narrow_each_list(store):
    def total(**parameters):
        return list_rows.page(store, Asked.of(parameters, ALL))[1].total

    assert total(list="problems", words="空岗") == 1
    assert total(list="problems", speech="护林") == 2
    assert total(list="problems", body="县林草局") == 3
    assert total(list="tasks", body="县林草局") == 2
    assert total(list="responsibilities", body="县林草局") == 2
    assert total(list="responsibilities", body="林草") == 2
    assert total(list="rectifications", open="1") == total(list="rectifications") - 3
    assert total(list="tasks", open="1") == total(list="tasks")


def test_unknown_lists_are_the_first_one():
    assert Asked.of({"list": "drop table"}, ("tasks", "problems")).shown == "tasks"


def test_each_row_leads_to_its_source(store):
    found, _ = list_rows.page(store, Asked("problems"))
    first = found[0]
    assert f'href="text?speech={first["speech_id"]}&amp;at={first["statement_id"]}"' in lists.table("problems", found)
    found, _ = list_rows.page(store, Asked("tasks"))
    assert f'href="ledger?task={found[0]["directive_id"]}"' in lists.table("tasks", found)


def test_a_problem_is_told_once_beside_the_measures_that_answer_it(store):
    found, _ = list_rows.page(store, Asked("rectifications"))
    made = words_of(lists.table("rectifications", found))
    assert made.count("各社区存在通道被占的情况。") == 1
    assert "同上一行" in made
    assert "原文没有提措施" in made


def test_the_workbook_holds_the_rows_and_no_formula(store):
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(
        io.BytesIO(workbook.workbook(list_rows.content(store, Asked("tasks")), "任务清单"))
    ).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type in ("s", "n") for cell in cells)
    assert any(str(cell.value).startswith("=1+1") for cell in cells)
    assert (sheet.title, sheet.freeze_panes, sheet.page_setup.orientation) == ("任务清单", "A4", "landscape")
    assert sheet.max_row == list_rows.page(store, Asked("tasks"))[1].total + 3


def test_a_cell_too_long_for_excel_says_so():
    pa = pytest.importorskip("pyarrow")
    openpyxl = pytest.importorskip("openpyxl")
    made = workbook.workbook(pa.table({"甲": ["长" * 40_000]}), "甲")
    assert openpyxl.load_workbook(io.BytesIO(made)).active["A4"].value.endswith(passport.CUT)


def test_widgets_write_to_the_url_and_a_tab_keeps_the_filters(show):
    app, page = show(list="tasks", words="林场")
    assert "list=problems&amp;words=" in page
    app.text_input(key="lists-words").set_value("没有这个").run()
    assert app.query_params == {"list": "tasks", "words": "没有这个"}
    assert "没有符合条件的行" in html_of(app)
    app, _ = show(list="rectifications")
    app.checkbox(key="lists-open").check().run()
    assert app.query_params == {"list": "rectifications", "open": "1"}


def test_an_empty_database_says_what_to_do_next(show, tmp_path):
    assert "duban load" in show(filled(tmp_path / "empty.duckdb", []))[1]
