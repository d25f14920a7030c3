"""责任单位: all bodies ranked, or one of them: its directives, deadlines, load, and whom it works with."""

from collections.abc import Mapping
from datetime import date

import streamlit as st
from streamlit.navigation.page import Page

from pipeline.dashboard import body_rows, body_tables, charts, data, markup, network, paging, tables, words
from pipeline.dashboard.body_rows import ORDERS, Asked, Work
from pipeline.dashboard.markup import Html
from pipeline.dashboard.rows import distinct

PAGE = "bodies"
NOTHING = markup.load_first()


def show(ledger: Page) -> None:
    """The page; a click on a chart or on the network opens what is behind it."""
    asked, today = Asked.of(st.query_params.to_dict()), date.today()  # noqa: DTZ011  (of the place of reading)
    st.html(markup.tag("h1", "责任单位"))
    _search(asked)
    if not asked.body:
        _all(asked, today, ledger)
        return
    found = data.asked(lambda store: body_rows.work(store, asked, today))
    st.html(head(found))
    for role in words.ROLES:
        _duties(found, role, asked, today)
    left, right = st.columns(2)
    with left:
        _months(found, ledger, today)
    with right:
        _speeches(found, ledger, today)
    left, right = st.columns([2, 3])
    with left:
        tables.show(body_tables.dates(found, today), lambda table: markup.joined((_title("时限写得怎么样"), table)))
    with right:
        _partners(found, today)
    network.show(asked, ledger, today)


def _search(asked: Asked) -> None:
    left, right = st.columns([3, 2])
    with left:
        st.session_state["bodies-words"] = asked.words
        st.text_input(
            "查找单位", key="bodies-words", placeholder="单位或地区名称里的字，例如 林草", on_change=_searched
        )
    if asked.body:
        return
    with right:
        st.session_state["bodies-sort"] = asked.sort
        labels = {name: label for name, (label, _) in ORDERS.items()}
        st.selectbox("排序", list(labels), format_func=labels.__getitem__, key="bodies-sort", on_change=_searched)


def _searched() -> None:
    """Write what was typed and chosen to the URL; a search begins among all bodies."""
    told = {"words": st.session_state["bodies-words"].strip(), "sort": st.session_state.get("bodies-sort", "load")}
    st.query_params.from_dict({name: value for name, value in told.items() if value and value != "load"})


def _all(asked: Asked, today: date, ledger: Page) -> None:
    listed, here = data.asked(lambda store: body_rows.ranked(store, asked, today))
    if not listed:
        st.html(nothing(asked))
        return
    kept = {"words": asked.words, "sort": asked.sort if asked.sort != "load" else ""}
    turning = paging.links(here, PAGE, {name: value for name, value in kept.items() if value})
    tables.show(body_tables.ranking(listed, asked, today), lambda table: markup.joined((table, turning)))
    if not asked.words:
        network.show(asked, ledger, today)


def nothing(asked: Asked) -> Html:
    """What to do where no body is found."""
    if asked.words:
        every = markup.link("看全部单位", PAGE)
        return markup.notice("没有名称里含有这些字的单位。", markup.joined(("请换几个字，或", every, "。")))
    return markup.notice("还没有责任单位。", NOTHING)


def head(found: Work) -> Html:
    """The name of the body, where it belongs, and its main figures."""
    one, asked = found.body, {"body": found.body.body_id}
    told = markup.tag("span", one.place or "地区不明")
    ways = markup.joined((told, markup.link("全部单位", PAGE), markup.link("在台账中查看", "ledger", asked)))
    figures = (
        ("负责", one.responsible, "项，含牵头", asked),
        ("配合", one.assisting, "项", asked),
        ("可督办", one.supervisable, f"/ {one.directives:,} 项", asked | {"has": "supervisable"}),
        ("时限、频次都缺", one.no_when, "项", asked | {"has": "-when"}),
        ("缺量化指标", one.no_target, "项", asked | {"has": "-target"}),
        ("最近到期", one.next_due or "—", "按时限看", asked | {"sort": "due"}),
    )
    cards = markup.tag("div", markup.joined(_card(*figure) for figure in figures), class_="duban-cards")
    title = markup.tag("h2", one.name, class_="duban-words duban-title")
    return markup.joined((title, markup.tag("p", ways, class_="duban-about"), cards, _alike(found)))


def _card(name: str, figure: object, below: str, parameters: Mapping[str, str]) -> Html:
    shown = f"{figure:,}" if isinstance(figure, int) else figure
    parts = (markup.tag("span", name), markup.tag("strong", shown), markup.tag("small", below))
    return markup.link(markup.joined(parts), "ledger", parameters, title="查看明细")


def _alike(found: Work) -> Html:
    """Bodies of the same name elsewhere, which are others."""
    if not found.alike:
        return Html()
    labels = distinct({one: place or name for one, name, place in found.alike})
    links = markup.joined((markup.link(label, PAGE, {"body": one}) for one, label in labels.items()), "、")
    return markup.tag("p", markup.joined(("别处的同名单位（另计）：", links)), class_="duban-note")


def _duties(found: Work, role: str, asked: Asked, today: date) -> None:
    """What the body does in one role, the nearest deadline first."""
    if found.duties[role]:
        tables.show(body_tables.duties(found, role, asked, today), lambda table: around(table, found, role))
    else:
        st.html(around(markup.note(f"没有写明由它{words.ROLES[role]}的任务。"), found, role))


def around(table: Html, found: Work, role: str) -> Html:
    """The title above the directives of one role, and the way to those that are not listed."""
    asked = {"body": found.body.body_id}
    shared = markup.joined(
        ("，只列与", found.other.name, "共同的　", markup.link("列全部", PAGE, asked)) if found.other else ()
    )
    title = _title(markup.joined((f"{words.ROLES[role]}的任务（{found.counted[role]:,} 项", shared, "）")))
    rest = found.counted[role] - len(found.duties[role])
    way = markup.link(f"另有 {rest:,} 项，到台账查看", "ledger", asked | {"sort": "due"})
    return markup.joined((title, table, markup.tag("p", way, class_="duban-note") if rest else ""))


def _title(words_: object) -> Html:
    return markup.tag("h3", words_)


def _partners(found: Work, today: date) -> None:
    """Whom it works with; a name leads on, a figure to the directives shared."""
    title = _title("与谁一起做")
    if found.partners:
        tables.show(body_tables.partners(found, today), lambda table: markup.joined((title, table)))
    else:
        st.html(markup.joined((title, markup.note("它的任务里没有提到别的单位。"))))


def _months(found: Work, ledger: Page, today: date) -> None:
    st.html(_title("各月到期"))
    if not found.months:
        st.html(markup.note("没有写明日期的时限，画不出各月的任务；隐去的、相对的时限见下面一表。"))
        return
    asked = {"body": found.body.body_id}
    cells = [(month, month, words.ROLES[role], count) for month, role, count in found.months]
    if picked := charts.drawn(charts.by_role(cells, "month", "各月到期的任务", upright=True), "body-months"):
        st.switch_page(ledger, query_params=asked | {"month": picked["month"]})
    charts.numbers(body_tables.months(found, today))


def _speeches(found: Work, ledger: Page, today: date) -> None:
    st.html(_title("各篇讲话"))
    asked = {"body": found.body.body_id}
    labels = distinct({one: charts.short(name) for one, name, *_ in found.speeches})
    cells = [(one, labels[one], words.ROLES[role], count) for one, _, _, role, count in found.speeches]
    if picked := charts.drawn(charts.by_role(cells, "speech", "各篇讲话交给它的任务"), "body-speeches"):
        st.switch_page(ledger, query_params=asked | {"speech": picked["speech"]})
    charts.numbers(body_tables.speeches(found, today))
