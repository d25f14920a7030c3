"""What ties a name to its act: 要, a verb, 由; and what only seems to."""

import re
from typing import NamedTuple

from pipeline.bodies.context import (
    BRACKETS,
    COMMAS,
    PAUSES,
    SINGLING_OUT,
    Context,
    bracket_end,
    bracket_start,
    is_by,
    is_word,
    name_follows,
)
from pipeline.bodies.ends import ASKED, BY, OWNED
from pipeline.bodies.openers import is_measured, opener_after, opener_behind_time, rule_of_conduct
from pipeline.model import Clause, Rejected, Subject, Tie

REACH = 240  # characters that a list of names is long at most
EACH = "每"
FORBIDDING = ("不得", "不能", "不准", "不许", "严禁", "决不能", "绝不能")
SENTENCE_ENDS = frozenset("。！？；\n")
SIDE_BY_SIDE = re.compile("[、和]")
EVERY_LEVEL = "各级"
SINCE = ("在", "于", "从", "自")
NEARBY = 4  # names that may stand between 由县水利局牵头、 and 各镇实施
SHORT_ACT = 7  # characters of an act in a list of acts: 牵头、 统一采购、
LOOSE = (Tie.VERB, Tie.COPULA)  # ties that a name no list knows does not get
PREPOSITIONS = frozenset("对把向给按以从在该")  # the 的 behind them is another's: 对查实的线索
STOPS = frozenset("。；！")
WITHOUT_EXCEPTION = "一律"
SLOGAN_ENDS = frozenset("、，,。；的")
PRINCIPLES = ("坚持", "形成", "落实", "构建", "健全", "完善", "建立", "按照", "突出")
ATTAINING, COMPLEMENTS = "得", frozenset("进下住大好快出起上来去到多少高远稳牢动开强")
LOOKED_AT = frozenset("组得在于从自是包联带帮")  # what begins with none of these need only stand as a word
IN_CASE = ("如", "若", "因")


class Stretch(NamedTuple):
    """A clause, and what may stand in it at all: a look at the whole clause spares one at each name in it."""

    start: int
    end: int
    governed: bool  # 由, 归 or 请各
    bracketed: bool


def stretch_of(context: Context, clause: Clause) -> Stretch:
    """A clause as the search for ties sees it."""
    start, end = clause.start, clause.end
    words = context.text[start:end]
    governed = BY in words or OWNED in words or ASKED in words
    return Stretch(start, end, governed, "（" in words or "(" in words)


def tie_after(context: Context, clause: Stretch, left: int, end: int) -> tuple[int, Tie, bool] | None:
    """Where the region of a name begins, how it is tied to what follows, and whether only a known name will do.

    An unknown one counts before 要, and before 牵头, 负责. None where nothing is asked of the name.
    """
    text, follows, bracketed = context.text, context.text[end], context.text[end] in BRACKETS
    goes_on = name_follows(context, bracket_end(text, end) if bracketed else end)
    if goes_on and not bracketed and not is_measured(context, left, end):
        return None  # by far most of what has no tie: 县|教育局
    opener = opener_after(context, end) or opener_behind_time(context, end) or rule_of_conduct(context, end)
    bare = opener is None and end not in context.dates and not bracketed
    if bare and is_measured(context, left, end):
        return left, Tie.VERB, True
    far = left if end - left < REACH else end - REACH
    by, how_governed = governor(text, far, end) if clause.governed else (-1, Tie.BY)
    stands = by >= 0 and is_by(context, by)
    if bare and not stands and follows not in COMMAS:
        return None
    left = max(far, bracket_start(text, max(clause.start, end - REACH), end)) if clause.bracketed else far
    if follows in COMMAS and (
        (bare and is_addressed(context, left, end)) or (end + 1 in context.dates and is_set_a_date(context, left, end))
    ):
        return left, Tie.VERB, True
    governed = stands and by >= left
    if goes_on or (bare and not governed):
        return None
    if governed:
        acting = acts(context, end) if text[by] != OWNED else context.lexicon.by_verb.match(text, end)
        return (by + 1, how_governed, False) if acting and not is_longer(context, by + 1, end) else None
    return tie_by_opener(context, clause, left, end, opener)


def tie_by_opener(
    context: Context, clause: Stretch, left: int, end: int, opener: re.Match[str] | None
) -> tuple[int, Tie, bool] | None:
    """The same for a name that nothing governs: by what opens an act behind it, or by the date that follows it."""
    text = context.text
    stop = bracket_end(text, end) if text[end] in BRACKETS else end
    if opener is None or not opens(context, *opener.span("opener")):
        return (left, *tie_before_date(context, stop, opener)) if stop in context.dates else None
    how = context.lexicon.ties[opener["opener"]]
    if how is Tie.VERB and is_nobody(context, clause, text.rfind(EACH, left, end), end, opener):
        return None
    if is_topic(context, opener, how) or (how is not Tie.MODAL and is_attribute(context, opener, how)):
        return None
    return left, how, how in LOOSE and opener["opener"] not in context.lexicon.strong


def tie_before_date(context: Context, date: int, opener: re.Match[str] | None) -> tuple[Tie, bool]:
    """How a name before a date is tied, by the 要 behind the date or by its act, and whether it must be known."""
    if context.lexicon.modal.match(context.text, context.dates[date]):
        return Tie.MODAL, True
    return Tie.VERB, opener is None or opener["opener"] not in context.lexicon.strong


def governor(text: str, start: int, end: int) -> tuple[int, Tie]:
    """The place of the last 由, 归 or 请各 before a name, or -1, and how it ties."""
    asked = text.rfind(ASKED, start, end)
    by = max(text.rfind(BY, start, end), text.rfind(OWNED, start, end))
    return max(by, asked), Tie.MODAL if asked > by else Tie.BY


def is_addressed(context: Context, start: int, end: int) -> bool:
    """Whether offices before a comma are called upon at the head of a sentence: 水利局，|三座水库….

    Only registered offices: 小区，… or 各项工作，… may be what is spoken of.
    """
    text, lexicon = context.text, context.lexicon
    if start and text[start - 1] not in SENTENCE_ENDS:
        return False
    organs = (lexicon.organ.search(name) for name in SIDE_BY_SIDE.split(text[start:end]))
    return all(organ and organ["suffix"] for organ in organs)


def is_set_a_date(context: Context, start: int, end: int) -> bool:
    """Whether names before a comma and a date are called upon at the head of a sentence: 各乡镇，|明早把人转移出来."""
    text, lexicon = context.text, context.lexicon
    if start and text[start - 1] not in SENTENCE_ENDS:
        return False
    names = SIDE_BY_SIDE.split(text[max(start, text.rfind("的", start, end) + 1) : end])
    return all(lexicon.known_start.match(name) or lexicon.place.fullmatch(name) for name in names)


def is_nobody(context: Context, clause: Stretch, each: int, end: int, opener: re.Match[str]) -> bool:
    """Whether a name before a plain verb is none (各级|储备企业), in a case (对名单有意见的，…), or counted."""
    text = context.text
    if text.startswith(EVERY_LEVEL, end - len(EVERY_LEVEL)):
        return True
    if text[clause.end - 2] == "的" and not opener["opener"].startswith(IN_CASE):  # 考生如有症状的，应报告
        return True
    if context.lexicon.compound.match(text, opener.start("opener")) or context.lexicon.thing.match(text, opener.end()):
        return True
    return is_slogan(context, clause, end) or is_counted(context, each, end, opener)


def is_slogan(context: Context, clause: Stretch, end: int) -> bool:
    """Whether a bare name and its act say how work is shared in general: 坚持属地管理、|部门联动."""
    text, start = context.text, end - 2
    if text[start : end + 2] not in context.lexicon.slogans or text[end + 2 : end + 3] not in SLOGAN_ENDS:
        return False
    return start <= clause.start or text[start - 1] in PAUSES or text[start - 2 : start] in PRINCIPLES


def is_counted(context: Context, each: int, end: int, opener: re.Match[str]) -> bool:
    """Whether somebody is counted and does not act: 每个中心至少配|两名, 安全员不少于|10人, 保安配备|率."""
    text, lexicon, place = context.text, context.lexicon, opener.start("opener")
    if text[opener.end() : opener.end() + 1] in lexicon.rate_firsts and lexicon.rate.match(text, opener.end()):
        return True
    if text[place] not in lexicon.counted_firsts:
        return False
    if lexicon.persons.match(text, place):
        return each >= 0 or any(text[end - n : end] in lexicon.posts for n in range(1, 6))
    if each < 0 or lexicon.free_before.search(text, max(each - 4, 0), each):  # 确保|每个村配备一名报账员
        return False
    return bool(lexicon.counted.match(text, place))


def is_topic(context: Context, opener: re.Match[str], how: Tie) -> bool:
    """Whether another acts (重点村一律由镇党委书记包联), or something is done to whoever is named (要停职检查)."""
    text, lexicon, end = context.text, context.lexicon, opener.end()
    if opener["opener"] == WITHOUT_EXCEPTION and lexicon.penalty.match(text, end):
        return True  # 没达标的企业一律停产
    behind = lexicon.undergone.match(text, end) if text[end : end + 1] in lexicon.undergone_firsts else None
    if behind is None:
        return False
    if behind.group() in STOPS:
        return how is Tie.MODAL  # 老党员都可以。
    if behind.group() == "由":
        return is_word(context, end)
    return not opener["opener"].startswith(FORBIDDING)  # 防汛责任人不得离岗


def tie_to_by(context: Context, found: list[Subject | Rejected], left: int, end: int) -> tuple[int, Tie, bool] | None:
    """The tie of a name that goes on behind 由 and its act: 由县水利局牵头、|各镇|实施."""
    last = next((one for one in reversed(found[-NEARBY:]) if isinstance(one, Subject)), None)
    if last is None or not (last.tie is Tie.BY or leads_list(context, last)):
        return None
    begin = context.text.find("、", left, min(left + SHORT_ACT, end)) + 1
    if not begin or not context.lexicon.known_start.match(context.text, begin) or name_follows(context, end):
        return None
    return (begin, Tie.BY, True) if acts(context, end) else None


def leads_list(context: Context, subject: Subject) -> bool:
    """Whether a list of acts goes on behind a subject's own: 市水务局|牵头、各县区配合、…."""
    opener = context.lexicon.opener.match(context.text, subject.end)
    return opener is not None and opener["opener"] in context.lexicon.strong and context.text[opener.end()] == "、"


def is_attribute(context: Context, opener: re.Match[str], how: Tie) -> bool:
    """Whether a verb behind a name describes (负责的|同志), is a noun (第一书记选派|要…), or stands behind a comma."""
    text, end = context.text, opener.end()
    if opener.start("opener") > opener.start() and not COMMAS.isdisjoint(opener.group()):
        return True
    if text[opener.start("opener")] in LOOKED_AT and context.lexicon.chain.match(text, opener.start("opener")):
        return False
    if how is Tie.VERB and opener["opener"] not in PREPOSITIONS and text.find("的", end, end + 3) >= 0:
        return True
    return text[end : end + 1] == "要" and text[end : end + 2] not in context.lexicon.modal_starts


def opens(context: Context, start: int, end: int) -> bool:
    """Whether an opener stands as a word: not the 应 of 应急, but the 要 of 要紧盯, which dictionaries cut as 要紧."""
    text, first = context.text, context.text[start]
    if first not in LOOKED_AT:
        return is_whole(context, start, end)
    if text.startswith("组织", start) and context.lexicon.owned.match(text, end):
        return False  # 村级组织要…, 村级组织是…: 组织 is the name's own head
    if text[start:end] == ATTAINING and text[end] in COMPLEMENTS:
        return False  # 企业引|得进、留得下
    if end in context.dates and text[start:end] in SINCE:
        return True  # 财政所|在3日内, 巡视办|自即日起
    if text[start - 2 : end] in SINGLING_OUT:
        return False  # 各乡镇尤其|是沿河乡镇
    if context.lexicon.chain.match(text, start):
        return True  # 包河 is a district to the dictionary: 区级领导|包河库、
    return is_whole(context, start, end)


def is_whole(context: Context, start: int, end: int) -> bool:
    """Whether the dictionary lets an opener stand: as a word, or cut in a way that is known to be wrong."""
    if start not in context.bounds:
        if context.text[start:end] == "在":
            return False
        if end - start > 1 and end in context.bounds:
            return True  # 领导|带头 is one word to dictionaries
        modal = context.text[start]
        return modal in "应须将需" or (
            modal == "要" and context.text[start : start + 2] not in context.lexicon.modal_starts
        )
    if end - start > 1 or end in context.bounds:
        return True
    return context.text[start] == "每" or (
        context.text[start] == "要" and context.text[start : start + 2] not in context.lexicon.modal_starts
    )


def is_longer(context: Context, start: int, end: int) -> bool:
    """Whether a longer head begins where a name does: 由|物业|服务企业."""
    return any(context.text[start:stop] in context.lexicon.heads for stop in range(end + 1, end + 7))


def acts(context: Context, end: int) -> bool:
    """Whether the name behind 由 is followed by what it does, and not by more of the name."""
    text, lexicon = context.text, context.lexicon
    stop = bracket_end(text, end)
    if stop >= len(text) or text[stop] in "的、和与及或，。；,;：:等）)" or stop not in context.bounds:
        return False
    return bool(lexicon.by_verb.match(text, end)) or not lexicon.known_ahead.match(text, stop)
