"""The segmenters behind one signature: equal results where the dictionary is one, and none that loses a character."""

import pytest

from pipeline import engine, flow, reading, resources, segment, shape
from pipeline.errors import UsageError
from pipeline.segment import Engine
from tests import pkuseg

CORPORA = tuple(reading.files([resources.path("corpora") / "texts"]))
SENTENCE = "县住建局要在月底前完成全部排查，\n　　形成齐抓共管的工作格局  。"


@pytest.fixture(scope="module")
def lexicon():
    return engine.lexicon_of(engine.Setup())


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return pkuseg.trained(tmp_path_factory.mktemp("model"))


def extracted(path, lexicon, words):
    return shape.document(flow.extract(reading.read(path), lexicon, words))


@pytest.mark.slow
@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
def test_segmenters_with_one_dictionary_give_equal_json(path, lexicon):
    first = extracted(path, lexicon, segment.segmenter(Engine.RJIEBA))
    assert extracted(path, lexicon, segment.segmenter(Engine.JIEBA)) == first
    assert extracted(path, lexicon, segment.segmenter(Engine.SPACY)) == first


@pytest.mark.slow
@pytest.mark.parametrize("path", CORPORA[::4], ids=lambda path: path.stem)
def test_pkuseg_runs_end_to_end(path, lexicon, model):
    found = engine.extraction(path, engine.Setup(segmenter=Engine.PKUSEG, model=model))
    assert sum(one.directive is not None for one in found.statements) > 5
    assert shape.document(found) == extracted(path, lexicon, segment.segmenter(Engine.PKUSEG, model))


@pytest.mark.slow
@pytest.mark.parametrize("name", Engine)
@pytest.mark.parametrize("text", [SENTENCE, "", "\n\n", "*县**月底前\x00\u200b😀 a  b\t％１"], ids=range(4))
def test_no_segmenter_loses_a_character(name, text, model):
    words = segment.segmenter(name, model if name is Engine.PKUSEG else None)
    assert "".join(words(text)) == text
    assert segment.boundaries(text, words) >= {0, len(text)}


@pytest.mark.slow
def test_a_trained_model_knows_its_words(model):
    words = segment.segmenter(Engine.PKUSEG, model)
    assert list(words("县财政局要完成全部整改。")) == ["县", "财政局", "要", "完成", "全部", "整改", "。"]


@pytest.mark.parametrize("model", [None, "nowhere"])
def test_pkuseg_without_a_model_says_what_to_do(model, tmp_path):
    with pytest.raises(UsageError, match="--pkuseg-model") as error:
        segment.segmenter(Engine.PKUSEG, model and tmp_path / model)
    assert error.value.code == "no_model"
