"""What the search for bodies asks of its vocabulary: sets of words, and patterns compiled from them."""

import re
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from pipeline.lexicon.organs import Memory, Organ
from pipeline.model import Tie

UNNAMED = frozenset("了；：。不")  # what no name holds


@dataclass(frozen=True, slots=True)
class BodyLexicon:
    """The compiled word lists; patterns are anchored where they are used with `match`."""

    automaton: AhoCorasick  # ends of names: heads and organs
    heads: frozenset[str]
    head_lasts: frozenset[str]  # the characters that heads end with
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
    compounding: re.Pattern[str]  # what shows that one of them does not stand there by chance: 班主任, but 任何
    determined: re.Pattern[str]  # how one name opens that a determiner stands in: 县直各, 各级有关
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
    counted_firsts: frozenset[str]
    rate_firsts: frozenset[str]
    rate: re.Pattern[str]  # behind a verb, the end of what is measured: 配备|率
    penalty: re.Pattern[str]  # what befalls somebody behind 一律: 企业一律|停产
    compound: re.Pattern[str]  # nouns whose first character seems to open an act: 居民|用气
    thing: re.Pattern[str]  # behind a verb, what shows that it belongs to a topic: 矿山修复|问题不能
    time: re.Pattern[str]  # what a time between a body and its act ends in: 农机站麦收|前
    measure: re.Pattern[str]  # what is measured of each of a group: 各村|参保率
    conduct: re.Pattern[str]  # what somebody does who must then keep a rule: 考生|进入考场须出示证件
    conduct_pairs: frozenset[str]  # the first two characters of it
    attained: re.Pattern[str]  # what follows a measure that must reach a value: 各村参保率|要达到
    condition: re.Pattern[str]  # directly before a name: 只要|干部
    slogans: frozenset[str]  # a name and an act that say how work is shared in general: 部门联动
    surnames: frozenset[str]
    titles: frozenset[str]  # behind a surname: 王书记
    ours: frozenset[str]  # who acts and is no body: 我市
    things: tuple[str, ...]  # ends of words that name no body
    owned: re.Pattern[str]  # what shows 组织 before it to be a head: 村级组织|要, 是
    place: re.Pattern[str]  # how the organs of a village or a town begin: 河西村, 城关镇
    place_group: re.Pattern[str]  # groups of places that have organs: 区县, 开发区
    named_area: re.Pattern[str]  # areas with a name of their own: 莘庄工业区, not 经济开发区
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
    department: re.Pattern[str]  # of a field of work that no register holds: 新闻部门, 卫生防疫部门
    group_start: re.Pattern[str]
    ambiguous: frozenset[str]
    nominal: frozenset[str]
    urging: frozenset[str]
    quality: re.Pattern[str]  # behind a verb, what shows that it describes: 推进|缓慢的乡镇
    planning: re.Pattern[str]
    strong: frozenset[str]
    ties: dict[str, Tie]  # how each opener ties
    memory: Memory
