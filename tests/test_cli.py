"""The command as a user meets it: data on stdout, sentences on stderr, the right exit code, never a traceback."""

import csv
import io
import json
import os
import signal
import subprocess
import sys

import pytest

from pipeline import cli, engine, export, resources
from pipeline.cli import asking, output
from pipeline.errors import StoreBusy
from tests.test_loading import some_stored

SPEECH = (
    "在全镇燃气安全工作会上的讲话\n\n同志们：\n"
    "一、抓好排查\n各村要于2024年6月20日前完成燃气用户排查，镇应急办每周通报一次进度，整改率达到95%以上。\n"
    "二、严肃纪律\n对工作不力的，严肃问责。\n"
)


@pytest.fixture
def call(capfd, monkeypatch, tmp_path):
    """Run the command in an empty folder: its exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def called(*arguments):
        code = cli.outcome([str(a) for a in arguments])
        sys.stdout.flush()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return called


@pytest.fixture
def speeches(tmp_path):
    folder = tmp_path / "speeches"
    folder.mkdir()
    (folder / "gas.txt").write_text(SPEECH, encoding="utf-8")
    (folder / "copy.md").write_text(SPEECH, encoding="gb18030")
    return folder


@pytest.fixture
def loaded(call, speeches):
    assert call("load", speeches)[0] == 0
    return call


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_a_folder_is_loaded_once(call, speeches):
    code, out, err = call("load", speeches)
    assert (code, out) == (0, "")
    assert "已导入 1 篇讲话" in err
    assert "1 篇内容已在库中" in err
    code, out, err = call("load", speeches)
    assert code == 0
    assert "已导入 0 篇讲话" in err


def test_a_bad_file_stops_nothing(call, speeches):
    (speeches / "empty.txt").touch()
    (speeches / "noise.bin").write_bytes(bytes(range(256)) * 9)
    code, _, err = call("load", speeches, "nowhere.txt")
    assert code == 1
    assert "已导入 1 篇讲话" in err
    assert all(reason in err for reason in ("（empty）", "（binary）", "（missing）"))
    code, out, _ = call("query", "select code from failures order by code", "--format", "csv")
    assert [row["code"] for row in rows(out)] == ["binary", "empty", "missing"]


def test_when_every_file_fails_nothing_is_loaded(call, tmp_path):
    (tmp_path / "empty.txt").touch()
    assert call("load", "empty.txt")[0] == 3
    assert call("extract", "empty.txt")[0] == 3


WRONG = [
    ("load",),
    ("load", "nowhere"),
    ("frobnicate",),
    ("list", "--frob"),
    ("list", "--format", "xml"),
    ("list", "--db", "none.duckdb"),
    ("load", ".", "--jobs", "many"),
    ("extract", "nowhere.txt"),
    ("extract", "."),
    ("evaluate", "."),
    ("evaluate", "nowhere"),
    ("--lexicons", "nowhere", "list"),
    ("extract", "a", "b"),
    (),
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_usage_is_said_in_chinese(call, arguments):
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert any("一" <= c <= "龥" for c in err)


@pytest.mark.parametrize("sql", ["selec 1", "select nothing", "drop table speeches", "select 1; select 2"])
def test_wrong_sql_is_wrong_usage(loaded, sql):
    code, out, err = loaded("query", sql)
    assert (code, out) == (2, "")
    assert "错误（sql" in err


def test_another_programs_file_is_refused(call, speeches):
    foreign = speeches.parent / "foreign.duckdb"
    foreign.write_bytes(b"no database at all" * 100)
    for arguments in (("load", speeches), ("list",), ("query", "select 1"), ("stats",)):
        code, out, _ = call(*arguments, "--db", foreign)
        assert (code, out) == (5, "")
    assert foreign.read_bytes().startswith(b"no database")


def test_a_busy_database_has_its_own_code(call, monkeypatch):
    def busy(*_arguments, **_facts):
        raise StoreBusy("busy", "数据库被占用。")

    monkeypatch.setattr("pipeline.store.Store.open", busy)
    assert call("list")[0] == 4


@pytest.mark.parametrize("kind", [KeyboardInterrupt, RuntimeError])  # DuckDB's for Ctrl-C while a statement runs
def test_an_interruption_has_its_own_code(call, monkeypatch, kind):
    def interrupted(*_arguments, **_facts):
        raise kind("Query interrupted")

    monkeypatch.setattr("pipeline.store.Store.open", interrupted)
    code, out, err = call("list")
    assert (code, out, err.strip()) == (130, "", "已中断。")


def test_a_fault_of_ours_is_one_sentence(call, monkeypatch):
    def broken(*_arguments, **_facts):
        raise RuntimeError("oops")

    monkeypatch.setattr("pipeline.store.Store.open", broken)
    code, out, err = call("list")
    assert (code, out) == (3, "")
    assert "RuntimeError" in err


def test_a_fault_in_one_document_is_a_failure_of_that_document(monkeypatch, tmp_path):
    good, bad = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text(SPEECH, encoding="utf-8")
    bad.write_text("坏", encoding="utf-8")
    nodes = engine.flow.outline.nodes

    def fragile(text, *others):
        if text == "坏":
            raise RuntimeError("oops")
        return nodes(text, *others)

    monkeypatch.setattr(engine.flow.outline, "nodes", fragile)
    (batch,) = engine.batches([bad, good], engine.Setup(), "r1")
    assert [(one.code, one.path) for one in batch.failures] == [("internal", str(bad))]
    assert batch.part.tables["speeches"]["text"].to_pylist() == [SPEECH]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the threads of the test runner, from Python 3.12 on
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_pool_gives_what_one_process_gives(monkeypatch, tmp_path, method):
    monkeypatch.setattr(engine, "CHUNK", 2)
    monkeypatch.setattr(engine, "POOL_FROM", {method: 3})
    monkeypatch.setattr(engine, "_start_method", lambda: method)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(SPEECH + "谢谢大家。" * number, encoding="utf-8")
    (tmp_path / "3.txt").write_bytes(b"")
    paths = sorted(tmp_path.glob("*.txt"))
    pooled, alone = (list(engine.batches(paths, engine.Setup(), "r1", jobs)) for jobs in (2, 1))
    assert pooled == alone
    assert [len(batch) for batch in pooled] == [2, 2, 1]
    assert [failure.path for batch in pooled for failure in batch.failures] == [str(tmp_path / "3.txt")]


def test_extract_prints_one_document(call, speeches):
    code, out, err = call("extract", speeches / "gas.txt")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found["chars"] == len(SPEECH)
    assert found["document"]["title"] == "在全镇燃气安全工作会上的讲话"
    directives = [s for s in found["statements"] if s["zone"] == "directive"]
    assert all(SPEECH[d["start"] : d["end"]] == d["text"] for d in directives)
    assert "2024-06-20" in [d["due"]["edtf"] for d in directives if d["due"]]
    assert 95 in [target["value"] for d in directives for target in d["targets"]]


def test_extract_reads_standard_input(call, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SPEECH.encode("gb18030"))))
    code, out, _ = call("extract", "-")
    assert (code, json.loads(out)["encoding"]) == (0, "gb18030")


def test_load_reads_standard_input(call, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SPEECH.encode())))
    assert call("load", "-")[0] == 0
    assert json.loads(call("list", "--format", "json")[1])[0]["讲话"] == "在全镇燃气安全工作会上的讲话"


def test_other_lexicons_are_taken_before_and_after_the_command(call, speeches, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    for arguments in (
        ("--lexicons", folder, "extract", speeches / "gas.txt"),
        ("extract", speeches / "gas.txt", "--lexicons", folder),
    ):
        code, _, err = call(*arguments)
        assert code == 2
        assert "zones.toml" in err
        assert "metadata.toml" in err


def test_explain_says_why(call):
    code, out, _ = call("explain", "县财政局要于10月底前拨付到位。")
    assert code == 0
    assert "directive" in out


def test_the_formats_hold_the_same_rows(loaded):
    sql = "select 具体措施, 牵头单位, 截止日期, null as 空 from 督办台账 where 截止日期 is not null"
    found = json.loads(loaded("query", sql, "--format", "json")[1])
    assert found == [
        {"具体措施": found[0]["具体措施"], "牵头单位": found[0]["牵头单位"], "截止日期": "2024-06-20", "空": None}
    ]
    plain = rows(loaded("query", sql, "--format", "csv")[1])
    assert plain == [{**found[0], "空": ""}]
    table = loaded("query", sql)[1].splitlines()
    assert len(table) == 3
    assert table[0].split() == list(found[0])


def test_list_stats_and_show(loaded):
    assert rows(loaded("list", "--format", "csv")[1])[0]["字数"] == str(len(SPEECH))
    assert rows(loaded("stats", "--format", "csv")[1])[0]["讲话"] == "全部"
    ids = [row["directive_id"] for row in rows(loaded("query", "from ledger", "--format", "csv")[1])]
    code, out, _ = loaded("show", ids[0])
    assert code == 0
    assert "【" in out
    assert loaded("show", "zzz")[0] == 2
    assert loaded("show", "")[0] == (2 if len(ids) > 1 else 0)


def test_every_export_format_is_offered():
    assert (set(asking.TABLES), set(asking.NETWORKS)) == (set(export.TABLES), set(export.NETWORKS))


@pytest.mark.parametrize("kind", [*asking.TABLES, *asking.NETWORKS])
def test_everything_can_be_exported(loaded, kind, tmp_path):
    out = tmp_path / f"out.{kind}"
    code, printed, _ = loaded("export", kind, "--out", out)
    assert (code, printed) == (0, "")
    assert out.stat().st_size > 100


def test_export_into_a_missing_folder_is_refused(loaded):
    assert loaded("export", "csv", "--out", "nowhere/out.csv")[0] in (2, 3)
    assert loaded("export", "csv", "--out", "out.csv", "--view", "nothing")[0] == 2


def test_evaluate_scores_the_bundled_gold(call, tmp_path):
    gold = resources.path("corpora") / "gold"
    code, out, err = call("evaluate", gold, "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["directive"]["f1"] > 0.8
    code, out, _ = call("evaluate", gold, "--errors", "due", "--format", "csv")
    assert code == 0
    assert out.startswith("文稿,差错,原文")


def test_evaluate_takes_predictions(call, tmp_path):
    gold = resources.path("corpora") / "gold"
    for path in gold.glob("*.gold.json"):
        (tmp_path / path.name.replace(".gold", "")).write_bytes(path.read_bytes())
    assert json.loads(call("evaluate", gold, "--pred", tmp_path, "--format", "json")[1])["bodies"]["f1"] == 1.0
    changed = next(tmp_path.glob("*.json"))
    changed.write_text('{"sha256": "other", "statements": []}', encoding="utf-8")
    code, _, err = call("evaluate", gold, "--pred", tmp_path, "--format", "json")
    assert code == 1
    assert "sha256" in err


def test_demo_shows_a_ledger(call):
    code, out, _ = call("demo")
    assert code == 0
    assert "督办台账" in out
    assert "全部" in out.partition("覆盖")[2]
    assert out.count("\n") < 50  # the first look fits a screen or two
    assert call("list", "--db", "duban-demo.duckdb", "--format", "csv")[1].count("\n") > 8


def test_doctor_looks_at_everything(loaded):
    code, out, _ = loaded("doctor", "--format", "json")
    assert code == 0, out
    assert {"Python", "词表", "数据库", "写入", "浏览器"} <= {check["检查"] for check in json.loads(out)}


def test_doctor_lists_every_fault_of_a_lexicon(call, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    code, out, _ = call("doctor", "--lexicons-only", "--lexicons", folder, "--format", "json")
    assert code == 1
    assert len(json.loads(out)) > 5


def test_a_table_aligns_chinese_and_cannot_move_the_cursor(capsys):
    output.rows(("名称", "n"), [("县水利局", 1), ("a\x1b[31m\u202eb", 2), ("长" * 60, 3.0)], "table")
    lines = capsys.readouterr().out.splitlines()
    assert len({output.width(line[: line.rindex(" ")]) for line in lines[2:]}) == 1
    assert "\x1b" not in "".join(lines)
    assert "\u202e" not in "".join(lines)
    assert "长…  3" in lines[-1]


def test_help_is_light():
    """Heavy libraries are imported only where they are used."""
    script = "import sys; from pipeline import cli; cli.outcome(['--help']); print(sorted(sys.modules))"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert not {"spacy", "pandas", "duckdb", "streamlit", "pyarrow", "networkx", "jieba", "pydantic"} & set(
        printed.rsplit("[", 1)[1].replace("'", "").rstrip("]\n").split(", ")
    )


@pytest.mark.parametrize("command", sorted(cli.duban.commands))
def test_every_command_explains_itself_in_chinese(call, command):
    code, out, _ = call(command, "--help")
    assert code == 0
    assert "用法：" in out
    assert not any(word in out for word in ("Usage", "Options", "Show this", "[OPTIONS]"))


def test_a_closed_pipe_is_no_error(loaded):
    command = f"{sys.executable} -m pipeline.cli query 'select range from range(200000)' --format csv | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "range\n", "")


def test_interrupting_a_load_leaves_whole_documents(call, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(3000):
        (folder / f"{number}.txt").write_text(SPEECH * 5 + f"第{number}份。", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "load", str(folder), "--jobs", "1"], stderr=subprocess.PIPE, text=True
    )
    some_stored(process)
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=200)
    assert process.returncode == 130
    assert "已中断。" in err.splitlines()[-1]
    assert "Traceback" not in err
    code, _, err = call("list", "--format", "json")
    assert (code, err) == (0, "")
