"""What holds for every text: the corpora, made-up official Chinese, and anything else."""

import json
import shutil
from random import Random

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from pipeline import engine, flow, lexicon, reading, resources, shape, unseen
from pipeline.errors import ReadError
from pipeline.model import Extraction, Node, Zone
from pipeline.store import Store, speech_id
from tests import officialese

CORPORA = tuple(reading.files([resources.path("corpora") / "texts"]))
LEXICON = engine.lexicon_of(engine.Setup())
ASIDE = "　　食堂的饭菜味道不错，院子里的桂花开得正好。\n"
"""A paragraph that has nothing to do with anything: no enumerator, date, level or order."""

LAST_LINES = 3
"""So many lines at the end may be a closing, a signature or an item without more, because they are last."""

QUICK = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
by_corpus = pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)


def extract(text: str) -> Extraction:
    return flow.extract(reading.speech(text), LEXICON)


def quotes(text: str, found: Extraction) -> None:
    """Every span is within the text, and its mention is what stands there."""
    for statement in found.statements:
        assert text[statement.start : statement.end].strip() == text[statement.start : statement.end] != ""
        if (directive := statement.directive) is None:
            continue
        for one in (*directive.bodies, *directive.targets, directive.due, directive.recurrence):
            assert one is None or (one.start < one.end and text[one.start : one.end] == one.mention)
    for node in found.nodes:
        assert text.startswith(node.marker, node.start)
        assert node.start < node.start + len(node.marker) <= node.body
        assert node.body <= max(node.end, node.body)
    for near in found.rejected:
        assert 0 <= near.start <= near.end <= len(text)


def tiles(text: str, found: Extraction) -> None:
    """Statements follow one another; what lies between them is blank or an enumerator with the comma behind it."""
    ends = 0
    left = list(text)
    for statement in found.statements:
        assert ends <= statement.start < statement.end <= len(text)
        ends = statement.end
        left[statement.start : statement.end] = " " * (statement.end - statement.start)
    for node in found.nodes:
        if not node.inline:
            left[node.start : node.body] = " " * (node.body - node.start)
    assert unseen.blank("".join(left))


def fields_lie_inside(found: Extraction) -> None:
    """Directives alone have fields, inside their statement; an inherited body stands in an earlier one of the item."""
    for place, statement in enumerate(found.statements):
        assert (statement.zone is Zone.DIRECTIVE) == (statement.directive is not None)
        if (directive := statement.directive) is None:
            continue
        own = [body for body in directive.bodies if not body.inherited]
        for one in (*own, *directive.targets, directive.due, directive.recurrence):
            assert one is None or statement.start <= one.start < one.end <= statement.end
        for body in directive.bodies:
            if body.inherited:
                (source,) = (s for s in found.statements[:place] if s.start <= body.start < s.end)
                assert source.node == statement.node


def nests(nodes: tuple[Node, ...]) -> None:
    """An item lies inside its parent, one level below it; items come in the order of the text."""
    assert [node.start for node in nodes] == sorted({node.start for node in nodes})
    for number, node in enumerate(nodes):
        if node.parent is None:
            assert node.level == 1
        else:
            assert node.parent < number
            above = nodes[node.parent]
            assert node.level == above.level + 1
            assert above.start < node.start < node.end <= above.end


def holds(text: str) -> None:
    found = extract(text)
    text = found.speech.text
    quotes(text, found)
    tiles(text, found)
    fields_lie_inside(found)
    nests(found.nodes)
    assert json.loads(json.dumps(shape.document(found), ensure_ascii=False, allow_nan=False))["chars"] == len(text)


@by_corpus
def test_everything_holds_for_the_corpora(path):
    holds(reading.read(path).text)


ONCE_BROKEN = (
    "要把老旧小区逐栋排查一遍，",  # a text that ends with a comma or a colon
    "责任单位：县水利局、县财政局要清淤：（一）修堤。\n",  # a list behind a label
    "抓重点。（一）修路要快。\n一是备料。二是进场。\n",  # an item that ends with its line
    "要求：1.修堤，至少1处：（一）干部要带头。\n各村要落实至少1名（（一）会议强调：\n",  # the same inside brackets
)


@pytest.mark.parametrize("text", ONCE_BROKEN)
def test_everything_holds_where_it_once_broke(text):
    holds(text)


@QUICK
@given(text=officialese.speeches())
def test_everything_holds_for_made_up_speeches(text):
    holds(text)


@QUICK
@given(text=officialese.hostile())
@example(text="要")
@example(text="（" * 3000 + "一是要" + "）" * 3000)
@example(text="各部门要" * 2000)
@example(text="一、" * 500)
@example(text="*" * 5000 + "月底前")
@example(text="9" * 5000 + "个")
def test_no_text_breaks_it(text):
    try:
        reading.speech(text)
    except ReadError:
        assume(False)
    holds(text)


def before(found: Extraction, end: int) -> dict[str, list[object]]:
    """What was found in front of an offset, without the ends of items that are still open there."""
    document = shape.document(found)
    return {
        "statements": [one for one in document["statements"] if one["end"] <= end],
        "outline": [one | {"end": min(one["end"], end)} for one in document["outline"] if one["start"] < end],
        "rejected": [one for one in document["rejected"] if one["end"] <= end],
        "document": [document["document"]],
    }


@by_corpus
def test_a_further_paragraph_changes_nothing_before_it(path):
    text = reading.read(path).text.rstrip("\n") + "\n"
    assert before(extract(text + ASIDE), len(text)) == before(extract(text), len(text))


@by_corpus
def test_a_speech_that_breaks_off_is_read_alike_as_far_as_it_goes(path):
    lines = [line for line in reading.read(path).text.splitlines(keepends=True) if line.strip()]
    text = "".join(lines[: len(lines) // 2])
    end = len(text) - len("".join(lines[: len(lines) // 2][-LAST_LINES:]))
    assert end > 0
    assert before(extract(text + ASIDE), end) == before(extract(text), end)


@QUICK
@given(text=officialese.speeches())
def test_a_further_paragraph_changes_nothing_in_made_up_speeches(text):
    ending = "\n" + ASIDE * LAST_LINES
    assert before(extract(text + ending + ASIDE), len(text)) == before(extract(text + ending), len(text))


@by_corpus
def test_the_same_text_gives_the_same_result(path):
    speech = reading.read(path)
    assert flow.extract(speech, LEXICON) == flow.extract(speech, lexicon.load())


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("store") / "督办.duckdb") as opened:
        yield opened


@by_corpus
def test_a_stored_extraction_is_read_back_equal(path, store):
    found = flow.extract(reading.read(path), LEXICON)
    store.add([found], "r1")
    assert store.extraction(speech_id(found.speech)) == found


@settings(QUICK, max_examples=25)
@given(text=st.one_of(officialese.speeches(), officialese.hostile()))
def test_a_stored_made_up_speech_is_read_back_equal(text, store):
    assume(not unseen.blank(text))
    found = extract(text)
    store.add([found], "r1")
    assert store.extraction(speech_id(found.speech)) == found


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory):
    """The bundled lexicons with the rows of every register in another order."""
    folder = tmp_path_factory.mktemp("lexicons") / "lexicons"
    shutil.copytree(resources.path("lexicons"), folder)
    for path in folder.glob("*.csv"):
        head, *rows = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        Random(0).shuffle(rows)
        path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return lexicon.load(folder)


@by_corpus
def test_the_order_of_registers_does_not_matter(path, shuffled):
    speech = reading.read(path)
    assert flow.extract(speech, shuffled) == flow.extract(speech, LEXICON)
