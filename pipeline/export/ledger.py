"""督办台账 as an Excel workbook: to be printed, edited and read back by `duban import-progress`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.export import passport, statistics
from pipeline.export.figures import DUE_WORDS, KINDS, figures
from pipeline.export.items import Item, chinese, items
from pipeline.export.sheets import FIRST, HEADER, ROWS, Book, Cell, Column, Page, opened, write
from pipeline.export.workbook import table
from pipeline.follow import Status
from pipeline.lamps import LampSettings
from pipeline.lexicon.lamps import bundled
from pipeline.store import Store
from pipeline.store.placing import placed

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (
    Column("序号", 5, "short"),
    Column("任务来源", 12),
    Column("工作任务", 14),
    Column("具体措施", 36),
    Column("牵头单位", 11),
    Column("配合单位", 10),
    Column("完成时限", 11, "short"),
    Column("时限原文", 10),
    Column("量化指标", 11),
    Column("进展情况", 18, "edit"),
    Column("状态", 8, "pick"),
    Column("预警", 10.5, "short"),
    Column("备注", 10),
    Column(passport.ID, 18, "hidden", hidden=True),
)
STATUS, WARNING = (next(at for at, column in enumerate(COLUMNS) if column.head == head) for head in ("状态", "预警"))
ASKED = {
    "validate": "list",
    "source": [status.value for status in Status],
    "error_title": "状态有误",
    "error_message": "请从下拉列表中选择：" + "、".join(Status),
}
LISTS = {
    "问题清单": """
        select * exclude (语句编号) from 问题清单 where $ids is null or 语句编号 in (
            select s.statement_id from statements as s join directives as d using (speech_id)
            where d.directive_id in (select unnest($ids::varchar[])))
        order by 序号
    """,
    **{
        name: f"""
        select * exclude (任务编号) from {name} where $ids is null or 任务编号 in (select unnest($ids::varchar[]))
        order by 序号
        """
        for name in ("任务清单", "责任清单", "整改清单")
    },
}


@dataclass(frozen=True, slots=True)
class Cover:
    """What the workbook says of itself: as of which day, by which lamps, for whom, under which title."""

    on: date
    lamps: LampSettings
    unit: str | None = None
    title: str = passport.LEDGER

    def page(self, rows: int, title: str | None = None) -> Page:
        """What stands above a table of so many rows."""
        unit = f"填报单位：{self.unit or '　　　　　　'}"
        return Page(title or self.title, f"{unit}　　截至日期：{chinese(self.on)}　　共 {rows} 项")


@dataclass(frozen=True, slots=True)
class Content:
    """All that a workbook tells, read at once: the database is free again while it is written."""

    items: tuple[Item, ...]
    lists: Mapping[str, "pa.Table"]
    database: str


def content(store: Store, ids: Sequence[str] | None = None) -> Content:
    """The whole ledger with its lists, or the directives with these ids.

    Raises:
        UsageError: `too_many_rows`.
    """
    found = items(store, ids)
    asked: dict[str, object] = {"ids": None if ids is None else list(ids)}
    if len(found) > ROWS - FIRST:
        raise UsageError("too_many_rows", f"共 {len(found)} 项，超过 Excel 一张表的行数：请筛选后导出，或导出 csv。")
    return Content(found, {name: store.arrow(sql, asked) for name, sql in LISTS.items()}, passport.fingerprint(store))


def written(told: Content, cover: Cover) -> BytesIO:
    """The workbook.

    Raises:
        UsageError: `needs_office`.
    """
    made, found = BytesIO(), told.items
    with opened(made) as book:
        _ledger(book, found, cover)
        for name, listed in told.lists.items():
            table(book, name, listed, cover.page(listed.num_rows, name))
        statistics.sheet(book, figures(found, cover.on, cover.lamps), cover.page(len(found), statistics.NAME))
        _hidden(book, passport.lines(told.database, found, cover.on.isoformat()))
    return made


def workbook(
    store: Store,
    path: Path,
    on: date,
    unit: str | None = None,
    ids: Sequence[str] | None = None,
    settings: LampSettings | None = None,
) -> int:
    """Write the ledger as of the day `on`, all of it or the directives with these ids; gives the number of rows.

    The lamps are those of `settings`, else those of the program.

    Raises:
        UsageError: `needs_office`, `too_many_rows`, or there is no such folder.
        StoreError: the file cannot be written.
    """
    told, cover = content(store, ids), Cover(on, settings or bundled(), unit)
    with placed(path) as draft:
        draft.write_bytes(written(told, cover).getbuffer())
    return len(told.items)


def cells(item: Item, number: int, cover: Cover) -> tuple[Cell, ...]:
    """The cells of a directive, in the order of `COLUMNS`."""
    worded = "；".join(filter(None, (item.due_text, item.recurrence_text)))
    return (
        number,
        item.source,
        item.task,
        item.measure,
        item.responsible,
        item.assisting,
        item.due_latest or item.due_text or item.recurrence_text,
        worded or None,
        item.targets,
        item.progress,
        item.status.value,
        _warning(item, cover),
        "；".join(_remarks(item)) or None,
        item.directive_id,
    )


def _warning(item: Item, cover: Cover) -> str:
    """A symbol and a word beside the colour: prints are black and white."""
    lit = item.lamp(cover.on, cover.lamps)
    return f"{lit.symbol} {lit.label}"


def _remarks(item: Item) -> Iterator[str]:
    """What the other columns leave open, and where the evidence is."""
    if item.kind != "task":
        yield KINDS[item.kind]
    if item.has_date and item.due_latest is None:
        yield DUE_WORDS[item.due_status]
    if not item.has_body:
        yield "未明确责任单位"
    if item.evidence:
        yield f"佐证：{item.evidence}"


def _ledger(book: Book, found: Sequence[Item], cover: Cover) -> None:
    sheet = book.sheet(passport.LEDGER, COLUMNS, cover.page(len(found)))
    last = max(HEADER + len(found), FIRST)
    sheet.autofilter(HEADER, 0, last, len(COLUMNS) - 1)  # with the hidden column: ids move with their rows
    sheet.data_validation(FIRST, STATUS, last, STATUS, ASKED)
    for number, item in enumerate(found, 1):
        book.row(sheet, HEADER + number, COLUMNS, cells(item, number, cover))
        colour = item.lamp(cover.on, cover.lamps).colour
        write(sheet, HEADER + number, WARNING, _warning(item, cover), book.style("short", colour))


def _hidden(book: Book, lines: Iterator[tuple[str, ...]]) -> None:
    sheet = book.workbook.add_worksheet(passport.SHEET)
    for place, line in enumerate(lines):
        for at, cell in enumerate(line):
            sheet.write_string(place, at, cell)
    sheet.very_hidden()
