"""The zones that layout alone decides: titles, headings, salutations, signatures, page furniture."""

import re

from pipeline.model import DateUse, Node, Sentence, Zone
from pipeline.zones.scene import Scene, Scores, holds

TITLE_LINES = 6  # lines at the top of a text among which its title stands
LONGEST_HEADING = 60
SIGNATURE_LINES = 4  # lines at the bottom among which signature, date and copies stand
LONGEST_ADDRESS = 120  # characters of the line that names whom a notice goes to
STRAY = frozenset(".．·。；;,，、-—_*…")  # a mark that stands alone: …完成。.
STRONG_ORDER = 3.0  # what an order weighs that nobody's presence takes back: 张××要参加
AGENDA = 3.0  # what wordings of procedure must weigh for an item to be one of this meeting's agenda
LONGEST_REMARK = 40  # characters of a line in brackets that says what happens at the meeting
NAMED = "[\u4e00-\u9fff*×X]{2,4}"
CREDIT = re.compile(  # （记者 张某 通讯员 李某）; （张某 李某某）
    r"[（(](?:[^（）()]{0,8}(?P<by>记者|通讯员|实习生|作者|责编|编辑|供稿|撰稿|图/文|文/图|来源)[^（）()]{0,40}"
    rf"|{NAMED}(?:[ \t　、/]+{NAMED}){{0,5}})[)）]$"
)
TOLD = (Zone.ACHIEVEMENT, Zone.PROBLEM)
ASSIGNED = re.compile(  # 省农业农村厅牵头，省商务厅配合; 责任单位：各镇
    r"[（(]?(?:牵头|责任|主办|承办|配合|参与|实施|落实|协办)(?:单位|部门|处室|科室|领导|人)?[：:]"
    r"|.*(?:牵头|负责|配合|落实|承办|主办|协办|参与|组织实施)[）)]?$"
)
SPOKEN_TO = re.compile("[^：:。]+[：:].{8}")
NAME_LINE = re.compile(r"\S{1,40}[记长任员席理][ \t　]+\S{1,4}$")  # 副市长　张××
DATE_LINE = re.compile(
    r"[（(]?(?:[0-9０-９*×X_○〇零一二三四五六七八九十]{2,6}年)[0-9０-９*×X_一二三四五六七八九十]+月[0-9０-９*×X_一二三四五六七八九十]+日[)）]?$"
    r"|[(（]?(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}(?: [0-9]{1,2}:[0-9]{2})?[)）]?$"  # 2017-08-28
)
TIME_LINE = re.compile(  # 报名时间：9月1日至5日; when a meeting was and a paper came out is none
    "(?!会议|开会|召开|发布|发文|印发|成文|更新|出生|入党)[^：:，,。；;]{2,8}(?:时间|时限|期限|日期)[：:].*[0-9一二三四五六七八九十][月日号]"
)
DATE_BEHIND = re.compile(r"[ \t　][0-9０-９*×X_○〇零一二三四五六七八九十]{2,6}年\S{1,3}月\S{1,3}日$")
MATTER = re.compile("关于[^，,。；;]{2,40}[。：:]?")  # 关于工资由银行代发事宜
STEP = re.compile("(?!.*[各每要须应月日年])[\u4e00-\u9fff]{4,5}[。：:]?")  # 媒体公布。企业自查。
LABEL_LINE = re.compile(  # 工作要求：
    "[^，,。；;：:、要请]{0,8}(?:要求|内容|地点|对象|范围|材料|程序|步骤|流程|方式|方法|办法|措施|目标|原则|标准|条件|任务|安排|名单|分工|职责|通知|说明"
    "|重点|依据|形式|主题|途径|渠道|纪律)[：:]"
)
LISTING_LINE = re.compile("[^，,。；;：:要请]{2,14}(?:为|包括|有|分为|如下)[：:]")  # 具体程序为：
NUMBER_LINE = re.compile(r"[〔\[（(][0-9*×X_]{2,4}[〕\])）][0-9*×X_第]+号(?:[ \t　]+\S{1,12})?$")  # noqa: RUF001 (the brackets of document numbers)


def lines_from_end(sentences: tuple[Sentence, ...]) -> list[int]:
    """For each sentence, how many lines stand after its own."""
    after: list[int] = []
    lines = 0
    for sentence in reversed(sentences):
        after.append(lines)
        lines += sentence.opens_line
    return after[::-1]


def structural(
    scene: Scene, index: int, sentence: Sentence, scores: Scores, lines_after: int, mode: Zone | None, *, lede: bool
) -> Zone | None:
    """The zone that layout alone decides: titles, headings, salutations, date lines, formulas, page furniture."""
    start, end = sentence.start, sentence.end
    zone = by_wording(scores, scene.flat, start, end) if Zone.NOISE in scores or Zone.CLOSING in scores else None
    if zone is not Zone.NOISE and (lede or end in scene.formulas or tells_presence(scene, start, end, scores)):
        return Zone.PROCEDURE
    if zone is None and (is_credit(scene, sentence) or scene.flat[start:end] in STRAY):
        return Zone.NOISE
    own_line = sentence.opens_line and sentence.closes_line
    if zone is not None or (index and not own_line and not sentence.opens_item):
        return zone
    text = scene.flat[start:end]
    if not index and len(text) > LONGEST_HEADING and text.endswith(("...", "…")):
        return Zone.NOISE
    if own_line and TIME_LINE.match(text):
        return Zone.DIRECTIVE
    if sentence.opens_item:
        return of_item(scene, index, sentence, text, scores, mode)
    return of_line(scene, index, sentence, text, scores, lines_after) if own_line else None


def tells_presence(scene: Scene, start: int, end: int, scores: Scores) -> bool:
    """Whether a sentence says by name who was there, and asks nobody to come, now or again and again."""
    if end not in scene.attended:
        return False
    again = any([date.use is DateUse.RECURRENCE and start <= date.start < end for date in scene.dates])
    return not again and scores.get(Zone.DIRECTIVE, 0.0) < STRONG_ORDER


def of_line(scene: Scene, index: int, sentence: Sentence, text: str, scores: Scores, lines_after: int) -> Zone | None:
    """A line without an enumerator: a signature, who is to do what stands above, a title, a date."""
    if signs(scene, index, text):
        return Zone.PROCEDURE
    if index and assigns(scene, sentence):
        return Zone.DIRECTIVE
    return alone_on_line(index, text, scores, lines_after)


def of_item(scene: Scene, index: int, sentence: Sentence, text: str, scores: Scores, mode: Zone | None) -> Zone | None:
    """The heading of an item, or this meeting's agenda where the item stands in one."""
    if not is_heading(scene, index, sentence, text) or (mode in TOLD and ends_row(scene, index, sentence)):
        return None
    on_agenda = mode is Zone.PROCEDURE and scores.get(Zone.PROCEDURE, 0) >= AGENDA
    return Zone.PROCEDURE if on_agenda else Zone.HEADING


def ends_row(scene: Scene, index: int, sentence: Sentence) -> bool:
    """Whether the item right before it on its line was one sentence long: what follows is said of all, not of it.

    一是排水不畅。二是路面破损。三是路灯不亮。这些问题拖了三年。
    """
    before = scene.sentences[index - 1]
    if sentence.opens_line or not before.opens_item or before.node is None or sentence.node is None:
        return False
    return scene.nodes[before.node].parent == scene.nodes[sentence.node].parent


def is_credit(scene: Scene, sentence: Sentence) -> bool:
    """Whether brackets that end a line say who wrote it: names alone, or with 记者, 通讯员, 供稿."""
    start, end = sentence.start, sentence.end
    if not sentence.closes_line or scene.flat[start] not in "（(" or end - start > LONGEST_REMARK:
        return False
    found = CREDIT.match(scene.text, start, end)
    if found is None or holds(scene.acting, start, end):
        return False
    return found["by"] is not None or not sentence.opens_line  # （鼓掌） on a line is none


def assigns(scene: Scene, sentence: Sentence) -> bool:
    """Whether a line says no more than who is to do what stands above it."""
    start, end = sentence.start, sentence.end
    return holds(scene.acting, start, end) and ASSIGNED.match(scene.text, start, end) is not None


def signs(scene: Scene, index: int, text: str) -> bool:
    """Whether a line behind the body of a paper is its signature, with the date behind it or on the next line."""
    if not 0 < index < len(scene.sentences) - 1 or len(text) > LONGEST_REMARK or text[-1] in "。！？!?；;：:，,":
        return False
    before, following = scene.sentences[index - 1], scene.sentences[index + 1]
    if scene.flat[before.end - 1] not in "。！!":
        return False
    dated = scene.flat[following.start] not in "（(" and DATE_LINE.match(scene.flat[following.start : following.end])
    return bool(dated or DATE_BEHIND.search(text))


def by_wording(scores: Scores, flat: str, start: int, end: int) -> Zone | None:
    """Wordings that leave no doubt: an editor's line, a salutation that nothing is said behind (各位校长：散会后…)."""
    if scores.get(Zone.NOISE, 0) >= 5:
        return Zone.NOISE
    if scores.get(Zone.CLOSING, 0) >= 8 and end - start < LONGEST_HEADING and not SPOKEN_TO.match(flat, start, end):
        return Zone.CLOSING
    return None


def alone_on_line(index: int, text: str, scores: Scores, lines_after: int) -> Zone | None:
    """A line of one sentence without an enumerator: title, sub-heading, addressee, signature or date."""
    run = scores.get(Zone.PROCEDURE, 0)
    plain = run >= 4 and run - scores.get(Zone.DIRECTIVE, 0) >= 2.5  # not 会议原则同意该方案，由县住建局印发
    if run >= 8 or (plain and len(text) < 30 and (index or text[-1] in "。：:")):
        return Zone.PROCEDURE
    if text[-1] in "：:":
        return with_colon(index, text, scores)
    if is_formal(text) or (index and index < TITLE_LINES and (text.startswith("——") or NAME_LINE.match(text))):
        return Zone.PROCEDURE
    if text[-1] in "。！？!?；;，,、…" or len(text) > LONGEST_HEADING:
        return None
    if lines_after <= SIGNATURE_LINES and index > TITLE_LINES and len(text) <= 30:
        return Zone.PROCEDURE
    return Zone.HEADING


def with_colon(index: int, text: str, scores: Scores) -> Zone | None:
    """A line that ends in a colon: a label, what announces a list, or an addressee."""
    if Zone.PROCEDURE not in scores and LABEL_LINE.fullmatch(text):
        return Zone.HEADING
    if Zone.PROCEDURE not in scores and Zone.RATIONALE not in scores and LISTING_LINE.fullmatch(text):
        return Zone.PROCEDURE
    return Zone.PROCEDURE if index < TITLE_LINES and len(text) < LONGEST_ADDRESS and not scores else None


def is_formal(text: str) -> bool:
    """Whether a line is a date, the number of a document, or a remark in brackets (宣读决定、颁奖)."""
    bracketed = text[0] in "（(" and text[-1] in "）)" and len(text) < LONGEST_REMARK
    return bracketed or bool(DATE_LINE.match(text) or NUMBER_LINE.search(text))


def is_lede(scene: Scene, sentence: Sentence, scores: Scores, mode: Zone | None) -> bool:
    """Whether it is the sentence by which a report says its meeting, and neither orders nor looks back."""
    words, start, end = scene.connectives, sentence.start, sentence.end
    dated = words.lede_days.search(scene.flat, start, end) is not None
    if not dated and mode is not None:
        return False
    others = max((weight for zone, weight in scores.items() if zone is not Zone.PROCEDURE), default=0)
    said = words.lede if dated else words.convened
    return others < scores.get(Zone.PROCEDURE, 0) + 3 and said.match(scene.flat, start, end) is not None


def is_heading(scene: Scene, index: int, sentence: Sentence, text: str) -> bool:
    """The heading rule: the first sentence of an item, followed by more of it, that carries no field of a directive."""
    if (
        (index in scene.fielded and not (STEP.fullmatch(text) or MATTER.fullmatch(text)))
        or text[-1] in "；;，,？?"
        or len(sentence.clauses) > 3
        or len(text) > LONGEST_HEADING
    ):
        return False
    node = sentence.node
    following = scene.sentences[index + 1] if index + 1 < len(scene.sentences) else None
    if following is None or node is None:
        return False
    own_line = sentence.opens_line and sentence.closes_line
    more = following.start < scene.nodes[node].end and (
        following.node == node or beneath(scene.nodes, following.node, node)
    )
    if own_line and scene.nodes[node].level <= 3 and text[-1] not in "。！？!?":
        return True
    if own_line and not more:
        return text[-1] not in "！？!?" and len(text) <= LONGEST_HEADING and is_fixed(scene.nodes[node].marker)
    return more and (text[-1] in "。：:" or sentence.closes_line)


def is_fixed(marker: str) -> bool:
    """Whether an enumerator is of the kinds that open a line of their own: 一、 （一） 1."""
    return marker[-1] in "、）).．"


def beneath(nodes: tuple[Node, ...], node: int | None, above: int) -> bool:
    """Whether a node lies inside another."""
    while node is not None and node != above:
        node = nodes[node].parent
    return node == above
