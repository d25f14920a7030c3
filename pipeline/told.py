"""Fields of a directive as people or files tell them, in the shape of gold, as values that quote the text."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from pipeline.errors import UsageError
from pipeline.model import (
    Body,
    Directive,
    Due,
    DueStatus,
    Freq,
    Kind,
    Op,
    Passage,
    Programme,
    Recurrence,
    Role,
    Sanction,
    Target,
)

Json = Mapping[str, Any]
Named = TypeVar("Named", bound=StrEnum)

UNDATED = (DueStatus.RELATIVE, DueStatus.VAGUE)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where words may stand: a statement of a text; `canonical` are the canonical names of bodies named elsewhere."""

    text: str
    start: int
    end: int
    canonical: Mapping[str, str] = field(default_factory=dict)

    def place(self, told: Json, earlier: bool = False) -> tuple[int, int, str]:
        """Begin, end and characters of a mention: where it says, in the statement, or (`earlier` first) before it.

        Raises:
            UsageError: `not_in_text`.
        """
        mention = told.get("mention")
        if not isinstance(mention, str) or not mention.strip():
            raise UsageError("correction", "缺少原文写法（mention）：请照原文写出这几个字")
        start = told.get("start")
        if isinstance(start, int) and start >= 0 and self.text.startswith(mention, start):
            return start, start + len(mention), mention
        within = self.text.find(mention, self.start, self.end)
        before = self.text.rfind(mention, 0, self.start)
        found = next((at for at in ((before, within) if earlier else (within, before)) if at >= 0), None)
        if found is None:
            raise UsageError("not_in_text", f"这一句和它之前的原文里都没有“{mention}”：请照原文写，一字不差")
        return found, found + len(mention), mention


def closed(what: str, told: object, allowed: type[Named] | Iterable[str]) -> Any:  # noqa: ANN401
    """A member of a closed vocabulary.

    Raises:
        UsageError: `correction`, with the words that are allowed.
    """
    for one in allowed:
        if told == one:
            return one
    raise UsageError("correction", f"{what}不能是“{told}”，只能是：{'、'.join(map(str, allowed))}")


def bodies(scope: Scope, told: Any) -> tuple[Body, ...]:  # noqa: ANN401
    """Who must act; one that stands before the statement is inherited."""
    return tuple(_body(scope, one) for one in _list("责任单位", told))


def _body(scope: Scope, told: Json) -> Body:
    start, end, mention = scope.place(told, earlier=told.get("inherited") is True)
    name = told.get("name") or mention
    canonical = told.get("canonical") or scope.canonical.get(name, name)
    role = closed("角色", told.get("role", Role.RESPONSIBLE.value), Role)
    inherited = told.get("inherited") is True or not scope.start <= start < scope.end
    return Body(start, end, mention, str(name), str(canonical), role, inherited)


def due(scope: Scope, told: Any) -> Due | None:  # noqa: ANN401
    """The deadline; its days are reckoned from its EDTF date, its first day is the last one where none is told."""
    if told is None:
        return None
    start, end, mention = scope.place(_object("时限", told))
    edtf = told.get("edtf")
    status = _status(edtf, told.get("status"))
    if status is not DueStatus.RESOLVED:
        return Due(start, end, mention, edtf, None, None, status)
    latest, earliest = date.fromisoformat(edtf), told.get("earliest")
    first = date.fromisoformat(earliest) if earliest and told.get("latest") == edtf else latest
    return Due(start, end, mention, edtf, min(first, latest), latest, status)


def _status(edtf: object, told: object) -> DueStatus:
    if edtf is None:
        return next((one for one in UNDATED if one == told), DueStatus.RELATIVE)
    if not isinstance(edtf, str) or not re.fullmatch(r"[0-9X]{4}-[0-9X]{2}-[0-9X]{2}", edtf):
        raise UsageError("correction", f"日期“{edtf}”写法不对：应为 2026-06-30，未知的数字写 X，没有日期则留空")
    if "X" in edtf:
        return DueStatus.YEARLESS if edtf[:4] == "XXXX" and "X" not in edtf[4:] else DueStatus.MASKED
    try:
        date.fromisoformat(edtf)
    except ValueError as error:
        raise UsageError("correction", f"没有 {edtf} 这一天") from error
    return DueStatus.RESOLVED


def recurrence(scope: Scope, told: Any) -> Recurrence | None:  # noqa: ANN401
    """How often."""
    if told is None:
        return None
    return Recurrence(*scope.place(_object("频次", told)), closed("频次", told.get("freq"), Freq))


def targets(scope: Scope, told: Any) -> tuple[Target, ...]:  # noqa: ANN401
    """How much or how many."""
    return tuple(_target(scope, one) for one in _list("量化指标", told))


def _target(scope: Scope, told: Json) -> Target:
    op = closed("比较", told.get("op", Op.EQUAL.value), Op)
    value = told.get("value")
    low, high = value if isinstance(value, list) and len(value) == len("低高") else (value, None)
    unit, indicator = told.get("unit") or None, told.get("indicator") or None
    return Target(*scope.place(told), op, _number(low), _number(high), unit, indicator)


def _number(told: object) -> float | None:
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise UsageError("correction", f"指标的数值“{told}”不是数字；隐去的数字留空")
    return float(told)


def kind(_scope: Scope, told: Any) -> Kind:  # noqa: ANN401
    """What it asks for."""
    return closed("类别", told, Kind)  # type: ignore[no-any-return]


def whole(scope: Scope, told: Json) -> Directive:
    """A directive with everything that `shape.directive` tells of it."""
    return Directive(
        kind(scope, told.get("kind")),
        str(told["rule"]),
        bodies(scope, told.get("bodies", [])),
        due(scope, told.get("due")),
        recurrence(scope, told.get("recurrence")),
        targets(scope, told.get("targets", [])),
        tuple(_sanction(scope, one) for one in told.get("sanctions", [])),
        tuple(_programme(scope, one) for one in told.get("programmes", [])),
    )


def _sanction(scope: Scope, told: Json) -> Sanction:
    condition, falls_on = _passage(scope, told.get("condition")), _passage(scope, told.get("falls_on"))
    return Sanction(condition, Passage(*scope.place(told["consequence"])), falls_on)


def _programme(scope: Scope, told: Json) -> Programme:
    listed = _passage(scope, told.get("listed"))
    return Programme(*scope.place(told), told["name"], told.get("declared_count"), told.get("found_count"), listed)


def _passage(scope: Scope, told: Json | None) -> Passage | None:
    return None if told is None else Passage(*scope.place(told))


def _list(what: str, told: object) -> list[Json]:
    if not isinstance(told, list | tuple):
        raise UsageError("correction", f"{what}应为一个列表，没有则为空列表")
    return [_object(what, one) for one in told]


def _object(what: str, told: object) -> Json:
    if not isinstance(told, dict):
        raise UsageError("correction", f"{what}应写明 mention 等各项")
    return told


READERS: dict[str, Callable[[Scope, Any], Any]] = {
    "kind": kind,
    "bodies": bodies,
    "due": due,
    "recurrence": recurrence,
    "targets": targets,
}
"""By field: what is told -> what a directive holds."""
