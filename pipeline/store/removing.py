"""Speeches out of the database, with all that hangs on them; never follow-up by mistake."""

from collections.abc import Sequence

import duckdb

from pipeline.errors import UsageError
from pipeline.store import replacing, tallies

FOLLOWED = """
    select s.speech_id, coalesce(s.title, ''), count(distinct e.directive_id)
    from speeches as s join events as e using (speech_id)
    where s.speech_id in (select unnest(?))
    group by all order by 1
"""
KEPT = (
    "讲话 {one} 的 {count} 项任务有跟踪或校对记录，没有删除任何内容；"
    "确需连同记录一并删除（不能恢复），请加 --with-follow-up"
)
BESIDE = ("sources", "events", "withdrawn", "signatures", "speeches")


def removed(connection: duckdb.DuckDBPyConnection, ids: Sequence[str], with_follow_up: bool) -> dict[str, int]:
    """Delete speeches within the caller's transaction. See `Store.remove`."""
    replacing.check_known(connection, ids)
    followed = connection.execute(FOLLOWED, [ids]).fetchall()
    if followed and not with_follow_up:
        told = (KEPT.format(one=f"{sid}（{title}）" if title else sid, count=n) for sid, title, n in followed)
        raise UsageError("followed_up", "\n".join(told))
    deleted, bodies = replacing.delete(connection, ids)
    replacing.drop_unused_bodies(connection, bodies)
    for table in BESIDE:
        where = f"delete from {table} where {replacing.SPEECHES}"
        ((deleted[table],),) = connection.execute(where, [ids]).fetchall()
    ((deleted["near_copies"],),) = connection.execute(
        "delete from near_copies where speech_id in (select unnest($1)) or other_id in (select unnest($1))", [ids]
    ).fetchall()
    tallies.add(connection, {table: -count for table, count in deleted.items()})
    return {table: count for table, count in deleted.items() if count}
