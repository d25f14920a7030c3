"""A database of an older program brought up to date: written anew beside it, then put in its place.

Whoever kills it finds the old file as it was, and the next writer begins again. The old file stays beside the new one
as NAME.v2.bak (by its version), where nothing of that name is there yet.
"""

import os
from contextlib import suppress
from pathlib import Path

import duckdb

from pipeline.errors import StoreForeign
from pipeline.store import attaching, copies, placing, schema, tallies
from pipeline.store.schema import quoted

COLUMNS = """
    select table_name, list(column_name order by column_index) from duckdb_columns()
    where database_name = ? and not internal and table_name in (
        select table_name from duckdb_tables() where database_name = ?
    ) group by table_name order by table_name
"""
OWN_VIEWS = "select view_name, sql from duckdb_views() where database_name = ? and not internal order by view_oid"
PLACED = """
    update events set speech_id = d.speech_id, start_char = d.start_char, end_char = d.end_char
    from directives as d where events.directive_id = d.directive_id and events.speech_id is null
"""
ALONE = "update events set action_id = event_id where action_id is null"
LEFT_OVER = "{path} 由旧版本写成，表 {table} 的列 {columns} 本程序不认识，未作改动：请用写成它的版本导出后重新导入"


def migrate(opened: duckdb.DuckDBPyConnection, path: Path, settings: attaching.Settings) -> None:
    """Bring the file up to date; `opened` is a writer's connection to it, and is closed.

    Where another writer comes between, nothing is done: the caller opens the file again and looks.

    Raises:
        StoreForeign: `unknown_columns`, it holds what has no place in the present schema.
    """
    opened.execute("checkpoint")
    opened.close()
    draft = placing.beside(path)
    try:
        with attaching.new(draft, settings) as fresh:
            # attached read-only, the old file is kept from writers until the new one has taken its place
            with suppress(duckdb.IOException):
                fresh.execute(f"attach {attaching.literal(path)} as old (read_only)")
            if not fresh.execute("from duckdb_databases() where database_name = 'old'").fetchall():
                return
            found = fresh.execute("select max(schema_version) from old.meta").fetchall()[0][0]
            if found < schema.SCHEMA_VERSION and not path.with_name(path.name + ".wal").exists():
                write(fresh, path)
                _put_in_place(draft, path, found)
    finally:
        placing.discard(draft)


def write(fresh: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Fill an empty database with all that the one attached as `old` holds; `path` is what it is called."""
    schema.create(fresh)
    fresh.begin()
    here = dict(fresh.execute(COLUMNS, [_name(fresh)] * 2).fetchall())
    there = fresh.execute(COLUMNS, ["old", "old"]).fetchall()
    for table, columns in there:
        if table in here:
            _copied(fresh, path, table, columns, here[table])
        else:  # one of the user's own
            fresh.execute(f"create table {quoted(table)} as from old.{quoted(table)}")
    fresh.execute(PLACED)
    fresh.execute(ALONE)
    if "row_counts" not in dict(there):
        tallies.write(fresh)
    tallies.complete(fresh)
    if "signatures" not in dict(there):
        copies.sign(fresh)
    _users_views(fresh)
    fresh.commit()
    fresh.execute("checkpoint")


def _copied(fresh: duckdb.DuckDBPyConnection, path: Path, table: str, columns: list[str], known: list[str]) -> None:
    """Rows into the table of the same name; what stood empty may have had other columns."""
    if table == "meta":
        fresh.execute("update meta set created_at = (select min(created_at) from old.meta)")
        return
    unknown = [one for one in columns if one not in known]
    if unknown and fresh.execute(f"from old.{quoted(table)} limit 1").fetchall():
        message = LEFT_OVER.format(path=path, table=table, columns="、".join(unknown))
        raise StoreForeign("unknown_columns", message)
    if not unknown:
        names = ", ".join(map(quoted, columns))
        fresh.execute(f"delete from {quoted(table)}")  # what a new database begins with
        fresh.execute(f"insert into {quoted(table)} ({names}) select {names} from old.{quoted(table)}")


def _users_views(fresh: duckdb.DuckDBPyConnection) -> None:
    """Views of the user's own, as far as they still fit."""
    ours = {name for name, _ in fresh.execute(OWN_VIEWS, [_name(fresh)]).fetchall()}
    for name, sql in fresh.execute(OWN_VIEWS, ["old"]).fetchall():
        if name not in ours and name not in schema.VIEWS:
            with suppress(duckdb.CatalogException, duckdb.BinderException):
                fresh.execute(sql)


def _name(fresh: duckdb.DuckDBPyConnection) -> str:
    name: str = fresh.execute("select current_database()").fetchall()[0][0]
    return name


def _put_in_place(draft: Path, path: Path, version: int) -> None:
    with suppress(OSError):  # a file system without links, or a copy from before: the new file holds everything
        os.link(path, path.with_name(f"{path.name}.v{version}.bak"))
    draft.replace(path)
