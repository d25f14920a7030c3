-- 责任清单，中文列名。Who answers for what, with Chinese column names.
create or replace view 责任清单 as
select
    number as 序号,
    name as 责任单位,
    case when leads then '牵头' else zh(role) end as 角色,
    source as 任务来源,
    task as 工作任务,
    measure as 具体措施,
    due as 完成时限,
    due_text as 时限原文,
    targets as 量化指标,
    recurrence_text as 频次,
    status as 状态,
    directive_id as 任务编号
from responsibility_list
order by number;
comment on view 责任清单 is '一个单位、一项任务一行 | One row a body and directive';
comment on column 责任清单.责任单位 is '单位名称 | Name of the body';
comment on column 责任清单.角色 is '牵头、负责或配合 | Whether it leads, answers or assists';
