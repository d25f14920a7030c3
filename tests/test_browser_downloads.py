"""Files of the tables in a real browser: every link gives its file, and the file holds what the page shows."""

import pytest

from tests import filed
from tests.test_browser import SIZES, chromium, pytestmark, served, url, visit
from tests.waiting import ready, still, there

__all__ = ["chromium", "pytestmark", "served", "url", "visit"]

LINKS = "[class*=st-key-duban-files]"
ROWS = f"""() => {{
    document.querySelectorAll(".stHtml details").forEach(one => (one.open = true));
    let last = null;
    const found = [];
    for (const one of document.querySelectorAll(".duban-table, {LINKS}")) {{
        if (one.matches(".duban-table")) last = one;
        else found.push([...last.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.innerText.trim())));
    }}
    return found;
}}"""
"""The words of the table above each line of links."""

OPEN = "[...document.querySelectorAll('[data-testid=stExpander] .duban-table')].every(one => one.offsetHeight)"

PLACES = ("", "deadlines?month=2099-09&on=2099-09-01", "bodies?body={body}")


@pytest.fixture(scope="module")
def filled(served):
    known = {}
    base = served([], then=lambda store: known.update(filed.filled(store)))
    return base, known


@pytest.mark.parametrize("address", PLACES)
def test_every_link_gives_what_the_page_shows(visit, filled, address):
    base, known = filled
    page = visit(address.format(**known), base=base)
    still(page)
    for more in page.locator("[data-testid=stExpander] summary").all():
        more.click()
    page.wait_for_function(OPEN)
    ready(page)
    shown = page.evaluate(ROWS)
    assert len(shown) > 4
    for place, rows in enumerate(shown):
        csv, xlsx = (downloaded(page, place, form) for form in ("CSV", "Excel"))
        values, sheet = filed.csv_rows(csv), filed.xlsx_rows(xlsx)
        assert len(values) == len(sheet) >= len(rows) > 0
        for cells, row in zip(rows, values, strict=False):
            said = "".join("".join(cells).split()).replace(",", "")
            assert all("".join(value.split()) in said for value in list(row.values())[: len(cells)]), row


def downloaded(page, place, form):
    ready(page)
    with page.expect_download() as waiting:
        page.locator(LINKS).nth(place).locator(f"button:has-text('{form}')").click()
    assert waiting.value.suggested_filename.endswith(".csv" if form == "CSV" else ".xlsx")
    return waiting.value.path().read_bytes()


@pytest.mark.parametrize("size", SIZES)
def test_links_to_files_fold_with_their_table_and_are_not_printed(visit, filled, size):
    base, _ = filled
    page = visit("deadlines?month=2099-09&on=2099-09-01", size, base=base)
    there(page, f"{LINKS} button:visible")
    assert page.locator(f"{LINKS} button:visible").count() == 2
    page.click("details.duban-undated summary")
    page.wait_for_function(f"[...document.querySelectorAll('{LINKS} button')].filter(x => x.offsetHeight).length === 4")
    page.emulate_media(media="print")
    page.wait_for_function(f"[...document.querySelectorAll('{LINKS} button')].every(x => !x.offsetHeight)")


def test_the_keyboard_is_enough_for_a_file(visit, filled):
    base, _ = filled
    page = visit("deadlines?month=2099-09&on=2099-09-01", base=base)
    there(page, f"{LINKS} button:visible")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "下载全部 CSV":
            break
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "2099年9月到期_2099-09-01.csv"
