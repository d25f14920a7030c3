"""Word's own numbers, text boxes, running heads of PDF files, old formats by LibreOffice: what stands, what is left."""

import shutil
import sys

import pytest

from pipeline import reading
from pipeline.errors import ReadError
from pipeline.reading import limits, office
from pipeline.reading.numerals import counted, written
from tests import hostile, pdfs, words
from tests.test_guarded import gone
from tests.words import abstract, level, num, paragraph

RTF = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}\f0 "
    + "".join(f"\\u{ord(c)}?" for c in "各镇要在月底前报送清淤台账。").encode()
    + rb"\par}"
)


@pytest.fixture(autouse=True)
def _readers():
    pytest.importorskip("lxml", reason="extra docs is not installed")


@pytest.mark.parametrize(
    ("form", "number", "text"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 100, "一○○"),
        ("chineseCountingThousand", 102, "一百零二"),
        ("japaneseCounting", 3, "三"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("decimal", 7, "7"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "\uff11\uff12"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("ideographTraditional", 2, "乙"),
        ("upperLetter", 28, "BB"),
        ("lowerRoman", 4, "iv"),
        ("klingon", 3, "3"),
        ("upperRoman", 0, "0"),
    ],
)
def test_numbers_are_written_in_their_form(form, number, text):
    assert written(number, form) == text


def test_every_number_is_written_apart():
    assert len({counted(number) for number in range(1, 10_000)}) == 9_999


def lines(body, numbering="", styles="", **parts):
    return reading.read(words.document(body, numbering, styles, **parts)).text.split("\n")


OUTLINE = abstract(
    0,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircle", "%4"),
)


def test_generated_numbers_stand_before_their_paragraphs():
    items = ((0, "压实责任"), (1, "县级"), (1, "镇级"), (0, "检查"))
    items += ((1, "水库"), (2, "2024年台账"), (2, "逐村过"), (3, "通报"))
    body = "".join(paragraph(text, numbered=(1, depth)) for depth, text in items)
    assert lines(paragraph("在清淤会上的讲话") + body, OUTLINE + num(1, 0)) == [
        "在清淤会上的讲话",
        "一、压实责任",
        "（一）县级",
        "（二）镇级",
        "二、检查",
        "（一）水库",
        "1. 2024年台账",
        "2.逐村过",
        "①通报",
    ]


def test_a_number_never_runs_into_the_figures_of_its_paragraph():
    tight = '<w:suff w:val="nothing"/>'
    numbering = abstract(0, level(0, "decimal", "%1.", tight), level(1, "decimal", "%1.%2", tight)) + num(1, 0)
    items = ((0, "10月底前报送"), (1, "3座水库"), (1, "报送"), (0, "总则"))
    assert lines("".join(paragraph(text, numbered=(1, depth)) for depth, text in items), numbering) == [
        "1. 10月底前报送", "1.1 3座水库", "1.2报送", "2.总则",
    ]  # fmt: skip


def test_numbers_come_by_way_of_styles():
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="H1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    chapters = abstract(
        0,
        level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="H1"/>'),
        level(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/><w:isLgl/>'),
    )
    body = paragraph("总则", style="H1") + paragraph("目的", style="H2") + paragraph("范围", style="Sub")
    off = (
        '<w:p><w:pPr><w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>' + words.run("附") + "</w:p>"
    )
    assert lines(body + off, chapters + num(1, 0), styles) == ["第一章 总则", "1.1 目的", "1.2 范围", "附"]


def test_a_list_goes_on_under_another_id_unless_it_starts_anew():
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1)")) + num(1, 0) + num(2, 0) + num(3, 0, anew)
    body = "".join(
        paragraph(text, numbered=(of, 0)) for text, of in zip("甲乙丙丁戊己", (1, 1, 2, 3, 3, 1), strict=True)
    )
    assert lines(body, numbering) == ["1)甲", "2)乙", "3)丙", "1)丁", "2)戊", "3)己"]


def test_a_level_may_count_on_over_its_superior_and_a_bullet_numbers_nothing():
    numbering = abstract(
        0,
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>', start=5),
        level(2, "bullet", "●"),
    ) + num(1, 0)
    body = "".join(paragraph(t, numbered=(1, d)) for t, d in (("甲", 0), ("乙", 1), ("丙", 0), ("丁", 1), ("戊", 2)))
    assert lines(body, numbering) == ["一、甲", "5.乙", "二、丙", "6.丁", "戊"]


def test_a_text_box_stands_once_and_what_was_deleted_not_at_all():
    box = "<w:txbxContent>" + paragraph("责任单位：县水利局") + "</w:txbxContent>"
    choice, copy = f"<mc:Choice>{box}</mc:Choice>", f"<mc:Fallback>{box}</mc:Fallback>"
    twice = f"<w:r><mc:AlternateContent>{choice}{copy}</mc:AlternateContent></w:r>"
    moved = f"<w:moveFrom>{words.run('旧')}</w:moveFrom>"
    changed = f"<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>{moved}<w:ins>{words.run('新')}</w:ins>"
    assert lines(paragraph("会议要求", inside=twice + changed)) == ["会议要求新", "责任单位：县水利局"]


def test_rows_of_tables_keep_their_columns():
    def cell(text, more=""):
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{paragraph(text)}</w:tc>"

    top, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (cell("镇水利站", top) + cell("清淤"), cell("", below) + cell("加固"))
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert lines(f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>") == ["镇水利站\t清淤", "\t加固"]


def test_headers_and_footers_are_left_out_and_told():
    secret = paragraph("内部资料")
    raw = words.document(paragraph("各村要抓紧。"), header1=secret, header2=secret, footer1=paragraph("第1页"))
    speech = reading.read(raw)
    assert speech.text == "各村要抓紧。"
    assert speech.left_out == ("第1页", "内部资料")


def test_running_heads_of_a_pdf_are_left_out_and_told():
    pytest.importorskip("pdfplumber", reason="extra docs is not installed")
    bodies = [f"第{n}件事，各镇要在月底前把沟渠清淤一遍，逐段建立台账，险情第{n}时间上报。" for n in "一二三四"]
    pages = [
        [(200, 800, "清河县政府办公室"), *pdfs.page([body], number)[:-1], (290, 60, f"县办 {number}")]
        for number, body in enumerate(bodies, 1)
    ]
    speech = reading.read(pdfs.document(pages))
    assert speech.text.split("\n") == bodies
    assert speech.left_out[:2] == ("清河县政府办公室", "县办 1")
    assert len(speech.left_out) == 8


def test_the_gap_between_a_character_and_a_figure_is_no_space():
    pytest.importorskip("pdfplumber", reason="extra docs is not installed")
    size = pdfs.SIZE
    line = [
        (80, 700, "要在"),
        (80 + 2.2 * size, 700, "１０"),
        (80 + 4.4 * size, 700, "月底前"),
        (80 + 9 * size, 700, "县"),
    ]
    assert reading.read(pdfs.document([line])).text == "要在１０月底前 县"


def test_pages_that_are_pictures_are_told():
    """One of them has no more than its number in text; an empty page is no loss."""
    pytest.importorskip("pdfplumber", reason="extra docs is not installed")
    first = "各镇要在月底前把沟渠清淤一遍，逐段建立台账，明确专人看护，险情立即上报。"
    pages = [pdfs.page([first], 1), pdfs.page([], 2), [], [], pdfs.page(["散会。"], 5)]
    speech = reading.read(pdfs.document(pages, pictures=(1, 2, 3)))
    assert speech.text.split("\n") == [first, "散会。"]
    assert [line for line in speech.left_out if "图片" in line] == [f"第 {n} 页（图片，没有文字层）" for n in (2, 3)]


def test_what_comes_on_two_pages_or_at_another_height_stays():
    pytest.importorskip("pdfplumber", reason="extra docs is not installed")
    pages = [
        [(80, 760 - 40 * n, "要抓好落实。"), (80, 500, f"第{'一二三'[n]}件。"), (80, 300, "散会。" * n)]
        for n in range(3)
    ]
    assert reading.read(pdfs.document(pages)).text.count("要抓好落实。") == 3


def test_the_furniture_of_a_page_is_told():
    pytest.importorskip("trafilatura", reason="extra docs is not installed")
    body = "".join(
        f"<p>{n}、各村要在月底前把沟渠清淤一遍，逐段建立台账，明确专人看护，遇有险情立即上报。</p>" for n in "一二三四"
    )
    page = f"<!DOCTYPE html><html><body><nav>网站首页</nav><script>x</script><article>{body}</article></body></html>"
    assert reading.read(page.encode()).left_out == ("网站首页",)


SAYS = "各镇要在10月底前把沟渠清淤一遍，逐段建立台账。"


def page(inside, title="<title>在清淤会上的讲话_清河县人民政府</title>"):
    head = "<div class='head'><ul class='nav'><li><a href='/'>首页</a></li></ul></div>"
    foot = "<div class='footer'><p>主办单位：县政府办</p></div>"
    return f"<html><head>{title}</head><body>{head}{inside}{foot}</body></html>".encode()


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<h1>在清淤会上的讲话</h1><div id='c'><p>{SAYS}</p><p>散会。</p></div>", f"在清淤会上的讲话\n{SAYS}\n散会。"),
        (f"<div id='c'>{SAYS}<br>　　散会。</div>", f"{SAYS}\n散会。"),
        (f"<div id='c'><p>要守<a href='x'>《条例》</a>，<b>一要</b>{SAYS}</p></div>", f"要守《条例》，一要{SAYS}"),
        ("<div id='c'><p>各镇要在\n  10月底前把\n沟渠清淤。</p></div>", "各镇要在10月底前把沟渠清淤。"),
        (f"<div id='c'><ol><li>{SAYS}</li><li>散会。</li></ol></div>", f"{SAYS}\n散会。"),
        (f"<table><tr><td><p>{SAYS}</p><p>散会。</p></td></tr></table>", f"{SAYS}\n散会。"),
        (
            f"<div id='c'><table><tr><td>县水利局</td><td>清淤</td></tr></table><p>{SAYS}</p></div>",
            f"县水利局\t清淤\n{SAYS}",
        ),
    ],
)
def test_short_pages_too_give_their_main_text_line_by_line(inside, text):
    pytest.importorskip("trafilatura", reason="extra docs is not installed")
    speech = reading.read(page(inside))
    assert speech.text == text
    assert speech.left_out == ("首页", "主办单位：县政府办")


def test_a_part_of_a_page_is_one_too():
    pytest.importorskip("trafilatura", reason="extra docs is not installed")
    assert reading.read(f"<div class='c'>\n<p>{SAYS}</p><p>散会。</p></div>\n".encode()).text == f"{SAYS}\n散会。"
    for text in (f"<p>是段落标签。{SAYS}", f"<清淤>{SAYS}</清淤>", f"{SAYS}<p>"):
        assert reading.read(text.encode()).text == text


def test_where_no_main_text_is_found_a_page_is_read_whole_but_for_its_furniture(monkeypatch):
    """Also where what was found holds few of its sentences."""
    trafilatura, html = pytest.importorskip("trafilatura"), pytest.importorskip("pipeline.reading.html")
    markup = page(f"<nav>网站地图</nav><p><b>一、</b>{SAYS}</p><p>散会。</p>").decode()
    for body in (None, "<body><p>散会。</p></body>"):
        found = body and trafilatura.bare_extraction(f"<html>{body}</html>", config=html._short())
        monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_, found=found, **__: found)
        text, left_out = html.text(markup)
        assert text.split("\n") == ["首页", f"一、{SAYS}", "散会。", "主办单位：县政府办"]
        assert left_out == ("网站地图",)
        monkeypatch.undo()


def test_a_plain_text_loses_nothing():
    assert reading.read("当前位置：首页\n第1页\n各镇要抓紧。".encode()).left_out == ()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_old_documents_are_read_by_libreoffice():
    speech = reading.read(RTF)
    assert (speech.text.strip(), speech.encoding) == ("各镇要在月底前报送清淤台账。", "rtf")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_the_xml_of_word_2003_is_read_by_libreoffice():
    body = "<w:body><w:p><w:r><w:t>各镇要清淤。</w:t></w:r></w:p></w:body>"
    space = "http://schemas.microsoft.com/office/word/2003/wordml"
    raw = hostile.WORD_2003 + f'<w:wordDocument xmlns:w="{space}">{body}</w:wordDocument>'.encode()
    assert reading.read(raw).text.strip() == "各镇要清淤。"


def test_without_libreoffice_the_way_to_it_is_named(monkeypatch):
    monkeypatch.setattr(office.shutil, "which", lambda _: None)
    with pytest.raises(ReadError, match="apt install libreoffice-writer") as caught:
        reading.read(RTF)
    assert caught.value.code == "needs_libreoffice"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
@pytest.mark.parametrize(
    ("script", "seconds", "code"), [("sleep 60 & wait", 0.5, "timeout"), ("exit 1", 60.0, "damaged")]
)
def test_a_conversion_that_hangs_or_fails_has_a_reason(monkeypatch, tmp_path, script, seconds, code):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "PROGRAMS", (str(program),))
    monkeypatch.setattr(limits, "SECONDS", seconds)
    with pytest.raises(ReadError) as caught:
        reading.read(RTF)
    assert caught.value.code == code


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_libreoffice_has_the_limits_of_a_reader_and_dies_with_its_children(monkeypatch, tmp_path):
    program, note = tmp_path / "soffice", tmp_path / "note"
    script = f"#!/bin/sh\nsleep 60 &\necho $! $(ulimit -v) $(ulimit -f) $(ulimit -t) $1 > '{note}'\nwait\n"
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "PROGRAMS", (str(program),))
    monkeypatch.setattr(limits, "SECONDS", 3.0)
    profiles = []
    for _ in range(2):
        with pytest.raises(ReadError, match="3 秒"):
            reading.read(RTF)
        child, memory, size, seconds, profile = note.read_text(encoding="utf-8").split()
        assert (int(memory) * 2**10, int(size) * 512, seconds) == (limits.MEMORY, limits.FILE, "3")
        assert gone(child)
        profiles.append(profile)
    assert len(set(profiles)) == 2


@pytest.mark.parametrize(
    ("stream", "code"), [("EncryptedPackage", "encrypted"), ("Workbook", "binary"), ("PowerPoint Document", "binary")]
)
def test_other_files_in_words_old_shell_are_no_speeches(stream, code):
    with pytest.raises(ReadError) as caught:
        reading.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le"))
    assert caught.value.code == code
