"""What an edited ledger asks to be recorded: status and progress that were changed in the sheet.

What the sheet did not change is left alone; what was changed in the database since the export is a conflict,
listed and never overwritten. A second import finds its values in the database and asks for nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.export import passport, returned
from pipeline.export.passport import PROGRESS, STATUS, Stamp
from pipeline.export.returned import Line, Returned
from pipeline.follow import Change, EventKind
from pipeline.store import Store

NOW = "select directive_id, status, progress from ledger"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a directive is in the database now."""

    status: str
    progress: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A cell that somebody changed: in which row, from what to what; `conflict` says why it is not recorded."""

    row: int
    directive_id: str
    column: str
    old: str
    new: str
    conflict: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be recorded, and what stands in the way."""

    on: str
    rows: int
    edits: tuple[Edit, ...]
    conflicts: tuple[Edit, ...]

    def changes(self) -> list[Change]:
        """The edits as the store records them."""
        return [_change(edit) for edit in self.edits]


def plan(store: Store, path: Path) -> Plan:
    """What a workbook that came back asks of this database.

    Raises:
        UsageError: `foreign_database`, or whatever `returned.read` refuses.
    """
    book = returned.read(path)
    return planned(book, passport.fingerprint(store), standings(store), path.name)


def record(store: Store, path: Path, shown: Plan, author: str | None) -> int:
    """Record what was shown, in one act; gives the number of events.

    Raises:
        UsageError: `meanwhile`, somebody changed the database or the file since.
    """
    if plan(store, path) != shown:
        raise UsageError("meanwhile", "刚才数据库或文件又有变动，未作任何记录：请重新运行并核对。")
    if shown.edits:
        store.record(shown.changes(), author, f"由 Excel 台账回填：{path.name}（{shown.on} 导出）")
    return len(shown.edits)


def standings(store: Store) -> dict[str, Standing]:
    """Every directive as it is now."""
    return {
        known: Standing(status, passport.plain(passport.shown(note or ""))) for known, status, note in store.tuples(NOW)
    }


def planned(book: Returned, database: str, now: dict[str, Standing], name: str) -> Plan:
    """The same over values."""
    if book.database != database:
        raise UsageError(
            "foreign_database", f"{name} 是从别的数据库导出的，未作任何改动：请用 --db 指定导出时的数据库。"
        )
    every = [edit for line in book.lines for edit in _edits(line, book.stamps[line.directive_id], now)]
    return Plan(
        book.on,
        len(book.lines),
        tuple(edit for edit in every if edit.conflict is None),
        tuple(edit for edit in every if edit.conflict),
    )


def _edits(line: Line, before: Stamp, now: dict[str, Standing]) -> Iterator[Edit]:
    """The changed cells of a row."""
    known, current = line.directive_id, now.get(line.directive_id)
    if line.status != before.status and (current is None or line.status != current.status):
        told = _conflict(current, current is not None and current.status != before.status)
        yield Edit(line.row, known, STATUS, current.status if current else before.status, line.status, told)
    if passport.note(line.progress) != before.progress and (current is None or line.progress != current.progress):
        told = _conflict(current, current is not None and passport.note(current.progress) != before.progress)
        if passport.CUT in line.progress:
            told = "原有进展过长，表中只有一部分：请在网页上修改"
        yield Edit(line.row, known, PROGRESS, current.progress if current else "", line.progress, told)


def _conflict(current: Standing | None, changed: bool) -> str | None:
    if current is None:
        return "重新抽取后已没有这项任务"
    return "导出之后数据库中已改为此值，未覆盖" if changed else None


def _change(edit: Edit) -> Change:
    if edit.column == STATUS:
        return Change(edit.directive_id, EventKind.STATUS, None, edit.old, edit.new)
    return Change(edit.directive_id, EventKind.NOTE, "progress", edit.old or None, edit.new)
