"""清单: the lists that a place keeps (lexicons/lists.toml), each row with its source, filters, paging and files."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import streamlit as st

from pipeline.dashboard import data, downloads, list_rows, markup, paging, rows, words
from pipeline.dashboard.downloads import File
from pipeline.dashboard.list_rows import Asked, Row
from pipeline.dashboard.list_sql import KINDS
from pipeline.dashboard.markup import Html
from pipeline.dashboard.request import Request
from pipeline.lexicon.lists import ListSettings

PAGE = "lists"
EMPTY = markup.load_first()
DONE = ("完成时限", "时限原文", "量化指标", "频次", "状态", "查看")


def show() -> None:
    """The page."""
    settings = data.list_settings()
    st.html(markup.tag("h1", settings.title))
    if not settings.lists:
        st.html(markup.notice("没有要列的清单。", "请在 lexicons/lists.toml 里写上要列的清单，再刷新本页。"))
        return
    asked = Asked.of(st.query_params.to_dict(), tuple(one.id for one in settings.lists))
    st.html(tabs(settings, asked))
    chosen = Request(speech=asked.speech, body=asked.body)
    choices, (found, here) = data.asked(lambda store: (rows.choices(store, chosen), list_rows.page(store, asked)))
    _filters(asked, choices)
    if not found:
        st.html(nothing(asked))
        return
    st.html(table(asked.shown, found))
    left, *buttons = st.columns([3, 1, 1], vertical_alignment="center")
    with left:
        st.html(paging.links(here, PAGE, asked.parameters()))
    title = next(one.title for one in settings.lists if one.id == asked.shown)
    _downloads(title, asked, buttons)


def tabs(settings: ListSettings, asked: Asked) -> Html:
    """The lists side by side, and what the one shown is; the filters go along."""
    links = (
        markup.tag("b", one.title, aria_current="page") if one.id == asked.shown
        else markup.link(one.title, PAGE, asked.parameters(list=one.id, open=""))
        for one in settings.lists
    )  # fmt: skip
    note = next(one.note for one in settings.lists if one.id == asked.shown)
    ways = markup.tag("nav", markup.joined(links), class_="duban-pages duban-tabs", aria_label="清单")
    return markup.joined((ways, markup.note(note)))


def _filters(asked: Asked, choices: rows.Choices) -> None:
    """The widgets; each shows what the URL says, and writes to the URL what is chosen."""
    by_body = KINDS[asked.shown].of_body is not None
    first, second, third = st.columns(3)
    with first:
        st.session_state["lists-words"] = asked.words
        st.text_input("查找文字", key="lists-words", placeholder="问题、措施、单位里的字词", on_change=_changed)
    with second:
        _choice("讲话", "speech", asked.speech, choices.speeches)
    with third:
        if by_body:
            _choice("责任单位", "body", asked.body, choices.bodies)
    if asked.shown == "rectifications":
        st.session_state["lists-open"] = asked.open
        st.checkbox("只看还没有措施的问题", key="lists-open", on_change=_changed)


def _choice(label: str, name: str, chosen: str, labels: dict[str, str]) -> None:
    options = [*labels, *([chosen] if chosen and chosen not in labels else [])]
    st.session_state[f"lists-{name}"] = chosen or None
    st.selectbox(
        label, options, index=None, format_func=lambda one: labels.get(one, one), key=f"lists-{name}",
        placeholder="选择，或输入名称的一部分", accept_new_options=True, on_change=_changed,
    )  # fmt: skip


def _changed() -> None:
    """Write what the widgets say to the URL, from the first page; a filter without a widget stays."""
    held = {name: st.query_params.get(name, "") for name in ("list", "body")}
    for name in ("words", "speech", "body"):
        if f"lists-{name}" in st.session_state:
            held[name] = (st.session_state[f"lists-{name}"] or "").strip()
    held["open"] = "1" if st.session_state.get("lists-open") else ""
    st.query_params.from_dict({name: value for name, value in held.items() if value})


def nothing(asked: Asked) -> Html:
    """What to do where the list has no rows."""
    if asked.filtered:
        every = markup.link("取消全部筛选", PAGE, {"list": asked.shown})
        return markup.notice("没有符合条件的行。", markup.joined(("可以去掉上面的一项筛选，或", every, "。")))
    return markup.notice("这张清单还是空的。", EMPTY)


def table(shown: str, found: Sequence[Row]) -> Html:
    """The rows of one page."""
    heads, cells = TABLES[shown]
    before: list[Row | None] = [None, *found]
    listed = (cells(row, previous) for row, previous in zip(found, before, strict=False))
    return markup.table(heads, listed, f"duban-ledger duban-list duban-{shown}")


def _problem(row: Row, _: Row | None) -> tuple[object, ...]:
    return row["number"], row["source"], row["heading_path"], row["problem"], _said(row)


def _task(row: Row, _: Row | None) -> tuple[object, ...]:
    return (
        row["number"], row["source"], row["task"], row["measure"], row["responsible"], row["assisting"], row["due"],
        row["due_text"], row["targets"], row["recurrence_text"], row["status"], _said(row),
    )  # fmt: skip


def _responsibility(row: Row, before: Row | None) -> tuple[object, ...]:
    body = markup.link(row["name"], "bodies", {"body": row["body_id"]})
    role = "牵头" if row["leads"] else words.ROLES[row["role"]]
    same = before is not None and before["body_id"] == row["body_id"]
    place = markup.tag("span", row["jurisdiction"], class_="duban-tag") if row["jurisdiction"] and not same else ""
    return (
        row["number"], markup.joined((body, place)), role, row["source"], row["task"], row["measure"], row["due"],
        row["due_text"], row["targets"], row["recurrence_text"], row["status"], _said(row),
    )  # fmt: skip


def _rectification(row: Row, before: Row | None) -> tuple[object, ...]:
    """A problem and a measure side by side; a problem with several measures is told once."""
    same = before is not None and before["statement_id"] == row["statement_id"]
    source = markup.link("原文", "text", {"speech": row["speech_id"], "at": row["statement_id"]}, class_="duban-source")
    problem = markup.tag("i", "同上一行") if same else markup.joined((row["problem"], source))
    measure = row["measure"] if row["directive_id"] else markup.tag("span", "原文没有提措施", class_="duban-tag")
    seen = _said(row | {"statement_id": None}) if row["directive_id"] else ""
    return (
        row["number"], row["source"], problem, measure, row["responsible"], row["assisting"], row["due"],
        row["due_text"], row["status"], seen,
    )  # fmt: skip


def _said(row: Row) -> Html:
    """Links to where it was said, and to its row in the ledger."""
    directive = row.get("directive_id")
    links = [markup.link("原文", "text", {"speech": row["speech_id"], "at": directive or row["statement_id"]})]
    links += [markup.link("台账", "ledger", {"task": directive})] if directive else []
    return markup.joined(links, "　")


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Row, Row | None], tuple[object, ...]]]] = {
    "problems": (("序号", "问题来源", "所在章节", "存在问题", "查看"), _problem),
    "tasks": (("序号", "任务来源", "工作任务", "具体措施", "牵头单位", "配合单位", *DONE), _task),
    "responsibilities": (("序号", "责任单位", "角色", "任务来源", "工作任务", "具体措施", *DONE), _responsibility),
    "rectifications": (
        ("序号", "问题来源", "存在问题", "整改措施", "牵头单位", "配合单位", "完成时限", "时限原文", "状态", "查看"),
        _rectification,
    ),
}


def _downloads(title: str, asked: Asked, places: Sequence[st.delta_generator.DeltaGenerator]) -> None:
    """All rows that the filters leave, as files for Excel."""
    today = date.today()  # noqa: DTZ011  (the day of the place where the page is read)
    for form, place in zip(downloads.forms(), places, strict=False):
        file = File(title, form, today, partial(list_rows.file, form, asked))
        label = f"下载（{downloads.NAMES[form]}）"
        downloads.button(place, file, label, help="按当前筛选导出全部行", width="stretch", key=f"lists-{form}")
