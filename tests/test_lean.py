"""The pages' own ways to rows and figures, against the views that say what these are."""

from datetime import date

import pytest

from pipeline import engine, flow, reading, resources
from pipeline.dashboard import body_rows, figures, lean, list_rows, network_rows, paging, rows, speech
from pipeline.dashboard.request import FEATURES, ORDERS, Request
from pipeline.follow import Change, EventKind, Status
from pipeline.store import Store
from tests import samples
from tests.pages import filled

COLUMNS = """number, directive_id, speech_id, source, task, measure, heading_path, kind, responsible, assisting, due,
    due_text, due_edtf, due_earliest, due_latest, due_status, targets, recurrence_text, recurrence_freq, status,
    progress, rule, start_char, end_char"""
VIEWS = {
    "problems": "problem_list",
    "tasks": "task_list",
    "responsibilities": "responsibility_list",
    "rectifications": "rectification_list",
}
TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The sample speeches, with those of the tests; some are followed up."""
    lexicon = engine.lexicon_of(engine.Setup())
    texts = reading.files([resources.path("corpora") / "texts"])
    read = [flow.extract(reading.read(path), lexicon) for path in texts]
    path = filled(tmp_path_factory.mktemp("lean") / "a.duckdb", [*read, *samples.everything()])
    with Store.open(path) as opened:
        ids = [one for (one,) in opened.tuples("select directive_id from directives order by all")]
        changed = [(one, list(Status)[1 + number % 4]) for number, one in enumerate(ids[::7])]
        opened.record([Change(one, EventKind.STATUS, None, None, status) for one, status in changed], "某甲", None)
        opened.record([Change(one, EventKind.NOTE, "progress", None, "**查了**") for one in ids[::11]], "某甲", None)
        yield opened


def test_rows_are_those_of_the_view(store):
    view = store.tuples(f"select {COLUMNS} from ledger order by number")
    ids = lean.ids(store, "true", {})
    assert len(ids) == lean.count(store, "true", {}) == len(view) > 500
    assert ids == [row[1] for row in view]
    assert lean.shown(store, COLUMNS, ids[::-1]) == view[::-1]
    assert lean.shown(store, "number", [ids[5], "gone", ids[2]]) == [(6,), (3,)]
    assert lean.shown(store, "number", []) == []


@pytest.mark.parametrize(
    ("order", "sql"),
    [
        ("due", "due_latest nulls last, number"),
        ("-due", "due_latest desc nulls last, number"),
        ("body", "lead_body nulls last, number"),
        ("source", "source, number"),
        ("kind", "kind, number"),
        ("text", "number"),
    ],
)
def test_orders_are_those_of_the_view(store, order, sql):
    found = lean.ids(store, "true", {}, ORDERS[order][1])
    assert found == [one for (one,) in store.tuples(f"select directive_id from ledger order by {sql}")]


@pytest.mark.parametrize(
    ("asked", "sql"),
    [
        *(({"has": (name,)}, f"directive_id in (select directive_id from gaps where {how})")
          for name, (_, how) in FEATURES.items()),
        *(({"status": status.value}, f"status = '{status.value}'") for status in Status),
        ({"section": "责任"}, "contains(heading_path, '责任')"),
        ({"month": "2026-09"}, "strftime(due_latest, '%Y-%m') = '2026-09'"),
        ({"words": "整改"}, """list_bool_or([contains(lower(one), '整改')
            for one in [source, heading_path, measure, responsible, assisting, due_text, targets]
            if one is not null])"""),
    ],
)  # fmt: skip
def test_filters_leave_the_rows_of_the_view(store, asked, sql):
    condition, values = Request(**asked).condition()
    view = store.tuples(f"select directive_id from ledger where {sql} order by number")
    assert lean.ids(store, condition, values) == [one for (one,) in view]


def test_words_are_found_whatever_their_case(store):
    found = rows.page(store, Request(words="GB/T"))
    assert rows.page(store, Request(words="gb/t")).total == found.total


def test_neighbours_follow_filters_and_order(store):
    request = Request(sort="-due", has=("date",))
    ids = lean.ids(store, *request.condition(), request.order)
    found = rows.task(store, request.but(task=ids[3]))
    assert (found.before, found.after) == (ids[2], ids[4])


@pytest.mark.parametrize("name", VIEWS)
def test_lists_are_those_of_the_views(store, name):
    view = store.arrow(f"select * from {VIEWS[name]} order by number").to_pylist()
    found, here = [], None
    for number in range(1, 1 + -(-len(view) // paging.SIZE)):
        page, here = list_rows.page(store, list_rows.Asked(name, page=number))
        found += page
    assert here == paging.place(here.last, len(view))
    assert [{key: row[key] for key in view[0] if key not in SHOWN_ELSEWHERE} for row in found] == [
        {key: row[key] for key in row if key not in SHOWN_ELSEWHERE} for row in view
    ]
    beyond = list_rows.page(store, list_rows.Asked(name, page=9999))
    assert beyond == (tuple(found[(here.last - 1) * paging.SIZE :]), here)


SHOWN_ELSEWHERE = {"start_char", "end_char"}
"""Places in the text, which no list shows."""


WORDS = {
    "problems": ["source", "heading_path", "problem"],
    "tasks": ["source", "task", "measure", "responsible", "assisting", "due_text", "targets"],
    "responsibilities": ["source", "name", "task", "measure", "due_text", "targets"],
    "rectifications": ["source", "problem", "measure", "responsible", "assisting", "due_text"],
}


@pytest.mark.parametrize("name", VIEWS)
def test_words_are_found_in_the_columns_of_lists(store, name):
    for words in ("不够", "责任", "安全", "查无此词"):
        view = store.arrow(f"select * from {VIEWS[name]} order by number").to_pylist()
        seen = [row["number"] for row in view if any(words in (row[column] or "") for column in WORDS[name])]
        found, here = list_rows.page(store, list_rows.Asked(name, words=words))
        assert here.total == len(seen)
        assert [row["number"] for row in found] == seen[: paging.SIZE]
        assert bool(seen) == (words != "查无此词")


def test_bodies_are_ranked_by_the_figures_of_the_views(store):
    found, here = body_rows.ranked(store, body_rows.Asked(), TODAY)
    view = store.tuples("""
        select body_id, name, directives, responsible, assisting, speeches
        from by_body order by directives desc, name, body_id
    """)
    assert here.total == len(view)
    kept = [(one.body_id, one.name, one.directives, one.responsible, one.assisting, one.speeches) for one in found]
    assert kept == view[: len(found)]
    for one in found[:5]:
        gaps = store.tuples(
            """
            select
                count(*) filter (where g.supervisable),
                count(*) filter (where g.no_date and g.no_recurrence),
                count(*) filter (where g.no_target)
            from directive_bodies
            join gaps as g using (directive_id)
            where body_id = $body
            """,
            {"body": one.body_id},
        )
        assert [(one.supervisable, one.no_when, one.no_target)] == gaps


def test_the_work_of_a_body_is_that_of_the_views(store):
    chosen = body_rows.ranked(store, body_rows.Asked(), TODAY)[0][0]
    found = body_rows.work(store, body_rows.Asked(body=chosen.body_id), TODAY)
    for role, duties in found.duties.items():
        view = store.tuples(
            """
            select l.directive_id, l.number, r.leads, r.inherited
            from ledger as l
            join directive_bodies as r using (directive_id)
            where r.body_id = $body and r.role = $role
            order by l.due_latest nulls last, l.number
            """,
            {"body": chosen.body_id, "role": role},
        )
        assert found.counted[role] == len(view)
        told = [(one.directive_id, one.number, one.leads, one.inherited) for one in duties]
        assert told == view[: body_rows.SHOWN]
    pairs = store.tuples(
        """
        select case when body_a = $body then body_b else body_a end, weight, both_responsible
        from body_pairs where $body in (body_a, body_b)
        """,
        {"body": chosen.body_id},
    )
    assert {(one.body_id, one.shared, one.both_responsible) for one in found.partners} == set(pairs)
    assert {tie.weight for tie in network_rows.of_bodies(store, chosen.body_id).ties}


def test_the_busiest_bodies_have_the_figures_of_the_view(store):
    view = store.tuples("""
        select body_id, responsible, assisting from body_load order by directives desc, name, body_id limit 12
    """)
    found = [(one.body_id, one.responsible, one.assisting) for one in figures.figures(store).loads]
    assert found == view


def test_a_speech_numbers_its_directives_as_the_ledger_does(store):
    one = store.tuples("select speech_id from speech_list where directives > 9 limit 1")[0][0]
    view = store.tuples("select number from ledger where speech_id = $one order by number", {"one": one})
    found = [(each.number,) for each in speech.speech(store, one).statements if each.number]
    assert found == view
