"""Parquet files of speeches, a batch of rows at a time: what they unpack to, nothing in them tells beforehand."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.errors import ReadError
from pipeline.reading import limits, tables
from pipeline.reading.extra import library

BATCH = 200  # rows in memory at a time
Row = dict[str, Any]


def text(raw: bytes) -> Iterator[list[Row]]:
    """The rows with the columns that tell something; ReadError where it is damaged, too large, or has no text."""
    parquet, arrow = library("pyarrow.parquet"), library("pyarrow")
    arrow.set_memory_pool(arrow.system_memory_pool())  # others reserve more addresses than the guard allows
    read = 0
    try:
        file = parquet.ParquetFile(io.BytesIO(raw))
        wanted = _wanted(file, len(raw))
        for batch in file.iter_batches(BATCH, columns=wanted, use_threads=False):
            read += batch.nbytes
            if limits.swollen(read, len(raw)):
                raise _swollen()
            yield batch.to_pylist()
    except arrow.ArrowMemoryError as error:
        raise MemoryError from error
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise ReadError("damaged", "Parquet 文件从这里起已损坏或不受支持：请重新导出。") from error


def _wanted(file: Any, size: int) -> Sequence[str]:  # noqa: ANN401  (pyarrow ships no types)
    """The columns to be read, where what the file declares of itself is within the limits."""
    facts = file.metadata
    if facts.num_rows > limits.ROWS:
        raise ReadError("too_large", f"数据文件超过 {limits.ROWS // 10_000} 万行：请拆分后导入。")
    if limits.swollen(sum(facts.row_group(n).total_byte_size for n in range(facts.num_row_groups)), size):
        raise _swollen()
    names = file.schema_arrow.names
    if not tables.text_of(names):
        raise tables.no_text_column()
    return [one for one in names if tables.known(one)]


def _swollen() -> ReadError:
    return ReadError("too_large", "数据文件展开后过大：请拆分后导入。")
