-- 单位负荷：每项任务计一，由其负责单位均分；配合不计入。
-- How much rests on a body: each directive weighs one, shared by its responsible bodies; assisting adds nothing.
create or replace view body_load as
select
    b.body_id,
    b.name,
    b.jurisdiction,
    count(*) as directives,
    count(*) filter (where s.role = 'responsible') as responsible,
    count(*) filter (where s.role = 'assisting') as assisting,
    sum(s.share) as load
from directive_bodies as s
join bodies as b using (body_id)
group by all
order by load desc, b.name, b.body_id;
comment on view body_load is '单位负荷：一个单位一行 | How much rests on each body';
comment on column body_load.load is '负荷：每项任务由其负责单位均分后的合计 | Sum of its shares; a directive is shared evenly by its responsible bodies';
