"""The ledger and the deadlines in a real browser: follow-up, ticks, keys, paper."""

from tests.test_browser import chromium, playwright, pytestmark, served, url, visit
from tests.waiting import still, there

__all__ = ["chromium", "pytestmark", "served", "url", "visit"]


def recorded(page):
    there(page, ".duban-notice:has-text('已记录。')")


def test_follow_up_is_recorded_with_the_filters_kept_and_undone(visit):
    page = visit("ledger?words=林场")
    page.click(".duban-open >> nth=0")
    there(page, ".st-key-duban-follow")
    page.get_by_label("进展情况").fill("**查了**2处")
    page.get_by_label("记录人").fill("某甲")
    page.get_by_role("button", name="记录", exact=True).click()
    recorded(page)
    assert "进展：**查了**2处" in page.inner_text(".duban-history")
    assert "words=" in page.url
    page.get_by_role("button", name="撤销刚才的操作").click()
    there(page, ".duban-history s")
    assert "已撤销（" in page.inner_text(".duban-history")


def test_ticked_rows_are_changed_together(visit):
    page = visit("ledger?rows=50&has=body")
    page.check(".duban-ledger .duban-pick >> nth=0")
    page.check(".duban-ledger .duban-pick >> nth=2")
    page.click("text=批量跟踪勾选的行")
    there(page, "h3:has-text('已选 2 项')")
    playwright.expect(page.locator(".duban-ledger .duban-pick:checked")).to_have_count(2)
    page.get_by_label("进展情况（不填则不改）").fill("已布置")
    page.get_by_label("记录人").fill("某甲")
    page.get_by_role("button", name="全部记录").click()
    recorded(page)
    assert "改动了 2 项" in page.inner_text(".duban-notice")
    assert "pick=" not in page.url
    assert "has=body" in page.url
    page.check(".duban-bar .duban-pick")
    rows = page.locator(".duban-ledger .duban-pick")
    assert rows.count() == page.locator(".duban-ledger .duban-pick:checked").count() > 2


def test_keys_open_a_row_and_close_it(visit):
    page = visit("ledger?words=林场")
    page.focus(".duban-open >> nth=0")
    page.keyboard.press("Enter")
    there(page, ".duban-detail")
    page.keyboard.press("Escape")
    page.wait_for_selector(".duban-detail", state="detached")
    assert "words=" in page.url


def test_a_day_of_the_calendar_leads_to_its_row(visit):
    page = visit("deadlines?month=2026-09&on=2026-09-25", "phone")
    still(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert page.locator(".duban-notice").count() == 0
    page.click(".duban-calendar a:has-text('临近')")
    there(page, ".duban-detail")
    assert "on=2026-09-25" in page.url
    assert "9月30日前" in page.inner_text(".duban-said")


def test_paper_shows_the_table_without_what_is_to_be_clicked(visit):
    page = visit("ledger")
    page.emulate_media(media="print")
    assert page.locator(".duban-ledger").is_visible()
    for hidden in (".duban-bar", ".duban-pages", ".stDownloadButton", ".stTextInput", "[data-testid=stHeader]"):
        assert not page.locator(hidden).first.is_visible()
    height = page.evaluate("document.querySelector('.duban-ledger').getBoundingClientRect().height")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').clientHeight") >= height
