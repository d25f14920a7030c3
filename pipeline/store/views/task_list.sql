-- 任务清单：可核查的任务，一项一行。What somebody could later check: one row a directive of kind task.
create or replace view task_list as
select
    row_number() over (order by number) as number,
    directive_id,
    speech_id,
    source,
    task,
    measure,
    responsible,
    assisting,
    due,
    due_text,
    due_latest,
    targets,
    recurrence_text,
    status
from ledger
where kind = 'task'
order by number;
comment on view task_list is '任务清单：可核查的任务，一项一行 | Tasks: one row a directive that can be checked';
