"""Click in Chinese: headings of the help, and the sentences for wrong usage."""

from collections.abc import Iterable
from typing import Any

import click

from pipeline.cli import output

HEADINGS = {"Options": "选项", "Commands": "命令"}
HELP = "显示帮助。"


class ChineseFormatter(click.HelpFormatter):
    """Help pages with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line of a help page."""
        super().write_usage(prog, args, prefix="用法：")

    def write_heading(self, heading: str) -> None:
        """The head of a section."""
        self.write(f"{'':>{self.current_indent}}{HEADINGS.get(heading, heading)}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Names and what they mean in two columns, aligned by display columns: a Chinese character takes two."""
        listed = list(rows)
        names = [name for name, _ in listed if output.width(name) <= col_max]
        column = max(map(output.width, names), default=0) + col_spacing
        for name, meaning in listed:
            gap = column - output.width(name)
            between = " " * gap if gap >= col_spacing else f"\n{'':>{self.current_indent + column}}"
            self.write(f"{'':>{self.current_indent}}{name}{between}{meaning}\n")


class ChineseContext(click.Context):
    """The context of every command."""

    formatter_class = ChineseFormatter


class ChineseCommand(click.Command):
    """A command whose help is Chinese throughout."""

    context_class = ChineseContext

    def __init__(self, name: str | None, **facts: Any) -> None:  # noqa: ANN401  (click's own)
        super().__init__(name, **facts)
        self.options_metavar = "[选项]"

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`."""
        return _translated(super().get_help_option(ctx))


class ChineseGroup(click.Group):
    """The command itself, listing its subcommands in the order in which they are used."""

    context_class = ChineseContext
    command_class = ChineseCommand

    def __init__(self, name: str | None, **facts: Any) -> None:  # noqa: ANN401  (click's own)
        super().__init__(name, **facts)
        self.options_metavar, self.subcommand_metavar = "[选项]", "命令 [参数]…"

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`."""
        return _translated(super().get_help_option(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of definition."""
        return list(self.commands)


def _translated(option: click.Option | None) -> click.Option | None:
    if option:
        option.help = HELP
    return option


def sentence(error: click.ClickException) -> str:
    """What was wrong with the command line."""
    match error:
        case click.NoSuchOption():
            near = f"；是不是 {'、'.join(error.possibilities)}？" if error.possibilities else "。"
            return f"没有选项 {error.option_name}{near}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的用法不对：缺少值，或给了不该给的值。"
        case click.MissingParameter():
            return f"缺少{_name(error)}。"
        case click.BadParameter():
            return f"{_name(error)}的值不对：{_reason(error)}"
        case click.UsageError():
            return _usage(error.message)
    return error.format_message()


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return "参数"
    if isinstance(parameter, click.Argument):
        return f"参数 {parameter.make_metavar(error.ctx) if error.ctx else parameter.name} "
    return f"选项 {'/'.join(parameter.opts)} "


def _reason(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"可选 {'、'.join(kind.choices)}。"
    if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        return "应为数字。"
    if isinstance(kind, click.Path):
        return "路径不存在，或不是所要的文件夹或文件。"
    return error.message


def _usage(message: str) -> str:
    if message.startswith("No such command"):
        return f"没有命令{message.removeprefix('No such command').rstrip('.')}。"
    if message.startswith("Got unexpected extra argument"):
        return f"多出的参数 {message.partition('(')[2].rstrip(')')}。"
    return "缺少命令。" if message.startswith("Missing command") else message
