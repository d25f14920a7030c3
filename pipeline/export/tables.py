"""A table or view as CSV, JSON or Parquet."""

import csv
import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.store import Store
from pipeline.store.placing import placed

if TYPE_CHECKING:
    import pyarrow as pa

FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
"""What makes a spreadsheet take a cell for a formula; the full-width = + - @ do so in Chinese editions."""


def table(store: Store, view: str, path: Path, format: str) -> int:
    """Write a table, a view or a query to `path`, in the order of its rows; gives their number.

    Raises:
        UsageError: no such table, format or folder.
        StoreError: the file cannot be written.
    """
    if format not in TABLES:
        raise UsageError("format", f"没有 {format} 这种表格格式，可用：{'、'.join(TABLES)}")
    content = store.arrow(view)
    with placed(path) as draft:
        TABLES[format](content, draft)
    return int(content.num_rows)


def _csv(content: "pa.Table", path: Path) -> None:
    """With a byte-order mark, by which Excel knows UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(cell, content.column_names))
        for batch in content.to_batches(max_chunksize=10_000):
            writer.writerows(map(cell, row) for row in zip(*batch.to_pydict().values(), strict=True))


def csv_file(content: "pa.Table") -> bytes:
    """The content of a CSV file for Excel."""
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        path = Path(folder) / "table.csv"
        _csv(content, path)
        return path.read_bytes()


def cell(value: Any) -> Any:  # noqa: ANN401  # whatever a database holds
    """Words of a speech are never a formula; bytes are hexadecimal."""
    if isinstance(value, bytes):
        return value.hex()
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value


def _json(content: "pa.Table", path: Path) -> None:
    """A list of records, days in ISO form, bytes hexadecimal."""
    with path.open("w", encoding="utf-8") as file:
        json.dump(content.to_pylist(), file, ensure_ascii=False, indent=1, default=_plain)
        file.write("\n")


def _plain(value: date | bytes) -> str:
    return value.hex() if isinstance(value, bytes) else value.isoformat()


def _parquet(content: "pa.Table", path: Path) -> None:
    """Types and nulls as they are in the database."""
    from pyarrow import parquet

    parquet.write_table(content, path)


TABLES: dict[str, Callable[["pa.Table", Path], None]] = {"csv": _csv, "json": _json, "parquet": _parquet}
