"""The tables of 总览: what each shows, where its figures lead, and how all of its rows are read for a file."""

from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.dashboard import figures, markup, words
from pipeline.dashboard.figures import Covered, Figures, Load
from pipeline.dashboard.tables import Column, Table, linked, share
from pipeline.store import Store

LACKS = (
    ("body", "缺责任单位", {"has": "-body"}, "没说由谁去办"),
    ("time", "时限、频次都缺", {"has": "-when"}, "没说何时办完，也没说多久办一次"),
    ("target", "缺量化指标", {"has": "-target"}, "没有可以核对的数"),
    ("task", "不可督办的任务", {"has": "-supervisable", "kind": "task"}, "是具体任务，但缺单位，或时限、频次都缺"),
)
"""What may be missing: the figure of it, its name, where its rows are, and what it means."""

Part = tuple[str, int, Mapping[str, str], str]
"""Some of the directives: what they are called, how many, where they are, what that means."""

Zoned = tuple[str, str, Mapping[str, int]]
"""A speech, its name, and its statements by zone."""

Cell = tuple[str, str, str, int]
"""A body, a speech and its name, and the directives of the one in the other."""


def dates(found: Figures, day: date) -> Table[Part]:
    """Deadlines by how far they are known."""
    rows = [
        (name, found.statuses.get(status, 0), {"due": status}, words.REASONS[status])
        for status, name in words.STATUSES.items()
    ]
    return Table("时限写得怎么样", _parts("时限", found.coverage.directives), rows, day)


def gaps(found: Figures, day: date) -> Table[Part]:
    """What is missing, and how often."""
    rows = [(name, getattr(found.gaps, figure), asked, meaning) for figure, name, asked, meaning in LACKS]
    return Table("缺项清单", _parts("缺什么", found.coverage.directives), rows, day)


def _parts(what: str, whole: int) -> tuple[Column[Part], ...]:
    return (
        Column(what, lambda one: one[0]),
        linked("项数", lambda one: one[1], lambda one: one[2]),
        Column("占比", lambda one: share(one[1], whole)),
        Column("说明", lambda one: one[3]),
    )


def months(found: Figures, day: date) -> Table[tuple[str, int]]:
    """Deadlines by month."""
    columns: tuple[Column[tuple[str, int]], ...] = (
        Column("到期月份", lambda one: one[0]),
        linked("部署项数", lambda one: one[1], lambda one: {"month": one[0]}),
    )
    return Table("各月到期", columns, found.months, day)


def zones(found: Figures, day: date) -> Table[Zoned]:
    """The statements of each speech by zone."""
    columns: tuple[Column[Zoned], ...] = (
        Column("讲话", lambda one: one[1]),
        *(_zone(zone, name) for zone, name in words.ZONES.items()),
    )
    rows = _zoned(found.covered, found.zones)
    return Table("讲话由什么组成", columns, rows, day, _every_zone)


def _zone(zone: str, name: str) -> Column[Zoned]:
    return linked(
        f"{name}（句）", lambda one: one[2].get(zone, 0), lambda one: {"speech": one[0], "zone": zone}, page="text"
    )


def _every_zone(store: Store) -> list[Zoned]:
    covered = figures.covered(store)
    return _zoned(covered, figures.zones(store, covered))


def _zoned(covered: Sequence[Covered], shares: Sequence[figures.ZoneShare]) -> list[Zoned]:
    counts: dict[str, dict[str, int]] = {one.speech_id: {} for one in covered}
    for one in shares:
        counts[one.speech_id][one.zone] = one.statements
    return [(one.speech_id, one.source, counts[one.speech_id]) for one in covered]


def loads(found: Figures, day: date) -> Table[Load]:
    """The busiest bodies."""
    columns: tuple[Column[Load], ...] = (
        linked("单位", lambda one: one.name, lambda one: {"body": one.body_id}, page="bodies"),
        Column("地区或讲话", lambda one: one.place),
        linked("部署项数", lambda one: one.total, lambda one: {"body": one.body_id}),
        linked("负责", lambda one: one.responsible, lambda one: {"body": one.body_id}, page="bodies"),
        linked("配合", lambda one: one.assisting, lambda one: {"body": one.body_id}, page="bodies"),
    )
    return Table("任务最多的单位", columns, found.loads, day, figures.loads)


def heat(found: Figures, day: date) -> Table[Cell]:
    """The directives of bodies in speeches."""
    columns: tuple[Column[Cell], ...] = (
        Column("单位", lambda one: one[0]),
        Column("讲话", lambda one: one[2]),
        linked("部署项数", lambda one: one[3], lambda one: {"body": one[0], "speech": one[1]}),
    )
    return Table("单位与讲话", columns, _named(found.covered, found.heat), day, _every_cell)


def _every_cell(store: Store) -> list[Cell]:
    covered = figures.covered(store)
    return _named(covered, figures.heat(store, covered))


def _named(covered: Sequence[Covered], cells: Sequence[tuple[str, str, int]]) -> list[Cell]:
    sources = {one.speech_id: one.source for one in covered}
    return [(name, speech, sources[speech], count) for name, speech, count in cells]


def covered(found: Figures, day: date) -> Table[Covered]:
    """The coverage of each speech; the first ones, by the number of their directives."""
    columns: tuple[Column[Covered], ...] = (
        linked("讲话", lambda one: one.source, lambda one: {"speech": one.speech_id}, page="text"),
        linked("部署项数", lambda one: one.directives, lambda one: {"speech": one.speech_id}),
        *(_having(head, has) for head, has in (("有责任单位", "body"), ("有时限", "date"), ("有量化指标", "target"))),
        Column("可督办率", lambda one: share(one.supervisable, one.directives), _supervisable),
    )
    return Table("各篇讲话", columns, found.covered, day, figures.covered)


def _having(head: str, has: str) -> Column[Covered]:
    return linked(head, lambda one: getattr(one, has), lambda one: {"speech": one.speech_id, "has": has})


def _supervisable(one: Covered) -> object:
    """The supervisable share of a speech, which leads to its rows."""
    told = share(one.supervisable, one.directives)
    asked = {"speech": one.speech_id, "has": "supervisable"}
    return markup.link(told, "ledger", asked) if one.supervisable else told
