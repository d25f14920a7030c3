"""`explain`: why a sentence was taken for what it was taken for."""

from collections.abc import Iterator
from pathlib import Path

import click

from pipeline.cli import options, output
from pipeline.cli.chinese import ChineseCommand
from pipeline.cli.options import Settings
from pipeline.model import Directive, Extraction, Judged, Programme, Rejected, Sanction, Statement, Target
from pipeline.naming import NAMES


@click.command(cls=ChineseCommand)
@click.argument("sentence", metavar="一句话")
@options.segmenter
@options.pkuseg_model
@options.lexicons
@click.pass_obj
def explain(settings: Settings, sentence: str, segmenter: str, pkuseg_model: Path | None) -> None:
    """说明一句话（- 为标准输入）的判定：功能区、各条依据及其权重、命中的规则、落选的原因。"""
    from pipeline import engine

    source = options.standard_input() if sentence == "-" else sentence.encode()
    extraction, judged = engine.explanation(source, settings.setup(segmenter, pkuseg_model))
    click.echo("\n".join(_lines(extraction, judged)))


def _lines(extraction: Extraction, judged: tuple[Judged, ...]) -> Iterator[str]:
    text = extraction.speech.text
    for part in judged:
        yield click.style(output.text(text[part.start : part.end]), bold=True)
        yield f"  功能区  {_named(part.zone)}（由 {_named(part.rule)} 决定）"
        for one in sorted(part.evidence, key=lambda e: -abs(e.weight)):
            yield f"    {one.weight:+5.1f} {_named(one.speaks_for)}  “{text[one.start : one.end]}”（{one.cue}）"
        for statement in extraction.statements:
            if statement.directive and part.start <= statement.start < part.end:
                yield from _directive(statement, statement.directive, text)
        for near in extraction.rejected:
            if part.start <= near.start < part.end:
                yield _rejected(near, text)


def _directive(statement: Statement, directive: Directive, text: str) -> Iterator[str]:
    yield f"  部署  {output.text(text[statement.start : statement.end])}"
    yield f"    类别  {_named(directive.kind)}（规则 {directive.rule}）"
    for body in directive.bodies:
        how = "、".join((*(["配合"] if body.role == "assisting" else []), *(["承前"] if body.inherited else [])))
        yield f"    单位  {body.name}（原文“{body.mention}”{'，' + how if how else ''}）"
    if directive.due:
        yield f"    时限  {directive.due.edtf or '无确定日期'}（原文“{directive.due.mention}”，{directive.due.status}）"
    if directive.recurrence:
        yield f"    频次  {directive.recurrence.freq}（原文“{directive.recurrence.mention}”）"
    for target in directive.targets:
        yield f"    指标  {_amount(target)}（原文“{target.mention}”）"
    for sanction in directive.sanctions:
        yield f"    问责  {_sanction(sanction)}"
    for programme in directive.programmes:
        yield f"    名称  {_programme(programme)}"


def _amount(target: Target) -> str:
    low, high = ("隐去" if number is None else f"{number:g}" for number in (target.low, target.high))
    return (f"{low}–{high}" if target.op == "range" else f"{target.op} {low}") + (target.unit or "")


def _sanction(sanction: Sanction) -> str:
    parts = (("条件", sanction.condition), ("后果", sanction.consequence), ("对象", sanction.falls_on))
    return "；".join(f"{name}“{output.text(one.mention)}”" for name, one in parts if one)


def _programme(programme: Programme) -> str:
    told = [f"说 {programme.declared} 项"] if programme.declared else []
    told += [f"列 {programme.found} 项"] if programme.found else []
    told += ["不符"] if programme.mismatched else []
    return programme.name + (f"（{'，'.join(told)}）" if told else "")


def _rejected(near: Rejected, text: str) -> str:
    return f"  落选  “{output.text(text[near.start : near.end])}”：{near.reason}（{near.rule}）"


def _named(word: str) -> str:
    return f"{NAMES[word]} {word}" if word in NAMES else word


COMMANDS = (explain,)
