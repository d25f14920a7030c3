"""查询 in a real browser: from an example to a file, words as they stand, and a query that ends with its page."""

import csv
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests import samples
from tests.test_browser import (  # noqa: F401  (fixtures)
    HOSTILE,
    chromium,
    hostile,
    pytestmark,
    served,
    url,
    visit,
)
from tests.waiting import comes, ready, there

ENDLESS = "select sum(i) from range(1000000000000) t(i) where i % 7 = 1"


@pytest.fixture(scope="module")
def sql_url(served):  # noqa: F811
    return served([samples.county(), samples.masked(), *map(hostile, HOSTILE)], "--enable-sql")


def address(sql):
    return "sql?" + urlencode({"sql": sql})


def working(base):
    """The processes that answer queries of a server: other tests may have some of their own."""
    port = f"--server.port={base.rpartition(':')[2]}".encode()
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            command = (one / "cmdline").read_bytes()
            parent = (one / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
            asked = (Path("/proc") / parent / "cmdline").read_bytes()
        except OSError:
            continue
        if b"from pipeline.confined import serve" in command and port in asked.split(b"\0"):
            found.append(one.name)
    return found


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_from_an_example_to_a_file(visit, sql_url, size):  # noqa: F811
    page = visit("sql", size, base=sql_url)
    page.click(".duban-examples a:has-text('没有责任单位的任务')")
    there(page, ".duban-note:has-text('用时')")
    assert "牵头单位 is null" in page.input_value("textarea")
    page.fill("textarea", "select 任务来源, 时限原文 from 督办台账 where 时限状态 = '隐去' order by 序号")
    page.keyboard.press("Control+Enter")
    there(page, ".duban-answer td[data-label='时限原文']")
    assert "%E9%9A%90%E5%8E%BB" in page.url
    shown = page.locator(".duban-answer td[data-label='时限原文'] > div").all_inner_texts()
    assert {f"**月底前{payload}" for payload in HOSTILE} | {"**月底前"} == set(shown)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载（CSV）").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["任务来源", "时限原文"]
    assert [row[1] for row in rows[1:]] == shown


def test_an_address_and_what_is_wrong_with_it(visit, sql_url):  # noqa: F811
    page = visit(address("select <script>window.hit=1</script> from ledger"), base=sql_url)
    there(page, ".duban-notice pre")
    assert "<script>window.hit=1</script>" in page.inner_text(".duban-notice")
    page.goto(f"{sql_url}/{address('select i from range(60) t(i)')}")
    ready(page)
    page.click("text=下一页")
    there(page, ".duban-note:has-text('本页第 51—60 行')")
    page.go_back()
    there(page, ".duban-note:has-text('本页第 1—50 行')")


def test_a_query_ends_when_the_page_is_left(visit, sql_url):  # noqa: F811
    page = visit("sql", base=sql_url)
    page.fill("textarea", ENDLESS)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(r"text=/正在查询，已用 [1-9]\d* 秒/")
    assert len(working(sql_url)) == 1
    page.click("a:has-text('清单')")
    there(page, ".duban-tabs")
    assert comes(page, lambda: working(sql_url) == [])


def test_a_query_as_long_as_allowed_fits_into_an_address(visit, sql_url):  # noqa: F811
    page = visit(address(f"select '{'要' * 3980}' as 长"), base=sql_url)
    there(page, ".duban-answer td")
    assert "共 3,980 字" in page.inner_text(".duban-answer")


def test_it_is_closed_where_nobody_opened_it(visit):  # noqa: F811
    page = visit(address("select 6 * 7 as 数"))
    assert "duban app --enable-sql" in page.inner_text(".duban-notice")
    assert page.locator("textarea").count() == 0
    assert page.locator("a:has-text('查询')").count() == 0
