"""A list of names -> its members: what separates names, and what only seems to."""

import re
from collections.abc import Iterator

from pipeline.bodies.context import BLANKS, MARKS, PROTECTED_MARKS, SINGLING_OUT, Context, Member, bracket_end
from pipeline.bodies.shared import and_others, has_head

SEPARATORS = re.compile(  # 以及 及其 会同 协同 连同 联合 特别是; one class of characters first, by which `re` skips
    r"[、／/，,；;和与及暨或以会协联连特尤]"
    r"(?:(?<=[、／/，,；;和与暨或])|(?<=及)其?|(?<=以)及|(?<=[会协连])同(?!志)|(?<=联)合|(?<=特)别是|(?<=尤)其是)"
)
LEVELS_TOGETHER = re.compile(
    r"等[0-9两三四五六七八九十*×]*个?(?:县（市）|乡镇|街道|[县市区镇乡])[、和](?:乡镇|街道|[县市区镇乡])$"
)
JOINING = frozenset("和与及")


def split(context: Context, start: int, end: int) -> list[Member]:
    """The members of a coordination; 和 inside an organ's name and marks inside brackets do not separate."""
    text, lexicon = context.text, context.lexicon
    marks: list[re.Match[str] | None] = [*SEPARATORS.finditer(text, start, end)]
    kept = [m.span() for pattern in keeping(context, start, end) for m in pattern.finditer(text, start, end)]
    members: list[Member] = []
    helped = lexicon.assists_before.match(text, start)
    place, group, assists, singled = helped.end() if helped else start, 0, bool(helped), False
    for mark in (*marks, None):
        if mark and (any(a <= mark.start() < b for a, b in kept) or not separates(context, mark, place)):
            continue
        stop = mark.start() if mark else end
        if mark is None:
            stop = closed(text, place, bracket_end(text, end))
        piece = text[place:stop]
        begin = place + len(piece) - len(piece.lstrip(BLANKS))
        if piece.strip(BLANKS):
            members += parted(context, Member(begin, stop, piece.strip(BLANKS), group, assists, singled))
            group += and_others(piece) is not None
        if mark is not None:
            place, singled = mark.end(), mark.group() in SINGLING_OUT
            assists = assists or bool(lexicon.assists_before.fullmatch(mark.group()))
            group += singled  # those singled out share no head with the others
    return members


def closed(text: str, place: int, stop: int) -> int:
    """Behind the right bracket that belongs to a member: （配合单位：各街道（镇|）)."""
    opened = max(text.rfind("（", place, stop), text.rfind("(", place, stop))
    within = opened >= 0 and not any(mark in text[opened:stop] for mark in "）)")
    return stop + 1 if within and text[stop : stop + 1] in ("）", ")") else stop


def parted(context: Context, member: Member) -> list[Member]:
    """A member as several that stand side by side: 各地|各有关单位, 各地区|各部门|各单位; 各级各部门 are one."""
    place = member.text.rfind("各")
    first = member.text[: max(place, 0)]
    if place < 2 or "各" not in first or first.endswith("各级") or member.text in context.lexicon.heads:  # 各家各户
        return [member]
    cut = member.start + place
    return [
        *parted(context, member._replace(end=cut, text=first)),
        member._replace(start=cut, text=member.text[place:]),
    ]


def keeping(context: Context, start: int, end: int) -> Iterator[re.Pattern[str]]:
    """What keeps marks from separating, where it can stand at all: an organ with 和 in its name; brackets."""
    characters = context.text[start:end]
    if not JOINING.isdisjoint(characters):
        yield context.lexicon.protected
    if "等" in characters:
        yield LEVELS_TOGETHER
    if not MARKS.isdisjoint(characters):
        yield PROTECTED_MARKS


def separates(context: Context, mark: re.Match[str], place: int) -> bool:
    """Whether 和, 与, 及, 或 stand as words between names; not in 监控与评估中心, where no name stands before it."""
    if mark.group() not in ("和", "与", "及", "暨", "或"):
        return True
    lexicon, before = context.lexicon, context.text[place : mark.start()].strip(BLANKS)
    if mark.start() not in context.bounds:
        return False
    level = None if mark.end() in context.bounds else lexicon.level.match(context.text, mark.end())
    if mark.end() not in context.bounds and not (level and lexicon.organ_start.match(context.text, level.end())):
        return False  # 和县 is a county to the dictionary: 县税务局和|县财政局
    if before.endswith(lexicon.things):
        return True  # 考试地点|与教务处联系: the odd one speaks against the list
    return before in lexicon.organs or has_head(lexicon, before, "") or bool(lexicon.level.fullmatch(before))
