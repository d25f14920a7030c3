"""The scorer: the right figures on small cases, and the same as those of the reference scorer where that is present."""

import copy
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import gold, resources

STATEMENT = {
    "start": 0,
    "end": 20,
    "zone": "directive",
    "kind": "task",
    "bodies": [{"mention": "县水利局", "name": "县水利局", "role": "responsible", "inherited": False}],
    "due": {"mention": "10月底前", "edtf": "XXXX-10-31"},
    "recurrence": {"mention": "每月", "freq": "monthly"},
    "targets": [{"mention": "10-20户", "op": "range", "value": [10, 20], "unit": "户"}],
}
REASON = {"start": 20, "end": 30, "zone": "rationale"}
GOLD = {
    "sha256": "x",
    "statements": [STATEMENT, REASON],
    "outline": [{"start": 0, "marker": "一、", "level": 1, "parent": None}],
}


def changed(**fields):
    found = copy.deepcopy(GOLD)
    found["statements"][0].update(fields)
    return found


def figures(found):
    return {field: gold.value(f) for field, f in gold.scores([("one", GOLD, found)]).figures.items()}


def test_the_gold_itself_is_perfect():
    assert set(figures(GOLD).values()) == {1.0}


def test_nothing_found_is_all_missed():
    assert figures({})["directive"] == 0.0
    assert figures({})["due"] == 0.0


@pytest.mark.parametrize(
    ("field", "value", "sinks"),
    [
        ("kind", "principle", "kind"),
        ("bodies", [], "bodies"),
        ("bodies", [{"mention": "县水利局", "name": "水利局", "role": "responsible"}], "body name"),
        ("bodies", [{"mention": "县水利局", "name": "县水利局", "role": "assisting"}], "body role"),
        ("due", None, "due"),
        ("due", {"mention": "10月底前", "edtf": None}, "due"),
        ("recurrence", {"mention": "每月", "freq": "weekly"}, "recurrence"),
        ("targets", [{"mention": "10-20户", "op": "range", "value": [10, 21], "unit": "户"}], "targets"),
        ("targets", [{"mention": "10-20户", "op": "range", "value": None, "unit": "户"}], "targets"),
        ("targets", [{"mention": "10-20户", "op": "range", "value": [10, 20], "unit": None}], "target unit"),
        ("zone", "rationale", "directive"),
        ("end", 9, "directive"),
    ],
)
def test_each_deviation_lowers_its_own_figure(field, value, sinks):
    assert figures(changed(**{field: value}))[sinks] < 1.0


def test_deviations_are_listed_with_their_place():
    report = gold.scores([("one", GOLD, changed(due=None))])
    assert report.errors == (gold.Error("due", "one", "10月底前 = XXXX-10-31 -> -", 0, 20),)


def test_a_mention_counts_where_no_date_follows_from_it():
    truth, near, far = (
        {"statements": [STATEMENT | {"due": {"mention": mention, "edtf": None}}]}
        for mention in ("会后", "会后立", "即")
    )
    assert gold.scores([("one", truth, near)]).figures["due"]["f1"] == 1.0
    assert gold.scores([("one", truth, far)]).figures["due"]["f1"] == 0.0


def disturbed(document, chance):
    """The gold with deviations of every kind."""
    found = copy.deepcopy(document)
    found["statements"] = [s for s in found["statements"] if chance.random() < 0.9]
    found["outline"] = [o | {"level": o["level"] + (chance.random() < 0.1)} for o in found["outline"]]
    for s in found["statements"]:
        if chance.random() < 0.15:
            s["end"] -= min(4, s["end"] - s["start"] - 1)
        if chance.random() < 0.1:
            s["zone"] = chance.choice(["directive", "rationale"])
        for field in ("due", "recurrence", "kind"):
            if chance.random() < 0.15:
                s.pop(field, None)
        for part in (*s.get("bodies", []), *s.get("targets", [])):
            key = chance.choice(sorted(part))
            part[key] = chance.choice([part[key], None, part["mention"][:-1]]) if key in ("name", "unit") else part[key]
            part["mention"] = part["mention"][chance.random() < 0.2 :]
    return found


@pytest.mark.skipif("DUBAN_EXTRA_GOLD" not in os.environ, reason="DUBAN_EXTRA_GOLD names no reference scorer")
@pytest.mark.parametrize("seed", range(4))
def test_figures_equal_those_of_the_reference_scorer(seed, tmp_path):
    folder, chance = Path(os.environ["DUBAN_EXTRA_GOLD"]), random.Random(seed)
    documents = []
    for path in sorted(folder.glob("*.gold.json")):
        name, truth = path.name.removesuffix(".gold.json"), json.loads(path.read_text(encoding="utf-8"))
        found = {} if chance.random() < 0.1 else disturbed(truth, chance)
        if found:
            (tmp_path / f"{name}.json").write_text(json.dumps(found), encoding="utf-8")
        documents.append((name, truth, found))
    command = [sys.executable, str(folder / "score.py"), str(folder), str(tmp_path), "--json"]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert gold.scores(documents).figures == json.loads(printed)


@pytest.mark.parametrize("path", sorted((resources.path("corpora") / "gold").glob("*.gold.json")), ids=lambda p: p.stem)
def test_bundled_gold_scores_full_against_itself(path):
    truth = json.loads(path.read_text(encoding="utf-8"))
    assert {gold.value(f) for f in gold.scores([("one", truth, truth)]).figures.values()} == {1.0}
