"""Ray and its Parquet parts: the same rows as from the process pool, whatever dies on the way."""

import json
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline import cli, cluster, engine, resources
from pipeline.errors import StoreForeign
from pipeline.store import Store, folder, parts, select, select_parts, speech_id
from pipeline.store.folder import Manifest
from tests import samples

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason='ray is not installed: pip install "duban[ray]"')

SPEECH = (
    "在全县防汛工作会上的讲话\n一、查险\n各乡镇要于2024年5月31日前把水库排查一遍，县水利局每周通报一次。"
    "县财政局要安排资金200万元，用于加固险工险段，6月底前全部到位。\n二、值守\n各部门实行领导带班和昼夜值守，"
    "发现险情立即报告县防办，迟报漏报的严肃追责。\n第{}份。\n"
)
OWN = {"speeches": ("run_id", "loaded_at"), "sources": ("run_id",), "failures": ("run_id", "failed_at")}
"""Columns that tell loads apart."""

COUNTS = "select count(*), count(distinct source), sum(directives), sum(files) from speech_list"


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Some speeches, two of them twice, one empty file."""
    monkeypatch.chdir(tmp_path)
    return written(tmp_path, times=1)


def written(place, times):
    made = place / "speeches"
    made.mkdir()
    for number in range(16):
        (made / f"{number:02}.txt").write_text(SPEECH.format(number % 14) * times, encoding="utf-8")
    (made / "空.txt").touch()
    return made


def called(*arguments):
    return cli.outcome([str(one) for one in arguments])


def parted(found, place, size=5):
    """A folder of parts, made without Ray."""
    names, failures = [], []
    seen = set()
    sources = sorted(found.iterdir())
    for at in range(0, len(sources), size):
        for made in engine.batches(sources[at : at + size], engine.Setup(), "r"):
            batch = cluster.told_apart(made, seen)
            seen.update(batch.part.ids)
            names.append(folder.write_part(batch.part, batch.known, place))
            failures += batch.failures
    folder.write_manifest(Manifest("r", resources.version(), "x", tuple(names), tuple(failures)), place)
    return names


def rows(db):
    """All that a load stored, but for what tells loads apart."""
    with Store.open(db, readonly=True) as store:
        assert store.findings() == ()
        told = {}
        for table in store.tables().keys() - {"meta", "runs"}:
            left_out = ", ".join(OWN.get(table, ()))
            columns = f"* exclude ({left_out})" if left_out else "*"
            told[table] = store.tuples(f"select {columns} from {table} order by all")
        return told | {"runs": store.tuples("select speeches, directives, skipped, failed from runs")}


def test_parts_come_back_as_they_went_and_the_same_content_has_the_same_name(files, tmp_path):
    (made,) = engine.batches(sorted(files.iterdir()), engine.Setup(), "r")
    batch = cluster.told_apart(made, ())
    assert (len(batch.part), len(batch.known), len(batch.failures)) == (14, 2, 1)
    name = folder.write_part(batch.part, batch.known, tmp_path / "parts")
    assert folder.write_part(batch.part, batch.known, tmp_path / "again") == name
    part, known = folder.read_part(name, tmp_path / "parts")
    assert part.ends == batch.part.ends
    for table, lines in batch.part.tables.items():
        assert part.tables[table].to_pylist() == lines.to_pylist()
    assert [(one.sha256, one.path) for one in known] == [(one.sha256, one.path) for one in batch.known]
    assert folder.write_part(cluster.NOTHING, (), tmp_path / "parts") is None


def test_a_text_that_an_earlier_part_holds_leaves_only_its_file(files):
    made = next(iter(engine.batches(sorted(files.iterdir())[:3], engine.Setup(), "r")))
    first, *others = made.part.ids
    batch = cluster.told_apart(made, {first})
    assert batch.part.ids == others
    assert [(speech_id(one), one.path) for one in batch.known] == [(first, str(files / "00.txt"))]


def test_a_folder_of_parts_answers_like_the_database_made_of_it(files, tmp_path):
    parted(files, tmp_path / "parts")
    assert called("load", files, "--jobs", 1) == 1
    for sql in (COUNTS, "select * exclude (任务编号) from 督办台账 order by all", "from directives order by all"):
        assert select_parts(tmp_path / "parts", sql).equals(select("duban.duckdb", sql))
    assert called("load", tmp_path / "parts", "--db", "other.duckdb") == 1
    assert rows("other.duckdb") == rows("duban.duckdb")


def test_a_query_of_parts_reaches_no_other_file_and_changes_nothing(files, tmp_path, capsys):
    parted(files, tmp_path / "parts")
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    for sql in (f"from read_csv('{tmp_path / 'secret.csv'}')", "from read_csv('/etc/passwd')"):
        assert called("query", sql, "--parts", tmp_path / "parts") == 2
    assert called("query", "drop view speeches", "--parts", tmp_path / "parts") == 2
    assert "只能执行一条查询语句" in capsys.readouterr().err
    assert called("query", COUNTS, "--parts", tmp_path / "parts", "--format", "csv") == 0
    assert capsys.readouterr().out.splitlines()[1] == "14,1,56,16"


def test_what_no_manifest_names_is_never_read(files, tmp_path, capsys):
    names = parted(files, tmp_path / "parts")
    manifest = tmp_path / "parts" / folder.MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(told | {"parts": names[:1]}), encoding="utf-8")
    assert select_parts(tmp_path / "parts", "from speeches").shape[0] == 5
    manifest.unlink()
    assert called("query", COUNTS, "--parts", tmp_path / "parts") == 2
    assert "没有完成" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("told", "code"),
    [("{", "damaged"), ("[]", "damaged"), ('{"schema_version": 5}', "damaged"), (None, "version")],
)
def test_a_manifest_that_is_not_ours_is_refused(files, tmp_path, told, code):
    parted(files, tmp_path / "parts")
    manifest = tmp_path / "parts" / folder.MANIFEST
    if told is None:
        told = manifest.read_text(encoding="utf-8").replace('"schema_version": ', '"schema_version": 1')
    manifest.write_text(told, encoding="utf-8")
    with pytest.raises(StoreForeign) as error:
        select_parts(tmp_path / "parts", COUNTS)
    assert error.value.code == code


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"PAR1")])
def test_a_part_with_a_missing_or_broken_file_is_not_loaded_in_silence(files, tmp_path, capsys, harm):
    (name, *_) = parted(files, tmp_path / "parts")
    harm(tmp_path / "parts" / "directives" / f"{name}.parquet")
    assert called("load", tmp_path / "parts") == 5
    assert "已损坏，或缺失" in capsys.readouterr().err


def test_the_rows_of_another_load_bear_its_id():
    made = parts.of_run(parts.part(samples.everything(), "r1"), "r2")
    assert {*made.tables["speeches"]["run_id"].to_pylist()} == {*made.tables["sources"]["run_id"].to_pylist()} == {"r2"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--parts", "p"), "只用于 --engine ray"),
        (("--address", "auto"), "只用于 --engine ray"),
        (("--engine", "ray", "--address", "auto"), "请用 --parts 指定"),
        (("--engine", "ray", "--parts", "made"), "已有一次完整的提取结果"),
        (("made",), "要单独导入"),
    ],
)
def test_options_that_do_not_go_together_are_explained(files, tmp_path, capsys, options, said):
    parted(files, tmp_path / "made")
    assert called("load", files, *options) == 2
    assert said in capsys.readouterr().err
    assert not Path("duban.duckdb").exists()


def test_without_ray_the_command_that_installs_it_is_told(files, capsys, monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(cluster, "import_module", missing)
    assert called("load", files, "--engine", "ray") == 2
    assert 'pip install "duban[ray]"' in capsys.readouterr().err


def test_a_task_whose_worker_always_dies_is_given_up(tmp_path):
    task = cluster.Task(engine.Setup(), "r", tmp_path, tmp_path)
    for _ in range(cluster.ATTEMPTS):
        cluster._try(task, 0, [Path("甲")])
    cluster._try(task, 1, [Path("乙.txt")])
    with pytest.raises(cluster.DubanError, match="甲 至 甲"):
        cluster._try(task, 0, [Path("甲")])


@needs_ray
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_on_ray_the_result_is_that_of_the_pool_and_nothing_else_is_said(files, tmp_path):
    assert called("load", files, "--db", "pool.duckdb", "--jobs", 1) == 1
    done = started("load", files, "--engine", "ray", "--jobs", 2, "--parts", "parts", "--db", "ray.duckdb")
    _, err = done.communicate(timeout=500)
    assert done.returncode == 1
    assert err.splitlines() == [
        f"未导入 {files / '空.txt'}（empty）：文件是空的：请确认文稿内容已保存。",
        "已导入 14 篇讲话、56 项部署，2 篇内容已在库中 → ray.duckdb",
        *err.splitlines()[2:],
    ]
    assert all("近似重复" in line for line in err.splitlines()[2:])
    assert rows("ray.duckdb") == rows("pool.duckdb")
    assert {one.name for one in Path("parts").iterdir()} == {*folder.TABLES, folder.KNOWN, folder.MANIFEST}
    assert select_parts(Path("parts"), COUNTS).equals(select("ray.duckdb", COUNTS))


@needs_ray
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_worker_killed_in_the_middle_costs_no_document_and_no_duplicate(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = written(tmp_path, times=150)
    process = started("load", files, "--engine", "ray", "--jobs", 2, "--db", "ray.duckdb")
    killed = killed_worker(process)
    _, err = process.communicate(timeout=500)
    assert killed
    assert process.returncode == 1, err
    assert called("load", files, "--db", "pool.duckdb") == 1
    assert rows("ray.duckdb") == rows("pool.duckdb")


def started(*arguments):
    environment = os.environ | {"PYTHONPATH": str(Path(cli.__file__).parents[2])}
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


def killed_worker(process):
    """Kill one worker of our own Ray while it extracts; gives its process id."""
    while process.poll() is None:
        for path in Path("/proc").glob("[0-9]*"):
            if working(path) and descends(int(path.name), process.pid):
                time.sleep(0.3)  # well within its task
                os.kill(int(path.name), signal.SIGKILL)
                return int(path.name)
        time.sleep(0.02)
    return None


def working(path):
    try:
        return path.joinpath("cmdline").read_bytes().startswith(b"ray::FlatMap")
    except OSError:
        return False


def descends(pid, ancestor):
    while pid > 1:
        if pid == ancestor:
            return True
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            return False
    return False
