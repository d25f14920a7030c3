"""The drawn network of bodies. A click on a body leads to it, on a directive to its row in the ledger.

Names are data of the drawing, never markup: the component writes all data of a node but its `label` into its panel as
HTML, so that words of a speech stand in `label` alone, and nothing can be selected, which keeps the panel shut.
"""

from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec

import streamlit as st
from streamlit.navigation.page import Page

from pipeline.dashboard import charts, data, markup, network_rows, tables, words
from pipeline.dashboard.body_rows import Asked
from pipeline.dashboard.markup import Html
from pipeline.dashboard.network_rows import Network, Node, Tie
from pipeline.dashboard.tables import Column, Table

PAGE = "bodies"
MODULE = "st_link_analysis"
HEIGHT = 520
MISSING = (
    "没有安装画关系图的组件，下面用表格列出同样的内容。要看图，请运行 pip install 'duban[network]'，再重新打开网页。"
)
NOTE = "点单位看这个单位，点任务看台账。圆的是单位，方的是任务；线越粗，共同的任务越多；虚线是配合。"
LONGEST = 22
"""Characters of a directive shown on its node."""

TEXT = {
    "label": "data(label)",
    "text-wrap": "wrap",
    "text-overflow-wrap": "anywhere",
    "font-size": 11,
    "min-zoomed-font-size": 5,
    "font-family": "sans-serif",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How some elements are drawn; the component asks it for `dump`."""

    selector: str
    style: dict[str, object]

    def dump(self) -> dict[str, object]:
        """As the component wants it."""
        return {"selector": self.selector, "style": self.style}


NODES = [
    Look("node", {**TEXT, "text-max-width": "96px", "text-margin-y": 4}),
    Look("node[kind='body']", {"shape": "ellipse", "background-color": "#7aa7d6", "width": 26, "height": 26}),
    Look("node[kind='centre']", {"shape": "ellipse", "background-color": "#1d5a9e", "width": 40, "height": 40}),
    Look("node[kind='centre']", {"font-size": 14, "font-weight": "bold", "border-width": 4, "border-color": "#d98a3d"}),
    Look("node[kind='directive']", {"shape": "rectangle", "background-color": "#d9d9d9", "width": 18, "height": 18}),
    Look("node[kind='directive']", {"text-max-width": "130px", "border-width": 1, "border-color": "#555555"}),
]
TIES = [
    Look("edge", {"font-size": 10, "min-zoomed-font-size": 5, "width": "data(width)"}),
    Look("edge[kind='pair']", {"label": "data(label)", "text-rotation": "none"}),
    Look("edge[kind='assisting']", {"line-style": "dashed"}),
]


def show(asked: Asked, ledger: Page, today: date) -> None:
    """The section of the page: the tabs, the drawing, and the same as a table."""
    by_directive = asked.net == "directives" and bool(asked.body)
    st.html(markup.joined((markup.tag("h3", "关系图", id="network"), tabs(asked))))
    if by_directive:
        found = data.asked(lambda store: network_rows.of_directives(store, asked.body))
    else:
        found = data.asked(lambda store: network_rows.of_bodies(store, asked.body))
    if not found.ties:
        st.html(markup.notice("没有两个单位出现在同一项任务里。", "可以点上面的单位，看它自己的任务。"))
        return
    if find_spec(MODULE) is None:
        tables.show(
            table(found, today), lambda listed: markup.joined((markup.notice("看不到关系图。", MISSING), listed))
        )
        return
    st.html(markup.note(NOTE))
    _follow(_drawn(found, f"network-{asked.body}-{asked.net}"), found, ledger)
    charts.numbers(table(found, today))


def tabs(asked: Asked) -> Html:
    """Which of the two networks is shown; without a body there is only the one of the busiest."""
    if not asked.body:
        return markup.note(f"任务最多的 {network_rows.BODIES} 个单位里，有共同任务的。选一个单位，可以看它周围的。")
    shown = asked.net or "bodies"
    links = (
        markup.tag("b", name, aria_current="page") if one == shown
        else markup.link(name, PAGE, {"body": asked.body, "net": one})
        for one, name in (("bodies", "单位与单位"), ("directives", "任务与单位"))
    )  # fmt: skip
    return markup.tag("nav", markup.joined(links), class_="duban-pages", aria_label="关系图的种类")


def elements(found: Network) -> dict[str, list[dict[str, object]]]:
    """Nodes and ties as the component takes them."""
    return {
        "nodes": [{"data": _node(one, found.centre), "selectable": False} for one in found.nodes],
        "edges": [{"data": _tie(one), "selectable": False} for one in found.ties],
    }


def _node(one: Node, centre: str) -> dict[str, object]:
    kind = "directive" if one.number else "centre" if one.node_id == centre else "body"
    return {"id": one.node_id, "label": _said(one), "kind": kind}


def _tie(one: Tie) -> dict[str, object]:
    width = 1 + min(one.weight, 12) / 2
    label = str(one.weight) if one.weight > 1 else ""
    ends = {"id": f"{one.source}-{one.target}", "source": one.source, "target": one.target}
    return {**ends, "label": label, "kind": one.role or "pair", "width": width}


def table(found: Network, today: date) -> Table[Tie]:
    """The same as words, with the same links."""
    nodes = {one.node_id: one for one in found.nodes}
    by_directive = any(tie.role for tie in found.ties)
    heads = ("任务", "单位", "角色") if by_directive else ("单位", "另一单位", "共同任务")
    columns: tuple[Column[Tie], ...] = (
        Column(heads[0], lambda tie: _said(nodes[tie.source]), lambda tie: _named(nodes[tie.source])),
        Column(heads[1], lambda tie: _said(nodes[tie.target]), lambda tie: _named(nodes[tie.target])),
        Column(heads[2], lambda tie: words.ROLES[tie.role] if tie.role else tie.weight, _weight),
    )
    centre = nodes[found.centre].name if found.centre in nodes else ""
    return Table("任务与单位" if by_directive else "单位与单位", columns, found.ties, today, subject=centre)


def _said(one: Node) -> str:
    return f"{one.number} {charts.short(one.name, LONGEST)}" if one.number else one.name


def _named(one: Node) -> Html:
    asked = ("ledger", {"task": one.node_id}) if one.number else (PAGE, {"body": one.node_id})
    return markup.link(_said(one), *asked)


def _weight(tie: Tie) -> Html:
    if tie.role:
        return markup.html(words.ROLES[tie.role])
    return markup.link(tie.weight, PAGE, {"body": tie.source, "with": tie.target}, title="列出共同任务")


def _drawn(found: Network, key: str) -> dict[str, object]:
    """Draw it; gives the event of a click, which stays until another page has been shown."""
    from st_link_analysis import Event, st_link_analysis

    layout = {"name": "fcose", "animate": False, "fit": True, "padding": 24, "nodeDimensionsIncludeLabels": True}
    spread = {"quality": "proof", "idealEdgeLength": 110, "nodeRepulsion": 9000, "packComponents": True}
    click = Event("open", "click tap", "node")
    event: dict[str, object] | None = st_link_analysis(
        elements(found), {**layout, **spread}, NODES, TIES, height=HEIGHT, key=key, events=[click]
    )
    return event or {}


def _follow(event: dict[str, object], found: Network, ledger: Page) -> None:
    """Open what was clicked; an event is told anew on every run, and counts once."""
    told = event.get("data")
    one = told.get("target_id") if isinstance(told, dict) else None
    node = next((node for node in found.nodes if node.node_id == one), None)
    if node is None or event["timestamp"] == st.session_state.get("network-followed"):
        return
    st.session_state["network-followed"] = event["timestamp"]
    if node.number:
        st.switch_page(ledger, query_params={"task": node.node_id})
    elif node.node_id != found.centre:
        st.query_params.from_dict({"body": node.node_id})
        st.rerun()
