"""The tables and views as they are written into a new database, and the version that tells whether we know a file."""

from functools import cache
from hashlib import blake2b
from importlib.resources import files

import duckdb

from pipeline.store import tallies

SCHEMA_VERSION = 7

VIEWS = (
    "span",
    "zh",
    "speech_list",
    "directive_bodies",
    "follow_up",
    "ledger",
    "ledger_zh",
    "task_list",
    "task_list_zh",
    "responsibility_list",
    "responsibility_list_zh",
    "problem_list",
    "problem_list_zh",
    "rectification_list",
    "rectification_list_zh",
    "gaps",
    "coverage",
    "by_body",
    "due_within",
    "due_soon",
    "zone_shares",
    "body_load",
    "body_pairs",
    "orphans",
    "programme_mismatches",
    "sanction_list",
    "directive_links",
)
"""The files of `views/` in the order in which they build on one another."""

UNCOMMENTED = """
    with known as (
        select c.column_name, c.comment, v.view_oid is not null as of_view, c.table_oid
        from duckdb_columns() as c
        left join duckdb_views() as v on v.view_oid = c.table_oid
        where not c.internal and c.comment is not null
    )
    select c.table_name, c.column_name, arg_min(k.comment, (k.of_view, k.table_oid))
    from duckdb_columns() as c
    join duckdb_views() as v on v.view_oid = c.table_oid
    join known as k using (column_name)
    where not c.internal and c.comment is null
    group by c.table_name, c.column_name
"""
"""Columns of views without a comment of their own, with that of the first column of the same name."""


@cache
def views_sql() -> str:
    """All views and macros as one script."""
    folder = files(__package__) / "views"
    return "\n".join((folder / f"{name}.sql").read_text(encoding="utf-8") for name in VIEWS)


@cache
def views_hash() -> str:
    """Tells whether a file holds the views of this program."""
    return blake2b(views_sql().encode(), digest_size=8).hexdigest()


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


@cache
def tables_sql() -> str:
    """All tables as one script."""
    return (files(__package__) / "schema.sql").read_text(encoding="utf-8")


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Write tables and views into an empty database, all or nothing."""
    connection.begin()
    connection.execute(tables_sql())
    connection.execute(
        "insert into meta (application, schema_version, views_hash) values ('duban', ?, '')", [SCHEMA_VERSION]
    )
    tallies.write(connection)
    _write_views(connection)
    connection.commit()


def refresh_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the views of an older program up to date; tables stay as they are."""
    if connection.execute("select views_hash from meta").fetchall() != [(views_hash(),)]:
        connection.begin()
        _write_views(connection)
        connection.commit()


def _write_views(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(views_sql())
    for view, column, comment in connection.execute(UNCOMMENTED).fetchall():
        words = comment.replace("'", "''")
        connection.execute(f"comment on column {quoted(view)}.{quoted(column)} is '{words}'")
    connection.execute("update meta set views_hash = ?", [views_hash()])
