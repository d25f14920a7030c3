-- 督办台账（英文列名）：一项任务一行。The ledger: one row a directive, in the order of the speeches and their texts.
create or replace view ledger as
with who as (
    select
        directive_id,
        max(name) filter (where leads) as lead_body,
        string_agg(name, '、' order by place) filter (where role = 'responsible') as responsible,
        string_agg(name, '、' order by place) filter (where role = 'assisting') as assisting
    from directive_bodies
    group by directive_id
),
amounts as (
    select directive_id, string_agg(concat_ws(' ', indicator, mention), '；' order by seq) as targets
    from targets
    group by directive_id
)
select
    row_number() over (order by s.given_on nulls last, s.source, d.speech_id, d.start_char, d.directive_id) as number,
    d.directive_id,
    d.speech_id,
    s.source,
    coalesce(list_last(string_split(d.heading_path, ' > ')), d.text) as task,
    d.text as measure,
    d.heading_path,
    d.kind,
    w.lead_body,
    w.responsible,
    w.assisting,
    coalesce(strftime(d.due_latest, '%Y-%m-%d'), d.due_text) as due,
    d.due_text,
    d.due_edtf,
    d.due_earliest,
    d.due_latest,
    d.due_status,
    a.targets,
    d.recurrence_text,
    d.recurrence_freq,
    coalesce(f.status, '未启动') as status,
    f.progress,
    f.updated_at,
    d.rule,
    d.start_char,
    d.end_char
from directives as d
join speech_list as s using (speech_id)
left join who as w using (directive_id)
left join amounts as a using (directive_id)
left join follow_up as f using (directive_id)
order by number;
comment on view ledger is '督办台账：一项任务一行 | The ledger: one row a directive';
comment on column ledger.number is '序号 | Running number';
comment on column ledger.task is '工作任务：所在条目的标题，无标题则为原文 | Task: the heading above it, else the words';
comment on column ledger.measure is '具体措施：原文 | Measure: the words';
comment on column ledger.lead_body is '首个负责单位 | The first-named responsible body';
comment on column ledger.responsible is '牵头单位：全部负责单位，首个牵头 | All responsible bodies; the first leads';
comment on column ledger.assisting is '配合单位 | Assisting bodies';
comment on column ledger.due is '完成时限：确定的日期，否则为原文 | The last day where it is known, else the words';
comment on column ledger.targets is '量化指标 | Number targets';
comment on column ledger.status is '状态；未跟踪的为未启动 | Status; 未启动 (not begun) where nobody followed it up';
