"""A bar chart inside a Word file, as DrawingML: Word, WPS and LibreOffice draw it, no picture and no font is needed."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from pipeline.export.items import library, line

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
LETTERS = (
    '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200"><a:ea typeface="仿宋_GB2312"/></a:defRPr></a:pPr>'
    '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
)
AXIS = (
    '<c:{kind}><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="{hidden}"/>'
    '<c:axPos val="{side}"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
    '{letters}<c:crossAx val="{other}"/></c:{kind}>'
)
FRAME = """<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="{drawing}"
 xmlns:c="{chart}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>
<wp:docPr id="{number}" name="图 {number}" descr="{told}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{chart}"><c:chart r:id="{relation}"/></a:graphicData></a:graphic>
</wp:inline></w:drawing>"""


def add(document: Any, title: str, pairs: Sequence[tuple[str, int]], width: int = 150, height: int = 70) -> None:  # noqa: ANN401
    """Append a chart of labels and counts, so many millimetres wide and high."""
    opc = library("docx.opc.packuri"), library("docx.opc.part")
    number = 1 + sum(relation.reltype == RELATION for relation in document.part.rels.values())
    name = opc[0].PackURI(f"/word/charts/chart{number}.xml")
    part = opc[1].Part(name, TYPE, xml(title, pairs).encode(), document.part.package)
    frame = FRAME.format(
        drawing=DRAWING,
        chart=CHART,
        relation=document.part.relate_to(part, RELATION),
        number=number,
        width=36_000 * width,
        height=36_000 * height,
        told=_safe("；".join(f"{label} {count}" for label, count in pairs)),
    )
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.first_line_indent, shape.line_spacing, shape.alignment = 0, 1.0, 1  # an exact line would cut it off
    paragraph._p.get_or_add_pPr().get_or_add_ind().set(library("docx.oxml.ns").qn("w:firstLineChars"), "0")
    paragraph.add_run()._r.append(library("docx.oxml").parse_xml(frame))


def xml(title: str, pairs: Sequence[tuple[str, int]]) -> str:
    """The chart: one series of columns, the counts above them."""
    labels = _points((label for label, _ in pairs), len(pairs))
    counts = _points((str(count) for _, count in pairs), len(pairs))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}">'
        f'<c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="0"/></a:pPr><a:r>'
        f'<a:rPr lang="zh-CN" sz="1200" b="0"/><a:t>{_safe(title)}</a:t></a:r></a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart>'
        '<c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/>'
        f'<c:order val="0"/><c:tx><c:v>{_safe(title)}</c:v></c:tx>'
        '<c:spPr><a:solidFill><a:srgbClr val="1D5A9E"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strLit>{labels}</c:strLit></c:cat><c:val><c:numLit>{counts}</c:numLit></c:val></c:ser>"
        '<c:gapWidth val="80"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        + AXIS.format(kind="catAx", own=1, other=2, hidden=0, side="b", letters=LETTERS)
        + AXIS.format(kind="valAx", own=2, other=1, hidden=1, side="l", letters="")
        + '</c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>'
    )


def _points(values: Any, count: int) -> str:  # noqa: ANN401
    points = (f'<c:pt idx="{at}"><c:v>{_safe(value)}</c:v></c:pt>' for at, value in enumerate(values))
    return f'<c:ptCount val="{count}"/>' + "".join(points)


def _safe(words: str) -> str:
    return escape(line(words), {'"': "&quot;"})
