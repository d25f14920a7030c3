"""The store: whole documents in, the same out; nothing torn, nothing of others touched."""

import shutil
import signal
import subprocess
import sys
import time
from dataclasses import fields, replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipeline.store as store_package
from pipeline.errors import StoreBusy, StoreError, StoreForeign, UsageError
from pipeline.follow import Change, EventKind, standing
from pipeline.model import (
    Body,
    Directive,
    Document,
    Due,
    DueStatus,
    Extraction,
    Failure,
    Freq,
    Kind,
    Node,
    Op,
    Recurrence,
    Rejected,
    Role,
    Statement,
    Target,
    Zone,
)
from pipeline.store import Counts, Store, schema, select
from pipeline.store.opening import refusal
from pipeline.store.rows import speech_id
from tests import samples


@pytest.fixture
def path(tmp_path):
    return tmp_path / "督办.duckdb"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An empty database and a loaded one, to be copied: making one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("made")
    with Store.open(folder / "empty"):
        pass
    with Store.open(folder / "full") as opened:
        opened.begin("r1", "0.1.0", "abc")
        opened.add(samples.everything(), "r1")
        opened.finish("r1")
    return folder


@pytest.fixture
def store(made, path):
    shutil.copyfile(made / "empty", path)
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def full(made, path):
    shutil.copyfile(made / "full", path)
    with Store.open(path) as opened:
        yield opened


def columns(store, table):
    names = store.tuples("select column_name from duckdb_columns() where table_name = ?", [table])
    return {name for (name,) in names}


# --- what goes in comes out ---


def test_counts_of_a_first_load(store):
    assert store.add(samples.everything(), "r1") == Counts(speeches=4, statements=18, directives=8)


@pytest.mark.parametrize("make", [samples.county, samples.masked, samples.odd, samples.bare])
def test_an_extraction_comes_back_as_it_went_in(full, make):
    assert full.extraction(store_package.speech_id(make().speech)) == make()


def test_an_unknown_speech_is_a_usage_error(full):
    with pytest.raises(UsageError, match="没有编号为 nobody") as error:
        full.extraction("nobody")
    assert error.value.code == "no_speech"


def test_rows_do_not_depend_on_the_run_or_the_order(tmp_path):
    """Two databases loaded in other orders differ in run ids and times only."""
    contents = []
    for number, order in enumerate((1, -1)):
        with Store.open(tmp_path / f"{number}.duckdb") as opened:
            opened.add(samples.everything()[::order], f"r{number}")
            dropped = ["run_id", "loaded_at"]
            frames = {name: opened.frame(name).drop(columns=dropped, errors="ignore") for name in store_tables(opened)}
            contents.append({name: sorted(map(str, frame.values.tolist())) for name, frame in frames.items()})
    assert contents[0] == contents[1]
    assert contents[0]["directives"]


def store_tables(store):
    return store.tables().keys() - {"meta", "runs"}


def span_of(text):
    return st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda s: s[0] < s[1])


def earlier(number):
    return st.none() | st.integers(0, number - 1) if number else st.none()


WORDS = st.text(min_size=1, max_size=8)
MAYBE = st.none() | WORDS
DAYS = st.none() | st.dates()


@st.composite
def directives(draw, text):
    spans = span_of(text)

    def dues(status):
        days = (draw(DAYS), draw(DAYS)) if status is DueStatus.RESOLVED else (None, None)
        return Due(*draw(spans), draw(WORDS), draw(MAYBE), *days, status)

    due = draw(st.none() | st.sampled_from(DueStatus))
    targets = draw(st.lists(spans, unique=True, max_size=3))
    number = st.none() | st.floats(allow_nan=False)
    return Directive(
        draw(st.sampled_from(Kind)),
        draw(WORDS),
        tuple(
            Body(*draw(spans), draw(WORDS), draw(WORDS), draw(WORDS), draw(st.sampled_from(Role)), draw(st.booleans()))
            for _ in range(draw(st.integers(0, 3)))
        ),
        due and dues(due),
        draw(st.none() | st.builds(Recurrence, st.just(0), st.just(1), WORDS, st.sampled_from(Freq))),
        tuple(
            Target(*s, draw(WORDS), draw(st.sampled_from(Op)), draw(number), draw(number), draw(MAYBE), draw(MAYBE))
            for s in targets
        ),
    )


@st.composite
def extractions(draw):
    """Any values that fit the types, whether or not a text could mean them."""
    text = draw(st.text(min_size=1, max_size=40))
    document = draw(
        st.builds(Document, MAYBE, MAYBE, st.from_regex(r"[0-9X]{4}", fullmatch=True), DAYS, MAYBE, MAYBE, MAYBE)
    )
    nodes = tuple(
        Node(start, start, end, draw(WORDS), draw(st.integers(1, 5)), draw(earlier(number)), draw(st.booleans()))
        for number, (start, end) in enumerate(draw(st.lists(span_of(text), unique=True, max_size=4)))
    )
    statements = tuple(
        Statement(*s, draw(st.sampled_from(Zone)), draw(earlier(len(nodes))), draw(st.none() | directives(text)))
        for s in draw(st.lists(span_of(text), unique=True, max_size=4))
    )
    rejected = tuple(draw(st.lists(st.builds(Rejected, st.just(0), st.just(1), WORDS, WORDS), max_size=2)))
    return Extraction(samples.speech(text, document, draw(MAYBE)), nodes, statements, rejected)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(found=st.lists(extractions(), min_size=1, max_size=3, unique_by=lambda one: one.speech.sha256))
def test_whatever_is_stored_is_read_back_equal(store, found):
    for table in store.tables().keys() - {"meta"}:
        store._connection.execute(f"delete from {table}")
    assert store.add(found, "r1").speeches == len(found)
    for one in found:
        assert store.extraction(store_package.speech_id(one.speech)) == one


def test_rows_fill_the_columns_of_the_tables(full):
    for table, cells in store_package.rows(samples.county(), "r1").items():
        assert cells.keys() <= columns(full, table)
        assert len({len(column) for column in cells.values()}) == 1


@pytest.mark.parametrize(
    ("noun", "table", "names"),
    [
        (Document, "speeches", {}),
        (Node, "outline", {"start": "start_char", "body": "body_char", "end": "end_char", "parent": "parent_id"}),
        (Statement, "statements", {"start": "start_char", "end": "end_char", "node": "node_id", "directive": "zone"}),
        (Body, "responsibilities", {"start": "start_char", "end": "end_char", "canonical": "body_id"}),
        (Target, "targets", {"start": "start_char", "end": "end_char", "low": "value_low", "high": "value_high"}),
        (Rejected, "rejected", {"start": "start_char", "end": "end_char"}),
        (Due, "directives", {f.name: f"due_{f.name}" for f in fields(Due)} | {"mention": "due_text"}),
        (Recurrence, "directives",
         {f.name: f"recurrence_{f.name}" for f in fields(Recurrence)} | {"mention": "recurrence_text"}),
    ],
)  # fmt: skip
def test_every_field_of_a_noun_has_a_column(store, noun, table, names):
    assert {names.get(field.name, field.name) for field in fields(noun)} <= columns(store, table)


# --- loading again ---


def test_loading_twice_changes_nothing_but_the_run(full):
    before = full.tables()
    assert full.add(samples.everything(), "r2") == Counts(skipped=4)
    assert full.tables() == before | {"runs": 2}


def test_the_same_text_under_another_name_is_one_speech_with_two_sources(full):
    assert full.add([samples.county("别处/副本.txt"), samples.county("别处/副本.txt")], "r2") == Counts(skipped=2)
    paths = full.tuples("select path from sources join speeches using (speech_id) where title <> '' order by path")
    assert paths == [("别处/副本.txt",), ("讲话/护林.txt",)]


def test_the_same_text_twice_in_one_call_is_one_speech(store):
    assert store.add([samples.county(), samples.county("b.txt")], "r1").speeches == 1
    assert store.tables()["sources"] == 2


def test_a_run_keeps_its_figures(full):
    (row,) = full.tuples("select version, lexicon_hash, speeches, statements, directives, skipped, failed from runs")
    assert row == ("0.1.0", "abc", 4, 18, 8, 0, 0)
    assert full.tuples("select count(*) from runs where ended_at >= started_at") == [(1,)]


def test_failures_are_kept_and_counted(full):
    full.fail([Failure("坏\udcff.txt", "binary", "不是文本"), Failure("b.txt", "empty", "空文件")], "r1")
    assert full.tuples("select path, code, message from failures order by code") == [
        ("坏\\udcff.txt", "binary", "不是文本"),
        ("b.txt", "empty", "空文件"),
    ]
    assert full.tuples("select failed from runs") == [(2,)]


def test_a_document_that_breaks_a_constraint_is_listed_and_the_rest_is_stored(store):
    twice = replace(samples.county(), statements=samples.county().statements[:1] * 2)
    assert store.add([samples.masked(), twice, samples.bare()], "r1") == Counts(2, 5, 3, 0, 1)
    assert store.tuples("select path, code from failures") == [("讲话/护林.txt", "constraint")]
    assert store.tuples("select speeches, failed from runs") == [(2, 1)]


# --- who a body is ---


def test_bodies_of_one_jurisdiction_are_one_and_of_unknown_ones_many(store):
    """县教育局 of the masked county and of the nameless one are two; 县林草局 of 青岭县 is one in both its speeches."""
    later = samples.county("讲话/春季.txt")
    text = later.speech.text.replace("秋季", "春季")
    document = replace(later.speech.document, title=None)
    later = replace(later, speech=samples.speech(text, document, "讲话/春季.txt"))
    store.add([*samples.everything(), later], "r1")
    names = store.tuples("select name, count(*) from bodies group by name order by name")
    assert names == [("县应急局", 1), ("县教育局", 2), ("县林草局", 1), ("各乡镇", 1), ("林场主要负责人", 1)]
    assert store.tuples("select distinct jurisdiction from bodies where speech_id is null") == [("青岭县",)]


# --- the schema ---


def test_tables_views_and_columns_are_commented_in_both_languages(store):
    comments = store.tuples(
        """select table_name || '.' || column_name, comment from duckdb_columns() where not internal
        union all select table_name, comment from duckdb_tables() where not internal
        union all select view_name, comment from duckdb_views() where not internal
        union all select function_name, comment from duckdb_functions() where not internal"""
    )
    assert len(comments) > 300
    assert [name for name, comment in comments if " | " not in (comment or "")] == []


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("statements", "zone", list(Zone)),
        ("directives", "kind", list(Kind)),
        ("directives", "due_status", [*DueStatus, "none"]),
        ("directives", "recurrence_freq", list(Freq)),
        ("responsibilities", "role", list(Role)),
        ("targets", "op", list(Op)),
    ],
)
def test_closed_vocabularies_are_those_of_the_model(store, table, column, values):
    (check,) = store.tuples(
        """select constraint_text from duckdb_constraints() where constraint_type = 'CHECK' and table_name = ?
        and len(constraint_column_names) = 1 and constraint_column_names[1] = ?""",
        [table, column],
    )
    assert [word for word in check[0].split("'")[1::2] if word.strip(" ,")] == values


@pytest.mark.parametrize(
    "change",
    [
        "update statements set zone = 'other'",
        "update directives set kind = 'wish'",
        "update directives set due_latest = date '2026-01-01' where due_status = 'masked'",
        "update directives set due_status = 'none' where due_text is not null",
        "update targets set op = '<'",
        "update speeches set year = '26'",
        "update speeches set chars = chars + 1",
        "update statements set end_char = start_char",
        "insert into events (event_id, directive_id, kind) values ('e', 'd', 'wish')",
        "insert into meta (application, schema_version, views_hash) values ('other', 1, '')",
    ],
)
def test_checks_hold(full, change):
    with pytest.raises(duckdb.ConstraintException):
        full._connection.execute(change)


REFERENCES = [
    ("sources", "speech_id", "speeches"),
    ("sources", "run_id", "runs"),
    ("speeches", "run_id", "runs"),
    ("outline", "speech_id", "speeches"),
    ("statements", "speech_id", "speeches"),
    ("statements", "node_id", "outline"),
    ("directives", "statement_id", "statements"),
    ("responsibilities", "directive_id", "directives"),
    ("responsibilities", "body_id", "bodies"),
    ("targets", "directive_id", "directives"),
    ("rejected", "speech_id", "speeches"),
]


@pytest.mark.parametrize(("table", "column", "to"), REFERENCES)
def test_references_lead_somewhere(full, table, column, to):
    lost = full.tuples(f"from {table} as a anti join {to} as b using ({column}) where a.{column} is not null")
    assert lost == []


def test_outline_parents_are_in_the_outline(full):
    assert full.tuples("from outline where parent_id not in (select node_id from outline)") == []


def test_views_are_brought_up_to_date_by_the_next_writer(path, full):
    full._connection.execute("create or replace view gaps as select 1 as one; update meta set views_hash = 'old'")
    full.close()
    with Store.open(path) as again:
        assert "no_body" in columns(again, "gaps")
        assert again.tuples("select views_hash from meta") == [(schema.views_hash(),)]


def test_every_view_file_is_listed():
    folder = Path(store_package.__file__).parent / "views"
    assert sorted(file.stem for file in folder.glob("*.sql")) == sorted(schema.VIEWS)


def test_a_frame_of_a_view_of_a_query_and_of_nothing(full):
    assert len(full.frame("督办台账")) == 8
    assert full.frame("select count(*) as n from directives where kind = $kind", {"kind": "task"})["n"].item() == 6
    with pytest.raises(UsageError, match="查询有误"):
        full.frame("no_such_view")


# --- files that are not ours ---


def damaged(path):
    with duckdb.connect(str(path)) as made:
        made.execute("create table t as select range as i from range(1000)")
    whole = path.read_bytes()
    path.write_bytes(whole[:12288] + b"\xff" * 64 + whole[12352:])


def foreign(path):
    with duckdb.connect(str(path)) as made:
        made.execute("create table meta (schema_version integer); create table speeches (id integer)")


def another(path):
    with duckdb.connect(str(path)) as made:
        made.execute("create table sales (id integer)")


def newer(path):
    with Store.open(path) as made:
        made._connection.execute(f"update meta set schema_version = {schema.SCHEMA_VERSION + 1}")


def aged(path):
    """As version 1 left it: two tables with fewer columns."""
    with Store.open(path) as made:
        made.add([samples.masked()], "r1")
        for table in ("sanctions", "programmes"):
            made._connection.execute(f"drop table {table}")
            made._connection.execute(f"create table {table} (directive_id varchar, seq integer)")
        made._connection.execute("update meta set schema_version = 1")


def test_the_tables_of_an_older_program_are_brought_up_to_date(path):
    aged(path)
    with pytest.raises(StoreForeign, match="旧版本"), Store.open(path, readonly=True):
        pass
    with Store.open(path) as store:
        store.add([samples.county()], "r2")
        assert store.extraction(speech_id(samples.county().speech)) == samples.county()
        assert store.extraction(speech_id(samples.masked().speech)) == samples.masked()
        assert store.tuples("select schema_version from meta") == [(schema.SCHEMA_VERSION,)]
        commented = store.tuples("select comment from duckdb_columns() where table_name = 'sanctions'")
        assert all(words for (words,) in commented)


BAD_FILES = [
    (lambda path: path.write_bytes("不是数据库".encode() * 2000), StoreForeign, "not_duckdb"),
    (lambda path: path.write_bytes(b""), StoreForeign, "not_duckdb"),
    (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\0" * 5000), StoreForeign, "not_duckdb"),
    (damaged, StoreForeign, "damaged"),
    (foreign, StoreForeign, "foreign"),
    (another, StoreForeign, "foreign"),
    (newer, StoreForeign, "newer"),
    (lambda path: path.mkdir(), UsageError, "folder"),
]


@pytest.mark.parametrize("readonly", [True, False])
@pytest.mark.parametrize(("make", "kind", "code"), BAD_FILES)
def test_other_peoples_files_are_refused_and_left_alone(path, make, kind, code, readonly):
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(kind) as error:
        Store.open(path, readonly=readonly)
    assert error.value.code == code
    assert "督办.duckdb" in str(error.value)
    assert before is None or path.read_bytes() == before


def test_there_must_be_something_to_read_and_a_folder_to_write_to(path, tmp_path):
    with pytest.raises(UsageError, match="duban load") as error:
        Store.open(path, readonly=True)
    assert error.value.code == "no_database"
    with pytest.raises(UsageError, match="没有文件夹") as error:
        Store.open(tmp_path / "无" / "x.duckdb")
    assert error.value.code == "no_folder"
    assert list(tmp_path.iterdir()) == []


def test_an_empty_duckdb_file_becomes_ours(path):
    duckdb.connect(str(path)).close()
    with pytest.raises(UsageError):
        Store.open(path, readonly=True)
    with Store.open(path) as opened:
        assert opened.tables()["meta"] == 1


@pytest.mark.parametrize(
    ("said", "kind", "code"),
    [
        ("IO Error: Trying to read a database file with version number 99", StoreForeign, "newer"),
        ("IO Error: Cannot open file: Permission denied", StoreError, "permission"),
        ("IO Error: Could not write file: No space left on device", StoreError, "disk_full"),
        ("IO Error: Could not write file: Disk quota exceeded", StoreError, "disk_full"),
        ("IO Error: Could not write file: File too large", StoreError, "file_too_large"),
        ("TransactionContext Error: Failed to commit: failed to pin block of size 256.0 KiB", StoreError, "memory"),
        ("Out of Memory Error: could not allocate block", StoreError, "memory"),
        ("INTERNAL Error: whatever", StoreForeign, "damaged"),
    ],
)
def test_what_duckdb_says_becomes_our_word(said, kind, code):
    error = refusal(duckdb.Error(said), Path("x.duckdb"))
    assert (type(error), error.code) == (kind, code)


# --- other processes ---

HOLD = """
import sys, duckdb
held = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "readonly")
print("held", flush=True)
sys.stdin.read()
"""


COUNT = """
import sys
from pipeline.store import Store, opening
opening.TOLD_AFTER = 0
with Store.open(sys.argv[1], readonly=True) as store:
    print(store.tables()["speeches"])
"""


@pytest.fixture
def holder(path):
    """Another process that keeps the file open until told."""
    started = []

    def hold(mode):
        child = subprocess.Popen(
            [sys.executable, "-c", HOLD, path, mode], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(child)
        assert child.stdout.readline() == "held\n"
        return child

    yield hold
    for child in started:
        child.communicate()


def test_a_busy_database_is_waited_for_up_to_the_limit(path, full, holder):
    full.close()
    writer = holder("writing")
    begun = time.monotonic()
    for readonly in (True, False):
        with pytest.raises(StoreBusy, match=f"进程 {writer.pid}") as error:
            Store.open(path, readonly=readonly, wait=0.3)
        assert error.value.code == "busy"
    assert 0.5 < time.monotonic() - begun < 25  # the usual wait is 30 s


def test_a_busy_database_that_comes_free_is_opened(path, full, holder):
    full.close()
    writer = holder("writing")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    opener = subprocess.Popen([sys.executable, "-c", COUNT, path], text=True, **pipes)
    assert f"进程 {writer.pid}" in opener.stderr.readline()
    assert opener.poll() is None
    writer.communicate()
    assert opener.communicate(timeout=60)[0] == "4\n"


def test_readers_share_and_keep_writers_out(path, full, holder):
    full.close()
    holder("readonly")
    with Store.open(path, readonly=True) as reader:
        assert reader.tables()["speeches"] == 4
    with pytest.raises(StoreBusy):
        Store.open(path, wait=0)


def test_a_second_use_in_the_same_process_waits_too(path, store):
    with pytest.raises(StoreBusy):
        Store.open(path, readonly=True, wait=0)


LOAD = """
import sys
from dataclasses import replace
from pipeline.store import Store
from tests import samples
one = samples.county()
for start in range(0, 100000, 20):
    texts = [one.speech.text + str(number) for number in range(start, start + 20)]
    batch = [replace(one, speech=samples.speech(text, one.speech.document)) for text in texts]
    with Store.open(sys.argv[1]) as store:
        store.add(batch, "r1")
    print(start + 20, flush=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.03, 0.1])
def test_a_killed_load_leaves_whole_documents_and_loses_none(path, delay):
    child = subprocess.Popen([sys.executable, "-c", LOAD, path], stdout=subprocess.PIPE, text=True)
    child.stdout.readline()
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    told = child.stdout.read().split()
    child.wait()
    child.stdout.close()
    with Store.open(path) as opened:
        speeches = opened.tables()["speeches"]
        assert speeches >= int(told[-1] if told else 20)
        assert speeches % 20 == 0
        torn = """select speech_id from speeches left join statements using (speech_id)
            group by speech_id having count(statement_id) <> 12"""
        assert opened.tuples(torn) == []
        assert opened.tuples("select speeches, statements from runs") == [(speeches, 12 * speeches)]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_two_makers_of_one_database_do_not_clash(path):
    script = LOAD.replace("100000", "40").replace("str(number)", "str(number) + sys.argv[2]")
    makers = [subprocess.Popen([sys.executable, "-c", script, path, name], stdout=subprocess.DEVNULL) for name in "ab"]
    assert [maker.wait(200) for maker in makers] == [0, 0]
    with Store.open(path, readonly=True) as opened:
        assert opened.tables()["speeches"] == 80


# --- snapshots and users' SQL ---


def test_a_notebook_works_on_a_private_copy_and_blocks_nobody(path, full):
    full.close()
    notebook = store_package.connect(path)
    with Store.open(path, wait=0) as writer:
        text = samples.bare().speech.text + "再见。"
        writer.add([Extraction(samples.speech(text), (), ())], "r2")
    assert notebook.execute("select count(*) from speeches").fetchall() == [(4,)]
    with pytest.raises(duckdb.InvalidInputException):
        notebook.execute("delete from speeches")
    notebook.close()


def test_copying_does_not_drop_the_locks_of_this_process(path, full, holder):
    """A copy made in this process would: closing any handle on a file drops all its POSIX locks."""
    full.close()
    with Store.open(path, readonly=True):
        store_package.connect(path).close()
        child = [sys.executable, "-c", "import duckdb, sys; duckdb.connect(sys.argv[1])", path]
        refused = subprocess.run(child, capture_output=True, text=True)
    assert "Could not set lock" in refused.stderr


def test_a_copy_is_removed_when_the_program_ends(path, full, tmp_path):
    full.close()
    (tmp_path / "temp").mkdir()
    script = """
import sys
from pipeline.store import connect
print(connect(sys.argv[1]).execute("from coverage").fetchall())
"""
    done = subprocess.run(
        [sys.executable, "-c", script, path],
        capture_output=True, text=True, check=True, env={"TMPDIR": str(tmp_path / "temp"), "PYTHONPATH": "."},
    )  # fmt: skip
    assert "全部" in done.stdout
    assert list((tmp_path / "temp").iterdir()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "select kind, count(*) as n from directives group by kind order by kind",
        "with t as (from ledger) select * from t;",
        "describe ledger",
        "show tables",
        "summarize directives",
        "explain select 1",
        "from 督办台账 where 状态 = '未启动'",
    ],
)
def test_queries_are_answered(path, full, sql):
    full.close()
    assert len(select(path, sql)) > 0
    assert len(select(path, sql, limit_rows=1)) == 1


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("delete from speeches", "sql_kind"),
        ("select 1; select 2", "sql_kind"),
        ("", "sql_kind"),
        ("copy speeches to 'x.csv'", "sql_kind"),
        ("attach 'x.duckdb'", "sql_kind"),
        ("pragma database_list", "sql_kind"),
        ("set threads = 1", "sql_kind"),
        ("install httpfs", "sql_kind"),
        ("select * from read_csv('/etc/hostname')", "sql"),
        ("select * from read_text('/etc/hostname')", "sql"),
        ("select * from glob('/*')", "sql"),
        ("from '/etc/hostname'", "sql"),
        ("explain analyze delete from speeches", "sql"),
        ("with gone as (delete from speeches returning *) from gone", "sql"),
        ("from local_variable", "sql"),
        ("select set_config('threads', 1)", "sql"),
        ("select nothing from ledger", "sql"),
        ("selekt", "sql"),
    ],
)
def test_whatever_is_no_query_is_refused(path, full, sql, code):
    full.close()
    local_variable = samples.everything()
    with pytest.raises(UsageError) as error:
        select(path, sql)
    assert error.value.code == code
    assert len(local_variable) == 4
    with Store.open(path, readonly=True) as unchanged:
        assert unchanged.tables()["speeches"] == 4


def test_what_was_done_in_one_act_is_recorded_together_and_undone_in_the_history(tmp_path):
    with Store.open(tmp_path / "a.duckdb") as store:
        store.add(samples.everything(), "r1")
        one, two = (id for (id,) in store.tuples("select directive_id from directives order by 1 limit 2"))
        changes = [Change(id, EventKind.STATUS, old="未启动", new="进行中") for id in (one, two)]
        action = store.record(changes, "某甲", "开会议定")
        (event,) = store.events(one)
        assert (event.action_id, event.author, event.new, event.reason) == (action, "某甲", "进行中", "开会议定")
        assert store.tuples("select status from ledger where directive_id = ?", [two]) == [("进行中",)]
        store.record([Change(one, EventKind.UNDO, old=event.event_id)], "某甲")
        assert standing(store.events(one)) == ()
        assert store.tuples("select status from ledger where directive_id = ?", [one]) == [("未启动",)]


def test_a_change_of_an_unknown_directive_records_nothing(tmp_path):
    with Store.open(tmp_path / "a.duckdb") as store:
        store.add(samples.everything(), "r1")
        ((one,),) = store.tuples("select directive_id from directives order by 1 limit 1")
        with pytest.raises(UsageError, match="没有这项任务"):
            store.record([Change(one, EventKind.NOTE, new="已办"), Change("nobody", EventKind.NOTE, new="已办")], None)
        assert store.events(one) == ()
