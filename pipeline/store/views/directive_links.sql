-- 任务的问责条款和所提行动、文件，各为一段文字。Sanctions and programmes of a directive, each as one line of words.
create or replace view directive_links as
with threats as (
    select
        directive_id,
        string_agg(concat_ws('；', '条件：' || condition, '后果：' || consequence, '对象：' || falls_on), ' ｜ ' order by seq)
            as sanctions
    from sanctions
    group by directive_id
),
named as (
    select
        directive_id,
        string_agg(
            programme || case
                when declared_count is null and found_count is null then ''
                when found_count is null then '（称 ' || declared_count || ' 项）'
                when declared_count is null then '（列 ' || found_count || ' 项）'
                when declared_count = found_count then '（称 ' || declared_count || ' 项，已列全）'
                else '（称 ' || declared_count || ' 项，列 ' || found_count || ' 项，不符）'
            end,
            '；' order by seq
        ) as programmes,
        bool_or(declared_count <> found_count) as mismatch
    from programmes
    group by directive_id
)
select
    d.directive_id,
    t.sanctions,
    n.programmes,
    coalesce(n.mismatch, false) as mismatch
from directives as d
left join threats as t using (directive_id)
left join named as n using (directive_id)
where t.sanctions is not null or n.programmes is not null
order by d.directive_id;
comment on view directive_links is '任务的问责条款和所提行动、文件 | Sanctions and programmes of a directive, in words';
comment on column directive_links.sanctions is '问责条款：条件、后果、对象 | Condition, consequence, whom it falls on';
comment on column directive_links.programmes is '所提的行动、工程和文件，带项数 | Programmes and documents, with their counts';
comment on column directive_links.mismatch is '所称项数与所列是否不符 | Whether a declared count and its list differ';
