"""导入: files dropped or text pasted, what is found in them, their facts corrected; nothing is stored before 导入."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256

import streamlit as st

from pipeline import engine
from pipeline.dashboard import data, facts, intake, markup, offered, paging, preview
from pipeline.dashboard.intake import Done, InHand
from pipeline.dashboard.offered import Shown, Stored
from pipeline.engine import Setup
from pipeline.errors import DubanError
from pipeline.model import Extraction, Failure, Speech
from pipeline.reading import Named, limits
from pipeline.store import speech_id

PAGE = offered.PAGE
ROUND, TEXT, BLANK, DONE = (f"upload-{name}" for name in ("round", "text", "blank", "done"))
MEGABYTES = limits.UPLOAD // 2**20
KEPT, KEPT_FOR = 500, "1h"
"""Extractions that are kept, for all who have the pages open."""

HOW = (
    "可以一次选多个文件：文本、Word、PDF、网页、WPS、压缩包（.zip）、表格（CSV、JSON Lines、Parquet），"
    f"每个不超过 {MEGABYTES} MB。也可以粘贴正文。点“导入”之前不写数据库。"
)


def show() -> None:
    """The page."""
    st.html(markup.tag("h1", "导入"))
    done = _done()
    if not data.writable():
        st.html(markup.notice("数据库是只读的，不能导入。", "请让管理员检查数据库文件和所在文件夹的写权限。"))
        return
    st.html(markup.note(HOW))
    hand = _in_hand()
    if hand != InHand((), (), ()):
        _offered(hand)
    elif not done:
        st.html(markup.notice("还没有文稿。", "请选择文件或拖到上面的框里，或者粘贴正文后点“查看”。"))


def _done() -> bool:
    """What became of the last load, once; whether there was one."""
    done: Done | None = st.session_state.pop(DONE, None)
    if done:
        st.html(offered.loaded(done))
    return done is not None


# ── what is in hand ──


def _in_hand() -> InHand:
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
    text = st.session_state.get(TEXT, "")
    return intake.in_hand([*read, *([intake.pasted(text)] if text else [])])


def _pasting(number: int) -> None:
    """The box for text; what it held stays when somebody looks at another page and comes back."""
    key = f"upload-pasted-{number}"
    if key not in st.session_state:
        st.session_state[key] = st.session_state.get(TEXT, "")
    with st.form("upload-pasting", border=False):
        st.text_area("正文：粘贴到这里", key=key, height=110)
        st.form_submit_button("查看", on_click=_pasted, args=(key,))
    if st.session_state.pop(BLANK, False):
        st.html(markup.notice("没有粘贴文字。", "请先复制讲话正文，粘贴到上面的框里，再点“查看”。"))


def _pasted(key: str) -> None:
    st.session_state[TEXT] = st.session_state[key]
    st.session_state[BLANK] = not st.session_state[key]


def _setup() -> Setup:
    return Setup(data.lexicon_folder())


def _digest(*sources: Named | None) -> str:
    """What stands for some files where something is kept of them."""
    return " ".join(f"{sha256(one.content).hexdigest()} {one.name}" for one in sources if one)


@st.cache_data(max_entries=KEPT, ttl=KEPT_FOR, show_spinner=False)
def _read(digest: str, _source: Named, _beside: Named | None) -> tuple[Speech | Failure, ...]:
    """The documents in a file; the digest stands for it and its sidecar."""
    return intake.read(_source, _beside, _setup())


def _found(speech: Speech) -> Extraction | Failure:
    """What is found in a text, with what was told of it."""
    said = intake.with_told(speech, facts.told(speech.sha256))
    about = (said.document, said.path, said.encoding, said.left_out)
    return _extracted(said.sha256, repr(about), str(data.lexicon_folder()), said)


@st.cache_data(max_entries=KEPT, ttl=KEPT_FOR, show_spinner=False)
def _extracted(digest: str, about: str, lexicons: str, _speech: Speech) -> Extraction | Failure:
    """What is found; its digest, what is known of it and the lexicons decide."""
    return engine.result(_speech, _setup())


# ── what is found ──


def _offered(hand: InHand) -> None:
    """The list, the button that loads, and one text in full."""
    if hand.speeches:
        shown = _shown(hand)
        st.html(offered.table(shown))
        if shown.here.last > 1:
            st.html(paging.links(shown.here, PAGE, {"doc": shown.chosen}))
    for told in filter(None, (offered.twins(hand), offered.failures(hand.failures))):
        st.html(told)
    if hand.speeches:
        _loading(hand, shown.stored)
        _one(hand, shown)


def _shown(hand: InHand) -> Shown:
    hashes = [one.sha256 for one in hand.speeches]
    stored = data.asked(lambda store: intake.stored(store, hashes)) if data.database().exists() else {}
    here = paging.place(paging.wanted(st.query_params.to_dict()), len(hand.speeches))
    with st.spinner("正在识别部署事项……"):
        listed = hand.speeches[here.offset : here.offset + here.size]
        found = tuple((one, _found(one)) for one in listed)
    ids = [speech_id(one) for one in listed]
    asked = st.query_params.get("doc", "")
    return Shown(here, found, stored, asked if asked in ids else ids[0])


# ── one text: its facts, what is found in it ──


def _one(hand: InHand, shown: Shown) -> None:
    speech, found = next(pair for pair in shown.found if speech_id(pair[0]) == shown.chosen)
    st.html(markup.tag("h2", speech.path, class_="duban-words"))
    if speech.left_out:
        st.html(preview.left_out(speech.left_out))
    if stored := shown.stored.get(speech.sha256):
        lines = (markup.joined((stored[1], "　", offered.ways(stored[0]))), "内容相同，不会重复导入。")
        st.html(markup.notice("这篇讲话已在库中。", *lines))
        return
    said = speech.document if isinstance(found, Failure) else found.speech.document
    levels = [one.level for one in engine.lexicon_of(_setup()).metadata.levels]
    facts.show(speech.sha256, said, levels, [one.sha256 for one in hand.speeches if one is not speech])
    if isinstance(found, Failure):
        st.html(markup.notice("这篇不能导入。", f"{found.message}（{found.code}）"))
    else:
        preview.show(found)


# ── the load ──


def _loading(hand: InHand, stored: Stored) -> None:
    """The button, and what it does."""
    new = [one for one in hand.speeches if one.sha256 not in stored]
    if not new:
        st.html(markup.notice("没有可导入的新文稿。", "这些文稿的内容都已在库中。"))
        return
    pressed = st.button(f"导入 {len(new)} 篇", type="primary", key="upload-load")
    if pressed and facts.wrong(one.sha256 for one in new):
        st.html(markup.notice("没有导入。", "有一项更正不对：请改正或清空后，再点“导入”。"))
    elif pressed:
        _load(hand, new, [one for one in hand.speeches if one.sha256 in stored])


def _load(hand: InHand, new: Sequence[Speech], known: Sequence[Speech]) -> None:
    """Extract, then store, some at a time; what is in hand stays where that fails."""
    done = Done()
    bar = st.progress(0.0, "正在导入……")
    run, digest = engine.new_run(), engine.lexicon_of(_setup()).digest
    again = (*known, *(one for one, _ in hand.twins))
    try:
        for start in range(0, len(new), intake.GROUP):
            end = start + intake.GROUP
            results = [*(hand.failures if start == 0 else ()), *map(_found, new[start:end])]
            act = partial(intake.load, results=results, known=again if end >= len(new) else (), run=run, digest=digest)
            done += data.changed(act)
            bar.progress(min(end / len(new), 1.0), "正在导入……")
    except DubanError as error:
        bar.empty()
        kept = f"已存入 {done.counts.speeches} 篇；" if done.counts.speeches else ""
        hint = f"{kept}文稿和更正都还在，可以再点“导入”。"
        st.html(markup.notice("没有导入完。" if kept else "没有导入。", data.without_paths(error.message), hint))
        return
    facts.forget()
    st.session_state.update({DONE: done, ROUND: st.session_state.get(ROUND, 0) + 1, TEXT: ""})
    st.query_params.clear()
    st.rerun()
