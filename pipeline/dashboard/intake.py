"""What is dropped on the page 导入, before and as it is loaded: names, facts, what is stored. No Streamlit here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from pipeline import engine
from pipeline.engine import Setup
from pipeline.errors import ReadError
from pipeline.model import Document, Failure, Speech
from pipeline.reading import Named, known, limits
from pipeline.store import Store

PASTED = "粘贴的文字"
UNNAMED = "未命名"
LONGEST = 120
"""Characters of the name of a file; the end is kept, since a suffix hints at a table."""

TOO_LARGE = f"文件超过 {limits.UPLOAD // 2**20} MB，网页不收：请拆分，或在终端用 duban load 导入。"
SIDECAR, ALONE = ".toml", "这是说明文件（标题、日期等），旁边没有同名的文稿：请与文稿一起选择，文件名要相同。"
UNKNOWN = Document()
CALLED = {
    "title": "标题",
    "occasion": "场合",
    "given_on": "日期",
    "year": "年份",
    "level": "级别",
    "jurisdiction": "地区或单位",
    "speaker": "讲话人职务",
}

_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
OPENING = 20
"""Characters of pasted text in its name."""

STORED = """
    select s.sha256, l.speech_id, l.source, l.directives,
        (select count(*) from directives as d where d.speech_id = l.speech_id and d.due_text is not null),
        s.title, s.occasion, s.year, s.given_on, s.level, s.jurisdiction, s.speaker
    from speeches as s
    join speech_list as l using (speech_id)
    where s.sha256 in (select unnest($hashes::varchar[]))
"""


@dataclass(frozen=True, slots=True)
class InHand:
    """What was read: the texts, each once, those that came again with the name of the first, and what failed."""

    speeches: tuple[Speech, ...]
    twins: tuple[tuple[Speech, str], ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a text: its id and name, its facts, how many directives it has and how many have a deadline."""

    speech_id: str
    name: str
    directives: int
    dated: int
    document: Document

    def told(self, speech: Speech) -> Document:
        """What is to hold once a file with the same text tells something new."""
        return speech.document.over(self.document)


def label(name: str) -> str:
    """The name of a file as a label: nothing of folders, and no control characters.

    >>> label("/../../etc/x<script>.txt")
    'x<script>.txt'
    """
    plain = _CONTROL.sub("_", _FOLDERS.sub("", name)).strip()
    return plain[-LONGEST:] if plain.strip(".") else UNNAMED


def labels(names: Iterable[str]) -> list[str]:
    """Labels of which none comes twice: of files with the same name the second is x（2）.txt."""
    taken: list[str] = []
    for plain in map(label, names):
        stem, dot, suffix = plain.rpartition(".")
        number, free = 1, plain
        while free in taken:
            number += 1
            free = f"{stem}（{number}）.{suffix}" if dot else f"{plain}（{number}）"
        taken.append(free)
    return taken


def paired(files: Sequence[Named]) -> list[tuple[Named, Named | None]]:
    """The files, each with its sidecar: NAME.SUFFIX.toml or NAME.toml beside it; a sidecar of nothing stands alone."""
    sidecars = {one.name: one for one in files if one.name.endswith(SIDECAR)}
    documents = [one for one in files if one.name not in sidecars]
    pairs = [(one, next(filter(None, map(sidecars.get, _sidecars(one.name))), None)) for one in documents]
    taken = {beside.name for _, beside in pairs if beside}
    return [*pairs, *((one, None) for one in sidecars.values() if one.name not in taken)]


def _sidecars(name: str) -> tuple[str, str]:
    """What the sidecar of a file may be called."""
    return name + SIDECAR, (name.rpartition(".")[0] or name) + SIDECAR


def read(source: Named, beside: Named | None, setup: Setup) -> tuple[Speech | Failure, ...]:
    """Every document in a dropped file; one over the limit of the page is not looked at."""
    if len(source.content) > limits.UPLOAD:
        return (Failure(source.name, "too_large", TOO_LARGE),)
    if source.name.endswith(SIDECAR):
        return (Failure(source.name, "metadata", ALONE),)
    try:
        said = known.told(beside.content, beside.name) if beside else UNKNOWN
    except ReadError as error:
        return (Failure(source.name, error.code, error.message),)
    return tuple(engine.readings(replace(source, beside=said), setup))


def pasted(text: str, title: str = "") -> Speech | Failure:
    """The speech of pasted text, which is never taken for another format; it is called by its first words."""
    from pipeline import reading

    try:
        told = known.facts({"title": title})
    except ReadError:
        return Failure(PASTED, "metadata", f"标题应为一行不超过 {limits.FACT} 字的文字：请改短后再点“查看”。")
    try:
        return reading.speech(text, called(text), known=told)
    except ReadError as error:
        blank = "粘贴的内容只有空白：请复制讲话正文后再粘贴。"
        return Failure(PASTED, error.code, blank if error.code == "empty" else error.message)


def called(text: str) -> str:
    """The name of pasted text: its first words, of which none can be taken for a path.

    >>> called("甲/乙")
    '粘贴的文字：甲／乙'
    """
    opening = next((line for line in map(str.strip, text.split("\n")) if line), "")
    words = re.sub(r"[/\\]", "／", _CONTROL.sub("", opening))
    return f"{PASTED}：{words[:OPENING]}{'…' if len(words) > OPENING else ''}" if words else PASTED


def in_hand(read: Iterable[Speech | Failure]) -> InHand:
    """The documents sorted into those to be loaded, those that came twice, and those that failed."""
    first: dict[str, Speech] = {}
    twins: list[tuple[Speech, str]] = []
    failures: list[Failure] = []
    for one in read:
        if isinstance(one, Failure):
            failures.append(one)
        elif one.sha256 in first:
            twins.append((one, first[one.sha256].path or PASTED))
        else:
            first[one.sha256] = one
    return InHand(tuple(first.values()), tuple(twins), tuple(failures))


def stored(store: Store, hashes: Sequence[str]) -> dict[str, Known]:
    """Which texts are in the database already, by hash."""
    return {
        sha: Known(sid, name, count, dated, Document(*facts))
        for sha, sid, name, count, dated, *facts in store.tuples(STORED, {"hashes": list(hashes)})
    }


def shown(document: Document) -> dict[str, str]:
    """The facts as somebody writes them; unknown ones are empty."""
    facts = {one.name: getattr(document, one.name) for one in fields(document)}
    return {name: "" if value in (None, UNKNOWN.year) else str(value) for name, value in facts.items()}


def corrected(told: Document, name: str, value: str) -> Document:
    """What is told of a speech once somebody has written `value` for one fact; empty is again what the text says.

    A day outside the year that was told puts the year right, a year the day: the later word holds.

    Raises:
        ReadError: `metadata`, no such day or year, or too long.
    """
    try:
        fact = known.FACTS[name](value.strip())
    except ValueError as error:
        raise ReadError("metadata", f"{CALLED[name]}“{value.strip()[:40]}”不对：{error}。") from error
    now: Any = getattr(UNKNOWN, name) if fact is None else fact
    merged = replace(told, **{name: now})
    if merged.given_on is None or _within(merged):
        return merged
    return replace(merged, year=UNKNOWN.year) if name == "given_on" else replace(merged, given_on=None)


def _within(document: Document) -> bool:
    """Whether the day is one of the year; masked digits may be any."""
    day = f"{document.given_on:%Y}" if document.given_on else document.year
    return all(ours in ("X", theirs) for ours, theirs in zip(document.year, day, strict=True))


def for_all(told: Document, others: Document) -> Document:
    """What is told of another speech once the same is told of all; titles are each their own."""
    return replace(told, title=None).over(others)


def with_told(speech: Speech, told: Document) -> Speech:
    """The speech with what was told of it, which outweighs its sidecar, its row and its text."""
    return replace(speech, document=told.over(speech.document))
