-- 篇章结构：一篇讲话、一种功能一行。What a speech is made of: one row a speech and zone.
create or replace view zone_shares as
select
    speech_id,
    zone,
    count(*) as statements,
    sum(end_char - start_char)::bigint as chars,
    sum(end_char - start_char) / sum(sum(end_char - start_char)) over (partition by speech_id) as share
from statements
group by speech_id, zone
order by speech_id, zone;
comment on view zone_shares is '篇章结构：一篇讲话、一种功能一行 | What a speech is made of: one row a speech and zone';
comment on column zone_shares.chars is '字数 | Characters in that zone';
comment on column zone_shares.share is '占全部语句字数的份额 | Share of the characters of all statements';
