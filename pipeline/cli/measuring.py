"""`evaluate`: an extraction against gold annotations."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import gold
from pipeline.cli import options, output
from pipeline.cli.chinese import ChineseCommand
from pipeline.cli.exits import Exit
from pipeline.cli.options import Settings
from pipeline.errors import ReadError, UsageError

if TYPE_CHECKING:
    from pipeline.disagreements import Seen
    from pipeline.engine import Setup

SUFFIX = ".gold.json"
COLUMNS = ("指标", "数值", "准确率", "召回率", "对", "多", "漏")
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(cls=ChineseCommand)
@click.argument("folder", metavar="标注文件夹", type=FOLDER)
@click.option("--texts", metavar="文件夹", type=FOLDER, help="原文 NAME.txt 所在的文件夹（默认为旁边的 texts）。")
@click.option("--pred", metavar="文件夹", type=FOLDER, help="不提取，改评这个文件夹里的 NAME.json。")
@click.option(
    "--errors",
    metavar="指标",
    type=click.Choice(gold.ERROR_FIELDS),
    help=f"逐条列出一项指标的差错：{'、'.join(gold.ERROR_FIELDS)}。",
)
@click.option(
    "--disagreements",
    metavar="文件",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="把全部差异连同原文、标注、识别和判定依据写成网页（.html）或表格（.csv、.json）；可以多次给出。",
)
@options.form
@options.segmenter
@options.pkuseg_model
@options.lexicons
@click.pass_obj
def evaluate(
    settings: Settings,
    folder: Path,
    texts: Path | None,
    pred: Path | None,
    errors: str | None,
    disagreements: tuple[Path, ...],
    form: str,
    segmenter: str,
    pkuseg_model: Path | None,
) -> int:
    """用人工标注（*.gold.json）检验提取结果，给出各项指标。"""
    names = [path.name.removesuffix(SUFFIX) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    if not names:
        raise UsageError("no_gold", f"文件夹 {folder} 里没有 *{SUFFIX}。")
    setup = settings.setup(segmenter, pkuseg_model)
    documents, quoted = [], {}
    speeches: dict[str, Seen] = {}
    for name in names:
        truth = json.loads((folder / (name + SUFFIX)).read_text(encoding="utf-8"))
        path = _text_path(name, folder, texts)
        if pred is not None:
            found, quoted[name] = _predicted(pred / f"{name}.json"), _text(path)
        elif disagreements:
            found, quoted[name], speech = _explained(path, setup)
            speeches |= {name: speech} if speech else {}
        else:
            found, quoted[name] = _extracted(path, setup)
        documents.append((name, truth, _comparable(name, truth, found)))
    report = gold.scores(documents)
    for out in disagreements:
        _write(report, quoted, speeches, out)
    if errors:
        rows = ((e.document, e.what, quoted[e.document][e.start : e.end]) for e in report.errors if e.field == errors)
        output.rows(("文稿", "差错", "原文"), rows, form)
    else:
        _print(report, form)
    return Exit.WELL if all(found for _, _, found in documents) else Exit.SOME_FAILED


def _text_path(name: str, folder: Path, texts: Path | None) -> Path:
    places = (texts,) if texts else (folder, folder.parent / "texts")
    return next((p / f"{name}.txt" for p in places if (p / f"{name}.txt").exists()), places[-1] / f"{name}.txt")


def _extracted(path: Path, setup: "Setup") -> tuple[gold.Json, str]:
    from pipeline import engine, shape

    try:
        extraction = engine.extraction(path, setup)
    except ReadError as error:
        output.note(f"{path}（{error.code}）：{error.message}")
        return {}, ""
    return shape.document(extraction), extraction.speech.text


def _explained(path: Path, setup: "Setup") -> tuple[gold.Json, str, "Seen | None"]:
    """The prediction, the text, and what spoke for it."""
    from pipeline import disagreements, engine, shape

    try:
        extraction, judged = engine.explanation(path, setup)
    except ReadError as error:
        output.note(f"{path}（{error.code}）：{error.message}")
        return {}, "", None
    speech = disagreements.seen(extraction, judged, engine.lexicon_of(setup))
    return shape.document(extraction), extraction.speech.text, speech


def _write(report: gold.Report, texts: dict[str, str], speeches: dict[str, "Seen"], out: Path) -> None:
    from pipeline import disagreements
    from pipeline.export import disagreements as files

    found = disagreements.disagreements(report.errors, texts, speeches)
    files.write(found, out)
    output.note(f"已写入 {out}（{len(found)} 处差异）。")


def _predicted(path: Path) -> gold.Json:
    if not path.exists():
        output.note(f"{path.stem}：没有提取结果，全部按遗漏计。")
        return {}
    found: gold.Json = json.loads(path.read_text(encoding="utf-8"))
    return found


def _text(path: Path) -> str:
    from pipeline import reading

    try:
        return reading.read(path).text
    except ReadError:
        return ""  # the text is only quoted here; without it the places stay blank


def _comparable(name: str, truth: gold.Json, found: gold.Json) -> gold.Json:
    """The prediction, where it is of the very text that was annotated: offsets compare only then."""
    if found.get("sha256") in (None, truth["sha256"]):
        return found
    output.note(f"{name}：原文与标注时不同（sha256 不符），位置无法比较，全部按遗漏计。")
    return {}


def _print(report: gold.Report, form: str) -> None:
    if form == "json":
        output.document(report.figures)
        return
    rows: list[tuple[object, ...]] = []
    for field, f in report.figures.items():
        if "f1" in f:
            rows.append((field, _three(f["f1"]), _three(f["p"]), _three(f["r"]), f["tp"], f["fp"], f["fn"]))
        else:
            right = round(f["accuracy"] * f["n"])
            rows.append((field, _three(f["accuracy"]), None, None, right, f["n"] - right, None))
    output.rows(COLUMNS, rows, form)


def _three(share: float) -> str:
    return f"{share:.3f}"


COMMANDS = (evaluate,)
