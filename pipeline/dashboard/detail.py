"""One directive with everything that is known of it, and where it was said."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from pipeline.checkpoints import checkpoints
from pipeline.dashboard import following, lamps, markup, words
from pipeline.dashboard.markup import Html, Mark
from pipeline.dashboard.request import Request
from pipeline.dashboard.rows import Task
from pipeline.model import Freq

PAGE = "ledger"
AHEAD = 6
"""Checkpoints named in words; those of a daily task would fill the page."""


def show(task: Task, request: Request) -> None:
    """The panel above the rows."""
    parts = (_head(task, request), paragraph(task), _facts(task, request.day))
    whole = markup.joined(parts)
    st.html(markup.tag("section", whole, class_="duban-detail", id=f"task-{task.directive_id}", data_focus="start"))
    following.one(task.directive_id, task.events)


def _head(task: Task, request: Request) -> Html:
    ways = [
        _way("上一项", task.before, request),
        _way("下一项", task.after, request),
        markup.link("在原文中查看", "text", {"speech": task.speech_id, "at": task.directive_id}),
        markup.link("校对", "review", {"speech": task.speech_id, "row": task.directive_id}),
        markup.link("关闭", PAGE, request.but(page=request.page).parameters(), class_="duban-close", title="Esc"),
    ]
    title = markup.tag("h2", f"第 {task.number} 项")
    return markup.tag("header", markup.joined((title, markup.tag("nav", markup.joined(ways)))))


def _way(label: str, one: str | None, request: Request) -> Html:
    if one is None:
        return markup.tag("span", label, class_="off")
    return markup.link(label, PAGE, request.but(page=request.page, task=one).parameters())


def paragraph(task: Task) -> Html:
    """The line of the speech that holds the directive, with its words marked."""
    return line(task.text, task.start_char, task.end_char)


def line(text: str, start: int, end: int, fields: Sequence[Mark] = ()) -> Html:
    """The line of the speech that holds a statement, with its words marked, and the fields in them."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    marks = [Mark(start, end, "duban-said"), *fields]
    said = markup.marked(text, first, len(text) if last < 0 else last, marks)
    return markup.tag("blockquote", said, class_="duban-words")


def _facts(task: Task, on: date) -> Html:
    facts = (
        ("任务来源", task.source),
        ("所在章节", task.heading_path or "不在任何条目之内"),
        ("类别", words.KINDS[task.kind]),
        ("责任单位", _bodies(task)),
        ("完成时限", _due(task)),
        ("预警", lamps.lit(task.due_latest, task.status, on)),
        ("频次", _recurrence(task, on)),
        ("量化指标", task.targets or "无"),
        *_links(task),
        ("状态", f"{task.status}　{task.progress}" if task.progress else task.status),
        *([("佐证", following.link(task.evidence))] if task.evidence else []),
        ("判定规则", task.rule),
    )
    pairs = (markup.joined((markup.tag("dt", name), markup.tag("dd", value))) for name, value in facts)
    return markup.tag("dl", markup.joined(pairs))


def _links(task: Task) -> list[tuple[str, object]]:
    """What happens otherwise, and the programmes named; left out where the words hold none."""
    facts: list[tuple[str, object]] = [("问责条款", task.sanctions)] if task.sanctions else []
    if task.programmes:
        note = [markup.tag("span", "项数不符，请核对原文", class_="duban-tag")] if task.mismatch else []
        facts.append(("行动和文件", markup.joined((task.programmes, *note))))
    return facts


def _bodies(task: Task) -> Html:
    """Each with its role; the words of the text where they differ from the full name."""
    if not task.bodies:
        return markup.html("无：原文没有写由谁去办")
    return markup.tag("ul", markup.joined(markup.tag("li", _body(*one)) for one in task.bodies))


def _body(name: str, role: str, mention: str, inherited: bool) -> Html:
    notes = [words.ROLES[role]]
    notes += [f"原文写作“{mention}”"] if mention != name else []
    notes += ["承前省略"] if inherited else []
    return markup.joined((name, markup.tag("span", "；".join(notes), class_="duban-tag")))


def _due(task: Task) -> Html:
    reason = f"{words.STATUSES[task.due_status]}：{words.REASONS[task.due_status]}"
    if task.due_text is None:
        return markup.html(reason)
    days = " 至 ".join(sorted({day.isoformat() for day in (task.due_earliest, task.due_latest) if day}))
    known = f"（{days}）" if days else f"（{task.due_edtf}）" if task.due_edtf else ""
    return markup.joined((task.due_text, known, markup.tag("span", reason, class_="duban-tag")))


def _recurrence(task: Task, on: date) -> Html:
    if task.recurrence_text is None:
        return markup.html("无")
    freq = words.FREQUENCIES[task.recurrence_freq or "irregular"]
    days = checkpoints(task.given_on, Freq(task.recurrence_freq) if task.recurrence_freq else None)
    told = markup.tag("div", _checked(days, on, task.given_on), class_="duban-note")
    return markup.joined((task.recurrence_text, markup.tag("span", freq, class_="duban-tag"), told))


def _checked(days: Sequence[date], on: date, given_on: date | None) -> str:
    """The checkpoints ahead, and how many there are."""
    if not days:
        return "检查点：无（讲话日期不明）" if given_on is None else "检查点：无（不定期）"
    ahead = [day.isoformat() for day in days if day >= on]
    shown = "、".join(ahead[:AHEAD]) + (f" 等 {len(ahead)} 个" if len(ahead) > AHEAD else "")
    return f"检查点共 {len(days)} 个，已过 {len(days) - len(ahead)} 个；今后：{shown or '无'}"
