"""Questions about the lists: a page of the rows of one, and the file of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.dashboard import paging
from pipeline.dashboard.paging import Place
from pipeline.dashboard.request import CONDITIONS
from pipeline.export.tables import csv_file
from pipeline.export.workbook import workbook
from pipeline.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]

OWN_BODY = """(
    $body in (body_id, name)
    or (contains(name, $body) and not exists (from bodies as known where $body in (known.body_id, known.name)))
)"""
"""The rows of one body in the list that has a row for each body."""

PAGE = "select * from {view} where {condition} order by number limit $limit offset $offset"
FILE = "select * from {name} where 序号 in (select number from {view} where {condition}) order by 序号"


@dataclass(frozen=True, slots=True)
class Kind:
    """A list: its view, the one with Chinese names, where words are sought, and which rows are those of a body."""

    view: str
    name: str
    sought: str
    of_body: str | None


KINDS = {
    "problems": Kind("problem_list", "问题清单", "source, heading_path, problem", None),
    "tasks": Kind(
        "task_list", "任务清单", "source, task, measure, responsible, assisting, due_text, targets", CONDITIONS["body"]
    ),
    "responsibilities": Kind(
        "responsibility_list", "责任清单", "source, name, task, measure, due_text, targets", OWN_BODY
    ),
    "rectifications": Kind(
        "rectification_list",
        "整改清单",
        "source, problem, measure, responsible, assisting, due_text",
        CONDITIONS["body"],
    ),
}


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
            "words": f"contains(lower(concat_ws(' ', {kind.sought})), lower($words))",
        }
        values: dict[str, object] = {name: value for name in said if (value := getattr(self, name))}
        parts = [said[name] for name in values] + (["directive_id is null"] if self.open else [])
        return " and ".join(parts) or "true", values


def page(store: Store, asked: Asked) -> tuple[tuple[Row, ...], Place]:
    """The rows of one page."""
    condition, values = asked.condition()
    view = KINDS[asked.shown].view
    here = paging.place(asked.page, store.tuples(f"select count(*) from {view} where {condition}", values)[0][0])
    sql = PAGE.format(view=view, condition=condition)
    return tuple(store.arrow(sql, values | {"limit": here.size, "offset": here.offset}).to_pylist()), here


def csv(store: Store, asked: Asked) -> bytes:
    """All rows asked for as CSV for Excel."""
    return csv_file(_content(store, asked))


def xlsx(store: Store, asked: Asked) -> bytes:
    """All rows asked for as a workbook."""
    return workbook(_content(store, asked), KINDS[asked.shown].name)


FORMS: dict[str, Callable[[Store, Asked], bytes]] = {"csv": csv, "xlsx": xlsx}


def _content(store: Store, asked: Asked) -> "pa.Table":
    condition, values = asked.condition()
    kind = KINDS[asked.shown]
    return store.arrow(FILE.format(name=kind.name, view=kind.view, condition=condition), values)
