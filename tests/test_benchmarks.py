"""What the benchmarks compare is comparable; how long it takes is for `make bench` to say."""

import re
import sys
from pathlib import Path

import pytest

from benchmarks import lexicons, long, measuring, naive, reliability, rivals, speeches, times
from pipeline import engine, flow, reading, resources

ROOT = Path(__file__).parent.parent
TEXTS = tuple(reading.read(path) for path in sorted((resources.path("corpora") / "texts").glob("*.txt"))[:4])
ORDER = "各镇要在6月底前建成2个站点，县财政局每月通报一次。\n"


@pytest.fixture(scope="module")
def twice():
    return lexicons.loaded([speech.text for speech in TEXTS])


def test_twice_the_rows_find_the_same(twice):
    lexicon, _ = twice
    plain = engine.lexicon_of(engine.Setup())
    for speech in TEXTS:
        assert flow.extract(speech, lexicon) == flow.extract(speech, plain)


def test_every_file_has_twice_the_rows(twice):
    _, counts = twice
    assert set(counts) == {
        path.stem for path in resources.path("lexicons").iterdir() if path.suffix in (".toml", ".csv")
    }
    assert min(after / before for before, after in counts.values() if before) > 1.75


def test_a_twin_keeps_one_end_and_stands_in_no_text():
    twins = lexicons.Twins([ORDER], ["县财政局", "建成", "月底", "要"])
    made = [twins.of(word) for word in ["建成", "月底", "要"] * 5]
    assert len(set(made)) == len(made)
    assert not any(word in ORDER for word in made)
    kept = [word for word, model in zip(made, ["建成", "月底", "要"] * 5, strict=True) if set(word) & set(model)]
    assert kept == made


@pytest.mark.parametrize("form", ["{month}月{day}日", "{a}、{b}", "每{period}"])
def test_the_twin_of_a_form_keeps_its_slots(form):
    made = lexicons.Twins([ORDER], ["县财政局", "建成"]).of_form(form)
    assert made != form
    assert re.findall(r"\{\w+\}", made) == re.findall(r"\{\w+\}", form)


def test_a_joined_document_is_one_text_of_different_speeches():
    text = long.joined(0.05)
    assert 0.05e6 <= len(text.encode()) < 0.07e6
    parts = [part for part in speeches.texts(20) if part in text and speeches.simplified(part)]
    assert "\n".join(parts) == text
    assert len(parts) > 3
    assert flow.extract(reading.read(text.encode()), engine.lexicon_of(engine.Setup())).statements[-1].end <= len(text)


def test_clocks_name_every_step_and_change_nothing():
    lexicon = engine.lexicon_of(engine.Setup())
    plain, found = flow.extract(TEXTS[0], lexicon), flow.dates.found
    with long.clocks() as seen:
        assert flow.extract(TEXTS[0], lexicon) == plain
    assert {"outline.nodes", "dates.found", "zones.zoned", "statements.statements"} <= set(seen)
    assert len(seen) > 15
    assert flow.dates.found is found


def test_the_best_of_the_runs_counts():
    calls = []
    taken = measuring.best({"one": lambda: calls.append(1), "other": lambda: calls.append(2)}, 3)
    assert calls == [1, 2] * 3
    assert set(taken) == {"one", "other"}


def test_tables_are_markdown():
    assert measuring.table(["a", "b"], [["x", "1"]]) == "| a | b |\n| --- | ---: |\n| x | 1 |"


def test_texts_of_the_environment_are_measured_too(monkeypatch, tmp_path):
    (tmp_path / "one.txt").write_text(ORDER, encoding="utf-8")
    monkeypatch.setenv("DUBAN_EXTRA_TEXTS", str(tmp_path))
    monkeypatch.setattr(rivals, "DENSE", 2)
    assert [len(read) for read in rivals.sets().values()] == [2, 1]
    assert len(rivals.enough(rivals.sets()["1 texts of DUBAN_EXTRA_TEXTS"])) * len(ORDER) >= rivals.ENOUGH


@pytest.mark.slow
def test_the_naive_stack_finds_what_anybody_would(tmp_path):
    tools = naive.stack()
    (row,) = naive.rows(7, ORDER, tools)
    assert row[0] == 7
    assert "各镇" in row[4]
    assert "每月" in row[5]
    texts = speeches.texts(2)
    assert naive.naively(texts, tools, tmp_path / "naive.duckdb") > 20
    assert naive.ours(texts, tmp_path / "ours.duckdb") > 20


def test_gold_marks_stand_in_their_sentences():
    asked = times.asked()
    marked = [one.text[start:end] for one in asked for start, end in one.gold]
    assert len(marked) > 100
    assert all(0 <= start < end <= len(one.text) for one in asked for start, end in one.gold)
    assert "每月" in marked


def test_a_tally_tells_exact_met_and_false():
    asked = [times.Asked("6月底前完成，每周报送", frozenset({(0, 4), (7, 9)}))]
    assert times.tally(asked, lambda _: [(0, 4), (8, 10), (10, 11)]) == times.Tally(2, 1, 2, 1)
    assert times.telling("6月底前完成，每周报送") == [(0, 4), (7, 9)]


def test_jionlp_finds_times_where_it_is_installed():
    jio = times.jionlp()
    if jio is None:
        pytest.skip("jionlp is not installed")
    with times.quiet():
        assert times.finder_of(jio)("要在2024年6月30日前完成。") == [(2, 13)]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_the_memory_of_a_command_is_that_of_all_its_processes():
    script = "import subprocess, sys, time; {}; subprocess.run([sys.executable, '-c', {!r}])"
    inner = "import time; x = bytearray(40_000_000); time.sleep(2)"  # long enough to be looked at
    alone = reliability.run("-c", "import time; time.sleep(2)", watched=True)
    both = reliability.run("-c", script.format("x = bytearray(30_000_000)", inner), watched=True)
    assert 65 < both.memory - alone.memory < 110
    assert both.clock > 2


def test_a_command_that_fails_ends_the_benchmark():
    with pytest.raises(SystemExit, match="so it is"):
        reliability.run("-c", "raise SystemExit('so it is')")


@pytest.mark.parametrize("page", ["benchmarks/README.md", "docs/performance.md", "docs/reliability.md"])
def test_the_named_benchmarks_exist(page):
    named = set(re.findall(r"python -m benchmarks\.(\w+)", (ROOT / page).read_text(encoding="utf-8")))
    assert named
    assert all((ROOT / "benchmarks" / f"{name}.py").exists() for name in named)
