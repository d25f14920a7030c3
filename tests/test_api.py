"""The public names of the package: all there, documented, and cheap to import."""

import doctest
import inspect
import subprocess
import sys
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from typing import get_args, get_type_hints

import pandas as pd
import pytest

import pipeline
from pipeline import model, store
from pipeline.store import Store
from tests import samples

FUNCTIONS = ("connect", "extract", "extract_all", "find_dates", "frames", "load_lexicon", "read")
HEAVY = ("spacy", "pandas", "streamlit", "duckdb", "networkx", "jieba", "rjieba", "pyarrow", "pydantic", "numpy")


def test_the_api_is_what_design_names():
    assert set(FUNCTIONS) < set(pipeline.__all__)
    assert pipeline.__all__ == sorted(pipeline.__all__)
    functions = [name for name in pipeline.__all__ if inspect.isfunction(getattr(pipeline, name))]
    assert sorted(functions) == sorted(FUNCTIONS)


NOUNS = ("pipeline.model", "pipeline.linked")


def reached(noun):
    """The types of our own that a value of this type can hold."""
    hints = [hint for hint in get_type_hints(noun).values()] if is_dataclass(noun) else []
    parts = {
        part for hint in hints for part in (hint, *get_args(hint), *(p for h in get_args(hint) for p in get_args(h)))
    }
    own = {part for part in parts if inspect.isclass(part) and part.__module__ in NOUNS}
    return {noun}.union(*map(reached, own - {noun}))


def test_whatever_the_api_gives_has_a_public_type():
    given = reached(pipeline.Extraction) | reached(pipeline.DateSpan)
    assert {noun.__name__ for noun in given} == {name for name in pipeline.__all__ if hasattr(model, name)}


@pytest.mark.parametrize("name", pipeline.__all__)
def test_every_public_name_is_documented(name):
    one = getattr(pipeline, name)
    assert inspect.getdoc(one)
    assert isinstance(one, type) or (one.__module__ == "pipeline" and len(inspect.getdoc(one)) > 80)
    assert not (isinstance(one, type) and issubclass(one, Enum)) or all(member == member.value for member in one)


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"connect"}))
def test_the_examples_in_the_docstrings_are_true(name):
    (test,) = doctest.DocTestFinder(recurse=False).find(getattr(pipeline, name), name, globs=dict(vars(pipeline)))
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_importing_the_package_loads_nothing_heavy():
    code = f"import sys, pipeline; print(*set({HEAVY}) & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_extracting_loads_neither_spacy_nor_a_database():
    code = f"""if True:
        import sys, pipeline
        pipeline.extract(pipeline.read("各镇要抓好落实。".encode()))
        print(*set({HEAVY}) & sys.modules.keys())"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"spacy", "pandas", "streamlit", "duckdb", "jieba"} & set(done.stdout.split()) == set()


def test_another_lexicon_is_taken(tmp_path):
    with pytest.raises(pipeline.LexiconError, match="没有这个词表文件夹"):
        pipeline.load_lexicon(tmp_path / "nowhere")
    with pytest.raises(pipeline.LexiconError) as error:
        pipeline.load_lexicon(str(tmp_path))
    assert len(error.value.faults) > 5


def test_dates_take_the_year_of_the_text():
    spans = pipeline.find_dates("在2024年工作会议上的讲话\n10月底前完成。")
    assert ("10月底前", "2024-10-31") in {(span.mention, span.edtf) for span in spans}
    assert pipeline.find_dates("10月底前完成。", date(2025, 1, 9))[0].latest == date(2025, 10, 31)


def test_connect_gives_a_private_copy(tmp_path):
    path = tmp_path / "督办.duckdb"
    with Store.open(path) as opened:
        opened.add([samples.county()], "r1")
    with pipeline.connect(path) as connection:
        with Store.open(path) as opened:
            opened.add([samples.masked()], "r2")
        assert connection.execute("select count(*) from speeches").fetchone() == (1,)
    with pytest.raises(pipeline.UsageError):
        pipeline.connect(tmp_path / "nothing.duckdb")


def test_frames_are_the_tables_of_the_database(tmp_path):
    made = [samples.county(), samples.masked(), samples.bare()]
    found = pipeline.frames(*made)
    with Store.open(tmp_path / "督办.duckdb") as opened:
        opened.add(made, "r1")
        for name, frame in found.items():
            stored = opened.frame(name)[frame.columns.tolist()]
            keys = frame.columns.tolist()[:2]
            pd.testing.assert_frame_equal(
                frame.sort_values(keys, ignore_index=True).astype(object).fillna(pd.NA),
                stored.sort_values(keys, ignore_index=True).astype(object).fillna(pd.NA),
                check_dtype=False,
            )
    assert set(found) == set(store.rows(samples.bare(), "r1"))


def test_no_extraction_gives_no_frames():
    assert pipeline.frames() == {}
