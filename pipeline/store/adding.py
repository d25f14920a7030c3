"""New documents into the tables, with their near copies; in the caller's transaction."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import duckdb

from pipeline.model import Speech
from pipeline.store import copies, inserting, loads, parts, tallies
from pipeline.store.counts import Counts
from pipeline.store.parts import Part
from pipeline.store.rows import sources, speech_id

if TYPE_CHECKING:
    import pyarrow as pa

KNOWN = "select speech_id from speeches where speech_id in (select unnest(?))"

FILE_HASHES = """
    update sources set file_hash = n.file_hash
    from arrow_table as n
    where sources.speech_id = n.speech_id and sources.path = n.path
        and sources.file_hash is distinct from n.file_hash
"""
"""What files are known by now: an older program, or other libraries, read them in another way."""


def added(connection: duckdb.DuckDBPyConnection, batch: Part, run_id: str) -> Counts:
    """Insert the documents that are not here already; of the others only where they came from.

    Raises:
        duckdb.ConstraintException: one of them breaks a key or a check.
    """
    ids = batch.ids
    first = {sid: place for place, sid in reversed([*enumerate(ids)])}
    for (sid,) in connection.execute(KNOWN, [ids]).fetchall():
        del first[sid]
    new = sorted(first.values())
    fresh = batch if len(new) == len(batch) else parts.chosen(batch, new)
    for table, lines in fresh.tables.items():
        if table != "sources":
            put = inserting.insert_missing if table in inserting.SHARED else inserting.insert
            put(connection, table, lines)
    _sources(connection, batch.tables["sources"])
    tallies.add(connection, {table: fresh.count(table) for table in tallies.COUNTED if table in fresh.tables})
    copies.flag(connection, fresh.ids)
    counts = Counts(len(new), fresh.count("statements"), fresh.count("directives"), len(batch) - len(new))
    loads.count(connection, run_id, counts)
    return counts


def sources_added(connection: duckdb.DuckDBPyConnection, found: Sequence[Speech], run_id: str) -> Counts:
    """Note where texts came from that are stored already, unless somebody has removed them since."""
    import pyarrow as pa

    here = {sid for (sid,) in connection.execute(KNOWN, [[speech_id(one) for one in found]]).fetchall()}
    stored = [one for one in found if speech_id(one) in here]
    _sources(connection, pa.table(sources(stored, run_id)))
    counts = Counts(skipped=len(found))
    loads.count(connection, run_id, counts)
    return counts


def _sources(connection: duckdb.DuckDBPyConnection, lines: "pa.Table") -> None:
    """Where stored texts came from; a file that is noted already may have another hash."""
    hashed = lines.filter(lines["file_hash"].is_valid())
    if hashed.num_rows:
        with inserting.registered(connection, hashed):
            connection.execute(FILE_HASHES)
    inserting.insert_missing(connection, "sources", lines)
