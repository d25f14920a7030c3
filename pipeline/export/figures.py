"""The figures of a ledger: counted once, shown in the workbook and in the report."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.export.items import Item
from pipeline.follow import Status
from pipeline.lamps import LampSettings

DUE_WORDS = {
    "resolved": "时限确定",
    "yearless": "时限缺年份",
    "masked": "时限隐去",
    "relative": "时限相对",
    "vague": "时限含糊",
    "none": "无时限",
}
KINDS = {"task": "任务", "principle": "原则要求", "sanction": "问责"}
NOBODY = "未明确单位"

Pairs = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What one leading body has to do."""

    body: str
    directives: int
    ended: int
    overdue: int
    soon: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of directives; each of the groups in a fixed order, zeros included."""

    directives: int
    speeches: int
    coverage: Pairs
    statuses: Pairs
    lamps: Pairs
    dues: Pairs
    loads: tuple[Load, ...]


def figures(items: Sequence[Item], on: date, settings: LampSettings) -> Figures:
    """All figures of these directives as of a day."""
    lit = Counter(item.lamp(on, settings).id for item in items)
    statuses, dues = Counter(item.status for item in items), Counter(item.due_status for item in items)
    return Figures(
        len(items),
        len({item.speech_id for item in items}),
        _coverage(items),
        tuple((status.value, statuses[status]) for status in Status),
        tuple((one.label, lit[one.id]) for one in settings.all),
        tuple((word, dues[code]) for code, word in DUE_WORDS.items()),
        loads(items, on, settings),
    )


def loads(items: Sequence[Item], on: date, settings: LampSettings) -> tuple[Load, ...]:
    """By leading body, the busiest first; what nobody leads comes last."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.lead_body or NOBODY, []).append(item)
    found = [_load(body, group, on, settings) for body, group in groups.items()]
    return tuple(sorted(found, key=lambda load: (load.body == NOBODY, -load.directives, load.body)))


def _load(body: str, group: Sequence[Item], on: date, settings: LampSettings) -> Load:
    return Load(
        body,
        len(group),
        sum(item.ended for item in group),
        sum(item.overdue(on) for item in group),
        sum(item.near(on, settings) for item in group),
    )


def _coverage(items: Sequence[Item]) -> Pairs:
    return (
        ("有责任单位", sum(item.has_body for item in items)),
        ("有时限", sum(item.has_date for item in items)),
        ("有频次", sum(item.recurrence_freq is not None for item in items)),
        ("有量化指标", sum(item.targets is not None for item in items)),
        ("可督办", sum(item.supervisable for item in items)),
    )
