"""导入 as words: what is in hand with what is found in it and what becomes of it, and what was loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.dashboard import intake, listing, markup, near, righting
from pipeline.dashboard.intake import Known
from pipeline.dashboard.listing import Entry, State, Stored
from pipeline.dashboard.markup import Html
from pipeline.dashboard.near import Near
from pipeline.dashboard.paging import Place
from pipeline.dashboard.storing import Done
from pipeline.model import Document, Extraction, Failure, Speech
from pipeline.store import speech_id

PAGE = "upload"
HEADS = ("序号", "文稿", "标题", "日期", "级别", "字数", "部署", "有时限", "情况")
FAILED = ("文稿", "原因代码", "怎么办")

MOST, FIRST = 50, 10
"""Lines of failures, and of what was loaded: a large archive may hold thousands, and the next one is to be dropped."""

Found = Mapping[str, Extraction | Failure]
"""What is found in texts, by hash; in those that are stored nothing is looked for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page lists: a page of the entries of a state (all where it is empty), and what is known of them.

    `chosen` is the text that is shown in full, `picked` whether somebody has picked it.
    """

    here: Place
    state: str
    listed: tuple[Entry, ...]
    chosen: str
    picked: bool
    stored: Stored
    found: Found
    near: Mapping[str, Sequence[Near]]

    @property
    def filters(self) -> dict[str, str]:
        """What of the URL stays when the page is turned."""
        return {"state": self.state} if self.state else {}

    @property
    def asked(self) -> dict[str, str]:
        """What of the URL stays when another text is chosen."""
        return self.filters | ({"page": str(self.here.number)} if self.here.number > 1 else {})


def bar(counts: Mapping[State, int], shown: Shown) -> Html:
    """How many there are of each state, each a link to those; and all left out, or taken in again, at once."""
    total = sum(counts.values())
    kinds = [("", "全部", total), *((state, listing.NAMES[state], count) for state, count in counts.items())]
    parts = [
        markup.tag("b", f"{name} {count}", aria_current="true") if state == shown.state
        else markup.link(f"{name} {count}", PAGE, {"state": state} if state else {})
        for state, name, count in kinds
    ]  # fmt: skip
    if counts.get(State.NEW, 0) + counts.get(State.NEWS, 0) > 1:
        parts.append(markup.link("全部不导入", PAGE, {"leave": listing.ALL}))
    if counts.get(State.OUT, 0) > 1:
        parts.append(markup.link("全部恢复导入", PAGE, {"take": listing.ALL}))
    return markup.tag("nav", markup.joined(parts), class_="duban-pages", aria_label="情况")


def table(shown: Shown) -> Html:
    """The entries of one page; the name of each text leads to what is found in it."""
    rows = (_cells(number, one, shown) for number, one in enumerate(shown.listed, shown.here.offset + 1))
    return markup.table(HEADS, rows, "duban-ledger duban-uploads")


def _cells(number: int, one: Entry, shown: Shown) -> tuple[object, ...]:
    if one.speech is None:
        state = markup.tag("b", listing.NAMES[one.state])
        return number, one.name, *[None] * 6, markup.joined((state, "　", one.why))
    sid = speech_id(one.speech)
    name = (
        markup.tag("b", one.name, aria_current="true") if sid == shown.chosen
        else markup.link(one.name, PAGE, {"doc": sid, **shown.asked})
    )  # fmt: skip
    size = f"{len(one.speech.text):,}"
    known, found = shown.stored.get(one.speech.sha256), shown.found.get(one.speech.sha256)
    if known:
        return number, name, *_facts(known.document), size, known.directives, known.dated, _known(one, known, shown)
    if not isinstance(found, Extraction):
        why = f"{found.message}（{found.code}）" if found else ""
        bad = markup.joined((markup.tag("b", "不能导入"), "　", why, "　", _way("leave", "不导入", sid, shown)))
        return number, name, *[None] * 6, _left_out(sid, shown) if one.state is State.OUT else bad
    made = [line.directive for line in found.statements if line.directive]
    dated = sum(asked.due is not None for asked in made)
    return number, name, *_facts(found.speech.document), size, len(made), dated, _new(one, sid, shown)


def _facts(said: Document) -> tuple[str | None, str, str | None]:
    """Title, day and level."""
    told = intake.shown(said)
    return said.title, told["given_on"] or told["year"] or "不明", said.level


def _new(one: Entry, sid: str, shown: Shown) -> Html:
    """What becomes of a text that is not stored yet."""
    if one.state is State.OUT:
        return _left_out(sid, shown)
    alike = shown.near.get(one.speech.sha256, ()) if one.speech else ()
    like = ["与", near.way(alike[0]), f"等 {len(alike)} 篇" if len(alike) > 1 else "", "内容近似　"] if alike else []
    return markup.joined(("可以导入　", *like, _way("leave", "不导入", sid, shown)))


def _left_out(sid: str, shown: Shown) -> Html:
    return markup.joined((markup.tag("b", "不导入"), "　", _way("take", "恢复导入", sid, shown)))


def _known(one: Entry, known: Known, shown: Shown) -> Html:
    """What becomes of a text that is stored: nothing, or new facts."""
    there = markup.joined(("已在库中　", ways(known.speech_id)))
    if one.state is State.STORED or one.speech is None:
        return there
    sid = speech_id(one.speech)
    act = _left_out(sid, shown) if one.state is State.OUT else _way("leave", "不更新", sid, shown)
    return markup.joined((there, "　", news(known, one.speech), "　", act))


def news(known: Known, speech: Speech) -> str:
    """What a sidecar or a table tells of a stored text that is not stored."""
    return f"所附信息与库中的不同：{'；'.join(righting.changes(known.document, known.told(speech)))}"


def _way(act: str, name: str, sid: str, shown: Shown) -> Html:
    """A link that leaves a text out, or takes it in again; the list stays where it is."""
    doc = {"doc": shown.chosen} if shown.picked else {}
    return markup.link(name, PAGE, {act: sid, **doc, **shown.asked}, class_="duban-act", data_stay="")


def failures(found: Sequence[Failure]) -> Html:
    """What was not loaded, why, and what to do."""
    if not found:
        return Html()
    title = markup.tag("h3", f"未能导入（{len(found)} 个）")
    rows = ((one.path, one.code, one.message) for one in found[:MOST])
    return markup.joined((title, markup.table(FAILED, rows, "duban-failures"), _rest(len(found))))


def _rest(count: int) -> Html:
    """How many are not told one by one."""
    return markup.note(f"……另有 {count - MOST} 个。") if count > MOST else Html()


def loaded(done: Done) -> Html:
    """What was loaded, with links to it; what nearly repeats other speeches; what was not loaded, with reasons."""
    counts = done.counts
    already = f"，{counts.skipped} 篇内容已在库中" if counts.skipped else ""
    renewed = f"，更新 {len(done.renewed)} 篇的信息" if done.renewed else ""
    both = (*done.speeches, *done.renewed)
    lines = [markup.joined((name, "　", ways(one))) for one, name in both[:FIRST]]
    rest = [f"……另有 {len(both) - FIRST} 篇，都在“讲话原文”里。"] if len(both) > FIRST else []
    title = f"已导入 {counts.speeches} 篇讲话、{counts.directives} 项部署{already}{renewed}。"
    told = markup.notice(title, *lines, *rest)
    return markup.joined((told, copies(done), failures(done.failures)))


def copies(done: Done) -> Html:
    """Which of the speeches that were loaded nearly repeat others."""
    if not done.copies:
        return Html()
    lines = [markup.joined((near.name(one), " 与 ", near.way(other))) for one, other in done.copies[:FIRST]]
    rest = [f"……另有 {len(done.copies) - FIRST} 对，列在“总览”里。"] if len(done.copies) > FIRST else []
    return markup.notice(f"有 {len(done.copies)} 对讲话内容近似。", *lines, *rest, near.ADVICE)


def ways(one: str) -> Html:
    """Links to a stored speech."""
    asked = {"speech": one}
    return markup.joined((markup.link("讲话原文", "text", asked), markup.link("督办台账", "ledger", asked)), "　")
