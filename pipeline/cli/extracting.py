"""`extract`: one text, no database."""

import sys
from pathlib import Path

import click

from pipeline.cli import options, output
from pipeline.cli.chinese import ChineseCommand
from pipeline.cli.options import Settings


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文稿", type=click.Path(path_type=Path, allow_dash=True))
@options.encoding
@options.segmenter
@options.pkuseg_model
@options.lexicons
@click.pass_obj
def extract(settings: Settings, file: Path, encoding: str | None, segmenter: str, pkuseg_model: Path | None) -> None:
    """读一份文稿（- 为标准输入），在标准输出打印 JSON，不用数据库。"""
    from pipeline import engine, shape

    source = sys.stdin.buffer if str(file) == "-" else file
    output.document(shape.document(engine.extraction(source, settings.setup(segmenter, pkuseg_model, encoding))))


COMMANDS = (extract,)
