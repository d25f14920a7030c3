"""总览: what the speeches ask for, how much of it can be supervised, and where the gaps are."""

from collections.abc import Mapping
from datetime import date

import streamlit as st
from streamlit.navigation.page import Page

from pipeline.dashboard import attention, charts, data, figures, markup, words
from pipeline.dashboard.figures import Figures, Load
from pipeline.dashboard.markup import Html
from pipeline.dashboard.rows import distinct

LEDGER = "ledger"
NOTHING = markup.load_first("duban demo 可以先看示例。")
SUPERVISABLE = "可督办：写明了责任单位，并且有时限或频次。隐去的、相对的时限也算有时限，另行列出。"
LACKS = (
    ("body", "缺责任单位", {"has": "-body"}, "没说由谁去办"),
    ("time", "时限、频次都缺", {"has": "-when"}, "没说何时办完，也没说多久办一次"),
    ("target", "缺量化指标", {"has": "-target"}, "没有可以核对的数"),
    ("task", "不可督办的任务", {"has": "-supervisable", "kind": "task"}, "是具体任务，但缺单位，或时限、频次都缺"),
)
"""What may be missing: the figure of it, its name, where its rows are, and what it means."""


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
    if hints := attention.hints(first):
        st.html(hints)
    labels = distinct({one.speech_id: charts.short(one.source) for one in found.covered})
    left, right = st.columns([2, 3])
    with left:
        st.html(_dates(found))
        st.html(_gaps(found))
    with right:
        _months(found, ledger, f"{today:%Y-%m}")
        st.html(attention.ahead(first))
    left, right = st.columns(2)
    with left:
        _zones(found, labels, text)
    with right:
        _loads(found, ledger)
    _heat(found, labels, ledger)
    st.html(_covered(found))


def share(part: int, whole: int) -> str:
    """A share in per cent, with one digit; none of nothing."""
    return f"{part / whole:.1%}" if whole else "—"


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


def _dates(found: Figures) -> Html:
    """Deadlines by how far they are known."""
    all_ = found.coverage.directives
    rows = [
        (
            name,
            _rows(found.statuses.get(status, 0), {"due": status}),
            share(found.statuses.get(status, 0), all_),
            words.REASONS[status],
        )
        for status, name in words.STATUSES.items()
    ]
    return _section("时限写得怎么样", markup.table(("时限", "项数", "占比", "说明"), rows, "duban-figures"))


def _gaps(found: Figures) -> Html:
    """What is missing, and how often."""
    rows = [
        (name, _rows(count, asked), share(count, found.coverage.directives), meaning)
        for figure, name, asked, meaning in LACKS
        for count in (getattr(found.gaps, figure),)
    ]
    return _section("缺项清单", markup.table(("缺什么", "项数", "占比", "说明"), rows, "duban-figures"))


def _rows(count: int, parameters: Mapping[str, str]) -> Html:
    """A figure that leads to its rows."""
    return markup.link(f"{count:,}", LEDGER, parameters) if count else markup.html(0)


def _section(title: str, content: Html) -> Html:
    return markup.tag("section", markup.joined((markup.tag("h3", title), content)))


def _months(found: Figures, ledger: Page, today: str) -> None:
    st.html(markup.tag("h3", "各月到期"))
    if not found.months:
        st.html(markup.notice("没有写明日期的时限。", "只写月日的、隐去的、相对的时限，见“时限写得怎么样”一表。"))
        return
    if picked := charts.drawn(charts.months(found.months, today), "months"):
        st.switch_page(ledger, query_params={"month": picked["月份"]})
    listed = ((month, _rows(count, {"month": month})) for month, count in found.months)
    charts.numbers(markup.table(("到期月份", "部署项数"), listed, "duban-figures"))


def _zones(found: Figures, labels: Mapping[str, str], text: Page) -> None:
    st.html(markup.tag("h3", "讲话由什么组成"))
    if picked := charts.drawn(charts.zones(found.zones, labels), "zones"):
        st.switch_page(text, query_params={"speech": picked["speech"]})
    st.html(_key())
    counts = {(one.speech_id, one.zone): one.statements for one in found.zones}
    listed = (
        (one.source, *(_told(one.speech_id, zone, counts.get((one.speech_id, zone), 0)) for zone in words.ZONES))
        for one in found.covered
    )
    charts.numbers(markup.table(("讲话", *(f"{name}（句）" for name in words.ZONES.values())), listed, "duban-figures"))


def _key() -> Html:
    """The colours of the bars; beside the chart, since it takes as many lines as the screen needs."""
    parts = (
        markup.tag("span", markup.joined((markup.tag("i", style=f"background:{charts.HUES[zone]}"), name)))
        for zone, name in words.ZONES.items()
    )
    return markup.tag("div", markup.joined(parts), class_="duban-key")


def _told(speech_id: str, zone: str, count: int) -> Html:
    """A number of statements that leads to the text."""
    return markup.link(count, "text", {"speech": speech_id, "zone": zone}) if count else markup.html(0)


def _loads(found: Figures, ledger: Page) -> None:
    st.html(markup.tag("h3", "任务最多的单位"))
    if not found.loads:
        st.html(markup.notice("没有写明责任单位的部署。"))
        return
    labels = distinct({one.body_id: _named(one) for one in found.loads})
    if picked := charts.drawn(charts.loads(found.loads, labels), "loads"):
        st.switch_page(ledger, query_params={"body": picked["body"]})
    listed = (
        (
            markup.link(one.name, "bodies", {"body": one.body_id}),
            one.place,
            _rows(one.total, {"body": one.body_id}),
            one.responsible,
            one.assisting,
        )
        for one in found.loads
    )
    charts.numbers(markup.table(("单位", "地区或讲话", "部署项数", "负责", "配合"), listed, "duban-figures"))


def _named(one: Load) -> str:
    return f"{one.name}（{charts.short(one.place, 10)}）" if one.place else one.name


def _heat(found: Figures, labels: Mapping[str, str], ledger: Page) -> None:
    if not found.heat:
        return
    st.html(markup.tag("h3", "单位与讲话"))
    if picked := charts.drawn(charts.heat(found.heat, labels), "heat"):
        st.switch_page(ledger, query_params={"body": picked["单位"], "speech": picked["speech"]})
    sources = {one.speech_id: one.source for one in found.covered}
    listed = (
        (name, sources[speech_id], _rows(count, {"body": name, "speech": speech_id}))
        for name, speech_id, count in found.heat
    )
    charts.numbers(markup.table(("单位", "讲话", "部署项数"), listed, "duban-figures"))


def _covered(found: Figures) -> Html:
    """The coverage of each speech; the first ones, by the number of their directives."""
    listed = [
        (
            markup.link(one.source, "text", {"speech": one.speech_id}),
            _rows(one.directives, {"speech": one.speech_id}),
            *(
                _rows(count, {"speech": one.speech_id, "has": has})
                for count, has in ((one.body, "body"), (one.date, "date"), (one.target, "target"))
            ),
            _share(one),
        )
        for one in found.covered
    ]
    heads = ("讲话", "部署项数", "有责任单位", "有时限", "有量化指标", "可督办率")
    rest = found.speeches - len(listed)
    more = markup.note(f"图表列出部署最多的 {len(listed)} 篇，另有 {rest:,} 篇见台账。") if rest else ""
    return _section("各篇讲话", markup.joined((markup.table(heads, listed, "duban-figures"), more)))


def _share(one: figures.Covered) -> Html:
    """The supervisable share of a speech, which leads to its rows."""
    asked = {"speech": one.speech_id, "has": "supervisable"}
    told = share(one.supervisable, one.directives)
    return markup.link(told, LEDGER, asked) if one.supervisable else markup.html(told)
