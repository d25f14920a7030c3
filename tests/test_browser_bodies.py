"""责任单位, 清单 and 讲话原文 in a real browser: links, the drawn network, files, and words as they stand."""

import pytest

from pipeline.store import speech_id
from tests.test_browser import (  # noqa: F401  (fixtures)
    HOSTILE,
    SIZES,
    chromium,
    hostile,
    hostile_url,
    pytestmark,
    served,
    url,
    visit,
)
from tests.waiting import ready, still, there


def test_a_body_leads_to_its_partner_its_rows_and_back(visit):  # noqa: F811
    page = visit("bodies?words=林草")
    page.click(".duban-bodies a:has-text('县林草局')")
    there(page, ".duban-title:has-text('县林草局')")
    page.click(".duban-figures a:has-text('县应急局')")
    there(page, ".duban-title:has-text('县应急局')")
    page.click(".duban-duties .duban-source")
    there(page, ".duban-text [data-focus]")
    page.go_back()
    there(page, ".duban-title:has-text('县应急局')")


def test_the_network_is_drawn_and_a_click_on_a_node_opens_it(visit):  # noqa: F811
    page = visit("bodies")
    frame = page.wait_for_selector("iframe[title*=link_analysis]").content_frame()
    frame.wait_for_selector("#cy canvas")
    frame.wait_for_function("() => document.getElementById('cy')._cyreg?.cy.nodes().length > 0")
    ready(page)
    frame.evaluate(
        "() => document.getElementById('cy')._cyreg.cy.nodes().filter(n => n.data('label') === '县应急局').emit('tap')"
    )
    there(page, ".duban-title:has-text('县应急局')")
    assert "bodies?body=" in page.url


def test_names_of_the_network_are_no_markup(visit, hostile_url):  # noqa: F811
    page = visit("bodies?words=局", base=hostile_url)
    names = set(page.locator(".duban-bodies tbody td:first-child").all_inner_texts())
    assert {f"{payload}局" for payload in HOSTILE} <= names
    page.click(".duban-bodies a:has-text('onerror')")
    there(page, ".duban-title:has-text('onerror')")
    assert page.inner_text(".duban-title") == "<img src=x onerror=window.hit=1>局"


def test_a_problem_leads_to_its_words_in_the_text(visit):  # noqa: F811
    page = visit("lists?list=problems&words=空岗")
    page.click(".duban-list a:has-text('原文')")
    there(page, ".duban-text [data-focus]")
    assert "空岗" in page.inner_text(".duban-text [data-focus]")


def test_a_list_is_downloaded(visit):  # noqa: F811
    page = visit("lists?list=tasks")
    for label, opening in (("CSV", b"\xef\xbb\xbf"), ("Excel", b"PK")):
        with page.expect_download() as waiting:
            page.click(f"text=下载（{label}）")
        assert waiting.value.path().read_bytes().startswith(opening)
        assert waiting.value.suggested_filename.startswith("任务清单_")


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_the_columns_show_words_as_they_stand(visit, hostile_url, number):  # noqa: F811
    one = hostile(HOSTILE[number])
    page = visit(f"text?view=sides&speech={speech_id(one.speech)}", base=hostile_url)
    there(page, ".duban-sides")
    said = page.locator(".duban-sides .duban-words").all_inner_texts()
    assert said[0] == f"有的地方{HOSTILE[number]}落后。"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "place", ["bodies", "lists?list=rectifications", "lists?list=responsibilities", "text?view=sides"]
)
def test_pages_fit_the_screen(visit, place, size):  # noqa: F811
    page = visit(place, size)
    still(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= SIZES[size][0]
