-- 问题清单，中文列名。The problems with Chinese column names.
create or replace view 问题清单 as
select
    number as 序号,
    source as 问题来源,
    heading_path as 所在章节,
    problem as 存在问题,
    statement_id as 语句编号
from problem_list
order by number;
comment on view 问题清单 is '讲话指出的问题，一句一行 | Problems: one row a statement';
comment on column 问题清单.问题来源 is '讲话标题，其次场合、文件名 | What to call the speech';
comment on column 问题清单.存在问题 is '原文 | The words';
comment on column 问题清单.语句编号 is '程序内编号 | Id of the statement';
