-- 项数不符：名称所说的项数与所列的不同。Programmes whose list has another number of items than the name declares.
create or replace view programme_mismatches as
select
    p.directive_id,
    d.speech_id,
    s.source,
    p.programme,
    p.declared_count,
    p.found_count,
    p.listed,
    d.text,
    p.start_char,
    p.end_char
from programmes as p
join directives as d using (directive_id)
join speech_list as s using (speech_id)
where p.declared_count <> p.found_count
order by s.source, d.speech_id, p.start_char, p.directive_id;
comment on view programme_mismatches is '项数不符：名称所说的项数与所列的不同 | Lists with another number of items than the name declares';
