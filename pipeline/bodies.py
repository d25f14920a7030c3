"""Who must act (责任单位): the subjects of clauses, coordinations taken apart, names completed from the context."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from operator import attrgetter
from typing import NamedTuple

from pipeline.lexicon.bodies import BodyLexicon, Sphere
from pipeline.model import Body, Clause, Rejected, Role, Subject, Tie

LONGEST = 26  # characters of one member; what is longer is a clause and no name
REACH = 240  # characters that a list of names is long at most
BY_REACH = 40  # characters that a list of names behind 由 is long at most
NEVER_ACTS = frozenset(("", *"、的和与及。；！？：\n”"))  # the list or the attribute goes on, or the sentence ends
NEAR = 120  # characters back at most to the organisation of a bare post
SHORT = 10  # characters of an unknown name at the head of a clause that may yet be one
SEPARATORS = re.compile(r"、|／|/|，|,|以及|及其|会同|协同|联合|连同|[和与及暨或]")
AND_OTHERS = re.compile(r"等(?:相关|有关)?(?:[0-9０-９一二三四五六七八九十*×]+)?(?:个|家|名)?")
COMMAS = frozenset("，,")
UNNAMED = frozenset("了；：。不")  # what no name holds
BLANKS = " 　\t\u00a0"
MARKS = frozenset("（(“")
PROTECTED_MARKS = re.compile(r"[（(][^（）()]*[）)]|“[^“”]*”")


ACTS, HELPS = Role.RESPONSIBLE, Role.ASSISTING


@dataclass(frozen=True, slots=True)
class Context:
    """What the names of a text are completed from: its words, its dates, its level."""

    text: str
    bounds: set[int]
    dates: dict[int, int]  # start -> end
    level: str | None
    lexicon: BodyLexicon


class Member(NamedTuple):
    """One member of a coordination before its name is completed."""

    start: int
    end: int
    text: str
    group: int
    assists: bool


def ends(context: Context) -> list[tuple[int, int]]:
    """Where names may end and somebody may act: heads and organs that are words (格局 is none) before an opener.

    Of those that end at one place the longest counts. What cannot be followed by an act is left out at once (nine heads
    in ten stand before 的, 、 or a noun): an opener, a bracket, a list's end or a date must begin there, or 由 precede.
    """
    text, lexicon, bounds = context.text, context.lexicon, context.bounds
    quoted = [(-1, -1), *(m.span() for m in lexicon.passed_over.finditer(text))]
    longest: dict[int, int] = {}
    for _, start, end in lexicon.automaton.find_matches_as_indexes(text, overlapping=True):
        if start < longest.get(end, end) and text[end : end + 1] not in NEVER_ACTS:
            longest[end] = start
    found = []
    for end, start in sorted(longest.items()):
        opens = text[end] in lexicon.ahead or end in context.dates
        if not opens and text.rfind("由", max(end - BY_REACH, 0), end) < 0:
            continue
        if not ((end in bounds and end - start > 1) or is_head(context, start, end)):
            continue
        if start >= quoted[bisect_left(quoted, (start + 1,)) - 1][1]:
            found.append((start, end))
    return found


def is_head(context: Context, start: int, end: int) -> bool:
    """Whether a head ends a word; one of a single character must not end a word that names no body (全部, 举办)."""
    bounds = context.bounds
    if end - start > 1:
        return end in bounds or (context.text[end : end + 1] in "要应须将需" and context.text[end - 1 : end + 1] not in context.lexicon.modal_ends)
    if end not in bounds:
        return False
    begin = start
    while begin not in bounds:
        begin -= 1
    words = context.lexicon.not_heads
    return not any(context.text[at:end] in words for at in range(max(begin, end - 5), end - 1))


def subjects(context: Context, clause: Clause, heads: list[tuple[int, int]]) -> Iterator[Subject | Rejected]:
    """The subjects of one clause; `heads` are the ends of names inside it."""
    left = clause.start
    for helper in helpers(context, clause, left, heads):
        left = helper.end
        yield helper
    for start, end in heads:
        if start < left:
            continue
        tie = tie_after(context, clause, left, end)
        if tie is None:
            continue
        begin, how = tie
        found = coordination(context, max(begin, left), end, strict=how in (Tie.VERB, Tie.COPULA) and not is_strong(context, end))
        if isinstance(found, str):
            yield Rejected(begin, end, found, context.text[begin:end])
            continue
        left = bracket_end(context.text, end)
        first = found[0].start
        if how is Tie.VERB and context.lexicon.free_before.search(context.text, max(first - 4, 0), first):
            how = Tie.WITHIN
        yield Subject(first, left, how, completed(context, found, left))
        for helper in helpers(context, clause, left, heads):
            left = helper.end
            yield helper
        if how is Tie.COPULA:
            return


def helpers(context: Context, clause: Clause, left: int, heads: list[tuple[int, int]]) -> Iterator[Subject]:
    """Those whom a subject joins with: 县住建局要会同|县应急局、县消防大队."""
    joins = context.lexicon.joins.search(context.text, left, min(left + 8, clause.end))
    if joins is None or context.text[left : joins.start()] not in context.lexicon.before_joins:
        return
    last = 0
    for start, end in heads:
        if start >= joins.end() - 1 and end < len(context.text) and not goes_on(context, end):
            last = end
            break
    found = coordination(context, joins.end(), last, strict=True) if last else ""
    if not isinstance(found, str):
        stop = bracket_end(context.text, last)
        role = Role.ASSISTING if context.lexicon.assists_before.match(joins.group()) else Role.RESPONSIBLE
        yield Subject(joins.end(), stop, Tie.VERB, tuple(assigned(b, role) for b in completed(context, found, stop)))


def goes_on(context: Context, end: int) -> bool:
    """Whether the name, or the list it stands in, goes on behind this head."""
    stop = bracket_end(context.text, end)
    return context.text[stop : stop + 1] in ("、", "和", "与", "及", "的") or bool(context.lexicon.name_ahead.match(context.text, stop))


def is_strong(context: Context, end: int) -> bool:
    """Whether 牵头, 负责, 配合 follow, behind which even an unknown name is one."""
    opener = context.lexicon.opener.match(context.text, end)
    return opener is not None and opener["opener"] in context.lexicon.strong


def tie_after(context: Context, clause: Clause, left: int, end: int) -> tuple[int, Tie] | None:
    """Where the region of a name begins and how it is tied to what follows, or None where nothing is asked of it."""
    text, lexicon = context.text, context.lexicon
    by = text.rfind("由", max(left, end - REACH), end)
    opener = lexicon.modal.match(text, end) or lexicon.opener.match(text, end)
    bare = opener is None and end not in context.dates and text[end] not in "（("
    if bare and by < 0:
        return None
    left = max(left, bracket_start(text, max(clause.start, end - REACH), end))
    governed = by >= left and is_word(context, by)
    if bare and not governed:
        return None
    if lexicon.name_ahead.match(text, bracket_end(text, end)):
        return None
    if governed:
        return (by + 1, Tie.BY) if acts(context, end) else None
    if opener is None or not opens(context, *opener.span("opener")):
        return (left, Tie.VERB) if bracket_end(text, end) in context.dates else None
    word = opener["opener"]
    how = lexicon.ties[word]
    if how is not Tie.MODAL and ("的" in text[opener.end() : opener.end() + 3] or not COMMAS.isdisjoint(opener.group())):
        return None
    return left, how


def opens(context: Context, start: int, end: int) -> bool:
    """Whether an opener stands as a word: not the 应 of 应急, but the 要 of 要紧盯, which dictionaries cut as 要紧."""
    if context.text.startswith("组织", start) and context.lexicon.modal.match(context.text, end):
        return False  # 村级组织要…: 组织 is the name's own head
    if start not in context.bounds:
        return context.text[start] == "要" and context.text[start : start + 2] not in context.lexicon.modal_starts
    if end - start > 1 or end in context.bounds:
        return True
    return context.text[start] == "每" or context.text[start] == "要" and context.text[start : start + 2] not in context.lexicon.modal_starts


def acts(context: Context, end: int) -> bool:
    """Whether the name behind 由 is followed by what it does, and not by more of the name."""
    text, lexicon = context.text, context.lexicon
    stop = bracket_end(text, end)
    if stop >= len(text) or text[stop] in "的、和与及，。；,;：:等）)" or stop not in context.bounds:
        return False
    return bool(lexicon.by_verb.match(text, end)) or not lexicon.known_ahead.match(text, stop)


def bracket_start(text: str, left: int, place: int) -> int:
    """Behind the bracket that is open at a place, and behind the last comma in it."""
    opened = max(text.rfind("（", left, place), text.rfind("(", left, place))
    if opened < 0 or max(text.rfind("）", opened, place), text.rfind(")", opened, place)) > 0:
        return left
    return max(opened, *(text.rfind(mark, opened, place) for mark in "，,；;：:。")) + 1


def bracket_end(text: str, end: int) -> int:
    """Behind the bracket that follows a name directly: 各乡镇（街道）."""
    if text[end : end + 1] in ("（", "("):
        closing = min((p for p in (text.find("）", end), text.find(")", end)) if p >= 0), default=-1)
        if 0 < closing - end <= 30:
            return closing + 1
    return end


def coordination(context: Context, start: int, end: int, *, strict: bool) -> list[Member] | str:
    """The members that a region names, or the rule that speaks against it."""
    text, lexicon = context.text, context.lexicon
    start = behind_act(context, start, end)
    opened = start
    if lexicon.some.match(text, start):
        return "nobody in particular"
    region = head_of_region(context, start, end)
    if isinstance(region, str):
        return region
    start, strict_start = region
    if start >= end:
        return "no name"
    if any(is_word(context, found.start()) for found in lexicon.governing.finditer(text, max(start - 1, 0), end)):
        return "governed"
    if text.count("“", start, end) != text.count("”", start, bracket_end(text, end)):
        return "quoted"
    helped = lexicon.assists_before.match(text, start)
    if lexicon.acted_before.search(text, max(start - 4, 0), start):
        return "acted upon"
    if strict and is_attributive(context, opened, start):
        return "attributive"
    if (strict or strict_start) and not helped and not is_plausible(context, start, end, opens=start == opened):
        return "unknown name"
    members = split(context, start, end)
    if not members:
        return "no name"
    members = [m for m in members if m.text not in lexicon.never]
    if not members:
        return "nobody in particular"
    for member in members:
        bare = without_marks(member.text)
        if len(bare) > LONGEST or not UNNAMED.isdisjoint(bare) or (len(bare) < 2 and len(members) < 2):
            return "too long"
    return members


def behind_act(context: Context, start: int, end: int) -> int:
    """Behind an act of another body in the same clause: 书记要亲自抓、|分管领导要具体抓; not in 要向市委、市政府报告."""
    text, lexicon = context.text, context.lexicon
    modal = text.find("要", start, end)
    behind = text.rfind("、", modal, end) + 1 if modal >= 0 and is_word(context, modal) else 0
    if not behind or any(is_word(context, found.start()) for found in lexicon.governing.finditer(text, modal + 1, behind)):
        return start
    return start if lexicon.acted.match(text, modal + 1) else behind


def is_attributive(context: Context, opened: int, start: int) -> bool:
    """Whether the name stands behind a clause with 的 (送教上门的|学生) and not behind another name (各村的|保洁员)."""
    text, lexicon = context.text, context.lexicon
    if start - opened < 2 or text[start - 1] != "的":
        return False
    owner = text[opened : start - 1]
    if text[start] in "0123456789*×" or lexicon.determiner.match(text, start):
        return False
    return not (has_head(lexicon, owner, "") or lexicon.determiner.match(owner))


def is_plausible(context: Context, start: int, end: int, *, opens: bool) -> bool:
    """Whether a name is known by its beginning, or is a short one at the head of a clause (马克思主义学院, 农机站)."""
    lexicon, text = context.lexicon, context.text
    if lexicon.known_start.match(text, start):
        return True
    if not opens or not 3 <= end - start <= SHORT or lexicon.planning.match(text, start) or lexicon.opener.match(text, start):
        return False
    return not any(p in context.bounds and lexicon.level.match(text, p) for p in range(start + 1, end - 1))


def is_word(context: Context, place: int) -> bool:
    """Whether the character at a place stands as a word of its own."""
    return place in context.bounds and place + 1 in context.bounds


def head_of_region(context: Context, start: int, end: int) -> tuple[int, bool] | str:
    """Where the name itself begins: behind connectives, dates, adverbial phrases and attributes with 的."""
    text, lexicon = context.text, context.lexicon
    strict = False
    while True:
        before = start
        if (lead := lexicon.lead.match(text, start, end)) and lead.end() < end:
            start = lead.end()
        if context.dates.get(start, end) < end:
            start = context.dates[start]
        if free := lexicon.free.match(text, start, end):
            start, strict = free.end(), True
        if start == before:
            break
    if is_acted_upon(context, start):
        return "acted upon"
    if (phrase := lexicon.phrase.match(text, start, end)) and phrase.end() in context.bounds and not lexicon.organ_start.match(text, start):
        start, strict = behind_phrase(context, phrase.end(), end), True
    of = text.rfind("的", start, end)
    if of >= 0 and of + 1 < end and "）" not in text[of:end] and "”" not in text[of:end]:
        start = of + 1
    start = behind_topic(context, start, end)
    if topic := lexicon.topic.match(text, start, end):
        start = topic.end()
    return start, strict


def is_acted_upon(context: Context, start: int) -> bool:
    """Whether the region begins with a verb whose object the name is: 督促各企业, 组织党员; not 教育系统党组织."""
    lexicon = context.lexicon
    verb = lexicon.acted.match(context.text, start)
    if verb is None or lexicon.organ_start.match(context.text, start):
        return False
    if verb.group() == "组织":
        return context.text[verb.end() : verb.end() + 1] not in ("、", "和", "系")
    return verb.group() not in lexicon.ambiguous or bool(lexicon.group_start.match(context.text, verb.end()))


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
        before = text[start : cut.start()]
        if before[-1] in "、和与及以，" or is_name(lexicon, before):
            continue
        if cut.start() in context.bounds and not any(mark in before for mark in "、和与及"):
            return cut.start()
    return start


def is_name(lexicon: BodyLexicon, text: str) -> bool:
    """Whether words in front of a determiner belong to the name: 县直各部门, 集团机关各部门, 会同有关部门."""
    patterns = (lexicon.level, lexicon.determiner, lexicon.assists_before)
    return any(p.fullmatch(text) for p in patterns) or any(text[-n:] in lexicon.heads for n in (2, 3, 4))


def split(context: Context, start: int, end: int) -> list[Member]:
    """The members of a coordination; 和 inside an organ's name and marks inside brackets do not separate."""
    text, lexicon = context.text, context.lexicon
    marks: list[re.Match[str] | None] = [*SEPARATORS.finditer(text, start, end)]
    patterns = (lexicon.protected, PROTECTED_MARKS) if marks else ()
    kept = [m.span() for pattern in patterns for m in pattern.finditer(text, start, end)]
    members: list[Member] = []
    helped = lexicon.assists_before.match(text, start)
    place, group, assists, next_assists = helped.end() if helped else start, 0, bool(helped), False
    for mark in (*marks, None):
        if mark is not None:
            if any(a <= mark.start() < b for a, b in kept) or not separates(context, mark, place):
                continue
            next_assists = bool(lexicon.assists_before.fullmatch(mark.group()))
        stop = mark.start() if mark else end
        if mark is None:
            stop = bracket_end(text, end)
        piece = text[place:stop]
        begin = place + len(piece) - len(piece.lstrip(BLANKS))
        if piece.strip(BLANKS):
            members.append(Member(begin, stop, piece.strip(BLANKS), group, assists))
            group += bool(AND_OTHERS.search(piece))
        place, assists = mark.end() if mark else end, assists or next_assists
    return members


def separates(context: Context, mark: re.Match[str], place: int) -> bool:
    """Whether 和, 与, 及, 或 stand as words between names; not in 监控与评估中心, where no name stands before it."""
    if mark.group() not in ("和", "与", "及", "暨", "或"):
        return True
    if mark.start() not in context.bounds or mark.end() not in context.bounds:
        return False
    lexicon, before = context.lexicon, context.text[place : mark.start()].strip(BLANKS)
    return before in lexicon.organs or has_head(lexicon, before, "") or bool(lexicon.level.fullmatch(before))


def completed(context: Context, members: list[Member], stop: int) -> tuple[Body, ...]:
    """The members as bodies: each with the head, the determiner and the level that it shares."""
    memory = context.lexicon.memory
    key = (context.level, *((m.text, m.group) for m in members))
    names = memory.recalled(key) or memory.kept(key, tuple(completions(context, members)))
    assisting = context.lexicon.assists_after.match(context.text, stop) is not None
    return tuple(
        Body(m.start, m.start + len(mention), mention, name, one, HELPS if assisting or m.assists else ACTS)
        for m, (mention, name, one) in zip(members, names, strict=True)
    )


def completions(context: Context, members: list[Member]) -> Iterator[tuple[str, str, str]]:
    """Mention, name and canonical name of each member: they depend on the words and the level alone."""
    lexicon = context.lexicon
    opening = lexicon.shared_determiner.match(members[0].text)
    determiner = opening.group() if opening else ""
    for place, member in enumerate(members):
        group = [m for m in members if m.group == member.group]
        mention, base = named(lexicon, member, group)
        if place and determiner and not has_own_start(lexicon, base):
            base = determiner + base
        name = levelled(context, base, shared=base != mention)
        yield mention, name, canonical(lexicon, name)


def without_marks(name: str) -> str:
    """A name without what stands in brackets or quotation marks."""
    return PROTECTED_MARKS.sub("", name) if not MARKS.isdisjoint(name) else name


def named(lexicon: BodyLexicon, member: Member, group: list[Member]) -> tuple[str, str]:
    """The mention of a member and its name with the head that the group shares: 教育 → 教育部门."""
    last = group[-1].text
    listed = AND_OTHERS.search(last)
    mention = member.text
    if listed and member is group[-1]:
        mention = last[: listed.start()]
        if not mention:
            return last, last
    if listed:
        shared = last[listed.end() :]
        shared = shared if not has_head(lexicon, mention, shared) else ""
        return mention, with_head(mention, shared)
    shared = shared_head(lexicon, last)
    if member is group[-1] or has_head(lexicon, mention, shared):
        return mention, mention
    return mention, with_head(mention, shared)


def has_head(lexicon: BodyLexicon, text: str, shared: str) -> bool:
    """Whether a member already carries a head of its own: 县委组织部, 各镇, 民政局 but not 教育, nor 气象 before 部门."""
    bare = PROTECTED_MARKS.sub("", text)
    if shared in lexicon.joint_posts:
        return any(bare.endswith(post) for post in lexicon.posts)
    if bare in lexicon.organs:  # a stem alone: 妇联 and 法院 are names, 教育 is none
        return bare in lexicon.heads and shared not in ("部门", "单位")
    organ = lexicon.organ.search(bare)
    if organ and not organ["suffix"] and shared in ("部门", "单位") and lexicon.level.fullmatch(bare[: organ.start()]):
        return False  # 县财政、教育等部门
    if any(bare[-n:] in lexicon.heads for n in range(2, 9)):
        return True
    return bool(organ and organ["suffix"]) or bare[-1:] in lexicon.heads and not (len(bare) == 1 and shared)


def with_head(text: str, head: str) -> str:
    """The head behind the name, before its bracket: 民政(社会组织党委) + 部门 → 民政部门(社会组织党委)."""
    place = min((p for p in (text.find("（"), text.find("(")) if p > 0), default=len(text))
    return text[:place] + head + text[place:]


def shared_head(lexicon: BodyLexicon, last: str) -> str:
    """The head of the last member that the others share, if there is one."""
    bare = without_marks(last)
    return next((head for head in lexicon.shared_heads if bare.endswith(head) and len(bare) > len(head)), "")


def has_own_start(lexicon: BodyLexicon, text: str) -> bool:
    """Whether a name has a determiner or a level of its own."""
    return bool(lexicon.determiner.match(text) or (lexicon.level.match(text) and text not in lexicon.heads))


def levelled(context: Context, name: str, *, shared: bool = False) -> str:
    """The name with the level of the speech where it stands without one: 组织部 → 县委组织部."""
    level, lexicon = context.level, context.lexicon
    bare = without_marks(name)
    if level not in lexicon.own_levels or lexicon.determiner.match(name):
        return name
    if level in lexicon.towns and lexicon.town_office.match(bare) and not lexicon.level.match(bare):
        return level + name
    found = lexicon.organ.match(bare)
    if found is None and lexicon.level.match(bare):
        return name
    if shared and bare.endswith("单位") and bare[:-2] in lexicon.organs:
        return level + name
    if found is None and lexicon.office.fullmatch(bare) and level not in lexicon.towns:
        return level + name
    if not found or found["suffix"] == "公司" or not (found["suffix"] or len(found["stem"]) > 1 and bare in lexicon.heads):
        return name
    organ = lexicon.organs[found["stem"]]
    by_committee = organ.sphere is Sphere.PARTY and "部门" not in bare and not organ.stem.startswith(("纪", "监"))
    return f"{level}{'委' if by_committee and level not in lexicon.towns else ''}{name}"


def canonical(lexicon: BodyLexicon, name: str) -> str:
    """The name by which a body is one: 县财政局 and 县财政部门 → 县财政局."""
    bare = without_marks(name)
    prefix = re.match(r"(?:[^省市县区镇乡]{0,6}(?:省|市|县|区|镇|乡|街道))?委?", bare)
    rest = bare[prefix.end() :] if prefix else bare
    organ = lexicon.organ.match(rest)
    if not organ or not (organ["suffix"] or rest in lexicon.heads):
        return name
    return bare[: len(bare) - len(rest)] + lexicon.organs[organ["stem"]].name


def labelled(context: Context) -> Iterator[Subject]:
    """The bodies listed behind a label: 责任单位：县住建局、县财政局."""
    lexicon = context.lexicon
    for match in lexicon.label.finditer(context.text):
        start, end = match.span("list")
        members = list(takewhile(lambda member: is_listed(lexicon, member), split(context, start, tidy_end(context.text, start, end))))
        if not members:
            continue
        role = Role.ASSISTING if match["label"] in lexicon.assisting_labels else Role.RESPONSIBLE
        stop = members[-1].end
        yield Subject(start, stop, Tie.LABEL, tuple(assigned(body, role) for body in completed(context, members, stop)))


def tidy_end(text: str, start: int, end: int) -> int:
    """Where a list behind a label ends as a list: 县住建局、县财政局|按职责分工负责."""
    by = text.find("按", start, end)
    return by if by > start else end


def is_listed(lexicon: BodyLexicon, member: Member) -> bool:
    """Whether a member of a labelled list is a name: it is short, and ends like one or is a department's stem."""
    return len(member.text) <= LONGEST and (has_head(lexicon, member.text, "") or member.text in lexicon.organs)


def assigned(body: Body, role: Role) -> Body:
    """The body in another role."""
    return replace(body, role=role)


def found(context: Context, clauses: list[Clause]) -> tuple[tuple[Subject, ...], tuple[Rejected, ...]]:
    """All subjects of a text in order, and what was held for one and rejected."""
    heads = ends(context)
    heads.append((len(context.text) + 1, len(context.text) + 1))
    upcoming = 0
    listed = list(labelled(context))
    accepted: list[Subject] = []
    rejected: list[Rejected] = []
    for clause in clauses:
        start, end = clause.start, clause.end
        while heads[upcoming][1] <= start:
            upcoming += 1
        first = upcoming
        while heads[upcoming][1] <= end:
            upcoming += 1
        for result in subjects(context, clause, heads[first:upcoming]) if upcoming > first else ():
            if isinstance(result, Rejected):
                rejected.append(result)
            elif not any(other.start <= result.start < other.end for other in listed):
                accepted.append(result)
    everyone = sorted((*listed, *accepted), key=attrgetter("start"))
    return tuple(with_organisations(context, everyone)), tuple(rejected)


def with_organisations(context: Context, subjects: list[Subject]) -> Iterator[Subject]:
    """Bare posts with the organisation named just before: 各级党组织要…，书记带头 → 各级党组织书记."""
    lexicon = context.lexicon
    before: Body | None = None
    for subject in subjects:
        near = before is not None and subject.start - before.end < NEAR and "\n" not in context.text[before.end : subject.start]
        if before is not None and near and subject.bodies[0].mention in lexicon.bare_posts:
            owner = organisation(lexicon, before.name)
            named = tuple(replace(b, name=owner + b.mention) if b.mention in lexicon.bare_posts else b for b in subject.bodies)
            yield replace(subject, bodies=named)
            continue
        before = subject.bodies[0]
        yield subject


def organisation(lexicon: BodyLexicon, name: str) -> str:
    """A name without the post at its end: 各级党组织书记 → 各级党组织."""
    return next((name[: -len(post)] for post in sorted(lexicon.bare_posts, key=len, reverse=True) if name.endswith(post)), name)
