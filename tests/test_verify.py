"""What is wrong with a database is found, named, and comes with what to do."""

import pytest

from pipeline.cli import outcome
from pipeline.errors import StoreForeign
from pipeline.follow import Change, EventKind
from pipeline.store import Store, speech_id
from tests import samples


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("db") / "a.duckdb"
    with Store.open(path) as store:
        store.begin("r1", "0", "x")
        store.add(samples.everything(), "r1")
        ((one,),) = store.tuples("select min(directive_id) from directives")
        store.record([Change(one, EventKind.STATUS, new="进行中")], "某甲")
        store.finish("r1")
    return path.read_bytes()


@pytest.fixture
def path(sound, tmp_path):
    copy = tmp_path / "a.duckdb"
    copy.write_bytes(sound)
    return copy


def test_a_sound_database_has_nothing_wrong(path, capsys):
    assert outcome(["verify", "--db", str(path)]) == 0
    assert "没有发现问题" in capsys.readouterr().err


FAULTS = [
    ("delete from targets", "targets", "少了"),
    ("delete from events", "events", "少了 1 行"),
    ("delete from speeches where text like '%谢谢%'", "speeches", "少了 1 行"),
    ("delete from bodies", "responsibilities", "body_id"),
    ("delete from outline where level = 1", "outline", "parent_id"),
    ("delete from runs", "speeches", "run_id"),
    ("update runs set speeches = 3", "runs", "记录导入 3 篇"),
    ("insert into sources values ('nobody', 'a', 'b', 'r1', null)", "sources", "speech_id"),
    ("insert into near_copies select speech_id, 'nobody', 1 from speeches", "near_copies", "other_id"),
    ("insert into bodies (body_id, name, canonical) values ('x', '县局', '县局')", "bodies", "没有任务提到"),
    ("update responsibilities set start_char = start_char + 1", "responsibilities", "所存文字不符"),
    ("update directives set due_start = due_start - 1", "directives", "所存文字不符"),
    ("update directives set text = text || '。'", "directives", "所存文字不符"),
    ("insert into outline from outline where marker = '一、'", "outline", "node_id 相同"),
    ("insert into directives from directives limit 1", "directives", "2 行的directive_id 相同"),
    ("insert into targets from targets limit 1", "targets", "target_id 相同"),
    ("insert into responsibilities from responsibilities limit 1", "responsibilities", "directive_id、seq 相同"),
    ("insert into bodies from bodies", "bodies", "body_id 相同"),
    ("insert into sources from sources limit 1", "sources", "speech_id、path 相同"),
    ("update rejected set end_char = 9999", "rejected", "所存文字不符"),
    ("update sanctions set consequence = '表扬'", "sanctions", "所存文字不符"),
    ("update statements set zone = 'problem' where zone = 'directive'", "statements", "不一致"),
    ("update statements set start_char = 0 where seq > 2", "statements", "重叠"),
    ("update speeches set text = replace(text, '3处', '5处')", "speeches", "摘要不符"),
    ("update events set directive_id = 'nobody'", "events", "不在库中"),
    ("update meta set views_hash = 'x'", "meta", "视图"),
    (
        """insert into withdrawn (directive_id, speech_id, start_char, end_char, text, kind, reason)
        select directive_id, speech_id, start_char, end_char, text, kind, 'x' from directives limit 1""",
        "withdrawn",
        "既在",
    ),
]


@pytest.mark.parametrize(("harm", "table", "what"), FAULTS)
def test_harm_done_behind_our_back_is_found(path, capsys, harm, table, what):
    with Store.open(path) as store:
        store._connection.execute(harm)
    with Store.open(path, readonly=True) as store:
        found = [one for one in store.findings() if one.table == table and what in one.what]
    assert found
    assert all(one.todo and "{" not in one.todo for one in found)
    assert outcome(["verify", "--db", str(path), "--format", "csv"]) == 1
    assert what in capsys.readouterr().out


def test_rows_that_are_there_twice_are_put_right_by_a_new_reading(path, capsys):
    with Store.open(path) as store:
        for table in ("outline", "statements", "directives", "responsibilities", "targets", "rejected"):
            store._connection.execute(f"insert into {table} from {table}")
        found = [one for one in store.findings() if "相同" in one.what]
    assert {one.table for one in found} == {
        "outline", "statements", "directives", "responsibilities", "targets", "rejected"
    }  # fmt: skip
    assert all(one.todo.startswith("运行 duban reload ") for one in found)
    assert outcome(["reload", "--all", "--db", str(path)]) == 0
    assert outcome(["verify", "--db", str(path)]) == 0
    assert "没有发现问题" in capsys.readouterr().err


def test_a_load_does_not_build_on_lost_rows_until_they_are_accepted(path, tmp_path, capsys):
    with Store.open(path) as store:
        store._connection.execute("delete from events")
        with pytest.raises(StoreForeign, match="1 行 events") as error:
            store.begin("r2", "0", "x")
    assert error.value.code == "rows_lost"
    (tmp_path / "新.txt").write_text("各村要在6月底前建成2个站点。", encoding="utf-8")
    assert outcome(["load", str(tmp_path / "新.txt"), "--db", str(path)]) == 5
    assert "duban verify" in capsys.readouterr().err
    assert outcome(["verify", "--recount", "--db", str(path)]) == 0
    assert outcome(["load", str(tmp_path / "新.txt"), "--db", str(path)]) == 0


def test_counts_follow_whatever_is_done(path):
    with Store.open(path) as store:
        sid = speech_id(samples.county().speech)
        ((one,),) = store.tuples("select min(directive_id) from directives where speech_id = ?", [sid])
        act = store.correct(one, {"zone": "problem"}, "某甲")
        store.replace([samples.county()], "r2")
        store.undo_correction(act, "某甲")
        store.add(samples.everything(), "r3")
        store.remove([speech_id(samples.masked().speech)], with_follow_up=True)
        noted = dict(store.tuples("from row_counts"))
        assert {table: store.tables()[table] for table in noted} == noted


def test_a_damaged_file_is_named_so(path, capsys):
    content = bytearray(path.read_bytes())
    content[len(content) // 4 :] = b"\x5a" * (len(content) - len(content) // 4)
    path.write_bytes(content)
    assert outcome(["verify", "--db", str(path)]) == 5
    assert "已损坏" in capsys.readouterr().err
