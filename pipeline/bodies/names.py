"""Names completed from the context: shared heads, determiners and levels; the name by which a body is one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import repeat

from pipeline.bodies.context import COMMAS, MARKS, PAUSES, PROTECTED_MARKS, Context, Member
from pipeline.lexicon.bodies import BodyLexicon
from pipeline.lexicon.organs import Names, Sphere
from pipeline.model import Body, Role, Subject

OWNER = 8  # characters of an organisation directly before a bare post
LONG_UNIT = 5  # characters of a name with 单位 from which it shares nothing
NEAR = 120  # characters back at most to the organisation of a bare post
ASSISTING, ACTING = Role.ASSISTING, Role.RESPONSIBLE
TOWN_SUFFIXES = ("所", "站")
LEVELS = frozenset("省市县区镇乡村")
GOVERNMENTS = ("政府", "人民政府", "办事处", "人大")  # 乡镇党委、政府
BUREAUS = ("局", "委", "厅")
WIDE = "单位"  # a head that belongs to the last name alone where that is long: 气象、|高速公路运营单位
COMMITTEE = "委"  # the same: 人社、|团委
WHOLE = (Sphere.COURT, Sphere.MASS)  # organs whose stem is a whole name: 法院, 妇联
AND_OTHERS = re.compile(
    r"等(?:相关|有关)?(?:[0-9０-９一二三四五六七八九十*×]+)?(?:个|家|名)?"
    r"|(?<!第)(?:[两三四五六七八九十]|[0-9０-９]+)(?:个|家)?(?=部门|单位)"  # 住建、城管两个部门
    r"|(?<=^[省市县区乡镇村组])[两三四五]级"  # 县、乡两级党委
)


def completed(context: Context, members: list[Member], stop: int) -> tuple[Body, ...]:
    """The members as bodies: each with the head, the determiner and the level that it shares."""
    memory, first = context.lexicon.memory, members[0].start
    key = (context.level, *((m.text, m.group, m.start - first) for m in members))
    names = memory.names.get(key) or memory.kept(key, tuple(completions(context, members)))
    return bodies(context, names, first, stop, [m.assists for m in members])


def bodies(
    context: Context, names: Names, first: int, stop: int, helping: Sequence[bool] | None = None
) -> tuple[Body, ...]:
    """Names as bodies at a place; all assist where 配合 follows."""
    role = ASSISTING if assists(context, stop) else ACTING
    roles = [ASSISTING if helps else role for helps in helping] if helping and any(helping) else repeat(role)
    return tuple(
        [
            Body(first + at, first + at + len(mention), mention, name, one, role)
            for (at, mention, name, one), role in zip(names, roles, strict=False)
        ]
    )


def assists(context: Context, stop: int) -> bool:
    """Whether 配合, 协助 stand behind a name; 协同 only where nobody follows it (要协同|县卫健局)."""
    text, lexicon = context.text, context.lexicon
    if text[stop : stop + 1] not in lexicon.assists_ahead:
        return False
    found = lexicon.assists_after.match(text, stop)
    if found is None or not found.group().endswith(lexicon.joining):
        return found is not None
    return text[found.end() : found.end() + 1] in PAUSES


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
        if place:
            base = with_owner(lexicon, base, first, determiner)
            level = level_of(lexicon, first, base) or level
        name = levelled(lexicon, level, base, shared=base != mention)
        yield member.start - members[0].start, mention, name, canonical(lexicon, name)


def with_owner(lexicon: BodyLexicon, base: str, first: str, determiner: str) -> str:
    """A later member with what the first one shares with it: 各派出所、市场监管所; 各乡镇|党委、政府; 各县委书记、县长."""
    rest = first[len(determiner) :]
    organ = organisation(lexicon, base) or base
    if organ in (lexicon.common_organs if determiner else GOVERNMENTS):
        owner = owner_in(lexicon, rest) or owner_in(lexicon, organisation(lexicon, rest))
        if owner and (determiner or lexicon.level.fullmatch(owner)):
            return determiner + owner + base
    if not determiner:
        return base
    alike = is_level(rest) and bool(below_level(lexicon, base))
    return (
        determiner + base if alike or is_same_level(lexicon, base, rest) or not has_own_start(lexicon, base) else base
    )


def level_of(lexicon: BodyLexicon, first: str, later: str) -> str:
    """The level that a later organ takes from the first one: 县级教育局、|卫生健康局; 市住建局、|交通局."""
    level = lexicon.level.match(first)
    organs = [lexicon.organ.match(first, level.end()), lexicon.organ.match(later)] if level else []
    alike = all(organ and organ["suffix"] in BUREAUS for organ in organs)
    return level.group() if level and alike and level.group().removesuffix("级") in LEVELS else ""


def is_same_level(lexicon: BodyLexicon, base: str, rest: str) -> bool:
    """Whether a name begins with the level that the first one has: 各县委书记、县长; not 各县、县直各单位."""
    level = lexicon.level.match(base)
    if level is None or base[0] != rest[:1] or is_level(rest):
        return False
    return not level.group().endswith(("级", "直")) and "直" not in base[:3]


def is_level(name: str) -> bool:
    """Whether a name is a level alone, with or without its determiner: 各县, 区."""
    return name.removeprefix("各") in LEVELS


def below_level(lexicon: BodyLexicon, name: str) -> str:
    """The organ that a name adds to its level, where another level can share it: 各县、区|纪委监委."""
    organ = name[1:] if name[:1] in LEVELS else ""
    return organ if organ in lexicon.common_organs or (organ and lexicon.organ.match(organ)) else ""


def owner_in(lexicon: BodyLexicon, name: str) -> str:
    """The organisations whose organ or post a name is: 乡镇|党委, 二级学院|党委书记; nothing in 派出所."""
    ends = (end for end in range(1, len(name)) if name[end:] in lexicon.common_organs)
    return next((name[:end] for end in ends if is_owner(lexicon, name[:end])), "")


def is_owner(lexicon: BodyLexicon, name: str) -> bool:
    """Whether a name is one of organisations that have organs: 乡镇, 县（市、区）."""
    return bool(lexicon.level.fullmatch(name)) or any(name[-n:] in lexicon.heads for n in range(1, 9))


def without_marks(name: str) -> str:
    """A name without what stands in brackets or quotation marks."""
    return PROTECTED_MARKS.sub("", name) if not MARKS.isdisjoint(name) else name


def named(lexicon: BodyLexicon, member: Member, group: list[Member]) -> tuple[str, str]:
    """The mention of a member and its name with the head that the group shares: 教育 → 教育部门."""
    last, mention = group[-1].text, member.text
    if listed := AND_OTHERS.search(last):
        mention = mention if member is not group[-1] else last[: listed.start()]
        return (mention, with_listed(lexicon, mention, last, listed)) if mention else (last, last)
    if member is group[-1]:
        return mention, mention
    if is_level(mention) and (organ := below_level(lexicon, last)):
        return mention, mention + organ
    shared = shared_head(lexicon, last)
    if has_head(lexicon, mention, shared):
        return mention, mention
    if mention in lexicon.organs and (shared == COMMITTEE or (shared == WIDE and len(last) > LONG_UNIT)):
        return mention, mention + "部门"
    if shared in lexicon.joint_posts:  # 各县（市、区）、各部门主要负责同志
        return mention, mention + shared
    return mention, with_head(mention, shared)


def with_listed(lexicon: BodyLexicon, mention: str, last: str, listed: re.Match[str]) -> str:
    """A member with the head behind 等 or behind 两级: 工信、交通|等部门; 市、县|两级民政部门."""
    shared = last[listed.end() :]
    if listed.group().endswith("级"):
        return mention + shared
    return with_head(mention, shared if not has_head(lexicon, mention, shared) else "")


def has_head(lexicon: BodyLexicon, text: str, shared: str) -> bool:
    """Whether a member already has a head of its own: 县委组织部, 各镇, 民政局; not 教育, nor 气象 before 部门."""
    bare = PROTECTED_MARKS.sub("", text)
    if shared in lexicon.joint_posts:
        return any(bare.endswith(post) for post in lexicon.posts)
    stems = shared.endswith(("部门", "单位"))
    if bare in lexicon.organs:  # a stem alone: 妇联 and 法院 are names, 教育 is none
        return bare in lexicon.heads and not stems
    organ = lexicon.organ.search(bare)
    if stems and organ and is_stem(lexicon, organ) and lexicon.level.fullmatch(bare[: organ.start()]):
        return False  # 县财政、教育等部门
    if any(bare[-n:] in lexicon.heads for n in range(2, 9)):
        return True
    if organ and organ["suffix"]:
        return True
    return bare[-1:] in lexicon.heads and not (shared and (len(bare) == 1 or bare[-2:] in lexicon.not_heads))  # 化工


def is_stem(lexicon: BodyLexicon, organ: re.Match[str]) -> bool:
    """Whether an organ is named by its stem alone, which is no whole name: 财政; not 法院, 妇联."""
    return not organ["suffix"] and lexicon.organs[organ["stem"]].sphere not in WHOLE


def with_head(text: str, head: str) -> str:
    """The head behind the name, before its bracket: 民政(社会组织党委) + 部门 → 民政部门(社会组织党委)."""
    place = min((p for p in (text.find("（"), text.find("(")) if p > 0), default=len(text))
    return text[:place] + head + text[place:]


def shared_head(lexicon: BodyLexicon, last: str) -> str:
    """The head of the last member that the others share, if there is one."""
    for bare in dict.fromkeys((last, without_marks(last))):  # 市直各单位“一把手”
        for head in lexicon.shared_heads:
            if bare.endswith(head) and len(bare) > len(head):
                return head
    return ""


def has_own_start(lexicon: BodyLexicon, text: str) -> bool:
    """Whether a name has a determiner or a level of its own."""
    return bool(lexicon.determiner.match(text) or (lexicon.level.match(text) and text not in lexicon.heads))


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
    if found is None and lexicon.level.match(bare):
        return name
    if shared and bare.endswith("单位") and bare[:-2] in lexicon.organs:
        return level + name
    if found is None and lexicon.office.fullmatch(bare) and level not in lexicon.towns:
        return level + name
    if (
        not found
        or found["suffix"] == "公司"
        or not (found["suffix"] or (len(found["stem"]) > 1 and bare in lexicon.heads))
    ):
        return name
    organ = lexicon.organs[found["stem"]]
    if found["suffix"] in TOWN_SUFFIXES and bare != organ.name:
        return name  # 司法所, 市场监管所 are a town's; 卫生监督所 is the county's own
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


def with_organisations(context: Context, subjects: list[Subject]) -> Iterator[Subject]:
    """Bare posts with the organisation named just before: 各级党组织要…，书记带头 → 各级党组织书记."""
    bare = context.lexicon.bare_posts
    before: Body | None = None
    for subject in subjects:
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


def organisation(lexicon: BodyLexicon, name: str) -> str:
    """A name without the post at its end: 各级党组织书记 → 各级党组织."""
    posts = sorted(lexicon.bare_posts, key=len, reverse=True)
    return next((name[: -len(post)] for post in posts if name.endswith(post)), name)
