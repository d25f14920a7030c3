"""The store: whole documents in, frames and extractions out."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import duckdb

from pipeline.follow import Change, Event
from pipeline.model import Extraction, Failure, Known, Speech
from pipeline.store import (
    adding,
    asking,
    copies,
    correcting,
    following,
    loads,
    opening,
    parts,
    removing,
    replacing,
    restored,
    tallies,
)
from pipeline.store.asking import Params, Row
from pipeline.store.copies import Copied
from pipeline.store.counts import Counts
from pipeline.store.parts import Part
from pipeline.store.replacing import Replaced
from pipeline.store.rows import printable, speech_id
from pipeline.store.schema import quoted
from pipeline.store.transactions import checkpoint, transaction

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import pandas as pd
    import pyarrow as pa

    from pipeline.store.verifying import Finding

BATCH = 500
"""Documents in one transaction at most: alone each costs 15-24 ms, in a batch under 1 ms."""


class Store:
    """An open duban database; use it in a `with` block, and briefly: a writer shuts out everybody else."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, path: str | Path, readonly: bool = False, wait: float = 30.0) -> Self:
        """Open `path`; a writer makes it where it is missing, a busy one is waited for up to `wait` seconds.

        Raises:
            StoreBusy: another program held the file for longer than `wait` seconds.
            StoreForeign: `not_duckdb`, `foreign`, `newer` or `damaged`.
            UsageError: there is nothing to read, or no place to write.
        """
        return cls(opening.connection(Path(path), readonly, wait), Path(path))

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it, whatever happened; what was not committed is undone."""
        self.close()

    def close(self) -> None:
        """Give the file free."""
        self._connection.close()

    def begin(self, run_id: str, version: str, lexicon_hash: str) -> None:
        """Note that a load begins.

        Raises:
            StoreForeign: `rows_lost`, there are fewer rows than were stored.
        """
        tallies.check(self._connection, self.path)
        with self._transaction():
            loads.begun(self._connection, run_id, version, lexicon_hash)

    def finish(self, run_id: str) -> None:
        """Note that a load ended as it should."""
        with self._transaction():
            loads.finished(self._connection, run_id)

    def add(self, extractions: Iterable[Extraction], run_id: str) -> Counts:
        """Store whole documents, many in a transaction; a text that is here already only gains its path as a source."""
        total, rest = Counts(), iter(extractions)
        while batch := list(islice(rest, BATCH)):
            total += self._added(parts.part(batch, run_id), run_id)
        self._checkpoint()
        return total

    def add_parts(self, made: Sequence[Part], run_id: str) -> Counts:
        """The same for documents whose rows are made already, all in one transaction."""
        counts = self._added(parts.joined(made), run_id)
        self._checkpoint()
        return counts

    def near_copies(self, run_id: str) -> tuple[Copied, ...]:
        """The speeches of a load that nearly repeat others, those most alike first."""
        return copies.of_run(self._connection, run_id)

    def fail(self, failures: Iterable[Failure], run_id: str) -> None:
        """Keep what could not be read, with its reasons."""
        found = {printable(failure.path): failure for failure in failures}
        with self._transaction():
            loads.failed(self._connection, found, run_id)

    def replace(self, extractions: Iterable[Extraction], run_id: str) -> dict[str, Replaced]:
        """Put new readings of stored speeches in place of the old ones, many in a transaction.

        Old directives hand their ids and follow-up to those that cover them best; corrections that stand are put in;
        what was followed up and has no successor goes to `withdrawn`. Sources, near copies and events stay. Gives what
        became of each speech; one whose reading breaks a constraint stays as it was, is noted in `failures`, left out.

        Raises:
            UsageError: `no_speech`, one of them is not stored.
        """
        told: dict[str, Replaced] = {}
        rest = iter(extractions)
        while batch := list(islice(rest, BATCH)):
            told |= self._replaced(batch, run_id)
        self._checkpoint()
        return told

    def remove(self, ids: Sequence[str], with_follow_up: bool = False) -> dict[str, int]:
        """Delete speeches with all that hangs on them; gives the rows deleted by table.

        Raises:
            UsageError: `no_speech`; `followed_up` where there are events, unless `with_follow_up`. Nothing is deleted.
        """
        with self._transaction():
            deleted = removing.removed(self._connection, ids, with_follow_up)
        self._checkpoint()
        return deleted

    def findings(self) -> "tuple[Finding, ...]":
        """All that is wrong with what is stored, each with what to do.

        Raises:
            StoreForeign: `damaged`, it cannot even be read.
        """
        from pipeline.store import verifying

        try:
            return verifying.findings(self._connection)
        except duckdb.Error as error:
            raise opening.refusal(error, self.path) from error

    def recount(self) -> None:
        """Take the present numbers of rows for right."""
        with self._transaction():
            tallies.write(self._connection)

    def correct(self, which: str, changes: Mapping[str, Any], author: str | None, reason: str | None = None) -> str:
        """Put fields of a directive or of any statement right, and record it, all or nothing; gives the id of the act.

        Args:
            which: a directive_id (also a withdrawn one) or a statement_id.
            changes: by field, in the shape of gold as plain values: `zone` and `kind` by name; `bodies` and `targets`
                as whole lists, `due` and `recurrence` as objects or None, each with its `mention` as it stands in the
                text; `verdict` "accepted" (or None), which only marks.
            author: who.
            reason: why.

        Raises:
            UsageError: `no_directive`, `no_statement`; `correction` for an unknown field or value, `not_in_text` for a
                mention that stands neither in the statement nor before it, `not_directive` for a field that only
                directives have, `unchanged`.
        """
        with self._transaction():
            return correcting.corrected(self._connection, which, changes, author, reason)

    def undo_correction(self, action_id: str, author: str | None, reason: str | None = None) -> str:
        """Take the corrections of one act back, in the tables and as events of kind `undo`; gives the new act's id.

        Each field gets what the latest correction that still stands says, else what was there before the first.

        Raises:
            UsageError: `no_correction`, nothing of this act stands.
        """
        with self._transaction():
            return correcting.undone(self._connection, action_id, author, reason)

    def known(self) -> Known:
        """The hashes of all texts that are stored, and of the files that need not be parsed to find them."""
        texts = frozenset(sha for (sha,) in self.tuples("select sha256 from speeches"))
        return Known(texts, dict(self.tuples("select file_hash, sha256 from sources where file_hash is not null")))

    def add_sources(self, found: Sequence[Speech], run_id: str) -> Counts:
        """Note where texts came from that are stored already."""
        if not found:
            return Counts()
        with self._transaction():
            return adding.sources_added(self._connection, found, run_id)

    def record(self, changes: Sequence[Change], author: str | None, reason: str | None = None) -> str:
        """Append what somebody did in one act, all or nothing; gives the id of the act.

        Raises:
            UsageError: there is no such directive.
        """
        with self._transaction():
            return following.recorded(self._connection, changes, author, reason)

    def events(self, directive_id: str) -> tuple[Event, ...]:
        """All that was recorded of a directive, the oldest first."""
        return following.events(self._connection, directive_id)

    def frame(self, view_or_sql: str, params: Params = None) -> "pd.DataFrame":
        """A table, a view or a query as a pandas frame.

        Raises:
            UsageError: no such table, or the SQL is wrong.
        """
        return asking.frame(self._connection, view_or_sql, params)

    def arrow(self, view_or_sql: str, params: Params = None) -> "pa.Table":
        """A table, a view or a query as an Arrow table, types and nulls as they are in the database."""
        return asking.arrow(self._connection, view_or_sql, params)

    def tuples(self, view_or_sql: str, params: Params = None) -> list[Row]:
        """A table, a view or a query as plain tuples."""
        return asking.tuples(self._connection, view_or_sql, params)

    def tables(self) -> dict[str, int]:
        """The number of rows in each table."""
        names = self.tuples("select table_name from duckdb_tables() where not internal order by table_oid")
        return {name: self.tuples(f"select count(*) from {quoted(name)}")[0][0] for (name,) in names}

    def speech(self, sid: str) -> Speech:
        """The text stored under a speech id, and what is known about it.

        Raises:
            UsageError: no such speech.
        """
        return restored.speech(self.tuples, sid)

    def extraction(self, sid: str) -> Extraction:
        """What was stored under a speech id, equal to what went in.

        Raises:
            UsageError: no such speech.
        """
        return restored.extraction(self.tuples, sid)

    def _transaction(self) -> "AbstractContextManager[None]":
        return transaction(self._connection, self.path)

    def _checkpoint(self) -> None:
        checkpoint(self._connection, self.path)

    def _added(self, batch: Part, run_id: str) -> Counts:
        """One transaction; where a document breaks a constraint, the others are stored without it."""
        if not batch:
            return Counts()
        try:
            with self._transaction():
                return adding.added(self._connection, batch, run_id)
        except duckdb.ConstraintException as error:
            if len(batch) > 1:
                return sum((self._added(parts.single(batch, i), run_id) for i in range(len(batch))), Counts())
            path = (*batch.tables["sources"]["path"].to_pylist(), *batch.ids)[0]
            self.fail([Failure(path, "constraint", f"抽取结果不合数据库的约束，未存入：{error}")], run_id)
            return Counts(failed=1)

    def _replaced(self, batch: list[Extraction], run_id: str) -> dict[str, Replaced]:
        """One transaction; where a document breaks a constraint, it stays as it was and the others are replaced."""
        try:
            with self._transaction():
                return replacing.replaced(self._connection, batch, run_id)
        except duckdb.ConstraintException as error:
            if len(batch) > 1:
                return {sid: told for one in batch for sid, told in self._replaced([one], run_id).items()}
            name = batch[0].speech.path or speech_id(batch[0].speech)
            self.fail([Failure(name, "constraint", f"抽取结果不合数据库的约束，保留原有内容：{error}")], run_id)
            return {}
