-- 问题清单：讲话指出的问题，一句一行。One row a statement that says what is wrong.
create or replace view problem_list as
select
    row_number() over (order by l.given_on nulls last, l.source, s.speech_id, t.seq) as number,
    t.statement_id,
    s.speech_id,
    l.source,
    o.heading_path,
    span(s.text, t.start_char, t.end_char) as problem,
    t.start_char,
    t.end_char
from statements as t
join speeches as s using (speech_id)
join speech_list as l using (speech_id)
left join outline as o on o.node_id = t.node_id
where t.zone = 'problem'
order by number;
comment on view problem_list is '问题清单：一句一行 | Problems: one row a statement';
comment on column problem_list.problem is '存在的问题：原文 | What is wrong: the words';
