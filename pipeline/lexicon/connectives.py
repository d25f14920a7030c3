"""lexicons/connectives.toml -> Connectives: how clauses hang together."""

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import with_config

from pipeline.lexicon.patterns import choice
from pipeline.lexicon.rows import STRICT, Source, toml_rows, toml_table


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Words:
    """One list of words by name."""

    name: str
    words: tuple[str, ...]


OPENING = ("adverbial", "condition")
NAMES = (
    *OPENING,
    "acting",
    "settled",
    "conditioned",
    "continues",
    "purpose",
    "lead_only",
    "loose",
    "how",
    "ours",
    "narrated",
    "charged",
)
ENDS = ("topic_end", "phases")  # what clauses end with
LEDE = ("lede_day", "lede_act")
GOVERNING = ("governing", "earnestly")
DAY = r"(?:[\d*×X_]{4}年)?[\d*×X_]{1,2}月[\d*×X_]{1,2}日(?:[上下]午|晚上?|至[\d*×X_]{1,2}日)?(?![前底内之以起])"
MEETING = (
    "(?:会议?|活动|调研|仪式|检查|工作|现场办公|座谈|督导|督查|视察|慰问|考察|走访|培训|讲座|谈话|宣讲|演练|党课|比赛"
    "|竞赛|论坛)"
)
HELD = "(?:召开|举行|举办|开幕|闭幕|启动)"  # 昨日，全区推进会|召开


@dataclass(frozen=True, slots=True)
class Connectives:
    """Patterns to `match` at the start of a clause."""

    adverbial: re.Pattern[str]
    condition: re.Pattern[str]
    continues: re.Pattern[str]
    purpose: re.Pattern[str]
    lead_only: re.Pattern[str]
    loose: re.Pattern[str]
    how: re.Pattern[str]
    conditioned: tuple[str, ...]  # what a condition ends with: 无人值守|的企业，…
    ours: re.Pattern[str]
    settled: re.Pattern[str]  # to `search` in a condition for its own consequence
    phases: tuple[str, ...]  # what a clause ends with that says when somebody goes on: 平台建成后，…
    topics: tuple[str, ...]  # what a clause ends with that only says what it is about: 线路迁改一事，…
    charged: re.Pattern[str]  # to `search`: 主管的职责是打通流程
    narrated: re.Pattern[str]  # with what a report goes on telling: 会上，; 随后，
    governing: re.Pattern[str]  # 各镇要进一步加强|队伍建设: up to the verb of a field of work
    lede: re.Pattern[str]  # 10月12日，我县召开…会议: the first sentence of a report
    lede_days: re.Pattern[str]  # the day in it, to `search`
    convened: re.Pattern[str]  # 公司召开…会议，研究…: the first sentence of a report without a day


def word_lists(folder: Path, name: str, names: tuple[str, ...], faults: list[str]) -> dict[str, tuple[str, ...]]:
    """The lists of a file with one `words` a table; missing and unknown ones are faults."""
    source = Source(folder / name, faults)
    table = toml_table(source)
    for odd in sorted(set(names) ^ set(table)) if table else ():
        source.fault(f"[{odd}]", "缺少或多出的词表")
    rows = toml_rows(source, {"list": [{"name": n, **t} for n, t in table.items()]}, "list", Words)
    found = {row.name: row.words for row in rows}
    return {wanted: found.get(wanted, ()) for wanted in names}


def load(folder: Path, faults: list[str]) -> Connectives:
    """Read `connectives.toml`; faults are added to the list."""
    lists = word_lists(folder, "connectives.toml", NAMES + ENDS + LEDE + GOVERNING, faults)
    days, acts = choice(lists.pop("lede_day")), choice(lists.pop("lede_act"))
    verbs, adverbs = choice(lists.pop("governing")), choice(lists.pop("earnestly"))
    governing = re.compile(rf"(?:[^，。]{{0,24}}?[要须应])?{adverbs}*{verbs}")
    topics, phases = (lists.pop(name) for name in ENDS)
    never = choice(lists.pop("acting"))
    conditioned = tuple(f"的{noun}" for noun in lists.pop("conditioned"))
    lede_days = re.compile(rf"{DAY}|{days}")
    lede = re.compile(
        rf"(?:[^。；;\n]{{0,60}}?[，,　 )）讯电])?(?:{lede_days.pattern})[，,]?[^。；;]{{0,60}}?"
        rf"(?:(?:{acts})[^。；;]{{0,60}}{MEETING}|{MEETING}[^。；;]{{0,20}}?{HELD})"
    )
    convened = re.compile(
        r"(?!根据|按照|经|为|现|兹|各|每)[^，,。；;：:\n要应须请拟将定]{2,24}(?:召开|举行)了?(?!前|后|时|的)"
        r"[^。；;，,：:\n要]{0,40}会议?[，,。]"
    )
    patterns = {
        name: re.compile(f"(?!{never}){choice(words)}" if name in OPENING else choice(words))
        for name, words in lists.items()
    }
    patterns |= {"lede": lede, "lede_days": lede_days, "convened": convened, "governing": governing}
    return Connectives(topics=topics, phases=phases, conditioned=conditioned, **patterns)
