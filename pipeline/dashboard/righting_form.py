"""更正信息: the form that puts the facts of a stored speech right, on the pages 导入 and 讲话原文."""

from collections.abc import Sequence

import streamlit as st

from pipeline import engine
from pipeline.dashboard import data, facts, following, intake, markup, righting
from pipeline.dashboard.righting import Righted
from pipeline.engine import Setup
from pipeline.errors import DubanError
from pipeline.model import Document

TOLD, LAST = "righting-told", "righting-last"
HOW = "保存后时限等重新推算，跟踪和校对记录都保留。清空一项，就恢复为从原文识别的。日期换到另一年，年份随之变动。"
UNDONE = "撤销更正"


def told() -> None:
    """What became of the last correction, once; with a way back."""
    title, lines = st.session_state.pop(TOLD, (None, ()))
    if title is None:
        return
    st.html(markup.notice(title, *lines))
    if last := st.session_state.get(LAST):
        st.button("撤销刚才的更正", key="righting-undo", on_click=_undone, args=last)


def form(sid: str, stored: Document) -> None:
    """Every fact that is stored, to be changed; what was written stays until it is saved."""
    base = f"{sid}-{hash(stored):x}"
    levels = [one.level for one in engine.lexicon_of(_setup()).metadata.levels]
    st.html(markup.note(HOW))
    with st.form(f"righting-{base}", border=False):
        for line in facts.LINES:
            for name, place in zip(line, st.columns(len(line)), strict=True):
                with place:
                    _fact(base, name, intake.shown(stored)[name], levels)
        left, right = st.columns([1, 3])
        following.who(left, base)
        right.text_input("理由（可不填）", key=_key(base, "reason"), max_chars=200, placeholder="如：会议通知上的日期")
        st.form_submit_button("保存更正", type="primary", on_click=_saved, args=(sid, stored, base))


def _key(base: str, name: str) -> str:
    return f"righting-{name}-{base}"


def _fact(base: str, name: str, now: str, levels: Sequence[str]) -> None:
    key = _key(base, name)
    if key not in st.session_state:
        st.session_state[key] = now or (None if name == "level" else "")
    if name == "level":
        known = [*levels, *([now] if now and now not in levels else [])]
        st.selectbox(intake.CALLED[name], known, key=key, placeholder="不明")
    else:
        st.text_input(intake.CALLED[name], key=key, placeholder=facts.HINTS.get(name, "不明"))


def _setup() -> Setup:
    return Setup(data.lexicon_folder())


def _saved(sid: str, stored: Document, base: str) -> None:
    """Save what was written; where that is refused, say so and keep it."""
    author, reason = following.author(base), st.session_state[_key(base, "reason")]
    st.session_state[LAST] = None
    try:
        asked = righting.wanted(stored, {name: st.session_state[_key(base, name)] or "" for name in intake.CALLED})
        done = righting.righted(sid, stored, asked, _setup(), author, reason)
    except DubanError as error:
        st.session_state[TOLD] = ("没有更正。", (data.without_paths(error.message),))
        return
    st.session_state[LAST] = (sid, done)
    st.session_state[TOLD] = ("已更正。", _lines(sid, done))


def _undone(sid: str, done: Righted) -> None:
    st.session_state[LAST] = None
    try:
        author = st.session_state.get(following.AUTHOR, "")
        back = righting.righted(sid, done.after, done.before, _setup(), author, UNDONE)
    except DubanError as error:
        st.session_state[TOLD] = ("没有撤销。", (data.without_paths(error.message),))
        return
    st.session_state[TOLD] = ("已撤销更正。", _lines(sid, back))


def _lines(sid: str, done: Righted) -> tuple[object, ...]:
    """What changed, and where to look."""
    lines: list[object] = ["；".join(done.changes)]
    if done.moved:
        way = markup.link("督办台账", "ledger", {"speech": sid})
        lines.append(markup.joined((f"{done.moved} 项任务的时限随之变动，已记入各项的历史：", way)))
    if done.withdrawn:
        lines.append(f"{done.withdrawn} 项有跟踪记录的任务不再对应原文，列在台账末尾“已撤下的任务”里。")
    return tuple(lines)
