"""督办通报, opened again: every measure of the look of official documents, and what it says."""

import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from pipeline import cli
from pipeline.export import chart, official, report
from pipeline.follow import Change, EventKind
from pipeline.store import Store
from tests import samples

ON = date(2026, 9, 25)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("docx") / "a.duckdb"
    with Store.open(path) as store:
        store.add(samples.everything(), "r1")
        ids = [row[0] for row in store.tuples("select directive_id from ledger order by number")]
        store.record([Change(ids[1], EventKind.STATUS, None, "未启动", "已完成")], "某甲")
        store.record([Change(ids[0], EventKind.NOTE, "progress", None, "查了**处\x0b，*号保留")], "某甲")
    return path


@pytest.fixture
def written(database, tmp_path):
    def opened(on=ON, **facts):
        with Store.open(database, readonly=True) as store:
            report.report(store, tmp_path / "a.docx", on, **facts)
        return Document(tmp_path / "a.docx")

    return opened


def texts(document):
    return [paragraph.text for paragraph in document.paragraphs]


def styled(document, name):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == name]


@pytest.mark.parametrize(
    ("name", "font", "size", "chars", "alignment"),
    [
        ("Title", "方正小标宋简体", 22, "0", 1),
        ("Normal", "仿宋_GB2312", 16, "200", 3),
        ("Heading 1", "黑体", 16, "200", 3),
        ("Heading 2", "楷体_GB2312", 16, "200", 3),
    ],
)
def test_each_style_has_its_font_its_size_and_its_line(written, name, font, size, chars, alignment):
    style = written().styles[name]
    fonts = style.element.rPr.find(qn("w:rFonts"))
    assert {key: fonts.get(qn(f"w:{key}")) for key in ("ascii", "hAnsi", "eastAsia", "cs")} == dict.fromkeys(
        ("ascii", "hAnsi", "eastAsia", "cs"), font
    )
    assert fonts.get(qn("w:eastAsiaTheme")) is None
    assert style.font.size == Pt(size)
    assert not style.font.bold
    assert str(style.font.color.rgb) == "000000"
    spacing = style.element.pPr.find(qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("560", "exact")
    assert style.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == chars
    assert style.paragraph_format.alignment == alignment


def test_the_page_is_that_of_an_official_document(written):
    section = written().sections[0]
    margins = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    for found, wanted in zip(margins, (37, 35, 28, 26), strict=True):
        assert abs(found - Mm(wanted)) < Mm(0.05)  # Word keeps twentieths of a point
    assert abs(section.page_width - Mm(210)) < Mm(0.05)
    assert abs(section.page_height - Mm(297)) < Mm(0.05)


@pytest.mark.parametrize(("footer", "alignment"), [("footer", 2), ("even_page_footer", 0)])
def test_pages_are_numbered_by_a_field_between_dashes(written, footer, alignment):
    (paragraph,) = getattr(written().sections[0], footer).paragraphs
    assert paragraph.text == "— 1 —"
    assert paragraph.alignment == alignment
    kinds = [one.get(qn("w:fldCharType")) for one in paragraph._p.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert [one.text for one in paragraph._p.iter(qn("w:instrText"))] == [" PAGE "]
    assert {run.font.size for run in paragraph.runs} == {Pt(14)}


def test_the_title_and_the_headings_stand_in_order(written):
    document = written()
    assert styled(document, "Title") == ["督办通报"]
    assert styled(document, "Heading 1") == [
        "一、总体情况",
        "二、逾期和临近到期事项",
        "三、各单位办理情况",
        "四、需要进一步明确的事项",
    ]
    assert styled(document, "Heading 2") == [
        "（一）已逾期（0 项）",
        "（二）临近到期（1 项）",
        "（一）未明确责任单位（1 项）",
        "（二）没有确定的时限（4 项）",
    ]


def test_the_summary_counts_what_is_in_the_database(written):
    said = "\n".join(texts(written()))
    assert "截至2026年9月25日，共督办 3 篇讲话部署的 8 项任务，已办结 1 项（12.5%）" in said
    assert "未启动 7 项；已逾期 0 项，临近到期 1 项" in said


def test_what_is_near_or_late_is_named_with_its_days(written):
    near = next(text for text in texts(written()) if text.startswith("1. 县林草局"))
    assert near.endswith("（时限：2026年9月30日，还有 5 天；状态：未启动；进展：查了**处，*号保留）")
    late = next(text for text in texts(written(date(2026, 10, 2))) if text.startswith("1. 县林草局"))
    assert "逾期 2 天" in late


def test_gaps_name_the_printed_deadline_and_guess_none(written):
    said = texts(written())
    assert "1. 10月底前清出通道（消防.txt）" in said
    assert any("县教育局要在**月底前查完*所学校（时限隐去：**月底前；" in text for text in said)


def test_figures_stand_in_tables_and_in_a_chart(written, tmp_path):
    document = written()
    status, bodies = document.tables
    assert [cell.text for cell in status.rows[3].cells] == ["已完成", "1", "12.5%"]
    assert [cell.text for cell in bodies.rows[1].cells] == ["县教育局", "3", "0", "0", "0"]
    assert abs(bodies.columns[0].width - Mm(68)) < Mm(0.05)
    assert bodies.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        drawn = ElementTree.fromstring(archive.read("word/charts/chart1.xml"))
        assert b"charts/chart1.xml" in archive.read("word/_rels/document.xml.rels")
        assert b"drawingml.chart+xml" in archive.read("[Content_Types].xml")
    values = [one.text for one in drawn.iter(f"{{{chart.CHART}}}v")]
    assert values[1:] == ["未启动", "进行中", "已完成", "逾期", "已销号", "7", "0", "1", "0", "0"]


def test_the_paragraph_of_a_chart_is_as_high_as_the_chart(written):
    (holder,) = (p for p in written().paragraphs if p._p.findall(f".//{qn('w:drawing')}"))
    assert holder.paragraph_format.line_spacing == 1.0


def test_the_report_is_signed_and_names_no_tool(written):
    document = written(unit="某县督查室")
    assert texts(document)[-2:] == ["某县督查室", "2026年9月25日"]
    facts = document.core_properties
    assert (facts.author, facts.comments, facts.title) == ("某县督查室", "", "督办通报")
    assert facts.created.date() == ON


def test_a_long_list_says_what_it_leaves_out(written, monkeypatch):
    monkeypatch.setattr(report, "LISTED", 3)
    assert "其余 1 项见督办台账。" in texts(written())


def test_an_empty_report_says_so(written):
    said = texts(written(ids=[]))
    assert said.count("无。") == 5
    assert any("0 项任务，已办结 0 项（—）" in text for text in said)


def test_words_of_a_speech_are_text_in_chart_and_table(tmp_path):
    document = official.document("题", "", ON)
    official.table(document, ("甲<b>",), (("&\x00",),), (50,))
    chart.add(document, "<&>", (('"<', 1),))
    chart.add(document, "二", (("乙", 2),))
    document.save(tmp_path / "b.docx")
    assert [cell.text for row in Document(tmp_path / "b.docx").tables[0].rows for cell in row.cells] == ["甲<b>", "&"]
    with zipfile.ZipFile(tmp_path / "b.docx") as archive:
        assert "word/charts/chart2.xml" in archive.namelist()
        assert b"&lt;&amp;&gt;" in archive.read("word/charts/chart1.xml")


def test_the_command_writes_it(database, tmp_path, capfd):
    command = ["export", "docx", "--out", tmp_path / "b.docx", "--db", database, "--unit", "某单位"]
    assert cli.outcome([*map(str, command)]) == 0
    assert "8 项任务" in capfd.readouterr().err
