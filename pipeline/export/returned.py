"""An edited workbook read back: the rows of the ledger and what the hidden sheet says of them.

Rows may be sorted, filtered or deleted and columns moved; a sheet that is not ours, or whose rows no longer say
what they said, is refused as a whole, with each row and the reason.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.export import passport
from pipeline.export.items import library
from pipeline.export.passport import HEAD, ID, PROGRESS, SHEET, SOURCE, STATUS, WORDS, Stamp
from pipeline.follow import Status

NEEDED = (ID, SOURCE, WORDS, PROGRESS, STATUS)
SEARCHED = 20
"""Rows among which the header is looked for: people put remarks above it."""
SHOWN = 20
"""Faults listed at most; the rest is counted."""
MEMBERS, EXPANDED = 2_000, 400 * 2**20
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BROKEN = "不是完好的 xlsx 文件：请用 Excel 或 WPS 打开后另存为“Excel 工作簿（.xlsx）”"


@dataclass(frozen=True, slots=True)
class Line:
    """An edited row: where it stands, whose it is, and what its two cells say now."""

    row: int
    directive_id: str
    words: str
    status: str
    progress: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A workbook that came back: of which database, as of which day, how its rows went out and how they are now."""

    database: str
    on: str
    stamps: dict[str, Stamp]
    lines: tuple[Line, ...]


class Fault(Exception):
    """What is wrong with one row."""

    def __init__(self, code: str, row: int, message: str) -> None:
        super().__init__(f"第 {row} 行（{code}）：{message}")
        self.code = code


def read(path: Path) -> Returned:
    """The ledger in a workbook.

    Raises:
        UsageError: `missing`, `encrypted`, `old_format`, `broken`, `too_large`, `foreign_sheet`, `layout`, or the
            reason code of the first row that is refused; the message lists them all.
    """
    raw = _checked(path)
    openpyxl = library("openpyxl")
    try:
        book = openpyxl.load_workbook(BytesIO(raw), read_only=True)
        try:
            return _returned(book, path.name)
        finally:
            book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, EOFError, OSError) as error:
        raise UsageError("broken", f"{path.name} {BROKEN}。") from error  # a broken part shows only when it is read


def _checked(path: Path) -> bytes:
    """The bytes of a workbook; what is none is refused before anything unpacks it."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError("missing", f"无法读取 {path}：请检查路径和权限。") from error
    if raw.startswith(OLE):
        if ENCRYPTED in raw:
            raise UsageError("encrypted", f"{path.name} 设了打开密码：请在 Excel 或 WPS 中取消密码后重试。")
        raise UsageError("old_format", f"{path.name} 是旧版 .xls：请另存为“Excel 工作簿（.xlsx）”。")
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            members = archive.infolist()
            if len(members) > MEMBERS or sum(member.file_size for member in members) > EXPANDED:
                raise UsageError("too_large", f"{path.name} 展开后过大，未读取：请只保留导出的台账。")
            declared = any(b"<!DOCTYPE" in archive.open(member).read(4096) for member in members)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UsageError("broken", f"{path.name} {BROKEN}。") from error
    if declared:
        raise UsageError("broken", f"{path.name} 含有不允许的 DOCTYPE 声明，未读取。")
    return raw


def _returned(book: Any, name: str) -> Returned:  # noqa: ANN401  (openpyxl has no types)
    if SHEET not in book.sheetnames:
        raise UsageError("foreign_sheet", f"{name} 不是 duban 导出的台账（没有内部页），未作任何改动。")
    head, *rest = ([cell.value for cell in row] for row in book[SHEET].iter_rows())
    if tuple(map(str, head[:2])) != HEAD or len(head) < 4:
        raise UsageError("foreign_sheet", f"{name} 的内部页不是本程序写的，或由别的版本写成：请重新导出后填写。")
    stamps = {str(line[0]): Stamp(*(str(cell or "") for cell in line[:4])) for line in rest if line and line[0]}
    return Returned(str(head[2]), str(head[3]), stamps, _lines(book, name, stamps))


def _lines(book: Any, name: str, stamps: dict[str, Stamp]) -> tuple[Line, ...]:  # noqa: ANN401
    rows = _rows(book, name)
    places = _places(next(rows)[1], name)
    found: dict[str, Line] = {}
    faults: list[Fault] = []
    for row, cells in rows:
        try:
            line = _line(row, {head: _at(cells, place) for head, place in places.items()}, stamps)
            if line and (before := found.get(line.directive_id)):
                raise Fault("duplicate", row, f"与第 {before.row} 行是同一项任务：请只留一行")
        except Fault as fault:
            faults.append(fault)
        else:
            if line:
                found[line.directive_id] = line
    if faults:
        raise UsageError(faults[0].code, _listed(name, faults))
    return tuple(found.values())


def _rows(book: Any, name: str) -> Iterator[tuple[int, tuple[Any, ...]]]:  # noqa: ANN401
    """The rows of the ledger with their numbers, from its header on, on whichever sheet it stands."""
    for sheet in sorted(book.worksheets, key=lambda sheet: sheet.title != passport.LEDGER):
        if sheet.title == SHEET:
            continue
        head = next((at for at, row in enumerate(sheet.iter_rows(max_row=SEARCHED), 1) if _is_head(row)), None)
        if head:
            return enumerate(sheet.iter_rows(min_row=head), head)
    told = "、".join(NEEDED[1:])
    raise UsageError("layout", f"{name} 里没有台账的表头（{told}和隐藏的“{ID}”列）：列名不要改，列不要删。请重新导出。")


def _is_head(row: Iterable[Any]) -> bool:
    """Most of the names are there: a column that was renamed is then told by its name."""
    return len({_text(cell) for cell in row if cell.data_type != "n"} & set(NEEDED)) >= len(NEEDED) - 1


def _places(header: tuple[Any, ...], name: str) -> dict[str, int]:
    """Where each column stands now."""
    heads = [_text(cell) for cell in header]
    missing = [head for head in NEEDED if head not in heads]
    twice = [head for head in NEEDED if heads.count(head) > 1]
    if missing or twice:
        told = f"缺少列：{'、'.join(missing)}" if missing else f"列名重复：{'、'.join(twice)}"
        raise UsageError(
            "layout", f"{name} 的表头已被改动，{told}。列可以移动，列名不要改，列不要删；请改回或重新导出。"
        )
    return {head: heads.index(head) for head in NEEDED}


def _at(cells: tuple[Any, ...], place: int) -> Any:  # noqa: ANN401
    return cells[place] if place < len(cells) else None


def _line(row: int, cells: dict[str, Any], stamps: dict[str, Stamp]) -> Line | None:
    """One row; none where nothing of the ledger is in it."""
    for head, cell in cells.items():
        if cell is not None and cell.data_type in ("f", "e"):
            what = "是公式" if cell.data_type == "f" else "是错误值"
            raise Fault("formula", row, f"“{head}”{what}：请改成文字（选择性粘贴为数值）")
    text = {head: _text(cell) for head, cell in cells.items()}
    known = text[ID]
    if not known:
        if text[PROGRESS] or text[STATUS]:
            raise Fault("no_id", row, "没有任务编号（隐藏列），不知道是哪项任务：新增的行不能导入，请删去")
        return None
    if known not in stamps:
        raise Fault("unknown_id", row, f"任务编号 {known[:20]} 不在导出时的清单里：请勿改动隐藏的编号列")
    if passport.words(text[SOURCE], text[WORDS]) != stamps[known].words:
        raise Fault("row_changed", row, f"“{WORDS}”或“{SOURCE}”与导出时不同：可能排序时没有带上隐藏的编号列")
    if text[STATUS] not in set(Status):
        raise Fault("unknown_status", row, f"状态“{text[STATUS][:20]}”不在可选之列：{'、'.join(Status)}")
    return Line(row, known, stamps[known].words, text[STATUS], text[PROGRESS])


def _text(cell: Any) -> str:  # noqa: ANN401
    """What a cell shows; a share typed as 50% is 0.5 to the file."""
    value = None if cell is None else cell.value
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat(" ") if value.time().isoformat() != "00:00:00" else value.date().isoformat()
        case date():
            return value.isoformat()
        case float() | int() if "%" in str(cell.number_format):
            return f"{round(value * 100, 6):g}%"
    return passport.plain(f"{value:.15g}" if isinstance(value, float) else str(value))


def _listed(name: str, faults: list[Fault]) -> str:
    lines = [f"{name} 有 {len(faults)} 行不能导入，整份未导入，数据库没有改动：", *map(str, faults[:SHOWN])]
    if len(faults) > SHOWN:
        lines.append(f"……另有 {len(faults) - SHOWN} 行")
    return "\n".join(lines)
