"""Questions about the lists: a page of the rows of one, and the file of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.dashboard import data, lean, paging
from pipeline.dashboard.list_sql import KINDS, ROLES, SAID
from pipeline.dashboard.paging import Place
from pipeline.dashboard.request import CONDITIONS
from pipeline.export.tables import csv_file
from pipeline.export.workbook import workbook
from pipeline.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]

PAGE = """
    {keys}
    select *, count(*) over () as total
    from keyed
    where {condition}
    order by number
    limit $limit offset $offset
"""
FILE = """
    select * from {name}
    where 序号 in ({keys} select number from keyed where {condition})
    order by 序号
"""
NO_MEASURE = dict.fromkeys(("measure", "responsible", "assisting", "due", "due_text", "due_latest", "status"))
"""Of a problem that no directive answers."""

LEDGER = f"{lean.SHOWN} select * exclude (number, text, speech_id) from ledger"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the URL asks of the page; with `open`, only problems that no measure answers."""

    shown: str
    speech: str = ""
    body: str = ""
    words: str = ""
    open: bool = False
    page: int = 1

    @classmethod
    def of(cls, parameters: Mapping[str, str], kept: tuple[str, ...]) -> "Asked":
        """From the parameters of a URL, for a place that keeps some of the lists."""
        said = {name: parameters.get(name, "").strip()[:200] for name in ("speech", "body", "words")}
        chosen = parameters.get("list", "")
        shown = chosen if chosen in kept else kept[0]
        body = said["body"] if KINDS[shown].of_body else ""
        opened = shown == "rectifications" and parameters.get("open") == "1"
        return cls(shown, said["speech"], body, said["words"], opened, paging.wanted(parameters))

    def parameters(self, **changes: str) -> dict[str, str]:
        """For a URL, with changes; always from the first page."""
        held = {"list": self.shown, "speech": self.speech, "body": self.body, "words": self.words}
        held |= {"open": "1" if self.open else ""} | changes
        return {name: value for name, value in held.items() if value}

    @property
    def filtered(self) -> bool:
        """Whether any row may be left out."""
        return bool(self.speech or self.body or self.words or self.open)

    def condition(self) -> tuple[str, dict[str, object]]:
        """The condition on the rows of its view, and its parameters."""
        kind = KINDS[self.shown]
        said = {
            "speech": CONDITIONS["speech"],
            "body": kind.of_body or "true",
            "words": kind.sought,
        }
        values: dict[str, object] = {name: value for name in said if (value := getattr(self, name))}
        parts = [said[name] for name in values] + (["directive_id is null"] if self.open else [])
        return " and ".join(parts) or "true", values


def page(store: Store, asked: Asked) -> tuple[tuple[Row, ...], Place]:
    """The rows of one page."""
    found, here = _keys(store, asked, asked.page)
    if not found and asked.page > 1:
        _, first = _keys(store, asked, 1)
        found, here = _keys(store, asked, first.last)
    return tuple(_whole(store, asked.shown, found)), here


def _keys(store: Store, asked: Asked, number: int) -> tuple[list[Row], Place]:
    """The keys of a page, and its place; none beyond the last page."""
    condition, values = asked.condition()
    sql = PAGE.format(keys=KINDS[asked.shown].keys, condition=condition)
    offset = (number - 1) * paging.SIZE
    found: list[Row] = store.arrow(sql, values | {"limit": paging.SIZE, "offset": offset}).to_pylist()
    return found, Place(number, found[0]["total"] if found else 0)


def _whole(store: Store, shown: str, keys: Sequence[Row]) -> Iterator[Row]:
    """What is shown of each row."""
    ids = list(dict.fromkeys(one["directive_id"] for one in keys if one.get("directive_id")))
    ledger = _by_key(store, LEDGER, {"ids": ids}, "directive_id") if ids else {}
    groups = {one["statement_id"]: one.get("last") for one in keys if "statement_id" in one}
    asked: dict[str, object] = {"groups": list(groups), "lasts": list(groups.values())}
    problems = _by_key(store, SAID, asked, "statement_id") if groups else {}
    each = shown == "responsibilities"
    roles = _by_key(store, ROLES, {"ids": ids}, "directive_id", "body_id") if each else {}
    for key in keys:
        told = problems.get((key.get("statement_id"),), {}) | roles.get(
            (key.get("directive_id"), key.get("body_id")), {}
        )
        yield ledger.get((key.get("directive_id"),), NO_MEASURE) | told | key


def _by_key(store: Store, sql: str, values: lean.Values, *names: str) -> dict[tuple[Any, ...], Row]:
    """The rows of a query by what names them."""
    return {tuple(row[name] for name in names): row for row in store.arrow(sql, values).to_pylist()}


def content(store: Store, asked: Asked) -> "pa.Table":
    """All rows asked for, with the columns of the list."""
    condition, values = asked.condition()
    kind = KINDS[asked.shown]
    return store.arrow(FILE.format(name=kind.name, keys=kind.keys, condition=condition), values)


def file(form: str, asked: Asked) -> bytes:
    """All rows asked for as a file; the database is closed again before it is written."""
    found = data.asked(lambda store: content(store, asked))
    return csv_file(found) if form == "csv" else workbook(found, KINDS[asked.shown].name)
