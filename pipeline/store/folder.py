"""A folder of Parquet parts: what many machines extracted, to be brought into a database or asked as it stands.

FOLDER/TABLE/PART.parquet; a part holds whole documents and bears the hash of its content as its name, so that whoever
makes it twice makes one. The manifest, written last, names the parts that count: whatever else lies there was left by a
process that died, and is never read.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.errors import StoreForeign, UsageError
from pipeline.model import Document, Failure, Speech
from pipeline.store import replacing, schema
from pipeline.store.parts import Part
from pipeline.store.placing import placed
from pipeline.store.rows import sources

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "duban-parts.json"
KNOWN = "known"
"""Beside the tables: files whose text another part (or the database) holds already."""

TABLES = ("speeches", "sources", "bodies", "signatures", *replacing.OF_SPEECH, *replacing.OF_DIRECTIVE)
ENDS = b"duban_ends"  # in the metadata of a file: behind which row each document ends
DAMAGED = "{path} 已损坏，或缺失：请重新运行 duban load --engine ray"
UNFINISHED = (
    "{folder} 里没有 duban-parts.json：它不是 duban load --engine ray --parts 写的文件夹，或那次提取没有完成；"
    "请重新运行那条命令"
)
NEWER = "{folder} 由另一版本的 duban 写成（结构版本 {found}，本程序为 {known}），请用同一版本，或重新提取"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder holds: the parts that count, in order, and what could not be read."""

    run_id: str
    version: str
    lexicon_hash: str
    parts: tuple[str, ...]
    failures: tuple[Failure, ...]


def write_part(part: Part, known: Sequence[Speech], folder: Path) -> str | None:
    """Write whole documents, and where `known` texts came from; gives the name of the part, None where it is empty.

    Raises:
        StoreError: `permission` or `disk_full`.
    """
    tables = {name: _typed(name, rows) for name, rows in part.tables.items()}
    if named := _named(known):
        tables[KNOWN] = named
    files = {name: _parquet(tables[name], part.ends.get(name, ())) for name in sorted(tables)}
    if not files:
        return None
    digest = blake2b(digest_size=16)
    for name, content in files.items():
        digest.update(name.encode() + content)
    for name, content in files.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        with placed(folder / name / f"{digest.hexdigest()}.parquet") as draft:
            draft.write_bytes(content)
    return digest.hexdigest()


def read_part(name: str, folder: Path) -> tuple[Part, tuple[Speech, ...]]:
    """The documents of a part, and the known texts (without text) of which it notes the files.

    Raises:
        StoreForeign: `damaged`.
    """
    found = {table: _read(path) for table, path in _paths(name, folder).items()}
    rows = found.pop(KNOWN)[0].to_pylist() if KNOWN in found else []
    known = tuple(Speech("", row["sha256"], Document(), row["path"], file_hash=row["file_hash"]) for row in rows)
    tables = {table: read for table, (read, _) in found.items()}
    return Part(tables, {table: ends for table, (_, ends) in found.items()}), known


def delete_part(name: str, folder: Path) -> None:
    """Take a part away that another one replaces."""
    for path in _paths(name, folder).values():
        path.unlink()


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Declare a folder complete."""
    told = asdict(manifest) | {"schema_version": schema.SCHEMA_VERSION}
    with placed(folder / MANIFEST) as draft:
        draft.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """What a folder holds.

    Raises:
        UsageError: `unfinished`, there is none.
        StoreForeign: `damaged`, or `version`.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise UsageError("unfinished", UNFINISHED.format(folder=folder))
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        version = told.pop("schema_version")
        failures = tuple(Failure(**one) for one in told.pop("failures"))
        found = Manifest(parts=tuple(told.pop("parts")), failures=failures, **told)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreForeign("damaged", DAMAGED.format(path=path)) from error
    if version != schema.SCHEMA_VERSION:
        raise StoreForeign("version", NEWER.format(folder=folder, found=version, known=schema.SCHEMA_VERSION))
    return found


def _named(known: Sequence[Speech]) -> "pa.Table | None":
    import pyarrow as pa

    columns = sources(known, "")
    return _typed("sources", pa.table(columns)) if columns["path"] else None


@cache
def _types() -> "dict[str, pa.Schema]":
    """The columns of each table, so that a file of few rows has the same types as one of many."""
    with duckdb.connect() as connection:
        connection.execute(schema.tables_sql())
        return {name: connection.sql(f"from {name} limit 0").to_arrow_table().schema for name in TABLES}


def _typed(table: str, rows: "pa.Table") -> "pa.Table":
    import pyarrow as pa

    return rows.cast(pa.schema([_types()[table].field(name) for name in rows.column_names]))


def _parquet(rows: "pa.Table", ends: Sequence[int]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(rows.replace_schema_metadata({ENDS: json.dumps(ends)}), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _paths(name: str, folder: Path) -> dict[str, Path]:
    """The files of a part by table; those of its documents are all there, or none is."""
    paths = {table: folder / table / f"{name}.parquet" for table in (*TABLES, KNOWN)}
    there = {table: path for table, path in paths.items() if path.is_file()}
    for table in TABLES if there.keys() - {KNOWN} or not there else ():
        if table not in there:
            raise StoreForeign("damaged", DAMAGED.format(path=paths[table]))
    return there


def _read(path: Path) -> "tuple[pa.Table, tuple[int, ...]]":
    import pyarrow as pa
    from pyarrow import parquet

    try:
        rows: Any = parquet.read_table(path, partitioning=None)
        return rows, tuple(json.loads(rows.schema.metadata[ENDS]))
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise StoreForeign("damaged", DAMAGED.format(path=path)) from error
