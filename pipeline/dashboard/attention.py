"""What to look at first: deadlines ahead, speeches that nearly repeat others, directives that were withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from pipeline.dashboard import lean, markup, tables
from pipeline.dashboard.markup import Html
from pipeline.dashboard.tables import Column, Table, linked
from pipeline.store import Store

MOST = 8
"""Rows of each table; the count says how many there are."""

AHEAD = f"""directive_id in (
    select directive_id from {lean.FOLLOWED} where due_latest >= $today and status not in ('已完成', '已销号')
)"""
COLUMNS = "directive_id, measure, responsible, due_latest"
COPIES = """
    select c.speech_id, l.source, c.other_id, o.source, c.similarity
    from near_copies as c
    join speech_list as l on l.speech_id = c.speech_id
    join speech_list as o on o.speech_id = c.other_id
    order by c.similarity desc, l.source, c.speech_id, c.other_id
    limit $most
"""
WITHDRAWN = """
    select w.speech_id, l.source, w.text, w.responsible, w.reason
    from withdrawn as w
    left join speech_list as l using (speech_id)
    order by w.withdrawn_at desc, w.directive_id
    limit $most
"""


Ahead = tuple[str, str, str | None, date]
"""A directive, its words, who leads it, its last day."""

Copy = tuple[str, str, str, str, float]
"""A speech and its name, another one and its name, how alike they are."""

Gone = tuple[str, str | None, str, str | None, str]
"""A speech and its name, the words of a directive, who led it, why it was withdrawn."""


@dataclass(frozen=True, slots=True)
class Attention:
    """The first rows of each, and how many copies and withdrawn directives there are in all."""

    ahead: tuple[Ahead, ...]
    copies: tuple[Copy, ...]
    copied: int
    withdrawn: tuple[Gone, ...]
    gone: int


def attention(store: Store, today: date) -> Attention:
    """What needs attention on a day."""
    ids = lean.ids(store, AHEAD, {"today": today}, f"due_latest, {lean.NUMBER}", MOST)
    return Attention(
        tuple((one, said, who, day) for one, said, who, day in lean.shown(store, COLUMNS, ids)),
        _copied(store, MOST),
        store.tuples("select count(*) from near_copies")[0][0],
        _gone(store, MOST),
        store.tuples("select count(*) from withdrawn")[0][0],
    )


def _every_ahead(today: date, store: Store) -> list[Ahead]:
    found = lean.whole(store, COLUMNS, AHEAD, {"today": today}, "due_latest, number")
    return [(one, said, who, day) for one, said, who, day in found]


def _copied(store: Store, most: int = lean.EVERY) -> tuple[Copy, ...]:
    return tuple((one, name, other, of, alike) for one, name, other, of, alike in store.tuples(COPIES, {"most": most}))


def _gone(store: Store, most: int = lean.EVERY) -> tuple[Gone, ...]:
    return tuple((one, name, said, who, why) for one, name, said, who, why in store.tuples(WITHDRAWN, {"most": most}))


def ahead(found: Sequence[Ahead], today: date) -> Table[Ahead]:
    """The next deadlines, each with the days that are left."""
    columns: tuple[Column[Ahead], ...] = (
        Column("到期", lambda one: one[3]),
        Column("还剩", lambda one: _left(one[3], today)),
        linked("具体措施", lambda one: one[1], lambda one: {"task": one[0]}),
        Column("牵头单位", lambda one: one[2]),
    )
    return Table("接下来到期", columns, found, today, partial(_every_ahead, today), classes="duban-ahead")


def _left(day: date, today: date) -> str:
    left = (day - today).days
    return f"还有 {left} 天" if left else "今天"


def copies(found: Sequence[Copy], today: date) -> Table[Copy]:
    """Speeches that nearly repeat others."""
    columns: tuple[Column[Copy], ...] = (
        linked("后导入的讲话", lambda one: one[1], lambda one: {"speech": one[0]}, page="text"),
        linked("与它近似的讲话", lambda one: one[3], lambda one: {"speech": one[2]}, page="text"),
        Column("相似度", lambda one: f"{one[4]:.0%}"),
    )
    return Table("近似重复的讲话", columns, found, today, _copied, classes="duban-ahead")


def withdrawn(found: Sequence[Gone], today: date) -> Table[Gone]:
    """Directives that are no more, but were followed up."""
    columns: tuple[Column[Gone], ...] = (
        linked("任务来源", lambda one: one[1] or "原讲话", lambda one: {"speech": one[0]}, page="text"),
        Column("原来的任务", lambda one: one[2]),
        Column("牵头单位", lambda one: one[3]),
        Column("原因", lambda one: one[4]),
    )
    return Table("已撤下的任务", columns, found, today, _gone, classes="duban-ahead")


def show_ahead(found: Attention, today: date) -> None:
    """The next deadlines, or that there are none."""
    if found.ahead:
        tables.show(ahead(found.ahead, today), partial(_under, "接下来到期", ""))
    else:
        st.html(_under("接下来到期", "", markup.note("今后没有写明日期的时限；已过的见“各月到期”，点柱子看明细。")))


def hints(found: Attention, today: date) -> None:
    """Near copies and withdrawn directives; nothing where there are none."""
    if found.copied:
        told = f"有 {found.copied:,} 对讲话近似重复：同一件事可能算了两遍，请核对后决定是否移除一篇。"
        tables.show(copies(found.copies, today), partial(_under, f"近似重复的讲话（{found.copied:,} 对）", told))
    if found.gone:
        told = "重新抽取后没有对应的任务，但有跟踪记录，所以仍然保留；请核对原文。"
        tables.show(withdrawn(found.withdrawn, today), partial(_under, f"已撤下的任务（{found.gone:,} 项）", told))


def _under(title: str, told: str, table: Html) -> Html:
    """A table below its title and what is to be said of it."""
    return markup.joined((markup.tag("h3", title), markup.note(told) if told else "", table))
