"""Archives and tables, sidecars and options: many speeches in one file, and what is known of them from beside."""

import ast
import io
import json
import os
import re
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from pipeline import cli, engine, reading
from pipeline.errors import ReadError
from pipeline.model import Document, Extraction, Failure, Speech
from pipeline.reading import guarded, limits, tables
from tests import hostile

TEXT = "在全镇燃气安全工作会上的讲话\n同志们：\n各村要于6月20日前完成燃气用户排查，镇应急办每周通报一次。\n"
CSV = (
    "编号,标题,正文,年份,日期,级别,地区,讲话人,场合\n"
    '1,清淤会讲话,"各镇要在月底前，清淤一遍。",2023,,县,清河县,县长,全县清淤会\n'
    "2,,各村要报送名单。,,2024/3/5,,,,\n"
)


def zipped(*members, name=None):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, raw in members:
            packed.writestr(member, raw)
    return stream.getvalue()


def found(source, *others):
    return list(reading.speeches(source, *others))


def written(path, raw):
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return path


def test_each_member_of_an_archive_is_a_speech_or_a_failure(tmp_path):
    raw = zipped(
        ("b.txt", TEXT.encode("gb18030")), ("a/x.md", "各镇要抓紧。"), ("c.txt", b""),
        ("__MACOSX/._b.txt", b"\x00\x05"), (".DS_Store", b"\x00"), ("f.csv", CSV), ("f.gold.json", "{}"),
    )  # fmt: skip
    path = written(tmp_path / "all.zip", raw)
    results = found(path)
    assert [(one.path.removeprefix(f"{path}!/"), getattr(one, "code", None)) for one in results] == [
        ("a/x.md", None), ("b.txt", None), ("c.txt", "empty"),
        ("f.csv#1", None), ("f.csv#2", None),
    ]  # fmt: skip
    assert results[1].text == TEXT
    assert sorted(one.name for one in tmp_path.iterdir()) == ["all.zip"]


def test_the_names_of_members_may_be_in_gbk():
    name = "讲话稿.txt"
    packed = zipped(("讲话稿.txt", TEXT))
    utf8, gbk = name.encode(), name.encode("gbk")
    assert found(packed)[0].path == "-!/讲话稿.txt"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("x" * len(gbk) + "", TEXT)
    raw = stream.getvalue().replace(b"x" * len(gbk), gbk)
    assert utf8 not in raw
    assert found(raw)[0].path == "-!/讲话稿.txt"


def test_an_archive_without_documents_or_beyond_the_limits_has_a_reason(monkeypatch):
    with pytest.raises(ReadError) as caught:
        found(zipped(("x.toml", "year = 2024")))
    assert caught.value.code == "empty"
    monkeypatch.setattr(limits, "MEMBERS", 1)
    with pytest.raises(ReadError) as caught:
        found(zipped(("a.txt", TEXT), ("b.txt", TEXT)))
    assert caught.value.code == "too_large"


def test_a_member_that_is_locked_nested_broken_or_leads_out_fails_alone():
    inner = zipped(("e.txt", TEXT))
    members = [("0.txt", TEXT), ("a.txt", TEXT), ("b.txt", TEXT), ("c", inner), ("d.rar", b"Rar!\x1a\x07" + bytes(9))]
    members += [("../x.md", TEXT), ("y.docx", hostile.word()[:-200]), ("z.md", TEXT + "散会。")]
    raw = bytearray(zipped(*members))
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1  # 0.txt, locked
    raw[raw.index(b"a.txt") + 9] ^= 0xFF
    codes = {one.path.removeprefix("-!/"): getattr(one, "code", None) for one in found(bytes(raw))}
    assert codes == {
        "../x.md": "unsafe", "0.txt": "encrypted", "a.txt": "damaged", "b.txt": None,
        "c": "nested", "d.rar": "binary", "y.docx": "damaged", "z.md": None,
    }  # fmt: skip


def test_an_archive_may_hold_many_word_documents_as_they_are():
    """Each is an archive itself: their entries count for none of the archive around them."""
    stream, document = io.BytesIO(), hostile.word()
    with zipfile.ZipFile(stream, "w") as packed:
        for number in range(400):
            packed.writestr(f"{number}.docx", document)
    assert stream.getvalue().count(b"PK\x01\x02") > limits.MEMBERS
    assert len(limits.members(stream.getvalue())) == 400


def test_workbooks_are_no_archives_of_speeches():
    with pytest.raises(ReadError, match="表格") as caught:
        found(zipped(("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")))
    assert caught.value.code == "binary"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_row_of_a_table_is_a_speech(tmp_path, encoding):
    path = written(tmp_path / "t.csv", CSV.encode(encoding))
    first, second = found(path)
    assert (first.text, first.path) == ("各镇要在月底前，清淤一遍。", f"{path}#1")
    assert first.document == Document("清淤会讲话", "全县清淤会", "2023", None, "县", "清河县", "县长")
    assert second.document == Document(year="2024", given_on=date(2024, 3, 5))


@pytest.mark.parametrize("name", [None, "t.dat", "t"])
def test_a_table_without_a_name_is_told_by_several_headings(tmp_path, name):
    for text, count in ((CSV, 2), (CSV.replace(",", "\t"), 2), ("正文\n甲。\n", 1), ("正文,正文\n甲,乙\n", 1)):
        assert len(found(written(tmp_path / name, text) if name else text.encode())) == count
    assert len(found("内容,我们开这个会是要把各项工作再往前推一步\n下面我讲三点。\n".encode())) == 1


def test_bad_rows_fail_alone(tmp_path):
    path = written(tmp_path / "t.csv", "正文,年份\n甲。,2024\n,2024\n\n乙。,二〇二四\n丙。,2024,多\n丁。,\n")
    assert [getattr(one, "code", "") for one in found(path)] == ["", "empty", "metadata", "columns", ""]


def test_a_table_is_told_by_its_headings_and_not_by_its_name(tmp_path):
    assert [one.text for one in found(written(tmp_path / "notes.csv", "第一，抓紧。\n第二，抓实。\n"))] == [
        "第一，抓紧。\n第二，抓实。\n"
    ]
    for name in ("t.txt", "t.md"):  # of which nothing is ever cut
        assert [one.text for one in found(written(tmp_path / name, CSV))] == [CSV]
    assert [one.text for one in found(written(tmp_path / "t.tsv", "年份\t讲话\n2024\t要抓紧。\n"))] == ["要抓紧。"]
    with pytest.raises(ReadError, match="每行一篇"):
        found(written(tmp_path / "e.csv", "正文,年份\n"))


def test_a_cell_may_be_longer_than_the_module_csv_likes(tmp_path):
    (one,) = found(written(tmp_path / "t.csv", "正文\n" + "要抓紧。" * 50_000 + "\n"))
    assert len(one.text) == 200_000


def test_json_lines_are_told_by_their_content():
    lines = [
        json.dumps(row, ensure_ascii=False) for row in ({"text": "甲。", "year": 2024, "id": 7}, {"text": 5}, {"x": 1})
    ]
    results = found("\n".join([*lines, "{坏", '{"text": "乙。", "speaker": null}']).encode())
    assert [getattr(one, "code", one.path) for one in results] == ["-#1", "no_text", "empty", "damaged", "-#5"]
    assert results[0].document.year == "2024"
    assert found(b'{"a": 1}')[0].text == '{"a": 1}'


def test_json_lines_that_are_named_so_are_never_taken_for_a_text(tmp_path):
    first, second = found(written(tmp_path / "t.jsonl", '{"text": "甲。"\n{"text": "乙。"}\n'))
    assert (first.code, first.path, second.text) == ("damaged", f"{tmp_path / 't.jsonl'}#1", "乙。")


def test_parquet_is_read_with_its_columns():
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    stream = io.BytesIO()
    columns = {"正文": ["甲。", None, "丙。"], "日期": [date(2024, 3, 5), None, None], "year": [None, 2023.0, 2023.0]}
    parquet.write_table(arrow.table(columns), stream)
    first, second, third = found(stream.getvalue())
    assert (first.text, first.document.given_on, third.document.year) == ("甲。", date(2024, 3, 5), "2023")
    assert (second.path, second.code) == ("-#2", "empty")
    for raw, code in ((stream.getvalue()[:-8], "damaged"), (without_text(arrow, parquet), "no_text_column")):
        with pytest.raises(ReadError) as caught:
            found(raw)
        assert caught.value.code == code


def test_a_table_that_breaks_midway_keeps_its_good_rows_and_names_the_broken_one(tmp_path):
    path = written(tmp_path / "t.csv", '正文,年份\n甲。,2024\n"乙，\n丙。",2024\n"丁"。,2024\n戊。,2024\n')
    *good, broken = engine.extractions(path, engine.Setup())
    assert [one.speech.text for one in good] == ["甲。", "乙，\n丙。"]
    assert (broken.path, broken.code) == (f"{path}#3", "damaged")
    assert "文件第 5 行" in broken.message
    path = written(tmp_path / "u.csv", '正文,年份\n甲。,2024\n"乙。,2024\n丙。,2024\n')
    good, broken = found(path)
    assert (good.text, broken.path, broken.code) == ("甲。", f"{path}#2", "damaged")


def test_a_parquet_file_that_breaks_midway_keeps_its_good_rows():
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    texts = [f"第{n}项，各镇要清淤。" for n in range(1000)]
    stream = io.BytesIO()
    parquet.write_table(arrow.table({"正文": texts}), stream, row_group_size=200, use_dictionary=False)
    raw = bytearray(stream.getvalue())
    raw[len(raw) // 2 : len(raw) * 3 // 4] = bytes(len(raw) * 3 // 4 - len(raw) // 2)
    *good, broken = found(bytes(raw))
    assert len(good) in (200, 400)
    assert [one.text for one in good] == texts[: len(good)]
    assert (broken.path, broken.code) == (f"-#{len(good) + 1}", "damaged")


def test_parquet_is_parsed_under_guard(monkeypatch):
    pytest.importorskip("pyarrow")
    pids, popen = [], guarded.Worker.__init__

    def noted(self, memory):
        popen(self, memory)
        pids.append((self.process, memory))

    monkeypatch.setattr(guarded.Worker, "__init__", noted)
    raw = hostile.parquet(["各镇要清淤。"], 500)
    rows = reading.speeches(raw)
    first, other = next(rows), found(raw)  # two tables at once
    assert len([first, *rows]) == len(other) == 500
    assert [memory for _, memory in pids] == [limits.MEMORY] * 2
    assert all(process.poll() is not None for process, _ in pids)
    left = reading.speeches(raw)
    next(left)
    left.close()
    assert pids[-1][0].poll() is not None


def test_a_source_that_breaks_between_two_speeches_is_named_itself(monkeypatch, tmp_path):
    path = written(tmp_path / "a.zip", TEXT)

    def speeches(*_):
        yield reading.speech("甲。", f"{path}!/甲.txt")
        raise ReadError("damaged", "坏了。")

    monkeypatch.setattr(engine.reading, "speeches", speeches)
    _, broken = engine.extractions(path, engine.Setup())
    assert broken.path == str(path)


def without_text(arrow, parquet):
    stream = io.BytesIO()
    parquet.write_table(arrow.table({"数": [1]}), stream)
    return stream.getvalue()


def facts(source, **told):
    (one,) = engine.extractions(source, engine.Setup(told=Document(**told)))
    assert isinstance(one, Extraction)
    return one.speech.document


def test_the_sidecar_outweighs_the_text_and_the_options_the_sidecar(tmp_path):
    path = written(tmp_path / "a.txt", TEXT)
    assert (facts(path).level, facts(path).year, facts(path).speaker) == ("镇", "XXXX", None)
    written(tmp_path / "a.toml", 'given_on = 2024-05-06\nspeaker = "镇长"\nlevel = "街道"\n')
    assert (facts(path).level, facts(path).year, facts(path).speaker) == ("街道", "2024", "镇长")
    assert facts(path).title == "在全镇燃气安全工作会上的讲话"
    told = facts(path, year="2023", speaker="书记")
    assert (told.year, told.given_on, told.speaker) == ("2023", None, "书记")


def test_the_year_that_was_told_dates_the_deadlines(tmp_path):
    path = written(tmp_path / "a.txt", TEXT)
    written(tmp_path / "a.toml", "year = 2024")
    (one,) = engine.extractions(path, engine.Setup())
    dues = [s.directive.due.edtf for s in one.statements if s.directive and s.directive.due]
    assert dues == ["2024-06-20"]


def test_columns_outweigh_the_sidecar_and_members_have_their_own(tmp_path):
    path = written(tmp_path / "t.csv", CSV)
    written(tmp_path / "t.toml", 'jurisdiction = "白石县"\nspeaker = "书记"')
    assert [(s.document.jurisdiction, s.document.speaker) for s in found(path)] == [
        ("清河县", "县长"),
        ("白石县", "书记"),
    ]
    assert {s.document.speaker for s in found(path, None, Document(speaker="镇长"))} == {"镇长"}
    raw = zipped(("a.txt", "甲。"), ("a.toml", "year = 2023"), ("b.txt", "乙。"), ("b.txt.toml", "year = 2022"))
    assert [one.document.year for one in found(raw)] == ["2023", "2022"]


@pytest.mark.parametrize(
    ("sidecar", "says"),
    [
        ("yaer = 2024", "yaer"),
        ("year = 24", "四位年份"),
        ("given_on = '2024-02-30'", "没有这一天"),
        ("given_on = '去年'", "2024-03-05"),
        ("title = 5", "文字"),
        (f"title = '{'长' * 300}'", "200"),
        ("title = ", "TOML"),
        (b"title = '\xff'", "TOML"),
        ("level = '县级'", "省、市"),
    ],
)
def test_a_wrong_sidecar_is_a_clear_error(tmp_path, sidecar, says):
    path = written(tmp_path / "a.txt", TEXT)
    written(tmp_path / "a.toml", sidecar)
    (one,) = engine.extractions(path, engine.Setup())
    assert isinstance(one, Failure)
    assert one.code == "metadata"
    assert says in one.message
    assert str(tmp_path) not in one.message


@pytest.mark.parametrize("year", ["202*", "202X", "202×", "202X年"])
def test_a_masked_year_stays_masked(year):
    assert reading.known.facts({"year": year}).year == "202X"


def test_one_speech_is_asked_for_and_several_are_there(tmp_path):
    assert isinstance(reading.read(zipped(("a.txt", TEXT))), Speech)
    with pytest.raises(ReadError) as caught:
        reading.read(written(tmp_path / "t.csv", CSV))
    assert caught.value.code == "several"


def test_large_tables_come_in_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "CHUNK", 4)
    table = written(tmp_path / "t.csv", "正文\n" + "".join(f"第{n}项。\n" for n in range(10)))
    other = written(tmp_path / "u.txt", "散会。")
    made = list(engine.batches([table, other], engine.Setup(), "r1"))
    assert [(len(batch), batch.sources) for batch in made] == [(4, 0), (4, 0), (3, 2)]
    assert [path.rpartition("/")[2] for b in made for path in b.part.tables["sources"]["path"].to_pylist()] == [
        *(f"t.csv#{n}" for n in range(1, 11)), "u.txt",
    ]  # fmt: skip


def test_an_explanation_goes_by_what_was_told():
    explained, _ = engine.explanation(TEXT.encode(), engine.Setup(told=Document(year="2024")))
    assert explained.speech.document.year == "2024"
    with pytest.raises(ReadError, match="级别"):
        engine.explanation(TEXT.encode(), engine.Setup(told=Document(level="国")))


@pytest.fixture
def call(capfd, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def called(*arguments):
        code = cli.outcome([str(a) for a in arguments])
        sys.stdout.flush()
        return (code, *capfd.readouterr())

    return called


def test_load_takes_tables_archives_and_what_it_is_told(call, tmp_path):
    written(tmp_path / "in.csv", CSV + "3,,,,,,,,\n")
    code, _, err = call("load", "in.csv", "--occasion", "座谈会")
    assert code == 1
    assert "in.csv#3（empty）" in err
    assert "已导入 2 篇讲话" in err
    rows = json.loads(
        call("query", "select occasion, year, count(*) n from speeches group by all order by year", "--format", "json")[
            1
        ]
    )
    assert rows == [{"occasion": "座谈会", "year": "2023", "n": 1}, {"occasion": "座谈会", "year": "2024", "n": 1}]
    assert call("query", "select path from sources order by path", "--format", "csv")[1].split() == [
        "path",
        "in.csv#1",
        "in.csv#2",
    ]


def test_what_is_told_later_takes_effect_when_the_file_is_loaded_again(call, tmp_path):
    path, sidecar = written(tmp_path / "a.txt", TEXT), tmp_path / "a.toml"
    query = "select speech_id, directive_id, due_edtf, year, s.level from directives join speeches s using (speech_id)"
    query += " where due_edtf is not null"

    def loaded(*options):
        code, _, err = call("load", path, "--db", "a.duckdb", *options)
        return code, err, json.loads(call("query", query, "--db", "a.duckdb", "--format", "json")[1])

    _, _, (first,) = loaded()
    written(sidecar, "year = 2024")
    code, err, (second,) = loaded()
    assert code == 0
    assert "1 篇内容已在库中（其中 1 篇按新的旁注、列或选项更新）" in err
    assert second == first | {"due_edtf": "2024-06-20", "year": "2024"}
    _, err, again = loaded()
    assert ("更新" in err, again) == (False, [second])
    assert loaded("--year", "2023")[2] == [second | {"due_edtf": "2023-06-20", "year": "2023"}]
    written(sidecar, 'level = "国"')
    code, err, kept = loaded()
    assert (code, "级别“国”不对" in err, kept[0]["level"]) == (1, True, first["level"])
    assert call("verify", "--db", "a.duckdb")[0] == 0


def test_sources_of_one_text_that_differ_do_not_take_turns(call, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "CHUNK", 1)
    monkeypatch.setattr("pipeline.store.database.BATCH", 1)
    written(tmp_path / "t.csv", "正文,年份\n各镇要清淤。,2023\n各镇要清淤。,2024\n")
    for _ in range(3):
        _, _, err = call("load", "t.csv")
        assert "更新" not in err
        assert "2023" in call("query", "select year from speeches")[1]


def test_extract_prints_a_list_where_there_are_several(call, tmp_path):
    written(tmp_path / "in.zip", zipped(("a.txt", TEXT), ("b.txt", b"")))
    code, out, err = call("extract", "in.zip", "--title", "甲")
    assert code == 1
    assert [(one["source"], one["document"]["title"]) for one in json.loads(out)] == [("in.zip!/a.txt", "甲")]
    assert "in.zip!/b.txt（empty）" in err


def test_a_wrong_option_is_wrong_usage(call, tmp_path):
    written(tmp_path / "a.txt", TEXT)
    for option in ("--given-on", "--date"):
        code, _, err = call("extract", "a.txt", option, "昨天")
        assert code == 2
        assert "given_on" in err
    assert json.loads(call("extract", "a.txt", "--date", "2024-03-05")[1])["document"]["given_on"] == "2024-03-05"


def test_what_was_left_out_is_said_in_one_line(call, tmp_path):
    pytest.importorskip("lxml", reason="extra docs is not installed")
    from tests import words

    raw = words.document(words.paragraph("各村要抓紧。"), header1=words.paragraph("内部资料" + os.sep))
    written(tmp_path / "a.docx", raw)
    for command in ("extract", "load"):
        code, _, err = call(command, "a.docx")
        assert code == 0
        assert [line for line in err.splitlines() if "内部资料" in line] == [
            "未读入 a.docx 的页眉页脚、页码、批注、图片页或网页导航共 1 行，如 “内部资料/”"
        ]


ROOT = Path(__file__).parent.parent


def codes():
    """Every reason why a file or a part of it was not loaded: what is raised in reading, and the failures of a load."""
    found = {"crashed" if reason in ("failed", "ended") else reason for reason in guarded.SENTENCES}
    for path in (ROOT / "pipeline").rglob("*.py"):
        for call in filter(
            lambda one: isinstance(one, ast.Call), ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        ):
            place = {"ReadError": 0, "Failure": 1}.get(getattr(call.func, "id", ""))
            if place is not None and len(call.args) > place and isinstance(call.args[place], ast.Constant):
                found.add(call.args[place].value)
    return found


def test_the_handbook_explains_every_reason_code():
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").partition("## 原因代码")[2]
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    explained = {code: row[2].strip() for row in rows for code in re.findall(r"`(\w+)`", row[1])}
    assert {"scanned", "unsafe", "too_deep", "crashed", "internal"} <= codes()
    assert set(explained) == codes()
    assert all(explained.values())


def test_the_handbook_names_every_key_option_and_heading():
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    lines = {line.split(" | ")[0].removeprefix("| "): line for line in page.splitlines() if line.startswith("| ")}
    for key, headings in tables.COLUMNS.items():
        assert f"`--{key.replace('_', '-')}`" in lines[key]
        assert lines[key].rstrip(" |").endswith(" ".join(headings))
    assert lines["正文"].rstrip(" |").endswith(" ".join(tables.TEXTS))
