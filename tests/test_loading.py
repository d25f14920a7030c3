"""Loading: reports, trials, going on where it stopped, waiting for a busy file."""

import csv
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline import cli, engine
from pipeline.errors import StoreBusy
from pipeline.model import Known
from pipeline.store import Store, opening

SPEECH = (
    "在全县防汛工作会上的讲话\n一、查险\n各乡镇要于2024年5月31日前把水库排查一遍，县水利局每周通报一次。\n第{}份。\n"
)
HOLD = """
import sys, time
from pipeline.store import Store
held = Store.open(sys.argv[1])
print(1, flush=True)
time.sleep(60)
"""
IN_SMALL_BATCHES = """
from pipeline.store import database
database.BATCH = 25
from pipeline.cli import run
run()
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "speeches"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(SPEECH.format(number), encoding="utf-8")
    return folder


def called(*arguments):
    return cli.outcome([str(a) for a in arguments])


def counted(table="speeches", db="duban.duckdb"):
    with Store.open(db, readonly=True) as store:
        return store.tables()[table]


def some_stored(process):
    """Wait until a load has stored some documents; it would be interrupted before it listens, else."""
    while process.poll() is None:
        if Path("duban.duckdb").exists() and counted():
            return
        time.sleep(0.05)


def test_the_report_of_failures_opens_in_a_spreadsheet(folder):
    (folder / "=空.txt").touch()
    assert called("load", folder, "--report", "failures.csv") == 1
    raw = Path("failures.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    (line,) = csv.DictReader(raw.decode("utf-8-sig").splitlines())
    assert line["path"] == str(folder / "=空.txt")
    assert line["code"] == "empty"
    assert line["message"]


def test_a_report_without_failures_is_written_too(folder):
    assert called("load", folder, "--report", "failures.csv") == 0
    assert Path("failures.csv").read_bytes().decode("utf-8-sig").split() == ["path,code,message"]


def test_a_report_that_cannot_be_written_is_said(folder, capfd):
    assert called("load", folder, "--report", "nowhere/failures.csv") == 2
    assert "没有文件夹" in capfd.readouterr().err
    assert counted() == 5


def test_a_trial_touches_no_database(folder, capfd):
    (folder / "again.txt").write_text(SPEECH.format(0), encoding="utf-8")
    (folder / "empty.txt").touch()
    assert called("load", folder, "--dry-run") == 1
    err = capfd.readouterr().err
    assert "可导入 5 篇讲话" in err
    assert "1 篇内容重复" in err
    assert "（empty）" in err
    assert not Path("duban.duckdb").exists()


def test_what_is_stored_is_not_extracted_again(folder, monkeypatch, capfd):
    assert called("load", folder) == 0
    (folder / "5.txt").write_text(SPEECH.format(5), encoding="utf-8")
    (folder / "0.txt").rename(folder / "moved.txt")
    texts, extract = [], engine.flow.extract_together

    def watched(speeches, *others):
        texts.extend(one.text for one in speeches)
        return extract(speeches, *others)

    monkeypatch.setattr(engine.flow, "extract_together", watched)
    capfd.readouterr()
    assert called("load", folder) == 0
    assert texts == [SPEECH.format(5)]
    assert "已导入 1 篇讲话" in (err := capfd.readouterr().err)
    assert "5 篇内容已在库中" in err
    assert (counted(), counted("sources")) == (6, 7)


def test_a_changed_file_is_another_text(folder):
    assert called("load", folder) == 0
    (folder / "0.txt").write_text(SPEECH.format("零"), encoding="utf-8")
    assert called("load", folder) == 0
    assert counted() == 6


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_know_what_is_stored(folder, monkeypatch, method):
    monkeypatch.setattr(engine, "CHUNK", 2)
    monkeypatch.setattr(engine, "POOL_FROM", {method: 3})
    monkeypatch.setattr(engine, "_start_method", lambda: method)
    paths = sorted(folder.glob("*.txt"))
    known = Known(frozenset(engine.reading.read(path).sha256 for path in paths[:3]))
    made = list(engine.batches(paths, engine.Setup(), "r1", 2, known))
    assert [speech.path for one in made for speech in one.known] == [*map(str, paths[:3])]
    assert sum(len(one.part) for one in made) == 2
    assert sum(map(len, made)) == 5


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_after_whole_documents_and_the_next_call_goes_on(folder, jobs):
    for number in range(5, 600):
        (folder / f"{number}.txt").write_text(SPEECH.format(number) * 5, encoding="utf-8")
    command = [sys.executable, "-c", IN_SMALL_BATCHES, "load", str(folder), "--jobs", str(jobs)]
    environment = os.environ | {"PYTHONPATH": str(Path(cli.__file__).parents[2])}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    ) as process:
        some_stored(process)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers get it too
        _, err = process.communicate(timeout=200)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "都已完整存入" in err
    stored = counted()
    assert f"已导入 {stored} 篇讲话" in err
    assert stored < 600
    assert called("load", folder, "--jobs", 2) == 0
    assert counted() == 600


def test_a_second_ctrl_c_ends_at_once():
    from pipeline.cli import loading

    with pytest.raises(KeyboardInterrupt), loading._interruptible() as stopped:  # noqa: PT012 (the block is the test)
        os.kill(os.getpid(), signal.SIGINT)
        assert stopped.wait(1)
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_thread_can_load_too(folder):
    codes = []
    thread = threading.Thread(target=lambda: codes.append(called("load", folder, "--jobs", 1)))
    thread.start()
    thread.join()
    assert codes == [0]


def test_waiting_for_a_busy_file_is_said_and_has_its_limit(folder, monkeypatch, caplog):
    assert called("load", folder) == 0
    monkeypatch.setattr(opening, "TOLD_AFTER", 0.0)
    environment = os.environ | {"PYTHONPATH": str(Path(cli.__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, "duban.duckdb"], stdout=subprocess.PIPE, env=environment
    ) as holder:
        holder.stdout.readline()
        with caplog.at_level(logging.WARNING):
            assert called("load", folder, "--wait", 0.5) == 4
        with pytest.raises(StoreBusy):
            Store.open("duban.duckdb", wait=0)
        holder.kill()
    (said,) = [record.getMessage() for record in caplog.records]
    assert f"进程 {holder.pid}" in said
    assert "最多等待 0.5 秒" in said
