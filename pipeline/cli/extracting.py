"""`extract` and `explain`: one text, no database."""

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


@click.command(cls=ChineseCommand)
@click.argument("sentence", metavar="一句话")
@options.segmenter
@options.pkuseg_model
@options.lexicons
@click.pass_obj
def explain(settings: Settings, sentence: str, segmenter: str, pkuseg_model: Path | None) -> None:
    """说明一句话（- 为标准输入）的判定：功能区、各条依据及其权重、命中的规则、落选的原因。"""
    from pipeline import engine, flow, reading

    text = sys.stdin.buffer.read() if sentence == "-" else sentence.encode()
    setup = settings.setup(segmenter, pkuseg_model)
    speech = reading.read(text)
    click.echo("\n".join(flow.explained(speech.text, engine.lexicon_of(setup))))


COMMANDS = (extract, explain)
