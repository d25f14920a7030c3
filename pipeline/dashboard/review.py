"""校对: the statements of a speech one after the other, accepted, corrected or rejected; the URL says which is open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from pipeline.dashboard import (
    data,
    evidence,
    following,
    markup,
    paging,
    review_deciding,
    review_fields,
    review_panel,
    review_rows,
    speech,
)
from pipeline.dashboard.markup import Html
from pipeline.dashboard.review_rows import SHOWN, Asked, Item, Queue
from pipeline.dashboard.rows import distinct
from pipeline.export.gold import archive
from pipeline.follow import Event

EXCERPT = 34
"""Characters of a statement in the list."""


def show() -> None:
    """The page."""
    st.html(markup.tag("h1", "校对"))
    asked = Asked.of(st.query_params.to_dict())
    listed = distinct(data.asked(lambda store: speech.listed(store, asked.words, asked.speech)))
    if not listed and not asked.words:
        st.html(markup.notice("库中还没有讲话。", "请先用 duban load 导入讲话稿；导入后刷新本页。"))
        return
    asked = replace(asked, speech=asked.speech or next(iter(listed), ""))
    _choosing(listed, asked)
    if not asked.speech:
        st.html(markup.notice("没有名称里含有这些字的讲话。", "请换几个字，或清空查找框。"))
        return
    queue = data.asked(lambda store: review_rows.queue(store, asked.speech))
    shown = queue.shown(asked.show)
    here = queue.row(asked.row) or next((one for one in shown if not one.marks), next(iter(shown), None))
    st.html(head(queue, asked))
    left, right = st.columns([3, 1], gap="medium")
    with right:
        _list(queue, shown, here, asked)
    with left:
        review_deciding.told(here)
        if here is None:
            st.html(nothing(asked))
        else:
            _open(queue, shown, here)


def _choosing(listed: Mapping[str, str], asked: Asked) -> None:
    left, right = st.columns([3, 1])
    st.session_state["review-words"] = asked.words
    with right:
        st.text_input("查找讲话", key="review-words", placeholder="标题里的字", on_change=_searched)
    st.session_state["review-speech"] = asked.speech if asked.speech in listed else None
    with left:
        st.selectbox(
            "选择讲话", list(listed), index=None, format_func=lambda one: listed.get(one, one), key="review-speech",
            placeholder="选择一篇讲话", on_change=_chosen, filter_mode="contains", args=(asked,),
        )  # fmt: skip


def _chosen(asked: Asked) -> None:
    st.query_params.from_dict(asked.parameters(speech=st.session_state["review-speech"] or "", row=""))


def _searched() -> None:
    st.query_params.from_dict(Asked(words=st.session_state["review-words"].strip()).parameters())


def head(queue: Queue, asked: Asked) -> Html:
    """How far the speech is, and the filters with the number of statements that each leaves."""
    done, total = queue.progress
    links = []
    for name, label in SHOWN.items():
        told = f"{label} {len(queue.shown(name))}"
        way = markup.link(told, review_panel.PAGE, asked.parameters(show=name, row=""))
        links.append(markup.tag("b", told, aria_current="page") if name == asked.show else way)
    progress = markup.tag("strong", f"已校对 {done}／{total}")
    return markup.tag("nav", markup.joined((progress, *links)), class_="duban-pages", aria_label="看哪些")


# ── the list ──


def _list(queue: Queue, shown: Sequence[Item], here: Item | None, asked: Asked) -> None:
    st.html(listing(queue, shown, here, asked))
    if queue.progress[0]:
        st.download_button(
            "下载本篇标注", lambda: data.asked(lambda store: archive(store, queue.speech_id)),
            f"{queue.speech_id}.gold.zip", "application/zip", on_click="ignore", width="stretch",
            help="原文和标注，可用 duban evaluate 评测；各篇一起导出用 duban export gold",
        )  # fmt: skip


def listing(queue: Queue, shown: Sequence[Item], here: Item | None, asked: Asked) -> Html:
    """One page of the statements that the filter leaves: that of the open one, where the URL names no other."""
    if not shown:
        return markup.note("这里没有语句。")
    at = shown.index(here) if here in shown else 0
    number = paging.wanted({"page": asked.page}) if asked.page else at // paging.SIZE + 1
    place = paging.place(number, len(shown), paging.SIZE)
    entries = (_entry(queue, one, here, asked) for one in shown[place.offset : place.offset + place.size])
    pages = paging.links(place, review_panel.PAGE, asked.parameters(row=here.statement_id if here else ""))
    return markup.joined((markup.tag("ol", markup.joined(entries), class_="duban-queue"), pages))


def _entry(queue: Queue, one: Item, here: Item | None, asked: Asked) -> Html:
    text = queue.extraction.speech.text[one.statement.start : one.statement.end]
    said = markup.tag("span", text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…", class_="duban-words")
    way = markup.joined((said, *review_panel.tags(one)))
    return markup.tag(
        "li",
        markup.link(
            way, review_panel.PAGE, asked.parameters(row=one.statement_id), aria_current="true" if one == here else None
        ),
    )


# ── one statement ──


def nothing(asked: Asked) -> Html:
    """Where to go when the filter leaves nothing."""
    every = markup.link("看全部部署", review_panel.PAGE, asked.parameters(show="", row=""))
    others = markup.link("没有判为部署的语句", review_panel.PAGE, asked.parameters(show="others", row=""))
    return markup.notice("没有要看的语句。", markup.joined(("可以", every, "，或", others, "。")))


def _open(queue: Queue, shown: Sequence[Item], here: Item) -> None:
    events = _events(here)
    review_deciding.controls(queue, shown, here)
    st.html(review_panel.panel(queue, shown, here))
    review_deciding.rezoning(queue, shown, here)
    if here.statement.directive:
        review_fields.form(
            queue, here, here.statement.directive, lambda changes: review_deciding.recorded(queue, here, changes)
        )
    if st.toggle("看判定依据", key="review-why"):
        speech_, one = queue.extraction.speech, here.statement
        evidence.show(speech_, one.start, one.end)
    st.html(following.history(events))
    review_deciding.undoing(here, events)


def _events(here: Item) -> tuple[Event, ...]:
    known = here.known_id
    return data.asked(lambda store: store.events(known)) if known else ()
