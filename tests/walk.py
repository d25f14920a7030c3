"""What the walk through all pages takes along: hostile words in every place that a page can show, and where they show.

A new page is found in `site.py` and needs its places in `WALK`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from unittest import mock
from urllib.parse import quote

from pipeline.dashboard import site
from pipeline.follow import Change, EventKind, Status
from pipeline.model import (
    Body,
    Directive,
    Document,
    Due,
    DueStatus,
    Extraction,
    Kind,
    Node,
    Op,
    Role,
    Statement,
    Target,
    Zone,
)
from pipeline.store import Store, speech_id
from tests import samples

PAYLOADS = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1><a href=#>甲</a></svg>",
    "<a href=javascript:window.hit=1>甲</a>",
    "</div></span></td></table><h1>甲</h1>",
    "</style><style>*{display:none}</style>",
    "<style>td{background:url(http://example.invalid/a.png)}</style>",
    "<iframe srcdoc='<script>parent.window.hit=1</script>'></iframe>",
    "\" onmouseover=\"window.hit=1\" x=\"",
    "--><!-- <![CDATA[甲]]>",
    "![图](http://example.invalid/a.png)",
    "[甲](javascript:window.hit=1)",
    "![图](data:image/svg+xml;base64,PHN2Zy8+)",
    "**月底…**人 __甲__ ~~乙~~ `丙`",
    "X月X日 202*年 ××个 某某",
    "# 甲 > 乙 - 丙 1. 丁",
    "| 甲 | 乙 | |---|---|",
    "$x^2$ :red[红] :smile: :material/delete:",
    "http://example.invalid/甲?a=1&b=2",
    "&amp;&lt;b&gt;&#42;&nbsp;&zwj;",
    '=HYPERLINK("http://example.invalid";"甲")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "“甲\"乙'丙`丁\\戊; drop table speeches; --",
    "{{甲}} ${乙} {丙} %(丁)s <%= 戊 %>",
    "א\u202eבג\u202c \u200f甲 \u2067乙\u2069",
    "甲\u200b乙\u200d丙\ufeff丁\u00ad戊",
    "👨\u200d👩\u200d👧 𠮷 e\u0301 ﷽",
    "null None NaN undefined true",
    "甲  乙   丙\t丁\u3000戊\u00a0己",
    "很长的词" * 60,
)  # fmt: skip
"""As they may stand in a speech; none holds a line end, which ends the statement."""

CHUNK = 10
"""Payloads in one database: as many as every page can show at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address and what must stand there, word for word; `{p}` is a payload, other names are in `Known`.

    Where `each`, every payload has its own address; `least` are the payloads that have room on the page, else all.
    """

    address: str
    shown: tuple[str, ...] = ()
    each: bool = False
    least: int = CHUNK


FIRST = "{p}局要在**月底前{p}查完**所{p}。"
SECOND = "{p}局、{p}办要在9月{day}日前{p}送**份{p}。"
THIRD = "{p}站要{p}。"
PROBLEM = "有的地方{p}落后。"
DONE = "去年{p}做了{p}。"
LINE = f"{PROBLEM}{DONE}{FIRST}{SECOND}{THIRD}"
TEXT = f"{{p}}会议\n一、{{p}}要点\n{LINE}\n"
QUERY = quote("select source, measure from ledger order by number")
NOTES = ("进展：{p}", "佐证：{p}", "理由：{p}", "{p}甲")

WALK: Mapping[str, tuple[Place, ...]] = {
    "overview": (
        Place("", ("{p}会议",)),
        Place("", (SECOND,), least=8),
        Place("", (THIRD,), least=8),
    ),
    "ledger": (
        Place("ledger?rows=100", ("{p}会议", "{p}要点", FIRST, SECOND, "{p}局", "{p}办", "**月底前{p}", THIRD)),
        Place("ledger?rows=100&due=masked", ("{p} **所{p}",)),
        Place("ledger?rows=100&pick={picked}", (FIRST, "批量跟踪")),
        Place("ledger?task={first}", ("{p}会议", LINE, "一、{p}要点", *NOTES), each=True),
        Place("ledger?words={quoted}&section={quoted}", ("文字：{said}", "章节：{said}", FIRST), each=True),
        Place("ledger?words={quoted}&status=已销号", ("没有符合条件的部署。", "文字：{said}"), each=True),
    ),
    "deadlines": (
        Place("deadlines?month=2099-09&on=2099-09-01", (SECOND, "{p}局", "{p}会议")),
        Place("deadlines?month=2099-01", ("**月底前{p}", FIRST)),
    ),
    "text": (
        Place("text?speech={speech}", (TEXT, "{p}会议", "{p}县", "{p}县长"), each=True),
        Place("text?speech={speech}&view=sides", (PROBLEM, DONE, FIRST, SECOND), each=True),
        Place("text?speech={untitled}", ("{file}",), each=True),
    ),
    "bodies": (
        Place("bodies?words=局", ("{p}局", "{p}县")),
        Place("bodies?words=办", ("{p}办",)),
        Place("bodies?body={body}", ("{p}局", "{p}办", "{p}县", FIRST, SECOND, "{p}会议"), each=True),
    ),
    "lists": (
        Place("lists?list=problems", ("{p}会议", PROBLEM, "{p}要点")),
        Place("lists?list=tasks", ("{p}会议", FIRST, SECOND, "{p}局", "{p}办")),
        Place("lists?list=responsibilities&words=月底", ("{p}局", FIRST)),
        Place("lists?list=responsibilities&words={quoted}", ("{p}局", "{p}办", SECOND), each=True),
        Place("lists?list=rectifications", (PROBLEM, FIRST, SECOND)),
    ),
    "upload": (Place("upload"),),
    "sql": (
        Place(f"sql?sql={QUERY}", ("{p}会议",)),
        Place(f"sql?sql={QUERY}", (FIRST, SECOND), least=CHUNK - 1),  # a cell as long as the longest is cut short
    ),
    "review": (Place("review?speech={speech}", (FIRST,), each=True),),
}  # fmt: skip
"""The places of each page of the navigation, by its name in addresses."""


def offered() -> tuple[str, ...]:
    """The pages of the navigation as `site.py` puts it together, with those that are switched off."""
    found: list[SimpleNamespace] = []

    def page(_shown: object, **options: object) -> SimpleNamespace:
        found.append(SimpleNamespace(run=lambda: None, **options))
        return found[-1]

    with (
        mock.patch.multiple(site.st, Page=page, navigation=lambda pages, **_: pages[0], set_page_config=mock.DEFAULT),
        mock.patch.object(site, "_looks"),
    ):
        site.run()
    return tuple(one.url_path for one in found)


def of(payload: str, number: int) -> dict[str, str]:
    """What the templates of places are filled with, as far as it is known without a database."""
    return {
        "p": payload,
        "day": str(number + 1),
        "said": payload.strip()[:200],
        "quoted": quote(payload, safe=""),
        "speech": speech_id(spoken(payload, number).speech),
        "untitled": speech_id(untitled(payload, number).speech),
        "file": f"{filename(payload)}.txt",
    }


def filename(payload: str) -> str:
    """A payload as far as it can be the name of a file."""
    return payload.replace("/", "").replace("\\", "")[:60]


def untitled(payload: str, number: int) -> Extraction:
    """A speech that is called as its file."""
    text = f"谢谢各位{number}{payload}。"
    return Extraction(samples.speech(text, None, f"讲话/{filename(payload)}.txt"), (), ())


def spoken(payload: str, number: int, third: bool = False) -> Extraction:
    """A speech with the payload in all its parts; with its `third` directive, or without."""
    filled = {"p": payload, "day": str(number + 1)}
    text = TEXT.format(**filled)
    start = text.index("一、")

    def part(words: str, zone: Zone, node: int | None = 0, directive: Directive | None = None) -> Statement:
        return Statement(*samples.span(text, words.format(**filled), start), zone, node, directive)

    statements = (
        Statement(0, text.index("\n"), Zone.HEADING),
        Statement(start + 2, text.index("\n", start), Zone.HEADING, 0),
        part(PROBLEM, Zone.PROBLEM),
        part(DONE, Zone.ACHIEVEMENT),
        part(FIRST, Zone.DIRECTIVE, 0, _first(text, payload, text.index(FIRST.format(**filled)))),
        part(SECOND, Zone.DIRECTIVE, 0, _second(text, payload, number, text.index(SECOND.format(**filled)))),
        part(THIRD, Zone.DIRECTIVE, 0, _third(text, payload, text.index(THIRD.format(**filled))))
        if third
        else part(THIRD, Zone.RATIONALE),
    )
    document = Document(
        f"{payload}会议", payload, "2099", date(2099, 1, number + 1), "县", f"{payload}县", f"{payload}县长"
    )
    nodes = (Node(start, start + 2, len(text), "一、", 1, None),)
    return Extraction(samples.speech(text, document, f"讲话/{filename(payload)}会议.txt"), nodes, statements)


def _body(text: str, name: str, after: int, role: Role = Role.RESPONSIBLE) -> Body:
    return Body(*samples.span(text, name, after), name, name, name, role)


def _first(text: str, payload: str, after: int) -> Directive:
    """A masked deadline and a masked number."""
    due, target = f"**月底前{payload}", f"**所{payload}"
    return Directive(
        Kind.TASK,
        "shall",
        (_body(text, f"{payload}局", after),),
        Due(*samples.span(text, due, after), due, None, None, None, DueStatus.MASKED),
        None,
        (Target(*samples.span(text, target, after), target, Op.EQUAL, None, None, "所", payload),),
    )


def _second(text: str, payload: str, number: int, after: int) -> Directive:
    """A day of the calendar, and two bodies."""
    due, day = f"9月{number + 1}日前{payload}", date(2099, 9, number + 1)
    bodies = (_body(text, f"{payload}局", after), _body(text, f"{payload}办", after, Role.ASSISTING))
    return Directive(
        Kind.TASK,
        "shall",
        bodies,
        Due(*samples.span(text, due, after), due, str(day), day, day, DueStatus.RESOLVED),
        None,
        (),
    )


def _third(text: str, payload: str, after: int) -> Directive:
    return Directive(Kind.TASK, "shall", (_body(text, f"{payload}站", after),), None, None, ())


def loaded(store: Store, payloads: Mapping[int, str]) -> dict[str, dict[str, str]]:
    """Speeches with the payloads, followed up in their words; of each, one directive is withdrawn. Gives their ids."""
    store.add([spoken(one, number, third=True) for number, one in payloads.items()], "r1")
    store.add([untitled(one, number) for number, one in payloads.items()], "r1")
    known = {one: of(one, number) for number, one in payloads.items()}
    for one, names in known.items():
        asked = {"speech": names["speech"]}
        ids = store.tuples("select directive_id from directives where speech_id = $speech order by start_char", asked)
        names["first"] = ids[0][0]
        names["body"] = store.tuples(
            "select body_id from responsibilities where directive_id = $one", {"one": ids[0][0]}
        )[0][0]
        changes = [Change(ids[0][0], EventKind.NOTE, field, None, one) for field in ("progress", "evidence")]
        status = Change(ids[2][0], EventKind.STATUS, None, None, Status.UNDER_WAY)
        store.record([*changes, status], f"{one}甲", one)
    store.replace([spoken(one, number) for number, one in payloads.items()], "r2")
    picked = ",".join(names["first"] for names in known.values())
    return {one: names | {"picked": picked} for one, names in known.items()}
