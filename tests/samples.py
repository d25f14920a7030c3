"""A few extractions made by hand, for tests of what comes after extraction."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

from pipeline.model import (
    Body,
    Directive,
    Document,
    Due,
    DueStatus,
    Extraction,
    Freq,
    Kind,
    Node,
    Op,
    Passage,
    Programme,
    Recurrence,
    Rejected,
    Role,
    Sanction,
    Speech,
    Statement,
    Target,
    Zone,
)


def speech(text: str, document: Document | None = None, path: str | None = None) -> Speech:
    return Speech(text, sha256(text.encode()).hexdigest(), document or Document(), path)


def span(text: str, words: str, after: int = 0) -> tuple[int, int]:
    """Where the words stand, from `after` on."""
    start = text.index(words, after)
    return start, start + len(words)


def body(text: str, mention: str, name: str = "", role: Role = Role.RESPONSIBLE, inherited: bool = False) -> Body:
    return Body(*span(text, mention), mention, name or mention, name or mention, role, inherited)


def passage(text: str, words: str) -> Passage:
    return Passage(*span(text, words), words)


COUNTY_TEXT = """青岭县秋季护林工作安排
一、摸清家底
去年全县没有发生一起林火。有的村护林员长期空岗。少数林场器材锈蚀。
（一）抓好排查。9月30日前，县林草局、县应急局要会同各乡镇把3处林场查一遍。每月至少报送2次情况，形成台账。
二、严明责任
林场主要负责人要提高认识。对工作不力的，严肃问责。散会。"""


def county(path: str | None = "讲话/护林.txt") -> Extraction:
    """A county speech of a known year: headings, problems, responsible, assisting and inherited bodies."""
    text = COUNTY_TEXT
    first, inner, second = (text.index(marker) for marker in ("一、", "（一）", "二、"))
    nodes = (
        Node(first, first + 2, second - 1, "一、", 1, None),
        Node(inner, inner + 3, second - 1, "（一）", 2, 0),
        Node(second, second + 2, len(text), "二、", 1, None),
    )
    forestry, emergency = body(text, "县林草局"), body(text, "县应急局")
    day = "9月30日前"
    survey = Directive(
        Kind.TASK,
        "lead",
        (forestry, emergency, body(text, "各乡镇", role=Role.ASSISTING)),
        Due(*span(text, day), day, "2026-09-30", date(2026, 9, 1), date(2026, 9, 30), DueStatus.RESOLVED),
        None,
        (Target(*span(text, "3处"), "3处", Op.EQUAL, 3.0, None, "处", "林场"),),
    )
    report = Directive(
        Kind.TASK,
        "monthly",
        (replace(forestry, inherited=True), replace(emergency, inherited=True)),
        None,
        Recurrence(*span(text, "每月"), "每月", Freq.MONTHLY),
        (Target(*span(text, "至少报送2次"), "至少报送2次", Op.AT_LEAST, 2.0, None, "次"),),
        programmes=(
            Programme(*span(text, "情况"), "情况", "情况", 2, 3, passage(text, "每月至少报送2次")),
            Programme(*span(text, "台账"), "台账", "台账"),
        ),
    )
    threat = Directive(
        Kind.SANCTION,
        "sanction",
        sanctions=(
            Sanction(passage(text, "对工作不力的"), passage(text, "严肃问责"), None),
            Sanction(None, passage(text, "问责"), passage(text, "林场主要负责人")),
        ),
    )
    attitude = Directive(Kind.PRINCIPLE, "should", (body(text, "林场主要负责人"),))

    def part(words: str, zone: Zone, node: int | None = None, directive: Directive | None = None) -> Statement:
        return Statement(*span(text, words), zone, node, directive)

    statements = (
        part("青岭县秋季护林工作安排", Zone.HEADING),
        part("摸清家底", Zone.HEADING, 0),
        part("去年全县没有发生一起林火。", Zone.ACHIEVEMENT, 0),
        part("有的村护林员长期空岗。", Zone.PROBLEM, 0),
        part("少数林场器材锈蚀。", Zone.PROBLEM, 0),
        part("抓好排查。", Zone.HEADING, 1),
        part("9月30日前，县林草局、县应急局要会同各乡镇把3处林场查一遍。", Zone.DIRECTIVE, 1, survey),
        part("每月至少报送2次情况，形成台账。", Zone.DIRECTIVE, 1, report),
        part("严明责任", Zone.HEADING, 2),
        part("林场主要负责人要提高认识。", Zone.DIRECTIVE, 2, attitude),
        part("对工作不力的，严肃问责。", Zone.DIRECTIVE, 2, threat),
        part("散会。", Zone.PROCEDURE, 2),
    )
    document = Document("青岭县秋季护林工作安排", "护林会", "2026", date(2026, 8, 20), "县", "青岭县", "副县长")
    near = (Rejected(*span(text, "主要"), "inside word", "“主要”中的“要”"),)
    return Extraction(speech(text, document, path), nodes, statements, near)


MASKED_TEXT = """**县消防碰头会
各社区存在通道被占的情况。县教育局要在**月底前查完*所学校。县教育局会后立即建账。10月底前清出通道。"""


def masked(path: str | None = "讲话/消防.txt") -> Extraction:
    """A county whose name is masked: a masked, a relative and a yearless date, a masked number; no outline."""
    text = MASKED_TEXT
    checked = Directive(
        Kind.TASK,
        "shall",
        (body(text, "县教育局"),),
        Due(*span(text, "**月底前"), "**月底前", "XXXX-XX-XX", None, None, DueStatus.MASKED),
        None,
        (Target(*span(text, "*所", text.index("查完")), "*所", Op.EQUAL, None, None, "所", "学校"),),
    )
    again = span(text, "县教育局会后")
    listed = Directive(
        Kind.TASK,
        "shall",
        (Body(again[0], again[0] + 4, "县教育局", "县教育局", "县教育局"),),
        Due(*span(text, "会后"), "会后", None, None, None, DueStatus.RELATIVE),
    )
    cleared = Directive(
        Kind.TASK, "shall", (), Due(*span(text, "10月底前"), "10月底前", "XXXX-10-31", None, None, DueStatus.YEARLESS)
    )
    statements = (
        Statement(*span(text, "**县消防碰头会"), Zone.HEADING),
        Statement(*span(text, "各社区存在通道被占的情况。"), Zone.PROBLEM),
        Statement(*span(text, "县教育局要在**月底前查完*所学校。"), Zone.DIRECTIVE, None, checked),
        Statement(*span(text, "县教育局会后立即建账。"), Zone.DIRECTIVE, None, listed),
        Statement(*span(text, "10月底前清出通道。"), Zone.DIRECTIVE, None, cleared),
    )
    return Extraction(speech(text, Document(level="县", jurisdiction="**县"), path), (), statements)


ODD_TEXT = "=1+1 请\x0b县教育局\x00于𠮷日\u200b前办结。\r"


def odd(path: str | None = None) -> Extraction:
    """Control characters, a zero-width one, one beyond the first plane; from standard input."""
    text = ODD_TEXT
    asked = Directive(
        Kind.TASK,
        "ask",
        (body(text, "县教育局\x00", "县教育局"),),
        Due(*span(text, "𠮷日\u200b前"), "𠮷日\u200b前", None, None, None, DueStatus.VAGUE),
        None,
        (Target(*span(text, "1+1"), "1+1", Op.RANGE, 0.5, 1e12, None),),
    )
    whole = Statement(0, len(text) - 1, Zone.DIRECTIVE, None, asked)
    return Extraction(speech(text, path=path), (), (whole,), (Rejected(0, 1, "noise", "首字\x07"),))


def bare(path: str | None = "讲话/空.txt") -> Extraction:
    """A speech in which nothing is found."""
    return Extraction(speech("谢谢各位。", path=path), (), ())


def everything() -> list[Extraction]:
    return [county(), masked(), odd(), bare()]
