-- 任务的最新状态与进展：被撤销的记录不算。Latest status and note of each directive followed up; undone events do not count.
create or replace view follow_up as
with undone as (
    select old as event_id
    from events
    where kind = 'undo'
),
standing as (
    select e.*
    from events as e
    anti join undone using (event_id)
    where e.kind <> 'undo'
)
select
    directive_id,
    arg_max(new, ("at", event_id)) filter (where kind = 'status') as status,
    arg_max(new, ("at", event_id)) filter (where kind = 'note' and coalesce(field, 'progress') = 'progress') as progress,
    arg_max(new, ("at", event_id)) filter (where kind = 'note' and field = 'evidence') as evidence,
    max("at") as updated_at,
    count(*) as events
from standing
group by directive_id
order by directive_id;
comment on view follow_up is '跟踪情况：有记录的任务一行 | One row a directive that has been followed up';
comment on column follow_up.status is '状态：未启动、进行中、已完成、逾期、已销号 | Status';
comment on column follow_up.progress is '进展情况 | Latest note on progress';
comment on column follow_up.evidence is '佐证材料的链接或说明 | Latest evidence: a link or words';
comment on column follow_up.updated_at is '最近更新（UTC） | Latest event (UTC)';
comment on column follow_up.events is '有效记录数 | Events that stand';
