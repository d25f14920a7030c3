"""What is noted of a load: its begin and end, its figures, what could not be read; in the caller's transaction."""

from collections.abc import Mapping

import duckdb

from pipeline.model import Failure
from pipeline.store.counts import Counts


def begun(connection: duckdb.DuckDBPyConnection, run_id: str, version: str, lexicon_hash: str) -> None:
    """Note that a load begins."""
    connection.execute(
        "insert or ignore into runs (run_id, version, lexicon_hash) values (?, ?, ?)", [run_id, version, lexicon_hash]
    )


def finished(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Note that a load ended as it should."""
    connection.execute("update runs set ended_at = current_timestamp at time zone 'UTC' where run_id = ?", [run_id])


def failed(connection: duckdb.DuckDBPyConnection, failures: Mapping[str, Failure], run_id: str) -> None:
    """Keep what could not be read, by its path, with its reasons."""
    for path, failure in failures.items():
        connection.execute(
            "insert or replace into failures (run_id, path, code, message) values (?, ?, ?, ?)",
            [run_id, path, failure.code, failure.message],
        )
    count(connection, run_id, Counts(failed=len(failures)))


def count(connection: duckdb.DuckDBPyConnection, run_id: str, more: Counts) -> None:
    """Add to the figures of a load, together with what they count."""
    connection.execute("insert into runs (run_id) select $1 where not exists (from runs where run_id = $1)", [run_id])
    connection.execute(
        """update runs set speeches = speeches + ?, statements = statements + ?, directives = directives + ?,
        skipped = skipped + ?, failed = failed + ? where run_id = ?""",
        [more.speeches, more.statements, more.directives, more.skipped, more.failed, run_id],
    )
