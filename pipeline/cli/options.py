"""Options that several commands share, and the settings of one call."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.errors import ReadError, UsageError

if TYPE_CHECKING:
    from pipeline.engine import Setup

DATABASE = Path("duban.duckdb")
FORMATS = ("table", "json", "csv")
SEGMENTERS = ("rjieba", "jieba", "spacy", "pkuseg")


@dataclass(slots=True)
class Settings:
    """What was said before or after the name of the command."""

    lexicons: Path | None = None

    def setup(
        self,
        segmenter: str,
        model: Path | None = None,
        encoding: str | None = None,
        told: Mapping[str, str | None] | None = None,
    ) -> "Setup":
        """With what this call extracts; `told` are the values of the options on the documents themselves."""
        from pipeline.engine import Setup
        from pipeline.reading import known
        from pipeline.segment import Engine

        try:
            return Setup(self.lexicons, encoding, Engine(segmenter), model, known.facts(told or {}, "选项 "))
        except ReadError as error:
            raise UsageError(error.code, error.message) from error


def standard_input() -> bytes:
    """All of it, or just more than a document may have."""
    from pipeline.reading import limits

    return sys.stdin.buffer.read(limits.FILE + 1)


def _set_lexicons(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    settings = ctx.ensure_object(Settings)
    if value is not None:
        settings.lexicons = value


lexicons = click.option(
    "--lexicons",
    metavar="文件夹",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    expose_value=False,
    callback=_set_lexicons,
    help="改用这个文件夹里的词表。",
)
database = click.option(
    "--db",
    metavar="文件",
    type=click.Path(dir_okay=False, path_type=Path),
    default=DATABASE,
    help=f"数据库文件（默认为当前文件夹的 {DATABASE}）。",
)
form = click.option(
    "--format",
    "form",
    metavar="|".join(FORMATS),
    type=click.Choice(FORMATS),
    default="table",
    help="输出格式：表格（长内容截短）、JSON 或 CSV。",
)
encoding = click.option("--encoding", metavar="编码", help="文本编码（默认自动识别），如 gb18030。")
segmenter = click.option(
    "--segmenter",
    metavar="|".join(SEGMENTERS),
    type=click.Choice(SEGMENTERS),
    default=SEGMENTERS[0],
    help=f"分词器（默认 {SEGMENTERS[0]}）。",
)
pkuseg_model = click.option(
    "--pkuseg-model",
    metavar="文件夹",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="spacy-pkuseg 的模型文件夹（--segmenter pkuseg 时需要）。",
)
jobs = click.option("--jobs", metavar="N", type=click.IntRange(1), help="工作进程数（默认为处理器核数）。")
TOLD = {
    "title": ("标题", "标题；这一组选项压倒原文、NAME.toml 和表格各列的说法。"),
    "year": ("年份", "年份，如 2024。"),
    "given-on": ("日期", "讲话日期，如 2024-03-05。"),
    "level": ("级别", "级别，如 县。"),
    "jurisdiction": ("地区", "地区，如 清河县。"),
    "speaker": ("职务", "讲话人职务，如 县长。"),
    "occasion": ("场合", "场合，如 全县安全生产会议。"),
}
ALSO = {"given-on": ("--date",)}


def told(command: Callable[..., int]) -> Callable[..., int]:
    """The options that say what is known of the documents."""
    for name, (metavar, help_text) in reversed(TOLD.items()):
        command = click.option(f"--{name}", *ALSO.get(name, ()), metavar=metavar, help=help_text)(command)
    return command
