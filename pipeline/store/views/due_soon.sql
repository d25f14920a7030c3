-- 近期到期：今天起三十天内。What falls due in the thirty days from today; see due_within for another day or span.
create or replace view due_soon as
select *
from due_within(current_date, 30)
order by due_latest, directive_id;
comment on view due_soon is '近期到期：今天起三十天内 | What falls due in the thirty days from today';
comment on column due_soon.days_left is '剩余天数 | Days left';
