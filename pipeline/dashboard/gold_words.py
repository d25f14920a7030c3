"""Values in the shape of gold, as the pages tell them: in the history of a directive, and beside the form."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from pipeline.dashboard import words

Json = Mapping[str, Any]

FIELDS = {
    "zone": "功能",
    "kind": "类别",
    "bodies": "责任单位",
    "due": "完成时限",
    "recurrence": "频次",
    "targets": "量化指标",
    "verdict": "结论",
}
VERDICTS = {"accepted": "认可"}
OPS = {">=": "至少", "<=": "至多", "~": "约", "=": "等于", "range": "范围"}
NONE = "无"


def told(field: str, value: Any) -> str:  # noqa: ANN401  (JSON)
    """A value of a field in words; a field that nobody knows is told as it is."""
    if value in (None, [], ""):
        return NONE
    return TOLD.get(field, str)(value)


def change(field: str, old: str | None, new: str | None) -> str:
    """What an event says of a field, its values as JSON."""
    before, after = (told(field, json.loads(value) if value else None) for value in (old, new))
    name = FIELDS.get(field, field)
    return f"校对：{after}" if field == "verdict" else f"更正{name}：{before} → {after}"


def body(one: Json) -> str:
    """A body with its role, and its mention where that differs from the name."""
    notes = [words.ROLES[one.get("role", "responsible")]]
    notes += [f"原文“{one['mention']}”"] if one["mention"] != one.get("name", one["mention"]) else []
    notes += ["承前"] if one.get("inherited") else []
    return f"{one.get('name', one['mention'])}（{'，'.join(notes)}）"


def due(one: Json) -> str:
    """The words of a deadline, its days, and how far it is known."""
    days = " 至 ".join(sorted({day for day in (one.get("earliest"), one.get("latest")) if day}))
    known = days or one.get("edtf") or "没有确定的日期"
    status = f"，{words.STATUSES[one['status']]}" if "status" in one else ""
    return f"{one['mention']}（{known}{status}）"


def recurrence(one: Json) -> str:
    """The words of a recurrence, and how often that is."""
    return f"{one['mention']}（{words.FREQUENCIES[one['freq']]}）"


def target(one: Json) -> str:
    """The words of a number target, and what they amount to."""
    value = one["value"]
    numbers = value if isinstance(value, list) else [value]
    amount = "—".join("隐去" if number is None else f"{number:g}" for number in numbers)
    unit = one.get("unit") or ""
    about = f"，{one['indicator']}" if one.get("indicator") else ""
    return f"{one['mention']}（{OPS[one['op']]} {amount}{unit}{about}）"


def zone(one: Any) -> str:  # noqa: ANN401  (a name, or a directive with all its fields)
    """What a statement is for."""
    return words.ZONES[one["zone"] if isinstance(one, dict) else one]


TOLD: Mapping[str, Callable[[Any], str]] = {
    "zone": zone,
    "kind": lambda one: words.KINDS[one],
    "bodies": lambda several: "、".join(map(body, several)),
    "due": due,
    "recurrence": recurrence,
    "targets": lambda several: "；".join(map(target, several)),
    "verdict": lambda one: VERDICTS.get(one, str(one)),
}
