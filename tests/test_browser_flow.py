"""The whole way in a real browser: dropped, loaded, followed up, taken away as a workbook, filled in, brought back."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline import cli
from tests.test_browser import chromium, pytestmark, served, url, visit
from tests.test_browser_ledger import recorded
from tests.test_browser_upload import drop, listed
from tests.test_upload import FIRE
from tests.waiting import there

__all__ = ["chromium", "pytestmark", "served", "url", "visit"]


@pytest.fixture
def base(served):
    """A server over an empty database, and the file of it."""
    files = []
    place = served([], then=lambda store: files.append(store.path))
    return place, files[0]


def filled(path: Path) -> None:
    """What a unit writes into the workbook: one row is done, and how."""
    book = load_workbook(path)
    sheet = book["督办台账"]
    heads = next(row for row in sheet.iter_rows(max_row=10) if any(cell.value == "进展情况" for cell in row))
    columns = {cell.value: cell.column for cell in heads}
    first = heads[0].row + 1
    sheet.cell(first, columns["进展情况"]).value = "已全部备齐"
    sheet.cell(first, columns["状态"]).value = "已完成"
    book.save(path)


def test_from_a_dropped_file_to_the_workbook_that_comes_back(visit, base, tmp_path, capfd):
    place, database = base
    page = visit("upload", base=place)
    drop(page, ("防火.txt", FIRE))
    listed(page, 1)
    page.get_by_role("button", name="导入 1 篇").click()
    there(page, ".duban-notice:has-text('已导入 1 篇讲话、2 项部署。')")
    page.click(".duban-notice p:has-text('防火') >> text=督办台账")
    there(page, ".duban-note:has-text('共 2 项')")

    page.click(".duban-open >> nth=0")
    there(page, ".st-key-duban-follow")
    page.get_by_label("进展情况").fill("正在采购")
    page.get_by_label("记录人").fill("某甲")
    page.get_by_role("button", name="记录", exact=True).click()
    recorded(page)

    page = visit("ledger", base=place)
    with page.expect_download() as waiting:
        page.click("text=下载台账（Excel）")
    book = tmp_path / "台账.xlsx"
    waiting.value.save_as(book)
    filled(book)
    assert cli.outcome(["import-progress", str(book), "--db", str(database), "--yes", "--author", "某乙"]) == 0
    assert "已记录 2 处" in capfd.readouterr().err

    page = visit("ledger?status=已完成", base=place)
    there(page, ".duban-note:has-text('共 1 项')")
    page.click(".duban-open >> nth=0")
    there(page, ".duban-history")
    history = page.inner_text(".duban-history")
    assert all(words in history for words in ("正在采购", "已全部备齐", "某甲", "某乙"))
