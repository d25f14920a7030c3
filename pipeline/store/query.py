"""One read-only statement of a user's, on a private copy, with no way out of it."""

import tempfile
from collections.abc import Sequence
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

WRONG = (
    ("Parser Error", "查询的语法有误"),
    ("Catalog Error", "没有这个表、视图或函数"),
    ("Binder Error", "列名或用法有误"),
    ("Conversion Error", "有的值不能转换成所要的类型"),
    ("Out of Range Error", "有的值超出范围"),
)
"""How DuckDB begins to say what is wrong, and our words; its own follow, since they point to the place."""


def select(path: str | Path, sql: str, limit_rows: int | None = None) -> "pd.DataFrame":
    """The answer to one query, the first `limit_rows` rows of it.

    Raises:
        UsageError: `sql_kind` for anything but one query, `sql` where it is wrong.
    """
    statement = only(sql)
    with tempfile.TemporaryDirectory(prefix="duban-", ignore_cleanup_errors=True) as folder:
        copy = copied(Path(path), Path(folder))
        return _answer(duckdb.connect(str(copy), read_only=True, config=LOCKED), statement, limit_rows)


def select_parts(folder: Path, sql: str, limit_rows: int | None = None) -> "pd.DataFrame":
    """The same from a folder of Parquet parts, as it lies.

    Raises:
        UsageError: as `select`; `unfinished` where no manifest says that the folder is complete.
        StoreForeign: `damaged`, or of another `version`.
    """
    statement = only(sql)
    return _answer(parquet.opened(folder), statement, limit_rows)


def _answer(opened: duckdb.DuckDBPyConnection, statement: duckdb.Statement, limit_rows: int | None) -> "pd.DataFrame":
    with opened as connection:
        try:
            result = connection.execute(statement)
            return result.df() if limit_rows is None else _head(result, limit_rows)
        except duckdb.Error as error:
            raise wrong(str(error)) from error


def only(sql: str, allowed: Sequence[duckdb.StatementType] = ALLOWED, refusal: str = ONLY_READING) -> duckdb.Statement:
    """The one query that a text is.

    Raises:
        UsageError: `sql_kind` for anything but one query, `sql` where it cannot be read.
    """
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise wrong(str(error)) from error
    if len(statements) != 1 or statements[0].type not in allowed:
        raise UsageError("sql_kind", refusal)
    return statements[0]


def wrong(said: str) -> UsageError:
    """What DuckDB has against a query."""
    ours = next((words for sign, words in WRONG if said.startswith(sign)), "查询有误")
    return UsageError("sql", f"{ours}：{said}")


def _head(result: duckdb.DuckDBPyConnection, limit_rows: int) -> "pd.DataFrame":
    import pandas as pd

    names = [column[0] for column in result.description]
    return pd.DataFrame(result.fetchmany(limit_rows), columns=names)
