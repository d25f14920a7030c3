"""Deadlines as a calendar (ics): an all-day event a dated directive, and one a checkpoint of a recurrence.

What has no day of the calendar (masked, relative, without a year) is not guessed: it is listed in a note, an
event of the day of the export. Ids of events come from the directives, so that a second import replaces the first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.checkpoints import checkpoints
from pipeline.export.figures import DUE_WORDS
from pipeline.export.items import Item, items, library, line
from pipeline.store import Store
from pipeline.store.placing import placed

if TYPE_CHECKING:
    from icalendar import Calendar, Event

ALARM = timedelta(hours=-15)
"""Nine in the morning of the day before: an all-day event begins at midnight."""
SUMMARY = 40
"""Characters of the directive in the title of an event; its description has them all."""
NAME = "督办台账"


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something is looked at: the deadline, or a checkpoint of a recurrence."""

    on: date
    uid: str
    label: str
    item: Item


def file(store: Store, path: Path, on: date, ids: Sequence[str] | None = None) -> int:
    """Write the calendar, of all directives or of those with these ids; gives the number of days in it.

    Raises:
        UsageError: `needs_office`, or there is no such folder.
        StoreError: the file cannot be written.
    """
    found = items(store, ids)
    known = tuple(day for item in found for day in days(item))
    dated = {day.item.directive_id for day in known}
    left = tuple(item for item in found if item.directive_id not in dated and not item.ended)
    with placed(path) as draft:
        draft.write_bytes(_calendar(known, left, on).to_ical())
    return len(known)


def days(item: Item) -> Iterator[Day]:
    """The days of a directive; none where the speech gives none."""
    if item.due_latest:
        yield Day(item.due_latest, f"{item.directive_id}@duban", "截止", item)
    for day in checkpoints(item.given_on, item.recurrence_freq):
        label = f"检查（{item.recurrence_text}）"
        yield Day(day, f"{item.directive_id}-{day:%Y%m%d}@duban", label, item)


def _calendar(known: Sequence[Day], left: Sequence[Item], on: date) -> "Calendar":
    ical = library("icalendar")
    calendar: Calendar = ical.Calendar()
    calendar.add("prodid", "-//duban//督办//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME)
    stamp = datetime.combine(on, time(), UTC)
    for day in known:
        calendar.add_component(_event(ical, day, stamp))
    if left:
        told = f"{len(left)} 项任务没有确定的日期，未列入日历，清单见 {on} 的“未列入日历的任务”"
        calendar.add("x-wr-caldesc", told)
        calendar.add_component(_note(ical, left, stamp))
    return calendar


def _event(ical: Any, day: Day, stamp: datetime) -> "Event":  # noqa: ANN401  (the library itself)
    item = day.item
    words = line(item.measure)
    short = words if len(words) <= SUMMARY else words[: SUMMARY - 1] + "…"
    ended = f"【{item.status}】" if item.ended else ""
    event = _whole_day(ical, day.uid, day.on, stamp, f"{ended}{line(day.label)}：{short}")
    event.add("description", "\n".join(_lines(item)))
    event.add("categories", [item.status.value])
    if not item.ended:
        event.add_component(_alarm(ical, short))
    return event


def _whole_day(ical: Any, uid: str, on: date, stamp: datetime, summary: str) -> "Event":  # noqa: ANN401
    event: Event = ical.Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(1))
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event


def _alarm(ical: Any, words: str) -> Any:  # noqa: ANN401
    alarm = ical.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", ALARM)
    alarm.add("description", words)
    return alarm


def _lines(item: Item) -> Iterator[str]:
    """All that is known of a directive, a line each."""
    known = (
        ("具体措施", item.measure),
        ("牵头单位", item.responsible),
        ("配合单位", item.assisting),
        ("时限原文", item.due_text),
        ("频次", item.recurrence_text),
        ("量化指标", item.targets),
        ("状态", item.status.value),
        ("任务来源", item.source),
    )
    yield from (f"{head}：{line(words)}" for head, words in known if words)


def _note(ical: Any, left: Sequence[Item], stamp: datetime) -> "Event":  # noqa: ANN401
    on = stamp.date()
    event = _whole_day(ical, "undated@duban", on, stamp, f"未列入日历的任务：{len(left)} 项")
    event.add(
        "description", "\n".join(f"{at}. {_reason(item)}：{line(item.measure)}" for at, item in enumerate(left, 1))
    )
    return event


def _reason(item: Item) -> str:
    """Why a directive has no day."""
    if item.has_date:
        return f"{DUE_WORDS[item.due_status]}（{line(item.due_text or '')}）"
    if item.recurrence_text:
        return f"{line(item.recurrence_text)}，检查日不能确定"
    return DUE_WORDS[item.due_status]
