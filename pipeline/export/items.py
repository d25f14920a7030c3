"""The rows of the ledger as values: what the workbook, the report and the calendar are made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from itertools import starmap
from typing import Any

from pipeline.errors import UsageError
from pipeline.follow import Status
from pipeline.lamps import ENDED, Lamp, LampSettings, lamp
from pipeline.model import Freq
from pipeline.store import Store

ITEMS = """
    select l.directive_id, l.speech_id, l.source, l.task, l.measure, l.kind, l.lead_body, l.responsible, l.assisting,
        l.due_text, l.due_latest, l.due_status, l.targets, l.recurrence_text, l.recurrence_freq, l.progress, l.status,
        f.evidence, s.given_on, s.year
    from ledger as l
    join speeches as s using (speech_id)
    left join follow_up as f using (directive_id)
    where $ids is null or l.directive_id in (select unnest($ids::varchar[]))
    order by l.number
"""

UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Item:
    """One directive with its bodies, its deadline and how far it is; `None` where the speech does not say."""

    directive_id: str
    speech_id: str
    source: str
    task: str
    measure: str
    kind: str
    lead_body: str | None
    responsible: str | None
    assisting: str | None
    due_text: str | None
    due_latest: date | None
    due_status: str
    targets: str | None
    recurrence_text: str | None
    recurrence_freq: Freq | None
    progress: str | None
    status: Status
    evidence: str | None
    given_on: date | None
    year: str

    @property
    def ended(self) -> bool:
        """Nothing is left to be urged."""
        return self.status in ENDED

    @property
    def has_body(self) -> bool:
        """Somebody is named."""
        return bool(self.responsible or self.assisting)

    @property
    def has_date(self) -> bool:
        """A deadline is worded, were it masked or relative."""
        return self.due_status != "none"

    @property
    def supervisable(self) -> bool:
        """可督办: a body, and a deadline or a recurrence."""
        return self.has_body and (self.has_date or self.recurrence_freq is not None)

    def lamp(self, on: date, settings: LampSettings) -> Lamp:
        """Its lamp (预警) on a day."""
        return lamp(self.due_latest, self.status, on, settings)

    def overdue(self, on: date) -> bool:
        """Past its last day, or marked as such, and not ended."""
        late = self.due_latest is not None and self.due_latest < on
        return not self.ended and (late or self.status is Status.OVERDUE)

    def near(self, on: date, settings: LampSettings) -> bool:
        """Not overdue, and its lamp is more urgent than that of what is far off."""
        urgent = self.due_latest is not None and self.lamp(on, settings) in settings.lamps[:-1]
        return urgent and not self.overdue(on)


def items(store: Store, ids: Sequence[str] | None = None) -> tuple[Item, ...]:
    """All directives in the order of the ledger, or those with these ids."""
    found = store.tuples(ITEMS, {"ids": None if ids is None else list(ids)})
    return tuple(_typed(item) for item in starmap(Item, found))


def _typed(item: Item) -> Item:
    freq = item.recurrence_freq
    return replace(item, recurrence_freq=freq and Freq(freq), status=Status(item.status))


def line(words: str) -> str:
    """Words on one line, without the control characters that no XML and no calendar may hold."""
    return UNPRINTED.sub("", words.replace("\r", "")).replace("\n", " ")


def library(name: str) -> Any:  # noqa: ANN401  (a module of a library without types)
    """A library of the extra `office`.

    Raises:
        UsageError: `needs_office`, it is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError("needs_office", '读写办公文件需要安装附加组件：pip install "duban[office]"') from error


def chinese(day: date) -> str:
    """A day as documents write it: 2026年9月30日."""
    return f"{day.year}年{day.month}月{day.day}日"
