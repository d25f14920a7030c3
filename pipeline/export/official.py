"""The look of official documents (党政机关公文格式): fonts, sizes, indents, margins and page numbers of a Word file."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from pipeline.export.items import library, line

TITLE_FONT, BODY_FONT, FIRST_FONT, SECOND_FONT, NUMBER_FONT = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
    "宋体",
)
TITLE, BODY, NUMBER, SMALL = 22, 16, 14, 12
"""Points: 二号, 三号, 四号, 小四."""
LINE, SMALL_LINE = 28, 20
"""Points of a line, in the text and in tables, exactly so."""
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
"""Margins in millimetres."""
CELL = "表格文字"
THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
LOOK: tuple[tuple[str, str, int, int], ...] = (
    ("Normal", BODY_FONT, BODY, 2),
    ("Title", TITLE_FONT, TITLE, 0),
    ("Heading 1", FIRST_FONT, BODY, 2),
    ("Heading 2", SECOND_FONT, BODY, 2),
)
"""Of each style: its font, its size, and by how many characters the first line is indented."""


def document(title: str, author: str, on: date) -> Any:  # noqa: ANN401  (python-docx makes its classes at run time)
    """An empty document with the styles, the page and the page numbers of official documents."""
    made = library("docx").Document()
    _unthemed(made)
    for name, font, size, indent in LOOK:
        _style(made.styles[name], font, size, indent)
    cell = made.styles.add_style(CELL, 1)
    _style(cell, BODY_FONT, SMALL, 0)
    cell.paragraph_format.line_spacing = _pt(SMALL_LINE)
    _page(made)
    facts = made.core_properties
    facts.title, facts.author, facts.last_modified_by, facts.comments = line(title), line(author), "", ""
    facts.created = facts.modified = datetime.combine(on, time(), UTC)
    return made


def table(made: Any, heads: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[float]) -> None:  # noqa: ANN401
    """A table with borders, columns of so many millimetres, and its head on every page."""
    grid = made.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
    grid.alignment = 1
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = _mm(width)  # LibreOffice goes by the columns, Word by the cells
    for at, values in enumerate((heads, *rows)):
        for place, (value, width) in enumerate(zip(values, widths, strict=True)):
            cell = grid.rows[at].cells[place]
            cell.width, cell.vertical_alignment = _mm(width), 1
            paragraph = cell.paragraphs[0]
            paragraph.style = CELL
            paragraph.alignment = 1 if at == 0 or place else 0  # heads and figures in the middle
            paragraph.add_run(line(str(value)))
    _repeated(grid.rows[0])


def signed(made: Any, words: str) -> None:  # noqa: ANN401
    """A line of the signature: at the right, four characters from the edge."""
    paragraph = made.add_paragraph(line(words))
    paragraph.alignment = 2
    place = paragraph._p.get_or_add_pPr().get_or_add_ind()
    place.set(_w("rightChars"), "400")
    place.set(_w("right"), str(20 * BODY * 4))


def _pt(points: float) -> Any:  # noqa: ANN401
    return library("docx.shared").Pt(points)


def _mm(millimetres: float) -> Any:  # noqa: ANN401
    return library("docx.shared").Mm(millimetres)


def _w(name: str) -> str:
    """A name of WordprocessingML in full."""
    return str(library("docx.oxml.ns").qn(f"w:{name}"))


def _element(name: str, **attributes: str) -> Any:  # noqa: ANN401
    made = library("docx.oxml").OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(_w(key), value)
    return made


def _unthemed(made: Any) -> None:  # noqa: ANN401
    """The template's theme fonts would win over ours, and its language is English."""
    for fonts in made.styles.element.iter(_w("rFonts")):
        for theme in THEMES:
            fonts.attrib.pop(_w(theme), None)
    for language in made.styles.element.iter(_w("lang")):
        language.set(_w("eastAsia"), "zh-CN")


def fonts(properties: Any, font: str) -> None:  # noqa: ANN401
    """Set a font for Chinese characters as well as for figures and letters."""
    for old in properties.findall(_w("rFonts")):
        properties.remove(old)
    properties.insert(0, _element("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font))


def _style(style: Any, font: str, size: int, indent: int) -> None:  # noqa: ANN401
    shared = library("docx.shared")
    fonts(style.element.get_or_add_rPr(), font)
    style.font.size, style.font.bold, style.font.italic = shared.Pt(size), False, False
    style.font.color.rgb = shared.RGBColor(0, 0, 0)
    shape = style.paragraph_format
    shape.space_before = shape.space_after = shared.Pt(0)
    shape.line_spacing_rule, shape.line_spacing = 4, shared.Pt(LINE)  # 4: exactly
    shape.alignment = 1 if style.name == "Title" else 3  # centred, justified
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(_w("pBdr")):
        properties.remove(border)
    place = properties.get_or_add_ind()
    place.set(_w("firstLineChars"), str(100 * indent))
    place.set(_w("firstLine"), str(20 * size * indent))


def _page(made: Any) -> None:  # noqa: ANN401
    section = made.sections[0]
    section.page_width, section.page_height = _mm(210), _mm(297)
    section.top_margin, section.bottom_margin = _mm(TOP), _mm(BOTTOM)
    section.left_margin, section.right_margin = _mm(LEFT), _mm(RIGHT)
    section.footer_distance = _mm(BOTTOM - 10)  # the number stands 7 mm below the text
    made.settings.odd_and_even_pages_header_footer = True
    _number(section.footer.paragraphs[0], "right")
    _number(section.even_page_footer.paragraphs[0], "left")


def _number(paragraph: Any, side: str) -> None:  # noqa: ANN401
    """— 1 —, one character from the outer edge."""
    paragraph.style = "Normal"
    paragraph.alignment = 2 if side == "right" else 0
    place = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for key, value in (("firstLineChars", "0"), ("firstLine", "0"), (f"{side}Chars", "100"), (side, str(20 * NUMBER))):
        place.set(_w(key), value)
    for part in ("— ", _element("fldChar", fldCharType="begin"), "PAGE", _element("fldChar", fldCharType="separate")):
        _run(paragraph, part)
    for part in ("1", _element("fldChar", fldCharType="end"), " —"):
        _run(paragraph, part)


def _run(paragraph: Any, part: Any) -> None:  # noqa: ANN401
    run = paragraph.add_run()
    fonts(run._r.get_or_add_rPr(), NUMBER_FONT)
    run.font.size = _pt(NUMBER)
    if part == "PAGE":
        instruction = _element("instrText")
        instruction.text = " PAGE "
        run._r.append(instruction)
    elif isinstance(part, str):
        run.text = part
    else:
        run._r.append(part)


def _repeated(row: Any) -> None:  # noqa: ANN401
    row._tr.get_or_add_trPr().append(_element("tblHeader", val="true"))
