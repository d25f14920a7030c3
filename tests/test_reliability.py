"""Kills, use at once, full disks: nothing torn, nothing lost, every way out with its word."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.store import Store, placing

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
