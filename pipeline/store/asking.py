"""Questions to an open database: a table, a view or a query as a frame, an Arrow table or tuples."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from pipeline.errors import UsageError
from pipeline.store.schema import quoted

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Row = tuple[Any, ...]
Params = Sequence[object] | dict[str, object] | None


def frame(connection: duckdb.DuckDBPyConnection, view_or_sql: str, params: Params = None) -> "pd.DataFrame":
    """The answer as a pandas frame."""
    with _asking():
        found: pd.DataFrame = connection.execute(_query(view_or_sql), params).df()
    return found


def arrow(connection: duckdb.DuckDBPyConnection, view_or_sql: str, params: Params = None) -> "pa.Table":
    """The answer as an Arrow table."""
    with _asking():
        result = connection.sql(_query(view_or_sql), params=params)
        if result is None:
            raise UsageError("sql", "没有要执行的查询")
        return result.to_arrow_table()


def tuples(connection: duckdb.DuckDBPyConnection, view_or_sql: str, params: Params = None) -> list[Row]:
    """The answer as plain tuples."""
    with _asking():
        return connection.execute(_query(view_or_sql), params).fetchall()


def _query(view_or_sql: str) -> str:
    """All of a table or view where only its name is given."""
    return f"from {quoted(view_or_sql)}" if re.fullmatch(r"\w+", view_or_sql) else view_or_sql


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise UsageError("sql", f"查询有误：{error}") from error
