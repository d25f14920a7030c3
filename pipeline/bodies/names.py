"""Names completed from the context: levels, organisations of bare posts; the name by which a body is one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.bodies.context import COMMAS, PAUSES, PLEASE, Context, Member
from pipeline.bodies.shared import level_of, named, organisation, owner_before, with_owner, without_marks
from pipeline.lexicon.body_lexicon import BodyLexicon
from pipeline.lexicon.organs import Names, Sphere
from pipeline.model import Body, Role, Subject

OWNER = 8  # characters of an organisation directly before a bare post
WHOLE = 14  # characters of level and stem before a short name
NEAR = 120  # characters back at most to the organisation of a bare post
ASSISTING, ACTING = Role.ASSISTING, Role.RESPONSIBLE
COLLECTIVE = re.compile("部门|机关$")  # of the level, not of its committee: 县政法机关
FORBIDDING = ("严禁", "禁止", "不准", "不许")
MINISTRY = "部"
ATTENDING, MODAL = "参加", "要"
TOWN_SUFFIXES = ("所", "站")


def completed(context: Context, members: list[Member], stop: int) -> tuple[Body, ...]:
    """The members as bodies: each with the head, the determiner and the level that it shares."""
    memory, first = context.lexicon.memory, members[0].start
    key = (context.level, *((m.text, m.group, m.singled, m.start - first) for m in members))
    names = memory.names.get(key) or memory.kept(key, tuple(completions(context, members)))
    return bodies(context, names, first, stop, [m.assists for m in members])


def bodies(
    context: Context, names: Names, first: int, stop: int, helping: Sequence[bool] | None = None
) -> tuple[Body, ...]:
    """Names as bodies at a place; all assist where 配合 follows."""
    role = ACTING
    if assists(context, first, stop) and not context.text.startswith(FORBIDDING, max(first - 2, 0)):
        role = ASSISTING  # but 严禁|党员干部|参与赌博
    acting = [Body(first + at, first + at + len(said), said, name, one, role) for at, said, name, one in names]
    if helping and role is ACTING and any(helping):
        acting = [assigned(one, ASSISTING) if helps else one for one, helps in zip(acting, helping, strict=True)]
    return tuple(acting)


def assigned(body: Body, role: Role) -> Body:
    """The body in another role."""
    return replace(body, role=role)


def assists(context: Context, first: int, stop: int) -> bool:
    """Whether 配合, 协助 stand behind a name; 协同 only where nobody follows it (要协同|县卫健局).

    Who takes part beside others (县工信局牵头、县税务局|参加) assists; who attends does not (都要参加, 请院长|参加).
    """
    text, lexicon = context.text, context.lexicon
    if text[stop : stop + 1] not in lexicon.assists_ahead:
        return False
    found = lexicon.assists_after.match(text, stop)
    if found is None:
        return False
    said, alone = found.group(), text[found.end() : found.end() + 1] in PAUSES
    if said.endswith(ATTENDING):
        return alone and MODAL not in said and context.text[first - 1 : first] != PLEASE
    return alone or not said.endswith(lexicon.joining)


def completions(context: Context, members: list[Member]) -> Iterator[tuple[int, str, str, str]]:
    """Place, mention, name and canonical name of each member: they depend on the words and the level alone."""
    lexicon = context.lexicon
    first = members[0].text
    opening = lexicon.shared_determiner.match(first)
    determiner = opening.group() if opening else ""
    for place, member in enumerate(members):
        group = [m for m in members if m.group == member.group]
        mention, base = named(lexicon, member, group)
        level = context.level
        if member.singled and base in lexicon.bare_posts:
            base = owner_before(lexicon, members[place - 1].text) + base  # 各单位特别是|主要负责人
        elif place and not member.singled:
            base = with_owner(lexicon, base, first, determiner)
            level = level_of(lexicon, first, base) or level
            if not opening and (later := lexicon.shared_determiner.match(member.text)):
                determiner = later.group()  # 基层党组织和广大|党员、干部
        name = levelled(lexicon, level, base, shared=base != mention)
        yield member.start - members[0].start, mention, name, canonical(lexicon, name)


def levelled(lexicon: BodyLexicon, level: str | None, name: str, *, shared: bool = False) -> str:
    """The name with the level of the speech where it stands without one: 组织部 → 县委组织部."""
    bare = without_marks(name)
    found = lexicon.organ.match(bare)
    if not level or level.removesuffix("级") not in lexicon.own_levels or bare in lexicon.posts:
        return name
    if not found and lexicon.determiner.match(name):
        return name  # 机关事务中心 is an organ's name, 机关党委 is none
    if level in lexicon.towns and lexicon.town_office.match(bare) and (found or not lexicon.level.match(bare)):
        return level + name
    if found is None:
        return level + name if is_office(lexicon, level, bare, shared=shared) else name
    if is_ministry(lexicon, found):
        return name
    if found["suffix"] == "公司" or not (found["suffix"] or (len(found["stem"]) > 1 and bare in lexicon.heads)):
        return name
    organ = lexicon.organs[found["stem"]]
    if found["suffix"] in TOWN_SUFFIXES and bare != organ.name:
        return name  # 司法所, 市场监管所 are a town's; 卫生监督所 is the county's own
    by_committee = (
        organ.sphere is Sphere.PARTY and not COLLECTIVE.search(bare) and not organ.stem.startswith(("纪", "监"))
    )
    return f"{level}{'委' if by_committee and level not in lexicon.towns else ''}{name}"


def is_ministry(lexicon: BodyLexicon, organ: re.Match[str]) -> bool:
    """Whether an organ is one of the central government: 交通运输部; not 组织部, 武装部, which are the county's."""
    return organ["suffix"] == MINISTRY and lexicon.organs[organ["stem"]].sphere is Sphere.GOVERNMENT


def is_office(lexicon: BodyLexicon, level: str, bare: str, *, shared: bool) -> bool:
    """Whether a name that no register holds is yet an office of the speech's level: 驻京办, 住建单位."""
    if lexicon.level.match(bare):
        return False
    if shared and bare.endswith("单位") and bare[:-2] in lexicon.organs:
        return True
    if lexicon.department.fullmatch(bare):
        return True
    return bool(lexicon.office.fullmatch(bare)) and level not in lexicon.towns


def canonical(lexicon: BodyLexicon, name: str) -> str:
    """The name by which a body is one: 县财政局 and 县财政部门 → 县财政局."""
    bare = without_marks(name)
    prefix = re.match(r"(?:[^省市县区镇乡]{0,6}(?:省|市|县|区|镇|乡|街道))?委?", bare)
    rest = bare[prefix.end() :] if prefix else bare
    organ = lexicon.organ.match(rest)
    if not organ or not (organ["suffix"] or rest in lexicon.heads):
        return name
    return bare[: len(bare) - len(rest)] + lexicon.organs[organ["stem"]].name


def with_whole_names(context: Context, subjects: list[Subject]) -> list[Subject]:
    """Short names as the text names them in full before: 市交通运输局党组…，局党组 → 市交通运输局党组."""
    short = context.lexicon.short_names
    if short.isdisjoint([body.mention for subject in subjects for body in subject.bodies]):
        return subjects
    whole: dict[str, WholeName] = {}
    return [
        subject
        if short.isdisjoint([body.mention for body in subject.bodies])
        else replace(subject, bodies=tuple([with_whole_name(context, body, whole) for body in subject.bodies]))
        for subject in subjects
    ]


class WholeName(NamedTuple):
    """The last full name of a short one, and up to where the text has been looked through for it."""

    name: str | None
    seen: int


def with_whole_name(context: Context, body: Body, whole: dict[str, WholeName]) -> Body:
    """A body with the nearest full name before it that ends in its mention; `whole` grows along the text."""
    text, lexicon = context.text, context.lexicon
    if body.mention not in lexicon.short_names:
        return body
    name, place = whole.get(body.mention, WholeName(None, 0))
    while (place := text.find(body.mention, place, body.start)) >= 0:
        if before := lexicon.whole_before.search(text, max(place - WHOLE, 0), place):
            name = before.group() + body.mention
        place += 1
    whole[body.mention] = WholeName(name, max(body.start, 0))
    return replace(body, name=name, canonical=canonical(lexicon, name)) if name else body


def with_organisations(context: Context, subjects: list[Subject]) -> Iterator[Subject]:
    """Bare posts with the organisation named just before: 各级党组织要…，书记带头 → 各级党组织书记."""
    bare = context.lexicon.bare_posts
    before: Body | None = None
    for subject in subjects:
        if not subject.bodies:
            yield subject
            continue
        first = subject.bodies[0]
        owner = owner_of(context, subject.start, before) if first.mention in bare else ""
        if owner:
            named = tuple(replace(b, name=owner + b.mention) if b.mention in bare else b for b in subject.bodies)
            yield replace(subject, bodies=named)
            continue
        before = first
        yield subject


def owner_of(context: Context, start: int, before: Body | None) -> str:
    """The organisation of a bare post: named directly before it (排名末位的社区，|书记), or the last one that acts."""
    text, lexicon = context.text, context.lexicon
    of = text.rfind("的", max(start - OWNER, 0), start) + 1 if start and text[start - 1] in COMMAS else 0
    if of and text[of : start - 1] in lexicon.heads - lexicon.posts:
        return text[of : start - 1]
    near = before is not None and is_near(context, before.end, start)
    return organisation(context.lexicon, before.name) if before is not None and near else ""


def is_near(context: Context, end: int, start: int) -> bool:
    """Whether a post stands near enough to an organisation to be one of its own: in the same paragraph."""
    return start - end < NEAR and context.text.find("\n", end, start) < 0
