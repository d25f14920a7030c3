"""The page of disagreements: every deviation with what spoke for it, and words of a speech that stay words."""

import base64
import csv
import hashlib
import json
import re
import shutil
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner

from pipeline import cli, disagreements, engine, flow, gold, reading, shape
from pipeline.errors import UsageError
from pipeline.export import disagreements as files

HOSTILE = '<script>alert("1")</script><img src=http://a.example/x onerror=alert(1)>'
TEXT = (
    "在全县防汛工作会议上的讲话\n一、压实责任\n"
    f"各镇要在5月底前完成12处险段加固，配合县水利局每月报送一次进度{HOSTILE}。\n"
    "去年全县没有发生险情。对工作不力的，严肃问责。=1+1要立即整改\x07。\n"
)


@pytest.fixture(scope="module")
def seen():
    lexicon = engine.lexicon_of(engine.Setup())
    extraction, judged = flow.explained(reading.speech(TEXT), lexicon)
    return disagreements.seen(extraction, judged, lexicon)


def wrong(document):
    """A gold that differs from the extraction in every field."""
    truth = json.loads(json.dumps(document))
    first, *rest = (s for s in truth["statements"] if s["zone"] == "directive")
    first["kind"] = "principle"
    for body in first["bodies"]:
        body["role"] = "assisting" if body["role"] == "responsible" else "responsible"
    first["bodies"][0]["name"] = "县各镇"
    first["bodies"].append({"mention": "险段", "name": "险段", "role": "responsible", "inherited": False})
    first["bodies"].append({"mention": "县防办", "name": "县防办", "role": "responsible", "inherited": True})
    first["due"] = first["recurrence"] = None
    first["targets"] = [{"mention": "5月底", "op": ">=", "value": 5, "unit": "月"}]
    rest[0]["zone"] = "problem"
    past = next(s for s in truth["statements"] if s["zone"] == "achievement")
    past["zone"] = "rationale"
    truth["outline"][0]["level"] = 2
    return truth


@pytest.fixture(scope="module")
def found(seen):
    document = shape.document(seen.extraction)
    report = gold.scores([("文稿&一", wrong(document), document)])
    return disagreements.disagreements(report.errors, {"文稿&一": TEXT}, {"文稿&一": seen})


def test_every_kind_of_error_is_there_with_its_reasons(found):
    assert {one.field for one in found} == set(gold.ERROR_FIELDS) == set(files.FIELDS)
    assert all(one.rule and one.reasons for one in found)


def test_the_context_is_cut_from_the_text(found):
    for one in found:
        assert one.words == TEXT[one.start : one.end]
        assert TEXT[: one.start].endswith(one.before)
        assert TEXT[one.end :].startswith(one.after)


@pytest.mark.parametrize(
    ("field", "rule", "guess"),
    [
        ("due", "deadline", "5月底前 = XXXX-05-31"),
        ("recurrence", "recurrence", "每月 = monthly"),
        ("bodies", "unseen", None),
        ("targets", "date: deadline", None),
    ],
)
def test_the_rule_that_spoke_is_named(found, field, rule, guess):
    assert (rule, guess) in {(one.rule, one.guess) for one in found if one.field == field}


def test_a_guard_that_rejected_a_body_is_named():
    text = "在全县工作会议上的讲话\n要督促各企业于月底前整改到位。"
    lexicon = engine.lexicon_of(engine.Setup())
    extraction, judged = flow.explained(reading.speech(text), lexicon)
    assert extraction.rejected
    near = extraction.rejected[0]
    mention = text[near.start : near.end]
    error = gold.Error("bodies", "a", "missed", 12, len(text), mention, None, mention)
    one = disagreements.disagreement(error, text, disagreements.seen(extraction, judged, lexicon))
    assert (one.rule, one.reasons[0].says) == (near.rule, near.reason)


class Elements(HTMLParser):
    """Every element with its attributes, and the text that is no style or script."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.words, self.inside = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside not in ("script", "style"):
            self.words.append(data)


def test_words_of_a_speech_stay_words(found):
    parsed = Elements(files.page(found))
    assert [tag for tag, _ in parsed.elements].count("script") == 1
    assert not {"img", "iframe", "link", "object"} & {tag for tag, _ in parsed.elements}
    assert HOSTILE in "".join(parsed.words)
    assert "整改␇" in "".join(parsed.words)
    assert not [attrs for _, attrs in parsed.elements if any(name.startswith("on") for name in attrs)]


def test_the_page_needs_nothing_beside_itself(found):
    parsed = Elements(files.page(found))
    assert not [attrs for _, attrs in parsed.elements if "src" in attrs or not attrs.get("href", "#").startswith("#")]
    assert "url(" not in files.page(found)


def test_the_policy_allows_its_own_style_and_script_alone(found):
    page = files.page(found)
    policy = next(attrs["content"] for _, attrs in Elements(page).elements if "http-equiv" in attrs)
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        content = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_each_field_has_an_anchor_that_is_linked(found):
    elements = Elements(files.page(found)).elements
    links = {attrs["href"][1:] for tag, attrs in elements if tag == "a"}
    anchors = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert links <= set(anchors)
    assert len(anchors) == len(set(anchors))
    assert {f"field-{field.replace(' ', '-')}" for field in gold.ERROR_FIELDS} <= links


def test_no_disagreement_is_said():
    assert "没有差异" in files.page([])


def test_tables_hold_the_same(found, tmp_path):
    for suffix in ("csv", "json"):
        files.write(found, tmp_path / f"a.{suffix}")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == files.COLUMNS
    assert len(rows) == len(found) == len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_another_suffix_is_refused(found, tmp_path):
    with pytest.raises(UsageError, match=r"\.html"):
        files.write(found, tmp_path / "a.pdf")


@pytest.fixture
def folder(seen, tmp_path):
    truth = wrong(shape.document(seen.extraction))
    (tmp_path / "a.gold.json").write_text(json.dumps(truth), encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    return tmp_path


def test_the_command_writes_several_files_at_once(folder):
    outs = [folder / name for name in ("a.html", "b.csv", "c.json")]
    arguments = [word for out in outs for word in ("--disagreements", str(out))]
    done = CliRunner().invoke(cli.duban, ["evaluate", str(folder), "--texts", str(folder), *arguments])
    assert done.exit_code == 0, done.output
    assert all(out.exists() for out in outs)
    assert "没有规则命中" in outs[0].read_text(encoding="utf-8")


def test_predictions_of_others_are_compared_without_reasons(folder, seen):
    document = shape.document(seen.extraction)
    (folder / "a.json").write_text(json.dumps(document), encoding="utf-8")
    arguments = ["--texts", str(folder), "--pred", str(folder), "--disagreements", str(folder / "d.json")]
    done = CliRunner().invoke(cli.duban, ["evaluate", str(folder), *arguments])
    assert done.exit_code == 0, done.output
    written = json.loads((folder / "d.json").read_text(encoding="utf-8"))
    assert written
    assert all(one["reasons"] == [] for one in written)


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="没有 Chromium：网页测试略过（apt-get install chromium）")
def test_the_filters_work_in_a_browser(found, tmp_path):
    playwright = pytest.importorskip("playwright.sync_api", reason="没有 playwright：网页测试略过")
    files.write(found, tmp_path / "a.html")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        said, asked = [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "a.html").as_uri())
        assert page.locator("article:visible").count() == len(found)
        page.select_option("#sort", "漏")
        missed = sum(one.guess is None for one in found)
        assert page.locator("article:visible").count() == missed == int(page.locator("#shown").inner_text())
        page.fill("#words", "县防办")
        assert page.locator("article:visible").count() == 1
        assert page.locator("section:visible").count() == 1
        browser.close()
    assert (said, len(asked)) == ([], 1)
