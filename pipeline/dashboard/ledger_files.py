"""督办台账 as a file: all rows that the filters leave; the database is closed again before the file is written."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pipeline.dashboard import data, lean
from pipeline.dashboard.request import Request
from pipeline.export import ledger
from pipeline.export.tables import csv_file
from pipeline.lexicon.lamps import bundled
from pipeline.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = """
    select * from 督办台账
    where 任务编号 in (select directive_id from directives where {condition})
    order by 序号
"""


def content(store: Store, request: Request) -> "pa.Table":
    """All rows asked for, with the columns of 督办台账."""
    condition, values = request.condition()
    return store.arrow(ROWS.format(condition=condition), values)


def csv(request: Request) -> bytes:
    """CSV for Excel."""
    return csv_file(data.asked(lambda store: content(store, request)))


def xlsx(request: Request) -> bytes:
    """The Excel ledger, with the lists that go with it."""
    told = data.asked(lambda store: ledger.content(store, lean.ids(store, *request.condition())))
    return ledger.written(told, ledger.Cover(request.day, bundled())).getvalue()


FORMS: Mapping[str, Callable[[Request], bytes]] = {"csv": csv, "xlsx": xlsx}
