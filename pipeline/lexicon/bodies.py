"""lexicons/bodies.toml and organs.csv -> BodyLexicon: what names of bodies are made of, and what stands around them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from pydantic import with_config

from pipeline.lexicon.organs import Memory, Organ, Sphere, organ_pattern, organs
from pipeline.lexicon.patterns import choice
from pipeline.lexicon.rows import STRICT, Source, toml_rows, toml_table
from pipeline.model import Tie

OWNERS = ("政府", "党委", "委", "人大", "政协")  # whose offices a text names in full before it says 督查室


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class WordList:
    """One named list of words."""

    name: str
    words: tuple[str, ...]


LISTS = [
    "determiners.shared",
    "determiners.cutting",
    "determiners.own",
    "levels.words",
    "heads.units",
    "heads.posts",
    "heads.spoken",
    "suffixes.words",
    "shared_heads.words",
    "not_heads.words",
    "modal_words.ends",
    "modal_words.starts",
    "adverbs.words",
    "openers.modals",
    "openers.nouns",
    "openers.verbs",
    "openers.copulas",
    "openers.numbered",
    "openers.compounds",
    "openers.measures",
    "openers.attained",
    "openers.strong",
    "openers.undergone",
    "openers.penalties",
    "openers.counted",
    "openers.rates",
    "by.verbs",
    "governors.free",
    "governors.acted",
    "governors.some",
    "governors.telling",
    "governors.manners",
    "governors.ambiguous",
    "governors.nominal",
    "governors.urging",
    "governors.qualities",
    "governors.governing",
    "leads.words",
    "leads.periods",
    "leads.chains",
    "leads.conditions",
    "phrases.starts",
    "phrases.no_ends",
    "phrases.ends",
    "topics.starts",
    "never.words",
    "never.things",
    "never.slogans",
    "short_names.words",
    "bare_posts.words",
    "assisting.before",
    "assisting.after",
    "assisting.joins",
    "assisting.before_joins",
    "town.suffixes",
    "town.never",
    "own_level.words",
    "own_level.towns",
    "joint_posts.words",
    "places.suffixes",
    "places.groups",
    "common_organs.words",
    "labels.responsible",
    "labels.assisting",
]

UNNAMED = frozenset("了；：。不")  # what no name holds
SEPARATING = frozenset("、／/，,和与及暨或同合")  # every separator of names holds one: 以及, 会同, 联合
MARKING = frozenset("的“”（()） 　\t\u00a0")  # an attribute, a quotation, a bracket or a blank in a region
GOVERNING = ("governors.free", "governors.acted", "governors.some", "governors.manners")
LEADING = ("leads.words", "leads.periods", "leads.chains", *GOVERNING, "phrases.starts", "topics.starts")
DIGITS = "0123456789"
NUMBERS = f"{DIGITS}０１２３４５６７８９一二两三四五六七八九十几半*×"
LEADERS = "领导"  # a noun behind a determiner, a verb elsewhere: 各县|包抓领导
TOGETHER = [count + unit for count in "两三四五六七八九几" for unit in "家方"]  # 生产部、安环部|两家|要联合检查
STRENGTH = f"(?:[{DIGITS}]{{1,4}}余?[人名]|[两三四五六七八九几][家方])?"  # 扑火队|80人|要集中食宿
BRACKET = r"(?:[（(][^（）()\n]{1,30}[）)])?"


@dataclass(frozen=True, slots=True)
class BodyLexicon:
    """The compiled word lists; patterns are anchored where they are used with `match`."""

    automaton: AhoCorasick  # ends of names: heads and organs
    heads: frozenset[str]
    posts: frozenset[str]
    spoken: frozenset[str]  # stems that stand for their office before 要 alone: 公安要加大夜查力度
    not_heads: frozenset[str]
    organs: dict[str, Organ]
    organ: re.Pattern[str]
    shared_heads: tuple[str, ...]
    determiner: re.Pattern[str]
    shared_determiner: re.Pattern[str]
    level: re.Pattern[str]
    known_start: re.Pattern[str]
    opener: re.Pattern[str]
    modal: re.Pattern[str]
    by_verb: re.Pattern[str]
    lead: re.Pattern[str]
    period: re.Pattern[str]  # when somebody acts: 汛期|水库巡查责任人
    manner: re.Pattern[str]  # how, before a verb that acts upon somebody: 更好地|发挥
    telling: re.Pattern[str]  # what somebody else does who tells a name what to do: 通知要求|各学院
    chain_lead: re.Pattern[str]  # what stands before a chain of who answers for what: 实行|区级领导包河库、…
    chain: re.Pattern[str]  # a link of such a chain behind a name: 区级领导|包河库、
    phrase: re.Pattern[str]
    phrase_end: re.Pattern[str]
    acted: re.Pattern[str]
    free: re.Pattern[str]
    never: frozenset[str]
    bare_posts: frozenset[str]
    short_names: frozenset[str]
    whole_before: re.Pattern[
        str
    ]  # a level and a stem that end where a short name begins: 市交通运输|局党组, 市政府|督查室
    assists_after: re.Pattern[str]
    assists_before: re.Pattern[str]
    joining: tuple[str, ...]  # the words of assisting that also stand before whoever is joined with
    cutting: re.Pattern[str]
    joins: re.Pattern[str]
    town_office: re.Pattern[str]
    acted_before: re.Pattern[str]
    some: re.Pattern[str]
    ahead: frozenset[str]  # words of one character, and marks, that may follow a name whose body acts
    ahead_firsts: frozenset[str]  # the first characters of all of them
    ahead_pairs: frozenset[str]  # the first two characters of longer words that may
    direct: re.Pattern[str]  # an opener directly behind a name
    indirect: frozenset[str]  # marks and adverbs of one character that may stand between a name and its opener
    indirect_pairs: frozenset[str]  # the first two characters of longer adverbs
    assists_ahead: frozenset[str]  # characters that words of assisting begin with
    opening: frozenset[str]  # characters that open a region in which more than a name stands
    special: frozenset[str]  # characters that no plain name begins with
    inner: frozenset[str]  # characters inside a region that is more than one plain name
    behind: frozenset[str]  # last characters of verbs that govern the name behind them
    governs: frozenset[str]  # characters that words of `governing` begin with
    joins_pairs: frozenset[str]  # the first two characters of what `joins` matches
    name_pairs: frozenset[str]  # the first two characters of what `name_ahead` matches
    known_ahead: re.Pattern[str]
    free_before: re.Pattern[str]
    free_lasts: frozenset[str]  # characters that words of `free` end with
    passed_over: re.Pattern[str]
    undergone: re.Pattern[str]
    undergone_firsts: frozenset[str]
    counted: re.Pattern[str]  # what tells how much each has: 每个中心|至少配
    persons: re.Pattern[str]  # what tells how many there are: 安全员|不少于10人
    rate: re.Pattern[str]  # behind a verb, the end of what is measured: 配备|率
    penalty: re.Pattern[str]  # what befalls somebody behind 一律: 企业一律|停产
    compound: re.Pattern[str]  # nouns whose first character seems to open an act: 居民|用气
    thing: re.Pattern[str]  # behind a verb, what shows that it belongs to a topic: 矿山修复|问题不能
    between: re.Pattern[str]  # what a time, or a measure, between a body and its act ends in: 农机站麦收|前
    attained: re.Pattern[str]  # what follows a measure that must reach a value: 各村参保率|要达到
    condition: re.Pattern[str]  # directly before a name: 只要|干部
    slogans: frozenset[str]  # a name and an act that say how work is shared in general: 部门联动
    things: tuple[str, ...]  # ends of words that name no body
    owned: re.Pattern[str]  # what shows 组织 before it to be a head: 村级组织|要, 是
    place: re.Pattern[str]  # how the organs of a village or a town begin: 河西村, 城关镇
    place_group: re.Pattern[str]  # groups of places that have organs: 区县, 开发区
    label: re.Pattern[str]
    assisting_labels: frozenset[str]
    protected: re.Pattern[str]
    modal_ends: frozenset[str]
    modal_starts: frozenset[str]
    governing: re.Pattern[str]
    named_start: re.Pattern[str]  # names that seem to begin with a preposition: 从业人员, 经开区, 被巡察党组织
    no_ends: frozenset[str]
    own_levels: frozenset[str]
    towns: frozenset[str]
    joint_posts: frozenset[str]
    common_organs: frozenset[str]  # organs and posts that each of several organisations has: 各乡镇党委、政府
    name_ahead: re.Pattern[str]
    organ_start: re.Pattern[str]
    topic: re.Pattern[str]
    office: re.Pattern[str]
    group_start: re.Pattern[str]
    ambiguous: frozenset[str]
    nominal: frozenset[str]
    urging: frozenset[str]
    quality: re.Pattern[str]  # behind a verb, what shows that it describes: 推进|缓慢的乡镇
    planning: re.Pattern[str]
    strong: frozenset[str]
    ties: dict[str, Tie]  # how each opener ties
    memory: Memory


def lists(folder: Path, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """All word lists of `bodies.toml` by `table.name`."""
    source = Source(folder / "bodies.toml", faults)
    table = toml_table(source)
    rows = {f"{t}.{n}": words for t, group in table.items() for n, words in group.items()}
    for name in sorted(rows.keys() - set(LISTS)):
        source.fault(f"[{name}]", "不认识的词表")
    for name in (n for n in LISTS if table and n not in rows):
        source.fault(f"[{name}]", "缺少此词表")
    checked = toml_rows(source, {"list": [{"name": n, "words": w} for n, w in rows.items()]}, "list", WordList)
    for row in checked:
        if len(set(row.words)) < len(row.words):
            twice = sorted({word for word in row.words if row.words.count(word) > 1})
            source.fault(f"[{row.name}]", f"词语重复：{'、'.join(twice)}")
    return {name: () for name in LISTS} | {row.name: row.words for row in checked}


def firsts(*groups: Iterable[str]) -> frozenset[str]:
    """The characters that the words of some lists begin with: a look at one spares a regex."""
    return frozenset(word[0] for words in groups for word in words)


def pairs(known: Iterable[str], suffixes: Iterable[str], own: Iterable[str], heads: Iterable[str]) -> frozenset[str]:
    """The first two characters of names: of a stem with its suffix, of a head, of a determiner."""
    whole = [stem + suffix[0] for stem in known for suffix in suffixes]
    return frozenset(word[:2] for word in (*whole, *heads, *(d + head[0] for d in own for head in heads)))


def load(folder: Path, faults: list[str], verbs: tuple[str, ...] = ()) -> BodyLexicon:
    """Read both files; `verbs` are further words that may follow who acts; faults are added to the list."""
    words = lists(folder, faults)
    known = organs(folder, faults)
    heads = (*words["heads.units"], *words["heads.posts"])
    whole = [organ.name for organ in known.values()]
    bare = [
        stem
        for stem, organ in known.items()
        if organ.sphere in (Sphere.COURT, Sphere.MASS) and organ.name.endswith(stem)  # 法院, 妇联; not 检察
    ]
    ends = sorted({*heads, *whole, *bare, "纪委", "监委", "政法委", "纪检监察机关"})
    acts = set(verbs) - set(words["openers.nouns"])
    adverbs = f"(?:{choice(words['adverbs.words'])})"
    labels = choice((*words["labels.responsible"], *words["labels.assisting"]))
    suffix = choice(words["suffixes.words"])
    offices = words["town.suffixes"]
    whole_offices = [office for office in offices if len(office) > 1]
    shared = (*words["determiners.shared"], *words["determiners.cutting"])
    determiners = (*shared, *words["determiners.own"])
    whole_places = [word for word in words["determiners.own"] if word.startswith("全")]  # 全院党员干部和医务人员
    ahead = [
        head
        for head in ends
        if len(head) > 1 and head not in words["openers.verbs"] and head not in ("领导", "代表", "组织")
    ]
    planning = f"(?:{choice(list(verbs))})"
    openers = (*words["openers.modals"], *words["openers.verbs"], *words["openers.copulas"], *acts)
    own = choice(words["determiners.own"])
    numbered = words["openers.numbered"]
    opener = f"(?:{choice(openers)}|[{''.join(numbered)}](?=[{NUMBERS}]))"
    modal = re.compile(
        f"{BRACKET}{STRENGTH}等?[ 　]*[，,]?(?:{adverbs}[，,]?)*(?P<opener>{choice(words['openers.modals'])})"
    )
    copula = re.compile(f"{BRACKET}(?:{adverbs})*(?:{choice(words['openers.copulas'])})")
    cutting = firsts(words["determiners.shared"], words["determiners.cutting"])
    governing = firsts(words["governors.governing"])
    acted = [word for word in words["governors.acted"] if len(word) > 1]
    special = SEPARATING | MARKING | UNNAMED | governing
    longer = [name for name in (*heads, *words["determiners.own"]) if len(name) > 1]
    seeming = (*words["phrases.starts"], *words["governors.governing"])
    limits = [word for word in words["openers.counted"] if word.startswith("不")]  # 不少于
    joins = (*words["assisting.before"], *words["assisting.joins"])
    opening = {*words["adverbs.words"], *openers, *verbs}
    leading = [words[name] for name in LEADING]
    starts = (
        *words["determiners.shared"],
        *words["determiners.cutting"],
        *words["determiners.own"],
        *words["levels.words"],
        *known,
        *(head for head in heads if len(head) > 1),
    )
    return BodyLexicon(
        automaton=AhoCorasick(
            sorted({*ends, *words["heads.spoken"]}), matchkind=MatchKind.Standard, implementation=Implementation.DFA
        ),
        heads=frozenset(ends),
        posts=frozenset(words["heads.posts"]),
        spoken=frozenset(words["heads.spoken"]),
        not_heads=frozenset(words["not_heads.words"]),
        organs=known,
        organ=organ_pattern(known, words["suffixes.words"]),
        shared_heads=tuple(sorted(words["shared_heads.words"], key=len, reverse=True)),
        determiner=re.compile(f"(?:{choice(determiners)})"),
        shared_determiner=re.compile(f"(?:{choice((*words['determiners.shared'], *whole_places))})"),
        level=re.compile(f"(?:[*×Xx某_]+)?(?:{choice(words['levels.words'])})"),
        known_start=re.compile(f"(?:[*×X某_]+(?:个|名|家)?|[0-9０-９]+(?:个|名|家))?(?:{choice(starts)})"),
        opener=re.compile(
            f"{BRACKET}{STRENGTH}等?[ 　]*[，,]?(?:{adverbs}[，,]?)*(?P<opener>{opener})(?!制(?![定作订]))"
        ),
        modal=modal,
        by_verb=re.compile(f"{BRACKET}(?:{adverbs})*(?:{choice(words['by.verbs'])})"),
        lead=re.compile(f"(?:{choice((*words['leads.words'], *words['leads.periods']))})+[，,]?"),
        manner=re.compile(f"(?:{choice((*words['openers.modals'], *words['governors.manners']))})+"),
        telling=re.compile(choice(words["governors.telling"])),
        chain_lead=re.compile(choice(words["leads.chains"])),
        chain=re.compile("(?:包|联|带|帮)[^、，。；：包联带帮\n]{1,5}(?:、|的办法|的做法)"),
        period=re.compile(choice(words["leads.periods"])),
        phrase=re.compile(f"(?:{choice(words['phrases.starts'])})"),
        phrase_end=re.compile(f"(?:{choice(words['phrases.ends'])})[，,]?"),
        acted=re.compile(f"(?:{choice(words['governors.acted'])})"),
        free=re.compile(f"(?:{choice(words['governors.free'])})"),
        never=frozenset(words["never.words"]),
        bare_posts=frozenset(words["bare_posts.words"]),
        short_names=frozenset(words["short_names.words"]),
        whole_before=re.compile(f"(?:{choice(words['own_level.words'])})(?:{choice([*known, *OWNERS])})$"),
        assists_after=re.compile(f"{BRACKET}等?[，,]?(?:{adverbs}|要)*(?:{choice(words['assisting.after'])})"),
        assists_before=re.compile(f"(?:{choice(words['assisting.before'])})"),
        joining=tuple(sorted({*words["assisting.before"]} & {*words["assisting.after"]})),
        cutting=re.compile(f"(?:{choice(shared)})"),
        joins=re.compile(f"(?:{choice(words['assisting.before_joins'])})??(?P<joins>{choice(joins)})"),
        town_office=re.compile(
            f"(?!.*(?:{choice(words['town.never'])}))(?:.+(?:{choice(offices)})|(?:{choice(whole_offices)}))$"
        ),
        acted_before=re.compile(rf"(?:{choice(acted)})\Z"),
        free_before=re.compile(f"(?:{choice(words['governors.free'])})$"),
        free_lasts=frozenset(word[-1] for word in words["governors.free"]),
        some=re.compile(choice(words["governors.some"])),
        ahead=frozenset("（(，, 　等" + DIGITS).union(word for word in opening if len(word) == 1) - set("、的和与及"),
        ahead_firsts=firsts(opening, numbered, TOGETHER, "（(，, 　等" + DIGITS),
        ahead_pairs=frozenset(word[:2] for word in opening if len(word) > 1).union(
            TOGETHER, (verb + number for verb in numbered for number in NUMBERS)
        ),
        direct=re.compile(f"(?P<opener>{choice(words['openers.modals'])}|{opener}(?!制(?![定作订])))"),
        indirect=frozenset("（( 　，,等" + DIGITS).union(word for word in words["adverbs.words"] if len(word) == 1),
        indirect_pairs=frozenset(word[:2] for word in words["adverbs.words"] if len(word) > 1).union(TOGETHER),
        assists_ahead=firsts(words["adverbs.words"], words["assisting.after"]) | frozenset("（(，,要等"),
        opening=special.union(firsts(*leading, words["assisting.before"])),
        special=special,
        inner=special | cutting | firsts(words["governors.telling"]),
        behind=frozenset(word[-1] for word in acted),
        governs=governing,
        joins_pairs=frozenset(
            (before + word)[:2] for before in ("", *words["assisting.before_joins"]) for word in joins
        ),
        name_pairs=pairs(known, words["suffixes.words"], words["determiners.own"], (*ahead, LEADERS)) - {LEADERS},
        known_ahead=re.compile(f"(?:{choice([word for word in starts if len(word) > 1])})"),
        undergone=re.compile(f"由|[。；！]|(?:{choice(words['openers.undergone'])})"),
        undergone_firsts=firsts(words["openers.undergone"], "由。；！"),
        counted=re.compile(choice(words["openers.counted"])),
        persons=re.compile(f"(?:{choice(limits)})[0-9０-９一二三四五六七八九十两百千*×]+[人名]"),
        rate=re.compile(choice(words["openers.rates"])),
        penalty=re.compile(choice(words["openers.penalties"])),
        compound=re.compile(choice(words["openers.compounds"])),
        thing=re.compile(f"(?:{choice(words['never.things'])})(?:{choice(words['openers.modals'])})"),
        between=re.compile(
            f"之前|以前|之后|以后|期间|[前后](?:[{NUMBERS}]{{1,3}}(?:分钟|个?小时|天|日|周|个?月))?|时"
            f"|(?P<measure>{choice(words['openers.measures'])})"
        ),
        attained=re.compile(f"(?:{adverbs})*(?:{choice(words['openers.attained'])})"),
        condition=re.compile(f"(?:{choice(words['leads.conditions'])})$"),
        slogans=frozenset(words["never.slogans"]),
        things=words["never.things"],
        owned=re.compile(f"(?:{adverbs})*(?:{choice((*words['openers.modals'], *words['openers.copulas']))})"),
        place=re.compile(f"[\u4e00-\u9fff*×X]{{2,3}}(?:{choice(words['places.suffixes'])})"),
        passed_over=re.compile("《[^《》\n]*》|“[^“”\n]{5,}”"),
        place_group=re.compile(choice(words["places.groups"])),
        label=re.compile(  # the list ends at the next label, a stop or a closing bracket
            f"(?P<label>{labels})[为是]?[：:](?P<list>(?:(?![，,、]?(?:{labels})[为是]?[：:])[^；;。：:\\n）)〕\\]])+)"  # noqa: RUF001
        ),
        modal_ends=frozenset(words["modal_words.ends"]),
        modal_starts=frozenset(words["modal_words.starts"]),
        governing=re.compile(choice(words["governors.governing"])),
        named_start=re.compile(choice([name for name in longer if name.startswith(seeming)])),
        no_ends=frozenset(words["phrases.no_ends"]),
        own_levels=frozenset(words["own_level.words"]),
        towns=frozenset(words["own_level.towns"]),
        joint_posts=frozenset(words["joint_posts.words"]),
        common_organs=frozenset(words["common_organs.words"]),
        assisting_labels=frozenset(words["labels.assisting"]),
        name_ahead=re.compile(
            f"(?:{choice(list(known))})(?:{suffix})|(?:{own})?(?:{choice(ahead)})|(?:{own}){LEADERS}"
        ),
        topic=re.compile(choice(words["topics.starts"])),
        office=re.compile(f"(?!{choice((*determiners, *words['levels.words']))})[^，、的]{{1,8}}[局办]"),
        organ_start=re.compile(f"(?:{choice(list(known))})(?:{suffix})"),
        group_start=re.compile(f"(?:{choice((*shared, *words['heads.posts']))})"),
        ambiguous=frozenset(words["governors.ambiguous"]),
        nominal=frozenset(words["governors.nominal"]),
        urging=frozenset(words["governors.urging"]),
        quality=re.compile(choice(words["governors.qualities"])),
        planning=re.compile(planning),
        strong=frozenset(words["openers.strong"]),
        ties={
            word: Tie.MODAL if modal.fullmatch(word) else Tie.COPULA if copula.fullmatch(word) else Tie.VERB
            for word in (*openers, *numbered)
        },
        memory=Memory(),
        protected=re.compile(choice([w for w in (*known, *whole, *words["heads.units"]) if re.search("[和与及]", w)])),
    )
