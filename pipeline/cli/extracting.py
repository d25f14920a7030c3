"""`extract`: one text, no database."""

from pathlib import Path

import click

from pipeline.cli import options, output
from pipeline.cli.chinese import ChineseCommand
from pipeline.cli.exits import Exit
from pipeline.cli.options import Settings
from pipeline.errors import ReadError
from pipeline.model import Extraction, Failure


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文稿", type=click.Path(path_type=Path, allow_dash=True))
@options.encoding
@options.segmenter
@options.pkuseg_model
@options.told
@options.lexicons
@click.pass_obj
def extract(
    settings: Settings,
    /,
    file: Path,
    encoding: str | None,
    segmenter: str,
    pkuseg_model: Path | None,
    **told: str | None,
) -> int:
    """读一份文稿（- 为标准输入），在标准输出打印 JSON，不用数据库；压缩包和表格打印各篇的列表。"""
    from pipeline import engine, shape

    source = options.standard_input() if str(file) == "-" else file
    results = list(engine.extractions(source, settings.setup(segmenter, pkuseg_model, encoding, told)))
    found = [one for one in results if isinstance(one, Extraction)]
    failures = [one for one in results if isinstance(one, Failure)]
    if len(results) == 1 and failures:
        raise ReadError(failures[0].code, failures[0].message)
    for failure in failures:
        output.failure(failure)
    output.left_out([engine.left_out(one.speech) for one in found if one.speech.left_out])
    documents = [shape.document(one) for one in found]
    output.document(documents[0] if len(results) == 1 else documents)
    if not failures:
        return Exit.WELL
    return Exit.SOME_FAILED if found else Exit.NOTHING


COMMANDS = (extract,)
