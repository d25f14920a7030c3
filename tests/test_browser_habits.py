"""Looks and habits of all pages in a real browser: they fit the screen and the paper, and the keyboard is enough."""

import pytest

from pipeline.store import speech_id
from tests import samples, walk
from tests.test_browser import SIZES, chromium, pytestmark, served, url, visit
from tests.waiting import go, still

__all__ = ["chromium", "pytestmark", "served", "url", "visit"]

COUNTY = speech_id(samples.county().speech)
MORE = {
    "ledger": ("ledger?words=林场&rows=50", "ledger?words=没有这些字"),
    "deadlines": ("deadlines?month=2026-09&on=2026-09-25",),
    "text": (f"text?speech={COUNTY}&view=sides",),
    "bodies": ("bodies?words=林草",),
    "lists": ("lists?list=tasks", "lists?list=responsibilities", "lists?list=rectifications"),
}
"""Addresses of a page beside its first one."""

WIDE = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
    .map(one => one.scrollWidth - one.clientWidth)"""
FOCUSED = """() => {
    const one = document.activeElement, look = getComputedStyle(one);
    return [one.tagName, one.innerText || one.getAttribute("aria-label") || "",
        look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0, Boolean(one.closest(".stHtml"))];
}"""
CONTRAST = """() => {
    const light = colour => {
        const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(one => one / 255)
            .map(one => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    };
    const ground = light(getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor);
    const found = {};
    for (const one of document.querySelectorAll(".stHtml :is(a, td, th, p, h1)")) {
        const words = light(getComputedStyle(one).color);
        const ratio = (Math.max(words, ground) + 0.05) / (Math.min(words, ground) + 0.05);
        if (ratio < 3) found[one.tagName + "." + one.className + " " + one.innerText.slice(0, 20)] = ratio;
    }
    return found;
}"""
"""Words that stand out too little from the ground of the page."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", walk.offered())
def test_no_page_is_wider_than_the_screen(visit, name, size):
    page = visit("" if name == "overview" else name, size)
    for place in (None, *MORE.get(name, ())):
        if place:
            go(page, place)
        page.evaluate("document.querySelectorAll('.stHtml details').forEach(one => (one.open = true))")
        still(page)
        assert max(page.evaluate(WIDE)) <= 0, page.url


@pytest.mark.parametrize("name", walk.offered())
def test_words_stand_out_on_dark_and_on_light_ground(visit, name):
    page = visit("" if name == "overview" else name)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.reload()
        still(page)
        assert page.evaluate(CONTRAST) == {}, scheme


@pytest.mark.parametrize("name", walk.offered())
def test_the_keyboard_reaches_links_and_shows_where_it_is(visit, name):
    page = visit("" if name == "overview" else name)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        tag, label, outlined, ours = page.evaluate(FOCUSED)
        if ours:
            assert outlined, (tag, label)
            seen.append(label)
    assert seen or not page.locator(".stHtml a:visible").count()


@pytest.mark.parametrize("name", walk.offered())
def test_paper_is_as_wide_as_the_page(visit, name):
    page = visit("" if name == "overview" else name)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1040, "height": 720})
    still(page)
    assert max(page.evaluate(WIDE)) <= 0
    assert not page.locator("[data-testid=stHeader]").is_visible()
    assert page.pdf(format="A4", landscape=True).startswith(b"%PDF")
