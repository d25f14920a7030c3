-- 覆盖率：每篇讲话一行，全部讲话一行（speech_id 为空）。Shares by speech, and over all where speech_id is null.
create or replace view coverage as
with counted as (
    select
        s.speech_id,
        grouping(s.speech_id) = 1 as over_all,
        count(g.directive_id) as directives,
        count(*) filter (where g.kind = 'task') as tasks,
        count(*) filter (where not g.no_body) as with_body,
        count(*) filter (where not g.no_date) as with_date,
        count(*) filter (where g.masked_date) as masked_date,
        count(*) filter (where g.relative_date) as relative_date,
        count(*) filter (where not g.no_recurrence) as with_recurrence,
        count(*) filter (where not g.no_target) as with_target,
        count(*) filter (where g.supervisable) as supervisable
    from speeches as s
    left join gaps as g using (speech_id)
    group by grouping sets ((s.speech_id), ())
)
select
    c.speech_id,
    case when c.over_all then '全部' else l.source end as source,
    c.directives,
    c.tasks,
    c.with_body,
    c.with_date,
    c.masked_date,
    c.relative_date,
    c.with_recurrence,
    c.with_target,
    c.supervisable,
    c.with_body / nullif(c.directives, 0) as body_share,
    c.with_date / nullif(c.directives, 0) as date_share,
    c.masked_date / nullif(c.directives, 0) as masked_date_share,
    c.relative_date / nullif(c.directives, 0) as relative_date_share,
    c.with_recurrence / nullif(c.directives, 0) as recurrence_share,
    c.with_target / nullif(c.directives, 0) as target_share,
    c.supervisable / nullif(c.directives, 0) as supervisable_share
from counted as c
left join speech_list as l using (speech_id)
order by c.over_all desc, l.given_on nulls last, l.source, c.speech_id;
comment on view coverage is '覆盖率：一篇讲话一行，合计一行 | Shares: one row a speech, one over all';
comment on column coverage.speech_id is '讲话编号；合计行为空 | The speech; null in the row over all';
comment on column coverage.source is '讲话名称；合计行为“全部” | What to call the speech; 全部 over all';
comment on column coverage.tasks is '可核查任务数 | Directives of kind task';
comment on column coverage.with_body is '有责任单位的 | Directives with a body';
comment on column coverage.with_date is '有时限的（含隐去的、相对的） | With a deadline, masked and relative ones too';
comment on column coverage.masked_date is '时限被隐去的 | With a masked deadline';
comment on column coverage.relative_date is '时限为相对的 | With a relative deadline';
comment on column coverage.with_recurrence is '有频次的 | With a recurrence';
comment on column coverage.with_target is '有量化指标的 | With a number target';
comment on column coverage.supervisable is '可督办的：有单位，且有时限或频次 | With a body, and a date or a recurrence';
comment on column coverage.body_share is '有责任单位的占比 | Share with a body';
comment on column coverage.date_share is '有时限的占比 | Share with a deadline';
comment on column coverage.masked_date_share is '时限被隐去的占比 | Share with a masked deadline';
comment on column coverage.relative_date_share is '时限为相对的占比 | Share with a relative deadline';
comment on column coverage.recurrence_share is '有频次的占比 | Share with a recurrence';
comment on column coverage.target_share is '有量化指标的占比 | Share with a number target';
comment on column coverage.supervisable_share is '可督办的占比 | Share that is supervisable';
