"""The figures of the first page, counted in SQL: few rows leave the database, however large it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.dashboard import lean
from pipeline.store import Store

MOST = 12
"""Speeches and bodies in a chart; the ledger shows the others."""

STATUSES = "select due_status, count(*) as directives from directives group by due_status"
COVERAGE = """
    select speech_id, source, directives, with_body, with_date, with_recurrence, with_target, supervisable
    from coverage
    order by speech_id is not null, directives desc, source, speech_id
    limit 1 + $most
"""
"""All speeches together, and the first of them each."""
ZONES = """
    select speech_id, zone, statements, share
    from zone_shares
    where speech_id in (select unnest($speeches::varchar[]))
    order by speech_id, zone
"""
HEAT = """
    with ties as (
        select b.name, d.speech_id, d.directive_id
        from responsibilities as r
        join bodies as b using (body_id)
        join directives as d using (directive_id)
        where d.speech_id in (select unnest($speeches::varchar[]))
        group by all
    ),
    busiest as (
        select name, count(*) as directives, count(distinct speech_id) as speeches
        from ties
        group by name
        order by speeches desc, directives desc, name
        limit $most
    )
    select t.name, t.speech_id, count(*) as directives
    from ties as t
    join busiest as b using (name)
    group by t.name, t.speech_id, b.speeches, b.directives
    order by b.speeches desc, b.directives desc, t.name, t.speech_id
"""
MONTHS = """
    select strftime(due_latest, '%Y-%m') as month, count(*) as directives
    from directives
    where due_latest is not null
    group by month
    order by month
"""
LOADS = f"""
    with {lean.BUSY},
    busiest as (
        select body_id
        from busy
        join bodies using (body_id)
        order by directives desc, name, body_id
        limit $most
    ),
    roles as (
        select directive_id, body_id, bool_or(role = 'responsible') as responsible
        from responsibilities
        where body_id in (select body_id from busiest)
        group by directive_id, body_id
    )
    select
        b.body_id,
        b.name,
        coalesce(b.jurisdiction, any_value(s.source)),
        count(*) filter (where r.responsible),
        count(*) filter (where not r.responsible)
    from roles as r
    join bodies as b using (body_id)
    left join speech_list as s on s.speech_id = b.speech_id
    group by b.body_id, b.name, b.jurisdiction
    order by count(*) desc, b.name, b.body_id
"""
GAPS = """
    select
        count(*) filter (where no_body) as body,
        count(*) filter (where no_date and no_recurrence) as time,
        count(*) filter (where no_target) as target,
        count(*) filter (where not supervisable and kind = 'task') as task
    from gaps
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many directives there are, and how many have what."""

    directives: int
    body: int
    date: int
    recurrence: int
    target: int
    supervisable: int


@dataclass(frozen=True, slots=True)
class Covered:
    """The coverage of one speech."""

    speech_id: str
    source: str
    directives: int
    body: int
    date: int
    recurrence: int
    target: int
    supervisable: int


@dataclass(frozen=True, slots=True)
class ZoneShare:
    """How much of a speech belongs to a zone."""

    speech_id: str
    zone: str
    statements: int
    share: float


@dataclass(frozen=True, slots=True)
class Load:
    """The directives of a body; `place` is its jurisdiction, or the one speech that names it."""

    body_id: str
    name: str
    place: str | None
    responsible: int
    assisting: int

    @property
    def total(self) -> int:
        """All directives that name it."""
        return self.responsible + self.assisting


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many directives lack a body, a time, a number; and how many tasks cannot be supervised."""

    body: int
    time: int
    target: int
    task: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of the page."""

    speeches: int
    coverage: Coverage
    statuses: dict[str, int]
    covered: tuple[Covered, ...]
    zones: tuple[ZoneShare, ...]
    heat: tuple[tuple[str, str, int], ...]
    months: tuple[tuple[str, int], ...]
    loads: tuple[Load, ...]
    gaps: Gaps


def figures(store: Store) -> Figures:
    """The figures as they are now."""
    all_, *each = store.tuples(COVERAGE, {"most": MOST})
    shown = tuple(Covered(*row) for row in each)
    return Figures(
        store.tuples("select count(*) from speeches")[0][0],
        Coverage(*all_[2:]),
        dict(store.tuples(STATUSES)),
        shown,
        zones(store, shown),
        heat(store, shown, MOST),
        tuple((month, count) for month, count in store.tuples(MONTHS)),
        loads(store, MOST),
        Gaps(*store.tuples(GAPS)[0]),
    )


def covered(store: Store) -> tuple[Covered, ...]:
    """The coverage of every speech, as it is of the first ones."""
    _, *each = store.tuples(COVERAGE, {"most": lean.EVERY})
    return tuple(Covered(*row) for row in each)


def zones(store: Store, speeches: Sequence[Covered]) -> tuple[ZoneShare, ...]:
    """What some speeches are made of."""
    return tuple(ZoneShare(*row) for row in store.tuples(ZONES, {"speeches": [one.speech_id for one in speeches]}))


def heat(store: Store, speeches: Sequence[Covered], most: int = lean.EVERY) -> tuple[tuple[str, str, int], ...]:
    """The directives of bodies in some speeches, of all bodies or of those named most."""
    asked: lean.Values = {"speeches": [one.speech_id for one in speeches], "most": most}
    return tuple((name, speech, count) for name, speech, count in store.tuples(HEAT, asked))


def loads(store: Store, most: int = lean.EVERY) -> tuple[Load, ...]:
    """Bodies with their directives, all of them or the busiest."""
    return tuple(Load(*row) for row in store.tuples(LOADS, {"most": most}))
