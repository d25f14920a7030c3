"""Kills, use at once, full disks: nothing torn, nothing lost, every way out with its word."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.errors import StoreBusy
from pipeline.store import Store, opening, placing, turns

READ = """
import sys, time
from pipeline.store import Store
print("ready", flush=True)
while True:
    with Store.open(sys.argv[1], readonly=True):
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
            reader.stdout.readline()
        time.sleep(0.3)
        for _ in range(3):
            Store.open(path, wait=6).close()
    finally:
        for reader in readers:
            reader.kill()
            reader.communicate()


def test_who_waits_in_vain_is_told_so_even_before_his_turn(tmp_path, caplog, monkeypatch):
    path = tmp_path / "督办.duckdb"
    monkeypatch.setattr(opening, "TOLD_AFTER", 0.1)
    with Store.open(path), turns.turn(path, lambda: False), pytest.raises(StoreBusy, match=r"等待 0.3 秒"):
        Store.open(path, readonly=True, wait=0.3)
    assert "最多等待 0.3 秒" in caplog.text
    Store.open(path, wait=0).close()
