"""How many items a name declares, and how many the list beside it has. Where no list is plain, there is none."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.lexicon.programmes import ProgrammeLexicon
from pipeline.model import Node, Statement

VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
DIGITS = frozenset("一二三四五六七八九十两百0123456789")
PART = 2  # characters between two numerals of one name: 四[议]两公开
MOST = 30  # items that a name declares at most: 136 is a name
WIDE = 300  # characters of a list in brackets
NEAR = 16  # characters between a name and the first item of the outline
ITEM = 30  # characters of an item at most
FIRST = re.compile("(?<![十0-9０-９])[一1１①⑴㈠首](?![十0-9０-９])")
GLUE = re.compile(r"[^。！？；;\n]{0,12}[。：:，,；;\s]*")
NOUN = re.compile("[^，,。；;：:、！？!?（(“”《》\n的]{1,6}(?=[，,：:（(])")
ENDS = frozenset("。！？；;!?”）)")
CORE_SHOWN = 30  # characters of an item in which it repeats the core of the name
BETWEEN = re.compile("[、，,]")
LIST = re.compile("[^。；;！？!?\n]*")
ORDER = re.compile("[要须应由]|负责|牵头")  # 三大工程：县发改局、县财政局要…: who must act, no item
BRACKETS = {"（": "）", "(": ")"}


class Declared(NamedTuple):
    """The counts that a name may declare, the words that each item repeats, and whether a measure stands in it."""

    counts: tuple[int, ...]
    core: str
    measured: bool


class Scene(NamedTuple):
    """A text, its flat twin, its outline and the lexicon."""

    text: str
    flat: str
    nodes: tuple[Node, ...]
    lexicon: ProgrammeLexicon


class Items(NamedTuple):
    """A list: its span and the number of its items."""

    start: int
    end: int
    found: int


def number(words: str) -> int | None:
    """十 to 九十九 and Arabic digits.

    >>> [number(words) for words in ("五", "十二", "二十", "12", "百")]
    [5, 12, 20, 12, None]
    """
    if words.isascii():
        return int(words) if words.isdigit() and len(words) < 4 else None
    tens, ten, ones = words.rpartition("十")
    if not set(tens + ones) <= VALUES.keys() or len(tens) > 1 or len(ones) > 1:
        return None
    return (VALUES.get(tens, 1) * 10 if ten else 0) + VALUES.get(ones, 0)


def declared(inner: str, lexicon: ProgrammeLexicon) -> Declared | None:
    """What the words of a quotation declare: 九有标准 nine, 一厅六室 seven; 百日行动, 三年行动 and 一户一策 nothing."""
    ones = lexicon.ones.match(inner)
    if ones:  # 五个一工程
        count = number(ones[1])
        return Declared((count,), "", measured=True) if count else None
    parts = lexicon.counting.match(inner)
    count = number(parts[1]) if parts else None
    if parts is None or count is None or count > MOST:
        return None
    if parts[4] is None:
        core = lexicon.ends_typed.sub("", parts[3]) or parts[3]
        counts = count > 1 and not lexicon.duration.match(parts[3])
        return Declared((count,), core, parts[2] is not None) if counts else None
    return summed(count, number(parts[4])) if len(parts[3]) <= PART and not parts[2] else None


def summed(count: int, more: int | None) -> Declared | None:
    """What two numerals declare together: 一厅六室 seven; 三管三必须 six or three; 一户一策 nothing."""
    if more is None or count == more == 1:
        return None
    return Declared((count + more, count) if count == more else (count + more,), "", measured=False)


def listed(start: int, end: int, statement: Statement, counts: Declared, scene: Scene) -> Items | None:
    """The list that belongs to a name: in brackets, behind 即 or a colon, item by item, or right in front of it."""
    found = beside(end, statement, counts, scene)
    if found is None:
        noun = NOUN.match(scene.flat, end, statement.end)  # “三化”[支部]，即…
        found = beside(noun.end(), statement, counts, scene) if noun else None
    if found is None and statement.end - end <= NEAR:
        found = enumerated(end, statement, counts, scene)
    return found or leading(start, statement, counts, scene)


def beside(end: int, statement: Statement, counts: Declared, scene: Scene) -> Items | None:
    """The list that opens at a place."""
    if scene.text[end : end + 1] in BRACKETS:
        return bracketed(end, counts, scene)
    return introduced(end, statement, counts, scene) or repeated(end, statement, counts, scene)


def bracketed(end: int, counts: Declared, scene: Scene) -> Items | None:
    """“三违”（违章指挥、违规作业、违反纪律）; remarks behind a semicolon are none of the items."""
    close = BRACKETS.get(scene.text[end : end + 1])
    right = scene.text.find(close, end, end + WIDE) if close else -1
    if right < 0 or scene.lexicon.remark.match(scene.text, end + 1):
        return None
    begin = end + 1
    inner = scene.text[begin:right]
    if "。" in inner:
        return None
    first = inner.split("；")[0]
    ways = [n for n in (parts(first, "、"), parts(inner, "；"), parts(inner, "，,"), parts(first, "、，,")) if n > 1]
    best = next((n for n in ways if n in counts.counts), ways[0] if ways else None)
    return judged(begin, right, best, counts, inner)


def parts(words: str, separators: str) -> int:
    """The number of items between separators."""
    return sum(map(words.count, separators)) + 1


def judged(start: int, end: int, found: int | None, counts: Declared, words: str) -> Items | None:
    """A list; none where 等 leaves it open and it has fewer items than declared."""
    if found is None or (found not in counts.counts and words.rstrip().endswith(("等", "等等"))):
        return None
    return Items(start, end, found)


def introduced(end: int, statement: Statement, counts: Declared, scene: Scene) -> Items | None:
    """“四化同步”品牌，即考核制度化、管理规范化、…: up to the comma; another number only where items are alike."""
    opening = scene.lexicon.introduces.match(scene.flat, end, statement.end)
    if not opening:
        return None
    begin = opening.end()
    whole = LIST.match(scene.flat, begin, statement.end)
    return None if whole is None else alike(begin, whole[0], counts)


def alike(begin: int, words: str, counts: Declared) -> Items | None:
    """The items of a stretch, by 、 up to a comma, or by commas where they are built alike."""
    first = re.split("[，,]", words)[0]
    for stretch, separator, plain in ((first, "、", True), (words, "[，,]", False), (words, "[、，,]", False)):
        items = re.split(separator, stretch)
        right = plain and len(items) in counts.counts and not any(map(ORDER.search, items))
        if len(items) > 1 and max(map(len, items)) <= ITEM and (right or parallel(items)):
            return judged(begin, begin + len(stretch), len(items), counts, stretch)
    return None


def parallel(items: list[str]) -> bool:
    """Whether items are built alike: all begin or all end with the same character, and more than two of them."""
    return len(items) > 2 and (len({i[:1] for i in items}) == 1 or len({i[-1:] for i in items}) == 1)


def repeated(end: int, statement: Statement, counts: Declared, scene: Scene) -> Items | None:
    """做到“五个到位”，责任到位、措施到位、…: items one after the other that repeat the core of the name."""
    begin = end + 1
    if not counts.core or scene.flat[end : end + 1] not in ("，", ","):
        return None
    whole = LIST.match(scene.flat, begin, statement.end)
    found, stop = 0, begin
    for item in BETWEEN.split(whole[0] if whole else ""):
        if not repeats(item, counts.core):
            break
        found, stop = found + 1, stop + len(item) + 1
    return Items(begin, stop - 1, found) if found > 1 else None


def repeats(item: str, core: str) -> bool:
    """Whether an item repeats the core: a single character only at its edge (有场所, 制度化)."""
    return len(item) <= ITEM and (core in item if len(core) > 1 else item.startswith(core) or item.endswith(core))


def enumerated(end: int, statement: Statement, counts: Declared, scene: Scene) -> Items | None:
    """把握“三个紧紧围绕”。一要紧紧围绕…二要…三要…: the items of the outline that begin right behind."""
    items = list(following(end, scene))
    if len(items) < 2 or cut_off(items[-1], scene.text):
        return None
    found = Items(items[0].start, items[-1].end, len(items))
    told = scene.lexicon.announces.search(scene.text, statement.start, items[0].start)
    core = sum(counts.core in scene.text[n.body : n.body + CORE_SHOWN] for n in items) if counts.core else 0
    return found if len(items) in counts.counts or told or core * 2 > len(items) else None


def following(end: int, scene: Scene) -> Iterator[Node]:
    """The items of one row, from the first, that stand right behind a place."""
    nodes = scene.nodes
    index = bisect_left(nodes, end, key=lambda node: node.start)
    if index == len(nodes) or not FIRST.search(nodes[index].marker):
        return
    glue = GLUE.match(scene.flat, end, nodes[index].start)
    if glue is None or glue.end() != nodes[index].start:
        return
    first = nodes[index]
    yield first
    for node in nodes[index + 1 :]:
        if node.level < first.level or (node.parent != first.parent and node.level == first.level):
            return
        if node.level == first.level:
            if FIRST.search(node.marker):
                return
            yield node


def cut_off(last: Node, text: str) -> bool:
    """Whether the text breaks off in the last item, so that more may have followed."""
    whole = text.rstrip()
    return last.end >= len(whole) and whole[-1:] not in ENDS


def leading(start: int, statement: Statement, counts: Declared, scene: Scene) -> Items | None:
    """落实措施、资金、时限、责任、预案“五落实”: right in front of the name, and only where the number is right."""
    if scene.flat.rfind("、", max(statement.start, start - ITEM), start) < 0 and scene.flat[start - 1] != "”":
        return None
    stretch = re.split("[，,。；;：:！？\n]", scene.flat[max(statement.start, start - WIDE) : start])[-1]
    found = parts(stretch.replace("”“", "、"), "、")
    lead = scene.lexicon.lead.match(re.split("、|”“", stretch)[0])  # [实施]蓝天、碧水、净土三大行动
    begin = start - len(stretch) + (lead.end() if lead else 0)
    begin -= scene.flat[begin - 1 : begin] == "“"
    return Items(begin, start, found) if found > 1 and found in counts.counts else None
