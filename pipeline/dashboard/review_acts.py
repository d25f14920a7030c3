"""What a reviewer decides, into the store: checked against what was on the screen. No Streamlit here."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.corrections import VERDICT
from pipeline.dashboard import acts, gold_words, review_rows
from pipeline.dashboard.review_rows import Item
from pipeline.errors import UsageError
from pipeline.follow import Event, EventKind, standing
from pipeline.store import Store

ACCEPT: Mapping[str, Any] = {"verdict": VERDICT}


def corrected(
    store: Store, speech_id: str, shown: Item, changes: Mapping[str, Any], author: str, reason: str = ""
) -> str:
    """Record what somebody decided about a statement as it was shown; gives the id of the act.

    Args:
        store: open for writing, so that nobody comes between the check and the record.
        speech_id: where it stands.
        shown: the statement on the screen of the author.
        changes: values in the shape of gold by field.
        author: who.
        reason: why.

    Raises:
        UsageError: `no_author`, `changed_meanwhile`, or what `Store.correct` raises.
    """
    if not author.strip():
        raise UsageError("no_author", "没有填写姓名：请先填“记录人”，再点一次。填好的内容都还在。")
    if review_rows.queue(store, speech_id).row(shown.statement_id) != shown:
        raise UsageError(
            "changed_meanwhile",
            "您打开之后，这一句已被别人校对或重新抽取，所以没有存入。最新情况已经显示，请看过后再改。",
        )
    return store.correct(shown.statement_id, changes, author.strip(), reason.strip() or None)


def undone(store: Store, action: str, author: str, reason: str = "") -> str:
    """Undo an act of review; gives the id of the new act.

    Raises:
        UsageError: `no_author`, or what `Store.undo_correction` raises.
    """
    if not author.strip():
        raise UsageError("no_author", "没有填写姓名：请先填“记录人”，再点“撤销”。")
    return store.undo_correction(action, author.strip(), reason.strip() or None)


def label(done: Sequence[Event]) -> str:
    """An act in a list of them."""
    fields = "、".join(gold_words.FIELDS.get(event.field or "", "") for event in done)
    return f"{acts.signed(done[0])}　{fields}"


def undoable(events: Sequence[Event]) -> dict[str, tuple[Event, ...]]:
    """The acts of review that still stand, the latest first: the id of the act, and its events."""
    found: dict[str, tuple[Event, ...]] = {}
    for event in reversed(standing(events)):
        if event.action_id and event.kind is EventKind.CORRECTION:
            found[event.action_id] = (*found.get(event.action_id, ()), event)
    return found
