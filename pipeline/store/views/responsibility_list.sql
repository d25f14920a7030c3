-- 责任清单：一个单位、一项任务一行，按单位排列。One row a body and directive, body by body.
create or replace view responsibility_list as
select
    row_number() over (order by b.name, b.body_id, l.number) as number,
    b.body_id,
    b.name,
    b.jurisdiction,
    r.role,
    r.leads,
    r.inherited,
    l.directive_id,
    l.speech_id,
    l.source,
    l.task,
    l.measure,
    l.kind,
    l.due,
    l.due_text,
    l.due_latest,
    l.targets,
    l.recurrence_text,
    l.status
from directive_bodies as r
join bodies as b using (body_id)
join ledger as l using (directive_id)
order by number;
comment on view responsibility_list is '责任清单：一个单位、一项任务一行 | One row a body and directive';
