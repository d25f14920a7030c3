"""The form of 校对 for one directive: kind, bodies, deadline, recurrence and targets, by the words of the text."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zlib import crc32

import streamlit as st

from pipeline import shape
from pipeline.dashboard import evidence, gold_words, markup, review_form, words
from pipeline.dashboard.review_form import Filled
from pipeline.dashboard.review_rows import Item, Queue
from pipeline.errors import DubanError
from pipeline.model import DateSpan, DateUse, Directive

Json = dict[str, Any]
Recorder = Callable[[Mapping[str, Any]], str | None]
Config = st.column_config
VERBATIM = "照原文一字不差；承前省略的，写前面句子里的字"
WORDS, NUMBER = "object", "float64"
BODY = {"mention": WORDS, "name": WORDS, "role": WORDS, "was": NUMBER}
TARGET = {
    "mention": WORDS,
    "op": WORDS,
    "low": NUMBER,
    "high": NUMBER,
    "unit": WORDS,
    "indicator": WORDS,
    "was": NUMBER,
}
"""The columns of the two tables; `was` is hidden."""


def form(queue: Queue, here: Item, directive: Directive, recorded: Recorder) -> None:
    """The form; it starts anew when what it shows has changed.

    Args:
        queue: the speech.
        here: a statement of it.
        directive: what it asks for.
        recorded: takes the changes; gives why they were refused, or None.
    """
    shown = shape.directive(directive)
    dates = evidence.dates_in(queue.extraction.speech, here.statement.start, here.statement.end)
    key = f"review-{here.statement_id}-{crc32(repr(directive).encode())}"
    with st.form(key, enter_to_submit=False):
        st.html(markup.tag("h3", "更正"))
        filled = _filled(shown, dates, _candidates(queue, here, directive), key)
        asked = st.form_submit_button("记下更正", type="primary", shortcut="Ctrl+Enter")
    if not asked:
        return
    why = _refused(shown, filled, dates, recorded)
    if why is None:
        st.rerun()
    st.html(markup.notice("没有记录。", why))


def _refused(shown: Json, filled: Filled, dates: Sequence[DateSpan], recorded: Recorder) -> str | None:
    """Why what was filled in has not been recorded; None where it has."""
    try:
        changes = review_form.changes(shown, filled, dates)
    except DubanError as error:
        return error.message
    return recorded(changes) if changes else "没有改动：请先改好，再点“记下更正”。"


def _filled(shown: Json, dates: Sequence[DateSpan], named: Sequence[str], key: str) -> Filled:
    """The fields one below the other, and what stands in them."""
    kind = st.selectbox(
        "类别", list(words.KINDS), index=list(words.KINDS).index(shown["kind"]), format_func=words.KINDS.__getitem__,
        key=f"{key}-kind",
    )  # fmt: skip
    bodies = _bodies(shown, key)
    more = st.multiselect(
        "添加单位", named, key=f"{key}-more", accept_new_options=True, placeholder="选本篇提到过的，或照原文输入",
        help=VERBATIM,
    )  # fmt: skip
    due, edtf = _due(shown["due"] or {}, dates, key)
    recurrence, freq = _recurrence(shown["recurrence"] or {}, dates, key)
    return Filled(kind, bodies, tuple(more), due, edtf, recurrence, freq, _targets(shown, key))


def _candidates(queue: Queue, here: Item, directive: Directive) -> tuple[str, ...]:
    """Bodies of the speech that the line up to the end of the statement names."""
    text, one = queue.extraction.speech.text, here.statement
    around = text[text.rfind("\n", 0, one.start) + 1 : one.end]
    others = [s.directive for s in queue.extraction.statements if s.directive]
    mentions = [body.mention for other in others for body in other.bodies]
    return review_form.candidates(mentions, around, [body.mention for body in directive.bodies])


def _bodies(shown: Json, key: str) -> tuple[Json, ...]:
    st.html(markup.note("责任单位：原文写法要照原文；全称不填则同原文写法；最后一行空白处可添加，选中行首可删除。"))
    columns = {
        "mention": Config.TextColumn("原文写法", help=VERBATIM, width="medium"),
        "name": Config.TextColumn("全称", width="medium"),
        "role": Config.SelectboxColumn(
            "角色", options=list(words.ROLES), format_func=lambda one: words.ROLES[str(one)], default="responsible"
        ),
        "was": None,
    }
    return _edited(review_form.body_rows(shown["bodies"]), BODY, columns, f"{key}-bodies")


def _targets(shown: Json, key: str) -> tuple[Json, ...]:
    st.html(markup.note("量化指标：数值隐去的留空；“范围”才填“到”。"))
    columns = {
        "mention": Config.TextColumn("原文写法", help=VERBATIM, width="medium"),
        "op": Config.SelectboxColumn(
            "比较", options=list(gold_words.OPS), format_func=lambda one: gold_words.OPS[str(one)], default="="
        ),
        "low": Config.NumberColumn("数值"),
        "high": Config.NumberColumn("到"),
        "unit": Config.TextColumn("单位"),
        "indicator": Config.TextColumn("指标"),
        "was": None,
    }
    return _edited(review_form.target_rows(shown["targets"]), TARGET, columns, f"{key}-targets")


def _edited(rows: Sequence[Json], cells: Mapping[str, str], columns: Mapping[str, Any], key: str) -> tuple[Json, ...]:
    """A table whose cells are edited; Streamlit draws their words on a canvas, never as markup."""
    import pandas as pd

    frame = pd.DataFrame(list(rows), columns=list(cells)).astype(dict(cells))
    edited = st.data_editor(frame, num_rows="dynamic", column_config=columns, hide_index=True, key=key, placeholder="")
    return tuple({str(name): value for name, value in row.items()} for row in edited.to_dict("records"))


def _due(shown: Json, dates: Sequence[DateSpan], key: str) -> tuple[str, str]:
    left, right = st.columns([3, 2])
    with left:
        mention = _words("时限原文", shown.get("mention"), review_form.offered(dates, DateUse.DEADLINE), f"{key}-due")
    edtf = right.text_input(
        "最后一天", shown.get("edtf") or "", key=f"{key}-edtf", placeholder="如 2026-06-30，未知写 X",
        help="改了时限原文而不改这一格，就按原文重新换算；没有确定日期的留空",
    )  # fmt: skip
    return mention, edtf


def _recurrence(shown: Json, dates: Sequence[DateSpan], key: str) -> tuple[str, str]:
    left, right = st.columns([3, 2])
    offered = review_form.offered(dates, DateUse.RECURRENCE)
    with left:
        mention = _words("频次原文", shown.get("mention"), offered, f"{key}-again")
    st.session_state.setdefault(f"{key}-freq", shown.get("freq"))
    freq = right.selectbox(
        "多久一次", list(words.FREQUENCIES), index=None, format_func=words.FREQUENCIES.__getitem__, key=f"{key}-freq",
        placeholder="按频次原文",
    )  # fmt: skip
    return mention, freq or ""


def _words(label: str, shown: str | None, offered: Sequence[str], key: str) -> str:
    """Words of the text: picked, typed, or none at all."""
    st.session_state.setdefault(key, shown)
    options = dict.fromkeys([*([shown] if shown else []), *offered])
    chosen = st.selectbox(
        label, list(options), index=None, key=key, accept_new_options=True, placeholder="无；选一个，或照原文输入",
        help=VERBATIM, filter_mode="contains",
    )  # fmt: skip
    return chosen or ""
