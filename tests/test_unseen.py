"""Characters that nobody sees: what is found is found all the same, and quoted as it stands."""

import re
import sys
import unicodedata
from random import Random

import pytest

from pipeline import engine, find_dates, flow, reading, resources, unseen
from tests.test_properties import holds

LEXICON = engine.lexicon_of(engine.Setup())
CORPORA = tuple(reading.files([resources.path("corpora") / "texts"]))
SIGNS = "\u200b\u200d\u202e\u202c\ufeff\x00\x07\xad\ufe0f\u2066\U000e0101"
PLAIN = "一、抓排查。10月底前，县财政局、县水利局要把3处堤防查一遍，每月报送一次。对落实不力的单位，严肃问责。\n"


def sprinkled(text: str, seed: int) -> str:
    """The text with something unseen behind every third character or so."""
    draw = Random(seed)
    return "".join(sign + (draw.choice(SIGNS) if draw.random() < 0.3 else "") for sign in text)


def named(text: str) -> list[tuple]:
    """What was found, apart from places and mentions."""
    found = flow.extract(reading.speech(text), LEXICON)
    asked = [(one.zone, one.node, one.directive) for one in found.statements]
    return [
        (
            zone,
            node,
            one and one.kind,
            one and [(body.name, body.canonical, body.role, body.inherited) for body in one.bodies],
            one and one.due and (one.due.edtf, one.due.status),
            one and one.recurrence and one.recurrence.freq,
            one and [(target.op, target.low, target.high, target.unit, target.indicator) for target in one.targets],
            one and [unseen.seen(sanction.consequence.mention) for sanction in one.sanctions],
        )
        for zone, node, one in asked
    ]


@pytest.mark.parametrize("seed", range(5))
def test_all_is_found_as_if_they_were_not_there(seed):
    text = sprinkled(PLAIN, seed)
    assert text != PLAIN
    assert named(text) == named(PLAIN)
    holds(text)


@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
def test_a_whole_speech_is_read_alike(path):
    text = unseen.seen(reading.read(path).text)
    raw = sprinkled(text, 1)
    assert named(raw) == named(text)
    assert flow.extract(reading.speech(raw), LEXICON).speech.text == raw
    holds(raw)


def test_a_name_is_whole_and_its_mention_raw():
    text = "10月底前，县\u200b财\u202e政\x00局要报送名单。"
    (made,) = [one.directive for one in flow.extract(reading.speech(text), LEXICON).statements]
    (body,) = made.bodies
    assert (body.mention, body.name, body.canonical) == ("县\u200b财\u202e政\x00局", "县财政局", "县财政局")
    assert text[body.start : body.end] == body.mention


def test_traditional_characters_stay_beside_them():
    (made,) = [one.directive for one in flow.extract(reading.speech("縣\u200b財政局要報送名單。"), LEXICON).statements]
    assert [(body.mention, body.name, body.canonical) for body in made.bodies] == [
        ("縣\u200b財政局", "縣財政局", "县财政局")
    ]


def test_judged_stretches_are_at_their_places():
    speech = reading.speech("各镇\u200b要抓\ufeff紧清淤。\u200b成效\u200b明显。")
    found, judged = flow.explained(speech, LEXICON)
    assert [(one.start, one.end) for one in judged] == [(one.start, one.end) for one in found.statements]
    assert all(one.start <= cue.start < cue.end <= one.end for one in judged for cue in one.evidence)


def test_dates_of_any_text_are_found_too():
    (found,) = find_dates("10\u200b月底\u200d前完成。")
    assert (found.mention, found.edtf) == ("10\u200b月底\u200d前", "XXXX-10-31")


def test_a_text_without_them_is_left_alone():
    text = PLAIN + "**县X月×\t\x0b\x0c\x85\u2028\u3000\xa0é𠮷😀"
    assert unseen.seen(text) is text


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\x00\u202e \u3164\n"])
def test_a_text_that_shows_nothing_is_blank(text):
    assert unseen.blank(text)
    assert not unseen.blank(text + "。")


def test_the_list_is_unicode_s():
    """Every format character of the first plane and every control but blanks; nothing that has a shape."""
    one = re.compile(f"[{unseen.UNSEEN}]")
    fillers = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]")
    for sign in map(chr, range(sys.maxunicode + 1)):
        category = unicodedata.category(sign)
        unprinted = (category == "Cf" and sign < "\U00010000") or (category == "Cc" and not sign.isspace())
        hidden = sign not in "\u2065" and bool(one.match(sign) and not fillers.match(sign))
        assert hidden == (unprinted and not fillers.match(sign)), ascii(sign)
