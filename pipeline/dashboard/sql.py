"""查询: one SELECT of the reader's, where the one who started the pages allows it."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from pipeline.dashboard import data, downloads, markup, paging, sql_child, sql_help
from pipeline.dashboard.downloads import File
from pipeline.dashboard.markup import Html
from pipeline.errors import UsageError
from pipeline.export import workbook
from pipeline.export.tables import csv_file
from pipeline.store.locked import ROWS, Answer

if TYPE_CHECKING:
    import pyarrow as pa

PAGE = "sql"
SIZE = 50  # rows of one page
SHOWN = 600  # characters of a cell; the files hold all
HELD = "sql-answer"
OFF = (
    "为了安全，这一页默认关闭。要用时，请管理员用 duban app --enable-sql 重新启动网页；"
    "也可以在终端里用 duban query 查询。"
)
LIMITS = f"Ctrl+Enter 也可执行。最多 {sql_child.SECONDS:g} 秒、{ROWS:,} 行；不能修改数据，不能读别的文件。"
FIRST = "在上面写一条查询，点“执行”；或从下面的例子开始。"


@dataclass(frozen=True, slots=True)
class Held:
    """The last answer of a session: turning its pages and taking files of it asks nothing anew."""

    sql: str
    database: Path
    answer: Answer
    seconds: float
    at: str


def enabled() -> bool:
    """Whether `duban app --enable-sql` started the pages."""
    return os.environ.get("DUBAN_SQL") == "1"


def show() -> None:
    """The page."""
    st.html(markup.tag("h1", "查询"))
    if not enabled():
        st.html(markup.notice("查询页没有打开。", OFF))
        return
    asked = st.query_params.get("sql", "").strip()
    _form(asked)
    if asked:
        _answered(asked)
    else:
        st.html(markup.notice("还没有查询。", FIRST))
    with st.expander("例子", expanded=not asked):
        st.html(sql_help.examples(PAGE))
    with st.expander("有哪些表和视图"):
        st.html(sql_help.schema(PAGE, data.asked(sql_help.relations)))


def _form(asked: str) -> None:
    """Where the query is written; it is carried out when it stands in the address."""
    st.session_state["sql-text"] = asked
    with st.form("duban-sql", border=False):
        st.text_area("查询语句（SQL，只读）", key="sql-text", height=150, placeholder="例如：from 督办台账")
        left, right = st.columns([1, 5], vertical_alignment="center")
        left.form_submit_button("执行", type="primary", on_click=_execute, width="stretch")
        with right:
            st.html(markup.note(LIMITS))


def _execute() -> None:
    """Put the query into the address, and forget the last answer: the data may have changed since."""
    st.session_state.pop(HELD, None)
    sql = st.session_state["sql-text"].strip()
    st.query_params.from_dict({"sql": sql} if sql else {})


def _answered(asked: str) -> None:
    """The answer, or why there is none."""
    try:
        held = _held(asked)
    except UsageError as error:
        reason = markup.tag("pre", data.without_paths(error.message))
        st.html(markup.notice("查询没有结果。", reason, f"原因代码：{error.code}"))
        return
    st.html(told(held))
    table = held.answer.table
    if not table.num_rows:
        return
    parameters = st.query_params.to_dict()
    here = paging.place(paging.wanted(parameters), table.num_rows, SIZE)
    st.html(rows(table.slice(here.offset, here.size)))
    left, *places = st.columns([3, 1, 1], vertical_alignment="center")
    with left:
        st.html(paging.links(here, PAGE, {"sql": asked}))
    _downloads(table, places)


def _held(asked: str) -> Held:
    """The answer to the query in the address: the one at hand, or a new one."""
    held = st.session_state.get(HELD)
    if isinstance(held, Held) and (held.sql, held.database) == (asked, data.database()):
        return held
    st.session_state.pop(HELD, None)
    place, begun = st.empty(), time.monotonic()
    try:
        answer = sql_child.answer(asked, partial(_tick, place))
    finally:
        place.empty()
    held = Held(asked, data.database(), answer, time.monotonic() - begun, time.strftime("%H:%M:%S"))
    st.session_state[HELD] = held
    return held


def _tick(place: "st.delta_generator.DeltaGenerator", seconds: float) -> None:
    """Say that it goes on; where the reader has left, Streamlit ends the run here."""
    place.html(markup.note(f"正在查询，已用 {seconds:.0f} 秒；换到别的页面就停止。"))


def told(held: Held) -> Html:
    """How many rows there are, whether these are all, and of when they are."""
    count = held.answer.table.num_rows
    when = f"{held.at} 查询，用时 {held.seconds:.1f} 秒；再点“执行”重新查询。"
    if held.answer.cut:
        only = "下载的文件里也只有这些行：请加条件，或先汇总。"
        return markup.notice(f"结果太多，只取了前 {count:,} 行。", only + when)
    return markup.note(f"共 {count:,} 行。{when}" if count else f"查询有效，但没有符合条件的行。{when}")


def rows(table: "pa.Table") -> Html:
    """The rows of one page; words as they stand, long ones cut."""
    cells = zip(*table.to_pydict().values(), strict=True)
    return markup.table(
        table.column_names, ([shown(cell) for cell in row] for row in cells), "duban-ledger duban-answer"
    )


def shown(value: object) -> object:
    """A cell of the page."""
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    if isinstance(value, str) and len(value) > SHOWN:
        return f"{value[:SHOWN]}…（共 {len(value):,} 字，下载的文件里是全文）"
    return value


def _downloads(table: "pa.Table", places: Sequence["st.delta_generator.DeltaGenerator"]) -> None:
    """All rows as files for Excel."""
    today = date.today()  # noqa: DTZ011  (the day of the place where the page is read)
    for form, place in zip(downloads.forms(), places, strict=False):
        file = File("查询结果", form, today, partial(FORMS[form], table))
        label = f"下载（{downloads.NAMES[form]}）"
        downloads.button(place, file, label, help="全部行，不只这一页", width="stretch", key=f"sql-{form}")


def xlsx(table: "pa.Table") -> bytes:
    """A workbook of one sheet."""
    return workbook.workbook(table, "查询结果", renumber=False)


FORMS: dict[str, Callable[["pa.Table"], bytes]] = {"csv": csv_file, "xlsx": xlsx}
