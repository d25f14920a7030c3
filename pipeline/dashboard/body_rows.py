"""Questions about bodies: all of them ranked, and everything about one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.dashboard import paging
from pipeline.dashboard.paging import Place
from pipeline.errors import UsageError
from pipeline.store import Store

SHOWN = 50
"""Directives of one role on the page of a body; the ledger shows the others."""

PARTNERS = 30
MONTHS = 36

ORDERS = {
    "load": ("任务由多到少", "directives desc, name, body_id"),
    "late": ("时限、频次都缺的由多到少", "no_when desc, directives desc, name, body_id"),
    "due": ("最近到期的在前", "next_due nulls last, name, body_id"),
    "name": ("名称", "name, body_id"),
}

RANKED = """
    select
        b.body_id,
        b.name,
        coalesce(b.jurisdiction, any_value(l.source)) as place,
        count(*) as directives,
        count(*) filter (where r.role = 'responsible') as responsible,
        count(*) filter (where r.role = 'assisting') as assisting,
        count(*) filter (where g.supervisable) as supervisable,
        count(*) filter (where g.no_date and g.no_recurrence) as no_when,
        count(*) filter (where g.no_target) as no_target,
        count(distinct g.speech_id) as speeches,
        min(d.due_latest) filter (where d.due_latest >= $today) as next_due
    from bodies as b
    join directive_bodies as r using (body_id)
    join directives as d using (directive_id)
    join gaps as g using (directive_id)
    left join speech_list as l on l.speech_id = b.speech_id
    where {condition}
    group by b.body_id, b.name, b.jurisdiction
    order by {order}
"""
NAMED = "contains(lower(concat_ws(' ', b.name, b.canonical, b.jurisdiction)), lower($words))"
FOUND = f"""
    select count(distinct b.body_id)
    from bodies as b
    join responsibilities using (body_id)
    where {NAMED}
"""
DUTIES = """
    select l.directive_id, l.number, l.speech_id, l.source, l.measure, l.due, l.due_status, l.recurrence_text,
        l.targets, l.status, r.leads, r.inherited
    from directive_bodies as r
    join ledger as l using (directive_id)
    where r.body_id = $body
        and r.role = $role
        and ($other = '' or l.directive_id in (select directive_id from responsibilities where body_id = $other))
    order by l.due_latest nulls last, l.number
    limit $most
"""
COUNTED = """
    select count(*)
    from directive_bodies
    where body_id = $body
        and role = $role
        and ($other = '' or directive_id in (select directive_id from responsibilities where body_id = $other))
"""
STATUSES = """
    select due_status, count(*)
    from directive_bodies
    join directives using (directive_id)
    where body_id = $body
    group by due_status
"""
BY_MONTH = """
    select month, role, n
    from (
        select strftime(due_latest, '%Y-%m') as month, role, count(*) as n
        from directive_bodies
        join directives using (directive_id)
        where body_id = $body and due_latest is not null
        group by all
    )
    qualify dense_rank() over (order by month desc) <= $most
    order by month, role desc
"""
BY_SPEECH = """
    with counted as (
        select d.speech_id, r.role, count(*) as n
        from directive_bodies as r
        join directives as d using (directive_id)
        where r.body_id = $body
        group by all
    )
    select speech_id, l.source, l.given_on, c.role, c.n
    from counted as c
    join speech_list as l using (speech_id)
    qualify dense_rank() over (order by l.given_on desc nulls last, l.source, speech_id) <= $most
    order by l.given_on nulls last, l.source, speech_id, c.role desc
"""
PARTNERED = """
    with pairs as (
        select case when body_a = $body then body_b else body_a end as other, weight, both_responsible
        from body_pairs
        where body_a = $body or body_b = $body
    )
    select b.body_id, b.name, coalesce(b.jurisdiction, l.source), p.weight, p.both_responsible
    from pairs as p
    join bodies as b on b.body_id = p.other
    left join speech_list as l on l.speech_id = b.speech_id
    order by p.weight desc, b.name, b.body_id
    limit $most
"""
LIKE = """
    select b.body_id, b.name, coalesce(b.jurisdiction, l.source)
    from bodies as b
    left join speech_list as l on l.speech_id = b.speech_id
    where b.name = $name and b.body_id <> $body
    order by 3, 1
    limit $most
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the URL asks of the page; `other` is a body with which the directives are shared."""

    body: str = ""
    other: str = ""
    words: str = ""
    sort: str = "load"
    page: int = 1
    net: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Asked":
        """From the parameters of a URL; what nobody could have chosen is left out."""
        said = {name: parameters.get(name, "").strip()[:200] for name in ("body", "words", "sort", "net")}
        return cls(
            body=said["body"],
            other=parameters.get("with", "").strip()[:200],
            words=said["words"],
            sort=said["sort"] if said["sort"] in ORDERS else "load",
            page=paging.wanted(parameters),
            net=said["net"] if said["net"] in ("bodies", "directives") else "",
        )


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its figures; `place` is its jurisdiction, or the one speech that names it."""

    body_id: str
    name: str
    place: str | None
    directives: int
    responsible: int
    assisting: int
    supervisable: int
    no_when: int
    no_target: int
    speeches: int
    next_due: date | None


@dataclass(frozen=True, slots=True)
class Duty:
    """A directive of a body."""

    directive_id: str
    number: int
    speech_id: str
    source: str
    measure: str
    due: str | None
    due_status: str
    recurrence: str | None
    targets: str | None
    status: str
    leads: bool
    inherited: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """A body that shares directives with another."""

    body_id: str
    name: str
    place: str | None
    shared: int
    both_responsible: int


@dataclass(frozen=True, slots=True)
class Work:
    """All about one body; figures by month and by speech are (label or id, role, count)."""

    body: Body
    other: Body | None
    duties: dict[str, tuple[Duty, ...]]
    counted: dict[str, int]
    statuses: dict[str, int]
    months: tuple[tuple[str, str, int], ...]
    speeches: tuple[tuple[str, str, date | None, str, int], ...]
    partners: tuple[Partner, ...]
    alike: tuple[tuple[str, str, str | None], ...]


def ranked(store: Store, asked: Asked, today: date) -> tuple[tuple[Body, ...], Place]:
    """One page of the bodies whose names hold the words asked for."""
    values: dict[str, object] = {"words": asked.words}
    here = paging.place(asked.page, store.tuples(FOUND, values)[0][0])
    sql = RANKED.format(condition=NAMED, order=ORDERS[asked.sort][1]) + "limit $size offset $offset"
    found = store.tuples(sql, values | {"today": today, "size": here.size, "offset": here.offset})
    return tuple(Body(*row) for row in found), here


def body(store: Store, body_id: str, today: date) -> Body:
    """One body.

    Raises:
        UsageError: there is no such body.
    """
    sql = RANKED.format(condition="b.body_id = $body", order="name")
    found = store.tuples(sql, {"body": body_id, "today": today})
    if not found:
        raise UsageError("no_body", "库中没有这个单位，可能已经重新导入；请回到“责任单位”重新查找。")
    return Body(*found[0])


def work(store: Store, asked: Asked, today: date) -> Work:
    """Everything about the body asked for.

    Raises:
        UsageError: there is no such body.
    """
    one: dict[str, object] = {"body": asked.body}
    shared = one | {"other": asked.other}
    chosen = body(store, asked.body, today)
    roles = ("responsible", "assisting")
    duties = {role: store.tuples(DUTIES, shared | {"role": role, "most": SHOWN}) for role in roles}
    return Work(
        chosen,
        body(store, asked.other, today) if asked.other else None,
        {role: tuple(Duty(*row) for row in found) for role, found in duties.items()},
        {role: store.tuples(COUNTED, shared | {"role": role})[0][0] for role in roles},
        dict(store.tuples(STATUSES, one)),
        tuple((month, role, n) for month, role, n in store.tuples(BY_MONTH, one | {"most": MONTHS})),
        tuple((sid, name, day, role, n) for sid, name, day, role, n in store.tuples(BY_SPEECH, one | {"most": MONTHS})),
        tuple(Partner(*row) for row in store.tuples(PARTNERED, one | {"most": PARTNERS})),
        tuple((i, n, p) for i, n, p in store.tuples(LIKE, one | {"name": chosen.name, "most": PARTNERS})),
    )
