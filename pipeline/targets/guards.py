"""Objections to a number: it names, ranks, dates, or is an article; the first objection wins.

A guard stands beside the forms that it may object to at all: that is found out once for the same characters, so
that a number meets only the few guards that look at its place.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from pipeline.lexicon.targets import TargetLexicon, UnitKind
from pipeline.targets.amount import Form

BRACKETED = re.compile('[“‘「『〝"][^”’」』〞"，。；：！？\n]{0,16}$')
CLOSED = re.compile('[^“‘「『〝，。；：！？\n]{0,16}[”’」』〞"]')
SENTENCE = re.compile(".*[。；！？;!?\n]", re.DOTALL)
NAMED = re.compile('[“‘「『"]|百|[0-9]+[%％]')
COUNTED = re.compile("(?:第|[A-Za-z]|第.、|[A-Za-z0-9][+\uff0b/:：\u2236.·-])$")
TALLY = re.compile("[两三四五六七八九十][个项]$")
NOUN = 2  # characters of the noun between two equal numbers: 一个企业一个企业地过
ROUND = frozenset("十百千万亿")
CLASSED = frozenset("级型+\uff0b")  # 5万级, 10万+
LONE = frozenset("百千万亿零〇")
MANY = 10  # from here on a number counts in spite of 这 in front and of 方面 behind
PARTED = "，。；、！？,;!?\n"
STEP = re.compile(f"[、，,]?[^{PARTED}一]{{1,4}}")  # from one to the next, whose number opens with 一
NEAR = 12  # characters in which one by one is said twice


class Hit(NamedTuple):
    """A number in its place; `compared`: a comparison word is near, `floor`: where the target before it ends."""

    text: str
    start: int
    end: int
    form: Form
    compared: bool
    floor: int


Guard = Callable[[Hit, TargetLexicon], bool]
Concerns = Callable[[Form], bool]


def unmeasured(hit: Hit, lexicon: TargetLexicon) -> bool:
    """Without a measure word only a comparison, a fraction or 万/亿 before a stop makes it an amount."""
    return not hit.compared and not _large(hit)


def _large(hit: Hit) -> bool:
    """万 and 亿 behind a digit count people and things by themselves (3.6万群众); alone before a stop (突破百亿。)."""
    numeral, behind = hit.form.numeral, hit.text[hit.end : hit.end + 1]
    if numeral[-1] not in "万亿":
        return False
    return behind in "的，。；、,;）)\n" or not (numeral[0] in ROUND or hit.form.masked or behind in CLASSED)


def period(hit: Hit, lexicon: TargetLexicon) -> bool:
    """Time is no target: 24小时值守; but 优良天数320天 counts days."""
    unit = hit.form.unit
    return unit is not None and unit.after is not None and unit.after not in hit.text[max(0, hit.start - 8) : hit.start]


def article(hit: Hit, lexicon: TargetLexicon) -> bool:
    """A bare 一 counts where one distributes, compares or punishes: 每人联系一个村, 一户定一个人, 脱岗一次的通报."""
    if hit.compared:
        return False
    if 0 < hit.floor == hit.start:  # 三百亩一个人, but 20元一包
        return hit.text[hit.start - 1] in "元钱块"
    if lexicon.consequences.match(hit.text, hit.start):
        return False
    clause = hit.text[max(0, hit.start - 60) : hit.start]
    ended = SENTENCE.match(clause)
    if ended:
        clause = clause[ended.end() :]
    if _twin(clause, lexicon):
        return True
    event = hit.form.unit is not None and hit.form.unit.event
    if (lexicon.per_event if event else lexicon.per).search(clause):
        return not event and _paired(hit)
    share = lexicon.shares.search(clause[-14:])
    return share is None or share["one"] == hit.text[hit.start : hit.end]  # 查实一户关停一户


def _twin(clause: str, lexicon: TargetLexicon) -> bool:
    """The second of two that an idiom opens: 不漏一户一人."""
    return clause[-2:-1] == "一" and lexicon.idioms.search(clause[-6:-2]) is not None


def _paired(hit: Hit) -> bool:
    """One by one: 办结一件、销号一件."""
    text, start, end = hit.text, hit.start, hit.end
    words = text[start:end]
    ahead = STEP.match(text, end)
    if ahead and text.startswith(words, ahead.end()):
        return True
    said = text.rfind(words, max(0, start - NEAR), start)
    return said >= 0 and STEP.fullmatch(text, said + len(words), start) is not None


def spared(hit: Hit, lexicon: TargetLexicon) -> bool:
    """Not even one, or one by one: 一户不落, 一个人也不能少, 一分一厘."""
    if hit.compared:
        return False
    return hit.text[hit.end : hit.end + 1] == "一" or lexicon.spared.match(hit.text, hit.end) is not None


def weak(hit: Hit, lexicon: TargetLexicon) -> bool:
    """Some measure words need more than a bare digit or mask: 三方, **组, 三级."""
    return not hit.compared


def idle(hit: Hit, lexicon: TargetLexicon) -> bool:
    """百 千 万 alone (千家万户) count nothing, but for what is always counted (百名); 零 never does (从零起步).

    What only multiplies also names a campaign (百万亩造林行动).
    """
    unit = hit.form.unit
    if hit.form.numeral in "零〇":
        return True
    if len(hit.form.numeral) > 1:
        return not hit.compared and lexicon.campaigns.match(hit.text, hit.end) is not None
    if unit is not None and unit.round and hit.form.numeral in "百千万":
        return False
    return not hit.compared and hit.text[hit.start + 1 : hit.start + 2] not in ("余", "多")


def tens(hit: Hit, lexicon: TargetLexicon) -> bool:
    """数十, 几百, 成百 are no numbers; 完成百万亩 is one."""
    before = hit.text[max(0, hit.start - 2) : hit.start]
    return before[-1:] in ("数", "几", "上", "成") and before not in lexicon.done


def beside(hit: Hit, lexicon: TargetLexicon) -> bool:
    """What stands directly before or behind makes it a name; a look at either character spares the rest."""
    text, start, end = hit.text, hit.start, hit.end
    before, behind = text[start - 1 : start], text[end : end + 1]
    if before in lexicon.leading and _led(hit, lexicon):
        return True
    if behind in lexicon.head_firsts and _titled(hit, lexicon):
        return True
    return (before == text[end - 1] or text[start] in (behind, "一")) and _repeated(hit)


def _titled(hit: Hit, lexicon: TargetLexicon) -> bool:
    """A name that goes on behind the measure word: 30万吨级码头, 四次全会, 3个方面."""
    form = hit.form
    if form.unit is None or form.ratio or form.numeral == "一":
        return False
    if lexicon.suffixes.match(hit.text, hit.end):
        return True
    if form.low is not None and form.low > MANY:  # 45件民生实事
        return False
    return form.nameable and lexicon.heads.match(hit.text, hit.end) is not None


def _led(hit: Hit, lexicon: TargetLexicon) -> bool:
    """An ordinal, a rank or an idiom: 第三次, A4, 1+6个, 前10名, 前三分之一 (but 年底前10名干部), 不漏一个, 每300户."""
    before = hit.text[max(0, hit.start - 4) : hit.start]
    if COUNTED.search(before):
        return True
    if hit.form.unit is None or hit.form.unit.rank:
        found = lexicon.ranks.search(before)
        if found is not None and found["decoy"] is None:
            return True
    if _pointed(hit.form) and lexicon.pointing.search(before):
        return True
    if hit.form.high is not None:  # 每2至3个村
        return False
    return lexicon.idioms.search(hit.text[max(hit.floor, hit.start - 4) : hit.start]) is not None


def _pointed(form: Form) -> bool:
    """Whether 这 in front makes it no amount: 这三个村, 这4项, but not 这137户 and 那三十亩."""
    if form.unit is None or form.masked:
        return form.unit is None
    return (form.chinese and len(form.numeral) == 1) or (form.nameable and (form.low or 0) < MANY)


def _repeated(hit: Hit) -> bool:
    """一户一户, 一项一项, 一个村一个村; where neither its first nor its last character returns nothing is compared."""
    text, start, end = hit.text, hit.start, hit.end
    ahead = text[start] in text[end : end + NOUN + 1]
    if not ahead and text[start - 1 : start] not in text[end - 1 : end + NOUN]:
        return False
    once = [text[start : end + noun] for noun in range(NOUN + 1)]
    return any([text.startswith(words, start + len(words)) or text.endswith(words, 0, start) for words in once])


def wording(hit: Hit, lexicon: TargetLexicon) -> bool:
    """A set phrase that the number opens: 一次性, 两张皮, 一个不漏."""
    return (
        hit.text[hit.start : hit.start + 2] in lexicon.name_pairs
        and lexicon.names.match(hit.text, hit.start) is not None
    )


def slogan(hit: Hit, lexicon: TargetLexicon) -> bool:
    """A share that is itself counted is a slogan: 六个100%, 三个百分百."""
    return TALLY.search(hit.text, max(0, hit.start - 2), hit.start) is not None


def named(hit: Hit, lexicon: TargetLexicon) -> bool:
    """A noun or verb follows with which a Chinese numeral only names: 四项任务, 三个“必须”."""
    if hit.compared:
        return False
    return (NAMED.match(hit.text, hit.end) or lexicon.chinese_heads.match(hit.text, hit.end)) is not None


def quoted(hit: Hit, lexicon: TargetLexicon) -> bool:
    """In a short quotation or a title a number is part of a name: “两学一做”, 《三年计划》; not a compared share."""
    if hit.compared:
        return False
    opened = BRACKETED.search(hit.text, max(0, hit.start - 18), hit.start)
    if opened and CLOSED.match(hit.text, hit.end):
        return not _measured(hit)
    title = hit.text.rfind("《", max(0, hit.start - 40), hit.start)
    return title >= 0 and hit.text.find("》", title, hit.start) < 0 <= hit.text.find("》", hit.end, hit.end + 40)


def _measured(hit: Hit) -> bool:
    """A goal that is quoted whole: “新签合同1000亿元、力争1200亿元”; not “500米服务圈” and “亿元村”."""
    unit = hit.form.unit
    if unit is None or unit.kind is not UnitKind.MEASURE or hit.text[hit.end] not in "、，,”’」":
        return False
    return hit.text[hit.start - 1] not in "“‘「『"


def _feeble(form: Form) -> bool:
    """Whether the measure word asks more than a bare digit or a mask in front of it."""
    unit = form.unit
    if unit is None:
        return False
    if not unit.bare or (form.masked and not unit.mask):
        return True
    return not unit.single and len(form.numeral) == 1 and form.chinese and form.numeral != "一"


def _counting(form: Form) -> bool:
    return form.nameable and form.chinese


GUARDS: tuple[tuple[Concerns, Guard], ...] = (
    (lambda form: form.unit is None and "分之" not in form.numeral, unmeasured),
    (lambda form: form.unit is not None and form.unit.after is not None, period),
    (_feeble, weak),
    (lambda form: form.numeral in LONE or (len(form.numeral) > 1 and ROUND.issuperset(form.numeral)), idle),
    (lambda form: form.numeral[0] in "十百千万", tens),
    (lambda form: True, beside),
    (lambda form: form.chinese, wording),
    (lambda form: form.ratio, slogan),
    (_counting, named),
    (lambda form: not form.ratio, quoted),
    (lambda form: form.numeral == "一", spared),
    (lambda form: form.numeral == "一" and not (form.unit and form.unit.one), article),
)


def concerned(form: Form) -> tuple[Guard, ...]:
    """The guards that a form has to pass, the cheap ones first; a wording that is a number by itself meets one."""
    if form.phrase:
        return (slogan,)
    return tuple(guard for concerns, guard in GUARDS if concerns(form))
