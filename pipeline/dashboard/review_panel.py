"""One statement as it is reviewed: in its paragraph, with what was extracted of it and what became of it."""

from collections.abc import Sequence

from pipeline import shape
from pipeline.dashboard import detail, gold_words, markup, words
from pipeline.dashboard.markup import Html, Mark
from pipeline.dashboard.review_rows import Item, Queue
from pipeline.model import Body, Directive, Due, Recurrence, Target, Zone

PAGE = "review"


def tags(one: Item) -> list[Html]:
    """What became of a statement, or what is doubtful in it."""
    said = [*(["✓ 已认可"] if one.accepted else []), *(["✎ 已更正"] if one.corrected else []), *one.weak]
    return [markup.tag("span", tag, class_="duban-tag") for tag in said]


def panel(queue: Queue, shown: Sequence[Item], here: Item) -> Html:
    """The statement in its paragraph, with what was extracted."""
    one, text = here.statement, queue.extraction.speech.text
    said = detail.line(text, one.start, one.end, _marks(one.directive))
    parts = (_panel_head(queue, shown, here), said, _facts(one.zone, one.directive))
    return markup.tag("section", markup.joined(parts), class_="duban-detail", id=f"review-{here.statement_id}")


def _panel_head(queue: Queue, shown: Sequence[Item], here: Item) -> Html:
    number = f"第 {shown.index(here) + 1} 条，共 {len(shown)} 条" if here in shown else "不在所选范围内"
    ways = [markup.link("在原文中查看", "text", {"speech": queue.speech_id, "at": here.statement_id})]
    if here.directive_id:
        ways.append(markup.link("在台账中查看", "ledger", {"task": here.directive_id}))
    title = markup.tag("h2", markup.joined((number, *tags(here))))
    return markup.tag("header", markup.joined((title, markup.tag("nav", markup.joined(ways)))))


def _marks(directive: Directive | None) -> list[Mark]:
    """Where the fields are named, as the text shows them."""
    if directive is None:
        return []
    found: list[tuple[str, Body | Due | Recurrence | Target | None]] = [
        ("due", directive.due),
        ("recurrence", directive.recurrence),
        *(("body", one) for one in directive.bodies),
        *(("target", one) for one in directive.targets),
    ]
    return [Mark(one.start, one.end, f"field field-{name}") for name, one in found if one]


def _facts(zone: Zone, directive: Directive | None) -> Html:
    facts = [("功能", words.ZONES[zone])]
    if directive:
        shown = shape.directive(directive)
        fields = ("kind", "bodies", "due", "recurrence", "targets")
        facts += [(gold_words.FIELDS[name], gold_words.told(name, shown[name])) for name in fields]
        facts.append(("判定规则", directive.rule if directive.rule != "corrected" else "人工判定"))
    pairs = (markup.joined((markup.tag("dt", name), markup.tag("dd", value))) for name, value in facts)
    return markup.tag("dl", markup.joined(pairs))
