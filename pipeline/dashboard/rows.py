"""Questions about the ledger: a page of its rows, all about one row, the choices of its filters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.dashboard import lean
from pipeline.dashboard.request import Request
from pipeline.errors import UsageError
from pipeline.follow import Event
from pipeline.store import Store

MOST = 300
"""Choices sent with a filter; others are found by typing a part of the name."""

COLUMNS = """directive_id, number, source, task, measure, responsible, assisting, due, due_status, due_text,
    recurrence_text, targets, kind, status, progress, due_latest"""
ONE = f"""{lean.SHOWN}
    select l.* exclude (text), s.text, f.evidence, b.name, b.role, b.mention, b.inherited, k.sanctions, k.programmes,
        coalesce(k.mismatch, false) as mismatch
    from ledger as l
    join speeches as s using (speech_id)
    left join directive_links as k using (directive_id)
    left join follow_up as f on f.directive_id = l.directive_id
    left join responsibilities as b using (directive_id)
    order by b.seq
"""
NEIGHBOURS = f"""
    with {lean.NAMED}
    select before, after
    from (
        select directive_id, lag(directive_id) over way as before, lead(directive_id) over way as after
        from directives
        join named using (speech_id)
        where {{condition}}
        window way as (order by {{order}})
    )
    where directive_id = $task
"""
BODIES = f"""
    with {lean.BUSY}
    select b.body_id, b.name, coalesce(b.jurisdiction, s.source)
    from bodies as b
    left join speech_list as s on s.speech_id = b.speech_id
    where b.body_id = $body or b.body_id in (
        select body_id from busy join bodies using (body_id) order by directives desc, name, body_id limit $most
    )
    order by b.name, 3, 1
"""
SPEECHES = """
    select speech_id, source
    from speech_list
    qualify row_number() over (order by given_on nulls last, source, speech_id) <= $most or speech_id = $speech
    order by given_on nulls last, source, speech_id
"""
MONTHS = """
    select distinct strftime(due_latest, '%Y-%m')
    from directives
    where due_latest is not null
    order by all
"""
SECTIONS = """
    select heading_path
    from (
        select heading_path, min(start_char) as place, count(*) as directives
        from directives
        where heading_path is not null and (speech_id = $speech or not exists (
            from speeches where speech_id = $speech
        ))
        group by heading_path
        order by directives desc, heading_path
        limit $most
    )
    order by place, heading_path
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the ledger, as the page shows it."""

    directive_id: str
    number: int
    source: str
    task: str
    measure: str
    responsible: str | None
    assisting: str | None
    due: str | None
    due_status: str
    due_text: str | None
    recurrence: str | None
    targets: str | None
    kind: str
    status: str
    progress: str | None
    due_latest: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of those that were asked for, and how many there are in all."""

    rows: tuple[Row, ...]
    total: int
    request: Request

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.request.rows))


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer: ids with labels, each label once."""

    speeches: dict[str, str]
    bodies: dict[str, str]
    months: tuple[str, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """All that is known of one directive, with the text of its speech."""

    directive_id: str
    speech_id: str
    number: int
    source: str
    heading_path: str | None
    measure: str
    kind: str
    due_text: str | None
    due_edtf: str | None
    due_earliest: date | None
    due_latest: date | None
    due_status: str
    targets: str | None
    recurrence_text: str | None
    recurrence_freq: str | None
    sanctions: str | None
    programmes: str | None
    mismatch: bool
    status: str
    progress: str | None
    evidence: str | None
    given_on: date | None
    rule: str
    start_char: int
    end_char: int
    text: str
    bodies: tuple[tuple[str, str, str, bool], ...]
    before: str | None
    after: str | None
    events: tuple[Event, ...]


def page(store: Store, request: Request) -> Page:
    """The rows of one page; a page beyond the last is the last."""
    condition, values = request.condition()
    total = lean.count(store, condition, values)
    request = replace(request, page=min(request.page, max(1, -(-total // request.rows))))
    ids = lean.ids(store, condition, values, request.order, request.rows, (request.page - 1) * request.rows)
    return Page(tuple(Row(*row) for row in lean.shown(store, COLUMNS, ids)), total, request)


def choices(store: Store, request: Request) -> Choices:
    """What can be chosen in the filters, with what is chosen already."""
    bodies = store.tuples(BODIES, {"most": MOST, "body": request.body})
    speeches = store.tuples(SPEECHES, {"most": MOST, "speech": request.speech})
    return Choices(
        distinct({one: source for one, source in speeches}),
        distinct({one: f"{name}（{place}）" if place else name for one, name, place in bodies}),
        tuple(month for (month,) in store.tuples(MONTHS)),
        tuple(path for (path,) in store.tuples(SECTIONS, {"most": MOST, "speech": request.speech})),
    )


def distinct(labels: dict[str, str]) -> dict[str, str]:
    """The same labels; where several are alike, each with its number."""
    total, seen = Counter(labels.values()), Counter[str]()
    numbered = {}
    for one, label in labels.items():
        seen[label] += 1
        numbered[one] = f"{label}（第{seen[label]}个）" if total[label] > 1 else label
    return numbered


def task(store: Store, request: Request) -> Task:
    """The opened row with everything about it, and its neighbours among the rows asked for.

    Raises:
        UsageError: there is no such row.
    """
    found = store.arrow(ONE, {"ids": [request.task]}).to_pylist()
    if not found:
        raise UsageError("no_directive", "台账中没有这一项，可能已经重新导入；请关闭后重新查找。")
    condition, values = request.condition()
    beside = store.tuples(NEIGHBOURS.format(condition=condition, order=request.order), values | {"task": request.task})
    before, after = beside[0] if beside else (None, None)
    bodies = tuple((one["name"], one["role"], one["mention"], one["inherited"]) for one in found if one["name"])
    known = {name: found[0][name] for name in Task.__slots__ if name in found[0]}
    others = {"bodies": bodies, "before": before, "after": after, "events": store.events(request.task)}
    return Task(**known | others)


def numbers(store: Store, ids: Sequence[str]) -> dict[str, int]:
    """The running numbers of those that are in the ledger."""
    return dict(lean.shown(store, "directive_id, number", ids))
