"""The Excel ledger, opened again: its columns, its page, its lists, and no formula anywhere."""

import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from pipeline.errors import UsageError
from pipeline.export import figures, items, ledger, passport, sheets
from pipeline.follow import Change, EventKind, Status
from pipeline.lamps import Lamp, LampSettings
from pipeline.lexicon.lamps import bundled
from pipeline.store import Store
from tests import samples

ON = date(2026, 9, 25)
REST = ("量化指标", "进展情况", "状态", "预警", "备注")
HEADS = ["序号", "任务来源", "工作任务", "具体措施", "牵头单位", "配合单位", "完成时限", "时限原文", *REST]


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "a.duckdb") as opened:
        opened.add(samples.everything(), "r1")
        yield opened


@pytest.fixture
def written(store, tmp_path):
    def opened(**facts):
        path = tmp_path / "台账.xlsx"
        ledger.workbook(store, path, ON, **facts)
        return load_workbook(path)

    return opened


def column(sheet, head):
    place = next(cell.column for cell in sheet[3] if cell.value == head)
    return [sheet.cell(row, place).value for row in range(4, sheet.max_row + 1)]


def test_the_ledger_has_its_title_its_line_and_its_columns(written):
    sheet = written(unit="某县督查室")["督办台账"]
    assert sheet["A1"].value == "督办台账"
    assert sheet["A2"].value == "填报单位：某县督查室　　截至日期：2026年9月25日　　共 8 项"
    assert [cell.value for cell in sheet[3]] == [*HEADS, "任务编号"]
    assert sheet.column_dimensions["N"].hidden
    assert not sheet.column_dimensions["M"].hidden


def test_a_row_says_who_what_by_when(written):
    sheet = written()["督办台账"]
    first = {head: cell.value for head, cell in zip(HEADS, sheet[4], strict=False)}
    assert first["牵头单位"] == "县林草局、县应急局"
    assert first["配合单位"] == "各乡镇"
    assert first["完成时限"].date() == date(2026, 9, 30)
    assert (first["时限原文"], first["状态"], first["预警"]) == ("9月30日前", "未启动", "▲ 临近")
    assert column(sheet, "完成时限")[1] == "每月"
    assert column(sheet, "备注")[5] == "时限隐去"
    assert column(sheet, "完成时限")[5] == "**月底前"


def test_the_sheet_prints_as_an_office_wants_it(written):
    book = written()
    for name in ("督办台账", "问题清单", "任务清单", "责任清单", "整改清单"):
        sheet = book[name]
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # 1 where nothing is said
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$3:$3"
        assert "&P" in sheet.oddFooter.center.text
        assert sheet.freeze_panes == "A4"
        assert sheet.auto_filter.ref.startswith("A3:")
        assert sheet["D4"].alignment.wrap_text
    assert book["督办台账"].auto_filter.ref == "A3:N11"  # with the hidden column, or sorting parts ids from rows
    assert book["督办台账"].row_dimensions[4].height > sheets.LINE


def test_a_status_is_chosen_from_the_list(written):
    (rule,) = written()["督办台账"].data_validations.dataValidation
    assert rule.type == "list"
    assert rule.formula1 == '"未启动,进行中,已完成,逾期,已销号"'
    assert str(rule.sqref) == "K4:K11"


def test_every_list_has_its_sheet_and_ids_stay_out_of_sight(written, store):
    book = written()
    assert book.sheetnames == ["督办台账", "问题清单", "任务清单", "责任清单", "整改清单", "统计", "duban"]
    assert book["duban"].sheet_state == "veryHidden"
    for name in book.sheetnames[1:5]:
        heads = [cell.value for cell in book[name][3]]
        assert heads == [c for c in store.arrow(name).column_names if not c.endswith("编号")]
        assert book[name].max_row == 3 + len(store.tuples(name))
    assert column(book["问题清单"], "存在问题")[0] == "有的村护林员长期空岗。"


def test_no_cell_is_a_formula_and_nothing_is_lost(written, tmp_path):
    book = written()
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d", "inlineStr"}
    said = column(book["督办台账"], "具体措施")
    assert passport.plain(said[4]) == "=1+1 请县教育局于𠮷日\u200b前办结。"
    with zipfile.ZipFile(tmp_path / "台账.xlsx") as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name)
                assert b"hyperlink" not in archive.read(name)


def test_a_cell_that_is_too_long_says_that_it_was_cut(written, store):
    (directive, *_) = store.tuples("select directive_id from ledger order by number")[0]
    store.record([Change(directive, EventKind.NOTE, "progress", None, "𠮷" * 40_000)], "某甲")
    cell = column(written()["督办台账"], "进展情况")[0]
    assert cell.endswith(passport.CUT)
    assert cell.startswith("𠮷" * 16_000)
    assert len(cell.encode("utf-16-le")) // 2 <= passport.LONGEST


def test_chosen_rows_alone_are_written_and_their_lists_with_them(written, store):
    (chosen,) = store.tuples("select directive_id from ledger where due_status = 'masked'")[0]
    book = written(ids=[chosen])
    assert column(book["督办台账"], "任务编号") == [chosen]
    assert column(book["督办台账"], "序号") == [1]
    assert column(book["问题清单"], "存在问题") == ["各社区存在通道被占的情况。"]
    assert book["任务清单"].max_row == 4
    assert book["统计"]["B5"].value == 1


def test_an_empty_ledger_is_a_ledger(written):
    sheet = written(ids=[])["督办台账"]
    assert sheet["A2"].value.endswith("共 0 项")
    assert sheet.max_row == 3


def test_figures_and_charts_agree_with_the_rows(written, store):
    book = written()
    sheet = book["统计"]
    told = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=4) if isinstance(row[1].value, int)}
    assert told["督办事项"] == 8
    assert told["时限隐去"] == 1
    assert told["未启动"] == 8
    assert told["县教育局"] == 3
    share = store.tuples("select supervisable, with_target from coverage where speech_id is null")[0]
    assert (told["可督办"], told["有量化指标"]) == share
    assert len(sheet._charts) == 3


@pytest.mark.parametrize(
    ("status", "days", "overdue", "near"),
    [
        (Status.UNDER_WAY, -1, True, False),
        (Status.UNDER_WAY, 0, False, True),
        (Status.UNDER_WAY, 7, False, True),
        (Status.UNDER_WAY, 8, False, False),
        (Status.OVERDUE, 8, True, False),
        (Status.DONE, -1, False, False),
        (Status.NOT_BEGUN, None, False, False),
    ],
)
def test_what_is_overdue_and_what_is_near_depends_on_the_day_that_is_given(store, status, days, overdue, near):
    due = None if days is None else ON + timedelta(days)
    item = replace(items.items(store)[0], due_latest=due, status=status)
    assert (item.overdue(ON), item.near(ON, bundled())) == (overdue, near)


def test_another_place_has_other_lamps(written):
    own = LampSettings((Lamp("all", "在办", "◆", "#000000"),), bundled().unknown, bundled().ended)
    assert column(written(settings=own)["督办台账"], "预警")[:2] == ["◆ 在办", "○ 日期不明"]


def test_loads_are_told_by_the_leading_body(store):
    found = {load.body: load for load in figures.loads(items.items(store), ON, bundled())}
    assert found["县林草局"].soon == 1
    assert list(found)[-1] == figures.NOBODY


def test_more_rows_than_a_sheet_holds_are_refused(store, tmp_path, monkeypatch):
    monkeypatch.setattr(ledger, "ROWS", 5)
    with pytest.raises(UsageError, match="超过 Excel") as error:
        ledger.workbook(store, tmp_path / "b.xlsx", ON)
    assert error.value.code == "too_many_rows"
    assert not (tmp_path / "b.xlsx").exists()
