"""What is wrong with a database: counts, keys, references, spans against the text, views; each with what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

import duckdb

from pipeline.store import inserting, replacing, schema, tallies

RELOAD = "运行 duban reload {sid}"
RESTORE = "用备份恢复，或 duban remove 后重新导入原文件"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    table: str
    id: str
    what: str
    todo: str


REFERENCES = (
    ("speeches", "speech_id", "run_id", "runs", "run_id"),
    ("sources", "speech_id", "speech_id", "speeches", "speech_id"),
    ("outline", "node_id", "speech_id", "speeches", "speech_id"),
    ("outline", "node_id", "parent_id", "outline", "node_id"),
    ("statements", "statement_id", "speech_id", "speeches", "speech_id"),
    ("statements", "statement_id", "node_id", "outline", "node_id"),
    ("directives", "directive_id", "speech_id", "speeches", "speech_id"),
    ("directives", "directive_id", "statement_id", "statements", "statement_id"),
    ("responsibilities", "directive_id", "directive_id", "directives", "directive_id"),
    ("responsibilities", "directive_id", "body_id", "bodies", "body_id"),
    ("targets", "target_id", "directive_id", "directives", "directive_id"),
    ("sanctions", "directive_id", "directive_id", "directives", "directive_id"),
    ("programmes", "directive_id", "directive_id", "directives", "directive_id"),
    ("rejected", "speech_id", "speech_id", "speeches", "speech_id"),
    ("withdrawn", "directive_id", "speech_id", "speeches", "speech_id"),
    ("signatures", "speech_id", "speech_id", "speeches", "speech_id"),
    ("near_copies", "speech_id", "speech_id", "speeches", "speech_id"),
    ("near_copies", "speech_id", "other_id", "speeches", "speech_id"),
)
"""Table, its id, and the column that must be found in a column of another table."""

ODD: tuple[tuple[str, str, str, str], ...] = (
    (
        "events",
        """select distinct e.directive_id, null from events as e
        where e.kind in ('status', 'note') and e.directive_id not in (select directive_id from directives)
            and e.directive_id not in (select directive_id from withdrawn) order by 1""",
        "跟踪记录所属的任务不在库中",
        RESTORE,
    ),
    (
        "withdrawn",
        "select directive_id, speech_id from withdrawn semi join directives using (directive_id) order by 1",
        "既在任务表中又在已撤下的任务中",
        RELOAD,
    ),
    (
        "statements",
        """select statement_id, s.speech_id from statements as s left join directives as d using (statement_id)
        group by statement_id, s.speech_id, zone having count(directive_id) <> (zone = 'directive')::int order by 1""",
        "语句的功能与任务表不一致",
        RELOAD,
    ),
    (
        "directives",
        """select directive_id, d.speech_id from directives as d join statements as s using (statement_id)
        where (d.start_char, d.end_char, d.speech_id) is distinct from (s.start_char, s.end_char, s.speech_id)
        order by 1""",
        "任务与所在语句的位置不一致",
        RELOAD,
    ),
    (
        "statements",
        """select statement_id, speech_id from statements qualify start_char < max(end_char) over (
            partition by speech_id order by seq rows between unbounded preceding and 1 preceding) order by 1""",
        "语句的次序有误或互相重叠",
        RELOAD,
    ),
    (
        "bodies",
        "select body_id, null from bodies anti join responsibilities using (body_id) order by 1",
        "没有任务提到这个单位",
        "不影响使用；duban reload --all 后仍有，可用备份恢复",
    ),
)
"""Table, what gives the ids of odd rows with their speech, what is odd about them, and what to do."""

SPEECH_OF = dict.fromkeys(replacing.OF_SPEECH, "speech_id") | dict.fromkeys(
    replacing.OF_DIRECTIVE, "(select any_value(speech_id) from directives where directive_id = one.directive_id)"
)
"""What gives the speech of a row, in tables that a new reading fills anew."""

TWICE = """
    with twice as (select {columns} from {table} group by {columns} having count(*) > 1),
    found as (select *, {speech} as of_speech from {table} as one semi join twice using ({columns}))
    select {first}, any_value(of_speech), count(*) from found group by {columns} order by all
"""

SPANS = """
    select speech_id, 'directives', directive_id, start_char, end_char, text from directives
    union all
    select speech_id, 'directives', directive_id, due_start, due_end, due_text
    from directives where due_text is not null
    union all
    select speech_id, 'directives', directive_id, recurrence_start, recurrence_end, recurrence_text
    from directives where recurrence_text is not null
    union all
    select speech_id, 'outline', node_id, start_char, start_char + length(marker), marker from outline
    union all
    select speech_id, 'statements', statement_id, start_char, end_char, null from statements
    union all
    select speech_id, 'rejected', rule, start_char, end_char, null from rejected
    union all
    select speech_id, 'withdrawn', directive_id, start_char, end_char, text from withdrawn
    union all
    select d.speech_id, one.part, directive_id, one.start_char, one.end_char, one.mention
    from (
        select 'responsibilities' as part, directive_id, start_char, end_char, mention from responsibilities
        union all
        select 'targets', directive_id, start_char, end_char, mention from targets
        union all
        select 'programmes', directive_id, start_char, end_char, mention from programmes
        union all
        select 'programmes', directive_id, listed_start, listed_end, listed from programmes where listed is not null
        union all
        select 'sanctions', directive_id, consequence_start, consequence_end, consequence from sanctions
        union all
        select 'sanctions', directive_id, condition_start, condition_end, condition
        from sanctions where condition is not null
        union all
        select 'sanctions', directive_id, falls_on_start, falls_on_end, falls_on
        from sanctions where falls_on is not null
    ) as one join directives as d using (directive_id)
    order by 1, 2, 3, 4
"""


def findings(connection: duckdb.DuckDBPyConnection) -> tuple[Finding, ...]:
    """All that is wrong, in the order of the checks."""
    return (
        *_lost(connection),
        *_loads(connection),
        *_views(connection),
        *_twice(connection),
        *_references(connection),
        *_odd(connection),
        *_texts(connection),
        *_spans(connection),
    )


def _lost(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    advice = "用备份恢复，或重新导入原文件；确认无误后 duban verify --recount 以现有行数为准"
    for table, count in tallies.lost(connection).items():
        yield Finding(table, "", f"比存入时少了 {count} 行", advice)


def _loads(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    sql = """select run_id, r.speeches, count(*) from runs as r join speeches as s using (run_id)
        group by all having count(*) > r.speeches order by 1"""
    for run, noted, found in connection.execute(sql).fetchall():
        yield Finding("runs", run, f"记录导入 {noted} 篇，库中却有 {found} 篇", RESTORE)


def _views(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    if connection.execute("select views_hash from meta").fetchall() != [(schema.views_hash(),)]:
        yield Finding("meta", "views_hash", "视图不是本版本程序的", "下一次写入（如 duban load）会自动更新")


def _twice(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Keys that are not declared; of rows that a new reading replaces, that puts them right."""
    for table, columns in inserting.KEYS.items():
        told = {
            "table": table,
            "columns": ", ".join(columns),
            "first": columns[0],
            "speech": SPEECH_OF.get(table, "null"),
        }
        for one, of, count in connection.execute(TWICE.format_map(told)).fetchall():
            todo = RESTORE if of is None else RELOAD.format(sid=of)
            yield Finding(table, one, f"{count} 行的{'、'.join(columns)} 相同", todo)


def _references(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    for table, key, column, other, target in REFERENCES:
        sql = f"""select distinct {key}, {column} from {table} where {column} is not null
            and {column} not in (select {target} from {other}) order by 1, 2"""
        for one, missing in connection.execute(sql).fetchall():
            yield Finding(table, one, f"{column} 所指的 {missing} 不在表 {other} 中", RESTORE)


def _odd(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    for table, sql, what, todo in ODD:
        for one, sid in connection.execute(sql).fetchall():
            yield Finding(table, one, what, todo.format(sid=sid))


def _texts(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    for (sid,) in connection.execute("select speech_id from speeches order by 1").fetchall():
        text, noted = _speech(connection, sid)
        made = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if made != noted or made[: len(sid)] != sid:
            yield Finding("speeches", sid, "原文与存入时的摘要不符，原文已被改动", RESTORE)


def _spans(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    rows = connection.execute(SPANS).fetchall()
    for sid, group in groupby(rows, key=lambda row: row[0]):
        text, _ = _speech(connection, sid)
        for _, table, one, start, end, words in group:
            if end > len(text) or (words is not None and text[start:end] != words):
                yield Finding(table, one, f"原文 {start}–{end} 处与所存文字不符", RELOAD.format(sid=sid))


def _speech(connection: duckdb.DuckDBPyConnection, sid: str) -> tuple[str, str]:
    found = connection.execute("select text, sha256 from speeches where speech_id = ?", [sid]).fetchall()
    return found[0] if found else ("", "")
