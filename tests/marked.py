"""The notation of cases and snapshots: [words|label] marks what is found, inside the text itself.

[县住建局|body 县住建局]   a responsible body and its full name; `assisting` where it only helps
[|inherited 县住建局]      at the head of a statement: the body of the one before it goes on
[5月底前|due XXXX-05-31]   a deadline; `recurrence monthly`, `target >= 3 次` likewise
[现在开会。|procedure]     a statement and its zone
[逐户排查。|task]          or its kind
[由县水利局牵头。|县水利局] or who must act (`inherited 县水利局`, `nobody`)
[（一）|2]                 an enumerator and the level of its item
"""

import re
from collections.abc import Iterable

from pipeline.model import Body, Directive, Extraction, Role, Statement, Target

MARK = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]+)\]")

Mark = tuple[int, int, str]
"""Start, end and label."""


def plain(text: str) -> str:
    """The text without its marks."""
    return MARK.sub(r"\1", text)


def marked(text: str, marks: Iterable[Mark]) -> str:
    """The text with its marks; of two that overlap, the one that starts first stands."""
    out, at = [], 0
    for start, end, label in sorted(set(marks)):
        if start >= at:
            out += [text[at:start], f"[{text[start:end]}|{label}]"]
            at = end
    return "".join([*out, text[at:]])


def bodies(statement: Statement) -> list[Mark]:
    """The bodies of a directive; inherited ones at its head."""
    directive = statement.directive
    found = directive.bodies if directive else ()
    taken = [body.name for body in found if body.inherited]
    head = [(statement.start, statement.start, "inherited " + "、".join(taken))] if taken else []
    return head + [(body.start, body.end, f"{_role(body)} {body.name}") for body in found if not body.inherited]


def fields(directive: Directive) -> list[Mark]:
    """The deadline, the recurrence and the targets of a directive."""
    due, recurrence = directive.due, directive.recurrence
    marks = [(one.start, one.end, f"target {_amount(one)}") for one in directive.targets]
    if due:
        marks.append((due.start, due.end, f"due {due.edtf or due.status}"))
    if recurrence:
        marks.append((recurrence.start, recurrence.end, f"recurrence {recurrence.freq}"))
    return marks


def zones(found: Extraction) -> list[Mark]:
    """Every statement with its zone."""
    return [(one.start, one.end, one.zone.value) for one in found.statements]


def kinds(found: Extraction) -> list[Mark]:
    """Every statement with its kind, where it is a directive, or its zone."""
    return [(one.start, one.end, one.directive.kind if one.directive else one.zone) for one in found.statements]


def acting(found: Extraction) -> list[Mark]:
    """Every statement with those who must act, inherited or not; else its zone."""
    return [(one.start, one.end, _who(one.directive) if one.directive else one.zone) for one in found.statements]


def levels(found: Extraction) -> list[Mark]:
    """Every enumerator with its level."""
    return [(node.start, node.start + len(node.marker), str(node.level)) for node in found.nodes]


def speech(found: Extraction) -> str:
    """A whole speech, one statement a line: its zone (the kind, for a directive), the enumerator, the marked text."""
    text = found.speech.text
    opened = {node.body: "　" * (node.level - 1) + node.marker for node in found.nodes if not node.inline}
    lines = [f"{name}: {value}" for name, value in _facts(found)]
    for one in found.statements:
        label = one.directive.kind.value if one.directive else f"({one.zone.value})"
        marks = [*bodies(one), *fields(one.directive)] if one.directive else []
        lines.append(f"{label:13} {opened.get(one.start, '')}{_inside(text, one, marks)}")
    return "\n".join(lines) + "\n"


def _inside(text: str, statement: Statement, marks: list[Mark]) -> str:
    shifted = [(start - statement.start, end - statement.start, label) for start, end, label in marks]
    return marked(text[statement.start : statement.end], shifted)


def _facts(found: Extraction) -> list[tuple[str, object]]:
    said = found.speech.document
    return [("title", said.title), ("level", said.level), ("year", said.year), ("speaker", said.speaker)]


def _who(directive: Directive) -> str:
    names = "、".join(("配合 " if body.role is Role.ASSISTING else "") + body.name for body in directive.bodies)
    inherited = any(body.inherited for body in directive.bodies)
    return f"{'inherited ' if inherited else ''}{names}" or "nobody"


def _role(body: Body) -> str:
    return "assisting" if body.role is Role.ASSISTING else "body"


def _amount(target: Target) -> str:
    low, high = ("*" if value is None else f"{value:g}" for value in (target.low, target.high))
    return f"{target.op} {low if target.high is None else f'{low}..{high}'} {target.unit or ''}".rstrip()
