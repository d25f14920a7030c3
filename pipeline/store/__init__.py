"""The DuckDB store: extractions in, tables and views out. The only door to DuckDB."""

from pipeline.store.counts import Counts
from pipeline.store.database import Store
from pipeline.store.query import select, select_parts
from pipeline.store.rows import rows, speech_id
from pipeline.store.snapshot import connect

__all__ = ["Counts", "Store", "connect", "rows", "select", "select_parts", "speech_id"]
