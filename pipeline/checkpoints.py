"""The days on which a recurrence is looked at: the last day of each of its periods."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from pipeline.model import Freq

SUNDAY = 6
MONTHS = {Freq.MONTHLY: 1, Freq.QUARTERLY: 3, Freq.HALFYEARLY: 6, Freq.YEARLY: 12}
"""Periods that end with a month: how many months they have."""


def checkpoints(given_on: date | None, freq: Freq | None) -> tuple[date, ...]:
    """The last day of each period from the speech's date to the end of its year; none where either is unknown.

    A week ends on Sunday; a period that ends in the next year has no checkpoint.

    >>> [f"{day:%m-%d}" for day in checkpoints(date(2026, 8, 20), Freq.QUARTERLY)]
    ['09-30', '12-31']
    """
    if given_on is None or freq is None or freq is Freq.IRREGULAR:
        return ()
    return tuple(day for day in _days(given_on) if _ends(freq)(day))


def _days(first: date) -> Iterator[date]:
    for more in range((date(first.year, 12, 31) - first).days + 1):
        yield first + timedelta(more)


def _ends(freq: Freq) -> Callable[[date], bool]:
    """Tells whether a day is the last of a period."""
    if freq is Freq.DAILY:
        return lambda day: True
    if freq is Freq.WEEKLY:
        return lambda day: day.weekday() == SUNDAY
    months = MONTHS[freq]
    return lambda day: day.month % months == 0 and day.day == monthrange(day.year, day.month)[1]
