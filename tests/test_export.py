"""Exported files: whole, readable by others, and no formula in them."""

import csv
import json
from datetime import date

import networkx as nx
import pytest
from pyarrow import parquet

from pipeline import export
from pipeline.errors import StoreError, UsageError
from pipeline.store import Store
from pipeline.store.placing import placed
from tests import samples


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("export") / "a.duckdb") as opened:
        opened.add(samples.everything(), "r1")
        yield opened


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_opens_in_excel_and_holds_no_formula(store, tmp_path):
    path = tmp_path / "台账.csv"
    assert export.table(store, "督办台账", path, "csv") == 8
    assert path.read_bytes().startswith(b"\xef\xbb\xbf\xe5\xba\x8f\xe5\x8f\xb7,")
    rows = read_csv(path)
    assert rows[4]["具体措施"] == "'=1+1 请\x0b县教育局\x00于𠮷日\u200b前办结。"
    assert rows[0]["截止日期"] == "2026-09-30"
    assert rows[5]["时限原文"] == "**月底前"
    assert rows[1]["完成时限"] == ""


@pytest.mark.parametrize("start", list("=+-@\t\r\uff1d\uff0b\uff0d\uff20"))
def test_whatever_a_spreadsheet_would_reckon_is_protected(store, tmp_path, start):
    export.table(store, f"select '{start}1' as words, -1 as number", tmp_path / "a.csv", "csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1] == [f"'{start}1", "-1"]


def test_json_is_a_list_of_records_with_nulls_and_iso_days(store, tmp_path):
    export.table(store, "ledger", tmp_path / "a.json", "json")
    rows = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert len(rows) == 8
    assert (rows[0]["due_latest"], rows[1]["due_latest"]) == ("2026-09-30", None)
    assert rows[4]["measure"] == samples.ODD_TEXT[:-1]


def test_parquet_keeps_types_and_nulls(store, tmp_path):
    export.table(store, "directives", tmp_path / "a.parquet", "parquet")
    back = parquet.read_table(tmp_path / "a.parquet")
    assert back.equals(store.arrow("directives"))
    assert date(2026, 9, 30) in back["due_latest"].to_pylist()


@pytest.mark.parametrize("name", [*export.TABLES])
def test_every_table_and_view_can_be_exported(store, tmp_path, name):
    views = store.tuples("select view_name from duckdb_views() where not internal")
    for view in [*store.tables(), *(view for (view,) in views)]:
        assert export.table(store, view, tmp_path / view, name) == len(store.tuples(view))


@pytest.mark.parametrize(("name", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_the_network_is_exported(store, tmp_path, name, read):
    assert export.network(store, tmp_path / "a", name) == len(read(tmp_path / "a"))


@pytest.mark.parametrize("write", [lambda s, p, f: export.table(s, "ledger", p, f), export.network])
def test_an_unknown_format_is_refused(store, tmp_path, write):
    with pytest.raises(UsageError, match="没有 xls 这种") as error:
        write(store, tmp_path / "a", "xls")
    assert error.value.code == "format"
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_view_leaves_the_old_file(store, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("旧", encoding="utf-8")
    with pytest.raises(UsageError):
        export.table(store, "nothing", path, "csv")
    assert path.read_text(encoding="utf-8") == "旧"


def test_a_file_takes_its_place_whole_or_not_at_all(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("旧", encoding="utf-8")

    def broken_off():
        with placed(path) as draft:
            draft.write_text("半", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert path.read_text(encoding="utf-8") == "旧"
    with placed(path) as draft:
        draft.write_text("新", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "旧"
    assert path.read_text(encoding="utf-8") == "新"
    assert list(tmp_path.iterdir()) == [path]


def test_places_that_cannot_be_written_are_named(tmp_path):
    with pytest.raises(UsageError, match="没有文件夹"), placed(tmp_path / "无" / "a") as draft:
        draft.write_text("a", encoding="utf-8")
    (tmp_path / "夹").mkdir()
    with pytest.raises(UsageError, match="是文件夹"), placed(tmp_path / "夹") as draft:
        draft.write_text("a", encoding="utf-8")
    with pytest.raises(StoreError, match="已满") as error, placed(tmp_path / "b"):
        raise OSError(28, "No space left on device")
    assert error.value.code == "disk_full"
