"""Hostile words through every page in a real browser: shown as they stand, nothing runs, nothing leaves the machine."""

import pytest

from tests import walk
from tests.test_browser import chromium, pytestmark, served, url, visit
from tests.waiting import comes, go

__all__ = ["chromium", "pytestmark", "served", "url", "visit"]

CHUNKS = [dict(enumerate(walk.PAYLOADS[start : start + walk.CHUNK])) for start in range(0, 30, walk.CHUNK)]
MISSING = """words => {
    const main = document.querySelector("[data-testid=stMain]");
    main.querySelectorAll("details").forEach(one => (one.open = true));
    const text = main.innerText;
    return words.filter(one => !text.includes(one));
}"""
"""What does not stand on the page, character for character."""


@pytest.fixture(scope="module")
def hostile_bases(served):
    """For each part of the payloads a server, and what is known of the speeches with them; started when asked for."""
    started = {}

    def base(number):
        if number not in started:
            known = {}
            place = served([], "--enable-sql", then=lambda store: known.update(walk.loaded(store, CHUNKS[number])))
            started[number] = place, known
        return started[number]

    return base


def test_there_are_thirty_payloads():
    assert len(set(walk.PAYLOADS)) == 30 == sum(map(len, CHUNKS))


@pytest.mark.parametrize("name", walk.offered())
def test_every_page_has_its_places(name):
    assert name in walk.WALK, f"新页面 {name}：请在 tests/walk.py 的 WALK 里写上它的网址和应当显示的文字"


@pytest.mark.parametrize("part", range(len(CHUNKS)))
@pytest.mark.parametrize("name", walk.offered())
def test_hostile_words_are_shown_as_they_stand(visit, hostile_bases, name, part):
    base, known = hostile_bases(part)
    page = visit("text", base=base)
    for place in walk.WALK[name]:
        groups = [[one] for one in known.values()] if place.each else [list(known.values())]
        for group in groups:
            shown = [[words.format(**names) for words in place.shown] for names in group]
            go(page, place.address.format(**group[0]))
            waited(page, shown, min(place.least, len(group)))
    assert page.evaluate("window.hit") is None


def waited(page, shown, least):
    """Wait until the words of as many payloads stand on the page as have room there."""
    missing = []

    def enough():
        missing[:] = [page.evaluate(MISSING, words) for words in shown]
        return sum(not one for one in missing) >= least

    if not comes(page, enough):
        pytest.fail(f"{page.url}: {[one for one in missing if one]}\n{page.inner_text('[data-testid=stMain]')[:3000]}")
