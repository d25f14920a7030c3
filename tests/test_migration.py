"""Files of older programs: brought up to date beside their place, with nothing lost."""

import os
import shutil
import signal
import subprocess
import sys

import duckdb
import pytest

from pipeline.errors import StoreForeign
from pipeline.store import Store, attaching, schema, speech_id
from tests import samples

NEWER_COLUMNS = ("action_id", "speech_id", "start_char", "end_char")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """As version 2 left it: no counts, no withdrawn directives, events without speech and span."""
    path = tmp_path_factory.mktemp("old") / "督办.duckdb"
    with Store.open(path) as store:
        store.add(samples.everything(), "r1")
    with duckdb.connect(str(path)) as old:
        for name in [
            name for (name,) in old.execute("select view_name from duckdb_views() where not internal").fetchall()
        ]:
            old.execute(f"drop view if exists {schema.quoted(name)}")
        for table in ("withdrawn", "near_copies", "row_counts"):
            old.execute(f"drop table {table}")
        for column in NEWER_COLUMNS:
            old.execute(f"alter table events drop column {column}")
        old.execute(
            """insert into events (event_id, directive_id, kind, new)
            select 'e1', min(directive_id), 'status', '进行中' from directives"""
        )
        old.execute("create table 我的表 as select 1 as 数")
        old.execute("create view 我的视图 as select count(*) as n from speeches")
        old.execute("update meta set schema_version = 2, views_hash = 'x', created_at = timestamp '2026-01-02'")
    return path


@pytest.fixture
def path(made, tmp_path):
    return shutil.copy(made, tmp_path / "督办.duckdb")


def test_nothing_is_lost_and_events_know_their_place(path):
    with Store.open(path) as store:
        for one in samples.everything():
            assert store.extraction(speech_id(one.speech)) == one
        assert store.tuples("select schema_version, created_at::date::varchar from meta") == [
            (schema.SCHEMA_VERSION, "2026-01-02")
        ]
        placed = """select count(*) from events as e join directives as d using (directive_id)
            where (e.speech_id, e.start_char, e.end_char) = (d.speech_id, d.start_char, d.end_char)
                and e.action_id = e.event_id and e.new = '进行中'"""
        assert store.tuples(placed) == [(1,)]
        assert store.tuples("from 我的表") == [(1,)]
        assert store.tuples("from 我的视图") == [(4,)]
        assert store.tuples("select count(*) from ledger where status = '进行中'") == [(1,)]
        store.begin("r2", "0", "x")
        assert store.findings() == ()
    assert sorted(one.name for one in path.parent.iterdir()) == ["督办.duckdb", "督办.duckdb.v2.bak"]


def test_the_old_file_is_kept_and_a_reader_asks_for_a_writer(path):
    before = path.read_bytes()
    with pytest.raises(StoreForeign, match="旧版本"):
        Store.open(path, readonly=True)
    Store.open(path).close()
    with duckdb.connect(str(path) + ".v2.bak", read_only=True) as old:
        assert old.execute("select schema_version from meta").fetchall() == [(2,)]
    assert len(before) == len(path.with_name(path.name + ".v2.bak").read_bytes())


def test_what_has_no_place_in_the_new_schema_is_never_dropped(path):
    with duckdb.connect(str(path)) as old:
        old.execute("alter table events add column 经办 varchar")
    with pytest.raises(StoreForeign, match="经办") as error:
        Store.open(path)
    assert error.value.code == "unknown_columns"
    with duckdb.connect(str(path), read_only=True) as old:
        assert old.execute("select schema_version from meta").fetchall() == [(2,)]
    assert [one.name for one in path.parent.iterdir()] == ["督办.duckdb"]


KILLED = """
import os, signal, sys
from pipeline.store import attaching, Store, migration
moment = sys.argv[2]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(migration, moment, die)
Store.open(sys.argv[1])
"""


@pytest.mark.parametrize("moment", ["_copied", "_users_views", "_put_in_place"])
def test_killed_in_the_middle_it_leaves_the_old_file_and_the_next_begins_again(path, moment):
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path), moment], env=os.environ, check=False)
    assert ended.returncode == -signal.SIGKILL
    with duckdb.connect(str(path), read_only=True) as old:
        assert old.execute("select schema_version from meta").fetchall() == [(2,)]
    with Store.open(path) as store:
        assert store.tables()["speeches"] == 4


def test_a_log_that_was_not_checkpointed_is_carried_over(path):
    script = """
import duckdb, os, signal, sys
c = duckdb.connect(sys.argv[1], config={"checkpoint_threshold": "1TB"})
c.execute("insert into events (event_id, directive_id, kind) select 'e2', max(directive_id), 'note' from directives")
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert path.with_name(path.name + ".wal").exists()
    with Store.open(path) as store:
        assert store.tuples("select count(*) from events where speech_id is not null") == [(2,)]
    assert not path.with_name(path.name + ".wal").exists()


def test_another_writer_in_between_is_left_alone(path, monkeypatch):
    real = attaching.new

    def meanwhile(draft, settings):
        monkeypatch.undo()
        Store.open(path).close()  # somebody else was quicker
        return real(draft, settings)

    monkeypatch.setattr(attaching, "new", meanwhile)
    with Store.open(path) as store:
        assert store.tuples("select count(*) from events") == [(1,)]
    assert sorted(one.name for one in path.parent.iterdir()) == ["督办.duckdb", "督办.duckdb.v2.bak"]
