"""Objections to a number: it names, ranks, dates, or is an article; the first objection wins."""

import re
from collections.abc import Callable
from typing import NamedTuple

from pipeline.lexicon.targets import TargetLexicon, Unit, UnitKind

BRACKETED = re.compile('[“‘「『〝"][^”’」』〞"，。；：！？\n]{0,16}$')
CLOSED = re.compile('[^“‘「『〝，。；：！？\n]{0,16}[”’」』〞"]')
SENTENCE = re.compile("[。；！？;!?\n]")
NAMED = re.compile('[“‘「『"]|百|[0-9]+[%％]')
COUNTED = re.compile("(?:第|[A-Za-z]|第.、|[A-Za-z0-9][+\uff0b/:：\u2236.·-])$")
TALLY = re.compile("[两三四五六七八九十][个项]$")
LONE = frozenset("百千万亿零〇")


class Hit(NamedTuple):
    """A number in its place, numeral and measure word; `compared` tells that a comparison word is near."""

    text: str
    start: int
    end: int
    numeral: str
    unit: Unit | None
    compared: bool
    masked: bool
    floor: int  # where the target before it ends

    @property
    def chinese(self) -> bool:
        """Whether the numeral is written in Chinese characters."""
        return not self.masked and not self.numeral[0].isdecimal()

    @property
    def ratio(self) -> bool:
        """Whether it is a share or a multiple."""
        return "分之" in self.numeral or (self.unit is not None and self.unit.kind is UnitKind.RATIO)


Guard = Callable[[Hit, TargetLexicon], bool]


def unmeasured(hit: Hit, lexicon: TargetLexicon) -> bool:
    """Without a measure word only a comparison, a fraction or 万/亿 before a stop makes it an amount."""
    return hit.unit is None and not hit.compared and "分之" not in hit.numeral and not _large(hit)


def _large(hit: Hit) -> bool:
    return hit.numeral[-1] in "万亿" and hit.text[hit.end : hit.end + 1] in "的，。；、,;）)\n"


def period(hit: Hit, lexicon: TargetLexicon) -> bool:
    """Time is no target: 24小时值守; but 优良天数320天 counts days."""
    unit = hit.unit
    return unit is not None and unit.after is not None and unit.after not in hit.text[max(0, hit.start - 8) : hit.start]


def article(hit: Hit, lexicon: TargetLexicon) -> bool:
    """A bare 一 counts where something is distributed or compared: 每人联系一个村, 一户定一个人."""
    if hit.numeral != "一" or hit.compared or (hit.unit and hit.unit.one):
        return False
    window = hit.text[max(0, hit.start - 60) : hit.start]
    clause = SENTENCE.split(window)[-1]
    return not (lexicon.per.search(clause) or lexicon.shares.search(clause[-8:]))


def weak(hit: Hit, lexicon: TargetLexicon) -> bool:
    """Some measure words need more than a bare digit or mask: 三方, **组, 三级."""
    unit = hit.unit
    if unit is None or hit.compared:
        return False
    if not unit.bare or (hit.masked and not unit.mask):
        return True
    return not unit.single and len(hit.numeral) == 1 and hit.chinese and hit.numeral != "一"


def idle(hit: Hit, lexicon: TargetLexicon) -> bool:
    """百 千 万 alone (千家万户) and 二 before a measure word (二次供水) count nothing, nor does 数十."""
    if hit.numeral in LONE and not hit.compared and hit.text[hit.start + 1 : hit.start + 2] not in ("余", "多"):
        return True
    if hit.numeral == "二" and not hit.ratio:
        return True
    return hit.numeral[0] in "十百千万" and hit.text[hit.start - 1 : hit.start] in ("数", "几", "上", "成")


def ordinal(hit: Hit, lexicon: TargetLexicon) -> bool:
    """第三次, 第三、四次, A4, 1+6个, 2:1, 前10名."""
    before = hit.text[max(0, hit.start - 4) : hit.start]
    if COUNTED.search(before):
        return True
    if hit.unit is None or not hit.unit.rank:
        return False
    found = lexicon.ranks.search(before)
    return found is not None and found["decoy"] is None


def wording(hit: Hit, lexicon: TargetLexicon) -> bool:
    """A set phrase: 一次性, 两张皮, 不漏一个, 这三个, 每300户, 一户一户."""
    word = hit.text[hit.start : hit.end]
    if word in (hit.text[max(0, hit.start - len(word)) : hit.start], hit.text[hit.end : hit.end + len(word)]):
        return True
    if lexicon.names.match(hit.text, hit.start):
        return True
    return lexicon.idioms.search(hit.text[max(hit.floor, hit.start - 4) : hit.start]) is not None


def names(hit: Hit, lexicon: TargetLexicon) -> bool:
    """A noun or verb follows with which the number only names: 三个方面, 四项任务, 三个“必须”, 六个100%."""
    if hit.unit is None or hit.ratio or hit.numeral == "一":
        return hit.ratio and tallied(hit.text, hit.start)
    if lexicon.heads.match(hit.text, hit.end):
        return True
    if not hit.chinese or hit.compared or hit.unit.kind is not UnitKind.COUNT:
        return False
    return (NAMED.match(hit.text, hit.end) or lexicon.chinese_heads.match(hit.text, hit.end)) is not None


def tallied(text: str, start: int) -> bool:
    """A share that is itself counted is a slogan: 六个100%, 三个百分百."""
    return TALLY.search(text, max(0, start - 2), start) is not None


def quoted(hit: Hit, lexicon: TargetLexicon) -> bool:
    """In a short quotation or a title a number is part of a name: “两学一做”, 《三年计划》; not a compared share."""
    if hit.compared or hit.ratio:
        return False
    opened = BRACKETED.search(hit.text, max(0, hit.start - 18), hit.start)
    if opened and CLOSED.match(hit.text, hit.end):
        return True
    title = hit.text.rfind("《", max(0, hit.start - 40), hit.start)
    return title >= 0 and hit.text.find("》", title, hit.start) < 0 <= hit.text.find("》", hit.end, hit.end + 40)


GUARDS: tuple[Guard, ...] = (unmeasured, period, article, weak, idle, ordinal, wording, names, quoted)


def objection(hit: Hit, lexicon: TargetLexicon) -> str | None:
    """The name of the first guard that objects, None where the number is a target."""
    for guard in GUARDS:
        if guard(hit, lexicon):
            return guard.__name__
    return None
