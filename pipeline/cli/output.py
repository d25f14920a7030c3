"""Results on standard output: a table for people, JSON or CSV for programs."""

import csv
import json
import math
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from unicodedata import combining, east_asian_width

import click

if TYPE_CHECKING:
    from pipeline.engine import LeftOut
    from pipeline.model import Failure
    from pipeline.store.copies import Copied

COPIES = 5  # near copies told by name
WIDTH, NARROWEST = 44, 12  # display columns of a table cell at most; JSON and CSV hold everything
LARGEST = 2**53  # beyond it a float names no single whole number
Row = Sequence[Any]


def rows(columns: Sequence[str], values: Iterable[Row], form: str) -> None:
    """Print rows as `table`, `json` (a list of objects) or `csv`."""
    match form:
        case "json":
            document([dict(zip(columns, map(_plain, row), strict=True)) for row in values])
        case "csv":
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([_text(value) for value in row] for row in values)
        case _:
            click.echo(_table(columns, [[text(value) for value in row] for row in values]))


def document(value: object) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def note(message: str) -> None:
    """A message for people, on standard error."""
    click.echo(message, err=True)


def failure(one: "Failure") -> None:
    """Say which document could not be taken, and why."""
    note(f"未导入 {shown(one.path)}（{one.code}）：{shown(one.message)}")


def left_out(found: "Sequence[LeftOut]") -> None:
    """Say in one line what readers left out: running heads, page numbers, navigation."""
    if found:
        lines = sum(one.count for one in found)
        examples = "、".join(f"“{shown(excerpt)}”" for excerpt in found[0].excerpts)
        where = f"{len(found)} 份文稿" if len(found) > 1 else shown(found[0].path)
        note(f"未读入 {where} 的页眉页脚、页码、批注、图片页或网页导航共 {lines} 行，如 {examples}")


def copies(found: "Sequence[Copied]") -> None:
    """Say which speeches nearly repeat others, the first of them by name."""
    if found:
        told = "；".join(f"{shown(one.speech)} ≈ {shown(one.other)}（{one.similarity:.1%}）" for one in found[:COPIES])
        rest = f"；另有 {len(found) - COPIES} 对，见表 near_copies" if len(found) > COPIES else ""
        note(f"{len(found)} 对讲话近似重复，都已存入，请核对：{told}{rest}")


def text(value: object) -> str:
    """A value in full, on one line, safe for a terminal."""
    return shown(_text(value).replace("\n", " "))


def shown(raw: str) -> str:
    """Text for a terminal: control characters as escapes, so that no speech can move the cursor or change colours."""
    return "".join(c if c.isprintable() or c == "\u3000" else ascii(c)[1:-1] for c in raw)


def width(shown_text: str) -> int:
    """Columns of a terminal; a Chinese character takes two."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in shown_text)


def _table(columns: Sequence[str], cells: list[list[str]]) -> str:
    cells = _fitted(columns, cells)
    widths = _widths(columns, cells)
    lines = [click.style(_line(columns, widths), bold=True), "  ".join("─" * w for w in widths)]
    return "\n".join((*lines, *(_line(row, widths) for row in cells)))


def _fitted(columns: Sequence[str], cells: list[list[str]]) -> list[list[str]]:
    """Long cells cut; on a terminal as short as its width demands."""
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize
    for most in range(WIDTH, NARROWEST - 1, -2):
        cut = [[_cut(cell, most) for cell in row] for row in cells]
        if sum(_widths(columns, cut)) + 2 * len(columns) <= room:
            break
    return cut


def _widths(columns: Sequence[str], cells: list[list[str]]) -> list[int]:
    return [max(map(width, (head, *(row[i] for row in cells)))) for i, head in enumerate(columns)]


def _line(cells: Sequence[str], widths: list[int]) -> str:
    return "  ".join(cell + " " * (w - width(cell)) for cell, w in zip(cells, widths, strict=True)).rstrip()


def _cut(cell: str, most: int) -> str:
    taken = 0
    for place, char in enumerate(cell):
        taken += width(char)
        if taken > most:
            return cell[: place - 1] + "…"
    return cell


def _text(value: object) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False, default=str)


def _plain(value: object) -> Any:  # noqa: ANN401  (whatever JSON can hold)
    """A value of a database row as JSON knows it; missing values (NaN, NaT) are null."""
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return _scalar(value)


def _scalar(value: object) -> Any:  # noqa: ANN401
    if value is None or value != value:  # only NaN and NaT differ from themselves
        return None
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time.min else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | bytearray):
        return value.hex()
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() and abs(value) < LARGEST else value
    return value if isinstance(value, str | int) else str(value)
