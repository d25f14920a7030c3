"""Results on standard output: a table for people, JSON or CSV for programs."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from unicodedata import combining, east_asian_width

import click

WIDTH = 44  # display columns of a table cell; JSON and CSV hold everything
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
            click.echo(_table(columns, [[_cell(value) for value in row] for row in values]))


def document(value: object) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def note(message: str) -> None:
    """A message for people, on standard error."""
    click.echo(message, err=True)


def shown(text: str) -> str:
    """Text for a terminal: control characters as escapes, so that no speech can move the cursor or change colours."""
    return "".join(c if c.isprintable() or c in "\u3000\u200b" else ascii(c)[1:-1] for c in text)


def width(text: str) -> int:
    """Columns of a terminal; a Chinese character takes two."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _table(columns: Sequence[str], cells: list[list[str]]) -> str:
    widths = [max(map(width, (head, *(row[i] for row in cells)))) for i, head in enumerate(columns)]
    lines = [click.style(_line(columns, widths), bold=True), "  ".join("─" * w for w in widths)]
    return "\n".join((*lines, *(_line(row, widths) for row in cells)))


def _line(cells: Sequence[str], widths: list[int]) -> str:
    return "  ".join(cell + " " * (w - width(cell)) for cell, w in zip(cells, widths, strict=True)).rstrip()


def _cell(value: object) -> str:
    text = shown(_text(value).replace("\n", " "))
    if width(text) <= WIDTH:
        return text
    while width(text) > WIDTH - 1:
        text = text[: max(1, len(text) - max(1, (width(text) - WIDTH) // 2))]
    return text + "…"


def _text(value: object) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False, default=str)


def _plain(value: object) -> Any:  # noqa: ANN401  (whatever JSON can hold)
    """A value of a database row as JSON knows it; missing values (NaN, NaT) are null."""
    if value is None or value != value:  # only NaN and NaT differ from themselves
        return None
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return value if isinstance(value, str | int | list | dict) else str(value)
