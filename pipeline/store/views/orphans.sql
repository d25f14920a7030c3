-- 无主任务：没有责任单位的任务。Directives that name nobody.
create or replace view orphans as
select l.*
from ledger as l
join gaps as g using (directive_id)
where g.no_body
order by l.number;
comment on view orphans is '无主任务：没有责任单位的任务 | Directives that name nobody';
