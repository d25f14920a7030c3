"""The spaCy component: spans where the extraction has them, fields as extensions, and a Doc that can travel."""

import pytest
import spacy
from spacy import displacy
from spacy.tokens import Doc

import pipeline
from pipeline import reading, resources, shape, spacy_component

CORPORA = tuple(reading.files([resources.path("corpora") / "texts"]))
TEXT = "二、抓好整治。一是查隐患。5月20日前，县住建局、各街道要修好3座桥。每月通报一次。\n要严肃问责。"


@pytest.fixture(scope="module")
def nlp():
    made = spacy.blank("zh")
    made.add_pipe("directives")
    return made


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp(TEXT)


def shown(doc, group):
    return [(span.text, span.label_) for span in doc.spans[group]]


def test_directives_are_spans_with_their_kind(doc):
    assert ("5月20日前，县住建局、各街道要修好3座桥。", "task") in shown(doc, "directives")
    assert {span.label_ for span in doc.spans["directives"]} <= set(pipeline.Kind)


def test_the_fields_are_extensions(doc):
    span = next(span for span in doc.spans["directives"] if span.text.startswith("5月"))
    assert span._.kind == "task"
    assert [(body["name"], body["role"]) for body in span._.bodies] == [
        ("县住建局", "responsible"),
        ("各街道", "responsible"),
    ]
    assert (span._.due["edtf"], span._.due["mention"]) == ("XXXX-05-20", "5月20日前")
    assert span._.recurrence is None
    assert [(target["value"], target["unit"]) for target in span._.targets] == [(3, "座")]
    assert span._.heading_path == "二、抓好整治 > 一是查隐患"


def test_the_further_groups(doc):
    assert shown(doc, "bodies") == [("县住建局", "responsible"), ("各街道", "responsible")]
    assert shown(doc, "dates") == [("5月20日前", "due"), ("每月", "recurrence")]
    assert ("3座", "=") in shown(doc, "targets")
    assert ("抓好整治。", "heading") in shown(doc, "zones")
    assert doc._.document["year"] == "XXXX"


def test_what_is_no_directive_has_no_fields(doc):
    heading = next(span for span in doc.spans["zones"] if span.label_ == "heading")
    assert [heading._.get(field) for field in spacy_component.FIELDS] == [None] * len(spacy_component.FIELDS)


@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
def test_spans_are_those_of_the_extraction(path, nlp):
    speech = pipeline.read(path)
    doc = nlp(speech.text)
    document = shape.document(pipeline.extract(speech))
    assert doc.text == speech.text
    spans = [(span.start_char, span.end_char, span.label_) for span in doc.spans["zones"]]
    assert spans == [(one["start"], one["end"], one["zone"]) for one in document["statements"]]
    ordered = [one for one in document["statements"] if "kind" in one]
    for span, one in zip(doc.spans["directives"], ordered, strict=True):
        assert (span.start_char, span.end_char) == (one["start"], one["end"])
        assert {field: span._.get(field) for field in one if field in spacy_component.FIELDS} == {
            field: one[field] for field in one if field in spacy_component.FIELDS
        }


@pytest.mark.slow
def test_tokens_of_words_are_expanded_to():
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.add_pipe("directives")
    doc = nlp(TEXT)
    for span in doc.spans["directives"]:
        assert span.text in TEXT
        assert span._.kind


@pytest.mark.parametrize("text", ["", " ", "\n\n", "　", "。", "*"])
def test_a_text_without_words_has_empty_groups(text, nlp):
    doc = nlp(text)
    assert list(doc.spans["directives"]) == []
    assert {"directives", "zones", "bodies", "dates", "targets"} == set(doc.spans)


def test_a_doc_can_be_saved(doc, nlp):
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert shown(again, "directives") == shown(doc, "directives")
    assert [span._.due for span in again.spans["directives"]] == [span._.due for span in doc.spans["directives"]]


def test_displacy_draws_every_group(doc):
    for group in doc.spans:
        drawn = displacy.render(doc, style="span", options={"spans_key": group}, jupyter=False)
        assert all(label in drawn.replace("&gt;", ">") for _, label in shown(doc, group))


def test_other_lexicons(tmp_path):
    with pytest.raises(pipeline.LexiconError):
        spacy.blank("zh").add_pipe("directives", config={"lexicons": str(tmp_path)})
