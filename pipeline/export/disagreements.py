"""Disagreements with the gold as one page of HTML, or as a table for programs (CSV, JSON).

The page needs nothing beside itself: style and script stand in it, and a policy allows only these two by their hash, so
that words of a speech can neither fetch nor run anything. Without its script the page shows everything, unfiltered.
"""

import base64
import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from html import escape
from importlib.resources import files
from pathlib import Path

from pipeline.disagreements import Disagreement, Reason
from pipeline.errors import UsageError
from pipeline.export.tables import cell
from pipeline.naming import NAMES
from pipeline.store.placing import placed

FIELDS = {
    "directive": "部署识别",
    "zone": "功能区",
    "kind": "类别",
    "bodies": "责任单位",
    "body name": "单位名称",
    "body role": "单位角色",
    "inherited": "承前单位",
    "due": "完成时限",
    "recurrence": "频次",
    "targets": "量化指标",
    "outline": "层次结构",
}
WORDS = {
    **NAMES,
    "deadline": "读作时限",
    "recurrence": "读作频次",
    "duration": "读作时段",
    "date": "读作日期",
    "date: deadline": "数字属于时限",
    "date: recurrence": "数字属于频次",
    "date: duration": "数字属于时段",
    "date: date": "数字属于日期",
    "explicit": "句中写明",
    "inherited": "承前省略",
    "target": "读作指标",
    "unseen": "没有规则命中",
    "item": "条目",
    "inline": "括号内条目",
}
COLUMNS = ("指标", "文稿", "起", "止", "差错", "标注", "识别", "判定依据", "上文", "原文", "下文", "证据")


def write(found: Sequence[Disagreement], path: Path) -> None:
    """Write them to a file, as its suffix says.

    Raises:
        UsageError: another suffix, or no such folder.
        StoreError: the file cannot be written.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise UsageError("format", f"不认识 {path.name} 的格式，可用：{'、'.join(FORMS)}")
    with placed(path) as draft:
        form(found, draft)


def sort_of(one: Disagreement) -> str:
    """漏 missed, 多 extra, 错 wrong."""
    return "漏" if one.guess is None else "多" if one.truth is None else "错"


def _csv(found: Sequence[Disagreement], path: Path) -> None:
    """With a byte-order mark, by which Excel knows UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(map(cell, row(one)) for one in found)


def row(one: Disagreement) -> tuple[object, ...]:
    """One deviation as the cells of a table."""
    reasons = "；".join(" ".join(filter(None, _reason(r))) for r in one.reasons)
    sides = (one.truth, one.guess, one.rule)
    return (
        one.field,
        one.document,
        one.start,
        one.end,
        sort_of(one),
        *sides,
        one.before,
        one.words,
        one.after,
        reasons,
    )


def _json(found: Sequence[Disagreement], path: Path) -> None:
    """A list of records."""
    path.write_text(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _html(found: Sequence[Disagreement], path: Path) -> None:
    path.write_text(page(found), encoding="utf-8")


FORMS: dict[str, Callable[[Sequence[Disagreement], Path], None]] = {".html": _html, ".csv": _csv, ".json": _json}


def page(found: Sequence[Disagreement]) -> str:
    """The whole page."""
    style, script = (_asset(f"disagreements.{kind}") for kind in ("css", "js"))
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'"
    fields = [field for field in FIELDS if any(one.field == field for one in found)]
    parts = (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>标注与识别的差异</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head><body>',
        f"<header><h1>标注与识别的差异</h1><p>共 {len(found)} 处，按指标排列。{LEGEND}</p>",
        _filters(found, fields),
        "</header><main>",
        *(_section(field, [one for one in found if one.field == field]) for field in fields),
        "" if found else "<p>没有差异。</p>",
        f"</main><script>{script}</script></body></html>\n",
    )
    return "".join(parts)


def _asset(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _anchor(field: str) -> str:
    return "field-" + field.replace(" ", "-")


def _filters(found: Sequence[Disagreement], fields: list[str]) -> str:
    counts = Counter(one.field for one in found)
    links = "".join(f'<a href="#{_anchor(f)}">{FIELDS[f]} <b>{counts[f]}</b></a>' for f in fields)
    documents = _choices("文稿", "document", sorted({one.document for one in found}))
    sorts = _choices("差错", "sort", [sort for sort in "漏多错" if any(sort_of(one) == sort for one in found)])
    rules = _choices("判定依据", "rule", sorted({one.rule for one in found}))
    words = '<label>查找文字 <input type="search" id="words"></label>'
    shown = f'<output id="shown">{len(found)}</output> 处'
    return f"<nav>{links}</nav><form hidden>{documents}{sorts}{rules}{words}{shown}</form>"


def _choices(label: str, name: str, values: Iterable[str]) -> str:
    options = "".join(f'<option value="{_text(v)}">{_text(_said(v) or "（无）")}</option>' for v in values)
    return f'<label>{label} <select id="{name}"><option value="*">全部</option>{options}</select></label>'


def _section(field: str, found: list[Disagreement]) -> str:
    rules = Counter((sort_of(one), one.rule) for one in found).most_common()
    tally = "".join(f"<li>{sort} · {_text(_said(rule) or '（无）')} <b>{n}</b></li>" for (sort, rule), n in rules)
    articles = "".join(_article(number, one) for number, one in enumerate(found, 1))
    head = f'<h2>{FIELDS[field]} <small>{_text(field)}</small> <b>{len(found)}</b></h2><ul class="tally">{tally}</ul>'
    return f'<section id="{_anchor(field)}">{head}{articles}</section>'


def _article(number: int, one: Disagreement) -> str:
    anchor = f"{_anchor(one.field)}-{number}"
    sort = sort_of(one)
    head = f'<h3><a href="#{anchor}">{number}</a> <i class="{SORTS[sort]}">{sort}</i> {_text(one.document)} '
    place = f"<small>{one.start}–{one.end}</small></h3>"
    said = f"<p>{_text(one.before)}<mark>{_marked(one)}</mark>{_text(one.after)}</p>"
    pair = (("标注", "truth", one.truth), ("识别", "guess", one.guess))
    values = "".join(f'<dt>{name}</dt><dd class="{side}">{_value(value)}</dd>' for name, side, value in pair)
    reasons = "".join(_line(r) for r in one.reasons)
    table = f"<table><thead><tr><th>依据</th><th>权重</th><th>原文</th><th>说明</th></tr></thead>{reasons}</table>"
    data = f'data-document="{_text(one.document)}" data-sort="{sort}" data-rule="{_text(one.rule)}"'
    return f'<article id="{anchor}" {data}>{head}{place}{said}<dl>{values}</dl>{table if reasons else ""}</article>'


LEGEND = "绿色为标注，红色为识别；判定依据是词表中的行、规则或排除的理由。"
SORTS = {"漏": "missed", "多": "extra", "错": "wrong"}


def _marked(one: Disagreement) -> str:
    """The words of the stretch, with those in question set off."""
    at = one.words.find(one.mention) if one.mention else -1
    if at < 0 or one.mention is None:
        return _text(one.words)
    end = at + len(one.mention)
    return f"{_text(one.words[:at])}<strong>{_text(one.mention)}</strong>{_text(one.words[end:])}"


def _line(reason: Reason) -> str:
    return "<tr>" + "".join(f"<td>{_text(part)}</td>" for part in _reason(reason)) + "</tr>"


def _reason(reason: Reason) -> Iterator[str]:
    yield _said(reason.rule)
    yield "" if reason.weight is None else f"{reason.weight:+.2f}"
    yield reason.words
    yield _said(reason.says)


def _value(side: str | None) -> str:
    return "（无）" if side is None else _text(_said(side))


def _said(word: str) -> str:
    """A code word with its Chinese name."""
    return f"{WORDS[word]} {word}" if word in WORDS else word


def _text(words: str) -> str:
    """Words as they stand: nothing of a speech is markup, and control characters are shown."""
    return escape("".join(c if c >= " " or c in "\n\t" else chr(0x2400 + ord(c)) for c in words))
