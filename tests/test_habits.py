"""Habits of all pages: what is chosen stands in the URL and comes back from it; an empty page says what to do."""

from datetime import date

import pytest

from pipeline.store import Store, speech_id
from tests import pages, samples, walk
from tests.pages import filled

COUNTY, MASKED = (speech_id(one().speech) for one in (samples.county, samples.masked))
FIRST = object()
"""The first of the choices that are offered, where their labels are what is chosen."""

CHOSEN = {
    "ledger-words": "林场",
    "ledger-body": "县林草局",
    "ledger-status": "进行中",
    "ledger-lamp": "unknown",
    "ledger-speech": COUNTY,
    "ledger-section": FIRST,
    "ledger-kind": "task",
    "ledger-due": "masked",
    "ledger-month": "2026-09",
    "ledger-sort": "-due",
    "ledger-has": ["-body"],
    "ledger-rows": 50,
    "ledger-on": date(2026, 9, 25),
    "deadlines-on": date(2026, 9, 25),
    "text-words": "消防",
    "text-speech": MASKED,
    "bodies-words": "林草",
    "bodies-sort": "name",
    "lists-words": "空岗",
    "lists-speech": COUNTY,
    "lists-body": "县林草局",
    "lists-open": True,
}
"""A choice for each filter, by its key; a new one needs its row here."""

ASKED = {"lists-body": {"list": "tasks"}, "lists-open": {"list": "rectifications"}}
"""What else must be asked so that the filter is there."""

PAGES = ("ledger", "deadlines", "text", "bodies", "lists")
WIDGETS = ("text_input", "selectbox", "multiselect", "checkbox", "date_input")


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("habits") / "a.duckdb", samples.everything())


def filters(app):
    """The filters of a page by their keys; forms are no filters."""
    found = {one.key: one for kind in WIDGETS for one in app.get(kind)}
    return {key: one for key, one in found.items() if key and key.partition("-")[0] in PAGES}


def wanted(database, widget, choice):
    """What is chosen in a widget: bodies have ids, and labels beside them."""
    if choice is FIRST:
        return widget.options[0]
    with Store.open(database, readonly=True) as store:
        ids = store.tuples("select body_id from bodies where name = $name", {"name": str(choice)})
    return ids[0][0] if ids else choice


@pytest.mark.parametrize("key", CHOSEN)
def test_a_choice_stands_in_the_url_and_comes_back_from_it(monkeypatch, database, key):
    page = key.partition("-")[0]
    app, before = pages.opened(monkeypatch, page, database, **ASKED.get(key, {}))
    widget = filters(app)[key]
    value = wanted(database, widget, CHOSEN[key])
    widget.set_value(value).run()
    assert not app.exception
    chosen = dict(app.query_params)
    assert chosen != ASKED.get(key, {})
    again, shown = pages.opened(monkeypatch, page, database, **chosen)
    assert filters(again)[key].value == value
    assert shown == pages.html_of(app) != before


@pytest.mark.parametrize("page", PAGES)
def test_every_filter_is_tried(monkeypatch, database, page):
    for more in ({}, {"list": "tasks"}, {"list": "rectifications"}):
        app, _ = pages.opened(monkeypatch, page, database, **(more if page == "lists" else {}))
        assert set(filters(app)) <= set(CHOSEN), "新的筛选：请在 CHOSEN 里写上一个可选的值"


@pytest.mark.parametrize("page", sorted(set(walk.offered()) - {"upload", "sql"}))
def test_an_empty_page_says_what_to_do_next(monkeypatch, tmp_path, page):
    path = filled(tmp_path / "a.duckdb", [])
    for more in walk.WALK[page]:
        asked = {"list": more.address.partition("list=")[2].partition("&")[0]} if page == "lists" else {}
        _, shown = pages.opened(monkeypatch, "" if page == "overview" else page, path, **asked)
        assert "duban-notice" in shown
        assert "duban load" in shown


@pytest.mark.parametrize("page", walk.offered())
@pytest.mark.parametrize("fault", ["missing", "foreign"])
def test_a_fault_is_told_without_path_and_traceback(monkeypatch, tmp_path, page, fault):
    path = tmp_path / "不在.duckdb"
    if fault == "foreign":
        path.write_bytes(b"no database" * 999)
    _, shown = pages.opened(monkeypatch, "" if page == "overview" else page, path, may_fail=True)
    assert "duban-notice" in shown
    assert not any(sign in shown for sign in (str(tmp_path), "Traceback", ".py", "Error("))
