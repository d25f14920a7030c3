"""The ledger comes back: edits are recorded once, conflicts are listed, foreign and changed sheets are refused."""

import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline import cli
from pipeline.errors import UsageError
from pipeline.export import ledger, passport, progress, returned
from pipeline.follow import Change, EventKind
from pipeline.store import Store
from tests import samples

ON = date(2026, 9, 25)
IDS, PROGRESS, STATUS, SOURCE = "N", "J", "K", "B"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A database and the workbook that came out of it, made once."""
    folder = tmp_path_factory.mktemp("exported")
    with Store.open(folder / "a.duckdb") as store:
        store.add(samples.everything(), "r1")
        first = store.tuples("select directive_id from ledger order by number")[0][0]
        store.record([Change(first, EventKind.NOTE, "progress", None, "已下发通知\n正在排查")], "某甲")
        ledger.workbook(store, folder / "台账.xlsx", ON)
    return folder


@pytest.fixture
def database(exported, tmp_path):
    return Path(shutil.copy(exported / "a.duckdb", tmp_path))


@pytest.fixture
def sheet(exported, tmp_path):
    """The workbook, edited by a function of its ledger (or of the whole of it), saved again by openpyxl."""

    def edited(change, whole=False):
        book = load_workbook(exported / "台账.xlsx")
        change(book if whole else book["督办台账"])
        book.save(tmp_path / "台账.xlsx")
        return tmp_path / "台账.xlsx"

    return edited


def planned(database, path):
    with Store.open(database, readonly=True) as store:
        return progress.plan(store, path)


def fill(ledger_sheet):
    ledger_sheet[f"{PROGRESS}4"] = "排查完成两处"
    ledger_sheet[f"{STATUS}4"] = "进行中"
    ledger_sheet[f"{STATUS}6"] = "已完成"


def told(plan):
    return [(edit.row, edit.column, edit.old, edit.new) for edit in plan.edits]


FILLED = [
    (4, "状态", "未启动", "进行中"),
    (4, "进展情况", "已下发通知\n正在排查", "排查完成两处"),
    (6, "状态", "未启动", "已完成"),
]


def test_an_untouched_sheet_asks_for_nothing(database, sheet):
    plan = planned(database, sheet(lambda _: None))
    assert (plan.rows, plan.edits, plan.conflicts) == (8, (), ())


def test_edits_are_recorded_in_one_act_and_only_once(database, sheet):
    path = sheet(fill)
    plan = planned(database, path)
    assert told(plan) == FILLED
    with Store.open(database) as store:
        assert progress.record(store, path, plan, "某乙") == 3
        acts = store.tuples("select distinct action_id, author, reason from events where author = '某乙'")
        assert [row[1:] for row in acts] == [("某乙", "由 Excel 台账回填：台账.xlsx（2026-09-25 导出）")]
        now = store.tuples("select status, progress from ledger order by number limit 3")
        assert now == [("进行中", "排查完成两处"), ("未启动", None), ("已完成", None)]
    again = planned(database, path)
    assert (again.edits, again.conflicts) == ((), ())


def test_progress_can_be_cleared(database, sheet):
    path = sheet(lambda s: s.__setitem__(f"{PROGRESS}4", None))
    with Store.open(database) as store:
        progress.record(store, path, progress.plan(store, path), None)
        assert store.tuples("select progress from ledger order by number limit 1") == [("",)]
    assert planned(database, path).edits == ()


def test_what_was_changed_meanwhile_is_a_conflict_and_stays(database, sheet):
    path = sheet(fill)
    with Store.open(database) as store:
        ids = [row[0] for row in store.tuples("select directive_id from ledger order by number")]
        store.record([Change(ids[0], EventKind.STATUS, None, "未启动", "逾期")], "某甲")
        store.record([Change(ids[2], EventKind.STATUS, None, "未启动", "已完成")], "某甲")
    plan = planned(database, path)
    assert told(plan) == FILLED[1:2]
    assert [(e.row, e.old, e.new) for e in plan.conflicts] == [(4, "逾期", "进行中")]  # row 6 agrees already
    with Store.open(database) as store:
        progress.record(store, path, plan, None)
        assert store.tuples("select status from ledger order by number limit 1") == [("逾期",)]


def test_a_directive_that_is_gone_is_a_conflict(database, sheet):
    book = returned.read(sheet(fill))
    plan = progress.planned(book, book.database, {}, "台账.xlsx")
    assert plan.edits == ()
    assert len(plan.conflicts) == 3


def test_nothing_is_recorded_that_was_not_shown(database, sheet):
    path = sheet(fill)
    plan = planned(database, path)
    with Store.open(database) as store:
        store.record([Change(plan.edits[0].directive_id, EventKind.STATUS, None, "未启动", "逾期")], "某甲")
        with pytest.raises(UsageError) as error:
            progress.record(store, path, plan, None)
    assert error.value.code == "meanwhile"


def reordered(s):
    rows = [[cell.value for cell in row] for row in s.iter_rows(min_row=4)]
    for at, row in enumerate(reversed(rows), 4):
        for place, value in enumerate(row, 1):
            s.cell(at, place).value = value
            if isinstance(value, str):
                s.cell(at, place).data_type = "s"  # openpyxl takes =1+1 for a formula


@pytest.mark.parametrize(
    "change",
    [
        reordered,
        lambda s: s.delete_rows(5, 3),
        lambda s: s.insert_cols(3),
        lambda s: s.insert_rows(1, 2),
        lambda s: s.move_range("J3:J11", cols=7),
        lambda s: s.__setattr__("title", "六月台账"),
        lambda s: s.__setitem__("B20", "填表人：某甲"),
        lambda s: s.__setitem__("G4", "另定"),
    ],
    ids=[
        "sorted",
        "deleted",
        "column added",
        "rows above",
        "column moved",
        "renamed sheet",
        "line below",
        "other cell",
    ],
)
def test_rows_and_columns_may_move(database, sheet, change):
    def both(s):
        s[f"{STATUS}4"] = "进行中"
        change(s)

    plan = planned(database, sheet(both))
    assert [(edit.column, edit.new) for edit in plan.edits] == [("状态", "进行中")]


def swapped_ids(s):
    s[f"{IDS}4"].value, s[f"{IDS}8"].value = s[f"{IDS}8"].value, s[f"{IDS}4"].value


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda s: s.__setitem__("K3", "办理状态"), "layout", "缺少列：状态"),
        (lambda s: s.__setitem__("M3", "状态"), "layout", "列名重复：状态"),
        (lambda s: s.delete_cols(14), "layout", "缺少列：任务编号"),
        (lambda s: s.delete_rows(3), "layout", "没有台账的表头"),
        (lambda s: s.__setitem__("K5", "办完了"), "unknown_status", "第 5 行（unknown_status）：状态“办完了”"),
        (lambda s: s.__setitem__("K5", None), "unknown_status", "第 5 行"),
        (lambda s: s.__setitem__("J5", "=1+1"), "formula", "第 5 行（formula）：“进展情况”是公式"),
        (lambda s: s.__setitem__("D5", "另一句话"), "row_changed", "第 5 行"),
        (swapped_ids, "row_changed", "第 8 行"),
        (lambda s: s.__setitem__("N5", s["N4"].value), "row_changed", "第 5 行"),
        (lambda s: s.__setitem__("N5", "0" * 16), "unknown_id", "第 5 行"),
        (lambda s: s.__setitem__("K20", "进行中"), "no_id", "第 20 行"),
        (
            lambda s: [s.cell(20, n, s.cell(4, n).value) for n in range(1, 15)],
            "duplicate",
            "第 20 行（duplicate）：与第 4 行",
        ),
    ],
)
def test_a_changed_sheet_is_refused_by_row_and_reason(database, sheet, change, code, words):
    with pytest.raises(UsageError) as error:
        planned(database, sheet(change))
    assert error.value.code == code
    assert words in error.value.message


def test_a_sheet_of_another_database_is_refused(sheet, tmp_path):
    path = sheet(fill)
    with Store.open(tmp_path / "b.duckdb") as other:
        other.add(samples.everything(), "r1")
        with pytest.raises(UsageError) as error:
            progress.plan(other, path)
    assert error.value.code == "foreign_database"


def test_a_workbook_that_is_not_ours_is_refused(database, sheet):
    with pytest.raises(UsageError) as error:
        planned(database, sheet(lambda book: book.remove(book["duban"]), whole=True))
    assert error.value.code == "foreign_sheet"


def test_an_inner_sheet_of_another_kind_is_refused(database, sheet):
    with pytest.raises(UsageError) as error:
        planned(database, sheet(lambda book: book["duban"].__setitem__("B1", "99"), whole=True))
    assert error.value.code == "foreign_sheet"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "broken"),
        (b"PK\x03\x04 torn", "broken"),
        (returned.OLE + b"\0" * 600 + returned.ENCRYPTED, "encrypted"),
        (returned.OLE + b"\0" * 600, "old_format"),
        (None, "missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(database, tmp_path, raw, code):
    path = tmp_path / "b.xlsx"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(UsageError) as error:
        planned(database, path)
    assert error.value.code == code


def rewritten(path, change):
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in members.items():
            archive.writestr(name, change(name, raw))
    return path


@pytest.mark.parametrize("cut", [40, 400, 4_000])
def test_a_torn_file_is_refused(database, sheet, cut):
    path = sheet(fill)
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(UsageError, match="另存") as error:
        planned(database, path)
    assert error.value.code == "broken"


@pytest.mark.parametrize(
    "change",
    [
        lambda name, raw: raw[: len(raw) // 2] if name.endswith("sheet1.xml") else raw,
        lambda name, raw: raw[: len(raw) // 2] if name.endswith("workbook.xml") else raw,
        lambda name, raw: b"<a/>" if name.endswith("sheet7.xml") else raw,
        lambda name, raw: raw.replace(b"<worksheet", b"<!DOCTYPE a><worksheet", 1),
    ],
)
def test_a_broken_part_is_refused(database, sheet, change):
    with pytest.raises(UsageError) as error:
        planned(database, rewritten(sheet(fill), change))
    assert error.value.code in ("broken", "foreign_sheet")


def test_a_bomb_is_refused(database, sheet, monkeypatch):
    monkeypatch.setattr(returned, "EXPANDED", 10_000)
    with pytest.raises(UsageError) as error:
        planned(database, sheet(fill))
    assert error.value.code == "too_large"


def test_a_share_and_a_day_are_read_as_they_are_shown(database, sheet):
    def typed(s):
        s[f"{PROGRESS}4"].value, s[f"{PROGRESS}4"].number_format = 0.855, "0.0%"
        s[f"{PROGRESS}5"].value, s[f"{PROGRESS}5"].number_format = date(2026, 9, 20), "yyyy-mm-dd"
        s[f"{PROGRESS}6"] = 3

    assert [edit.new for edit in planned(database, sheet(typed)).edits] == ["85.5%", "2026-09-20", "3"]


def test_words_survive_whatever_a_program_makes_of_line_ends():
    assert passport.plain("一_x000D_\n二\r\n三 ") == "一\n二\n三"


@pytest.fixture
def call(capfd, database):
    def called(*arguments):
        code = cli.outcome([*map(str, arguments), "--db", str(database)])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return called


def test_the_command_shows_then_records(call, sheet, tmp_path):
    path = tmp_path / "回.xlsx"
    assert call("export", "xlsx", "--out", path, "--on", "2026-09-25", "--unit", "某单位")[0] == 0
    book = load_workbook(path)
    fill(book["督办台账"])
    book.save(path)
    code, out, err = call("import-progress", path, "--dry-run")
    assert (code, "将记录" in out, "要改 3 处" in err) == (0, True, True)
    code, out, err = call("import-progress", path)
    assert (code, "错误（confirm）" in err) == (2, True)
    code, out, err = call("import-progress", path, "--yes", "--author", "某乙")
    assert (code, "已记录 3 处" in err) == (0, True)
    code, out, err = call("import-progress", path, "--yes")
    assert (code, out, "要改 0 处" in err) == (0, "", True)


def test_a_conflict_shows_in_the_exit_code(call, sheet, database):
    path = sheet(fill)
    with Store.open(database) as store:
        first = store.tuples("select directive_id from ledger order by number")[0][0]
        store.record([Change(first, EventKind.STATUS, None, "未启动", "逾期")], "某甲")
    code, out, _ = call("import-progress", path, "--yes")
    assert (code, "未覆盖" in out) == (1, True)
