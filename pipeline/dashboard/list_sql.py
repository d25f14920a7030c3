"""The lists for the pages: their rows as keys, numbered as in the views, and what is shown of those on a page.

The views of the lists cut the words of all their rows out of the texts and join the whole ledger before a filter takes
hold; see `lean` on why a page asks for keys first.
"""

from dataclasses import dataclass

from pipeline.dashboard import lean
from pipeline.dashboard.request import CONDITIONS, FOUND

TASK = "contains(lower(coalesce(list_last(string_split(heading_path, ' > ')), directives.text)), lower($words))"


def _found(*columns: str) -> str:
    """The condition that words stand in one of some columns of a directive."""
    return f"directive_id in (select directive_id from directives where {' or '.join(columns)})"


PROBLEM = """
    select t.statement_id, t.speech_id, t.node_id, t.seq
    from statements as t
    join speeches as s using (speech_id)
    where t.zone = 'problem'
        and contains(lower(s.text), lower($words))
        and contains(lower(span(s.text, t.start_char, t.end_char)), lower($words))
"""
"""Problems in whose own words something stands; texts without it are passed over first."""

OWN_BODY = """(
    $body in (body_id, name)
    or (contains(name, $body) and not exists (from bodies as known where $body in (known.body_id, known.name)))
)"""
"""The rows of one body in the list that has a row for each body."""

PROBLEMS = f"""
    with {lean.NAMED},
    keyed as (
        select row_number() over (order by n.place, t.seq) as number, t.statement_id, t.speech_id, t.node_id
        from statements as t
        join named as n using (speech_id)
        where t.zone = 'problem'
    )
"""
TASKS = f"""
    with {lean.NAMED},
    keyed as (
        select row_number() over (order by {lean.NUMBER}) as number, directive_id, speech_id
        from directives
        join named using (speech_id)
        where kind = 'task'
    )
"""
RESPONSIBILITIES = f"""
    with {lean.NAMED},
    keyed as (
        select
            row_number() over (order by b.name, b.body_id, {lean.NUMBER}) as number,
            b.body_id,
            b.name,
            directive_id,
            n.speech_id
        from (select distinct directive_id, body_id from responsibilities)
        join bodies as b using (body_id)
        join directives as d using (directive_id)
        join named as n on n.speech_id = d.speech_id
    )
"""
RECTIFICATIONS = f"""
    with {lean.NAMED},
    told as (
        select speech_id, node_id, statement_id, seq, zone, lag(zone) over item as before
        from statements as t
        where zone in ('problem', 'directive') and exists (
            from statements as p
            where p.zone = 'problem' and p.speech_id = t.speech_id and p.node_id is not distinct from t.node_id
        )
        window item as (partition by speech_id, node_id order by seq)
    ),
    grouped as (
        select
            *,
            count(*) filter (where zone = 'problem' and before is distinct from 'problem')
                over (partition by speech_id, node_id order by seq) as part
        from told
    ),
    problems as (
        select speech_id, node_id, part, arg_min(statement_id, seq) as statement_id, min(seq) as first, max(seq) as last
        from grouped
        where zone = 'problem'
        group by speech_id, node_id, part
    ),
    measures as (
        select g.speech_id, g.node_id, g.part, d.directive_id, d.start_char
        from grouped as g
        join directives as d using (statement_id)
    ),
    keyed as (
        select
            row_number() over (order by n.place, p.first, m.start_char, m.directive_id) as number,
            p.statement_id,
            p.speech_id,
            p.node_id,
            p.first,
            p.last,
            m.directive_id
        from problems as p
        join named as n using (speech_id)
        left join measures as m
            on m.speech_id = p.speech_id and m.node_id is not distinct from p.node_id and m.part = p.part
    )
"""
"""As the view has it; only items in which there is a problem are gone through."""

SAID = """
    select
        g.statement_id,
        any_value(l.source) as source,
        any_value(o.heading_path) as heading_path,
        string_agg(span(s.text, p.start_char, p.end_char), '' order by p.seq) as problem
    from (select unnest($groups::varchar[]) as statement_id, unnest($lasts::integer[]) as last) as g
    join statements as f using (statement_id)
    join statements as p
        on p.speech_id = f.speech_id
        and p.node_id is not distinct from f.node_id
        and p.zone = 'problem'
        and p.seq between f.seq and coalesce(g.last, f.seq)
    join speeches as s on s.speech_id = f.speech_id
    join speech_list as l on l.speech_id = f.speech_id
    left join outline as o on o.node_id = f.node_id
    group by g.statement_id
"""
"""The words of problems, or of groups of them from a first one to the last."""

ROLES = """
    select r.directive_id, r.body_id, b.name, b.jurisdiction, r.role, r.leads, r.inherited
    from directive_bodies as r
    join bodies as b using (body_id)
    where list_contains($ids, r.directive_id)
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A list: the view with Chinese names, its keys, where words are sought, and which rows are those of a body."""

    name: str
    keys: str
    sought: str
    of_body: str | None


KINDS = {
    "problems": Kind(
        "问题清单",
        PROBLEMS,
        f"""({FOUND["source"]}
            or node_id in (select node_id from outline where contains(lower(heading_path), lower($words)))
            or statement_id in (select statement_id from ({PROBLEM})))""",
        None,
    ),
    "tasks": Kind("任务清单", TASKS, _found(*FOUND.values(), TASK), CONDITIONS["body"]),
    "responsibilities": Kind(
        "责任清单",
        RESPONSIBILITIES,
        f"""(contains(lower(name), lower($words))
            or {_found(FOUND["text"], FOUND["due"], FOUND["source"], FOUND["targets"], TASK)})""",
        OWN_BODY,
    ),
    "rectifications": Kind(
        "整改清单",
        RECTIFICATIONS,
        f"""({FOUND["source"]} or {_found(FOUND["text"], FOUND["due"], FOUND["names"])} or exists (
            from ({PROBLEM}) as p
            where p.speech_id = keyed.speech_id
                and p.node_id is not distinct from keyed.node_id
                and p.seq between keyed.first and keyed.last
        ))""",
        CONDITIONS["body"],
    ),
}
