-- 问责清单：一项后果一行，带讲话和任务原文。What happens to whom: one row a consequence.
create or replace view sanction_list as
select
    x.directive_id,
    d.speech_id,
    s.source,
    x.condition,
    x.consequence,
    x.falls_on,
    d.text,
    x.consequence_start,
    x.consequence_end
from sanctions as x
join directives as d using (directive_id)
join speech_list as s using (speech_id)
order by s.source, d.speech_id, x.consequence_start, x.directive_id;
comment on view sanction_list is '问责清单：一项后果一行 | Sanctions: one row a consequence';
