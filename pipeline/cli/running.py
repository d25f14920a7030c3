"""`app demo doctor`: the pages, the first look, and what is wrong with an installation."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import click

from pipeline import resources
from pipeline.cli import engines, loading, options, output
from pipeline.cli.chinese import ChineseCommand
from pipeline.cli.exits import Exit
from pipeline.cli.options import Settings
from pipeline.errors import UsageError

DEMO = Path("duban-demo.duckdb")
SERVER = {  # nothing leaves this machine, and no page of Streamlit's own shows through
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "client.toolbarMode": "minimal",
    "server.address": "127.0.0.1",
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "theme.light.primaryColor": "#1d5a9e",
    "theme.dark.primaryColor": "#7db3ea",  # a colour for all would keep the pages light on a dark screen
}
LEDGER = """
    select 序号, 任务来源, 牵头单位, 具体措施, 完成时限, 量化指标 from 督办台账
    where 牵头单位 is not null and (完成时限 is not null or 量化指标 is not null)
    qualify row_number() over (partition by 任务来源 order by 完成时限 is null, 序号) = 1
    order by 序号
    limit 15
"""
COVERED = 13  # lines of coverage: that of all speeches, and of the first dozen


@click.command(cls=ChineseCommand)
@options.database
@click.option("--port", metavar="端口", type=click.IntRange(1, 65535), default=8501, help="端口（默认 8501）。")
@click.option("--enable-sql", is_flag=True, help="打开“查询”页（默认关闭）：可以用 SQL 查本数据库，只读。")
@options.lexicons
@click.pass_obj
def app(settings: Settings, db: Path, port: int, enable_sql: bool) -> int:
    """打开网页界面（只在本机 127.0.0.1）；按 Ctrl-C 结束。"""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise UsageError("port", f"端口 {port} 已被占用：请用 --port 指定别的端口。")
    if not db.exists():
        from pipeline.store import Store

        with Store.open(db):  # the first load may come from the page 导入
            output.note(f"没有数据库 {db}，已新建一个空的：请在“导入”页导入文稿，或用 duban load 文件夹。")
    from pipeline.reading import limits

    server = SERVER | {"server.maxUploadSize": str(limits.UPLOAD // 2**20)}
    flags = [f"--{name}={value}" for name, value in server.items()]
    output.note(f"网页界面：http://127.0.0.1:{port}（按 Ctrl-C 结束）")
    command = [sys.executable, "-m", "streamlit", "run", str(resources.path("app.py")), *flags, f"--server.port={port}"]
    environment = os.environ | {"DUBAN_DB": str(db.resolve()), "DUBAN_SQL": "1" if enable_sql else ""}
    if settings.lexicons:
        environment["DUBAN_LEXICONS"] = str(settings.lexicons.resolve())
    try:
        return subprocess.run(command, env=environment, check=False).returncode and Exit.NOTHING
    except KeyboardInterrupt:
        return Exit.WELL  # the way in which the pages are left


@click.command(cls=ChineseCommand)
@click.option(
    "--db",
    metavar="文件",
    type=click.Path(dir_okay=False, path_type=Path),
    default=DEMO,
    help=f"示例数据库（默认为当前文件夹的 {DEMO}）。",
)
@options.lexicons
@click.pass_obj
def demo(settings: Settings, db: Path) -> int:
    """导入自带的示例讲话，显示台账的前几行和覆盖情况。"""
    from pipeline import engine, reading
    from pipeline.cli import asking

    sources: list[engine.Source] = list(reading.files([resources.path("corpora") / "texts"]))
    done = loading.loaded(sources, db, engine.Setup(settings.lexicons), engines.pool(1))
    loading.report(done, db)
    click.echo("\n督办台账（部分）：")
    asking.answer(db, LEDGER, "table")
    click.echo("\n覆盖情况（部分）：")
    asking.answer(db, f"{asking.STATS} limit {COVERED}", "table")
    click.echo(f"\n各篇的覆盖情况：duban stats --db {db}\n打开网页界面：duban app --db {db}")
    click.echo(f'查询：duban query "from 督办台账" --db {db}')
    return Exit.SOME_FAILED if done.failures else Exit.WELL


@click.command(cls=ChineseCommand)
@click.option("--lexicons-only", is_flag=True, help="只检查词表。")
@options.database
@options.form
@options.lexicons
@click.pass_obj
def doctor(settings: Settings, lexicons_only: bool, db: Path, form: str) -> int:
    """检查安装：Python、软件包、词表、数据库、浏览器、字体、可写的文件夹。"""
    from pipeline.cli import checks

    found = checks.lexicons(settings.lexicons) if lexicons_only else checks.every(settings.lexicons, db)
    output.rows(("检查", "结果", "说明"), [(c.name, "正常" if c.well else c.severity, c.detail) for c in found], form)
    return Exit.WELL if all(c.well or c.severity == checks.HINT for c in found) else Exit.SOME_FAILED


COMMANDS = (app, demo, doctor)
