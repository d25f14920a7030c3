"""Speeches that are extracted together: what each would give alone, in order, and a fault of one stays its own."""

import pytest

import pipeline
from pipeline import engine, flow, reading, resources
from pipeline.model import Extraction, Failure

LEXICON = engine.lexicon_of(engine.Setup())
PATHS = sorted(resources.path("corpora").rglob("*.txt"))[:30]
ORDER = "5月20日前，县水利局、各镇要修好3座水库。"


def speeches(*texts):
    return [reading.speech(text) for text in texts]


def test_together_they_give_what_each_gives_alone():
    read = [reading.read(path) for path in PATHS]
    assert [*pipeline.extract_all(read, LEXICON)] == [flow.extract(one, LEXICON) for one in read]


def test_texts_of_any_length_and_script_keep_their_places():
    read = speeches("。", ORDER, "縣水利局要巡查。" * 500, "县\u200b水利局要\n巡查。", "1", ORDER)
    found = flow.extract_together(read, LEXICON)
    assert found == [flow.extract(one, LEXICON) for one in read]
    assert found[1] == found[5]


def test_the_fault_of_one_is_its_own(monkeypatch):
    dates_found = flow.dates.found

    def fragile(text, *others):
        if "坏" in text:
            raise RuntimeError("oops")
        return dates_found(text, *others)

    monkeypatch.setattr(flow.dates, "found", fragile)
    read = speeches(ORDER, "坏" + ORDER, ORDER)
    first, bad, last = flow.extract_together(read, LEXICON)
    assert isinstance(bad, RuntimeError)
    assert first == last != bad
    with pytest.raises(RuntimeError, match="oops"):
        [*flow.extract_all(read, LEXICON)]
    kinds = [type(one) for one in engine.results(read, engine.Setup())]
    assert kinds == [Extraction, Failure, Extraction]


def test_long_texts_are_not_in_memory_side_by_side():
    sizes = [10, 10, flow.LONG, 10, flow.LONG - 10, *[10] * (flow.TOGETHER + 1)]
    made = [*flow.groups(sizes, lambda size: size)]
    assert [size for group in made for size in group] == sizes
    assert [len(group) for group in made] == [3, 2, flow.TOGETHER, 1]


def test_a_stream_is_read_as_it_is_asked_for():
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield speeches(ORDER)[0]

    assert next(pipeline.extract_all(endless(), LEXICON)).statements
    assert len(taken) == flow.TOGETHER
