"""The charts of the pages. Each says its figures in words too, so that none depends on colours."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import streamlit as st

from pipeline.dashboard import tables, words
from pipeline.dashboard.figures import Load, ZoneShare
from pipeline.dashboard.tables import T, Table
from pipeline.model import Zone

Chart = alt.LayerChart | alt.FacetChart
PICKED = "picked"
"""The name of the selection that a click makes."""

HUES = {
    "directive": "#2563a8",
    "problem": "#d98a3d",
    "achievement": "#8fbf8f",
    "rationale": "#c9c3de",
    "heading": "#9aa5b1",
    "procedure": "#d5dae0",
    "closing": "#e6cfcf",
    "noise": "#eeeeee",
}
SHORT = 12
ROLES = ("负责", "配合")
NAMES = {
    "directive": "部署",
    "problem": "问题",
    "achievement": "成绩",
    "rationale": "意义",
    "heading": "标题",
    "procedure": "会务",
    "closing": "结语",
    "noise": "杂质",
}
"""The zones in two characters, to stand inside the bars."""


def short(label: str, most: int = SHORT) -> str:
    """A label that fits beside a chart."""
    return label if len(label) <= most else label[: most - 1] + "…"


def zones(shares: Sequence[ZoneShare], labels: Mapping[str, str]) -> Chart:
    """What each speech is made of, as stacked bars."""
    base = _chart(_shares(shares, labels)).encode(
        y=alt.Y("讲话:N", sort=list(labels.values()), title=None, axis=alt.Axis(labelLimit=240, labelOverlap=False)),
        order=alt.Order("order:Q"),
        tooltip=["讲话:N", "功能:N", "句数:Q", alt.Tooltip("占比:Q", format=".1%")],
    )
    across: dict[str, Any] = {"title": None, "axis": alt.Axis(format="%"), "scale": alt.Scale(domain=[0, 1])}
    scale = alt.Scale(domain=list(words.ZONES.values()), range=[HUES[zone] for zone in words.ZONES])
    bars = base.mark_bar(stroke="white", strokeWidth=1).encode(
        x=alt.X("占比:Q", stack="zero", **across),
        color=alt.Color("功能:N", scale=scale, legend=None),
    )
    said = base.mark_text(fontSize=11).encode(
        x=alt.X("占比:Q", stack="zero", bandPosition=0.5, **across),
        text="said:N",
        color=alt.condition("datum.dark", alt.value("white"), alt.value("#222222")),
    )
    return _clickable(bars, said, "各篇讲话中各类内容所占的份额", ["speech"], 26 * len(labels) + 40)


def _shares(shares: Sequence[ZoneShare], labels: Mapping[str, str]) -> list[dict[str, object]]:
    order = {zone.value: place for place, zone in enumerate(words.ZONES)}
    return [
        {
            "speech": one.speech_id,
            "讲话": labels[one.speech_id],
            "功能": words.ZONES[Zone(one.zone)],
            "句数": one.statements,
            "占比": one.share,
            "order": order[one.zone],
            "said": f"{NAMES[one.zone]} {one.share:.0%}" if one.share >= 0.11 else "",
            "dark": one.zone == "directive",
        }
        for one in shares
    ]


def heat(cells: Sequence[tuple[str, str, int]], labels: Mapping[str, str]) -> Chart:
    """How many directives of a speech name a body; the figure stands in the cell."""
    most = max(count for *_, count in cells)
    names = list(dict.fromkeys(name for name, *_ in cells))
    values: list[dict[str, object]] = [
        {"单位": name, "speech": one, "讲话": labels[one], "部署": count, "dark": count > most / 2}
        for name, one, count in cells
    ]
    base = _chart(values).encode(
        x=alt.X(
            "讲话:N",
            sort=list(labels.values()),
            title=None,
            axis=alt.Axis(labelAngle=-35, labelLimit=180, labelOverlap=False),
        ),
        y=alt.Y("单位:N", sort=names, title=None, axis=alt.Axis(labelLimit=160, labelOverlap=False)),
        tooltip=["单位:N", "讲话:N", "部署:Q"],
    )
    squares = base.mark_rect(stroke="white", strokeWidth=1).encode(
        color=alt.Color("部署:Q", scale=alt.Scale(scheme="blues", domainMin=0), legend=None)
    )
    said = base.mark_text(fontSize=12).encode(
        text="部署:Q", color=alt.condition("datum.dark", alt.value("white"), alt.value("#222222"))
    )
    return _clickable(squares, said, "各单位在各篇讲话中的部署数", ["单位", "speech"], 26 * len(names) + 150)


def months(counted: Sequence[tuple[str, int]], now: str) -> Chart:
    """Deadlines by month; months gone by are outlined only."""
    parts = ("已过", "本月及以后")
    values: list[dict[str, object]] = [
        {"月份": month, "部署": count, "时间": parts[month >= now]} for month, count in counted
    ]
    base = _chart(values).encode(
        x=alt.X("月份:O", title=None, axis=alt.Axis(labelAngle=-45)),
        y=alt.Y("部署:Q", title=None, axis=alt.Axis(tickMinStep=1)),
        tooltip=["月份:O", "部署:Q", "时间:N"],
    )
    bars = base.mark_bar(stroke="#2563a8", strokeWidth=1).encode(
        color=alt.Color(
            "时间:N",
            scale=alt.Scale(domain=list(parts), range=["rgba(37, 99, 168, 0.12)", "#2563a8"]),
            legend=alt.Legend(orient="top", title=None),
        )
    )
    said = base.mark_text(dy=-7, fontSize=12).encode(text="部署:Q", color=alt.value("#808890"))
    return _clickable(bars, said, "各月到期的部署数", ["月份"], 300)


def loads(bodies: Sequence[Load], labels: Mapping[str, str]) -> Chart:
    """The busiest bodies: what they answer for, and what they assist in."""
    cells = [
        (one.body_id, labels[one.body_id], role, count)
        for one in bodies
        for role, count in (("负责", one.responsible), ("配合", one.assisting))
        if count
    ]
    return by_role(cells, "body", "任务最多的单位")


def by_role(cells: Sequence[tuple[str, str, str, int]], field: str, title: str, upright: bool = False) -> Chart:
    """Counts by role, one bar a label; a cell is id, label, role, count, and a click picks the id as `field`."""
    names = list(dict.fromkeys(label for _, label, _, _ in cells))
    values: list[dict[str, object]] = [
        {field: one, "名称": label, "角色": role, "部署": count, "order": ROLES.index(role)}
        for one, label, role, count in cells
    ]
    along: dict[str, Any] = {"sort": names, "title": None}
    across: dict[str, Any] = {"stack": "zero", "title": None, "axis": alt.Axis(tickMinStep=1)}
    base = _chart(values).encode(order=alt.Order("order:Q"), tooltip=["名称:N", "角色:N", "部署:Q"])
    if upright:
        base = base.encode(x=alt.X("名称:N", axis=alt.Axis(labelAngle=-45), **along))
    else:
        base = base.encode(y=alt.Y("名称:N", axis=alt.Axis(labelLimit=220, labelOverlap=False), **along))
    name, side = ("y", alt.Y) if upright else ("x", alt.X)
    legend = alt.Legend(orient="top", title=None)
    hues = alt.Color("角色:N", scale=alt.Scale(domain=list(ROLES), range=["#2563a8", "#e8eef5"]), legend=legend)
    bars = base.mark_bar(stroke="#2563a8", strokeWidth=1).encode(color=hues, **{name: side("部署:Q", **across)})
    said = base.mark_text(fontSize=12).encode(
        text="部署:Q",
        color=alt.condition("datum.order == 0", alt.value("white"), alt.value("#222222")),
        **{name: side("部署:Q", bandPosition=0.5, **across)},
    )
    return _clickable(bars, said, title, [field], 300 if upright else max(150, 26 * len(names) + 80))


def drawn(chart: Chart, key: str) -> Mapping[str, str]:
    """Draw a chart; gives what was clicked, if anything was."""
    event = st.altair_chart(chart, key=f"chart-{key}", on_select="rerun", selection_mode=PICKED)
    picked = event["selection"].get(PICKED)
    return picked[0] if picked else {}


def numbers(table: Table[T]) -> None:
    """The figures of a chart as a table with links, and its files."""
    with st.expander("看数字"):
        tables.show(table)


def _chart(values: list[dict[str, object]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=values))


def _clickable(shapes: alt.Chart, said: alt.Chart, title: str, fields: list[str], height: int) -> Chart:
    """Shapes with their figures; a click on one picks `fields`, `title` is read aloud."""
    picked = alt.selection_point(name=PICKED, fields=fields)
    return alt.layer(shapes.add_params(picked), said).properties(height=height, description=title)
