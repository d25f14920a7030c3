"""总览: what the speeches ask for, how much of it can be supervised, and where the gaps are."""

from collections.abc import Mapping
from datetime import date
from functools import partial

import streamlit as st
from streamlit.navigation.page import Page

from pipeline.dashboard import attention, charts, data, figures, markup, overview_tables, tables, words
from pipeline.dashboard.figures import Figures, Load
from pipeline.dashboard.markup import Html
from pipeline.dashboard.rows import distinct
from pipeline.dashboard.tables import share

LEDGER = "ledger"
NOTHING = markup.load_first("duban demo 可以先看示例。")
SUPERVISABLE = "可督办：写明了责任单位，并且有时限或频次。隐去的、相对的时限也算有时限，另行列出。"


def show(ledger: Page, text: Page) -> None:
    """The page; a click on a chart opens the rows, or the text, behind it."""
    today = date.today()  # noqa: DTZ011  (the day of the place where the page is read)
    found, first = data.asked(lambda store: (figures.figures(store), attention.attention(store, today)))
    st.html(markup.tag("h1", "总览"))
    if not found.speeches:
        st.html(markup.notice("库中还没有讲话。", NOTHING))
        return
    st.html(cards(found))
    if not found.coverage.directives:
        way = markup.joined(("可以到", markup.link("讲话原文", "text"), "查看。"))
        st.html(markup.notice("这些讲话里没有找到部署事项。", way))
        return
    attention.hints(first, today)
    labels = distinct({one.speech_id: charts.short(one.source) for one in found.covered})
    left, right = st.columns([2, 3])
    with left:
        tables.show(overview_tables.dates(found, today), partial(_section, "时限写得怎么样"))
        tables.show(overview_tables.gaps(found, today), partial(_section, "缺项清单"))
    with right:
        _months(found, ledger, today)
        attention.show_ahead(first, today)
    left, right = st.columns(2)
    with left:
        _zones(found, labels, text, today)
    with right:
        _loads(found, ledger, today)
    _heat(found, labels, ledger, today)
    _covered(found, today)


def cards(found: Figures) -> Html:
    """The main figures; each leads to its rows."""
    all_, cover = found.coverage.directives, found.coverage
    shares = (
        ("有责任单位", cover.body, "body"),
        ("有时限", cover.date, "date"),
        ("有频次", cover.recurrence, "recurrence"),
        ("有量化指标", cover.target, "target"),
        ("可督办率", cover.supervisable, "supervisable"),
    )
    plain = (
        _card("讲话", f"{found.speeches:,}", "篇，查看原文", "text", {}),
        _card("部署事项", f"{all_:,}", "项，查看台账", LEDGER, {}),
    )
    shown = (_card(name, share(n, all_), f"{n:,} / {all_:,} 项", LEDGER, {"has": has}) for name, n, has in shares)
    return markup.joined(
        (markup.tag("div", markup.joined((*plain, *shown)), class_="duban-cards"), markup.note(SUPERVISABLE))
    )


def _card(name: str, figure: str, below: str, page: str, parameters: Mapping[str, str]) -> Html:
    parts = (markup.tag("span", name), markup.tag("strong", figure), markup.tag("small", below))
    return markup.link(markup.joined(parts), page, parameters, title="查看明细")


def _section(title: str, content: Html) -> Html:
    return markup.tag("section", markup.joined((markup.tag("h3", title), content)))


def _months(found: Figures, ledger: Page, today: date) -> None:
    st.html(markup.tag("h3", "各月到期"))
    if not found.months:
        st.html(markup.notice("没有写明日期的时限。", "只写月日的、隐去的、相对的时限，见“时限写得怎么样”一表。"))
        return
    if picked := charts.drawn(charts.months(found.months, f"{today:%Y-%m}"), "months"):
        st.switch_page(ledger, query_params={"month": picked["月份"]})
    charts.numbers(overview_tables.months(found, today))


def _zones(found: Figures, labels: Mapping[str, str], text: Page, today: date) -> None:
    st.html(markup.tag("h3", "讲话由什么组成"))
    if picked := charts.drawn(charts.zones(found.zones, labels), "zones"):
        st.switch_page(text, query_params={"speech": picked["speech"]})
    st.html(_key())
    charts.numbers(overview_tables.zones(found, today))


def _key() -> Html:
    """The colours of the bars; beside the chart, since it takes as many lines as the screen needs."""
    parts = (
        markup.tag("span", markup.joined((markup.tag("i", style=f"background:{charts.HUES[zone]}"), name)))
        for zone, name in words.ZONES.items()
    )
    return markup.tag("div", markup.joined(parts), class_="duban-key")


def _loads(found: Figures, ledger: Page, today: date) -> None:
    st.html(markup.tag("h3", "任务最多的单位"))
    if not found.loads:
        st.html(markup.notice("没有写明责任单位的部署。"))
        return
    labels = distinct({one.body_id: _named(one) for one in found.loads})
    if picked := charts.drawn(charts.loads(found.loads, labels), "loads"):
        st.switch_page(ledger, query_params={"body": picked["body"]})
    charts.numbers(overview_tables.loads(found, today))


def _named(one: Load) -> str:
    return f"{one.name}（{charts.short(one.place, 10)}）" if one.place else one.name


def _heat(found: Figures, labels: Mapping[str, str], ledger: Page, today: date) -> None:
    if not found.heat:
        return
    st.html(markup.tag("h3", "单位与讲话"))
    if picked := charts.drawn(charts.heat(found.heat, labels), "heat"):
        st.switch_page(ledger, query_params={"body": picked["单位"], "speech": picked["speech"]})
    charts.numbers(overview_tables.heat(found, today))


def _covered(found: Figures, today: date) -> None:
    """The coverage of each speech; the first ones, by the number of their directives."""
    rest = found.speeches - len(found.covered)
    more = (
        markup.note(f"图表列出部署最多的 {len(found.covered)} 篇，另有 {rest:,} 篇见台账或下载的文件。") if rest else ""
    )
    tables.show(overview_tables.covered(found, today), lambda table: _section("各篇讲话", markup.joined((table, more))))
