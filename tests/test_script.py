"""Texts in traditional characters: found as in simplified ones, quoted as they stand."""

import pytest

from pipeline import engine, flow, reading, script

SIMPLE = "在全县工作会议上的讲话\n一是清河道。县水务局牵头，县财政局配合，8月底前清淤不少于60公里；同时要每月通报。\n"
TRADITIONAL = (
    "在全縣工作會議上的講話\n一是清河道。縣水務局牽頭，縣財政局配合，8月底前清淤不少於60公里；同時要每月通報。\n"
)


def extract(text):
    return flow.extract(reading.speech(text), engine.lexicon_of(engine.Setup()))


def spans(found):
    """Everything found, by its place alone."""
    return [
        (
            one.start,
            one.end,
            one.zone,
            one.directive and [(b.start, b.end, b.role, b.inherited) for b in one.directive.bodies],
        )
        for one in found.statements
    ]


def mentions(one):
    asked = one.directive
    return (*asked.bodies, *asked.targets, *(value for value in (asked.due, asked.recurrence) if value))


def test_the_same_is_found_in_both():
    assert spans(extract(TRADITIONAL)) == spans(extract(SIMPLE))


def test_what_is_found_is_quoted_as_it_stands():
    found = extract(TRADITIONAL)
    asked = [one for one in found.statements if one.directive]
    assert asked
    for one in asked:
        for value in mentions(one):
            assert value.mention == TRADITIONAL[value.start : value.end]
    assert [body.name for one in asked for body in one.directive.bodies][:2] == ["縣水務局", "縣財政局"]
    assert found.speech.document.title == "在全縣工作會議上的講話"


def test_names_of_both_scripts_are_one_body():
    canonical = [
        [body.canonical for one in extract(text).statements if one.directive for body in one.directive.bodies]
        for text in (SIMPLE, TRADITIONAL)
    ]
    assert canonical[0] == canonical[1]


@pytest.mark.parametrize("text", [SIMPLE, "", "**县X月"])
def test_a_simplified_text_is_left_alone(text):
    assert script.plain(text, engine.lexicon_of(engine.Setup()).script) is text


def test_no_offset_moves():
    assert len(script.plain(TRADITIONAL, engine.lexicon_of(engine.Setup()).script)) == len(TRADITIONAL)
