"""lexicons/bodies.toml and organs.csv -> BodyLexicon: what names of bodies are made of, and what stands around them."""

import re
from collections.abc import Iterable
from pathlib import Path

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from pipeline.lexicon.body_lexicon import UNNAMED, BodyLexicon
from pipeline.lexicon.body_rows import lists
from pipeline.lexicon.organs import Memory, Sphere, organ_pattern, organs
from pipeline.lexicon.patterns import choice, sought
from pipeline.model import Tie

RELEVANT = ("有关", "相关", "各有关", "各相关")  # 有关部门及|乡镇, 超市: all of them are
OWNERS = ("政府", "党委", "委", "人大", "政协")  # whose offices a text names in full before it says 督查室
SEPARATING = frozenset("、／/，,和与及暨或同合")  # every separator of names holds one: 以及, 会同, 联合
JOINED, JOINED_ENDS = ("会同", "协同", "连同", "联合"), "同合"
MARKING = frozenset("的“”（()） 　\t\u00a0")  # an attribute, a quotation, a bracket or a blank in a region
GOVERNING = ("governors.free", "governors.acted", "governors.some", "governors.manners")
LEADING = ("leads.words", "leads.periods", "leads.chains", *GOVERNING, "phrases.starts", "topics.starts")
DIGITS = "0123456789"
NUMBERS = f"{DIGITS}０１２３４５６７８９一二两三四五六七八九十几半*×"
LEADERS = "领导"  # a noun behind a determiner, a verb elsewhere: 各县|包抓领导
TOGETHER = [count + unit for count in "两三四五六七八九几" for unit in "家方"]  # 生产部、安环部|两家|要联合检查
STRENGTH = f"(?:[{DIGITS}]{{1,4}}余?[人名]|[两三四五六七八九几][家方])?"  # 扑火队|80人|要集中食宿
BRACKET = r"(?:[（(][^（）()\n]{1,30}[）)])?"


def firsts(*groups: Iterable[str]) -> frozenset[str]:
    """The characters that the words of some lists begin with: a look at one spares a regex."""
    return frozenset(word[0] for words in groups for word in words)


def pairs(known: Iterable[str], suffixes: Iterable[str], own: Iterable[str], heads: Iterable[str]) -> frozenset[str]:
    """The first two characters of names: of a stem with its suffix, of a head, of a determiner."""
    whole = [stem + suffix[0] for stem in known for suffix in suffixes]
    return frozenset(word[:2] for word in (*whole, *heads, *(d + head[0] for d in own for head in heads)))


def label(labels: tuple[str, ...]) -> re.Pattern[str]:
    """A label with the list behind it, which ends at the next label, a stop or a closing bracket.

    A bracket within it is part of a name (市交通委（市道运局）), and a semicolon parts names where the list stands in a
    bracket and nothing but names follows (（责任单位：市财政局等；各区政府）).
    """
    another = rf"[，,、]?(?:{choice(labels)})[为是]?[：:]"
    plain, inside = r"[^；;。：:\n（()）〔〕\[\]]", r"[（(][^；;。：:\n（()）]{1,20}[）)]"  # noqa: RUF001
    names_ahead = r"[；;](?=[^；;。：:，,\n（()）]{2,40}[）)])"
    return re.compile(
        f"(?P<label>{sought(labels)})[为是]?[：:](?P<list>(?:(?!{another})(?:{plain}|{inside}|{names_ahead}))+)"
    )


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
    labels = (*words["labels.responsible"], *words["labels.assisting"])
    suffix = f"(?:{choice(words['suffixes.words'])})(?!(?<=所)[辖属涉])"  # 各部门组织|所辖单位开展
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
    named = choice((*determiners, *words["levels.words"]))
    openers = (*words["openers.modals"], *words["openers.verbs"], *words["openers.copulas"], *acts)
    own = choice(words["determiners.own"])
    numbered = words["openers.numbered"]
    opener = f"(?:{choice(openers)}|{choice(numbered)}(?=[{NUMBERS}]))"
    modal = re.compile(
        f"{BRACKET}{STRENGTH}等?[ 　]*[，,]?(?:{adverbs}[，,]?)*(?P<opener>{choice(words['openers.modals'])})"
    )
    copula = re.compile(f"{BRACKET}(?:{adverbs})*(?:{choice(words['openers.copulas'])})")
    cutting = firsts(words["determiners.shared"], words["determiners.cutting"])
    governing = firsts(words["governors.governing"])
    acted = [word for word in words["governors.acted"] if len(word) > 1]
    special = SEPARATING | MARKING | UNNAMED | governing
    undivided = ["各级", *(word for word in (*words["levels.words"], *words["determiners.own"]) if "各" not in word)]
    longer = [name for name in (*heads, *words["determiners.own"]) if len(name) > 1]
    seeming = (*words["phrases.starts"], *words["governors.governing"])
    limits = [word for word in words["openers.counted"] if word.startswith("不")]  # 不少于
    joins = (*words["assisting.before"], *words["assisting.joins"])
    opening = {*words["adverbs.words"], *openers, *verbs}
    conducts = words["openers.conducts"]
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
        head_lasts=frozenset(head[-1] for head in ends),
        posts=frozenset(words["heads.posts"]),
        spoken=frozenset(words["heads.spoken"]),
        not_heads=frozenset(words["not_heads.words"]),
        organs=known,
        organ=organ_pattern(known, words["suffixes.words"]),
        shared_heads=tuple(sorted(words["shared_heads.words"], key=len, reverse=True)),
        determiner=re.compile(f"(?:{choice(determiners)})"),
        shared_determiner=re.compile(f"(?:{choice((*words['determiners.shared'], *RELEVANT, *whole_places))})"),
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
        ahead_firsts=firsts(opening, numbered, conducts, TOGETHER, "（(，, 　等" + DIGITS),
        ahead_pairs=frozenset(word[:2] for word in opening if len(word) > 1).union(
            TOGETHER, (verb + number for verb in numbered for number in NUMBERS), (word[:2] for word in conducts)
        ),
        direct=re.compile(f"(?P<opener>{choice(words['openers.modals'])}|{opener}(?!制(?![定作订])))"),
        indirect=frozenset("（( 　，,等" + DIGITS).union(word for word in words["adverbs.words"] if len(word) == 1),
        indirect_pairs=frozenset(word[:2] for word in words["adverbs.words"] if len(word) > 1).union(TOGETHER),
        assists_ahead=firsts(words["adverbs.words"], words["assisting.after"]) | frozenset("（(，,要等"),
        opening=special.union(firsts(*leading, words["assisting.before"])),
        special=special,
        inner=special | cutting | firsts(words["governors.telling"]),
        compounding=re.compile(choice((*special - set(JOINED_ENDS), *JOINED, *shared, *words["governors.telling"]))),
        determined=re.compile(f"(?:{choice(undivided)})?(?:{choice(shared)})"),
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
        counted_firsts=firsts(words["openers.counted"]),
        rate_firsts=firsts(words["openers.rates"]),
        rate=re.compile(choice(words["openers.rates"])),
        penalty=re.compile(choice(words["openers.penalties"])),
        compound=re.compile(choice(words["openers.compounds"])),
        thing=re.compile(f"(?:{choice(words['never.things'])})(?:{choice(words['openers.modals'])})"),
        time=re.compile(  # one class of characters first, by which `re` skips
            "[之以期前后时内](?:(?<=[之以])[前后]|(?<=期)间|(?<=[时内])"
            f"|(?<=[前后])(?:[{NUMBERS}]{{1,3}}(?:分钟|个?小时|天|日|周|个?月))?)"
        ),
        measure=re.compile(sought(words["openers.measures"])),
        conduct=re.compile(choice(conducts)),
        conduct_pairs=frozenset(word[:2] for word in conducts),
        attained=re.compile(f"(?:{adverbs})*(?:{choice(words['openers.attained'])})"),
        condition=re.compile(f"(?:{choice(words['leads.conditions'])})$"),
        slogans=frozenset(words["never.slogans"]),
        surnames=frozenset(words["never.surnames"]),
        titles=frozenset(words["never.titles"]),
        ours=frozenset(words["never.ours"]),
        things=words["never.things"],
        owned=re.compile(f"(?:{adverbs})*(?:{choice((*words['openers.modals'], *words['openers.copulas']))})"),
        place=re.compile(f"[\u4e00-\u9fff*×X]{{2,3}}(?:{choice(words['places.suffixes'])})"),
        passed_over=re.compile("《[^《》\n]*》|“[^“”\n]{5,}”"),
        place_group=re.compile(choice(words["places.groups"])),
        named_area=re.compile(
            f"(?!{choice(words['places.kinds_of_areas'])})[一-龥]{{2,4}}(?:{choice(words['places.areas'])})"
        ),
        label=label(labels),
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
        office=re.compile(f"(?!{named})[^，、的]{{1,8}}[局办]"),
        department=re.compile(f"(?!{named}|{choice(words['departments.general'])})[^，、的等和与]{{2,5}}部门"),
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
