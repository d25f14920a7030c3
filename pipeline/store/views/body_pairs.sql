-- 共同承担：在同一任务中出现的两个单位一行，权重为任务数。
-- Bodies that share directives, one row a pair (body_a < body_b); the weight is the number of directives shared.
create or replace view body_pairs as
select
    a.body_id as body_a,
    b.body_id as body_b,
    count(*) as weight,
    count(*) filter (where a.role = 'responsible' and b.role = 'responsible') as both_responsible
from directive_bodies as a
join directive_bodies as b on a.directive_id = b.directive_id and a.body_id < b.body_id
group by a.body_id, b.body_id
order by weight desc, body_a, body_b;
comment on view body_pairs is '共同承担任务的单位，两两一行 | Pairs of bodies that share directives';
comment on column body_pairs.body_a is '单位之一 | The one body';
comment on column body_pairs.body_b is '单位之二 | The other body';
comment on column body_pairs.weight is '共同任务数 | Directives they share';
comment on column body_pairs.both_responsible is '其中同为负责单位的 | Of these, where both are responsible';
