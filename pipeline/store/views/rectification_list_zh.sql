-- 整改清单，中文列名。Problems and measures with Chinese column names.
create or replace view 整改清单 as
select
    number as 序号,
    source as 问题来源,
    problem as 存在问题,
    measure as 整改措施,
    responsible as 牵头单位,
    assisting as 配合单位,
    due as 完成时限,
    due_text as 时限原文,
    status as 状态,
    directive_id as 任务编号
from rectification_list
order by number;
comment on view 整改清单 is '一组问题、一项措施一行 | Problems and measures: one row a group of problems and directive';
comment on column 整改清单.存在问题 is '原文，相连的合并 | The words of neighbouring problems';
comment on column 整改清单.整改措施 is '同一条目中随后的任务；为空表示未提措施 | The directive that follows in the item; null where none does';
