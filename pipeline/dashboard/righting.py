"""The facts of a stored speech put right: what was written, read anew with it, what that changed. No Streamlit here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline import again, engine, resources
from pipeline.dashboard import acts, data, intake, words
from pipeline.engine import Setup
from pipeline.errors import ReadError, StoreError, UsageError
from pipeline.follow import Change, EventKind
from pipeline.model import Document, Extraction, Failure
from pipeline.store import Store

DUES = """
    select directive_id, due_text, due_latest::varchar, due_status
    from directives
    where speech_id = $speech and due_text is not null
"""
DIFFER = "日期与年份不在同一年：请改成一致的，或只改一项，另一项随之变动。"
MEANWHILE = "您打开之后，这篇讲话的信息已被别人更正，所以没有存入。最新情况已经显示，请看过后再改。"


@dataclass(frozen=True, slots=True)
class Righted:
    """What became of a correction: the facts before and after, how many deadlines moved, how many tasks went."""

    before: Document
    after: Document
    moved: int
    withdrawn: int

    @property
    def changes(self) -> tuple[str, ...]:
        """Each fact that is another now."""
        return changes(self.before, self.after)


def changes(before: Document, after: Document) -> tuple[str, ...]:
    """The facts that differ, in words."""
    old, new = intake.shown(before), intake.shown(after)
    return tuple(
        f"{called}：{old[name] or '不明'} → {new[name] or '不明'}"
        for name, called in intake.CALLED.items()
        if old[name] != new[name]
    )


def wanted(stored: Document, written: Mapping[str, str]) -> Document:
    """What is to hold, where somebody wrote `written` over what is stored; an empty fact is what the text says of it.

    Raises:
        ReadError: `metadata`, a value that cannot be, or a day and a year that contradict one another.
        UsageError: `unchanged`.
    """
    shown = intake.shown(stored)
    fresh = {name: value.strip() for name, value in written.items() if value.strip() != shown[name]}
    if not fresh:
        raise UsageError("unchanged", "没有改动：请改好一项再点“保存更正”。")
    document = stored
    for name, value in fresh.items():
        document = intake.corrected(document, name, value)
    if fresh.get("given_on") and fresh.get("year") and document.given_on is None:
        raise ReadError("metadata", DIFFER)
    return document


def righted(sid: str, shown: Document, asked: Document, setup: Setup, author: str, reason: str = "") -> Righted:
    """Read a stored speech anew with the facts that are to hold, and put that in place of the old reading.

    Follow-up and corrections stay with their directives, as when a sidecar tells something new on a later load; each
    directive whose deadline moved gets a note that says who put which facts right, and why.

    Args:
        sid: the speech.
        shown: the facts that the author saw.
        asked: those that are to hold.
        setup: with what to read.
        author: who.
        reason: why.

    Raises:
        ReadError: `metadata`, no such level.
        UsageError: `no_author`, `no_speech`, `changed_meanwhile`, `unchanged`.
        StoreError: `constraint`, or the database is busy.
    """
    if not author.strip():
        raise UsageError("no_author", "没有填写姓名：请先填“记录人”，再点一次。填好的内容都还在。")
    speech = data.asked(lambda store: store.speech(sid))
    (found,) = again.read_anew([replace(speech, document=asked)], setup)
    if isinstance(found, Failure):
        raise ReadError(found.code, found.message)
    after = found.speech.document
    if after == shown:
        raise UsageError("unchanged", "没有变化：清空的一项，从原文识别的结果与原来相同。")
    digest = engine.lexicon_of(setup).digest
    return data.changed(lambda store: _put(store, sid, shown, found, digest, (author.strip(), reason.strip())))


def _put(store: Store, sid: str, shown: Document, found: Extraction, digest: str, signed: tuple[str, str]) -> Righted:
    """The new reading in place of the old one, and the notes; open for writing, so that nobody comes between."""
    if store.speech(sid).document != shown:
        raise UsageError("changed_meanwhile", MEANWHILE)
    before, run = _dues(store, sid), engine.new_run()
    store.begin(run, resources.version(), digest)
    told = store.replace([found], run)
    store.finish(run)
    if sid not in told:
        raise StoreError("constraint", "抽取结果不合数据库的约束，没有改动：请报告此文稿。")
    after = found.speech.document
    moved = [
        Change(one, EventKind.NOTE, acts.FACTS, before.get(one), now)
        for one, now in _dues(store, sid).items()
        if before.get(one) != now
    ]
    author, reason = signed
    if moved:
        store.record(moved, author, "；".join((*changes(shown, after), *([reason] if reason else []))))
    return Righted(shown, after, len(moved), told[sid].withdrawn)


def _dues(store: Store, sid: str) -> dict[str, str]:
    """The deadlines of a speech in words, by directive."""
    found = store.tuples(DUES, {"speech": sid})
    return {one: f"{mention}（{day or words.STATUSES[status]}）" for one, mention, day, status in found}
