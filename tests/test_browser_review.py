"""校对 in a real browser: a speech is gone over, extracted again, and exported as gold."""

import json
from zipfile import ZipFile

import pytest

from pipeline.cli import outcome
from pipeline.store import speech_id
from tests import servers
from tests.test_browser import SIZES, chromium, hostile, hostile_url, playwright, pytestmark, served, url, visit
from tests.test_dashboard import HOSTILE
from tests.waiting import passed, ready, still, there

__all__ = ["chromium", "hostile_url", "pytestmark", "served", "url", "visit"]

ROW_HEIGHT = 35
PAUSE = 700
TIMES = 5
TEXT = """2026年全县供水工作会议讲话
一、抓好改造
县水利局要在6月底前更换*公里管网。县住建局、各镇要在9月底前建成3座泵站，县财政局配合。各村要每月报送2次情况。
二、当前不足
个别水厂设备老化。
"""


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "a.duckdb"
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert outcome(["load", str(tmp_path / "a.txt"), "--db", str(path)]) == 0
    return path


@pytest.fixture
def own(database):
    """The pages over a database that the test can also open itself."""
    with servers.running(database) as address:
        yield address


def noticed(page, words):
    there(page, f".duban-notice:has-text('{words}')")
    still(page)


def progress(page, words):
    there(page, f".duban-pages strong:has-text('{words}')")


def opened(page, number):
    there(page, f"h2:has-text('第 {number} 条')")
    still(page)


def until(shown, act):
    """Act until something shows: widgets that are still being drawn may lose what is done to them."""
    for _ in range(TIMES):
        act()
        try:
            shown.wait_for(state="attached", timeout=10_000)
        except playwright.TimeoutError:
            continue
        return
    pytest.fail(f"{shown} does not show")


def written(page, row, words):
    """Write into the first column of the table of bodies, which is drawn on a canvas."""
    place = {"x": 70, "y": ROW_HEIGHT * (row + 1.5)}
    grid = page.locator("[data-testid=stDataFrame] .dvn-scroller").first
    editor = page.locator("#portal textarea")

    def typed():
        grid.hover(position=place)
        passed(page, PAUSE)  # the table learns over which cell the mouse is from its movements
        grid.click(position=place, delay=50)
        until(editor, lambda: page.keyboard.press("Enter"))
        editor.fill(words)
        page.keyboard.press("Enter")

    until(page.locator(f"[data-testid=glide-cell-1-{row}]:text-is('{words}')").first, typed)
    passed(page, PAUSE)  # the table tells Streamlit of an edit a little later


def rezoned(page, name):
    chosen = page.get_by_role("option", name=name)
    until(chosen, page.get_by_role("combobox", name="判错了，其实是").click)
    chosen.click()
    ready(page)
    pressed(page, "改功能")
    noticed(page, "已更正。")


def pressed(page, label):
    page.get_by_role("button", name=label).click()


def test_a_speech_is_gone_over_and_becomes_gold(visit, own, database, tmp_path, capsys):
    page = visit("review", base=own)
    progress(page, "已校对 0／3")
    page.get_by_label("记录人").fill("某甲")
    pressed(page, "认可，下一条")
    noticed(page, "已认可。")
    progress(page, "已校对 1／3")
    assert "县住建局、各镇要" in page.inner_text(".duban-detail blockquote")

    written(page, 1, "镇里")
    page.get_by_role("textbox", name="最后一天").fill("2026-10-15")
    pressed(page, "记下更正")
    noticed(page, "没有“镇里”")
    written(page, 1, "镇")
    pressed(page, "记下更正")
    noticed(page, "已更正。")
    facts = page.inner_text(".duban-detail dl")
    assert "县住建局（负责）、镇（负责）、县财政局（配合）" in facts
    assert "9月底前（2026-10-15，确定）" in facts

    page.keyboard.press("Alt+j")
    opened(page, 3)
    rezoned(page, "成绩回顾")
    progress(page, "已校对 3／3")
    pressed(page, "撤销刚才的校对")
    noticed(page, "已撤销。")
    progress(page, "已校对 2／3")
    rezoned(page, "成绩回顾")

    assert outcome(["reload", "--all", "--db", str(database)]) == 0
    page.reload()
    ready(page)
    progress(page, "已校对 3／3")
    assert "成绩回顾" in page.inner_text(".duban-detail dl")
    page.click(".duban-queue a:has-text('县住建局')")
    opened(page, 2)
    assert page.inner_text(".duban-detail dl") == facts

    with page.expect_download() as waiting:
        pressed(page, "下载本篇标注")
    with ZipFile(waiting.value.path()) as packed:
        packed.extractall(tmp_path / "downloaded")
    assert outcome(["export", "gold", "--db", str(database), "--out", str(tmp_path / "gold")]) == 0
    capsys.readouterr()
    names = sorted(path.name for path in (tmp_path / "gold").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "downloaded").iterdir())
    (tmp_path / "found").mkdir()
    for name in names:
        content = (tmp_path / "gold" / name).read_bytes()
        assert content == (tmp_path / "downloaded" / name).read_bytes()
        (tmp_path / "found" / name.replace(".gold.json", ".json")).write_bytes(content)
    folders = [str(tmp_path / "gold"), "--pred", str(tmp_path / "found")]
    assert outcome(["evaluate", *folders, "--format", "json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["bodies"]["tp"] == 4
    assert {one.get("f1", one.get("accuracy")) for one in figures.values() if one.get("n", one.get("tp"))} == {1}


@pytest.mark.parametrize("number", range(0, len(HOSTILE), 4))
def test_words_are_shown_as_they_stand(visit, hostile_url, number):
    payload = HOSTILE[number]
    one = hostile(payload)
    page = visit(f"review?speech={speech_id(one.speech)}", base=hostile_url)
    there(page, "[data-testid=stDataFrame]")
    assert page.inner_text(".duban-detail blockquote") == one.speech.text.split("\n")[2]
    assert f"{payload}局（负责）" in page.inner_text(".duban-detail dl")
    page.locator("[data-testid=stCheckbox] label").click()
    there(page, ".duban-note:has-text('按现在的词库')")
    assert f"**月底前{payload}" in page.inner_text("[data-testid=stMain]")


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits_the_screen(visit, size):
    page = visit("review", size)
    there(page, "[data-testid=stDataFrame]")
    still(page)
    for element in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
        assert page.evaluate(f"{element}.scrollWidth") <= SIZES[size][0]
