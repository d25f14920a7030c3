"""跟踪: the form that records status, progress and evidence, for one directive or for several, and the history."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pipeline.dashboard import acts, data, gold_words, markup
from pipeline.dashboard.acts import Draft, State
from pipeline.dashboard.markup import Html
from pipeline.dashboard.request import Request
from pipeline.errors import DubanError
from pipeline.follow import Event, EventKind, Status, standing

FIELDS = ("status", "progress", "evidence")
AUTHOR, TOLD, LAST = "duban-author", "duban-told", "duban-last-act"
KEEP = "不改"
CALLED = {"status": "状态", "progress": "进展", "evidence": "佐证", acts.FACTS: "更正讲话信息，时限随之变动"}


def told() -> None:
    """What became of the last act, once; with a way to undo it."""
    title, line = st.session_state.pop(TOLD, (None, None))
    if title is None:
        return
    st.html(markup.notice(title, line))
    if action := st.session_state.get(LAST):
        st.button("撤销刚才的操作", key="duban-undo-last", on_click=_undone, args=(action,))


def one(directive_id: str, events: Sequence[Event]) -> None:
    """The form and the history of one directive."""
    state = State.of(events)
    _settled(directive_id, state)
    with st.container(key="duban-follow"), st.form(f"follow-{directive_id}", border=False):
        st.html(markup.tag("h3", "跟踪"))
        left, right = st.columns([1, 3])
        left.selectbox("状态", [status.value for status in Status], key=_key(directive_id, "status"))
        right.text_area("进展情况", key=_key(directive_id, "progress"), height=80, max_chars=acts.LONGEST)
        left, middle, right = st.columns([2, 1, 2])
        left.text_input("佐证（链接或说明）", key=_key(directive_id, "evidence"), max_chars=acts.LONGEST)
        who(middle, directive_id)
        right.text_input("理由（可不填）", key=_key(directive_id, "reason"), max_chars=200)
        st.form_submit_button("记录", type="primary", on_click=_recorded_one, args=(directive_id, state))
    st.html(history(events))
    _undo(directive_id, events)


def _key(directive_id: str, field: str) -> str:
    return f"follow-{field}-{directive_id}"


def _settled(directive_id: str, state: State) -> None:
    """Let each field that nobody has touched show what holds now; what is being written stays."""
    session, base = st.session_state, f"follow-base-{directive_id}"
    before = session.get(base)
    for field in FIELDS:
        key, now = _key(directive_id, field), getattr(state, field) or ""
        if key not in session or (before and session[key] == (getattr(before, field) or "")):
            session[key] = now
    session[base] = state


def who(place: "st.delta_generator.DeltaGenerator", form: str) -> None:
    """The name is asked once in a session."""
    key = _key(form, "author")
    if key not in st.session_state:
        st.session_state[key] = st.session_state.get(AUTHOR, "")
    place.text_input("记录人", key=key, max_chars=50, placeholder="姓名")


def author(form: str) -> str:
    """The name that a form holds, from now on that of all forms."""
    st.session_state[AUTHOR] = name = str(st.session_state[_key(form, "author")])
    return name


def _recorded_one(directive_id: str, shown: State) -> None:
    """Only what its author has changed is recorded."""
    values = {field: st.session_state[_key(directive_id, field)] or "" for field in FIELDS}
    draft = Draft(**{name: new for name, new in values.items() if new != (getattr(shown, name) or "")})
    if _recorded(draft, {directive_id: shown.seen}, directive_id):
        st.session_state[_key(directive_id, "reason")] = ""


def _recorded(draft: Draft, seen: Mapping[str, int], form: str) -> bool:
    """Whether it was recorded; either way the page says what happened."""
    by, reason = author(form), st.session_state[_key(form, "reason")]
    st.session_state[LAST] = None
    try:
        action, count = data.changed(lambda store: acts.record(store, draft, seen, by, reason))
    except DubanError as error:
        st.session_state[TOLD] = ("没有记录。", data.without_paths(error.message))
        return False
    st.session_state[LAST] = action
    st.session_state[TOLD] = ("已记录。", f"改动了 {count} 项。")
    return True


def _undone(action: str, form: str = "") -> None:
    by = st.session_state.get(_key(form, "author")) or st.session_state.get(AUTHOR, "")
    st.session_state[LAST] = None
    try:
        count = data.changed(lambda store: acts.undo(store, action, by))
    except DubanError as error:
        st.session_state[TOLD] = ("没有撤销。", data.without_paths(error.message))
        return
    st.session_state[TOLD] = ("已撤销。", f"{count} 项恢复到那次操作之前；记录仍保留在历史里。")


def _undo(directive_id: str, events: Sequence[Event]) -> None:
    """Undo one of the acts that stand; other directives changed in the same act are restored with it."""
    standing_acts = acts.undoable(events)
    if not standing_acts:
        return
    labels = {action: _label(done) for action, done in standing_acts.items()}
    with st.container(key="duban-undo", horizontal=True, vertical_alignment="bottom"):
        action = st.selectbox("撤销一次操作", labels, format_func=labels.__getitem__, key=f"undo-{directive_id}")
        st.button(
            "撤销", on_click=_undone, args=(action, directive_id), help="同一次批量操作里的其他各项会一并撤销"
        )  # fmt: skip


def _label(done: Sequence[Event]) -> str:
    fields = "、".join(
        "状态" if event.kind is EventKind.STATUS else CALLED[event.field or "progress"] for event in done
    )
    return f"{acts.signed(done[0])}　{fields}"


def history(events: Sequence[Event]) -> Html:
    """Everything that was recorded, the latest first; what was undone is struck through and says so."""
    if not events:
        return markup.note("还没有跟踪记录。")
    lines = [_line(*one) for one in _recorded_acts(events)]
    title = markup.tag("summary", f"历史（{len(lines)} 条）")
    return markup.tag(
        "details", markup.joined((title, markup.tag("ol", markup.joined(lines)))), class_="duban-history", open=""
    )


def _recorded_acts(events: Sequence[Event]) -> list[tuple[Event, Event | None]]:
    """What was recorded, the latest first, each with what has undone it."""
    stands = {event.event_id for event in standing(events)}
    undoing = {event.old: event for event in events if event.kind is EventKind.UNDO}
    return [(one, None if one.event_id in stands else undoing[one.event_id])
            for one in reversed(events) if one.kind is not EventKind.UNDO]  # fmt: skip


def _line(event: Event, undone: Event | None) -> Html:
    parts: list[object] = [_said(event), _reason(event)]
    words = markup.tag("s" if undone else "span", markup.joined(parts), class_="duban-words")
    when = markup.tag("small", f"{acts.signed(event)}　")
    tag = markup.tag("span", _undoing(undone), class_="duban-tag") if undone else ""
    return markup.tag("li", markup.joined((when, words, tag)))


def plain_history(events: Sequence[Event]) -> str:
    """The history as lines of a cell."""
    return "\n".join(
        f"{acts.signed(event)}　{_worded(event)}{_reason(event)}{_undoing(undone) if undone else ''}"
        for event, undone in _recorded_acts(events)
    )


def _reason(event: Event) -> str:
    return f"（理由：{event.reason}）" if event.reason else ""


def _undoing(undone: Event) -> str:
    return f"已撤销（{acts.signed(undone)}）"


def _said(event: Event) -> Html:
    if event.kind is EventKind.NOTE and event.new and event.field != acts.FACTS:
        return markup.joined((f"{_noted(event)}：", link(event.new)))
    return markup.html(_worded(event))


def _worded(event: Event) -> str:
    if event.kind is EventKind.NOTE and event.field == acts.FACTS:
        return f"{_noted(event)}：{event.old or '无'} → {event.new}"
    if event.kind is EventKind.NOTE:
        return f"{_noted(event)}：{event.new or '（清空）'}"
    if event.kind is EventKind.CORRECTION:
        return gold_words.change(event.field or "", event.old, event.new)
    return f"状态：{event.old or '无'} → {event.new or '无'}"


def _noted(event: Event) -> str:
    return CALLED.get(event.field or "progress", "记录")


def link(evidence: str | None) -> Html:
    """Words, or a link where they are an address of the web; nothing is fetched before somebody follows it."""
    if evidence and evidence.startswith(("http://", "https://")) and not any(map(str.isspace, evidence)):
        return markup.tag("a", evidence, href=evidence, rel="noopener noreferrer nofollow", target="_blank")
    return markup.html(evidence)


def several(numbers: Mapping[str, int], states: Mapping[str, State], request: Request) -> None:
    """The form that records the same for all rows that were picked."""
    with st.container(key="duban-bulk"), st.form("follow-several"):
        listed = "、".join(map(str, sorted(numbers.values())))
        st.html(markup.joined((markup.tag("h3", f"批量跟踪：已选 {len(numbers)} 项"), markup.note(f"第 {listed} 项"))))
        left, right = st.columns([1, 3])
        left.selectbox("状态", [KEEP, *(status.value for status in Status)], key=_key("several", "status"))
        right.text_input("进展情况（不填则不改）", key=_key("several", "progress"), max_chars=acts.LONGEST)
        left, right = st.columns([1, 3])
        who(left, "several")
        right.text_input("理由（可不填）", key=_key("several", "reason"), max_chars=200)
        seen = {one: state.seen for one, state in states.items() if one in numbers}
        st.form_submit_button("全部记录", type="primary", on_click=_recorded_several, args=(seen, request))
    st.html(markup.link("取消选择", "ledger", request.but(page=request.page).parameters()))


def _recorded_several(seen: Mapping[str, int], request: Request) -> None:
    status, progress = (st.session_state[_key("several", field)] for field in ("status", "progress"))
    draft = Draft(None if status == KEEP else status, progress or None)
    if _recorded(draft, seen, "several"):
        st.query_params.from_dict(request.but(page=request.page).parameters())
        for field in ("status", "progress", "reason"):
            del st.session_state[_key("several", field)]
