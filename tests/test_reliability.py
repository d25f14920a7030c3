"""Kills, use at once, full disks: nothing torn, nothing lost, every way out with its word."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks import speeches
from pipeline import cli, engine
from pipeline.errors import StoreBusy
from pipeline.store import Store, database, opening, placing, turns

READ = """
import sys, time
from pipeline.store import Store
told = False
while True:
    with Store.open(sys.argv[1], readonly=True):
        told = told or print("reading", flush=True) is None
        time.sleep(0.05)
"""

ROOT = Path(cli.__file__).parents[2]


def told(*command):
    """What a script of ours says; it runs alone, as its children are forked."""
    done = subprocess.run([sys.executable, "-m", *map(str, command)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="children are forked")
def test_kills_at_random_moments_tear_and_lose_nothing():
    said = told("tests.kills", "--count", 20)
    killed = {name: int(times) for times, name in re.findall(r"(\d+) of (\S+?)[,)]", said)}
    assert killed["load"] == 20
    assert set(killed) <= {"follow-up", "load", "migration", "reload"}
    assert "0 faults" in said


def test_what_a_killed_writer_left_is_removed_the_next_day(tmp_path):
    path = tmp_path / "督办.duckdb"
    old, new, other = (
        tmp_path / name for name in (".督办.duckdb.1-a.new.wal", ".督办.duckdb.1-b.new", ".a.csv.1-a.new")
    )
    for one in (old, new, other):
        one.touch()
    for one in (old, other):
        os.utime(one, times=(time.time() - 2 * placing.ABANDONED,) * 2)
    Store.open(path).close()
    assert {one.name for one in tmp_path.iterdir()} == {path.name, new.name, other.name}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="children are forked")
def test_loaders_readers_and_an_editor_at_once_meet_no_error_and_nothing_torn():
    said = told("tests.together", "--seconds", 6)
    turns = re.findall(r"(\w+): (\d+) turns", said)
    assert [name for name, _ in turns] == ["loader", "loader", "reader", "reader", "editor"]
    assert min(int(times) for _, times in turns) > 0
    assert "0 faults" in said


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody queues")
def test_readers_one_after_the_other_do_not_keep_a_writer_out(tmp_path):
    path = tmp_path / "督办.duckdb"
    Store.open(path).close()
    command = [sys.executable, "-c", READ, str(path)]
    readers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(3)]
    try:
        for reader in readers:
            assert reader.stdout.readline() == b"reading\n"
        for _ in range(3):
            Store.open(path, wait=30).close()
    finally:
        for reader in readers:
            reader.kill()
            reader.communicate()


def test_who_waits_in_vain_is_told_so_even_before_his_turn(tmp_path, caplog, monkeypatch):
    path = tmp_path / "督办.duckdb"
    monkeypatch.setattr(opening, "TOLD_AFTER", 0.0)
    with Store.open(path), turns.turn(path, lambda: False), pytest.raises(StoreBusy, match=r"等待 0.3 秒"):
        Store.open(path, readonly=True, wait=0.3)
    assert "最多等待 0.3 秒" in caplog.text
    Store.open(path, wait=0).close()


# --- a full disk ---


@pytest.fixture
def disk(tmp_path):
    """Gives a function that mounts a small one, and makes it larger where it is there already."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def sized(kilobytes):
        again = "remount," if folder.is_mount() else ""
        command = ["mount", "-t", "tmpfs", "-o", f"{again}size={kilobytes}k", "tmpfs", str(folder)]
        if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("only root may mount a small disk")
        return folder

    yield sized
    if folder.is_mount():
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(scope="module")
def letters(tmp_path_factory):
    folder = tmp_path_factory.mktemp("letters")
    for number, text in enumerate(speeches.texts(40)):
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def loaded(letters, tmp_path_factory):
    db = tmp_path_factory.mktemp("loaded") / "督办.duckdb"
    assert cli.outcome(["load", str(letters), "--db", str(db)]) == 0
    return db


def stored(db):
    with Store.open(db, readonly=True) as store:
        assert store.findings() == ()
        return {sid for (sid,) in store.tuples("select speech_id from speeches")}


@pytest.mark.parametrize("kilobytes", [100, 700, 1500, 2600])
def test_a_disk_that_is_full_in_mid_load_keeps_what_was_committed(disk, letters, monkeypatch, capfd, kilobytes):
    monkeypatch.setattr(database, "BATCH", 8)
    monkeypatch.setattr(engine, "CHUNK", 4)
    committed, added = set(), Store._added

    def told(store, batch, run_id):
        counts = added(store, batch, run_id)
        committed.update(batch.ids)
        return counts

    monkeypatch.setattr(Store, "_added", told)
    folder = disk(kilobytes)
    db = folder / "督办.duckdb"
    assert cli.outcome(["load", str(letters), "--db", str(db), "--jobs", "1"]) == 3
    assert re.fullmatch(r"错误（disk_full）：.*磁盘已满，已提交的内容仍在；请腾出空间后重试\n", capfd.readouterr().err)
    assert {one.name for one in folder.iterdir()} <= {db.name, f"{db.name}.wal"}
    if db.exists():
        assert stored(db) == committed
    else:
        assert not committed
    disk(100_000)
    assert cli.outcome(["load", str(letters), "--db", str(db), "--jobs", "1"]) == 0
    assert len(stored(db)) == 40


@pytest.mark.parametrize("kind", ["csv", "json", "parquet", "xlsx", "docx", "ics", "graphml", "gexf"])
def test_a_disk_that_is_full_in_mid_export_leaves_the_file_that_was_there(disk, loaded, capfd, kind):
    out = disk(8) / f"台账.{kind}"
    out.write_text("以前的", encoding="utf-8")
    capfd.readouterr()
    assert cli.outcome(["export", kind, "--out", str(out), "--db", str(loaded)]) == 3
    assert re.fullmatch(r"错误（disk_full）：.*磁盘已满，未写入；请腾出空间后重试\n", capfd.readouterr().err)
    assert [one.name for one in out.parent.iterdir()] == [out.name]
    assert out.read_text(encoding="utf-8") == "以前的"


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from pipeline import cli
sys.exit(cli.outcome(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "docx", "load"])
def test_a_file_that_may_not_grow_is_said(loaded, letters, tmp_path, kind):
    out = tmp_path / f"台账.{kind}"
    command = (
        ["load", letters, "--db", out, "--jobs", "1"]
        if kind == "load"
        else ["export", kind, "--out", out, "--db", loaded]
    )
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "100000" if kind == "load" else "2000", *map(str, command)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 3
    assert "错误（file_too_large）" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
