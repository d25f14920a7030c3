"""`import-progress`: what was filled in in Excel comes back as follow-up."""

import sys
from pathlib import Path

import click

from pipeline.cli import options, output
from pipeline.cli.chinese import ChineseCommand
from pipeline.cli.exits import Exit
from pipeline.errors import UsageError

HEADS = ("行", "任务编号", "列", "原为", "改为", "说明")


@click.command("import-progress", cls=ChineseCommand)
@click.argument("file", metavar="文件.xlsx", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--author", metavar="姓名", help="记录人，写入跟踪记录。")
@click.option("--yes", is_flag=True, help="不再询问，直接记录。")
@click.option("--dry-run", is_flag=True, help="只显示会改什么，不记录。")
@options.database
@options.form
def import_progress(file: Path, author: str | None, yes: bool, dry_run: bool, db: Path, form: str) -> int:
    """把填好的 Excel 台账（duban export xlsx 导出）里的进展情况和状态记回数据库。"""
    from pipeline.export import progress
    from pipeline.store import Store

    with Store.open(db, readonly=True) as store:
        plan = progress.plan(store, file)
    every = sorted((*plan.edits, *plan.conflicts), key=lambda edit: edit.row)
    cells = [(e.row, e.directive_id, e.column, e.old, e.new, e.conflict or "将记录") for e in every]
    if every or form != "table":
        output.rows(HEADS, cells, form)
    output.note(f"读到 {plan.rows} 行：要改 {len(plan.edits)} 处，冲突 {len(plan.conflicts)} 处（跳过，不覆盖）。")
    if plan.edits and not dry_run and _agreed(yes):
        with Store.open(db) as store:
            output.note(f"已记录 {progress.record(store, file, plan, author)} 处。")
    return Exit.SOME_FAILED if plan.conflicts else Exit.WELL


def _agreed(yes: bool) -> bool:
    """Whether to record: said in advance, or on a terminal when asked."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError("confirm", "尚未记录：核对后加 --yes 记录；只想看看用 --dry-run。")
    return click.confirm("记录以上改动吗？", err=True)


COMMANDS = (import_progress,)
"""What this module adds to `duban`."""
