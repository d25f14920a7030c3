"""What to look at first: deadlines ahead, speeches that nearly repeat others, directives that were withdrawn."""

from dataclasses import dataclass
from datetime import date

from pipeline.dashboard import lean, markup
from pipeline.dashboard.markup import Html
from pipeline.store import Store

MOST = 8
"""Rows of each table; the count says how many there are."""

AHEAD = f"""directive_id in (
    select directive_id from {lean.FOLLOWED} where due_latest >= $today and status not in ('已完成', '已销号')
)"""
COPIES = """
    select c.speech_id, l.source, c.other_id, o.source, c.similarity
    from near_copies as c
    join speech_list as l on l.speech_id = c.speech_id
    join speech_list as o on o.speech_id = c.other_id
    order by c.similarity desc, l.source, c.speech_id, c.other_id
    limit $most
"""
WITHDRAWN = """
    select w.speech_id, l.source, w.text, w.responsible, w.reason
    from withdrawn as w
    left join speech_list as l using (speech_id)
    order by w.withdrawn_at desc, w.directive_id
    limit $most
"""


@dataclass(frozen=True, slots=True)
class Attention:
    """The first rows of each, and how many copies and withdrawn directives there are in all."""

    ahead: tuple[tuple[str, str, str | None, date, int], ...]
    copies: tuple[tuple[str, str, str, str, float], ...]
    copied: int
    withdrawn: tuple[tuple[str, str | None, str, str | None, str], ...]
    gone: int


def attention(store: Store, today: date) -> Attention:
    """What needs attention on a day."""
    most: dict[str, object] = {"most": MOST}
    ids = lean.ids(store, AHEAD, {"today": today}, f"due_latest, {lean.NUMBER}", MOST)
    ahead = lean.shown(store, "directive_id, measure, responsible, due_latest", ids)
    return Attention(
        tuple((one, said, who, day, (day - today).days) for one, said, who, day in ahead),
        tuple((one, name, other, of, alike) for one, name, other, of, alike in store.tuples(COPIES, most)),
        store.tuples("select count(*) from near_copies")[0][0],
        tuple((one, name, said, who, why) for one, name, said, who, why in store.tuples(WITHDRAWN, most)),
        store.tuples("select count(*) from withdrawn")[0][0],
    )


def ahead(found: Attention) -> Html:
    """The next deadlines, each with the days that are left."""
    title = markup.tag("h3", "接下来到期")
    if not found.ahead:
        return markup.joined((title, markup.note("今后没有写明日期的时限；已过的见“各月到期”，点柱子看明细。")))
    rows = (
        (day, f"还有 {left} 天" if left else "今天", markup.link(said, "ledger", {"task": one}), who)
        for one, said, who, day, left in found.ahead
    )
    return markup.joined((title, markup.table(("到期", "还剩", "具体措施", "牵头单位"), rows, "duban-ahead")))


def hints(found: Attention) -> Html:
    """Near copies and withdrawn directives; nothing where there are none."""
    return markup.joined((_copies(found), _withdrawn(found)))


def _copies(found: Attention) -> Html:
    if not found.copied:
        return Html()
    rows = (
        (markup.link(name, "text", {"speech": one}), markup.link(of, "text", {"speech": other}), f"{alike:.0%}")
        for one, name, other, of, alike in found.copies
    )
    told = f"有 {found.copied:,} 对讲话近似重复：同一件事可能算了两遍，请核对后决定是否移除一篇。"
    table = markup.table(("后导入的讲话", "与它近似的讲话", "相似度"), rows, "duban-ahead")
    return markup.joined((markup.tag("h3", f"近似重复的讲话（{found.copied:,} 对）"), markup.note(told), table))


def _withdrawn(found: Attention) -> Html:
    if not found.gone:
        return Html()
    rows = (
        (markup.link(name or "原讲话", "text", {"speech": one}), said, who, why)
        for one, name, said, who, why in found.withdrawn
    )
    told = "重新抽取后没有对应的任务，但有跟踪记录，所以仍然保留；请核对原文。"
    table = markup.table(("任务来源", "原来的任务", "牵头单位", "原因"), rows, "duban-ahead")
    return markup.joined((markup.tag("h3", f"已撤下的任务（{found.gone:,} 项）"), markup.note(told), table))
