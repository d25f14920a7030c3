"""The stretch in front of an act -> where the name in it begins, behind acts, connectives, phrases and topics."""

import re

from pipeline.bodies.context import PAUSES, PLEASE, Context, is_word, name_follows
from pipeline.bodies.shared import has_head
from pipeline.lexicon.body_lexicon import BodyLexicon

WORD_BEGINNINGS = ("从", "与", "报", "帮", "靠", "替", "跟")  # not 对: dictionaries cut 对外出人员 as 对外
SUFFERED = "被"
TOLD = 6  # characters of a name that no list knows behind 要求: 我早就要求|监控管理部
UNITS, LISTING = re.compile("中心|小?组|[科处队部办]"), frozenset("、和与及")
JOINED = re.compile("[、和与及]|特别是|尤其是")
THESE = re.compile("[这那][些几类项样种件]")  # ends a list of topics: 优待金、退役安置这些政策|各村要讲透


def behind_act(context: Context, start: int, end: int) -> int:
    """Behind the act of another body: 书记要亲自抓、|分管领导要具体抓; not in 要向市委、市政府报告."""
    text, lexicon = context.text, context.lexicon
    act = start_of_act(context, start, end)
    behind = last_pause(text, act, end) + 1 if act >= 0 else 0
    if not behind or any(
        is_word(context, found.start()) for found in lexicon.governing.finditer(text, act + 1, behind)
    ):
        return start
    if text[act] == "要":
        return start if lexicon.acted.match(text, act + 1) else behind
    if text[act] in lexicon.governs and is_word(context, act):
        return start  # 到县委、|县政府说清楚
    acted, opener = lexicon.acted.match(text, act), lexicon.opener.match(text, act)
    if opener is not None and opener["opener"] in lexicon.strong and opener.end() == behind - 1:
        return behind  # 牵头、|质控办
    is_act = not acted or (opener is not None and opener.end() > acted.end())  # 对照讲 is no 对
    return behind if is_act and lexicon.known_start.match(text, behind) else start


def last_pause(text: str, start: int, end: int) -> int:
    """The last 、 that stands in no bracket, as that of 各县（市、区）does; or -1."""
    place = text.rfind("、", start, end)
    while place >= 0 and text.rfind("（", start, place) > text.rfind("）", start, place):
        place = text.rfind("、", start, place)
    return place


def start_of_act(context: Context, start: int, end: int) -> int:
    """Where the act of another body begins: at its 要, or where its name ended (县林草局|牵头、县应急局协助); or -1."""
    modal = context.text.find("要", start, end)
    if modal >= 0 and is_word(context, modal):
        return modal
    if start == 0 or context.text[start - 1] in PAUSES or context.text.find("、", start, end) < 0:
        return -1
    opens = context.lexicon.opener.match(context.text, start) and not name_follows(context, start)
    return start if opens else -1


def head_of_region(context: Context, start: int, end: int) -> tuple[int, bool] | str:
    """Where the name itself begins, and whether only a known one may stand there; or the rule against it."""
    text, lexicon = context.text, context.lexicon
    strict = False
    start = behind_telling(context, start, end)
    if text[start] in lexicon.opening or start in context.dates:
        start, strict = behind_leads(context, start, end)
        if lexicon.chain.match(text, end) and (lead := lexicon.chain_lead.match(text, start, end)):
            start, strict = lead.end(), True
        is_name_ahead = lexicon.named_start.match(text, start, end) or lexicon.organ_start.match(text, start)
        suffered = text[start] == SUFFERED and text.find("的", start, end - 1) > 0  # 被点名批评的|单位
        if not is_name_ahead and not suffered and is_acted_upon(context, start, end):
            return "acted upon"
        phrase = None if is_name_ahead else lexicon.phrase.match(text, start, end)
        if phrase and phrase.end() in context.bounds:
            start, strict = behind_phrase(context, phrase.end(), end), True
    of = text.rfind("的", start, end)
    if 0 <= of < end - 1 and "）" not in text[of:end] and "”" not in text[of:end]:
        if is_urged(context, start):
            return "acted upon"
        start = of + 1
    start = behind_topic(context, start, end)
    topic = lexicon.topic.match(text, start, end)
    return (topic.end() if topic else start), strict


def behind_telling(context: Context, start: int, end: int) -> int:
    """Behind somebody else who tells the name what to do: 通知要求|各学院, 他反复叮嘱|林业部门."""
    text, lexicon = context.text, context.lexicon
    told = start
    for verb in lexicon.telling.finditer(text, start, end):
        if verb.start() not in context.bounds:
            continue
        if lexicon.known_start.match(text, verb.end(), end) or 2 <= end - verb.end() <= TOLD:
            told = verb.end()
    return told


def behind_leads(context: Context, start: int, end: int) -> tuple[int, bool]:
    """Behind connectives, dates and 确保; behind the last only a known name counts."""
    text, lexicon = context.text, context.lexicon
    strict, before = False, -1
    while start != before:
        before = start
        if (lead := lexicon.lead.match(text, start, end)) and lead.end() < end:
            start = lead.end()
        if context.dates.get(start, end) < end:
            start = context.dates[start]
        free = lexicon.free.match(text, start, end)
        if free and (free.group() != PLEASE or free.end() in context.bounds):  # not 请假人员
            start, strict = free.end(), True
    return start, strict


def is_acted_upon(context: Context, start: int, end: int) -> bool:
    """Whether the region begins with a verb whose object the name is: 督促各企业; not 教育系统党组织, 帮扶中心."""
    lexicon = context.lexicon
    manner = lexicon.manner.match(context.text, start)  # 更好地|发挥各方面, 还要充分|调动群众
    start = manner.end() if manner else start
    verb = lexicon.acted.match(context.text, start)
    if verb is None or describes(context, verb) or is_cut_into(context, verb) or is_unit(context, verb, end):
        return False
    name = lexicon.known_start.match(context.text, start)
    if name and name.end() > verb.end() and name.end() in context.bounds:
        return False
    if verb.group() == "组织":
        return context.text[verb.end() : verb.end() + 1] not in ("、", "和", "系")
    if verb.group() in lexicon.nominal:
        return lexicon.cutting.match(context.text, verb.end()) is not None
    return verb.group() not in lexicon.ambiguous or bool(lexicon.group_start.match(context.text, verb.end()))


def is_unit(context: Context, verb: re.Match[str], end: int) -> bool:
    """Whether a verb and a word for an office are the whole name of one: 支持|中心牵头, 保障|组、安置|组要."""
    unit = UNITS.match(context.text, verb.end(), end)
    return unit is not None and len(verb.group()) > 1 and (unit.end() == end or context.text[unit.end()] in LISTING)


def is_cut_into(context: Context, verb: re.Match[str]) -> bool:
    """Whether a verb of one character only begins a word: 从|事冷链作业的人员, 与|会代表, 报|名人员."""
    return verb.group() in WORD_BEGINNINGS and verb.end() not in context.bounds


def describes(context: Context, verb: re.Match[str]) -> bool:
    """Whether a verb says how well somebody does, and governs nobody: 推进|缓慢的乡镇."""
    return len(verb.group()) > 1 and context.lexicon.quality.match(context.text, verb.end()) is not None


def is_urged(context: Context, start: int) -> bool:
    """Whether a verb governs the name behind an attribute: 要指导任期届满的|党支部; not 推进缓慢的|乡镇."""
    text, lexicon = context.text, context.lexicon
    modal = lexicon.modal.match(text, start)
    verb = lexicon.acted.match(text, modal.end() if modal else start)
    if verb is None or describes(context, verb):
        return False
    return modal is not None or verb.group() in lexicon.urging


def behind_phrase(context: Context, start: int, end: int) -> int:
    """Behind the adverbial phrase that the region begins with: 在县委领导下|各部门."""
    text, lexicon = context.text, context.lexicon
    for close in lexicon.phrase_end.finditer(text, start, end):
        inside_name = text[close.end() - 2 : close.end()] in lexicon.no_ends
        if close.end() < end and not inside_name and lexicon.known_start.match(text, close.end(), end):
            return close.end()
    return end


def behind_topic(context: Context, start: int, end: int) -> int:
    """Behind words that a determiner cuts off: 换届工作|各镇党委; 县直各部门 stays whole."""
    text, lexicon = context.text, context.lexicon
    for cut in lexicon.cutting.finditer(text, start + 1, end):
        before = JOINED.split(text[start : cut.start()])[-1]
        if not before or before[-1] in "以，" or is_name(lexicon, before):
            continue
        listed = len(before) < cut.start() - start
        if cut.start() in context.bounds and (not listed or THESE.search(before) or before.endswith(lexicon.things)):
            return cut.start()
    return start


def is_name(lexicon: BodyLexicon, text: str) -> bool:
    """Whether words in front of a determiner belong to the name: 县直各部门, 集团机关各部门, 全县政法各单位."""
    patterns = (lexicon.level, lexicon.determiner, lexicon.assists_before)
    if text[0] == "各" and has_head(lexicon, text, ""):  # 各村|各单位 are two
        return True
    if any(p.fullmatch(text) for p in patterns) or any(text[-n:] in lexicon.heads for n in (2, 3, 4)):
        return True
    level = lexicon.determiner.match(text) or lexicon.level.match(text)
    names = (text, text[level.end() :] if level else text)  # 市场监管 begins with no level
    return any(name in lexicon.organs or lexicon.organ.fullmatch(name) for name in names)
