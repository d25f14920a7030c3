"""导入 in a real browser: files dropped, a date corrected, the load, the way to the ledger; hostile names and texts."""

import re

import pytest

from pipeline import engine
from tests import samples
from tests.test_browser import SIZES, chromium, playwright, pytestmark, served, url, visit
from tests.test_dashboard import HOSTILE
from tests.test_near_copies import MASKED, SPEECH
from tests.test_upload import BROKEN, FIRE, ROADS
from tests.waiting import ready, still, there, within

__all__ = ["chromium", "pytestmark", "served", "url", "visit"]

SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"
LOST = r"[/\\\"]"
"""What no name keeps: folders are cut off, and browsers send a quotation mark as %22."""
TRANSFER = """files => {
    const held = new DataTransfer();
    for (const [name, text] of files) held.items.add(new File([text], name));
    return held;
}"""


@pytest.fixture(scope="module")
def base(served):
    """A server into whose database nobody loads anything."""
    return served([samples.county()])


def drop(page, *files):
    """Let files fall onto the box, as from a window of the desktop; those whose texts can be read are listed."""
    held = page.evaluate_handle(TRANSFER, files)
    page.dispatch_event("[data-testid=stFileUploaderDropzone]", "drop", {"dataTransfer": held})


def listed(page, number):
    page.wait_for_function(f"() => document.querySelectorAll('.duban-uploads tbody tr').length === {number}")
    ready(page)


def test_from_dropped_files_to_the_ledger(visit, served):
    base = served([samples.county()])
    page = visit("upload", base=base)
    drop(page, ("防火.txt", FIRE), ("公路.txt", ROADS), ("坏.pdf", BROKEN.decode()))
    listed(page, 3)
    cells = ["1", "坏.pdf", *[""] * 6, "未能读取　PDF 已损坏：请重新获取或另存一份。（damaged）"]
    assert page.locator(".duban-uploads tbody tr").first.locator("td").all_inner_texts() == cells
    assert page.inner_text(".duban-preview tr:nth-child(1) td:nth-child(6)") == "缺年份　10月底前"
    page.click(".duban-preview tr:nth-child(2) td:nth-child(1) a")
    assert within(page, ".duban-text .zone-directive:has-text('风力灭火机')")
    page.get_by_label("日期").fill("2025年9月2日")
    page.keyboard.press("Enter")
    there(page, ".duban-preview td:has-text('2025-10-31')")
    playwright.expect(page.get_by_label("日期")).to_have_value("2025-09-02")
    playwright.expect(page.get_by_label("年份")).to_have_value("2025")
    page.click(".duban-uploads a:has-text('公路.txt')")
    there(page, ".duban-preview td:has-text('**月底前')")
    page.get_by_label("讲话人职务").fill("副县长")  # the button itself ends the writing
    page.get_by_role("button", name="导入 2 篇").click()
    there(page, ".duban-notice:has-text('已导入 2 篇讲话、3 项部署。')")
    assert page.locator("[data-testid=stFileChip]").count() == 0
    page.click(".duban-notice p:has-text('防火') >> text=督办台账")
    there(page, ".duban-note:has-text('共 2 项')")
    assert "2025-10-31" in page.inner_text(".duban-ledger")
    page.go_back()
    there(page, ".stFileUploader")
    page = visit("text?words=公路", base=base)
    assert "副县长" in page.inner_text(".duban-about")


def test_pasted_text_is_still_there_after_a_look_elsewhere(visit, base):
    page = visit("upload", base=base)
    page.get_by_label("正文").fill(FIRE)
    page.get_by_role("button", name="查看").click()
    listed(page, 1)
    page.get_by_role("link", name="督办台账").first.click()
    there(page, ".duban-open")
    page.get_by_role("link", name="导入").first.click()
    listed(page, 1)
    playwright.expect(page.get_by_label("正文")).to_have_value(FIRE)


def test_names_and_texts_are_shown_byte_for_byte(visit, base):
    page = visit("upload", base=base)
    names = ["/../../etc/x<script>window.hit=1<.txt", *(f"{re.sub(LOST, '', one)[:90]}.txt" for one in HOSTILE)]
    texts = [f"{one}会议讲话\n一、{one}要点\n县水利局要在**月底前{one}清淤{one}。" for one in ("甲", *HOSTILE)]
    drop(page, *zip(names, texts, strict=True), *((f"坏{name}", "") for name in names[1:]))
    bad = [f"坏{name}" for name in names[1:]]
    listed(page, min(25, len(bad) + len(names)))
    page.click("nav[aria-label=情况] a:has-text('未能读取')")
    listed(page, len(bad))
    labels = page.locator(".duban-uploads td:nth-child(2)")
    assert labels.all_inner_texts() == bad
    page.click("nav[aria-label=情况] a:has-text('可以导入')")
    listed(page, len(names))
    assert labels.all_inner_texts() == ["x<script>window.hit=1<.txt", *names[1:]]
    for place, text in enumerate(texts):
        if place:
            labels.nth(place).locator("a").click()
            page.wait_for_function("name => document.querySelector('.stHtml h2')?.innerText === name", arg=names[place])
            ready(page)
        assert page.inner_text(".duban-text") == text
        assert page.locator(".duban-text").evaluate("element => element.textContent") == text


def test_texts_are_left_out_in_place_and_near_copies_lead_to_the_other(visit, served):
    found = [engine.result(samples.speech(SPEECH, path="河湖.txt"), engine.Setup())]
    page = visit("upload", base=served(found))
    many = [(f"{n:02}.txt", f"第{n}次会议讲话\n县水利局要在{n % 12 + 1}月底前清淤。") for n in range(1, 20)]
    drop(page, *many, ("河湖脱敏.txt", MASKED))
    listed(page, 20)
    row = page.locator(".duban-uploads tr:has-text('18.txt')")
    row.scroll_into_view_if_needed()
    before = page.evaluate(SCROLLED)
    row.locator("a:has-text('不导入')").click()
    playwright.expect(row.locator("a:has-text('恢复导入')")).to_be_visible()
    playwright.expect(page.get_by_role("button", name="导入 19 篇")).to_be_visible()
    ready(page)
    assert page.evaluate(SCROLLED) == before > 0
    page.locator(".duban-uploads a:has-text('河湖脱敏.txt')").click()
    there(page, ".duban-notice:has-text('内容近似')")
    assert within(page, ".stHtml h2:has-text('河湖脱敏.txt')")
    page.locator(".duban-notice a:has-text('《在全县河湖治理推进会上的讲话》')").click()
    there(page, ".duban-title:has-text('在全县河湖治理推进会上的讲话')")


@pytest.mark.parametrize("size", SIZES)
def test_the_facts_of_a_speech_are_put_right_where_it_is_read(visit, served, size):
    base = served([engine.result(samples.speech(FIRE, path="防火.txt"), engine.Setup())])
    page = visit("text", size, base)
    page.get_by_text("更正信息").click()
    still(page)
    page.get_by_label("日期").fill("2025-09-02")
    page.get_by_label("日期").press("Tab")
    still(page)
    page.get_by_role("button", name="保存更正").click()
    there(page, ".duban-notice:has-text('没有填写姓名')")
    playwright.expect(page.get_by_label("日期")).to_have_value("2025-09-02")
    page.get_by_label("记录人").fill("某甲")
    page.get_by_label("记录人").press("Tab")
    still(page)
    page.get_by_role("button", name="保存更正").click()
    there(page, ".duban-notice:has-text('1 项任务的时限随之变动')")
    there(page, ".duban-about:has-text('2025-09-02')")
    for element in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
        assert page.evaluate(f"{element}.scrollWidth") <= SIZES[size][0]
    page.locator(".duban-notice a:has-text('督办台账')").click()
    there(page, ".duban-ledger td:has-text('2025-10-31')")


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits_the_screen(visit, base, size):
    page = visit("upload", size, base)
    drop(page, ("防火.txt", FIRE), ("很长的名字" * 20 + ".txt", ROADS), ("坏.pdf", BROKEN.decode()))
    listed(page, 3)
    still(page)
    for element in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
        assert page.evaluate(f"{element}.scrollWidth") <= SIZES[size][0]
