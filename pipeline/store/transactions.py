"""All or nothing, and our word for what DuckDB says where it is nothing."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from pipeline.store import opening


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    """What happens in the block is committed where it ends well, else undone; `path` is what the file is called.

    Raises:
        duckdb.ConstraintException: as it comes, since it is about one document.
        StoreError: for whatever else DuckDB says.
    """
    try:
        connection.begin()
        yield
        connection.commit()
    except BaseException as error:
        with suppress(duckdb.Error):
            connection.rollback()
        if isinstance(error, duckdb.Error) and not isinstance(error, duckdb.ConstraintException):
            raise opening.refusal(error, path) from error
        raise


def checkpoint(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the log into the file; what it holds is committed, whatever happens here."""
    try:
        connection.execute("checkpoint")
    except duckdb.Error as error:
        raise opening.refusal(error, path) from error
