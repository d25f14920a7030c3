"""Reading lexicon files row by row: every fault is kept with its file and row, none ends the reading.

A row type is a plain frozen dataclass under `@with_config(STRICT)`, so that unknown keys are faults.
"""

import csv
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

STRICT = ConfigDict(extra="forbid", str_min_length=1)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Source:
    """One lexicon file, and the list that gathers the faults of all files."""

    path: Path
    faults: list[str] = field(compare=False)

    def fault(self, row: str | int, what: str) -> None:
        """Note one fault: `dates.toml 第 3 行: …`."""
        self.faults.append(f"  {self.path.name} {row}：{what}")


def toml_table(source: Source) -> dict[str, Any]:
    """The parsed file; an empty table (and a fault) where it is missing or is no TOML."""
    try:
        return tomllib.loads(source.path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        source.fault("", "文件不存在")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        source.fault("", f"不是有效的 TOML：{error}")
    return {}


def csv_table(source: Source) -> list[dict[str, Any]]:
    """The rows of a CSV file as dictionaries; empty cells are left out, `#` rows are comments."""
    try:
        lines = source.path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        source.fault("", "文件不存在")
        return []
    except UnicodeDecodeError as error:
        source.fault("", f"不是 UTF-8 文本：{error}")
        return []
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(line for _, line in kept)
    rows = []
    for row in reader:
        number = kept[reader.line_num - 1][0]
        extra = row.pop(None, None)
        if extra:
            source.fault(f"第 {number} 行", f"多出的列 {extra}")
        rows.append({k: v for k, v in row.items() if v} | {"_row": number})
    return rows


def validated(source: Source, rows: list[dict[str, Any]], row_type: type[Row], key: str = "") -> tuple[Row, ...]:
    """Each row as `row_type` (a frozen dataclass); a row with unknown keys or wrong values is a fault, and left out."""
    adapter = TypeAdapter(row_type)
    good = []
    for number, raw in enumerate(rows, 1):
        row = {k: v for k, v in raw.items() if k != "_row"}
        where = f"第 {raw['_row']} 行" if "_row" in raw else f"[{key}] 第 {number} 条"
        try:
            good.append(adapter.validate_python(row))
        except ValidationError as error:
            for fault in error.errors():
                column = ".".join(str(part) for part in fault["loc"])
                source.fault(where, f"{column} = {fault['input']!r}：{fault['msg']}")
    return tuple(good)


def toml_rows(source: Source, table: dict[str, Any], key: str, row_type: type[Row]) -> tuple[Row, ...]:
    """The array of tables `key` of a TOML file, validated; a fault where the key is missing."""
    if key not in table:
        if source.path.exists():  # a missing file is one fault, not one for every table
            source.fault(f"[{key}]", "缺少此表")
        return ()
    return validated(source, table[key], row_type, key)


def csv_rows(source: Source, row_type: type[Row]) -> tuple[Row, ...]:
    """All rows of a CSV file, validated."""
    return validated(source, csv_table(source), row_type)
