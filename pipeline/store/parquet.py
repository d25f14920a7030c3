"""A folder of parts under the tables and views of a database: DuckDB reads the files as they lie."""

from pathlib import Path

import duckdb

from pipeline.store import schema
from pipeline.store.folder import KNOWN, TABLES, Manifest, read_manifest
from pipeline.store.inserting import KEYS, SHARED
from pipeline.store.opening import SETTINGS

EMPTY = "duban_empty"
"""The schema of empty tables, which give the columns that files lack and the tables that have none."""

FILES = {table: (table,) for table in TABLES} | {"sources": ("sources", KNOWN)}


def opened(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection that reads a folder of parts and nothing else, with all tables and views.

    Raises:
        UsageError: `unfinished`, no manifest says that the folder is complete.
        StoreForeign: `damaged`, or of another `version`.
    """
    manifest = read_manifest(folder)
    connection = duckdb.connect(config=SETTINGS)
    try:
        connection.execute(f"create schema {EMPTY}; use {EMPTY};")
        connection.execute(schema.tables_sql())
        connection.execute("insert into runs (run_id, version, lexicon_hash) values (?, ?, ?)", _run(manifest))
        connection.execute("use main")
        for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
            connection.execute(f"create view {table} as {_rows(table, manifest, folder)}")
        connection.execute(schema.views_sql())
        connection.execute("set allowed_directories = ?", [[str(folder.resolve())]])
        connection.execute("set enable_external_access = false; set lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return connection


def _run(manifest: Manifest) -> list[str]:
    return [manifest.run_id, manifest.version, manifest.lexicon_hash]


def _rows(table: str, manifest: Manifest, folder: Path) -> str:
    """The SQL of a table's rows: those of the files of all parts that count, in their order."""
    paths = [
        path
        for kind in FILES.get(table, ())
        for name in manifest.parts
        if (path := folder.resolve() / kind / f"{name}.parquet").is_file()
    ]
    if not paths:
        return f"from {EMPTY}.{table}"
    listed = "[" + ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths) + "]"
    rows = f"from {EMPTY}.{table} union all by name from read_parquet({listed}, union_by_name = true)"
    if table not in SHARED:
        return rows
    return f"""
        select * exclude (filename) from (
            from {EMPTY}.{table} union all by name
            from read_parquet({listed}, union_by_name = true, filename = true)
        )
        qualify row_number() over (
            partition by {", ".join(KEYS[table])} order by list_position({listed}, filename)
        ) = 1
    """
