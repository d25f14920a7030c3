"""The command `duban`: thin; it turns what the other modules give into text, and errors into exit codes.

Exit codes: 0 all well, 1 some files failed, 2 usage, 3 nothing loaded or extracted, 4 database busy,
5 not our database, 130 interrupted. Heavy libraries are imported where they are used, so that `--help` is quick.
"""

import os
import sys

import click

from pipeline import resources
from pipeline.cli import asking, explaining, extracting, keeping, loading, measuring, progress, running
from pipeline.cli.chinese import ChineseGroup, sentence
from pipeline.cli.exits import Exit, code_of
from pipeline.cli.options import lexicons
from pipeline.cli.output import note, shown
from pipeline.errors import DubanError

INTERRUPTED = "Query interrupted"
"""What DuckDB makes of Ctrl-C while a statement runs: a RuntimeError."""


@click.group(cls=ChineseGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(resources.version(), prog_name="duban", message="%(prog)s %(version)s", help="显示版本。")
@lexicons
@click.pass_context
def duban(ctx: click.Context) -> None:
    """督办：读讲话稿，提取部署事项、责任单位、完成时限和量化指标，形成督办台账。"""
    if os.environ.get("NO_COLOR"):
        ctx.color = False


for module in (loading, extracting, explaining, asking, progress, keeping, measuring, running):
    for command in module.COMMANDS:
        duban.add_command(command)


def run() -> None:
    """The entry point: every way out is an exit code and, where something went wrong, one sentence."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(outcome(sys.argv[1:]))


def outcome(arguments: list[str]) -> int:
    """The exit code of one call; what went wrong is said in a sentence on standard error."""
    try:
        return int(duban.main(arguments, prog_name="duban", standalone_mode=False) or Exit.WELL)
    except DubanError as error:
        note(f"错误（{error.code}）：{shown_lines(error.message)}")
        return code_of(error)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return Exit.USAGE
    except click.ClickException as error:
        note(f"错误（usage）：{shown(sentence(error))}\n查看用法：duban --help")
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        note("已中断。")
        return Exit.INTERRUPTED
    except SystemExit:
        return Exit.WELL  # so click leaves when the reader of a pipe has gone (duban list | head)
    except Exception as error:  # the last border: no traceback ever reaches a user
        if str(error) == INTERRUPTED:
            note("已中断。")
            return Exit.INTERRUPTED
        note(f"错误（internal）：程序内部错误 {type(error).__name__}：{shown(str(error))}")
        note("请带上这句话和所用的命令报告问题。")
        return Exit.NOTHING


def shown_lines(message: str) -> str:
    """A message of several lines, each safe for the terminal."""
    return "\n".join(map(shown, message.split("\n")))
