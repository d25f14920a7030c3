"""The ledger for the pages: rows are found and sorted by narrow columns, and made whole only where they are shown.

The view `ledger` numbers all rows and joins the names of all bodies before a filter takes hold. That is right for who
reads it as a whole, and with 100,000 directives too slow for a page of twenty rows. So a page asks in two steps: which
directives, in which order (`ids`), and then all about these (`SHOWN`, the same columns as the view has).
"""

from collections.abc import Sequence

from pipeline.store import Store
from pipeline.store.asking import Row

Values = dict[str, object]

EVERY = 2**62
"""As many rows as there are, where a query has a limit."""

NAMED = """
    named as (
        select speech_id, source, given_on, row_number() over (order by given_on nulls last, source, speech_id) as place
        from speech_list
    )
"""
"""What speeches are called, and their places in the ledger."""

NUMBER = "place, start_char, directive_id"
"""The order of the ledger."""

NUMBERED = f"""
    numbered as (
        select directive_id, row_number() over (order by {NUMBER}) as number
        from directives
        join named using (speech_id)
    )
"""

FOLLOWED = """(
    select directive_id, due_latest, coalesce(status, '未启动') as status
    from directives
    left join follow_up using (directive_id)
)"""
"""What lamps and statuses are told from."""

LEAD = """(
    select arg_min(r.name, r.seq)
    from responsibilities as r
    where r.directive_id = directives.directive_id and r.role = 'responsible'
)"""
"""The body that leads a directive: a column to sort by."""

BUSY = """
    busy as (
        select body_id, count(*) as directives
        from (select distinct directive_id, body_id from responsibilities)
        group by body_id
    )
"""
"""How many directives name a body, in whatever role."""

IDS = f"""
    with {NAMED}
    select directive_id
    from directives
    join named using (speech_id)
    where {{condition}}
    order by {{order}}
    limit $limit offset $offset
"""
WHOLE = f"""
    with {NAMED}
    select {{columns}}
    from ledger
    join (select speech_id, given_on from named) using (speech_id)
    where directive_id in (select directive_id from directives join named using (speech_id) where {{condition}})
    order by {{order}}
"""
"""All rows at once are read from the view: what a page asks for row by row would take longer."""

COUNT = "select count(*) from directives where {condition}"

SHOWN = f"""
    with {NAMED}, {NUMBERED},
    who as (
        select
            directive_id,
            string_agg(name, '、' order by place) filter (where role = 'responsible') as responsible,
            string_agg(name, '、' order by place) filter (where role = 'assisting') as assisting
        from directive_bodies
        where list_contains($ids, directive_id)
        group by directive_id
    ),
    amounts as (
        select directive_id, string_agg(concat_ws(' ', indicator, mention), '；' order by seq) as targets
        from targets
        where list_contains($ids, directive_id)
        group by directive_id
    ),
    ledger as (
        select
            l.number,
            d.*,
            s.source,
            s.given_on,
            coalesce(list_last(string_split(d.heading_path, ' > ')), d.text) as task,
            d.text as measure,
            w.responsible,
            w.assisting,
            coalesce(strftime(d.due_latest, '%Y-%m-%d'), d.due_text) as due,
            a.targets,
            coalesce(f.status, '未启动') as status,
            f.progress
        from (select unnest($ids::varchar[]) as directive_id) as wanted
        join directives as d using (directive_id)
        join named as s using (speech_id)
        join numbered as l using (directive_id)
        left join who as w using (directive_id)
        left join amounts as a using (directive_id)
        left join follow_up as f using (directive_id)
    )
"""


def count(store: Store, condition: str, values: Values) -> int:
    """How many directives meet a condition on the rows of `directives`."""
    found: int = store.tuples(COUNT.format(condition=condition), values)[0][0]
    return found


def ids(
    store: Store, condition: str, values: Values, order: str = NUMBER, limit: int | None = None, offset: int = 0
) -> list[str]:
    """The directives that meet a condition, or some of them."""
    sql = IDS.format(condition=condition, order=order)
    return [one for (one,) in store.tuples(sql, values | {"limit": limit, "offset": offset})]


def shown(store: Store, columns: str, ids: Sequence[str]) -> list[Row]:
    """Columns of the ledger for some directives, in the order given; one that is no more is left out."""
    sql = f"{SHOWN} select {columns} from ledger order by list_position($ids, directive_id)"
    return store.tuples(sql, {"ids": list(ids)})


def whole(store: Store, columns: str, condition: str, values: Values, order: str = "number") -> list[Row]:
    """Columns of the ledger, and the day of the speech, for all directives that meet a condition."""
    return store.tuples(WHOLE.format(columns=columns, condition=condition, order=order), values)
