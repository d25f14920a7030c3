"""What can be asked on the page 查询: the tables and views with their columns, and queries to begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.dashboard import markup
from pipeline.dashboard.markup import Html
from pipeline.store import Store

COLUMNS = """
    with named as (
        select table_oid as id, table_name as name, comment, false as of_view from duckdb_tables() where not internal
        union all
        select view_oid, view_name, comment, true from duckdb_views() where not internal
    )
    select n.name, n.comment, n.of_view, c.column_name, c.data_type, c.comment
    from named as n
    join duckdb_columns() as c on c.table_oid = n.id
    order by n.name <> '督办台账', not n.of_view, regexp_matches(n.name, '^[ -~]+$'), n.name, c.column_index
"""
"""The ledger first, then views before tables, those with Chinese names before the others."""

EXAMPLES: tuple[tuple[str, str], ...] = (
    (
        "各单位牵头多少项任务",
        """select 牵头单位, count(*) as 任务数, count(截止日期) as 有确定时限的
from 督办台账
where 牵头单位 is not null
group by 牵头单位
order by 任务数 desc, 牵头单位""",
    ),
    (
        "三十天内到期、还没有办结的任务",
        """select 牵头单位, 具体措施, 完成时限, 状态
from 督办台账
where 截止日期 between current_date and current_date + 30
    and 状态 not in ('已完成', '已销号')
order by 截止日期, 牵头单位""",
    ),
    (
        "没有责任单位的任务",
        """select 任务来源, 所在章节, 具体措施
from 督办台账
where 类别 = '任务' and 牵头单位 is null
order by 序号""",
    ),
    (
        "提到某个词的任务（把“安全”换成要找的词）",
        """select 任务来源, 具体措施, 牵头单位, 完成时限
from 督办台账
where contains(具体措施, '安全')
order by 序号""",
    ),
    (
        "各月到期多少项",
        """select strftime(截止日期, '%Y年%m月') as 月份, count(*) as 任务数
from 督办台账
where 截止日期 is not null
group by 月份
order by 月份""",
    ),
    (
        "各篇讲话的可督办率",
        """select source as 讲话, directives as 部署, supervisable as 可督办,
    round(100 * supervisable_share, 1) as 可督办率
from coverage
where speech_id is not null
order by 可督办率 desc, 讲话""",
    ),
    (
        "在几篇讲话里都有任务的单位",
        """select name as 单位, jurisdiction as 地区, speeches as 讲话数, directives as 任务数
from by_body
where speeches > 1
order by 讲话数 desc, 任务数 desc, 单位""",
    ),
    (
        "量化指标：多少、什么单位",
        """select l.source as 任务来源, t.mention as 原文, t.value_low as 数值, t.unit as 单位, l.measure as 具体措施
from targets as t
join ledger as l using (directive_id)
order by 任务来源, l.number, t.seq""",
    ),
    (
        "指出了、但没有措施的问题",
        """select 问题来源, 存在问题
from 整改清单
where 任务编号 is null
order by 序号""",
    ),
    ("一张表有哪些列", "describe 督办台账"),
)  # fmt: skip
"""A title and a query each; all of them are tried by the tests."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or a view: what it holds, and its columns with type and meaning."""

    name: str
    meaning: str
    columns: tuple[tuple[str, str, str], ...]


def relations(store: Store) -> tuple[Relation, ...]:
    """All tables and views, with the Chinese part of their comments."""
    rows = store.tuples(COLUMNS)
    return tuple(
        Relation(name, _chinese(comment), tuple((column, kind, _chinese(said)) for *_, column, kind, said in columns))
        for (name, comment), columns in groupby(rows, key=lambda row: (row[0], row[1]))
    )


def _chinese(comment: str | None) -> str:
    return (comment or "").partition(" | ")[0]


def examples(page: str) -> Html:
    """Links that put a query into the page and carry it out."""
    links = (markup.tag("li", markup.link(title, page, {"sql": sql})) for title, sql in EXAMPLES)
    return markup.tag("ul", markup.joined(links), class_="duban-examples")


def schema(page: str, found: Sequence[Relation]) -> Html:
    """Each table with its columns, folded, and a link to its first rows."""
    return markup.tag("div", markup.joined(_relation(page, one) for one in found), class_="duban-schema")


def _relation(page: str, one: Relation) -> Html:
    summary = markup.tag("summary", markup.joined((markup.tag("b", one.name), "　", one.meaning)))
    rows = markup.link("看前 100 行", page, {"sql": f'from "{one.name}" limit 100'})
    columns = markup.table(("列", "类型", "含义"), one.columns, "duban-columns")
    return markup.tag("details", markup.joined((summary, rows, columns)))
