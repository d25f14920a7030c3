-- 单位任务统计：一个单位一行。What each body has to do.
create or replace view by_body as
select
    b.body_id,
    b.name,
    b.canonical,
    b.jurisdiction,
    b.level,
    count(*) as directives,
    count(*) filter (where r.leads) as leading,
    count(*) filter (where r.role = 'responsible') as responsible,
    count(*) filter (where r.role = 'assisting') as assisting,
    count(*) filter (where d.kind = 'task') as tasks,
    count(*) filter (where d.due_status <> 'none') as with_date,
    count(*) filter (where d.recurrence_freq is not null) as with_recurrence,
    count(distinct d.speech_id) as speeches,
    min(d.due_latest) as first_due
from bodies as b
join directive_bodies as r using (body_id)
join directives as d using (directive_id)
group by all
order by directives desc, b.name, b.body_id;
comment on view by_body is '单位任务统计：一个单位一行 | What each body has to do';
comment on column by_body.leading is '牵头的任务数 | Directives it leads';
comment on column by_body.responsible is '负责的任务数（含牵头） | Directives it answers for, those it leads too';
comment on column by_body.assisting is '配合的任务数 | Directives it assists in';
comment on column by_body.speeches is '涉及的讲话数 | Speeches it occurs in';
comment on column by_body.first_due is '最早的截止日期 | The first of its last days';
