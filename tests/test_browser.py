"""The pages in a real browser: what is shown, where links lead, and that nothing runs or leaves the machine."""

import os
import shutil
from contextlib import ExitStack
from dataclasses import replace

import pytest

from pipeline.model import (
    Body,
    Directive,
    Document,
    Due,
    DueStatus,
    Extraction,
    Kind,
    Node,
    Op,
    Statement,
    Target,
    Zone,
)
from pipeline.store import Store, speech_id
from tests import samples, servers
from tests.test_dashboard import HOSTILE
from tests.waiting import WAIT, WATCH, ready, still, there, within

playwright = pytest.importorskip(
    "playwright.sync_api", reason="没有 playwright：网页测试略过（pip install playwright）"
)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.flaky(reruns=1),  # a click lost on a busy machine: told as rerun in the summary
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="没有 Chromium：网页测试略过（apt-get install chromium）"),
]

playwright.expect.set_options(timeout=WAIT)

SIZES = {"desk": (1366, 768), "phone": (390, 844)}


def hostile(payload):
    """A speech with the payload in its title, heading, body, deadline and target, and in the facts about it."""
    opening = f"{payload}会议\n一、{payload}要点\n　　有的地方{payload}落后。"
    text = f"{opening}{payload}局要在**月底前{payload}查完**所{payload}。\n"
    said = len(opening)

    def span(words, after=said):
        return samples.span(text, words, after)

    due = f"**月底前{payload}"
    directive = Directive(
        Kind.TASK,
        "shall",
        (Body(said, said + len(payload) + 1, f"{payload}局", f"{payload}局", f"{payload}局"),),
        Due(*span(due), due, None, None, None, DueStatus.MASKED),
        None,
        (Target(*span(f"**所{payload}"), f"**所{payload}", Op.EQUAL, None, None, "所", payload),),
    )
    start = text.index("一、")
    statements = (
        Statement(0, text.index("\n"), Zone.HEADING),
        Statement(start + 2, text.index("\n", start), Zone.HEADING, 0),
        Statement(*samples.span(text, f"有的地方{payload}落后。"), Zone.PROBLEM, 0),
        Statement(said, len(text) - 1, Zone.DIRECTIVE, 0, directive),
    )
    document = Document(f"{payload}会议", payload, "XXXX", None, "县", payload, payload)
    return Extraction(
        samples.speech(text, document, f"讲话/{payload[:20]}.txt".replace("\n", "")),
        (Node(start, start + 2, len(text), "一、", 1, None),),
        statements,
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """`duban app` over a database; gives its address, and ends with the module."""
    with ExitStack() as started:

        def serve(extractions, *options, then=lambda store: None):
            path = tmp_path_factory.mktemp("app") / "a.duckdb"
            with Store.open(path) as store:
                store.add(extractions, "r1")
                then(store)
            return started.enter_context(servers.running(path, *options))

        yield serve


@pytest.fixture(scope="module")
def url(served):
    texts = [f"{samples.MASKED_TEXT}{n}" for n in range(6)]
    many = [replace(samples.masked(), speech=samples.speech(text, path=f"{n}.txt")) for n, text in enumerate(texts)]
    return served([samples.county(), samples.odd(), *many])


@pytest.fixture(scope="module")
def hostile_url(served):
    return served([hostile(payload) for payload in HOSTILE])


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as driver:
        arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, url):
    """Open a page; at the end, nothing has run that was in a text, and nothing was asked of any other machine."""
    contexts, asked, dialogs = [], [], []

    def visited(place, size="desk", base=url):
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        contexts.append(context)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(f"{base}/{place}")
        ready(page)
        return page

    yield visited
    for context in contexts:
        for page in context.pages:
            assert page.evaluate("window.hit") is None
        context.close()
    assert dialogs == []
    hosts = {place.split("/")[2].split(":")[0] for place in asked if not place.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}


def counted(page, number):
    """Wait until the ledger says how many rows there are."""
    there(page, f".duban-note:has-text('共 {number} 项')")


# ── words of a speech ──


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_speech_is_shown_byte_for_byte(visit, hostile_url, number):
    one = hostile(HOSTILE[number])
    page = visit(f"text?speech={speech_id(one.speech)}", base=hostile_url)
    there(page, ".duban-text")
    text = page.locator(".duban-text")
    assert text.evaluate("element => element.textContent") == one.speech.text
    assert text.inner_text() == one.speech.text
    assert page.inner_text(".duban-title") == one.speech.document.title
    page.click(".duban-text .row")
    there(page, ".duban-detail")
    line = one.speech.text.split("\n")[2]
    assert page.locator(".duban-detail blockquote").inner_text() == line
    facts = page.locator(".duban-detail dd").all_inner_texts()
    assert facts[0] == one.speech.document.title
    assert facts[1] == f"一、{HOSTILE[number]}要点"
    assert facts[4].startswith(f"**月底前{HOSTILE[number]}")


def test_the_ledger_and_the_first_page_show_every_name_as_it_stands(visit, hostile_url):
    page = visit("ledger?rows=50&due=masked", base=hostile_url)
    cells = page.locator(".duban-ledger tbody tr")
    sources = set(cells.locator("td:nth-child(2)").all_inner_texts())
    bodies = set(cells.locator("td:nth-child(5)").all_inner_texts())
    dues = set(cells.locator("td:nth-child(8)").all_inner_texts())
    for payload in HOSTILE:
        assert f"{payload}会议" in sources
        assert f"{payload}局" in bodies
        assert f"**月底前{payload}" in dues
    page = visit("", base=hostile_url)
    shown = set(page.locator(".duban-figures td:first-child").all_text_contents())
    for payload in HOSTILE:
        assert {f"{payload}会议", f"{payload}局"} <= shown


def test_names_in_the_choices_are_no_markup(visit, hostile_url):
    page = visit("text", base=hostile_url)
    page.click("[data-testid=stSelectbox] input")
    there(page, "[role=option]")
    still(page)
    shown = "\n".join(page.locator("[role=option]").all_text_contents())
    assert "![图](http://example.invalid/a.png)会议" in shown
    assert "**月底…**人" in shown
    assert page.locator("[role=option] img").count() == 0


# ── the way through the pages ──


def test_a_figure_leads_to_its_rows_and_a_row_to_the_text_and_back(visit):
    page = visit("")
    page.click(".duban-cards a:has-text('有频次')")
    there(page, ".duban-ledger")
    assert page.url.endswith("/ledger?has=recurrence")
    counted(page, 1)
    page.click(".duban-open")
    there(page, ".duban-detail")
    assert "每月至少报送2次情况" in page.inner_text(".duban-said")
    assert within(page, ".duban-detail")
    page.click("text=在原文中查看")
    there(page, ".duban-text [data-focus]")
    assert within(page, ".duban-text [data-focus]")
    assert "每月至少报送2次情况" in page.inner_text(".duban-text [data-focus]")
    page.click("[data-focus] .row")
    there(page, ".duban-detail")
    assert "task=" in page.url
    page.go_back()
    there(page, ".duban-text")
    page.go_back()
    there(page, ".duban-detail")
    assert "has=recurrence" in page.url


def test_filters_go_to_the_url_and_come_from_it(visit):
    page = visit("ledger")
    page.get_by_label("查找文字").fill("林场")
    page.keyboard.press("Enter")
    there(page, ".duban-chip:has-text('林场')")
    assert "words=" in page.url
    counted(page, 2)
    again = visit(page.url.split("/", 3)[3])
    playwright.expect(again.get_by_label("查找文字")).to_have_value("林场")
    counted(again, 2)
    again.click(".duban-chip")
    playwright.expect(again.locator(".duban-chip")).to_have_count(0)
    playwright.expect(again.get_by_label("查找文字")).to_have_value("")


def test_pages_of_the_ledger_are_turned(visit):
    page = visit("ledger")
    assert page.locator(".duban-open").count() == 20
    page.click("text=下一页")
    there(page, ".duban-note:has-text('共 23 项，本页第 21—23 项')")
    assert page.locator(".duban-open").all_inner_texts() == ["21", "22", "23"]
    assert page.url.endswith("page=2")


def test_a_bar_of_a_chart_opens_its_rows(visit):
    page = visit("")
    still(page)
    page.click(".st-key-chart-months [aria-roledescription=bar]")
    there(page, ".duban-ledger")
    assert page.url.endswith("/ledger?month=2026-09")
    counted(page, 1)


def test_the_outline_leads_to_its_place(visit):
    page = visit(f"text?speech={speech_id(samples.county().speech)}", "phone")
    page.click(".duban-outline a:has-text('严明责任')")
    assert within(page, ".duban-text .zone-heading:has-text('严明责任')")


def test_the_ledger_is_downloaded(visit):
    page = visit("ledger")
    with page.expect_download() as waiting:
        page.click("text=下载台账（CSV）")
    download = waiting.value
    assert download.suggested_filename.startswith("督办台账_")
    content = download.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "'=1+1" in content.decode("utf-8-sig")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", ["", "ledger", "text"])
def test_pages_fit_the_screen(visit, place, size):
    page = visit(place, size)
    still(page)
    for element in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
        assert page.evaluate(f"{element}.scrollWidth") <= SIZES[size][0]


def test_an_empty_database_says_what_to_do(visit, served):
    base = served([])
    for place in ("", "ledger", "text"):
        assert "duban load" in visit(place, base=base).inner_text(".duban-notice")
