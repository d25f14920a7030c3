-- 一项任务、一个单位一行：同一单位多次提及的合并；首个负责单位牵头。
-- One row a directive and body: repeated mentions are joined, the first responsible body leads.
create or replace view directive_bodies as
with joined as (
    select
        directive_id,
        body_id,
        arg_min(name, seq) as name,
        bool_or(role = 'responsible') as responsible,
        bool_and(inherited) as inherited,
        count(*) as mentions,
        min(seq) as place,
        min(seq) filter (where role = 'responsible') as responsible_place
    from responsibilities
    group by directive_id, body_id
)
select
    directive_id,
    body_id,
    name,
    case when responsible then 'responsible' else 'assisting' end as role,
    coalesce(responsible_place = min(responsible_place) over (partition by directive_id), false) as leads,
    case when responsible then 1 / count(*) filter (where responsible) over (partition by directive_id)
    else 0 end as share,
    inherited,
    mentions,
    place
from joined
order by directive_id, place;
comment on view directive_bodies is '一项任务、一个单位一行 | One row a directive and body';
comment on column directive_bodies.role is '角色：responsible 负责，assisting 配合；兼有者为负责 | How it takes part; responsible where it is both';
comment on column directive_bodies.leads is '是否牵头（首个负责单位） | Whether it leads: the first responsible body';
comment on column directive_bodies.share is '分担份额：一项任务由其负责单位均分，配合为 0 | Share: a directive is shared evenly by its responsible bodies, assisting ones have 0';
comment on column directive_bodies.mentions is '提及次数 | Number of mentions';
comment on column directive_bodies.place is '首次提及的次序 | Place of the first mention';
