-- 到期：从给定日起若干天内截止的任务；日期由调用者给出，不取今天。
-- What falls due from `day` for `days` days, both ends included; the caller gives the day, so that answers repeat.
create or replace macro due_within(day, days) as table
select
    directive_id,
    speech_id,
    source,
    measure,
    responsible,
    assisting,
    due_text,
    due_latest,
    date_diff('day', cast(day as date), due_latest) as days_left,
    status
from ledger
where due_latest between cast(day as date) and cast(day as date) + cast(days as integer)
order by due_latest, number;
comment on macro table due_within is '从给定日起若干天内到期的任务 | What falls due within some days from a given day';
