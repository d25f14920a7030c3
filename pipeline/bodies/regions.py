"""The stretch in front of an act -> the members of a coordination, or the rule that speaks against it."""

from collections.abc import Callable
from typing import NamedTuple

from pipeline.bodies.context import BRACKETS, COMMAS, PLEASE, SINGLING_OUT, Context, Member, bracket_end, is_word
from pipeline.bodies.members import split
from pipeline.bodies.openings import behind_act, head_of_region, start_of_act
from pipeline.bodies.shared import and_others, has_head, without_marks
from pipeline.lexicon.body_lexicon import UNNAMED, BodyLexicon

LONGEST = 26  # characters of one member; what is longer is a clause and no name
SHORT = 10  # characters of an unknown name at the head of a clause that may yet be one
ESTATE = "不动产"  # the only 不 in a name
FIRMS = ("公司", "集团", "医院")  # levels that an unknown name may yet end in: 化工|公司
NUMBERS = frozenset("0123456789*×")
POINTING = (*SINGLING_OUT, PLEASE)  # whoever follows these acts: 特别是|危化品企业, 请|总务处
PERSONS = "人员"
ODD = "no list of names"
NOBODY = "nobody in particular"


class Region(NamedTuple):
    """The stretch that may be a name: where its clause's search opened, where the name starts and ends."""

    opened: int
    start: int
    end: int
    strict: bool  # a name that no list knows does not count
    known: bool  # the same, and behind an adverbial as well


def is_empty(_: Context, region: Region) -> bool:
    """Nothing is left of the region."""
    return region.start >= region.end


def is_governed(context: Context, region: Region) -> bool:
    """A word before or in the name governs it: 向各村…, 把企业…."""
    text, lexicon, first = context.text, context.lexicon, region.start
    if first > region.opened:  # what stands before the clause governs nothing: 三是|各镇要
        lead = lexicon.lead.match(text, region.opened)
        first -= not (lead and lead.end() == first)  # 特别是|公安机关
    if lexicon.governs.isdisjoint(text[first : region.end]):
        return False
    named = region.start if lexicon.named_start.match(text, region.start) else -1  # 被巡察党组织
    hits = lexicon.governing.finditer(text, first, region.end)
    return any(hit.start() != named and governs(context, hit.start()) for hit in hits)


def governs(context: Context, place: int) -> bool:
    """Whether a word of one character stands for itself: not the 是 of 党员干部特别是领导干部."""
    return is_word(context, place) and context.text[place - 2 : place + 1] not in SINGLING_OUT


def is_half_quoted(context: Context, region: Region) -> bool:
    """A quotation begins or ends inside the name."""
    text, start, end = context.text, region.start, region.end
    return text.count("“", start, end) != text.count("”", start, bracket_end(text, end))


def is_object(context: Context, region: Region) -> bool:
    """A verb that acts upon somebody stands directly before the name: 激励|广大干部."""
    text, start, lexicon = context.text, region.start, context.lexicon
    if start == 0 or text[start - 1] not in lexicon.behind:
        return False
    return bool(lexicon.acted_before.search(text, max(start - 4, 0), start))


def is_conduct(context: Context, region: Region) -> bool:
    """What somebody before it does, and no name: 工作人员|进出厂区须测温; not 入园企业, 请假人员."""
    text, lexicon, start = context.text, context.lexicon, region.start
    if text[start : start + 2] not in lexicon.conduct_pairs or lexicon.named_start.match(text, start):
        return False
    conduct = lexicon.conduct.match(text, start)
    if conduct is None or start != region.opened or lexicon.known_start.match(text, start):
        return False
    return text[conduct.end() : region.end] not in lexicon.posts


def is_attributive(context: Context, region: Region) -> bool:
    """The name stands behind a clause with 的 (送教上门的|学生) and not behind another name (各村的|保洁员)."""
    text, lexicon = context.text, context.lexicon
    if not region.strict or region.start - region.opened < 2 or text[region.start - 1] != "的":
        return False
    if text[region.opened] == PLEASE:
        return False  # 请参加面试的|考生提前到场
    if text[region.start] in NUMBERS or lexicon.determiner.match(text, region.start):
        return False
    if text[region.start : region.end] not in lexicon.posts and is_before_date(context, region.end):
        return False  # 没干完的|乡镇下个月底以前也要收尾
    owner = text[region.opened : region.start - 1]
    return not (has_head(lexicon, owner, "") or lexicon.determiner.match(owner))


def is_before_date(context: Context, end: int) -> bool:
    """Whether a date follows a name, directly or behind a comma."""
    return end in context.dates or (context.text[end] in COMMAS and end + 1 in context.dates)


def is_unknown(context: Context, region: Region) -> bool:
    """No list knows how the name begins, and it is not a short one at the head of a clause (马克思主义学院, 农机站)."""
    lexicon, text, start, end = context.lexicon, context.text, region.start, region.end
    if not region.known or lexicon.known_start.match(text, start) or lexicon.assists_before.match(text, start):
        return False
    period = lexicon.period.match(text, region.opened) if start > region.opened else None
    headed = start == (period.end() if period else region.opened) or text[region.opened : start] in POINTING
    if text[start - 1] == "的" and is_before_date(context, end) and lexicon.place.match(text, start, end):
        return False  # 抽中的|石桥村、东坪村，10月25日前
    if not headed or lexicon.planning.match(text, start) or lexicon.opener.match(text, start):
        return True
    if (place := lexicon.place.match(text, start)) and place.end() <= end:  # 河西村党支部书记
        return False
    stop = text.find("、", start, end)
    stop = end if stop < 0 or not has_head(lexicon, text[start:stop], "") else stop  # 危化品企业、|矿山企业
    if not 3 <= stop - start <= SHORT:
        return True
    inside = range(start + 1, stop - 1)
    return any(p in context.bounds and lexicon.level.match(text, p) and text[p:stop] not in FIRMS for p in inside)


GUARDS: tuple[tuple[str, Callable[[Context, Region], bool]], ...] = (
    ("no name", is_empty),
    ("governed", is_governed),
    ("quoted", is_half_quoted),
    ("acted upon", is_object),
    ("acted upon", is_conduct),
    ("attributive", is_attributive),
    ("unknown name", is_unknown),
)
"""What speaks against a region; the first objection wins."""


def coordination(context: Context, start: int, end: int, *, strict: bool, known: bool) -> list[Member] | str:
    """The members that a region names, or the rule that speaks against it."""
    text, lexicon = context.text, context.lexicon
    if may_be_plain(context, start, end):
        plain = plain_names(context, start, end)
        if plain:
            return known_names(context, Region(start, start, end, strict, known), plain)
    opened = behind_act(context, start, end)
    if lexicon.some.match(text, opened):
        return NOBODY
    found = head_of_region(context, opened, end)
    if isinstance(found, str):
        return found
    begin, behind = found
    region = Region(opened, begin, end, strict, known or behind)
    plain = plain_names(context, begin, end) if begin < end else []
    if plain:
        return "attributive" if is_attributive(context, region) else known_names(context, region, plain)
    for rule, speaks in GUARDS:
        if speaks(context, region):
            return rule
    return members(context, begin, end, strict=strict)


def is_closed(context: Context, start: int, end: int) -> bool:
    """Whether the names of a region depend on its wording alone, whatever words the segmenter cuts it into."""
    return bool(plain_names(context, start, end)) and not context.lexicon.phrase.match(context.text, start)


def may_be_plain(context: Context, start: int, end: int) -> bool:
    """Whether a region begins with a name, by its first character."""
    return start < end and context.text[start] not in context.lexicon.opening and start not in context.dates


def stands_alone(context: Context, start: int, end: int) -> bool:
    """Whether no date begins a region, no bracket follows it, and nothing directly before it governs it."""
    text = context.text
    if text[end : end + 1] in BRACKETS or start in context.dates:
        return False
    before = text[start - 1] if start else "\n"
    if before in context.lexicon.governs and is_word(context, start - 1):
        return False
    if before not in context.lexicon.behind:
        return True
    return context.lexicon.acted_before.search(text, max(start - 4, 0), start) is None  # 由|县医保局


def plain_names(context: Context, start: int, end: int) -> list[str]:
    """The names of a region that 、 alone takes apart; none where more stands in it than names.

    A look at the characters tells, and spares most regexes: nothing in 县住建局、各乡镇 governs, quotes, brackets,
    joins or ends an attribute.
    """
    text, lexicon = context.text, context.lexicon
    if not stands_alone(context, start, end):
        return []
    names = text[start:end].split("、")
    inner, special = lexicon.inner, lexicon.special
    for name in names:
        if not name or name[0] in special or (not inner.isdisjoint(name[1:]) and is_compound(lexicon, name)):
            return []
    if len(names) > 1 and (text.find("等", start, end - len(names[-1])) >= 0 or start_of_act(context, start, end) >= 0):
        return []
    return names


def is_compound(lexicon: BodyLexicon, name: str) -> bool:
    """Whether more stands in a name than one name, as its characters let fear; not in 班主任, 县直各有关部门."""
    opening = lexicon.determined.match(name)
    return lexicon.compounding.search(name, opening.end() if opening else 0) is not None


def known_names(context: Context, region: Region, names: list[str]) -> list[Member] | str:
    """The members of a plain region, or the rule that speaks against it."""
    if is_conduct(context, region):
        return "acted upon"
    if region.known and is_unknown(context, region):
        return "unknown name"
    place = region.start
    found = []
    for name in names:
        stop = place + len(name)
        if is_somebody(context, name, place, strict=region.strict):
            found.append(Member(place, stop, name, 0, False))
        place = stop + 1
    if not found:
        return NOBODY
    if has_odd_one(context.lexicon, found):
        return ODD
    lengths = [len(member.text) for member in found]
    alone = lengths == [1] and (region.known or context.text[region.start - 1] != "的")  # 没有建账的|村要全部建账
    return "too long" if max(lengths) > LONGEST or alone else found


def members(context: Context, start: int, end: int, *, strict: bool) -> list[Member] | str:
    """The names of a region that are somebody's, none too long for a name."""
    found = split(context, start, end)
    named = [m for m in found if is_somebody(context, m.text, m.start, strict=strict)]
    if not named:
        return NOBODY if found else "no name"
    if has_odd_one(context.lexicon, named):
        return ODD
    return named if all(is_short(m.text, alone=len(named) == 1) for m in named) else "too long"


def is_somebody(context: Context, name: str, place: int, *, strict: bool) -> bool:
    """Whether a name can be a body's: neither 大家 nor a named person (王书记), nor people whom nothing describes."""
    lexicon = context.lexicon
    if name[0] in lexicon.surnames and name[1:] in lexicon.titles and name not in lexicon.heads:
        return False
    return name not in lexicon.never or (not strict and is_described(context, name, place))


def is_described(context: Context, name: str, place: int) -> bool:
    """Whether an attribute says who persons are that would be nobody alone: 有咳嗽症状的|人员应及时就诊."""
    return name == PERSONS and context.text[place - 1 : place] == "的"


def has_odd_one(lexicon: BodyLexicon, members: list[Member]) -> bool:
    """Whether a list holds what is nobody's name, so that none of it acts: 改造内容、施工单位要在公告栏公示.

    Behind 等 stands whose names they are: 餐饮服务、文化娱乐|等场所, 生态环境、住建|等部门.
    """
    if len(members) == 1 or and_others(members[-1].text):
        return False
    return any([m.text.endswith(lexicon.things) and not lexicon.organ.search(m.text) for m in members])


def is_short(name: str, *, alone: bool) -> bool:
    """Whether words are short enough for a name, and hold nothing that no name holds."""
    bare = without_marks(name).replace(ESTATE, "")
    return len(bare) <= LONGEST and UNNAMED.isdisjoint(bare) and not (alone and len(name) == 1)
