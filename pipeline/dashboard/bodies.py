"""责任单位: all bodies ranked, or one of them: its directives, deadlines, load, and whom it works with."""

from collections.abc import Mapping
from datetime import date

import streamlit as st
from streamlit.navigation.page import Page

from pipeline.dashboard import body_rows, charts, data, markup, network, paging, words
from pipeline.dashboard.body_rows import ORDERS, Asked, Body, Duty, Partner, Work
from pipeline.dashboard.markup import Html
from pipeline.dashboard.paging import Place
from pipeline.dashboard.rows import distinct

PAGE = "bodies"
NOTHING = markup.load_first()
HEADS = (
    "单位",
    "地区或讲话",
    "任务",
    "负责",
    "配合",
    "可督办",
    "时限、频次都缺",
    "缺量化指标",
    "讲话",
    "最近到期",
)
DUTY = ("序号", "任务来源", "具体措施", "完成时限", "频次", "量化指标", "状态")


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
    for role, name in words.ROLES.items():
        st.html(duties(found, role, name))
    left, right = st.columns(2)
    with left:
        _months(found, ledger)
    with right:
        _speeches(found, ledger)
    left, right = st.columns([2, 3])
    with left:
        st.html(_dates(found))
    with right:
        st.html(partners(found))
    network.show(asked, ledger)


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
    st.html(ranking(listed, here, asked))
    if not asked.words:
        network.show(asked, ledger)


def nothing(asked: Asked) -> Html:
    """What to do where no body is found."""
    if asked.words:
        every = markup.link("看全部单位", PAGE)
        return markup.notice("没有名称里含有这些字的单位。", markup.joined(("请换几个字，或", every, "。")))
    return markup.notice("还没有责任单位。", NOTHING)


def ranking(listed: tuple[Body, ...], here: Place, asked: Asked) -> Html:
    """The bodies with their figures; each figure leads to its rows."""
    kept = {"words": asked.words, "sort": asked.sort if asked.sort != "load" else ""}
    table = markup.table(HEADS, (_ranked(one) for one in listed), "duban-figures duban-bodies")
    turning = paging.links(here, PAGE, {name: value for name, value in kept.items() if value})
    return markup.joined((table, turning))


def _ranked(one: Body) -> tuple[object, ...]:
    asked = {"body": one.body_id}
    return (
        markup.link(one.name, PAGE, asked),
        one.place,
        _count(one.directives, asked),
        one.responsible,
        one.assisting,
        _count(one.supervisable, asked | {"has": "supervisable"}),
        _count(one.no_when, asked | {"has": "-when"}),
        _count(one.no_target, asked | {"has": "-target"}),
        one.speeches,
        _count(one.next_due, asked | {"sort": "due"}),
    )


def _count(figure: object, parameters: Mapping[str, str]) -> Html:
    """A figure that leads to its rows in the ledger."""
    return markup.link(figure, "ledger", parameters) if figure else markup.html("" if figure is None else figure)


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


def duties(found: Work, role: str, name: str) -> Html:
    """What the body does in one role, the nearest deadline first."""
    asked = {"body": found.body.body_id}
    shared = markup.joined(
        ("，只列与", found.other.name, "共同的　", markup.link("列全部", PAGE, asked)) if found.other else ()
    )
    title = markup.tag("h3", markup.joined((f"{name}的任务（{found.counted[role]:,} 项", shared, "）")))
    listed = found.duties[role]
    if not listed:
        return markup.joined((title, markup.note(f"没有写明由它{name}的任务。")))
    rest = found.counted[role] - len(listed)
    way = markup.link(f"另有 {rest:,} 项，到台账查看", "ledger", asked | {"sort": "due"}) if rest else ""
    table = markup.table(DUTY, (_duty(one) for one in listed), "duban-ledger duban-duties")
    return markup.joined((title, table, markup.tag("p", way, class_="duban-note") if rest else ""))


def _duty(one: Duty) -> tuple[object, ...]:
    number = markup.link(
        one.number, "ledger", {"task": one.directive_id}, class_="duban-open",
        title="在台账中查看", aria_label=f"在台账中查看第{one.number}项",
    )  # fmt: skip
    said = markup.link("原文", "text", {"speech": one.speech_id, "at": one.directive_id}, class_="duban-source")
    notes = [*(["牵头"] if one.leads else []), *(["承前省略"] if one.inherited else [])]
    measure = markup.joined((one.measure, *(markup.tag("span", note, class_="duban-tag") for note in notes), said))
    unsure = one.due_status not in ("resolved", "none")
    tag = markup.tag("span", words.STATUSES[one.due_status], class_="duban-tag") if unsure else ""
    due = markup.joined((one.due, tag))
    return number, one.source, measure, due, one.recurrence, one.targets, one.status


def _dates(found: Work) -> Html:
    """Its deadlines by how far they are known."""
    asked = {"body": found.body.body_id}
    rows = (
        (name, _count(found.statuses.get(status, 0), asked | {"due": status}), words.REASONS[status])
        for status, name in words.STATUSES.items()
    )
    table = markup.table(("时限", "项数", "说明"), rows, "duban-figures")
    return markup.joined((markup.tag("h3", "时限写得怎么样"), table))


def partners(found: Work) -> Html:
    """Whom it works with; a name leads on, a figure to the directives shared."""
    title = markup.tag("h3", "与谁一起做")
    if not found.partners:
        return markup.joined((title, markup.note("它的任务里没有提到别的单位。")))
    rows = (_partner(one, found.body.body_id) for one in found.partners)
    table = markup.table(("单位", "地区或讲话", "共同任务", "其中都负责"), rows, "duban-figures")
    return markup.joined((title, table))


def _partner(one: Partner, body_id: str) -> tuple[object, ...]:
    shared = markup.link(one.shared, PAGE, {"body": body_id, "with": one.body_id}, title="列出共同任务")
    return markup.link(one.name, PAGE, {"body": one.body_id}), one.place, shared, one.both_responsible


def _months(found: Work, ledger: Page) -> None:
    st.html(markup.tag("h3", "各月到期"))
    if not found.months:
        st.html(markup.note("没有写明日期的时限，画不出各月的任务；隐去的、相对的时限见下面一表。"))
        return
    asked = {"body": found.body.body_id}
    cells = [(month, month, words.ROLES[role], count) for month, role, count in found.months]
    if picked := charts.drawn(charts.by_role(cells, "month", "各月到期的任务", upright=True), "body-months"):
        st.switch_page(ledger, query_params=asked | {"month": picked["month"]})
    rows = ((month, role, _count(count, asked | {"month": month})) for month, _, role, count in cells)
    charts.numbers(markup.table(("到期月份", "角色", "项数"), rows, "duban-figures"))


def _speeches(found: Work, ledger: Page) -> None:
    st.html(markup.tag("h3", "各篇讲话"))
    asked = {"body": found.body.body_id}
    labels = distinct({one: charts.short(name) for one, name, *_ in found.speeches})
    cells = [(one, labels[one], words.ROLES[role], count) for one, _, _, role, count in found.speeches]
    if picked := charts.drawn(charts.by_role(cells, "speech", "各篇讲话交给它的任务"), "body-speeches"):
        st.switch_page(ledger, query_params=asked | {"speech": picked["speech"]})
    rows = (
        (name, day, words.ROLES[role], _count(count, asked | {"speech": one}))
        for one, name, day, role, count in found.speeches
    )
    charts.numbers(markup.table(("讲话", "日期", "角色", "项数"), rows, "duban-figures"))
