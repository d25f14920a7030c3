"""One read-only statement of a user's, on a private copy, with no way out of it."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipeline.errors import UsageError
from pipeline.store import parquet
from pipeline.store.opening import SETTINGS
from pipeline.store.snapshot import copied

if TYPE_CHECKING:
    import pandas as pd

LOCKED = SETTINGS | {"enable_external_access": False, "lock_configuration": True}
ALLOWED = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
"""DESCRIBE, SHOW, SUMMARIZE, WITH, FROM and VALUES are SELECT to DuckDB."""

ONLY_READING = "只能执行一条查询语句（SELECT、WITH、DESCRIBE、SHOW、SUMMARIZE、EXPLAIN），不能修改数据或访问其他文件"


def select(path: str | Path, sql: str, limit_rows: int | None = None) -> "pd.DataFrame":
    """The answer to one query, the first `limit_rows` rows of it.

    Raises:
        UsageError: `sql_kind` for anything but one query, `sql` where it is wrong.
    """
    statement = _only(sql)
    with tempfile.TemporaryDirectory(prefix="duban-", ignore_cleanup_errors=True) as folder:
        copy = copied(Path(path), Path(folder))
        return _answer(duckdb.connect(str(copy), read_only=True, config=LOCKED), statement, limit_rows)


def select_parts(folder: Path, sql: str, limit_rows: int | None = None) -> "pd.DataFrame":
    """The same from a folder of Parquet parts, as it lies.

    Raises:
        UsageError: as `select`; `unfinished` where no manifest says that the folder is complete.
        StoreForeign: `damaged`, or of another `version`.
    """
    statement = _only(sql)
    return _answer(parquet.opened(folder), statement, limit_rows)


def _answer(opened: duckdb.DuckDBPyConnection, statement: duckdb.Statement, limit_rows: int | None) -> "pd.DataFrame":
    with opened as connection:
        try:
            result = connection.execute(statement)
            return result.df() if limit_rows is None else _head(result, limit_rows)
        except duckdb.Error as error:
            raise UsageError("sql", f"查询有误：{error}") from error


def _only(sql: str) -> duckdb.Statement:
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise UsageError("sql", f"查询有误：{error}") from error
    if len(statements) != 1 or statements[0].type not in ALLOWED:
        raise UsageError("sql_kind", ONLY_READING)
    return statements[0]


def _head(result: duckdb.DuckDBPyConnection, limit_rows: int) -> "pd.DataFrame":
    import pandas as pd

    names = [column[0] for column in result.description]
    return pd.DataFrame(result.fetchmany(limit_rows), columns=names)
