"""时限: a month as calendar and list, lamps as of a day that can be chosen, and what stands in no calendar."""

import re
from calendar import Calendar
from datetime import date

import streamlit as st

from pipeline.dashboard import data, deadlines, due_lists, lamps, markup
from pipeline.dashboard.deadlines import Item, Month
from pipeline.dashboard.markup import Html
from pipeline.dashboard.request import Request
from pipeline.lexicon.lamps import bundled

PAGE = "deadlines"
LEDGER = "ledger"
WEEK = ("一", "二", "三", "四", "五", "六", "日")
IN_A_DAY = 4
"""Items named in a cell of the calendar; the list below names them all."""


def show() -> None:
    """The page."""
    request = Request.of(st.query_params.to_dict())
    first = date.fromisoformat(f"{request.month}-01") if request.month else request.day.replace(day=1)
    found = data.asked(lambda store: deadlines.month(store, first, request.day))
    st.html(markup.tag("h1", "时限"))
    _as_of(request)
    if not sum(found.lit.values()):
        st.html(markup.notice("库中还没有部署事项。", markup.load_first()))
        return
    st.html(_lit(found, request))
    st.html(_turn(found, request))
    st.html(_calendar(found, request))
    due_lists.month(found, request)
    for kind in deadlines.UNKNOWN:
        if found.totals.get(kind):
            due_lists.undated(kind, found, request)


def _as_of(request: Request) -> None:
    """The day for which the lamps are lit."""
    st.session_state["deadlines-on"] = request.day
    with st.container(key="duban-as-of"):
        st.date_input("预警算到哪一天", key="deadlines-on", format="YYYY-MM-DD", on_change=_changed)


def _changed() -> None:
    day = st.session_state["deadlines-on"]
    asked = Request.of(st.query_params.to_dict())
    st.query_params.from_dict(Request(month=asked.month, on=str(day) if day else "").parameters())


def _lit(found: Month, request: Request) -> Html:
    """How many have each lamp; each leads to its rows."""
    links = [
        markup.link(
            markup.joined((lamps.shown(one), f" {found.lit[one.id]:,} 项")),
            LEDGER, Request(lamp=one.id, on=request.on, sort="due").parameters(),
        )
        for one in bundled().all
    ]  # fmt: skip
    told = markup.note(f"截至 {request.day.isoformat()}，全部部署：")
    return markup.joined((told, markup.tag("div", markup.joined(links), class_="duban-lit")))


def _turn(found: Month, request: Request) -> Html:
    title = markup.tag("h2", f"{found.first.year}年{found.first.month}月")
    before, after = (f"{deadlines.beside(found.first, step):%Y-%m}" for step in (-1, 1))
    ways = (_way("上个月", before, request), _way("本月", "", request), _way("下个月", after, request))
    return markup.tag("header", markup.joined((title, markup.tag("nav", markup.joined(ways)))), class_="duban-month")


def _way(label: str, month: str, request: Request) -> Html:
    known = month if re.fullmatch(r"\d{4}-\d\d", month) else ""
    return markup.link(label, PAGE, Request(month=known, on=request.on).parameters())


def _calendar(found: Month, request: Request) -> Html:
    days, first = found.days, found.first
    head = markup.tag("tr", markup.joined(markup.tag("th", f"周{day}", scope="col") for day in WEEK))
    weeks = [
        markup.tag("tr", markup.joined(_cell(first.year, first.month, day, days, found, request) for day in week))
        for week in Calendar().monthdayscalendar(first.year, first.month)
    ]
    whole = (markup.tag("thead", head), markup.tag("tbody", markup.joined(weeks)))
    return markup.tag("table", markup.joined(whole), class_="duban-calendar")


def _cell(
    year: int, month: int, number: int, days: dict[date, tuple[Item, ...]], found: Month, request: Request
) -> Html:
    """One day with the first of its items."""
    if not number:
        return markup.tag("td")
    day = date(year, month, number)
    items = days.get(day, ())
    hidden = max(found.counts.get(day, 0) - sum(one.freq is None for one in items), 0)
    more = len(items) - IN_A_DAY + hidden
    named = [_short(one, request) for one in items[:IN_A_DAY]]
    rest = [markup.tag("small", f"另有 {more} 项，见下表")] if more > 0 else []
    today = "today" if day == request.day else None
    return markup.tag("td", markup.joined((markup.tag("b", number), *named, *rest)), class_=today)


def _short(item: Item, request: Request) -> Html:
    """The lamp's symbol, the number of the row, and who."""
    sign = markup.tag("span", "↻", title="频次检查点") if item.freq else due_lists.lamp(item, request)
    return markup.link(
        markup.joined((sign, f" {item.number} ", item.responsible or "无单位")), LEDGER,
        due_lists.way_to(item, request), class_="duban-words", title=item.measure[:100],
    )  # fmt: skip
