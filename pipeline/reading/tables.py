"""Tables of speeches (CSV, JSON Lines, Parquet): a row is a speech, a column holds its text, others its facts."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import PurePath
from typing import Any

from pipeline.errors import ReadError
from pipeline.model import Document
from pipeline.reading import limits
from pipeline.reading.known import facts as told_facts

TEXTS = ("text", "正文", "content", "内容", "讲话", "讲话内容", "讲话全文", "全文", "原文", "文本", "body")
COLUMNS = {  # every heading that means a fact
    "title": ("title", "标题", "题目", "讲话标题"),
    "occasion": ("occasion", "场合", "会议", "会议名称"),
    "year": ("year", "年份", "年度", "年"),
    "given_on": ("given_on", "date", "日期", "讲话日期", "讲话时间", "时间", "发布日期"),
    "level": ("level", "级别", "层级"),
    "jurisdiction": ("jurisdiction", "地区", "辖区", "行政区"),
    "speaker": ("speaker", "讲话人", "职务", "讲话人职务"),
}
DELIMITERS = ",;\t"
NAMED = {".csv": DELIMITERS, ".tsv": "\t"}  # suffixes that hint at a table, and what may part its columns
PARQUET_END = b"PAR1"
JSON_LINES = (".jsonl", ".ndjson")
PLAIN = (".txt", ".md", ".markdown")
HEADING = 20  # characters of a heading
Row = Mapping[str, object] | ReadError


def text_of(headings: Sequence[str]) -> str | None:
    """The heading of the column that holds the text: the first of our list."""
    plain = {_plain(heading): heading for heading in reversed(headings)}
    return next((plain[one] for one in TEXTS if one in plain), None)


def facts(row: Mapping[str, object]) -> Document:
    """What the columns of a row tell; other columns than ours tell nothing."""
    plain = {_plain(heading): value for heading, value in row.items()}
    told: dict[str, object] = {}
    for key, headings in COLUMNS.items():
        values = (plain[one] for one in headings if plain.get(one) not in (None, ""))
        told[key] = next(values, None)
    return told_facts(told)


def known(heading: str) -> bool:
    """Whether a column of this heading tells anything."""
    return _plain(heading) in set(TEXTS).union(*COLUMNS.values())


def csv_rows(text: str, name: str | None) -> Iterator[Row] | None:
    """The rows of a table whose first line names a text column; else None.

    Of a plain text nothing is ever cut: it is none, whatever its first line. Where the name hints at no table either,
    one heading is not enough. ReadError `no_text_column` where the name says table and no heading says text.
    """
    suffix = PurePath(name or "").suffix.lower()
    if suffix in PLAIN:
        return None
    for delimiter in NAMED.get(suffix, DELIMITERS):
        header = _header(text, delimiter)
        if text_of(header) and (suffix in NAMED or _headings(header)):
            return _csv_rows(text, delimiter, header)
    if any(_headings(_header(text, delimiter)) for delimiter in NAMED.get(suffix, "")):
        raise no_text_column()
    return None


def no_text_column() -> ReadError:
    """What to do about a table of which no column is known to hold the text."""
    return ReadError("no_text_column", f"表里没有正文列：请把正文列命名为 {'、'.join(TEXTS[:5])} 等。")


def _headings(header: Sequence[str]) -> bool:
    """Whether these are headings beyond doubt: several, short, no two alike."""
    return 1 < len(header) == len(set(header)) and all(0 < len(one.strip()) <= HEADING for one in header)


def json_rows(text: str, name: str | None) -> Iterator[Row] | None:
    """The rows of JSON Lines whose first is an object with a text column, or that are named so; else None."""
    if not text.lstrip().startswith("{"):
        return None
    lines = text.split("\n")
    first = _object(next(line for line in lines if line.strip()))
    named = PurePath(name or "").suffix.lower() in JSON_LINES
    if not named and (isinstance(first, ReadError) or not text_of(tuple(first))):
        return None
    return (_object(line) for line in lines if line.strip())


def parquet_rows(raw: bytes) -> Iterator[Row]:
    """The rows of a Parquet file, parsed under guard; where it breaks midway, the last one is the reason."""
    from pipeline.reading import guarded

    if not raw.endswith(PARQUET_END) or len(raw) <= 2 * len(PARQUET_END):  # not worth the start of a process
        raise ReadError("damaged", "Parquet 文件不完整：请重新导出。")
    rows = chain.from_iterable(guarded.results("pipeline.reading.parquet", raw))
    first = next(rows, None)
    return iter(()) if first is None else _until_broken(chain([first], rows))


def _until_broken(rows: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from rows
    except ReadError as error:
        yield error


def content(row: Mapping[str, object]) -> str:
    """The text of a row."""
    heading = text_of(tuple(row))
    text = row[heading] if heading else None
    if text is None or text == "":
        raise ReadError("empty", "这一条没有正文：请补上，或删去这一条。")
    if not isinstance(text, str):
        raise ReadError("no_text", "这一条的正文不是文字：请检查正文列。")
    return text


def _plain(heading: str) -> str:
    return heading.strip().strip("\ufeff").casefold()


def _header(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text[:10_000], newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _csv_rows(text: str, delimiter: str, header: list[str]) -> Iterator[Row]:
    """Each row; behind a quote without its fellow nobody can tell rows from text: the last one names its line."""
    csv.field_size_limit(limits.CELL)  # and stays: another table may be under way
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for number, cells in enumerate(reader):
            if number and any(cell.strip() for cell in cells):
                yield _csv_row(header, cells)
            line = reader.line_num + 1
    except csv.Error:
        yield ReadError(
            "damaged",
            f"文件第 {line} 行的引号不配对，从这一行起都未读入：请把引号里的引号写两遍，再重新导入（前面的不会重复）。",
        )


def _csv_row(header: list[str], cells: list[str]) -> Row:
    if any(cell.strip() for cell in cells[len(header) :]):
        return ReadError(
            "columns", f"这一条有 {len(cells)} 列，表头只有 {len(header)} 列：正文里有逗号或引号的，请用引号括住整格。"
        )
    padded = [*cells, *[""] * (len(header) - len(cells))]
    return dict(zip(reversed(header), reversed(padded[: len(header)]), strict=True))


def _object(line: str) -> Row:
    try:
        found: Any = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else ReadError("damaged", "这一行不是 JSON 对象：请检查导出。")
