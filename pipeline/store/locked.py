"""One query of a user's behind three walls: what the process does that answers the page 查询.

The parser lets one query through, and in it no function that tells of the machine; DuckDB holds a copy of the database
read-only, reads no other file and takes no setting; the process (`pipeline.confined`) has so much time and memory.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.errors import UsageError
from pipeline.store import query

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 100_000
BYTES = 32 * 2**20  # of an answer: each session of the page keeps its last one
BATCH = 2_000  # rows read at once; the first batch may exceed BYTES by itself
COLUMNS = 200
CONFIG = query.LOCKED | {
    "memory_limit": "512MB",
    "threads": 2,
    "temp_directory": "",  # nothing is written
    "secret_directory": "-",  # by default below the user's folder, which the settings would show
    "extension_directory": "-",
}
TABLE_FUNCTIONS = {
    "range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree", "pragma_table_info",
    "duckdb_tables", "duckdb_views", "duckdb_columns", "duckdb_functions", "duckdb_constraints", "duckdb_types",
}  # fmt: skip
"""Of those that DuckDB brings along; others read files, run a text as a query, or tell where the database stands."""

OURS = "select function_name from duckdb_functions() where not internal"
SECRETIVE = {"current_setting", "getenv", "write_log", "sleep_ms"}
INTERNAL = ("duckdb_", "pragma_", "pg_settings", "pg_database")
REALS = ("DOUBLE", "FLOAT", "DECIMAL")
WHOLE = ("INT", "INTEGER")  # so they end: HUGEINT, UTINYINT
NUMBER = r"^-?\d{1,15}$"  # beyond, a spreadsheet changes the last digits
DAY = r"^(19|[2-9]\d)\d\d-\d\d-\d\d$"  # before 1900 a spreadsheet knows no days
OUTSIDE = "查询里不能用 {name}：这里只能查本数据库的表和视图，不能读文件和设置，也不能把文字当作查询来执行。"
NO_QUERY = (
    "这里只能执行一条查询语句（SELECT、WITH、FROM、VALUES、DESCRIBE、SHOW、SUMMARIZE），不能修改数据；"
    "PIVOT 请写成 from (pivot … on … in (…) using …)。"
)
MEMORY = "查询所需内存超过上限，已停止：请加条件，减少行或列，或去掉没有连接条件的连接。"
TOO_MUCH = ("Out of Memory Error", "maximum total string size")
PLACE = re.compile(r"\n(?P<label>LINE \d+: )(?P<line>.*)\n(?P<blank> *)")
TOO_WIDE = f"查询结果超过 {COLUMNS} 列：请只列出需要的列。"


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query, as a page and a spreadsheet can hold them; `cut` where there are more."""

    table: "pa.Table"
    cut: bool


def answer(order: tuple[str, str]) -> Answer:
    """The answer to a query on a copy of a database: path and query.

    Raises:
        UsageError: `sql_kind`, `sql_function`, `sql_columns`, `memory`, or `sql` for whatever DuckDB has against it.
    """
    path, sql = order
    try:
        with duckdb.connect(path, read_only=True, config=CONFIG) as connection:
            return answered(connection, sql)
    except (duckdb.Error, OSError) as error:  # the latter is what becomes of the former in the middle of the rows
        raise _wrong(str(error), Path(path).parent) from error


def answered(connection: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    """The answer on a connection made with CONFIG; also raises what DuckDB has against the query."""
    statement = query.only(sql, (duckdb.StatementType.SELECT,), NO_QUERY)
    _check(connection, sql)
    return _answer(connection.sql(statement))


def _wrong(said: str, folder: Path) -> UsageError:
    """What DuckDB has against a query, without the place of the copy."""
    if any(sign in said for sign in TOO_MUCH):
        return UsageError("memory", MEMORY)
    return query.wrong(PLACE.sub(_place, said.replace(str(folder), "")))


def _place(found: re.Match[str]) -> str:
    """Where in a query something is wrong; the number of the line is that of a query made around it."""
    return f"\n{found['line']}\n{found['blank'][len(found['label']) :]}"


def _check(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Refuse functions and views that do not belong to the database, by DuckDB's own reading of the query."""
    ((read,),) = connection.execute("select json_serialize_sql(?)", [sql]).fetchall()
    tree = json.loads(read)
    if tree["error"]:
        raise UsageError("sql_kind", NO_QUERY)
    outside = {name for node in _nodes(tree["statements"]) if (name := _outside(node))}
    ours = {name for (name,) in connection.execute(OURS).fetchall()} if outside else set()
    if outside - ours:
        raise UsageError("sql_function", OUTSIDE.format(name="、".join(sorted(outside - ours))))


def _nodes(tree: object) -> Iterator[Mapping[str, Any]]:
    """All objects of a JSON document."""
    rest = [tree]
    while rest:
        node = rest.pop()
        if isinstance(node, dict):
            yield node
            rest += node.values()
        elif isinstance(node, list):
            rest += node


def _outside(node: Mapping[str, Any]) -> str | None:
    """The name in a node of a query that leads out of the database, if there is one; or that of a macro of ours."""
    if node.get("type") == "TABLE_FUNCTION":
        name = _name(node["function"])
        return None if name in TABLE_FUNCTIONS else name
    name = _name(node)
    if node.get("type") in ("BASE_TABLE", "SHOW_REF"):
        return name if name.startswith(INTERNAL) and name not in TABLE_FUNCTIONS else None
    return name if name in SECRETIVE else None


def _name(node: Mapping[str, Any]) -> str:
    path = (node.get("qualified_name") or {}).get("path") or [node.get("function_name", "")]
    return str(path[-1]).lower()


def _answer(found: duckdb.DuckDBPyRelation) -> Answer:
    """The rows in order, as many as fit."""
    import pyarrow as pa

    if len(found.columns) > COLUMNS:
        raise UsageError("sql_columns", TOO_WIDE)
    kinds = [str(kind).partition("(")[0] for kind in found.types]
    cells = ", ".join(f"{_cell(kind, place)} as c{place}" for place, kind in enumerate(kinds, 1))
    read, whole = _read(found.limit(ROWS + 1).project(cells))
    columns = [_typed(column, kind) for column, kind in zip(read.columns, kinds, strict=True)]
    return Answer(pa.table(columns, names=_distinct(found.columns)), not whole)


def _read(found: duckdb.DuckDBPyRelation) -> tuple["pa.Table", bool]:
    """The rows as far as they may go, and whether these are all."""
    import pyarrow as pa

    reader = found.to_arrow_reader(BATCH)
    batches: list[pa.RecordBatch] = []
    for batch in reader:
        if batches and sum(one.nbytes for one in batches) + batch.nbytes > BYTES:
            return pa.Table.from_batches(batches), False
        batches.append(batch)
    table = pa.Table.from_batches(batches, reader.schema)
    return table.slice(0, ROWS), table.num_rows <= ROWS


def _cell(kind: str, place: int) -> str:
    """A column as numbers or words: DuckDB writes out what a spreadsheet has no type for."""
    if kind in REALS:
        return f"cast(#{place} as double)"
    if kind == "BOOLEAN":
        return f"case #{place} when true then '是' when false then '否' end"
    return f"cast(#{place} as varchar)"


def _typed(column: "pa.ChunkedArray", kind: str) -> "pa.ChunkedArray":
    """Whole numbers and days as such where a spreadsheet can hold all of them, else as words."""
    import pyarrow as pa
    from pyarrow import compute

    if kind in REALS:
        return column if _all(compute.is_finite(column)) else column.cast(pa.string())
    for ends, pattern, type in ((WHOLE, NUMBER, pa.int64()), ("DATE", DAY, pa.date32())):
        if kind.endswith(ends) and _all(compute.match_substring_regex(column, pattern)):
            return column.cast(type)
    return column


def _all(true: "pa.ChunkedArray") -> bool:
    from pyarrow import compute

    return compute.all(true, min_count=0).as_py() is True


def _distinct(names: Sequence[str]) -> list[str]:
    """Names of columns, those that stand twice with a number."""
    seen: Counter[str] = Counter()
    told: list[str] = []
    for name in names:
        seen[name] += 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told
