"""Where names may end and somebody may act behind them."""

import re
from bisect import bisect_left

from pipeline.bodies.context import PAUSES, Context, is_by
from pipeline.bodies.openers import APART, opener_after

DEGREES = ("再", "很", "太", "更", "最", "越")
BY, ASKED, OWNED = "由", "请各", "归"  # 由县住建局牵头; 请各单位对号入座; 归城管中队管
BY_REACH = 40  # characters that a list of names behind 由 is long at most
ANY_POST = "员"
WHICH = re.compile("所(?:[辖属涉]|需(?![要在于将]))")  # 处置|所需资金; not 派出所|需在5日内
MODALS, BOTH = frozenset("要应须必"), ("两家", "三家")
LIST_MARKS = frozenset("和与及县市区镇")
EACH = frozenset("各每")
OWNER = ("业主", "户主", "车主", "船主", "店主", "雇主", "货主", "房主", "场主")
NESTED = 2  # characters by which a name goes on behind a shorter one that it begins with
NEVER_ACTS = frozenset(("", *"、的和与及。；！？：\n”"))  # the list or the attribute goes on, or the sentence ends


def ends(context: Context) -> list[tuple[int, int]]:
    """Where names may end and somebody may act: heads and organs that are words (格局 is none) before an opener.

    Of those that end at one place the longest counts. What cannot be followed by an act is left out at once (nine heads
    in ten stand before 的, 、 or a noun): an opener, a bracket, a list's end or a date must begin there, or 由 precede.
    """
    text, bounds, lexicon = context.text, context.bounds, context.lexicon
    firsts, ahead, pairs, followed = lexicon.ahead_firsts, lexicon.ahead, lexicon.ahead_pairs, text + "\n"
    reached, apart = behind_by(context), before_adverbials(context)
    weak = lexicon.spoken | {ANY_POST}
    found: list[tuple[int, int]] = []
    last = -1
    for _, start, end in lexicon.automaton.find_matches_as_indexes(text, overlapping=True):
        follows = followed[end]
        if end == last or not (follows in firsts or end in reached or end in apart):
            continue
        last = end  # hits come by their ends, the longest first
        if follows in NEVER_ACTS:
            if is_longer(found, start, end):
                found.pop()  # 备课组|长和保管员
            continue
        acts = follows in ahead or followed[end : end + 2] in pairs or end in reached
        asked = acts or (end in apart and is_whole(text, start, end))
        if not asked or (text[start:end] in weak and needs_modal(context, start, end)):
            continue
        if (end in bounds and end - start > 1) or is_head(context, start, end):
            if is_longer(found, start, end):
                found.pop()  # 网格|员, 备课组|长: the longer name is meant
            found.append((start, end))
    return without_quoted(context, found)


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a head can stand before an adverbial: 各村换届后要, but neither 入村前要 nor 施工期间要."""
    return end - start > 1 or not EACH.isdisjoint(text[start - 3 : start])


def needs_modal(context: Context, start: int, end: int) -> bool:
    """Whether 要, before which alone a name counts, does not follow: any post in 员, a stem for its office.

    住建、|公安要联合执法, but neither 公安侦破 nor 敬老院消防要改造.
    """
    text, head = context.text, context.text[start:end]
    if head == ANY_POST:
        return text[end] not in MODALS
    together = text[end : end + 2] in BOTH
    return not (together or (text[end] in MODALS and (start == 0 or text[start - 1] in PAUSES | LIST_MARKS)))


def is_longer(found: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a name goes on a little behind the last one found, which it begins with."""
    return bool(found) and start < found[-1][1] and end - found[-1][1] <= NESTED


def behind_by(context: Context) -> set[int]:
    """The places that a list of names behind 由 or 请各 may end at, and those at which dates begin."""
    text = context.text
    places = set(context.dates)
    for word in (BY, ASKED, OWNED):
        by = text.find(word)
        while by >= 0:
            if is_by(context, by):
                places.update(range(by + 1, by + BY_REACH + 1))
            by = text.find(word, by + 1)
    return places


def before_adverbials(context: Context) -> set[int]:
    """The places before a time or a measure that an act follows: 农机站|麦收前把机手请来, 各村|参保率要达到九成."""
    text, lexicon = context.text, context.lexicon
    places: set[int] = set()
    for pattern in (lexicon.time, lexicon.measure):
        for found in pattern.finditer(text):
            start, end = found.span()
            if text[end : end + 1] in lexicon.ahead_firsts and opener_after(context, end):
                places.update(range(start - APART, start))
    return places


def without_quoted(context: Context, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ends of names that do not stand inside a title or a longer quotation."""
    quoted = [m.span() for m in context.lexicon.passed_over.finditer(context.text)]
    if not quoted:
        return found
    quoted.insert(0, (-1, -1))
    return [span for span in found if span[0] >= quoted[bisect_left(quoted, (span[0] + 1,)) - 1][1]]


def is_head(context: Context, start: int, end: int) -> bool:
    """Whether a head ends a word; one of a single character must not end a word that names no body (全部, 举办)."""
    text, bounds = context.text, context.bounds
    if end not in bounds and not is_cut_wrongly(context, start, end):
        return False
    if end - start > 1:
        return True
    if text[start - 1 : start] in DEGREES or WHICH.match(text, start):
        return False  # 排队再长
    begin = start
    while begin and begin not in bounds:
        begin -= 1
    words = context.lexicon.not_heads
    for at in range(max(begin, end - 5), end - 1):  # noqa: SIM110 (all() costs more than the look-ups)
        if text[at:end] in words:
            return False
    return True


def is_cut_wrongly(context: Context, start: int, end: int) -> bool:
    """Whether a head ends inside a word of the dictionary: 财政所|在3日内 (所在), 后勤部|将 (部将), 区级领导|带头."""
    text, lexicon = context.text, context.lexicon
    if text[end : end + 1] == "在" and end + 1 in context.dates:
        return True
    if end - start == 1:
        return text[end : end + 1] == "将"
    if text[end : end + 1] in "要应须将需":
        return text[end - 1 : end + 1] not in lexicon.modal_ends or is_owner(context, start, end)
    return start in context.bounds and text[end : end + 2] in lexicon.ahead_pairs


def is_owner(context: Context, start: int, end: int) -> bool:
    """Whether 主 is the end of a name and not of 主要: 项目业主|要按月报送; not 企业主要负责人."""
    text = context.text
    if not text.endswith(OWNER, start, end) or text[start - 1 : end - 1].endswith("企业"):
        return False
    return context.lexicon.opener.match(text, end + 1) is not None
