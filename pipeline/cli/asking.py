"""`query list show export stats`: what the database answers."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import options, output
from pipeline.cli.chinese import ChineseCommand
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.store import Store

AROUND = 120  # characters of the speech that `show` prints on either side
TABLES = ("csv", "json", "parquet")
NETWORKS = ("graphml", "gexf")
OFFICE = ("xlsx", "docx", "ics")
GOLD = "gold"
KINDS = (*OFFICE, *TABLES, *NETWORKS, GOLD)

LIST = """
    select speech_id as 编号, source as 讲话, year as 年度, level as 层级, chars as 字数,
        statements as 语句, directives as 部署, near_copies as 近似重复, path as 文件
    from speech_list
"""
STATS = """
    select source as 讲话, directives as 部署, tasks as 任务, supervisable as 可督办, with_body as 有单位,
        with_date as 有时限, masked_date as 时限隐去, relative_date as 时限相对, with_recurrence as 有频次,
        with_target as 有指标, round(100 * supervisable_share, 1) as 可督办率
    from coverage
"""
FOUND = "select directive_id from directives where starts_with(directive_id, ?) order by directive_id limit 2"
CARD = """
    select t.*, l.sanctions as 问责条款, l.programmes as 行动和文件
    from 督办台账 as t left join directive_links as l on l.directive_id = t.任务编号
    where t.任务编号 = ?
"""
CONTEXT = """
    select greatest(d.start_char - ?, 0) as begins, d.start_char, d.end_char, s.text
    from directives as d join speeches as s using (speech_id)
    where d.directive_id = ?
"""


@click.command(cls=ChineseCommand)
@click.argument("sql", metavar="SQL")
@options.database
@click.option(
    "--parts",
    metavar="文件夹",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="不查数据库，直接查 duban load --engine ray --parts 写的文件夹。",
)
@options.form
def query(sql: str, db: Path, parts: Path | None, form: str) -> None:
    """对数据库执行一条查询（- 为标准输入）；只读，不影响其他人使用。"""
    from pipeline import store

    asked = sys.stdin.read() if sql == "-" else sql
    frame = store.select_parts(parts, asked) if parts else store.select(db, asked)
    output.rows([str(name) for name in frame.columns], frame.itertuples(index=False, name=None), form)


@click.command("list", cls=ChineseCommand)
@options.database
@options.form
def list_(db: Path, form: str) -> None:
    """列出库中的讲话。"""
    answer(db, LIST, form)


@click.command(cls=ChineseCommand)
@options.database
@options.form
def stats(db: Path, form: str) -> None:
    """各篇讲话的覆盖情况：有多少部署落实到单位、时限和指标。"""
    answer(db, STATS, form)


@click.command(cls=ChineseCommand)
@click.argument("directive_id", metavar="任务编号")
@options.database
@options.form
def show(directive_id: str, db: Path, form: str) -> None:
    """显示一项任务的各个字段和它在原文中的位置；编号可以只写开头几位。"""
    from pipeline.store import Store

    with Store.open(db, readonly=True) as store:
        found = [row[0] for row in store.tuples(FOUND, [directive_id])]
        if len(found) != 1:
            reason = "有多项任务的编号以此开头" if found else "没有这个编号的任务"
            raise UsageError("no_directive", f"{reason}：{directive_id}。可用 duban query 查 ledger 的 directive_id。")
        columns, (values,) = _table(store, CARD, found[0])
        begins, start, end, text = store.tuples(CONTEXT, [AROUND, found[0]])[0]
    context = text[begins:start] + "【" + text[start:end] + "】" + text[end : end + AROUND]
    if form == "table":
        known = [(column, value) for column, value in zip(columns, values, strict=True) if value is not None]
        for name, value in (*known, ("原文", context)):
            click.echo(f"{click.style(name, bold=True)}：{output.text(value)}")
    else:
        output.rows([*columns, "原文"], [(*values, context)], form)


@click.command(cls=ChineseCommand)
@click.argument("kind", metavar="|".join(KINDS), type=click.Choice(KINDS))
@click.option(
    "--out", metavar="文件", required=True, type=click.Path(path_type=Path), help="写到哪里（gold 为文件夹）。"
)
@click.option(
    "--view", metavar="视图", default="督办台账", help="导出哪个表或视图（默认督办台账），用于 csv、json、parquet。"
)
@click.option("--on", metavar="日期", type=click.DateTime(["%Y-%m-%d"]), help="截至哪一天（默认今天），如 2026-09-25。")
@click.option("--unit", metavar="单位", help="填报单位，写在表头或文末。")
@options.database
def export(kind: str, out: Path, view: str, on: datetime | None, unit: str | None, db: Path) -> None:
    """导出 Excel 台账、督办通报（docx）、日历（ics）、csv/json/parquet、关系图（graphml、gexf）或校对结果（gold）。"""
    from pipeline import export as exports
    from pipeline.store import Store

    with Store.open(db, readonly=True) as store:
        if kind in OFFICE:
            done = _office(store, kind, out, on.date() if on else date.today(), unit)  # noqa: DTZ011  (the user's day)
        elif kind == GOLD:
            done = f"{exports.gold(store, out)} 篇讲话；检验：duban evaluate {out}"
        elif kind in NETWORKS:
            done = f"{exports.network(store, out, kind)} 个节点"
        else:
            done = f"{exports.table(store, view, out, kind)} 行"
    output.note(f"已写入 {out}（{done}）。")


def _office(store: "Store", kind: str, out: Path, on: date, unit: str | None) -> str:
    """A file for the office, and what is in it."""
    from pipeline.export import calendar, ledger, report

    if kind == "ics":
        return f"{calendar.file(store, out, on)} 个日程"
    write = report.report if kind == "docx" else ledger.workbook
    return f"{write(store, out, on, unit)} 项任务"


def answer(db: Path, sql: str, form: str) -> None:
    """Print the rows of a query of ours."""
    from pipeline.store import Store

    with Store.open(db, readonly=True) as store:
        columns, rows = _table(store, sql)
    output.rows(columns, rows, form)


def _table(store: "Store", sql: str, *parameters: str) -> tuple[list[str], list[tuple[object, ...]]]:
    found = store.arrow(sql, list(parameters) or None)
    return found.column_names, [tuple(row.values()) for row in found.to_pylist()]


COMMANDS = (query, list_, show, export, stats)
