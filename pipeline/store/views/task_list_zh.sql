-- 任务清单，中文列名。The tasks with Chinese column names.
create or replace view 任务清单 as
select
    number as 序号,
    source as 任务来源,
    task as 工作任务,
    measure as 具体措施,
    responsible as 牵头单位,
    assisting as 配合单位,
    due as 完成时限,
    due_text as 时限原文,
    targets as 量化指标,
    recurrence_text as 频次,
    status as 状态,
    directive_id as 任务编号
from task_list
order by number;
comment on view 任务清单 is '可核查的任务，一项一行 | Tasks: one row a directive that can be checked';
