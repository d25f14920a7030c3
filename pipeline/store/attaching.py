"""Writers attach their file: only so can DuckDB be told to keep small row groups and small blocks.

At each checkpoint DuckDB merges the row groups of a table up to their full size, by default 122,880 rows: in `speeches`
that is 600 MB of text, read, compressed and written anew. Small groups keep what a writer holds, and its time, nearly
the same however large the file is; small blocks keep them from making it larger. docs/reliability.md has the figures.
"""

from pathlib import Path

import duckdb

ROW_GROUP = 4_096
"""Rows that are merged at most, two vectors of DuckDB. Told at each opening: no file remembers it."""

BLOCK = 65_536
"""Bytes that a new file is read and written by; a file keeps what it was made with."""

NAME = "duban"

Settings = dict[str, str | bool | int | float | list[str]]


def new(path: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
    """A connection to an empty database that is made at `path`."""
    return _attached(path, settings, f"row_group_size {ROW_GROUP}, block_size {BLOCK}")


def writer(path: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
    """A connection that writes into the database at `path`, the only one to it in any process."""
    return _attached(path, settings, f"row_group_size {ROW_GROUP}")


def _attached(path: Path, settings: Settings, how: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config=settings)
    try:
        connection.execute(f"attach {literal(path)} as {NAME} ({how}); use {NAME}")
    except BaseException:
        connection.close()
        raise
    return connection


def literal(path: Path) -> str:
    """A path as a word of SQL: ATTACH takes no parameters."""
    return "'" + str(path).replace("'", "''") + "'"
