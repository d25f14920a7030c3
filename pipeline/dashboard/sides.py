"""Achievements, problems and tasks of a speech side by side; each leads to its place in the text, and to its row."""

from pipeline.dashboard import markup, words
from pipeline.dashboard.markup import Html, Mark
from pipeline.dashboard.speech import Speech, Statement
from pipeline.model import Zone

PAGE = "text"
SIDES = (Zone.ACHIEVEMENT, Zone.PROBLEM, Zone.DIRECTIVE)
NONE = "这篇讲话里没有这一类。"


def sides(shown: Speech, at: str = "") -> Html:
    """Three columns, each in the order of the text; `at` is to stand out."""
    columns = (_column(shown, zone, at) for zone in SIDES)
    return markup.tag("div", markup.joined(columns), class_="duban-sides")


def _column(shown: Speech, zone: Zone, at: str) -> Html:
    found = [one for one in shown.statements if one.zone == zone]
    items = markup.joined(_item(shown, one, at) for one in found)
    title = markup.tag("h3", f"{words.ZONES[zone]}（{len(found)}）")
    told = markup.tag("ol", items) if found else markup.note(NONE)
    return markup.tag("section", markup.joined((title, told)), class_=f"side-{zone}")


def _item(shown: Speech, one: Statement, at: str) -> Html:
    """The words with their fields, and the ways to the text and the ledger."""
    marks = [Mark(f.start, f.end, f"field field-{f.name}") for f in shown.fields]
    said = markup.tag("div", markup.marked(shown.text, one.start, one.end, marks), class_="duban-words")
    place = one.directive_id or one.statement_id
    ways = [markup.link("原文", PAGE, {"speech": shown.speech_id, "at": place}, title="到原文中的这一句")]
    if one.directive_id:
        label = f"台账第{one.number}项"
        ways.append(markup.link(label, "ledger", {"task": one.directive_id}, title="在台账中查看"))
    kind = [markup.tag("span", words.KINDS[one.kind], class_="duban-tag")] if one.kind else []
    foot = markup.tag("p", markup.joined((*ways, *kind), "　"), class_="duban-note")
    return markup.tag(
        "li", markup.joined((said, foot)), class_=f"zone-{one.zone}", id=f"b-{place}",
        data_focus="center" if at in (one.directive_id, one.statement_id) else None,
    )  # fmt: skip
