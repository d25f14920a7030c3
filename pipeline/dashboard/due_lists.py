"""时限 as lists: what is due in a month, and, folded up, what stands in no calendar."""

from functools import partial

import streamlit as st

from pipeline.dashboard import deadlines, lamps, markup, tables, words
from pipeline.dashboard.deadlines import Item, Month
from pipeline.dashboard.markup import Html
from pipeline.dashboard.request import Request
from pipeline.dashboard.tables import Column, Table
from pipeline.lamps import lamp as lamp_of
from pipeline.lexicon.lamps import bundled

LEDGER = "ledger"


def month(found: Month, request: Request) -> None:
    """All that is due in the month, and its checkpoints."""
    if not found.items:
        st.html(markup.notice("这个月没有到期的部署。", "可以看上个月、下个月，或看下面没有确定日期的部署。"))
        return
    tables.show(of_month(found, request), lambda table: markup.joined((table, _left_out(found, request))))


def of_month(found: Month, request: Request) -> Table[Item]:
    """The month as a table."""
    columns: tuple[Column[Item], ...] = (
        _number(request),
        Column("日期", lambda one: one.day),
        Column("剩余", partial(_left, request)),
        Column("预警", partial(_sign, request), lambda one: _checkpoint(one) or lamp(one, request)),
        *_facts(),
    )
    first = found.first
    name = f"{first.year}年{first.month}月到期"
    return Table(name, columns, found.items, request.day, partial(deadlines.every, first=first), classes="duban-due")


def _left_out(found: Month, request: Request) -> Html:
    if found.left_out <= 0:
        return Html()
    rest = markup.link("台账", LEDGER, Request(month=f"{found.first:%Y-%m}", on=request.on).parameters())
    return markup.tag("p", markup.joined((f"另有 {found.left_out} 项，见", rest, "。")), class_="duban-note")


def undated(kind: str, found: Month, request: Request) -> None:
    """One list of what has no day of the calendar, folded up."""
    total = found.totals[kind]
    every = Request(due=kind, on=request.on, has=("-when",) if kind == "none" else ())
    listed = without_day(kind, found, request)
    title = markup.tag("summary", f"{listed.name}（{total} 项）：{words.REASONS[kind]}")
    way = markup.tag("p", markup.link(f"在台账中看全部 {total} 项", LEDGER, every.parameters()), class_="duban-note")
    tables.show(listed, lambda table: markup.tag("details", markup.joined((title, table, way)), class_="duban-undated"))


def without_day(kind: str, found: Month, request: Request) -> Table[Item]:
    """One of these lists as a table."""
    name = "时限、频次都没有" if kind == "none" else f"时限{words.STATUSES[kind]}"
    columns: tuple[Column[Item], ...] = (
        _number(request),
        Column("时限原文", lambda one: one.due_text),
        Column("预警", partial(_sign, request), lambda one: lamp(one, request)),
        *_facts(),
    )
    whole = partial(deadlines.undated, kind=kind)
    return Table(name, columns, found.unknown[kind], request.day, whole, classes="duban-due duban-undue")


def _number(request: Request) -> Column[Item]:
    return Column(
        "序号",
        lambda one: one.number,
        lambda one: markup.link(one.number, LEDGER, way_to(one, request), class_="duban-open"),
    )


def _facts() -> tuple[Column[Item], ...]:
    return (
        Column("状态", lambda one: one.status),
        Column("具体措施", lambda one: one.measure),
        Column("责任单位", lambda one: one.responsible),
        Column("任务来源", lambda one: one.source),
    )


def _left(request: Request, item: Item) -> str:
    left = (item.day - request.day).days if item.day else 0
    return f"剩 {left} 天" if left > 0 else "当天" if left == 0 else f"已过 {-left} 天"


def _checkpoint(item: Item) -> str:
    return f"↻ {words.FREQUENCIES[item.freq]}检查点" if item.freq else ""


def _sign(request: Request, item: Item) -> str:
    """The lamp in words, or that it is a checkpoint."""
    lit = lamp_of(item.day, item.status, request.day, bundled())
    return _checkpoint(item) or f"{lit.symbol} {lit.label}"


def lamp(item: Item, request: Request) -> Html:
    """The lamp of a directive on the day asked for."""
    return lamps.lit(item.day, item.status, request.day)


def way_to(item: Item, request: Request) -> dict[str, str]:
    """Where its row in the ledger is."""
    return Request(task=item.directive_id, on=request.on).parameters()
