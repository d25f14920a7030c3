-- 缺项：一项任务一行，缺单位、缺时限、缺指标各为真假。
-- What each directive lacks. A masked or relative date is a date and shown apart;
-- supervisable (可督办) is a directive with a body and a date or a recurrence.
create or replace view gaps as
with known as (
    select
        d.directive_id,
        d.speech_id,
        d.kind,
        d.text,
        d.start_char,
        d.directive_id in (select directive_id from responsibilities) as has_body,
        d.due_status <> 'none' as has_date,
        d.recurrence_freq is not null as has_recurrence,
        d.directive_id in (select directive_id from targets) as has_target,
        d.due_status
    from directives as d
)
select
    directive_id,
    speech_id,
    kind,
    text,
    not has_body as no_body,
    not has_date as no_date,
    not has_recurrence as no_recurrence,
    not has_target as no_target,
    due_status = 'masked' as masked_date,
    due_status = 'relative' as relative_date,
    has_body and (has_date or has_recurrence) as supervisable
from known
order by speech_id, start_char, directive_id;
comment on view gaps is '缺项：一项任务一行 | What each directive lacks';
comment on column gaps.no_body is '没有责任单位 | It names nobody';
comment on column gaps.no_date is '没有时限 | It has no deadline';
comment on column gaps.no_recurrence is '没有频次 | It has no recurrence';
comment on column gaps.no_target is '没有量化指标 | It has no number target';
comment on column gaps.masked_date is '时限被隐去（如 **月底） | Its deadline is masked';
comment on column gaps.relative_date is '时限是相对的（如 会后） | Its deadline is relative';
comment on column gaps.supervisable is '可督办：有单位，且有时限或频次 | It has a body, and a date or a recurrence';
