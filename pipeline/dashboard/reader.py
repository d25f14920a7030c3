"""讲话原文: the text with its zones, directives and fields, the outline beside it, and links to the ledger and back."""

from collections import Counter, deque
from collections.abc import Sequence

import streamlit as st

from pipeline.dashboard import data, markup, near, righting_form, sides, speech, words
from pipeline.dashboard.markup import Html, Mark
from pipeline.dashboard.near import Near
from pipeline.dashboard.rows import distinct
from pipeline.dashboard.speech import Node, Speech, Statement
from pipeline.model import Zone

PAGE = "text"
VIEW = "sides"
ANCHOR = "marker"
MOST_ALIKE = 3
FIELDS = {"body": "责任单位", "due": "完成时限", "recurrence": "频次", "target": "量化指标"}


def show() -> None:
    """The page."""
    st.html(markup.tag("h1", "讲话原文"))
    asked, wanted = st.query_params.get("speech", ""), st.query_params.get("words", "")
    listed = distinct(data.asked(lambda store: speech.listed(store, wanted, asked)))
    if not listed and not wanted:
        st.html(markup.notice("库中还没有讲话。", markup.load_first()))
        return
    chosen = asked or next(iter(listed), "")
    _choosing(listed, chosen, wanted)
    if not chosen:
        st.html(markup.notice("没有名称里含有这些字的讲话。", "请换几个字，或清空查找框。"))
        return
    shown, alike = data.asked(lambda store: (speech.speech(store, chosen), near.of_stored(store, chosen)))
    zone, at = st.query_params.get("zone", ""), st.query_params.get("at", "")
    beside = st.query_params.get("view") == VIEW
    st.html(_head(shown, beside, alike))
    if data.writable():
        _righting(chosen)
    st.html(sides.sides(shown, at) if beside else reading(shown, zone if zone in words.ZONES else "", at))


def _righting(chosen: str) -> None:
    """The facts put right, on a click."""
    with st.container():  # always there: where a message came before it, the form would close with what is in it
        righting_form.told()
    with st.expander("更正信息"):
        righting_form.form(chosen, data.asked(lambda store: store.speech(chosen).document))


def _choosing(listed: dict[str, str], chosen: str, wanted: str) -> None:
    left, right = st.columns([3, 1])
    st.session_state["text-words"] = wanted
    with right:
        st.text_input("查找讲话", key="text-words", placeholder="标题里的字", on_change=_searched)
    st.session_state["text-speech"] = chosen if chosen in listed else None
    with left:
        st.selectbox(
            "选择讲话", list(listed), index=None, format_func=lambda one: listed.get(one, one), key="text-speech",
            placeholder="选择一篇讲话", on_change=_chosen, filter_mode="contains",
        )  # fmt: skip


def _chosen() -> None:
    asked = st.query_params
    kept = {"words": asked.get("words", ""), "view": asked.get("view", ""), "speech": st.session_state["text-speech"]}
    st.query_params.from_dict({name: value for name, value in kept.items() if value})


def _searched() -> None:
    wanted = st.session_state["text-words"].strip()
    st.query_params.from_dict({"words": wanted} if wanted else {})


def reading(shown: Speech, zone: str = "", at: str = "") -> Html:
    """Legend, outline and text of a speech; `zone` is to stand out, and so is the directive `at`."""
    beside = markup.tag("nav", outline(shown.nodes), class_="duban-outline", aria_label="目录")
    classes = f"duban-words duban-text{f' only only-{zone}' if zone else ''}"
    body = markup.tag("article", text(shown, at), class_=classes, lang="zh-CN")
    return markup.joined(
        (_legend(shown, zone), markup.tag("div", markup.joined((beside, body)), class_="duban-reader"))
    )


def _head(shown: Speech, beside: bool, alike: Sequence[Near]) -> Html:
    facts = (
        ("年度", shown.year if shown.year != "XXXX" else "原文未写明"),
        ("日期", shown.given_on),
        ("层级", shown.level),
        ("地区或单位", shown.jurisdiction),
        ("讲话人", shown.speaker),
        ("字数", shown.chars),
    )
    told = markup.joined(
        markup.tag("span", markup.joined((markup.tag("em", name), value))) for name, value in facts if value is not None
    )
    count = sum(one.directive_id is not None for one in shown.statements)
    rows = markup.link(f"台账中的 {count} 项部署", "ledger", {"speech": shown.speech_id}) if count else "没有部署事项"
    return markup.joined(
        (
            markup.tag("h2", shown.source, class_="duban-words duban-title"),
            markup.tag("p", markup.joined((told, rows)), class_="duban-about"),
            _alike(alike),
            _views(shown.speech_id, beside),
        )
    )


def _alike(found: Sequence[Near]) -> Html:
    """The speeches that are nearly the same, with links to them."""
    if not found:
        return Html()
    ways = markup.joined(map(near.way, found[:MOST_ALIKE]), "、")
    rest = f" 等 {len(found)} 篇" if len(found) > MOST_ALIKE else ""
    told = markup.joined((markup.tag("em", "内容近似"), ways, rest))
    return markup.tag("p", markup.tag("span", told), class_="duban-about", title=near.ADVICE)


def _views(speech_id: str, beside: bool) -> Html:
    """The whole text, or what was achieved, what is wrong and what is to be done side by side."""
    ways: tuple[tuple[str, bool, dict[str, str]], ...] = (
        ("全文", beside, {}),
        ("成绩、问题、任务对照", not beside, {"view": VIEW}),
    )
    links = (
        markup.link(name, PAGE, {"speech": speech_id, **more}) if other
        else markup.tag("b", name, aria_current="page")
        for name, other, more in ways
    )  # fmt: skip
    return markup.tag("nav", markup.joined(links), class_="duban-pages duban-views", aria_label="看法")


def _legend(shown: Speech, zone: str) -> Html:
    """What the looks mean; a zone leads to the text in which it stands out."""
    count = Counter(one.zone for one in shown.statements)
    zones = [
        markup.link(
            markup.joined((markup.tag("i", name, class_=f"zone zone-{one}"), f" {count[one]} 句")),
            PAGE,
            {"speech": shown.speech_id} | ({} if one == zone else {"zone": one}),
            class_="on" if one == zone else None,
            title="再点一次，恢复全文" if one == zone else f"只突出{name}",
        )
        for one, name in words.ZONES.items()
        if count[one]
    ]
    return markup.tag("div", markup.joined([*zones, *field_legend()]), class_="duban-legend")


def field_legend() -> list[Html]:
    """What the marks of the fields mean."""
    return [markup.tag("span", markup.tag("i", name, class_=f"field-{one} opening")) for one, name in FIELDS.items()]


def outline(nodes: tuple[Node, ...]) -> Html:
    """The items as links to their places; an item without a heading is shown by its marker, with those beside it."""
    if not nodes:
        return markup.tag("p", "这篇讲话没有编号的条目。")
    return markup.joined(
        markup.tag(
            "a", f"{one.marker}{one.heading or ''}", href=f"#n-{one.node_id}", class_=f"level{min(one.level, 4)}"
        )
        for one in nodes
    )


def text(shown: Speech, at: str = "", stored: bool = True) -> Html:
    """Every character of the text, in its order: statements as spans, what stands between them as it is.

    What is not `stored` yet cannot be put right on another page.
    """
    fields = [Mark(one.start, one.end, f"field field-{one.name}") for one in shown.fields]
    anchors = [Mark(n.start, n.start + len(n.marker), ANCHOR, {"id": f"n-{n.node_id}"}) for n in shown.nodes]
    ahead = deque(sorted((*anchors, *fields), key=lambda mark: mark.start))
    near: list[Mark] = []  # those that can touch what comes next: a long text has thousands
    parts: list[Html] = []
    place, before = 0, ""
    for one in shown.statements:
        near = [mark for mark in near if mark.end > place]
        while ahead and ahead[0].start < one.end:
            near.append(ahead.popleft())
        parts.append(markup.marked(shown.text, place, one.start, filter(_anchor, near)))
        check = _check(shown.speech_id, one) if stored else ""
        said = markup.joined((markup.marked(shown.text, one.start, one.end, near), check))
        parts.append(_statement(said, one, one.zone != before, at))
        place, before = one.end, one.zone
    parts.append(markup.marked(shown.text, place, len(shown.text), filter(_anchor, (*near, *ahead))))
    return markup.joined(parts)


def _anchor(mark: Mark) -> bool:
    return mark.classes == ANCHOR


def _check(speech_id: str, one: Statement) -> Html:
    """The way to where a statement is put right; seen at the statement that is pointed at."""
    asked = {"speech": speech_id, "row": one.statement_id}
    return markup.link("", "review", asked, class_="check", title="校对这一句", aria_label="校对这一句")


def _statement(content: Html, one: Statement, first: bool, at: str) -> Html:
    """A statement; what is said of it (the name of its zone, the link to its row) is no part of the text."""
    classes = [f"zone zone-{one.zone}", *(["first"] if first else []), *([f"kind-{one.kind}"] if one.kind else [])]
    label = words.KINDS[one.kind] if one.kind else words.ZONES[Zone(one.zone)]
    if one.directive_id is None:
        focus = "center" if one.statement_id == at else None
        place = f"s-{one.statement_id}"
        return markup.tag("span", content, class_=" ".join(classes), id=place, data_zone=label, data_focus=focus)
    number = f"第{one.number}项"
    row = markup.link(
        "", "ledger", {"task": one.directive_id}, class_="row", data_number=number, title=f"在台账中查看{number}",
        aria_label=f"在台账中查看{number}",
    )  # fmt: skip
    return markup.tag(
        "span", markup.joined((content, row)), class_=" ".join(classes), id=f"d-{one.directive_id}", data_zone=label,
        data_focus="center" if at in (one.directive_id, one.statement_id) else None,
    )  # fmt: skip
