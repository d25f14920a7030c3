"""How many rows there should be: written with the rows, so that lost ones are noticed.

A damaged write-ahead log loses committed rows in silence; whoever deletes behind our back does so too.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from pipeline.errors import StoreForeign

COUNTED = (
    "speeches",
    "outline",
    "statements",
    "directives",
    "responsibilities",
    "targets",
    "sanctions",
    "programmes",
    "rejected",
    "events",
    "signatures",
    "near_copies",
)
LOST = (
    "{path} 比存入时少了 {what}：可能是意外断电或文件损坏。请先运行 duban verify 查看，并用备份恢复；"
    "若确认无误，duban verify --recount 以现有行数为准"
)


def write(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the present numbers for right."""
    for table in COUNTED:
        connection.execute(f"insert or replace into row_counts select '{table}', count(*) from {table}")


def complete(connection: duckdb.DuckDBPyConnection) -> None:
    """Count the tables that an older program did not."""
    for table in COUNTED:
        connection.execute(f"insert or ignore into row_counts select '{table}', count(*) from {table}")


def add(connection: duckdb.DuckDBPyConnection, more: Mapping[str, int]) -> None:
    """Note rows that came (or went, where negative), within the transaction in which they did."""
    for table, count in more.items():
        if count:
            connection.execute("update row_counts set rows = rows + ? where table_name = ?", [count, table])


def lost(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows are missing, by table."""
    noted = dict(connection.execute("select table_name, rows from row_counts").fetchall())
    found = {t: connection.execute(f"select count(*) from {t}").fetchall()[0][0] for t in COUNTED}
    return {table: noted.get(table, 0) - count for table, count in found.items() if count < noted.get(table, 0)}


def check(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Refuse to build on what has lost rows.

    Raises:
        StoreForeign: `rows_lost`.
    """
    if missing := lost(connection):
        what = "、".join(f"{count} 行 {table}" for table, count in missing.items())
        raise StoreForeign("rows_lost", LOST.format(path=path, what=what))
