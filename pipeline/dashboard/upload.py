"""导入: files dropped or text pasted, what is found in them, their facts corrected; nothing is stored before 导入."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256

import streamlit as st

from pipeline import again, engine
from pipeline.dashboard import (
    data,
    dropped,
    facts,
    intake,
    listing,
    markup,
    near,
    offered,
    paging,
    preview,
    righting_form,
    storing,
)
from pipeline.dashboard.intake import InHand
from pipeline.dashboard.listing import Entry, State, Stored
from pipeline.dashboard.offered import Shown
from pipeline.dashboard.storing import Done
from pipeline.errors import DubanError
from pipeline.model import Extraction, Failure, Speech
from pipeline.store import speech_id

PAGE = offered.PAGE
DONE, OUT = "upload-done", "upload-out"

HOW = (
    "可以一次选多个文件：文本、Word、PDF、网页、WPS、压缩包（.zip）、表格（CSV、JSON Lines、Parquet），"
    f"每个不超过 {dropped.MEGABYTES} MB。也可以粘贴正文。点“导入”之前不写数据库。"
)


def show() -> None:
    """The page."""
    st.html(markup.tag("h1", "导入"))
    done = _done()
    if not data.writable():
        st.html(markup.notice("数据库是只读的，不能导入。", "请让管理员检查数据库文件和所在文件夹的写权限。"))
        return
    st.html(markup.note(HOW))
    hand = dropped.in_hand()
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


# ── what is found ──


def _found(speech: Speech) -> Extraction | Failure:
    """What is found in a text, with what was told of it."""
    said = intake.with_told(speech, facts.told(speech.sha256))
    about = (said.document, said.path, said.encoding, said.left_out)
    return _extracted(said.sha256, repr(about), str(data.lexicon_folder()), said)


@st.cache_data(max_entries=dropped.KEPT, ttl=dropped.KEPT_FOR, show_spinner=False)
def _extracted(digest: str, about: str, lexicons: str, _speech: Speech) -> Extraction | Failure:
    """What is found; its digest, what is known of it and the lexicons decide."""
    return engine.result(_speech, dropped.setup())


@st.cache_data(max_entries=20, ttl=dropped.KEPT_FOR, show_spinner=False)
def _signatures(digest: str, _speeches: Sequence[Speech]) -> near.Signatures:
    """What near copies are found by; the digest stands for the texts."""
    return near.signatures(_speeches)


# ── the list ──


def _offered(hand: InHand) -> None:
    """How much there is of what, the button that loads, the list, and one text in full."""
    _leaving(hand)
    hashes = [one.sha256 for one in hand.speeches]
    stored = data.asked(lambda store: intake.stored(store, hashes)) if data.database().exists() else {}
    found = listing.entries(hand, stored, st.session_state.get(OUT, ()))
    shown = _shown(found, stored)
    if len(found) > 1:
        st.html(offered.bar(listing.counts(found), shown))
    if hand.speeches:
        _loading(hand, found, stored)
    st.html(offered.table(shown))
    if shown.here.last > 1:
        st.html(paging.links(shown.here, PAGE, shown.filters))
    if chosen := next((one for one in shown.listed if one.speech and speech_id(one.speech) == shown.chosen), None):
        _one(chosen, found, shown)


def _leaving(hand: InHand) -> None:
    """Leave texts out, or take them in again, as a link asks; once, so that the address can be kept."""
    out = set(st.session_state.get(OUT, ()))
    for act in ("leave", "take"):
        if asked := st.query_params.get(act):
            which = {one.sha256 for one in hand.speeches if asked in (listing.ALL, speech_id(one))}
            out = out | which if act == "leave" else out - which
            del st.query_params[act]
    st.session_state[OUT] = out


def _shown(found: Sequence[Entry], stored: Stored) -> Shown:
    asked, doc = st.query_params.get("state", ""), st.query_params.get("doc", "")
    entries = listing.of(found, asked)
    here = paging.place(_number(entries, doc), len(entries))
    listed = entries[here.offset : here.offset + here.size]
    texts = [one.speech for one in listed if one.speech]
    fresh = [one for one in texts if one.sha256 not in stored]
    with st.spinner("正在识别部署事项……"):
        extracted = {one.sha256: _found(one) for one in fresh}
        alike = _near(fresh, found)
    ids = [speech_id(one) for one in (*fresh, *texts)]
    state = asked if any(one.state == asked for one in found) else ""
    picked = doc in ids
    return Shown(here, state, listed, doc if picked else next(iter(ids), ""), picked, stored, extracted, alike)


def _number(entries: Sequence[Entry], doc: str) -> int:
    """The page that is asked for, else that of the text that is."""
    asked = st.query_params.to_dict()
    places = [place for place, one in enumerate(entries) if one.speech and speech_id(one.speech) == doc]
    return places[0] // paging.SIZE + 1 if places and "page" not in asked else paging.wanted(asked)


def _near(fresh: Sequence[Speech], found: Sequence[Entry]) -> dict[str, list[near.Near]]:
    """What the texts nearly repeat, of what is stored and of what is to be stored with them."""
    whole = [one.speech for one in found if one.speech]
    digest = sha256("".join(one.sha256 for one in whole).encode()).hexdigest()
    known = _signatures(digest, whole)
    stored = bool(fresh) and data.database().exists()
    there = data.asked(lambda store: near.in_store(store, fresh, known)) if stored else {}
    here = near.in_hand(fresh, listing.texts(found, State.NEW), known)
    return {one.sha256: near.most((*there.get(one.sha256, ()), *here.get(one.sha256, ()))) for one in fresh}


# ── one text: its facts, what is found in it ──


def _one(chosen: Entry, found: Sequence[Entry], shown: Shown) -> None:
    speech = chosen.speech
    if speech is None:
        return
    focus = "start" if shown.picked else None
    title = markup.tag("h2", chosen.name, class_="duban-words", id=f"doc-{shown.chosen}", data_focus=focus)
    st.html(title)
    if speech.left_out:
        st.html(preview.left_out(speech.left_out))
    if known := shown.stored.get(speech.sha256):
        lines = [markup.joined((known.name, "　", offered.ways(known.speech_id))), "内容相同，不会重复导入。"]
        if chosen.state is State.NEWS:
            lines.append(f"{offered.news(known, speech)}。点“更新……”时存入；也可以在下面改好再保存。")
        st.html(markup.notice("这篇讲话已在库中。", *lines))
        st.html(markup.tag("h3", "库中所存的信息，可以更正"))
        righting_form.told()
        righting_form.form(known.speech_id, known.document)
        return
    if alike := shown.near[speech.sha256]:
        st.html(near.notice(alike))
    _previewed(speech, shown.found[speech.sha256], listing.texts(found, State.NEW))


def _previewed(speech: Speech, found: Extraction | Failure, new: Sequence[Speech]) -> None:
    said = speech.document if isinstance(found, Failure) else found.speech.document
    if not said.title and not said.occasion:
        st.html(markup.notice("没有认出标题。", "请在下面填写；不填的话，台账的“任务来源”里写的就是文稿的名称。"))
    levels = [one.level for one in engine.lexicon_of(dropped.setup()).metadata.levels]
    facts.show(speech.sha256, said, levels, [one.sha256 for one in new if one is not speech])
    if isinstance(found, Failure):
        st.html(markup.notice("这篇不能导入。", f"{found.message}（{found.code}）"))
    else:
        preview.show(found)


# ── the load ──


def _loading(hand: InHand, found: Sequence[Entry], stored: Stored) -> None:
    """The button, and what it does."""
    new, news = listing.texts(found, State.NEW), listing.texts(found, State.NEWS)
    if not new and not news:
        why = "请先在表里点“恢复导入”。" if listing.texts(found, State.OUT) else "这些文稿的内容都已在库中。"
        st.html(markup.notice("没有可导入的新文稿。", why))
        return
    acts = (f"导入 {len(new)} 篇" if new else "", f"更新 {len(news)} 篇的信息" if news else "")
    pressed = st.button("，".join(filter(None, acts)), type="primary", key="upload-load")
    if pressed and facts.wrong(one.sha256 for one in new):
        st.html(markup.notice("没有导入。", "有一项更正不对：请改正或清空后，再点“导入”。"))
    elif pressed:
        known = [one for one in hand.speeches if one.sha256 in stored]
        _load(hand, new, news, [*known, *_twins(hand, [*new, *known])])


def _twins(hand: InHand, taken: Sequence[Speech]) -> list[Speech]:
    """What came again of the texts that are taken: more sources of the same."""
    hashes = {one.sha256 for one in taken}
    return [one for one, _ in hand.twins if one.sha256 in hashes]


def _load(hand: InHand, new: Sequence[Speech], news: Sequence[Speech], again_there: Sequence[Speech]) -> None:
    """Extract, then store, some at a time; what is in hand stays where that fails."""
    done = Done()
    bar = st.progress(0.0, "正在导入……")
    run, digest = engine.new_run(), engine.lexicon_of(dropped.setup()).digest
    try:
        for start in range(0, max(1, len(new)), storing.GROUP):
            end = start + storing.GROUP
            results = [*(hand.failures if start == 0 else ()), *map(_found, new[start:end])]
            last = again_there if end >= len(new) else ()
            done += data.changed(partial(storing.load, results=results, known=last, run=run, digest=digest))
            bar.progress(min(end / max(1, len(new)), 1.0), "正在导入……")
        done += _renewed(news, run)
        done += data.asked(lambda store: storing.copies(store, run))
    except DubanError as error:
        bar.empty()
        kept = f"已存入 {done.counts.speeches} 篇；" if done.counts.speeches else ""
        hint = f"{kept}文稿和更正都还在，可以再点“导入”。"
        st.html(markup.notice("没有导入完。" if kept else "没有导入。", data.without_paths(error.message), hint))
        return
    facts.forget()
    dropped.forget()
    st.session_state.update({DONE: done, OUT: ()})
    st.query_params.clear()
    st.rerun()


def _renewed(news: Sequence[Speech], run: str) -> Done:
    """Stored speeches of which something new is told, read anew as on a later `duban load`."""
    if not news:
        return Done()
    stale = data.asked(lambda store: list(again.stale(store, news)))
    found = again.read_anew(stale, dropped.setup())
    return data.changed(partial(storing.renew, found=found, run=run))
