"""Keys that the schema does not declare: refused where rows come in, added once where they may be here already."""

import duckdb
import pyarrow as pa
import pytest

from pipeline.store import Store, inserting
from tests import samples

FILLED = sorted(inserting.KEYS.keys() - {*inserting.SHARED, "near_copies"})


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "a.duckdb") as opened:
        opened.add(samples.everything(), "r1")
        yield opened


def test_a_table_has_its_key_in_the_schema_or_here(store):
    declared = store.tuples("select table_name from duckdb_constraints() where constraint_type = 'PRIMARY KEY'")
    keyed = {name for (name,) in declared}
    assert not keyed & inserting.KEYS.keys()  # else DuckDB holds the index in memory and in the file
    assert keyed | inserting.KEYS.keys() == store.tables().keys() - {"meta"}


def test_what_a_key_consists_of_is_never_null(store):
    needed = store.tuples("select table_name, column_name from duckdb_columns() where not internal and not is_nullable")
    assert {(table, name) for table, names in inserting.KEYS.items() for name in names} <= set(needed)


@pytest.mark.parametrize("table", FILLED)
def test_a_key_that_comes_twice_is_refused(store, table):
    lines = store.arrow(f"from {table} limit 1")
    before = store.tables()[table]
    with pytest.raises(duckdb.ConstraintException, match=f"在表 {table} 中重复"):
        inserting.insert(store._connection, table, pa.concat_tables([lines, lines]))
    assert store.tables()[table] == before


def test_of_rows_that_may_be_here_already_the_first_counts(store):
    here = store.arrow("from bodies order by body_id limit 1")
    new, later = (
        here.set_column(0, "body_id", pa.array(["x"])).set_column(1, "name", pa.array([name]))
        for name in ("县局", "别名")
    )
    before = store.tables()["bodies"]
    inserting.insert_missing(store._connection, "bodies", pa.concat_tables([here, new, here, later]))
    inserting.insert_missing(store._connection, "bodies", later)
    assert store.tables()["bodies"] == before + 1
    assert store.tuples("select name from bodies where body_id = 'x'") == [("县局",)]


def test_a_check_that_is_broken_is_told_as_it_is_and_the_next_rows_come_in(store):
    lines = store.arrow("from rejected limit 1")
    broken = lines.set_column(lines.column_names.index("seq"), "seq", pa.array([-1]))
    sound = lines.set_column(lines.column_names.index("seq"), "seq", pa.array([1000]))
    with pytest.raises(duckdb.ConstraintException, match="seq"), store._transaction():
        inserting.insert(store._connection, "rejected", broken)
    with store._transaction():
        inserting.insert(store._connection, "rejected", sound)
    assert store.tuples("select count(*) from rejected where seq >= 1000 or seq < 0") == [(1,)]
