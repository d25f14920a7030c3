"""预警: how near a deadline is, by the settings of the place; a pure function of the day that the caller gives."""

from dataclasses import dataclass
from datetime import date

from pipeline.follow import Status

ENDED = (Status.DONE, Status.CLOSED)
"""Nothing is left to be urged."""


@dataclass(frozen=True, slots=True)
class Lamp:
    """What is shown, and the most days left for which it is; `days` is None where there is no such limit."""

    id: str
    label: str
    symbol: str
    colour: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class LampSettings:
    """The lamps of dated directives, the most urgent first; that of undated ones; that of ended ones."""

    lamps: tuple[Lamp, ...]
    unknown: Lamp
    ended: Lamp

    @property
    def all(self) -> tuple[Lamp, ...]:
        """Every lamp there is."""
        return (*self.lamps, self.unknown, self.ended)


def lamp(due_latest: date | None, status: str, on: date, settings: LampSettings) -> Lamp:
    """The lamp of a directive on a day; what somebody has marked 逾期 has the most urgent one, whatever its day.

    >>> from pipeline.lexicon.lamps import bundled
    >>> lamp(date(2026, 9, 30), "进行中", date(2026, 9, 25), bundled()).label
    '临近'
    """
    if status in ENDED:
        return settings.ended
    if status == Status.OVERDUE:
        return settings.lamps[0]
    if due_latest is None:
        return settings.unknown
    left = (due_latest - on).days
    return next(one for one in settings.lamps if one.days is None or left <= one.days)


LAMP = """case
    when status in ('已完成', '已销号') then 'ended'
    when status = '逾期' then '1'
    when due_latest is null then 'unknown'
    else format('{}', 1 + len(list_filter($limits::integer[], lambda most: due_latest - $on::date > most)))
end"""
"""The same over rows of the view `ledger`, so that a page need not read all rows to find those of one lamp."""


def condition(lamp_id: str, on: date, settings: LampSettings) -> tuple[str, dict[str, object]]:
    """The condition on rows of the view `ledger` that have this lamp on a day, and its parameters."""
    return f"{LAMP} = $lamp", {"lamp": places(settings)[lamp_id], **thresholds(on, settings)}


def places(settings: LampSettings) -> dict[str, str]:
    """What `LAMP` says for each lamp, by its id."""
    dated = {one.id: str(place) for place, one in enumerate(settings.lamps, 1)}
    return {**dated, settings.unknown.id: "unknown", settings.ended.id: "ended"}


def thresholds(on: date, settings: LampSettings) -> dict[str, object]:
    """The parameters of `LAMP` for a day."""
    return {"limits": [one.days for one in settings.lamps if one.days is not None], "on": on}
