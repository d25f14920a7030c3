-- 督办台账：中文列名，供办公人员使用。The ledger with Chinese column names.
create or replace view 督办台账 as
select
    number as 序号,
    source as 任务来源,
    task as 工作任务,
    measure as 具体措施,
    zh(kind) as 类别,
    responsible as 牵头单位,
    assisting as 配合单位,
    due as 完成时限,
    due_text as 时限原文,
    zh(due_status) as 时限状态,
    due_latest as 截止日期,
    targets as 量化指标,
    recurrence_text as 频次,
    progress as 进展情况,
    status as 状态,
    heading_path as 所在章节,
    directive_id as 任务编号
from ledger
order by number;
comment on view 督办台账 is '督办台账：一项任务一行 | The ledger: one row a directive';
comment on column 督办台账.序号 is '序号 | Running number';
comment on column 督办台账.任务来源 is '讲话标题，其次场合、文件名 | What to call the speech';
comment on column 督办台账.工作任务 is '所在条目的标题，无标题则为原文 | The heading above it, else the words';
comment on column 督办台账.具体措施 is '原文 | The words';
comment on column 督办台账.类别 is '任务、原则要求或问责 | Kind of demand';
comment on column 督办台账.牵头单位 is '全部负责单位，首个牵头 | All responsible bodies; the first leads';
comment on column 督办台账.配合单位 is '配合、协助的单位 | Assisting bodies';
comment on column 督办台账.完成时限 is '确定的日期，否则为原文 | The last day where it is known, else the words';
comment on column 督办台账.时限原文 is '原文怎么说 | The deadline as it stands';
comment on column 督办台账.时限状态 is '确定、缺年份、隐去、相对、含糊或无 | How far the deadline is known';
comment on column 督办台账.截止日期 is '最迟完成日；仅确定时有值 | Last day, only where resolved';
comment on column 督办台账.量化指标 is '数量要求 | Number targets';
comment on column 督办台账.频次 is '频次原文 | The recurrence as it stands';
comment on column 督办台账.进展情况 is '最近的进展记录 | Latest note on progress';
comment on column 督办台账.状态 is '未启动、进行中、已完成、逾期、销号 | Status';
comment on column 督办台账.所在章节 is '条目标题路径 | Headings above it';
comment on column 督办台账.任务编号 is '程序内编号 | Id of the directive';
