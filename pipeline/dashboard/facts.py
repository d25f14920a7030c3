"""The facts of a text on the page 导入: what was found, to be corrected; what was told is kept for this session."""

from collections.abc import Iterable, Sequence
from functools import partial

import streamlit as st

from pipeline.dashboard import intake, markup
from pipeline.dashboard.intake import CALLED
from pipeline.errors import ReadError
from pipeline.model import Document

TOLD, FAULTS = "upload-told", "upload-faults"
LINES = (("title", "occasion"), ("given_on", "year", "level", "jurisdiction", "speaker"))
HINTS = {"given_on": "如 2024-03-05", "year": "如 2024"}


def told(digest: str) -> Document:
    """What was told of a text."""
    facts: Document = st.session_state.get(TOLD, {}).get(digest, intake.UNKNOWN)
    return facts


def wrong(digests: Iterable[str]) -> bool:
    """Whether a correction of one of these texts is still to be put right."""
    faults = st.session_state.get(FAULTS, {})
    return any(faults.get(digest) for digest in digests)


def forget() -> None:
    """Nothing was told."""
    st.session_state.update({TOLD: {}, FAULTS: {}})


def show(digest: str, said: Document, levels: Sequence[str], others: Sequence[str]) -> None:
    """The facts, each to be corrected; deadlines are reckoned anew with every correction.

    Args:
        digest: of the text.
        said: what holds: what was told, and what the text says.
        levels: that can be chosen.
        others: digests of the texts that may be told the same.
    """
    st.html(markup.note("以下是从文稿中识别的，可以更正；更正后时限重新推算。清空一格，恢复为原文所说。"))
    now = intake.shown(said)
    with st.container(key="duban-facts"):
        for line in LINES:
            for name, place in zip(line, st.columns(len(line)), strict=True):
                with place:
                    _fact(digest, name, now[name], levels)
        for message in _faults(digest).values():
            st.html(markup.notice("更正没有采用。", message))
        if others and told(digest) != intake.UNKNOWN:
            label = f"其余 {len(others)} 篇也按此更正（标题除外）"
            st.button(label, on_click=_for_all, args=(digest, others))


def _faults(digest: str) -> dict[str, str]:
    """What is wrong with the corrections of a text, by fact."""
    faults: dict[str, dict[str, str]] = st.session_state.setdefault(FAULTS, {})
    return faults.setdefault(digest, {})


def _fact(digest: str, name: str, now: str, levels: Sequence[str]) -> None:
    """A widget that shows what holds; what is wrong stays in it, to be put right."""
    key = f"upload-{name}-{digest[:16]}"
    value = now if name != "level" or now in levels else None
    if key not in st.session_state:
        _faults(digest).pop(name, None)
        st.session_state[key] = value
    elif name not in _faults(digest) and st.session_state[key] != value:
        st.session_state[key] = value
    asked = partial(_corrected, digest, name, key)
    if name == "level":
        st.selectbox(CALLED[name], levels, key=key, placeholder="不明", on_change=asked)
    else:
        st.text_input(CALLED[name], key=key, placeholder=HINTS.get(name, "不明"), on_change=asked)


def _corrected(digest: str, name: str, key: str) -> None:
    faults = _faults(digest)
    faults.pop(name, None)
    try:
        now = intake.corrected(told(digest), name, st.session_state[key] or "")
    except ReadError as error:
        faults[name] = error.message
        return
    st.session_state.setdefault(TOLD, {})[digest] = now


def _for_all(digest: str, others: Sequence[str]) -> None:
    for other in others:
        st.session_state[TOLD][other] = intake.for_all(told(digest), told(other))
