"""统计: the figures of the workbook and their charts, drawn by Excel itself."""

from typing import Any

from pipeline.export.figures import Figures, Load, Pairs
from pipeline.export.sheets import FIRST, Book, Column, Page, write

NAME = "统计"
COLUMNS = (Column("项目", 26), Column("项数", 10, "short"), Column("占比", 10, "share"))
BODIES = 15
"""Bodies in the table and its chart; whoever wants all sorts the list 责任清单."""


def sheet(book: Book, told: Figures, page: Page) -> None:
    """Write the sheet: groups of figures one below the other, charts beside them."""
    out = book.sheet(NAME, COLUMNS, page)
    groups = _groups(told)
    out.fit_to_pages(1, 1)
    place, spans = FIRST, {}
    for name, pairs in groups.items():
        write(out, place, 0, name, book.style("head"))
        for at in (1, 2):
            write(out, place, at, None, book.style("head"))
        for step, (label, count) in enumerate(pairs, 1):
            book.row(out, place + step, COLUMNS, (label, count, count / told.directives if told.directives else None))
        spans[name] = (place + 1, place + len(pairs))
        place += len(pairs) + 1
    _charts(book.workbook, out, spans)


def _groups(told: Figures) -> dict[str, Pairs]:
    return {
        "合计": (("督办事项", told.directives),),
        "要素": told.coverage,
        "状态": told.statuses,
        "预警": told.lamps,
        "时限": told.dues,
        f"牵头单位（前 {BODIES} 个）": tuple(map(_pair, told.loads[:BODIES])),
    }


def _pair(load: Load) -> tuple[str, int]:
    return load.body, load.directives


def _charts(workbook: Any, out: Any, spans: dict[str, tuple[int, int]]) -> None:  # noqa: ANN401  (xlsxwriter)
    *_, bodies = spans
    shapes = (("状态", "column", 15), ("预警", "column", 15), (bodies, "bar", 22))
    top = FIRST
    for name, kind, rows in shapes:
        out.insert_chart(top, len(COLUMNS) + 1, _chart(workbook, name, kind, spans[name], rows))
        top += rows + 1


def _chart(workbook: Any, name: str, kind: str, span: tuple[int, int], rows: int) -> Any:  # noqa: ANN401
    chart = workbook.add_chart({"type": kind})
    first, last = span
    chart.add_series(
        {
            "name": name,
            "categories": [NAME, first, 0, last, 0],
            "values": [NAME, first, 1, last, 1],
            "data_labels": {"value": True},
            "fill": {"color": "#1D5A9E"},
            "gap": 60,
        }
    )
    chart.set_title({"name": name, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    categories, values = (chart.set_y_axis, chart.set_x_axis) if kind == "bar" else (chart.set_x_axis, chart.set_y_axis)
    categories({"reverse": kind == "bar"})
    values({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 560, "height": rows * 20})
    return chart
