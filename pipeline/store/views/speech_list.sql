-- 讲话目录：一篇讲话一行。One row a speech; `source` is what people call it.
create or replace view speech_list as
with files as (
    select speech_id, min(path) as path, count(*) as files
    from sources
    group by speech_id
),
parts as (
    select speech_id, count(*) as statements, count(*) filter (where zone = 'problem') as problems
    from statements
    group by speech_id
),
orders as (
    select speech_id, count(*) as directives
    from directives
    group by speech_id
),
alike as (
    select speech_id, count(*) as near_copies
    from (select speech_id from near_copies union all select other_id from near_copies)
    group by speech_id
)
select
    s.speech_id,
    coalesce(s.title, s.occasion, regexp_extract(f.path, '[^/\\]+$'), s.speech_id) as source,
    s.title,
    s.occasion,
    s.year,
    s.given_on,
    s.level,
    s.jurisdiction,
    s.speaker,
    s.chars,
    coalesce(p.statements, 0) as statements,
    coalesce(p.problems, 0) as problems,
    coalesce(o.directives, 0) as directives,
    coalesce(f.files, 0) as files,
    coalesce(a.near_copies, 0) as near_copies,
    f.path,
    s.loaded_at
from speeches as s
left join files as f using (speech_id)
left join parts as p using (speech_id)
left join orders as o using (speech_id)
left join alike as a using (speech_id)
order by s.given_on nulls last, source, s.speech_id;
comment on view speech_list is '讲话目录：一篇一行 | One row a speech';
comment on column speech_list.source is '来源：标题，其次场合、文件名、编号 | What to call it: title, else occasion, file name, id';
comment on column speech_list.statements is '语句数 | Statements in it';
comment on column speech_list.problems is '问题数 | Problem statements in it';
comment on column speech_list.directives is '任务数 | Directives';
comment on column speech_list.files is '文件数 | Files it came from';
comment on column speech_list.near_copies is '与它近似重复的讲话数 | Speeches that nearly repeat it, or that it repeats';
comment on column speech_list.path is '文件路径（多个时取其一） | Path of a file it came from';
