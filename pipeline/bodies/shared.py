"""What the members of a list share: heads, determiners, levels and the organisation they belong to."""

import re

from pipeline.bodies.context import MARKS, PROTECTED_MARKS, Member
from pipeline.lexicon.body_lexicon import BodyLexicon
from pipeline.lexicon.organs import Sphere

LONG_UNIT = 5  # characters of a name with 单位 from which it shares nothing
LEVELS = frozenset("省市县区镇乡村")
COUNTY_CITIES = "县级市"  # places, and no organs of the level 县级: 各区、县级市
REDACTED = frozenset("*×X某_")
GOVERNMENTS = ("政府", "人民政府", "办事处", "人大")  # 乡镇党委、政府
OF_EVERY_PLACE = ("党委", "党（工）委", "党(工)委", "政府", "人民政府", "纪委", "纪委监委")
RELEVANT = ("有关", "相关")
BUREAUS = ("局", "委", "厅")
SIDE_BY_SIDE = re.compile("[区县市镇乡道）][、和]")
WIDE = "单位"  # a head that belongs to the last name alone where that is long: 气象、|高速公路运营单位
OTHERS_HEADS = ("委", "乡镇", "街道", "镇", "乡", "村", "社区")  # the same: 人社、|团委, 住建、|各乡镇
WHOLE = (Sphere.COURT, Sphere.MASS)  # organs whose stem is a whole name: 法院, 妇联
AND_OTHERS = re.compile(
    r"(?<!工青妇)等(?:相关|有关)?(?:[0-9０-９一二三四五六七八九十*×]+)?(?:个|家|名)?"
    r"|(?<!第)(?:[两三四五六七八九十]|[0-9０-９]+)(?:个|家)?(?=部门|单位)"  # 住建、城管两个部门
    r"|(?:(?<=^[省市县区乡镇村组])|(?<=^乡镇)|(?<=^镇村)|(?<=^街道)|(?<=^社区))[两三四五]级"  # 县、乡两级党委
)

OTHERS = frozenset("等两三四五六七八九十0123456789０１２３４５６７８９")  # noqa: RUF001 (one of these stands in each of them)


def and_others(name: str) -> re.Match[str] | None:
    """What tells that others belong to a list, or how many: 工信、交通|等部门, 住建、城管|两个部门."""
    return None if OTHERS.isdisjoint(name) else AND_OTHERS.search(name)


def named(lexicon: BodyLexicon, member: Member, group: list[Member]) -> tuple[str, str]:
    """The mention of a member and its name with the head that the group shares: 教育 → 教育部门."""
    last, mention = group[-1].text, member.text
    if listed := and_others(last):
        mention = mention if member is not group[-1] else last[: listed.start()]
        return (mention, with_listed(lexicon, mention, last, listed)) if mention else (last, last)
    if member is group[-1]:
        return mention, mention
    if is_level(mention) and (organ := below_level(lexicon, last)):
        return mention, mention + organ
    if of_place := organ_of_place(lexicon, mention, last):
        return mention, mention + of_place
    shared = shared_head(lexicon, last)
    if has_head(lexicon, mention, shared):
        return mention, mention
    if mention in lexicon.organs and stands_apart(lexicon, shared, last):
        return mention, mention + "部门"
    if shared in lexicon.joint_posts:  # 各县（市、区）、各部门主要负责同志
        return mention, mention + shared
    return mention, with_head(mention, shared)


def stands_apart(lexicon: BodyLexicon, shared: str, last: str) -> bool:
    """Whether the last name shares no head with the stem of a department: 人社、|团委, 公安、民政、|残联.

    In 住建、城管、|环保 all are stems.
    """
    if not shared:
        return last not in lexicon.organs or last in lexicon.heads
    return shared in OTHERS_HEADS or (shared == WIDE and len(last) > LONG_UNIT)


def organ_of_place(lexicon: BodyLexicon, mention: str, last: str) -> str:
    """The organ or post that a place shares with the last one: 青石镇、柳林镇|政府; nothing in 城关镇、县住建局."""
    bare = mention.removeprefix("各")
    if lexicon.place_group.fullmatch(bare) or is_level(bare):
        return organ_of_group(lexicon, last)
    place = lexicon.place.match(last) if lexicon.place.fullmatch(mention) else None
    if place is None or mention[-1] != last[place.end() - 1]:
        return ""
    organ = last[place.end() :]
    return organ if organ in lexicon.common_organs or organ in lexicon.posts else ""


def organ_of_group(lexicon: BodyLexicon, last: str) -> str:
    """The organ that every place of a group has: 各区县、开发区|教育局; not 各乡镇、街道办事处."""
    group = lexicon.place_group.match(last)
    organ = last[group.end() :] if group else ""
    register = lexicon.organ.fullmatch(organ)
    return organ if organ in OF_EVERY_PLACE or (register and register["suffix"] in BUREAUS) else ""


def with_listed(lexicon: BodyLexicon, mention: str, last: str, listed: re.Match[str]) -> str:
    """A member with the head behind 等 or behind 两级: 工信、交通|等部门; 市、县|两级民政部门."""
    shared = last[listed.end() :]
    if SIDE_BY_SIDE.search(shared):
        return mention  # 东山、西湖等3个区、县（市）: whether it is 东山区 or 东山县 is not said
    if listed.group().endswith("级"):
        return mention + shared
    return with_head(mention, shared if not has_head(lexicon, mention, shared) else "")


def with_owner(lexicon: BodyLexicon, base: str, first: str, determiner: str) -> str:
    """A later member with what the first one shares with it: 各派出所、市场监管所; 各乡镇|党委、政府."""
    rest = first[len(determiner) :]
    organ = organisation(lexicon, base) or base
    if organ in (lexicon.common_organs if determiner else GOVERNMENTS):
        owner = owner_in(lexicon, rest) or owner_in(lexicon, organisation(lexicon, rest))
        if owner and (determiner or lexicon.level.fullmatch(owner)):
            return determiner + owner + base
    if determiner.endswith(RELEVANT) and base not in lexicon.heads:
        return base  # 有关部门、|基础电信企业; but 有关部门及|乡镇、|超市
    grouped = is_level(rest) or lexicon.place_group.fullmatch(rest)
    alike = (is_level(rest) and bool(below_level(lexicon, base))) or bool(grouped and organ_of_group(lexicon, base))
    if grouped and not alike and is_single(lexicon, base):
        return base
    shares = alike or is_same_level(lexicon, base, rest) or not has_own_start(lexicon, base)
    return determiner + base if shares else base


def is_single(lexicon: BodyLexicon, base: str) -> bool:
    """Whether a name is that of an office of which a place has but one: 各乡镇、|水利局; not 各乡镇、|派出所."""
    register = lexicon.organ.fullmatch(base)
    return register is not None and (register["suffix"] or "局") in BUREAUS and base not in lexicon.common_organs


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


def level_of(lexicon: BodyLexicon, first: str, later: str) -> str:
    """The level that a later organ takes from the first one: 县级教育局、|卫生健康局; 市住建局、|交通局."""
    level = lexicon.level.match(first)
    if lexicon.organ.match(first) or not first.endswith(BUREAUS):
        return ""  # the 市 of 市场监管局 is no level; 市教委 stands in no register
    organ = lexicon.organ.match(later)
    alike = organ is not None and organ["suffix"] in BUREAUS
    return level.group() if level and alike and level.group().removesuffix("级") in LEVELS else ""


def shared_head(lexicon: BodyLexicon, last: str) -> str:
    """The head of the last member that the others share, if there is one."""
    for bare in dict.fromkeys((last, without_marks(last))):  # 市直各单位“一把手”
        for head in lexicon.shared_heads:
            if bare.endswith(head) and len(bare) > len(head):
                return head
    return ""


def with_head(text: str, head: str) -> str:
    """The head behind the name, before its bracket: 民政(社会组织党委) + 部门 → 民政部门(社会组织党委)."""
    place = min((p for p in (text.find("（"), text.find("(")) if p > 0), default=len(text))
    return text[:place] + head + text[place:]


def has_head(lexicon: BodyLexicon, text: str, shared: str) -> bool:
    """Whether a member already has a head of its own: 县委组织部, 各镇, 民政局; not 教育, nor 气象 before 部门."""
    bare = PROTECTED_MARKS.sub("", text)
    if shared in lexicon.joint_posts:
        return any(bare.endswith(post) for post in lexicon.posts)
    stems = shared.endswith(("部门", "单位"))
    if bare in lexicon.organs:  # a stem alone: 妇联 and 法院 are names, 教育 is none
        return bare in lexicon.heads and not stems
    organ = lexicon.organ.search(bare)
    if stems and organ and is_stem(lexicon, organ) and is_start(lexicon, bare[: organ.start()]):
        return False  # 县财政、教育等部门; 各级财政、金融部门
    if any(bare[-n:] in lexicon.heads for n in range(2, 9)):
        return True
    if organ and organ["suffix"]:
        return True
    return bare[-1:] in lexicon.heads and not (shared and (len(bare) == 1 or bare[-2:] in lexicon.not_heads))  # 化工


def is_start(lexicon: BodyLexicon, text: str) -> bool:
    """Whether words in front of a stem are a level or a determiner alone, or none."""
    return bool(lexicon.level.fullmatch(text) or lexicon.determiner.fullmatch(text))


def is_stem(lexicon: BodyLexicon, organ: re.Match[str]) -> bool:
    """Whether an organ is named by its stem alone, which is no whole name: 财政; not 法院, 妇联."""
    known = lexicon.organs[organ["stem"]]
    return not organ["suffix"] and known.sphere not in WHOLE and known.name != organ["stem"]  # 纪委监委


def has_own_start(lexicon: BodyLexicon, text: str) -> bool:
    """Whether a name has a determiner or a level of its own, or the redacted name of its place (**新区管委会)."""
    if text.startswith(COUNTY_CITIES):
        return False
    return text[0] in REDACTED or bool(
        lexicon.named_area.fullmatch(text)
        or lexicon.determiner.match(text)
        or (lexicon.level.match(text) and text not in lexicon.heads)
    )


def without_marks(name: str) -> str:
    """A name without what stands in brackets or quotation marks."""
    return PROTECTED_MARKS.sub("", name) if not MARKS.isdisjoint(name) else name


def organisation(lexicon: BodyLexicon, name: str) -> str:
    """A name without the post at its end: 各级党组织书记 → 各级党组织."""
    posts = sorted(lexicon.bare_posts, key=len, reverse=True)
    return next((name[: -len(post)] for post in posts if name.endswith(post)), name)


def owner_before(lexicon: BodyLexicon, name: str) -> str:
    """The organisation whose post is singled out behind its name: 各单位特别是一把手; 党员干部 are persons."""
    owner = organisation(lexicon, name)
    return "" if any(owner[-n:] in lexicon.posts for n in range(1, 9)) else owner
