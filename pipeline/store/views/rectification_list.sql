-- 整改清单：问题与随后的措施。同一条目中相连的问题为一组，其后、下一个问题之前的任务是它的整改措施；没有措施的问题也列出。
-- Problems and what is to be done about them: neighbouring problems of one item are one group; the directives
-- of the item that follow it, up to the next problem, are its measures. A group without any is listed too.
create or replace view rectification_list as
with told as (
    select
        speech_id,
        node_id,
        statement_id,
        seq,
        zone,
        lag(zone) over item as before
    from statements
    where zone in ('problem', 'directive')
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
    select
        g.speech_id,
        g.node_id,
        g.part,
        arg_min(g.statement_id, g.seq) as statement_id,
        string_agg(p.problem, '' order by g.seq) as problem,
        min(p.number) as place,
        any_value(p.source) as source,
        any_value(p.heading_path) as heading_path
    from grouped as g
    join problem_list as p using (statement_id)
    group by g.speech_id, g.node_id, g.part
),
measures as (
    select g.speech_id, g.node_id, g.part, d.directive_id
    from grouped as g
    join directives as d using (statement_id)
)
select
    row_number() over (order by p.place, l.number) as number,
    p.statement_id,
    p.speech_id,
    p.source,
    p.heading_path,
    p.problem,
    l.directive_id,
    l.measure,
    l.responsible,
    l.assisting,
    l.due,
    l.due_text,
    l.due_latest,
    l.status
from problems as p
left join measures as m
    on m.speech_id = p.speech_id and m.node_id is not distinct from p.node_id and m.part = p.part
left join ledger as l on l.directive_id = m.directive_id
order by number;
comment on view rectification_list is '整改清单：一组问题、一项措施一行 | Problems and measures: one row a group of problems and directive';
comment on column rectification_list.statement_id is '该组首个问题语句 | First problem statement of the group';
comment on column rectification_list.problem is '存在的问题：原文，相连的合并 | What is wrong: the words of neighbouring problems';
