"""The SQL of the questions about bodies. A body counts in a directive once, however often it is named there."""

from pipeline.dashboard import lean

NO_WHEN = "d.due_status = 'none' and d.recurrence_freq is null"
NAMED = "contains(lower(concat_ws(' ', b.name, b.canonical, b.jurisdiction)), lower($words))"
FOUND = f"""
    select count(*)
    from bodies as b
    where {NAMED} and body_id in (select body_id from responsibilities)
"""
RANKED = f"""
    with ranked as (
        select
            r.body_id,
            count(*) as directives,
            count(*) filter (where {NO_WHEN}) as no_when,
            min(d.due_latest) filter (where d.due_latest >= $today) as next_due
        from (select distinct directive_id, body_id from responsibilities) as r
        join directives as d using (directive_id)
        group by r.body_id
    )
    select body_id
    from ranked
    join bodies as b using (body_id)
    where {NAMED}
    order by {{order}}
    limit $size offset $offset
"""
FIGURES = f"""
    with own as (
        select directive_id, body_id, bool_or(role = 'responsible') as responsible
        from responsibilities
        where {{condition}}
        group by directive_id, body_id
    )
    select
        b.body_id,
        b.name,
        coalesce(b.jurisdiction, any_value(l.source)) as place,
        count(*) as directives,
        count(*) filter (where r.responsible) as responsible,
        count(*) filter (where not r.responsible) as assisting,
        count(*) filter (where not ({NO_WHEN})) as supervisable,
        count(*) filter (where {NO_WHEN}) as no_when,
        count(*) filter (where d.directive_id not in (select directive_id from targets)) as no_target,
        count(distinct d.speech_id) as speeches,
        min(d.due_latest) filter (where d.due_latest >= $today) as next_due
    from bodies as b
    join own as r using (body_id)
    join directives as d using (directive_id)
    left join speech_list as l on l.speech_id = b.speech_id
    group by b.body_id, b.name, b.jurisdiction
    order by {{order}}
"""
SOME = {"condition": "list_contains($bodies, body_id)", "order": "list_position($bodies, b.body_id)"}
"""These bodies, in this order."""

FOUND_ALL = f"body_id in (select body_id from bodies as b where {NAMED})"
"""All bodies whose names hold the words."""

OWN = """(
    select directive_id, case when bool_or(role = 'responsible') then 'responsible' else 'assisting' end as role
    from responsibilities
    where body_id = $body
    group by directive_id
)"""
"""What names a body, each directive once."""

OF_ROLE = f"""directive_id in (select directive_id from {OWN} where role = $role)
    and ($other = '' or directive_id in (select directive_id from responsibilities where body_id = $other))"""
DUTY = """
    select l.directive_id, l.number, l.speech_id, l.source, l.measure, l.due, l.due_status, l.recurrence_text,
        l.targets, l.status, r.leads, r.inherited
    from ledger as l
    join directive_bodies as r using (directive_id)
"""
DUTIES = f"""{lean.SHOWN} {DUTY}
    where r.body_id = $body and list_contains($ids, r.directive_id)
    order by list_position($ids, l.directive_id)
"""
ALL_DUTIES = f"""{DUTY}
    where r.body_id = $body and l.directive_id in (select directive_id from directives where {OF_ROLE})
    order by l.due_latest nulls last, l.number
"""
STATUSES = f"""
    select due_status, count(*)
    from {OWN}
    join directives using (directive_id)
    group by due_status
"""
BY_MONTH = f"""
    select month, role, n
    from (
        select strftime(due_latest, '%Y-%m') as month, role, count(*) as n
        from {OWN}
        join directives using (directive_id)
        where due_latest is not null
        group by all
    )
    qualify dense_rank() over (order by month desc) <= $most
    order by month, role desc
"""
BY_SPEECH = f"""
    with counted as (
        select d.speech_id, r.role, count(*) as n
        from {OWN} as r
        join directives as d using (directive_id)
        group by all
    )
    select speech_id, l.source, l.given_on, c.role, c.n
    from counted as c
    join speech_list as l using (speech_id)
    qualify dense_rank() over (order by l.given_on desc nulls last, l.source, speech_id) <= $most
    order by l.given_on nulls last, l.source, speech_id, c.role desc
"""
PARTNERED = f"""
    with others as (
        select r.directive_id, r.body_id as other, bool_or(r.role = 'responsible') as responsible
        from responsibilities as r
        where r.body_id <> $body and r.directive_id in (select directive_id from {OWN})
        group by r.directive_id, r.body_id
    ),
    pairs as (
        select
            o.other,
            count(*) as weight,
            count(*) filter (where o.responsible and own.role = 'responsible') as both_responsible
        from others as o
        join {OWN} as own using (directive_id)
        group by o.other
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
