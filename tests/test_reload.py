"""New readings in place of old ones: ids, follow-up, withdrawal and return; removal; the two commands."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import outcome
from pipeline.errors import UsageError
from pipeline.follow import Change, EventKind
from pipeline.spans import SAME, handed_on, share
from pipeline.store import Store, speech_id
from pipeline.store.replacing import Replaced
from tests import samples

TEXT = """2026年全县防汛工作会议讲话
一、压实责任
5月20日前，县水利局、各镇要修好3座水库。县应急局每月要报送一次情况。
去年全县没有发生险情。
"""


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "a.duckdb") as opened:
        opened.add(samples.everything(), "r1")
        yield opened


def ids(store):
    return dict(store.tuples("select text, directive_id from directives"))


def note(store, one):
    return store.record([Change(one, EventKind.NOTE, "progress", new="已开会")], "某甲")


def without(extraction, words):
    """The same, but that one directive is found no more."""
    start, _ = samples.span(extraction.speech.text, words)
    zone = samples.Zone.PROBLEM
    return replace(
        extraction,
        statements=tuple(
            replace(s, zone=zone, directive=None) if s.start == start else s for s in extraction.statements
        ),
    )


SPANS = st.lists(st.integers(0, 60), min_size=2, max_size=12, unique=True).map(
    lambda cuts: list(zip(sorted(cuts), sorted(cuts)[1:], strict=False))
)


@given(SPANS, SPANS)
def test_each_id_goes_to_one_new_span_that_covers_half_of_the_old_one(old, new):
    named = {str(place): span for place, span in enumerate(old)}
    handed = handed_on(named, new)
    assert len(set(handed.values())) == len(handed)
    assert all(share(span, named[one]) >= SAME for span, one in handed.items())
    free = [span for span in new if span not in handed]
    assert not [
        (one, span) for one in set(named) - set(handed.values()) for span in free if share(named[one], span) >= SAME
    ]


def test_the_same_reading_again_changes_nothing(store):
    before = {name: store.tuples(f"from {name} order by all") for name in store.tables()}
    told = store.replace(samples.everything(), "r2")
    assert {name: store.tuples(f"from {name} order by all") for name in store.tables()} == before
    assert told[speech_id(samples.county().speech)] == Replaced(kept=4)
    assert not any(one.altered for one in told.values())


def test_an_id_and_its_follow_up_go_to_the_reading_that_covers_it_best(store):
    long = "9月30日前，县林草局、县应急局要会同各乡镇把3处林场查一遍。"
    one = ids(store)[long]
    note(store, one)
    fresh = samples.county()
    cut = len("9月30日前，")
    shorter = replace(
        fresh,
        statements=tuple(
            replace(s, start=s.start + cut, directive=replace(s.directive, due=None))
            if fresh.speech.text[s.start : s.end] == long
            else s
            for s in fresh.statements
        ),
    )
    told = store.replace([shorter], "r2")
    assert ids(store)[long[cut:]] == one
    assert store.tuples("select progress from ledger where directive_id = ?", [one]) == [("已开会",)]
    assert told[speech_id(fresh.speech)] == Replaced(kept=4)
    targets = store.tuples("select count(*) from targets where directive_id = ?", [one])
    assert targets == [(1,)]
    assert store.findings() == ()


def test_what_was_followed_up_is_withdrawn_and_comes_back_with_its_history(store):
    words = "林场主要负责人要提高认识。"
    one, sid = ids(store)[words], speech_id(samples.county().speech)
    note(store, one)
    gone = without(without(samples.county(), words), "对工作不力的，严肃问责。")
    assert store.replace([gone], "r2") == {sid: Replaced(kept=2, gone=1, withdrawn=1)}
    ((kept, responsible, run, reason),) = store.tuples("select text, responsible, run_id, reason from withdrawn")
    assert (kept, responsible, run) == (words, "林场主要负责人", "r2")
    assert "不再是任务" in reason
    assert store.findings() == ()
    assert store.replace([samples.county()], "r3") == {sid: Replaced(kept=2, added=1, returned=1)}
    assert ids(store)[words] == one
    assert [event.new for event in store.events(one)] == ["已开会"]
    assert store.tables()["withdrawn"] == 0


def test_what_was_never_followed_up_goes_with_the_bodies_that_nobody_else_names(store):
    bodies = store.tables()["bodies"]
    store.replace([without(samples.county(), "林场主要负责人要提高认识。")], "r2")
    assert store.tables()["bodies"] == bodies - 1
    assert store.tables()["withdrawn"] == 0
    assert store.findings() == ()


def test_nothing_is_replaced_where_one_of_them_is_unknown(store):
    before = store.tuples("from directives order by all")
    strange = replace(samples.county(), speech=samples.speech("别的讲话。"), nodes=(), statements=(), rejected=())
    with pytest.raises(UsageError, match="库中没有编号"):
        store.replace([without(samples.county(), "对工作不力的，严肃问责。"), strange], "r2")
    assert store.tuples("from directives order by all") == before


def test_a_reading_that_breaks_a_constraint_leaves_its_speech_as_it_was(store):
    good = without(samples.county(), "对工作不力的，严肃问责。")
    fresh = samples.masked()
    bad = replace(fresh, statements=(*fresh.statements, fresh.statements[-1]))
    told = store.replace([good, bad], "r2")
    assert set(told) == {speech_id(good.speech)}
    assert store.extraction(speech_id(fresh.speech)) == fresh
    assert store.tuples("select code from failures") == [("constraint",)]


def test_removing_leaves_nothing_of_a_speech_and_all_of_the_others(store):
    sid = speech_id(samples.county().speech)
    others = [one for one in samples.everything() if one != samples.county()]
    gone = store.remove([sid])
    assert (gone["speeches"], gone["directives"], gone["sources"]) == (1, 4, 1)
    assert store.findings() == ()
    assert [store.extraction(speech_id(one.speech)) for one in others] == others
    store.add([samples.county()], "r2")
    assert store.extraction(sid) == samples.county()


def test_follow_up_is_never_removed_by_mistake(store):
    sid, other = (speech_id(one.speech) for one in (samples.county(), samples.masked()))
    note(store, ids(store)["林场主要负责人要提高认识。"])
    with pytest.raises(UsageError, match="--with-follow-up") as error:
        store.remove([other, sid])
    assert error.value.code == "followed_up"
    assert store.tables()["speeches"] == 4
    assert store.remove([other, sid], with_follow_up=True)["events"] == 1
    assert store.tables()["events"] == 0
    assert store.findings() == ()


@pytest.fixture
def loaded(tmp_path, monkeypatch):
    """A database made by the command, of one speech."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "防汛.txt").write_text(TEXT, encoding="utf-8")
    assert outcome(["load", "防汛.txt"]) == 0
    return tmp_path / "duban.duckdb"


def test_the_command_extracts_again_and_keeps_corrections_and_metadata(loaded, capsys):
    with Store.open(loaded) as store:
        ((sid, one),) = store.tuples("select speech_id, directive_id from directives where text like '%水库%'")
        store.correct(one, {"bodies": [{"mention": "各镇"}]}, "某甲")
        store._connection.execute("update speeches set title = '防汛会'")
    before = loaded.stat().st_mtime_ns
    assert outcome(["reload", sid[:6]]) == 0
    assert "已重新抽取 1 篇讲话：任务保留 2 项，新增 0 项" in capsys.readouterr().err
    assert loaded.stat().st_mtime_ns > before
    with Store.open(loaded, readonly=True) as store:
        bodies = [s.directive.bodies for s in store.extraction(sid).statements if s.directive]
        assert [body.name for body in bodies[0]] == ["各镇"]
        assert store.tuples("select title from speeches") == [("防汛会",)]
        assert store.tuples("select count(*), count(ended_at) from runs") == [(2, 2)]
    assert outcome(["reload", "--all", "--metadata"]) == 0
    with Store.open(loaded, readonly=True) as store:
        assert store.tuples("select title from speeches") == [("2026年全县防汛工作会议讲话",)]


def test_deadlines_are_reckoned_from_the_stored_year(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "清淤.txt").write_text("各镇要在6月20日前清淤。\n", encoding="utf-8")
    assert outcome(["load", "清淤.txt", "--given-on", "2023-03-05"]) == 0
    year = "select year, due_edtf from speeches join directives using (speech_id)"
    for more, expected in (([], ("2023", "2023-06-20")), (["--metadata"], ("XXXX", "XXXX-06-20"))):
        assert outcome(["reload", "--all", *more]) == 0
        with Store.open(tmp_path / "duban.duckdb", readonly=True) as store:
            assert store.tuples(year) == [expected]


@pytest.mark.parametrize(
    ("call", "code", "said"),
    [
        (["reload"], 2, "--all"),
        (["reload", "--all", "ab"], 2, "二者择一"),
        (["reload", "不存在"], 2, "没有这个编号"),
        (["remove"], 2, "讲话编号"),
        (["remove", "不存在"], 2, "没有这个编号"),
        (["reload", "--all", "--db", "无.duckdb"], 2, "没有数据库"),
    ],
)
def test_wrong_calls_say_what_to_do(loaded, capsys, call, code, said):
    assert outcome(call) == code
    assert said in capsys.readouterr().err


def test_the_command_removes_and_says_what_went(loaded, capsys):
    with Store.open(loaded) as store:
        ((sid, one),) = store.tuples("select speech_id, min(directive_id) from directives group by 1")
        note(store, one)
    assert outcome(["remove", sid]) == 2
    assert "跟踪" in capsys.readouterr().err
    assert outcome(["remove", sid, "--with-follow-up"]) == 0
    assert "已删除 1 篇讲话、2 项任务、1 条记录" in capsys.readouterr().err
    assert outcome(["reload", "--all"]) == 2
