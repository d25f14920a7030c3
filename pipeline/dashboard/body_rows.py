"""Questions about bodies: all of them ranked, and everything about one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.dashboard import body_sql, lean, paging
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


Monthly = tuple[str, str, int]
"""A month, a role, how many directives."""

Spoken = tuple[str, str, date | None, str, int]
"""A speech, its name and day, a role, how many directives."""


@dataclass(frozen=True, slots=True)
class Work:
    """All about one body."""

    body: Body
    other: Body | None
    duties: dict[str, tuple[Duty, ...]]
    counted: dict[str, int]
    statuses: dict[str, int]
    months: tuple[Monthly, ...]
    speeches: tuple[Spoken, ...]
    partners: tuple[Partner, ...]
    alike: tuple[tuple[str, str, str | None], ...]


def ranked(store: Store, asked: Asked, today: date) -> tuple[tuple[Body, ...], Place]:
    """One page of the bodies whose names hold the words asked for."""
    values: dict[str, object] = {"words": asked.words}
    here = paging.place(asked.page, store.tuples(body_sql.FOUND, values)[0][0])
    sql = body_sql.RANKED.format(order=ORDERS[asked.sort][1])
    found = store.tuples(sql, values | {"today": today, "size": here.size, "offset": here.offset})
    return figures(store, [one for (one,) in found], today), here


def every(store: Store, asked: Asked, today: date) -> tuple[Body, ...]:
    """All bodies whose names hold the words asked for, in the order of the pages."""
    sql = body_sql.FIGURES.format(condition=body_sql.FOUND_ALL, order=ORDERS[asked.sort][1])
    return tuple(Body(*row) for row in store.tuples(sql, {"words": asked.words, "today": today}))


def figures(store: Store, ids: Sequence[str], today: date) -> tuple[Body, ...]:
    """Some bodies, in the order given; one that is no more is left out."""
    sql = body_sql.FIGURES.format(**body_sql.SOME)
    return tuple(Body(*row) for row in store.tuples(sql, {"bodies": list(ids), "today": today}))


def body(store: Store, body_id: str, today: date) -> Body:
    """One body.

    Raises:
        UsageError: there is no such body.
    """
    found = figures(store, [body_id], today)
    if not found:
        raise UsageError("no_body", "库中没有这个单位，可能已经重新导入；请回到“责任单位”重新查找。")
    return found[0]


def work(store: Store, asked: Asked, today: date) -> Work:
    """Everything about the body asked for.

    Raises:
        UsageError: there is no such body.
    """
    one: lean.Values = {"body": asked.body}
    asked_of = {role: _of_role(asked, role) for role in ("responsible", "assisting")}
    chosen = body(store, asked.body, today)
    return Work(
        chosen,
        body(store, asked.other, today) if asked.other else None,
        _duties(store, asked_of),
        {role: lean.count(store, body_sql.OF_ROLE, values) for role, values in asked_of.items()},
        dict(store.tuples(body_sql.STATUSES, one)),
        months(store, asked.body, MONTHS),
        speeches(store, asked.body, MONTHS),
        partners(store, asked.body, PARTNERS),
        tuple((i, n, p) for i, n, p in store.tuples(body_sql.LIKE, one | {"name": chosen.name, "most": PARTNERS})),
    )


def _of_role(asked: Asked, role: str) -> lean.Values:
    return {"body": asked.body, "other": asked.other, "role": role}


def months(store: Store, body_id: str, most: int = lean.EVERY) -> tuple[Monthly, ...]:
    """What a body has to do by month, of the last months or of all."""
    found = store.tuples(body_sql.BY_MONTH, {"body": body_id, "most": most})
    return tuple((month, role, n) for month, role, n in found)


def speeches(store: Store, body_id: str, most: int = lean.EVERY) -> tuple[Spoken, ...]:
    """What the last speeches, or all of them, ask of a body."""
    found = store.tuples(body_sql.BY_SPEECH, {"body": body_id, "most": most})
    return tuple((sid, name, day, role, n) for sid, name, day, role, n in found)


def partners(store: Store, body_id: str, most: int = lean.EVERY) -> tuple[Partner, ...]:
    """Whom a body works with, those with whom it shares most, or all."""
    return tuple(Partner(*row) for row in store.tuples(body_sql.PARTNERED, {"body": body_id, "most": most}))


def every_duty(store: Store, asked: Asked, role: str) -> tuple[Duty, ...]:
    """All directives of a body in a role."""
    return tuple(Duty(*row) for row in store.tuples(body_sql.ALL_DUTIES, _of_role(asked, role)))


def _duties(store: Store, asked_of: Mapping[str, lean.Values]) -> dict[str, tuple[Duty, ...]]:
    """The directives of a body in each role, the nearest deadlines first."""
    order = f"due_latest nulls last, {lean.NUMBER}"
    ids = {role: lean.ids(store, body_sql.OF_ROLE, values, order, SHOWN) for role, values in asked_of.items()}
    body_id = next(iter(asked_of.values()))["body"]
    found = store.tuples(body_sql.DUTIES, {"ids": [one for some in ids.values() for one in some], "body": body_id})
    duties = {row[0]: Duty(*row) for row in found}
    return {role: tuple(duties[one] for one in some) for role, some in ids.items()}
