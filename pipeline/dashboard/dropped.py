"""The boxes of the page 导入: files dropped and text pasted, read; what they hold outlives a look at another page."""

from collections.abc import Mapping
from hashlib import sha256

import streamlit as st

from pipeline.dashboard import data, intake, markup
from pipeline.dashboard.intake import InHand
from pipeline.engine import Setup
from pipeline.model import Failure, Speech
from pipeline.reading import Named, limits

ROUND, TEXT, TITLE, BLANK = (f"upload-{name}" for name in ("round", "text", "title", "blank"))
MEGABYTES = limits.UPLOAD // 2**20
KEPT, KEPT_FOR = 500, "1h"
"""Extractions that are kept, for all who have the pages open."""


def setup() -> Setup:
    """With what is read and extracted."""
    return Setup(data.lexicon_folder())


def in_hand() -> InHand:
    """What the widgets hold, read."""
    left, right = st.columns(2)
    number = st.session_state.get(ROUND, 0)
    with left:
        files = st.file_uploader(
            "文件：拖到框里，或点按钮选择", accept_multiple_files=True, key=f"upload-files-{number}",
            max_upload_size=MEGABYTES,
        )  # fmt: skip
    with right:
        _pasting(number)
    named = [Named(name, one.getvalue()) for name, one in zip(intake.labels(f.name for f in files), files, strict=True)]
    with st.spinner("正在读取文稿……"):
        read = [one for pair in intake.paired(named) for one in _read(_digest(*pair), *pair)]
    text, title = st.session_state.get(TEXT, ""), st.session_state.get(TITLE, "")
    return intake.in_hand([*read, *([intake.pasted(text, title)] if text else [])])


def _pasting(number: int) -> None:
    """The boxes for text and title; what they held stays when somebody looks at another page and comes back."""
    keys = {TITLE: f"upload-called-{number}", TEXT: f"upload-pasted-{number}"}
    for kept, key in keys.items():
        if key not in st.session_state:
            st.session_state[key] = st.session_state.get(kept, "")
    with st.form("upload-pasting", border=False):
        st.text_area("正文：粘贴到这里", key=keys[TEXT], height=110)
        st.text_input("标题（可不填）", key=keys[TITLE], max_chars=limits.FACT)
        st.form_submit_button("查看", on_click=_pasted, args=(keys,))
    if st.session_state.pop(BLANK, False):
        st.html(markup.notice("没有粘贴文字。", "请先复制讲话正文，粘贴到上面的框里，再点“查看”。"))


def _pasted(keys: Mapping[str, str]) -> None:
    st.session_state.update({kept: st.session_state[key] for kept, key in keys.items()})
    st.session_state[BLANK] = not st.session_state[TEXT]


def forget() -> None:
    """The boxes are empty again: what they held is stored."""
    st.session_state.update({ROUND: st.session_state.get(ROUND, 0) + 1, TEXT: "", TITLE: ""})


def _digest(*sources: Named | None) -> str:
    """What stands for some files where something is kept of them."""
    return " ".join(f"{sha256(one.content).hexdigest()} {one.name}" for one in sources if one)


@st.cache_data(max_entries=KEPT, ttl=KEPT_FOR, show_spinner=False)
def _read(digest: str, _source: Named, _beside: Named | None) -> tuple[Speech | Failure, ...]:
    """The documents in a file; the digest stands for it and its sidecar."""
    return intake.read(_source, _beside, setup())
