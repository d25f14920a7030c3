"""督办台账: filters, one page of rows, one row in detail, and the file for Excel. The URL holds all of it."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from pipeline.dashboard import acts, data, detail, downloads, following, gone, lamps, ledger_files, markup, rows, words
from pipeline.dashboard.downloads import File
from pipeline.dashboard.markup import Html
from pipeline.dashboard.request import FEATURES, ORDERS, SIZES, Request
from pipeline.store import Store

PAGE = "ledger"
COLUMNS = (
    "序号",
    "任务来源",
    "工作任务",
    "具体措施",
    "牵头单位",
    "配合单位",
    "完成时限",
    "时限原文",
    "频次",
    "量化指标",
    "类别",
    "状态",
)
CLOSED: Mapping[str, Mapping[str, str]] = {
    "kind": words.KINDS,
    "due": words.STATUSES,
    "status": words.PROGRESS,
    "has": {name: label for name, (label, _) in FEATURES.items()},
}


def show() -> None:
    """The page."""
    request = Request.of(st.query_params.to_dict())
    choices, found, withdrawn = data.asked(lambda store: _asked(store, request))
    st.html(markup.tag("h1", "督办台账"))
    following.told()
    _filters(request, choices)
    st.html(_chips(request, choices))
    if request.task:
        detail.show(data.asked(lambda store: rows.task(store, request)), request)
    if request.pick:
        following.several(*data.asked(lambda store: _picked(store, request)), request)
    if found.total:
        st.html(_table(found))
        _foot(found)
    else:
        st.html(_nothing(request))
    if withdrawn:
        gone.show(withdrawn, request.day)


def _asked(store: Store, request: Request) -> tuple[rows.Choices, rows.Page, tuple[gone.Withdrawn, ...]]:
    return rows.choices(store, request), rows.page(store, request), gone.listed(store)


def _picked(store: Store, request: Request) -> tuple[dict[str, int], dict[str, acts.State]]:
    return rows.numbers(store, request.pick), acts.states(store, request.pick)


def _filters(request: Request, choices: rows.Choices) -> None:
    """The widgets; each shows what the URL says, and writes to the URL what is chosen."""
    first, second, third, fourth = st.columns([2, 2, 1, 1])
    with first:
        _set("words", request)
        st.text_input("查找文字", key="ledger-words", placeholder="措施、章节、单位里的字词", **_changes("words"))
    with second:
        _choice("责任单位", "body", request, choices.bodies, typing=True)
    with third:
        _choice("状态", "status", request, words.PROGRESS)
    with fourth:
        _choice("预警", "lamp", request, lamps.labels())
    with st.expander("更多筛选与排序"):
        left, middle, right = st.columns(3)
        with left:
            _choice("讲话", "speech", request, choices.speeches, typing=True)
            _choice("章节", "section", request, {path: path for path in choices.sections}, typing=True)
            _choice("类别", "kind", request, words.KINDS)
        with middle:
            _choice("时限状态", "due", request, words.STATUSES)
            _choice("到期月份", "month", request, {month: month for month in choices.months})
            _choice("排序", "sort", request, {name: label for name, (label, _) in ORDERS.items()})
        with right:
            _set("has", request)
            labels = CLOSED["has"]
            st.multiselect(
                "要素", list(labels), format_func=labels.__getitem__, key="ledger-has",
                placeholder="有无单位、时限、指标", **_changes("has"),
            )  # fmt: skip
            _set("rows", request)
            st.selectbox("每页行数", SIZES, key="ledger-rows", **_changes("rows"))
            st.session_state["ledger-on"] = date.fromisoformat(request.on) if request.on else None
            st.date_input("预警算到哪一天（不填为今天）", key="ledger-on", format="YYYY-MM-DD", **_changes("on"))


def _choice(label: str, name: str, request: Request, labels: Mapping[str, str], typing: bool = False) -> None:
    """One of several, or nothing; with `typing`, also a part of a name."""
    chosen = getattr(request, name)
    options = [*labels, *([chosen] if chosen and chosen not in labels else [])]
    st.session_state[f"ledger-{name}"] = chosen or None
    st.selectbox(
        label, options, index=None, format_func=lambda one: labels.get(one, one), key=f"ledger-{name}",
        placeholder="选择，或输入名称的一部分" if typing else "全部", accept_new_options=typing,
        **_changes(name),
    )  # fmt: skip


def _set(name: str, request: Request) -> None:
    value = getattr(request, name)
    st.session_state[f"ledger-{name}"] = list(value) if isinstance(value, tuple) else value


def _changes(name: str) -> dict[str, Any]:
    return {"on_change": _changed, "args": (name,)}


def _changed(name: str) -> None:
    """Write what was chosen in a widget to the URL; all but the page itself go back to the first page."""
    value = st.session_state[f"ledger-{name}"]
    asked = Request.of(st.query_params.to_dict())
    plain = tuple(value) if isinstance(value, list) else str(value) if isinstance(value, date) else value or ""
    st.query_params.from_dict(asked.but(**{name: plain}).parameters())


HELP = {
    "csv": "按当前筛选导出全部行，可用 Excel 打开",
    "xlsx": "按当前筛选导出，可打印；填好后可用 duban import-progress 记回",
}
HEADS = {
    "speech": "讲话",
    "body": "单位",
    "section": "章节",
    "status": "状态",
    "lamp": "预警",
    "on": "预警算到",
    "kind": "类别",
    "due": "时限",
    "month": "到期",
    "words": "文字",
}
"""What the filters in force are called."""


def _chips(request: Request, choices: rows.Choices) -> Html:
    """What is filtered, each with a link that lifts it."""
    open_: dict[str, Mapping[str, str]] = {"speech": choices.speeches, "body": choices.bodies, "lamp": lamps.labels()}
    named = {**open_, **CLOSED}
    chips = [
        _chip(f"{head}：{named.get(name, {}).get(value, value)}", request.but(**{name: ""}))
        for name, head in HEADS.items()
        if (value := getattr(request, name))
    ]
    chips += [
        _chip(CLOSED["has"][one], request.but(has=tuple(other for other in request.has if other != one)))
        for one in request.has
    ]
    if chips:
        kept = Request(sort=request.sort, rows=request.rows)
        chips.append(markup.link("全部取消", PAGE, kept.parameters(), class_="duban-clear"))
    return markup.tag("div", markup.joined(chips), class_="duban-chips")


def _chip(label: str, without: Request) -> Html:
    return markup.link(
        markup.joined((label, markup.tag("span", "×", aria_hidden="true"))), PAGE, without.parameters(),
        class_="duban-chip", title="取消这一项",
    )  # fmt: skip


def _table(found: rows.Page) -> Html:
    """The rows, and the way to change those that are ticked; a script of ours adds their ids to the link."""
    here = found.request.but(page=found.request.page).parameters()
    everyone = markup.tag("label", markup.joined((_tick("", "all", None), "全选本页")))
    way = markup.link("批量跟踪勾选的行", PAGE, here, class_="duban-picks", data_picks="")
    bar = markup.tag("div", markup.joined((everyone, way)), class_="duban-bar")
    table = markup.table(COLUMNS, (_cells(row, found.request) for row in found.rows), "duban-ledger")
    return markup.joined((bar, table))


def _tick(one: str, label: str, checked: str | None) -> Html:
    return markup.tag("input", type="checkbox", value=one, checked=checked, class_="duban-pick", aria_label=label)


def _cells(row: rows.Row, request: Request) -> tuple[object, ...]:
    opened = " opened" if row.directive_id == request.task else ""
    number = markup.link(
        row.number, PAGE, request.but(page=request.page, task=row.directive_id).parameters(),
        class_=f"duban-open{opened}", title="查看详情", aria_label=f"第{row.number}项：查看详情",
    )  # fmt: skip
    tick = _tick(row.directive_id, f"选择第{row.number}项", "" if row.directive_id in request.pick else None)
    lamp = markup.tag("div", lamps.lit(row.due_latest, row.status, request.day))
    unsure = row.due_status not in ("resolved", "none")
    tagged = markup.tag("span", words.STATUSES[row.due_status], class_="duban-tag") if unsure else ""
    return (
        markup.joined((tick, number)), row.source, row.task, row.measure, row.responsible, row.assisting,
        markup.joined((row.due, tagged, lamp)), row.due_text, row.recurrence, row.targets, words.KINDS[row.kind],
        row.status,
    )  # fmt: skip


def _nothing(request: Request) -> Html:
    if request.filtered:
        every = markup.link("取消全部筛选", PAGE)
        return markup.notice("没有符合条件的部署。", markup.joined(("可以去掉上面的一项筛选，或", every, "。")))
    return markup.notice("台账还是空的。", markup.load_first())


def _foot(found: rows.Page) -> None:
    """Paging, and the download of everything that the filters leave."""
    request = found.request
    left, middle, right = st.columns([2, 1, 1], vertical_alignment="center")
    with left:
        st.html(_pages(found))
    for form, place in zip(downloads.forms(), (middle, right), strict=False):
        file = File("督办台账", form, request.day, partial(ledger_files.FORMS[form], request))
        downloads.button(
            place, file, f"下载台账（{downloads.NAMES[form]}）", key=f"ledger-{form}", help=HELP[form], width="stretch"
        )


def _pages(found: rows.Page) -> Html:
    """Which rows these are, and links to the other pages."""
    here, first = found.request.page, (found.request.page - 1) * found.request.rows + 1
    told = markup.note(f"共 {found.total:,} 项，本页第 {first:,}—{first + len(found.rows) - 1:,} 项")
    if found.pages == 1:
        return told
    near = sorted({1, found.pages, *range(max(1, here - 2), min(found.pages, here + 2) + 1)})
    links: list[object] = [_turn("上一页", here - 1, found)]
    for before, number in zip([0, *near], near, strict=False):
        links += ["…"] if number > before + 1 else []
        links.append(markup.tag("b", number, aria_current="page") if number == here else _turn(number, number, found))
    links.append(_turn("下一页", here + 1, found))
    return markup.joined((told, markup.tag("nav", markup.joined(links), class_="duban-pages", aria_label="翻页")))


def _turn(label: object, number: int, found: rows.Page) -> Html:
    """A link to a page, or the mere words where there is none."""
    if not 1 <= number <= found.pages:
        return markup.tag("span", label, class_="off")
    return markup.link(label, PAGE, found.request.but(page=number).parameters())
