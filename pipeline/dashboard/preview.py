"""What was found in a speech that is not stored yet: counts, directives, and the text as 讲话原文 shows it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import streamlit as st

from pipeline.dashboard import markup, reader, tables, words
from pipeline.dashboard.markup import Html
from pipeline.dashboard.speech import Field, Node, Speech, Statement
from pipeline.dashboard.tables import Column, Table
from pipeline.model import Body, Directive, Due, Extraction, Recurrence, Role, Target, Zone
from pipeline.model import Statement as Found
from pipeline.store import rows, speech_id
from pipeline.store.links import Columns

MOST = 200
"""Directives in the table; a text has them all."""

LONGEST = 100_000
"""Characters of the text that are shown: more than any speech that was ever held, less than a browser chokes on."""

Made = tuple[int, Found, Directive]
"""A directive with its number and its statement."""


def show(found: Extraction) -> None:
    """Everything about one speech."""
    shown = speech(found)
    st.html(counts(found))
    listed = directives(found, shown)
    if listed.rows:
        tables.show(listed, lambda table: markup.joined((table, _more(len(listed.rows)))))
    else:
        st.html(markup.note("没有找到部署事项。讲话仍可导入，原文里的内容都可以看到。"))
    st.html(text(shown))


def left_out(lines: tuple[str, ...], most: int = 3) -> Html:
    """What the reader left out, in short."""
    examples = "、".join(f"“{line}”" for line in lines[:most])
    more = " 等" if len(lines) > most else ""
    return markup.note(f"未读入页眉页脚、页码、批注或网页导航共 {len(lines)} 行：{examples}{more}")


def counts(found: Extraction) -> Html:
    """How much was found of what."""
    made = [one.directive for one in found.statements if one.directive]
    said = (
        ("部署", len(made)),
        *((name, sum(one.kind == kind for one in made)) for kind, name in words.KINDS.items()),
        ("有责任单位", sum(bool(one.bodies) for one in made)),
        ("有时限", sum(one.due is not None for one in made)),
        ("有频次", sum(one.recurrence is not None for one in made)),
        ("有量化指标", sum(bool(one.targets) for one in made)),
    )
    figures = (markup.tag("span", markup.joined((markup.tag("em", name), count))) for name, count in said)
    return markup.tag("p", markup.joined(figures), class_="duban-about duban-found")


def directives(found: Extraction, shown: Speech) -> Table[Made]:
    """The directives in the order of the text; the number of each leads to its place there."""
    made = ((one, asked) for one in found.statements if (asked := one.directive))
    places = {one.start: one.statement_id for one in shown.statements}
    said = found.speech.text
    columns: tuple[Column[Made], ...] = (
        Column("序号", lambda made: made[0], lambda made: _number(made[0], places.get(made[1].start))),
        Column("类别", lambda made: words.KINDS[made[2].kind]),
        Column("原文", lambda made: said[made[1].start : made[1].end]),
        Column("牵头单位", lambda made: _bodies(made[2], Role.RESPONSIBLE)),
        Column("配合单位", lambda made: _bodies(made[2], Role.ASSISTING)),
        Column("完成时限", lambda made: _due(made[2]), lambda made: due(made[2])),
        Column("频次", lambda made: made[2].recurrence.mention if made[2].recurrence else ""),
        Column("量化指标", lambda made: "；".join(target.mention for target in made[2].targets)),
    )
    rows = [(number, *pair) for number, pair in enumerate(made, 1)]
    today = date.today()  # noqa: DTZ011  (the day of the place where the page is read)
    return Table(
        "找到的部署", columns, rows, today, subject=found.speech.document.title or "",
        classes="duban-ledger duban-preview", most=MOST,
    )  # fmt: skip


def _more(count: int) -> Html:
    return markup.note(f"表中只列前 {MOST} 项，共 {count} 项；导入后都在台账里。") if count > MOST else Html()


def _number(number: int, place: str | None) -> Html:
    return markup.tag("a", number, href=f"#s-{place}", title="到正文中的这一句") if place else markup.html(number)


def _bodies(asked: Directive, role: Role) -> str:
    return "、".join(dict.fromkeys(body.name for body in asked.bodies if body.role is role))


def _due(asked: Directive) -> str:
    """The last day where the calendar has one, else why there is none; and the words."""
    if asked.due is None:
        return ""
    known = asked.due.latest.isoformat() if asked.due.latest else words.STATUSES[asked.due.status]
    return f"{known}　{asked.due.mention}"


def due(asked: Directive) -> Html:
    """The same with marks."""
    if asked.due is None:
        return Html()
    if asked.due.latest:
        known = markup.tag("b", asked.due.latest.isoformat())
    else:
        reason = words.REASONS[asked.due.status]
        known = markup.tag("span", words.STATUSES[asked.due.status], class_="duban-tag", title=reason)
    return markup.joined((known, f"　{asked.due.mention}"))


def text(shown: Speech) -> Html:
    """The text with zones and fields, the outline beside it; nothing leads to the ledger yet."""
    beside = markup.tag("nav", reader.outline(shown.nodes), class_="duban-outline", aria_label="目录")
    body = markup.tag("article", reader.text(shown, stored=False), class_="duban-words duban-text", lang="zh-CN")
    cut = shown.chars > len(shown.text)
    told = markup.note(f"只显示前 {len(shown.text):,} 字，共 {shown.chars:,} 字。") if cut else ""
    whole = markup.tag("div", markup.joined((beside, body)), class_="duban-reader")
    return markup.joined((_legend(shown), whole, told))


def _legend(shown: Speech) -> Html:
    count = Counter(one.zone for one in shown.statements)
    zones = [
        markup.tag("span", markup.joined((markup.tag("i", name, class_=f"zone zone-{one}"), f" {count[one]} 句")))
        for one, name in words.ZONES.items()
        if count[one]
    ]
    return markup.tag("div", markup.joined([*zones, *reader.field_legend()]), class_="duban-legend")


def speech(found: Extraction) -> Speech:
    """What 讲话原文 would show of it, made of the rows that would be stored; without ways to rows that are not."""
    said, columns = found.speech.document, rows(found, "")
    kinds = dict(zip(columns["directives"]["statement_id"], columns["directives"]["kind"], strict=True))
    lines = [
        Statement(one, start, end, Zone(zone), None, kinds.get(one), None)
        for one, start, end, zone in _rows(columns["statements"], "statement_id", "start_char", "end_char", "zone")
        if end <= LONGEST
    ]
    whole = len(lines) == len(columns["statements"]["statement_id"])
    shown = found.speech.text if whole else found.speech.text[: lines[-1].end if lines else LONGEST]
    nodes = _rows(columns["outline"], "node_id", "level", "marker", "heading", "start_char")
    return Speech(
        speech_id(found.speech), said.title or "", said.occasion, said.year, said.given_on, said.level,
        said.jurisdiction, said.speaker, len(found.speech.text), shown,
        tuple(one for one in (Node(*row) for row in nodes) if one.start < len(shown)), tuple(lines),
        tuple(one for one in _fields(found) if one.end <= len(shown)),
    )  # fmt: skip


def _rows(columns: Columns, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(columns[name] for name in names), strict=True)


def _fields(found: Extraction) -> Iterator[Field]:
    for one in found.statements:
        asked = one.directive
        if asked is None:
            continue
        named: list[tuple[str, Body | Due | Recurrence | Target | None]] = [
            *(("body", body) for body in asked.bodies),
            *(("target", target) for target in asked.targets),
            ("due", asked.due),
            ("recurrence", asked.recurrence),
        ]
        yield from (Field(span.start, span.end, name) for name, span in named if span)
