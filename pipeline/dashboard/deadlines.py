"""What is due when: the days of a month with their directives and checkpoints, and what has no day. No Streamlit."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from pipeline.checkpoints import checkpoints
from pipeline.dashboard import lean
from pipeline.lamps import LAMP, places, thresholds
from pipeline.lexicon.lamps import bundled
from pipeline.model import Freq
from pipeline.store import Store
from pipeline.store.asking import Row

MOST = 200
"""Rows of a list; the ledger shows the others."""
UNDATED = 20
UNKNOWN = ("masked", "relative", "yearless", "vague", "none")
"""The kinds of deadline that stand in no calendar, each in a list of its own."""

FIELDS = """directive_id, number, source, measure, responsible, due_text, due_latest, status, recurrence_freq,
    given_on"""
DUE = "due_latest between $first and $last"
REPEATED = """recurrence_freq not in ('irregular', 'daily')
    and given_on <= $last
    and year(given_on) = year($first::date)"""
NO_DAY = "due_status = $kind and (due_status <> 'none' or recurrence_freq is null)"
"""Conditions on directives and the day of their speech."""

COUNTS = """
    select due_latest, count(*)
    from directives
    where due_latest between $first and $last
    group by due_latest
    order by due_latest
"""
NO_DAYS = """
    select due_status, count(*)
    from directives
    where due_status <> 'resolved' and (due_status <> 'none' or recurrence_freq is null)
    group by due_status
"""

LIT = f"select {LAMP} as lamp, count(*) from {lean.FOLLOWED} group by lamp"


@dataclass(frozen=True, slots=True)
class Item:
    """A directive; `day` is its last day, or a checkpoint of its recurrence, or None."""

    directive_id: str
    number: int
    source: str
    measure: str
    responsible: str | None
    due_text: str | None
    day: date | None
    status: str
    freq: str | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """What a page shows of a month, and what stands in no month."""

    first: date
    items: tuple[Item, ...]
    counts: dict[date, int]
    unknown: dict[str, tuple[Item, ...]]
    totals: dict[str, int]
    lit: dict[str, int]

    @property
    def days(self) -> dict[date, tuple[Item, ...]]:
        """The items of each day that has some."""
        dated = [(one.day, one) for one in self.items if one.day]
        return {day: tuple(one for _, one in found) for day, found in groupby(dated, key=lambda pair: pair[0])}

    @property
    def left_out(self) -> int:
        """Deadlines of the month that are in no list here, because there are too many."""
        return sum(self.counts.values()) - sum(one.freq is None for one in self.items)


def beside(first: date, months: int) -> date:
    """The first day of a month so many months away; that of the month itself where the calendar ends."""
    year, number = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, number + 1, 1) if date.min.year <= year <= date.max.year else first


def month(store: Store, first: date, on: date) -> Month:
    """The month that begins with `first`; the lamps are those of the day `on`."""
    asked = _asked(first)
    due = lean.ids(store, DUE, asked, f"due_latest, {lean.NUMBER}", MOST)
    repeated = lean.ids(store, REPEATED, asked, limit=MOST)
    unknown = {kind: lean.ids(store, NO_DAY, {"kind": kind}, limit=UNDATED) for kind in UNKNOWN}
    every = dict.fromkeys(one for some in (due, repeated, *unknown.values()) for one in some)
    rows = {row[0]: row for row in lean.shown(store, FIELDS, list(every))}
    return Month(
        first,
        _sorted([*_items(rows, due), *_points([rows[one] for one in repeated], first)], first),
        dict(store.tuples(COUNTS, asked)),
        {kind: _items(rows, found) for kind, found in unknown.items()},
        dict(store.tuples(NO_DAYS)),
        _lit(store, on),
    )


def every(store: Store, first: date) -> tuple[Item, ...]:
    """All that the month holds, as the page lists the first of it."""
    due = lean.whole(store, FIELDS, DUE, _asked(first))
    repeated = lean.whole(store, FIELDS, REPEATED, _asked(first))
    return _sorted([*(_item(row) for row in due), *_points(repeated, first)], first)


def undated(store: Store, kind: str) -> tuple[Item, ...]:
    """All that has this kind of deadline and stands in no calendar."""
    return tuple(_item(row) for row in lean.whole(store, FIELDS, NO_DAY, {"kind": kind}))


def _asked(first: date) -> lean.Values:
    return {"first": first, "last": last(first)}


def _sorted(found: Sequence[Item], first: date) -> tuple[Item, ...]:
    return tuple(sorted(found, key=lambda one: (one.day or first, one.number)))


def last(first: date) -> date:
    """The last day of the month that begins with `first`."""
    return first.replace(day=monthrange(first.year, first.month)[1])


def _items(rows: Mapping[str, Row], ids: Sequence[str]) -> tuple[Item, ...]:
    """Directives with their own days."""
    return tuple(_item(rows[one]) for one in ids)


def _item(row: Row) -> Item:
    """A directive with its own day; a row ends with its recurrence and the day of its speech."""
    return Item(*row[:-2])


def _points(repeated: Sequence[Row], first: date) -> list[Item]:
    """The checkpoints of recurrences in this month."""
    return [
        Item(*(*row, day, status, freq))
        for *row, _, status, freq, given_on in repeated
        for day in checkpoints(given_on, Freq(freq))
        if first <= day <= last(first)
    ]


def _lit(store: Store, on: date) -> dict[str, int]:
    """How many directives have each lamp on a day."""
    counts: dict[str, int] = dict(store.tuples(LIT, thresholds(on, bundled())))
    return {one: counts.get(place, 0) for one, place in places(bundled()).items()}
