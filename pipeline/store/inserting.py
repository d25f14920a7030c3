"""Rows into tables by Arrow, many times faster than one by one, and the keys that they must not break.

DuckDB would keep an index behind every declared key, in memory while it writes, and in the file: half of each. Ids are
hashes of a speech and a span, and a speech that is stored already is never stored again; so it is enough to look at the
rows that come in together.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

KEYS: dict[str, tuple[str, ...]] = {
    "sources": ("speech_id", "path"),
    "outline": ("node_id",),
    "statements": ("statement_id",),
    "directives": ("directive_id",),
    "bodies": ("body_id",),
    "responsibilities": ("directive_id", "seq"),
    "targets": ("target_id",),
    "sanctions": ("directive_id", "seq"),
    "programmes": ("directive_id", "seq"),
    "rejected": ("speech_id", "seq"),
    "near_copies": ("speech_id", "other_id"),
    "signatures": ("speech_id",),
}
"""What tells the rows of a table apart, where the schema declares no key."""

SHARED = ("bodies", "sources")
"""Tables of which a new document may bring rows that are here already; the first counts."""

BROKEN = "{columns} 在表 {table} 中重复"


def insert(connection: duckdb.DuckDBPyConnection, table: str, lines: "pa.Table") -> None:
    """Rows that are all new.

    Raises:
        duckdb.ConstraintException: a key comes twice among them (as where it is declared), or they break a check.
    """
    if not lines.num_rows:
        return
    columns = KEYS.get(table, ())
    if columns and len(_firsts(lines, columns)) < lines.num_rows:
        raise duckdb.ConstraintException(BROKEN.format(columns="、".join(columns), table=table))
    with registered(connection, lines):
        connection.execute(f"insert into {table} by name from arrow_table")


def insert_missing(connection: duckdb.DuckDBPyConnection, table: str, lines: "pa.Table") -> None:
    """Of rows that may be here already, those that are not; of several with one key the first."""
    if not lines.num_rows:
        return
    columns = ", ".join(KEYS[table])
    with registered(connection, lines.take(_firsts(lines, KEYS[table]))):
        # the few that are found, not the table, are held in memory
        connection.execute(
            f"""insert into {table} by name
            with here as (select {columns} from {table} semi join arrow_table using ({columns}))
            from arrow_table anti join here using ({columns})"""
        )


@contextmanager
def registered(connection: duckdb.DuckDBPyConnection, lines: "pa.Table") -> Iterator[None]:
    """Rows under the name `arrow_table`, for a query.

    Where that fails the name stays until the next rows take it: in a transaction that is lost it cannot be taken back,
    and the attempt would hide what was wrong.
    """
    connection.register("arrow_table", lines)
    yield
    connection.unregister("arrow_table")


def _firsts(lines: "pa.Table", columns: tuple[str, ...]) -> list[int]:
    """The place of the first row with each key, in order."""
    places: dict[object, int] = {}
    for place, key in enumerate(zip(*(lines[name].to_pylist() for name in columns), strict=True)):
        places.setdefault(key, place)
    return list(places.values())
