"""What a reviewer does with a statement: accept it, say that it is something else, go on, undo."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pipeline.dashboard import data, following, gold_words, markup, review_acts, review_rows, words
from pipeline.dashboard.review_rows import Asked, Item, Queue
from pipeline.errors import DubanError
from pipeline.follow import Event
from pipeline.model import Zone

FORM = "review"
TOLD, LAST = "review-told", "review-last-act"


def controls(queue: Queue, shown: Sequence[Item], here: Item) -> None:
    """Who and why, accept, and go on; above the statement, so that they are where they were for the next one."""
    before, after = review_rows.neighbours(shown, here)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        following.who(st.container(width=120), FORM)
        st.text_input("理由（可不填）", key=_reason(here), max_chars=200, width=240)
        st.button(
            "认可，下一条", type="primary", shortcut="Alt+A", on_click=_decided,
            args=(queue, here, review_acts.ACCEPT, _then(shown, here)),
        )  # fmt: skip
        _step(queue, "上一条", "Alt+K", before)
        _step(queue, "下一条", "Alt+J", after)


def rezoning(queue: Queue, shown: Sequence[Item], here: Item) -> None:
    """Say that a statement is something else: no directive, or one."""
    others = [zone for zone in Zone if zone is not here.statement.zone]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "判错了，其实是", others, index=None if here.statement.directive else 0, placeholder="选一类",
            format_func=lambda one: words.ZONES[one], key=_zone(here), width=200,
        )  # fmt: skip
        st.button("改功能", on_click=_rezoned, args=(queue, here, _then(shown, here)))


def _then(shown: Sequence[Item], here: Item) -> Item | None:
    """Where a decision leads: to what nobody has looked at, or simply on."""
    return review_rows.unseen_after(shown, here) or review_rows.neighbours(shown, here)[1]


def _reason(here: Item) -> str:
    """The key of the field; it is empty again for the next decision."""
    return f"review-reason-{here.statement_id}-{len(here.marks)}"


def _zone(here: Item) -> str:
    return f"review-zone-{here.statement_id}-{here.statement.zone}"


def _step(queue: Queue, label: str, keys: str, one: Item | None) -> None:
    st.button(label, shortcut=keys, disabled=one is None, on_click=_went, args=(queue, one))


def _went(queue: Queue, one: Item | None) -> None:
    if one is not None:
        asked = Asked.of(st.query_params.to_dict())
        st.query_params.from_dict(asked.parameters(speech=queue.speech_id, row=one.statement_id))


def _decided(queue: Queue, here: Item, changes: Mapping[str, Any], then: Item | None) -> None:
    """Record it and go on; where it is refused, say so and stay."""
    why = recorded(queue, here, changes)
    if why is None:
        _went(queue, then)
    else:
        st.session_state[TOLD] = ("没有记录。", why)


def _rezoned(queue: Queue, here: Item, then: Item | None) -> None:
    """Another zone; what has become a directive stays open, so that its fields can be filled in."""
    zone: Zone | None = st.session_state[_zone(here)]
    if zone is None:
        st.session_state[TOLD] = ("没有记录。", "请先选这一句其实是什么，再点“改功能”。")
        return
    _decided(queue, here, {"zone": zone.value}, here if zone is Zone.DIRECTIVE else then)


def recorded(queue: Queue, here: Item, changes: Mapping[str, Any]) -> str | None:
    """Record what was decided; gives why it was not, or None."""
    author, reason = following.author(FORM), st.session_state[_reason(here)]
    st.session_state[LAST] = None
    try:
        action = data.changed(
            lambda store: review_acts.corrected(store, queue.speech_id, here, changes, author, reason)
        )
    except DubanError as error:
        return data.without_paths(error.message)
    st.session_state[LAST] = action
    _went(queue, here)  # without a row in the URL, the next one would be open
    fields = "、".join(gold_words.FIELDS[name] for name in changes)
    st.session_state[TOLD] = ("已认可。", "") if "verdict" in changes else ("已更正。", fields)
    return None


def told(here: Item | None) -> None:
    """What became of the last act, once; with a way to undo it."""
    title, line = st.session_state.pop(TOLD, (None, None))
    if title is None:
        return
    action = st.session_state.get(LAST)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(markup.notice(title, *([line] if line else [])))
        if action and here:
            st.button("撤销刚才的校对", key="review-undo-last", on_click=_undone, args=(here, action))


def _undone(here: Item, action: str) -> None:
    st.session_state[LAST] = None
    try:
        author, reason = following.author(FORM), st.session_state[_reason(here)]
        data.changed(lambda store: review_acts.undone(store, action, author, reason))
    except DubanError as error:
        st.session_state[TOLD] = ("没有撤销。", data.without_paths(error.message))
        return
    st.session_state[TOLD] = ("已撤销。", "恢复到那次校对之前；记录仍保留在历史里。")


def undoing(here: Item, events: Sequence[Event]) -> None:
    """Undo one of the acts that stand."""
    acts = review_acts.undoable(events)
    if not acts:
        return
    labels = {action: review_acts.label(done) for action, done in acts.items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        action = st.selectbox(
            "撤销一次校对", labels, format_func=labels.__getitem__, key=f"review-undo-{here.known_id}"
        )
        st.button("撤销", on_click=_undone, args=(here, action))
