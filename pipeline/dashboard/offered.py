"""导入 as words: the texts in hand with what is found in them, what came twice, what failed, and what was loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.dashboard import intake, markup
from pipeline.dashboard.intake import Done, InHand
from pipeline.dashboard.markup import Html
from pipeline.dashboard.paging import Place
from pipeline.model import Extraction, Failure, Speech
from pipeline.store import speech_id

PAGE = "upload"
HEADS = ("序号", "文稿", "标题", "日期", "级别", "字数", "部署", "有时限", "情况")
FAILED = ("文稿", "原因代码", "怎么办")

MOST = 50
"""Lines of one kind; a large archive may fail in thousands of places."""

Stored = Mapping[str, tuple[str, str]]
"""Texts that are in the database: their ids and names by hash."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page lists: a page of the texts with what is found in them, and which of them are stored already."""

    here: Place
    found: tuple[tuple[Speech, Extraction | Failure], ...]
    stored: Stored
    chosen: str


def table(shown: Shown) -> Html:
    """The texts of one page; the name of each leads to what is found in it."""
    rows = (_cells(number, *pair, shown) for number, pair in enumerate(shown.found, shown.here.offset + 1))
    return markup.table(HEADS, rows, "duban-ledger duban-uploads")


def _cells(number: int, speech: Speech, found: Extraction | Failure, shown: Shown) -> tuple[object, ...]:
    one = speech_id(speech)
    page = {"page": str(shown.here.number)} if shown.here.number > 1 else {}
    name = (
        markup.tag("b", speech.path, aria_current="true") if one == shown.chosen
        else markup.link(speech.path, PAGE, {"doc": one, **page})
    )  # fmt: skip
    stored = shown.stored.get(speech.sha256)
    state = markup.joined(("已在库中　", ways(stored[0]))) if stored else "可以导入"
    if isinstance(found, Failure):
        return number, name, *[None] * 6, markup.joined((found.message, f"（{found.code}）"))
    said = found.speech.document
    made = [line.directive for line in found.statements if line.directive]
    day = intake.shown(said)["given_on"] or intake.shown(said)["year"] or "不明"
    dated = sum(asked.due is not None for asked in made)
    return number, name, said.title, day, said.level, f"{len(speech.text):,}", len(made), dated, state


def twins(hand: InHand) -> Html:
    """Which texts came more than once."""
    notes = [markup.note(f"{one.path} 与 {first} 内容相同，只导入一份。") for one, first in hand.twins[:MOST]]
    return markup.joined((*notes, _rest(len(hand.twins))))


def failures(found: Sequence[Failure]) -> Html:
    """What cannot be loaded, why, and what to do."""
    if not found:
        return Html()
    title = markup.tag("h3", f"未能读取（{len(found)} 个）")
    rows = ((one.path, one.code, one.message) for one in found[:MOST])
    return markup.joined((title, markup.table(FAILED, rows, "duban-failures"), _rest(len(found))))


def _rest(count: int) -> Html:
    """How many are not told one by one."""
    return markup.note(f"……另有 {count - MOST} 个。") if count > MOST else Html()


def loaded(done: Done) -> Html:
    """What was loaded, with links to it; what was not, with reasons."""
    counts = done.counts
    already = f"，{counts.skipped} 篇内容已在库中" if counts.skipped else ""
    lines = [markup.joined((name, "　", ways(one))) for one, name in done.speeches[:MOST]]
    title = f"已导入 {counts.speeches} 篇讲话、{counts.directives} 项部署{already}。"
    return markup.joined((markup.notice(title, *lines), _rest(len(done.speeches)), failures(done.failures)))


def ways(one: str) -> Html:
    """Links to a stored speech."""
    asked = {"speech": one}
    return markup.joined((markup.link("讲话原文", "text", asked), markup.link("督办台账", "ledger", asked)), "　")
