"""What directives hang together with: sanctions and programmes, as tables of cases and as properties of their spans."""

import time
from datetime import date

import pytest
from click.testing import CliRunner

from pipeline import (
    bodies,
    clauses,
    cli,
    engine,
    flow,
    programmes,
    reading,
    resources,
    sanctions,
    script,
    segment,
    shape,
)
from pipeline.dashboard import detail
from pipeline.dashboard import rows as ledger
from pipeline.dashboard.request import Request
from pipeline.model import Directive, Extraction, Kind, Passage, Programme, Statement, Zone
from pipeline.store import Store
from pipeline.store.rows import speech_id
from tests.test_cases import TITLES, extract, rows

LEXICON = engine.lexicon_of(engine.Setup())


def directives(text, level="县"):
    return [one.directive for one in extract(TITLES[level] + text).statements if one.directive]


def words(passage: Passage | None) -> str:
    return passage.mention if passage else "-"


def threatened(text):
    """The sanctions of a text that is one statement of that kind: what makes it one is told by other tables."""
    plain = script.plain(text, LEXICON.script)
    flat = clauses.without_brackets(clauses.without_quotes(plain))
    bounds = segment.boundaries(plain, segment.segmenter())
    parts = [clause for sentence in clauses.sentences(flat, ()) for clause in sentence.clauses]
    subjects, _ = bodies.found(bodies.Context(plain, bounds, {}, "县", LEXICON.bodies), parts)
    acting = tuple(body for subject in subjects for body in subject.bodies)
    whole = Statement(0, len(text), Zone.DIRECTIVE, None, Directive(Kind.SANCTION, "penalty", acting))
    made = sanctions.attached((whole,), plain, flat, LEXICON.sanctions, LEXICON.connectives)
    found = Extraction(reading.speech(text), (), made)
    return (found if plain is text else script.as_written(found, plain)).statements[0].directive.sanctions


@pytest.mark.parametrize(("text", "expected"), rows("sanctions"))
def test_sanctions(text, expected):
    found = threatened(text)
    told = (f"{words(s.condition)} > {words(s.consequence)} > {words(s.falls_on)}" for s in found)
    assert (" | ".join(told) or "-") == expected


@pytest.mark.parametrize(("text", "expected"), rows("programmes"))
def test_programmes(text, expected):
    found = [one for directive in directives(text) for one in directive.programmes]
    assert (" | ".join(f"{p.name} {p.declared or '-'} {p.found or '-'}" for p in found) or "-") == expected


@pytest.mark.parametrize(
    ("inner", "counts"),
    [
        ("九有标准", (9,)),
        ("三个紧紧围绕", (3,)),
        ("五项措施", (5,)),
        ("十二条禁令", (12,)),
        ("一厅六室", (7,)),
        ("三会一课", (4,)),
        ("三管三必须", (6, 3)),
        ("五个一", (5,)),
        ("百日行动", None),
        ("三年行动", None),
        ("一户一策", None),
        ("一网通办", None),
        ("五星支部", None),
        ("136", None),
        ("", None),
        ("三", None),
    ],
)
def test_what_a_name_declares(inner, counts):
    found = programmes.declared(inner, LEXICON.programmes)
    assert (found and found.counts) == counts


def test_only_directives_of_kind_sanction_have_sanctions():
    for path in sorted((resources.path("corpora") / "texts").glob("*.txt")):
        for one in flow.extract(reading.read(path), LEXICON).statements:
            if one.directive and one.directive.kind is not Kind.SANCTION:
                assert one.directive.sanctions == ()


@pytest.mark.parametrize("path", sorted((resources.path("corpora") / "texts").glob("*.txt")), ids=lambda p: p.stem)
def test_every_part_quotes_the_text(path):
    found = flow.extract(reading.read(path), LEXICON)
    text = found.speech.text
    for one in (d for d in found.statements if d.directive):
        parts = [p for s in one.directive.sanctions for p in (s.condition, s.consequence, s.falls_on) if p]
        assert all(one.start <= p.start < p.end <= one.end for p in parts)
        parts += [p.listed for p in one.directive.programmes if p.listed]
        parts += [Passage(p.start, p.end, p.mention) for p in one.directive.programmes]
        assert all(text[p.start : p.end] == p.mention for p in parts)


def test_a_mismatch_needs_both_counts():
    counts = [(9, 8), (9, 9), (9, None), (None, 3), (None, None)]
    names = [Programme(0, 1, "“", "“", *pair) for pair in counts]
    assert [name.mismatched for name in names] == [True, False, False, False, False]


def test_the_json_carries_both():
    text = TITLES["县"] + "对虚报的单位，取消评先资格。各镇要落实“三通”（通水、通电）。"
    first, second = (one for one in shape.document(extract(text))["statements"] if one["zone"] == "directive")
    assert first["sanctions"][0]["falls_on"] == {"mention": "单位", "start": 16, "end": 18}
    assert (second["programmes"][0]["declared_count"], second["programmes"][0]["found_count"]) == (3, 2)
    assert second["programmes"][0]["listed"]["mention"] == "通水、通电"


HOSTILE = (
    "对" + "要" * 8_000 + "的，严肃问责。",
    "对工作不力的" + "一律" * 8_000 + "问责。",
    "对违规的单位" + "、单位" * 8_000 + "，一律问责。",
    "要落实“三通”（" + "通水、" * 8_000 + "）。",
    "要落实" + "“三通”" * 8_000 + "。",
    "要落实" + "“" * 16_000 + "。",
    "要开展" + "三项" * 8_000 + "行动。",
    "各镇要落实" + "甲、" * 8_000 + "“五落实”。",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_costs_no_more_than_its_length(text):
    speech = reading.speech(text)
    whole = (Statement(0, len(text), Zone.DIRECTIVE, None, Directive(Kind.SANCTION, "x")),)
    begun = time.process_time()
    made = sanctions.attached(whole, speech.text, speech.text, LEXICON.sanctions, LEXICON.connectives)
    programmes.attached(made, speech.text, speech.text, (), LEXICON.programmes)
    assert time.process_time() - begun < 2.0


def test_what_was_stored_is_read_back_equal(tmp_path):
    texts = sorted((resources.path("corpora") / "texts").glob("*.txt"))[:6]
    found = [flow.extract(reading.read(path), LEXICON) for path in texts]
    assert any(one.directive and one.directive.sanctions for every in found for one in every.statements)
    assert any(one.directive and one.directive.programmes for every in found for one in every.statements)
    with Store.open(tmp_path / "a.duckdb") as store:
        store.add(found, "r1")
        assert [store.extraction(speech_id(one.speech)) for one in found] == found


SPEECH = "在全县护林工作会议上的讲话\n各村要落实“三通”（通水、通电）。对工作不力的干部，通报批评。"


@pytest.fixture
def loaded(tmp_path):
    (tmp_path / "a.txt").write_text(SPEECH, encoding="utf-8")
    db = str(tmp_path / "a.duckdb")
    done = CliRunner().invoke(cli.duban, ["load", str(tmp_path / "a.txt"), "--db", db])
    assert done.exit_code == 0, done.output
    return db


def test_show_tells_sanctions_and_programmes(loaded):
    with Store.open(loaded, readonly=True) as store:
        ids = [one for (one,) in store.tuples("select directive_id from directives order by start_char")]
    first, second = (CliRunner().invoke(cli.duban, ["show", one, "--db", loaded]).output for one in ids)
    assert "行动和文件：三通（称 3 项，列 2 项，不符）" in first
    assert "问责条款：条件：对工作不力的干部；后果：通报批评；对象：干部" in second


def test_explain_tells_them_too():
    output = CliRunner().invoke(cli.duban, ["explain", SPEECH]).output
    assert "问责  条件“对工作不力的干部”；后果“通报批评”；对象“干部”" in output
    assert "名称  三通（说 3 项，列 2 项，不符）" in output


def test_doctor_hints_at_lists_of_another_length(loaded):
    output = CliRunner().invoke(cli.duban, ["doctor", "--db", loaded]).output
    assert "1 处所称项数与所列不符" in output


def test_the_ledger_row_tells_of_both(loaded, monkeypatch):
    monkeypatch.setenv("DUBAN_DB", loaded)
    with Store.open(loaded, readonly=True) as store:
        ids = [one for (one,) in store.tuples("select directive_id from directives order by start_char")]
        tasks = [ledger.task(store, Request(task=one)) for one in ids]
    first, second = (str(detail._facts(task, date(2026, 9, 25))) for task in tasks)
    assert "三通（称 3 项，列 2 项，不符）" in first
    assert "项数不符，请核对原文" in first
    assert "问责条款" not in first
    assert "条件：对工作不力的干部；后果：通报批评；对象：干部" in second
