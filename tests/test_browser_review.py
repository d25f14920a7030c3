"""校对 in a real browser: a speech is gone over, extracted again, and exported as gold."""

import os
import signal
import subprocess
import sys

import pytest

from pipeline.cli import outcome
from tests.test_browser import (
    chromium,
    free_port,
    healthy,
    hostile_url,
    pytestmark,
    ready,
    served,
    visit,
)

__all__ = ["chromium", "hostile_url", "pytestmark", "served", "visit"]

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
def url(database):
    """The pages over a database that the test can also open itself."""
    port = free_port()
    command = [sys.executable, "-m", "pipeline.cli", "app", "--db", str(database), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    healthy(address, server)
    yield address
    os.killpg(server.pid, signal.SIGKILL)
    server.wait(10)


def noticed(page, words):
    page.wait_for_selector(f".duban-notice:has-text('{words}')")
    ready(page)


def progress(page, words):
    page.wait_for_selector(f".duban-pages strong:has-text('{words}')")
    ready(page)


def written(page, table, row, column, words):
    """Write into a cell of a table, which is drawn on a canvas: by the keyboard from its first cell."""
    page.locator("[data-testid=stDataFrame] .dvn-scroller").nth(table).click(position={"x": 70, "y": 52})
    for key, times in (("ArrowDown", row), ("ArrowRight", column), ("Enter", 1)):
        for _ in range(times):
            page.keyboard.press(key)
    page.locator("#portal textarea").fill(words)
    page.keyboard.press("Enter")


def test_a_speech_is_gone_over_and_becomes_gold(visit, url, database, tmp_path, capsys):
    page = visit("review", base=url)
    progress(page, "已校对 0／3")
    page.get_by_label("记录人").fill("某甲")
    page.get_by_role("button", name="认可，下一条").click()
    noticed(page, "已认可。")
    progress(page, "已校对 1／3")
    assert "县住建局、各镇要" in page.inner_text(".duban-detail blockquote")

    written(page, 0, 1, 0, "镇里")
    page.get_by_role("textbox", name="最后一天").fill("2026-10-15")
    page.get_by_role("button", name="记下更正").click()
    page.wait_for_timeout(3000); page.set_viewport_size({"width":1366,"height":2200}); page.screenshot(path="/tmp/rv/walk3.png")
    noticed(page, "没有“镇里”")
    written(page, 0, 1, 0, "镇")
    page.get_by_role("button", name="记下更正").click()
    noticed(page, "已更正。")
    facts = page.inner_text(".duban-detail dl")
    assert "县住建局（负责）、镇（负责）、县财政局（配合）" in facts
    assert "9月底前（2026-10-15，确定）" in facts
    page.screenshot(path="/tmp/rv/walk4.png")

    page.get_by_role("button", name="下一条", exact=False).last.click()
    page.wait_for_selector("h2:has-text('第 3 条')")
    ready(page)
    page.get_by_role("combobox", name="判错了，其实是").click()
    page.get_by_role("option", name="成绩回顾").click()
    ready(page)
    page.get_by_role("button", name="改功能").click()
    noticed(page, "已更正。")
    progress(page, "已校对 3／3")
    page.screenshot(path="/tmp/rv/walk5.png")
