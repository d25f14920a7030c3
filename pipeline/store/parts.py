"""Extractions as Arrow tables, many documents in one: what a worker makes and the one who writes takes in.

Tables cross the border between processes some thirty times as fast as values, and DuckDB takes them as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.model import Extraction
from pipeline.spans import Span
from pipeline.store.rows import Rows, rows, signatures, speech_id

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of whole documents, table by table; `ends[table][i]` is the row behind the last one of document i."""

    tables: "dict[str, pa.Table]"
    ends: dict[str, tuple[int, ...]]

    def __len__(self) -> int:
        """How many documents it holds."""
        return len(self.ends.get("speeches", ()))

    @property
    def ids(self) -> list[str]:
        """The speech ids, in the order of the documents."""
        return self.tables["speeches"]["speech_id"].to_pylist() if self else []

    def count(self, table: str) -> int:
        """The number of rows for a table."""
        return self.tables[table].num_rows if self else 0


NO_IDS: Mapping[Span, str] = MappingProxyType({})


def part(
    extractions: Iterable[Extraction], run_id: str, ids: Mapping[str, Mapping[Span, str]] = MappingProxyType({})
) -> Part:
    """The rows of some documents, ready to be inserted; `ids` are those that directives bear already, by speech."""
    import pyarrow as pa

    gathered: Rows = {}
    lengths: dict[str, list[int]] = {}
    for one in extractions:
        sid = speech_id(one.speech)
        made = rows(one, run_id, ids.get(sid, NO_IDS)) | {"signatures": signatures(one.speech.text, sid)}
        for table, columns in made.items():
            whole = gathered.setdefault(table, {name: [] for name in columns})
            for name, cells in columns.items():
                whole[name] += cells
            lengths.setdefault(table, []).append(len(next(iter(columns.values()))))
    tables = {table: pa.table({n: pa.array(cells) for n, cells in whole.items()}) for table, whole in gathered.items()}
    return Part(tables, {table: tuple(accumulate(counts)) for table, counts in lengths.items()})


def joined(parts: Sequence[Part]) -> Part:
    """Several parts as one."""
    import pyarrow as pa

    full = [one for one in parts if one]
    if len(full) == 1:
        return full[0]
    tables = {
        table: pa.concat_tables([one.tables[table] for one in full], promote_options="permissive")
        for table in (full[0].tables if full else ())
    }
    counts = {table: [n for one in full for n in sizes(one, table)] for table in tables}
    return Part(tables, {table: tuple(accumulate(numbers)) for table, numbers in counts.items()})


def of_run(whole: Part, run_id: str) -> Part:
    """The same documents as brought by another load."""
    import pyarrow as pa

    tables = dict(whole.tables)
    for name, lines in whole.tables.items():
        if "run_id" in lines.column_names:
            place = lines.column_names.index("run_id")
            tables[name] = lines.set_column(place, "run_id", pa.array([run_id] * lines.num_rows, pa.string()))
    return Part(tables, whole.ends)


def sizes(whole: Part, table: str) -> list[int]:
    """The number of rows of each document in a table."""
    ends = whole.ends[table]
    return [end - start for start, end in zip((0, *ends), ends, strict=False)]


def chosen(whole: Part, places: Sequence[int]) -> Part:
    """The documents at some places."""
    return joined([single(whole, place) for place in places])


def single(whole: Part, place: int) -> Part:
    """One document of a part."""
    starts = {table: ends[place - 1] if place else 0 for table, ends in whole.ends.items()}
    counts = {table: ends[place] - starts[table] for table, ends in whole.ends.items()}
    tables = {table: rows.slice(starts[table], counts[table]) for table, rows in whole.tables.items()}
    return Part(tables, {table: (count,) for table, count in counts.items()})
