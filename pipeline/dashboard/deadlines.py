"""What is due when: the days of a month with their directives and checkpoints, and what has no day. No Streamlit."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from pipeline.checkpoints import checkpoints
from pipeline.lamps import condition
from pipeline.lexicon.lamps import bundled
from pipeline.model import Freq
from pipeline.store import Store
from pipeline.store.database import Row

MOST = 200
"""Rows of a list; the ledger shows the others."""
UNDATED = 20
UNKNOWN = ("masked", "relative", "yearless", "vague", "none")
"""The kinds of deadline that stand in no calendar, each in a list of its own."""

FIELDS = "directive_id, number, source, measure, responsible, due_text, due_latest, status"
DUE = f"""
    select {FIELDS}
    from ledger
    where due_latest between $first and $last
    order by due_latest, number
    limit $most
"""
COUNTS = """
    select due_latest, count(*)
    from directives
    where due_latest between $first and $last
    group by due_latest
    order by due_latest
"""
REPEATED = f"""
    select {FIELDS}, recurrence_freq, given_on
    from ledger
    join (select speech_id, given_on from speeches) using (speech_id)
    where recurrence_freq not in ('irregular', 'daily') and given_on <= $last and year(given_on) = year($first::date)
    order by number
    limit $most
"""
NO_DAY = f"""
    select {FIELDS}
    from ledger
    where due_status = $kind and (due_status <> 'none' or recurrence_freq is null)
    order by number
    limit $most
"""
NO_DAYS = """
    select due_status, count(*)
    from directives
    where due_status <> 'resolved' and (due_status <> 'none' or recurrence_freq is null)
    group by due_status
"""

LIT = """
    select count(*)
    from (
        select d.due_latest, coalesce(f.status, '未启动') as status
        from directives as d
        left join follow_up as f using (directive_id)
    )
    where {where}
"""


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
    asked: dict[str, object] = {"first": first, "last": last(first)}
    due = [Item(*row) for row in store.tuples(DUE, asked | {"most": MOST})]
    repeated = store.tuples(REPEATED, asked | {"most": MOST})
    items = sorted([*due, *_points(repeated, first)], key=lambda one: (one.day or first, one.number))
    unknown = {kind: store.tuples(NO_DAY, {"kind": kind, "most": UNDATED}) for kind in UNKNOWN}
    return Month(
        first,
        tuple(items),
        dict(store.tuples(COUNTS, asked)),
        {kind: tuple(Item(*row) for row in found) for kind, found in unknown.items()},
        dict(store.tuples(NO_DAYS)),
        _lit(store, on),
    )


def last(first: date) -> date:
    """The last day of the month that begins with `first`."""
    return first.replace(day=monthrange(first.year, first.month)[1])


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
    counts = {}
    for one in bundled().all:
        where, values = condition(one.id, on, bundled())
        counts[one.id] = store.tuples(LIT.format(where=where), values)[0][0]
    return counts
