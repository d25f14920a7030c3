"""A file -> its speeches: the type is told by content, the encoding is detected, and no plain text is ever cut.

A document gives one speech; an archive gives one for each member (`archive.zip!/member`), a table one for each row
(`table.csv#3`). A bad member or row is a Failure of its own and stops nothing.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from pipeline.errors import ReadError
from pipeline.model import Document, Failure, Speech
from pipeline.reading import archive, documents, known, tables
from pipeline.reading.encodings import decoded
from pipeline.reading.formats import Format, kind
from pipeline.reading.plain import speech
from pipeline.reading.sources import NOTHING, Named, content, files, label

__all__ = ["NOTHING", "Named", "decoded", "files", "label", "read", "speech", "speeches"]

Source = Path | str | bytes | BinaryIO | Named
Parsed = Mapping[str, str]
"""The SHA-256 of the text of files that need not be parsed, by `Speech.file_hash`."""

NONE: Parsed = MappingProxyType({})


def read(source: Source, encoding: str | None = None, told: Document = NOTHING) -> Speech:
    """The one speech in a file (its path), in bytes, or in an open binary stream.

    `encoding` overrides detection for plain text and web pages. Raises ReadError with a reason code of those that
    docs/formats.md lists; also `several` for an archive or a table of more than one speech.
    """
    found = speeches(source, encoding, told)
    one = next(found)
    if next(found, None):
        raise ReadError("several", "里面有多篇文稿：请用 reading.speeches 逐篇读取，或用 duban load 导入。")
    if isinstance(one, Failure):
        raise ReadError(one.code, one.message)
    return one


def speeches(
    source: Source, encoding: str | None = None, told: Document = NOTHING, parsed: Parsed = NONE
) -> Iterator[Speech | Failure]:
    """Every speech in a source, in order, at least one result.

    What the text says of itself yields to the sidecar NAME.toml, that to the columns of a table, all to `told`.
    Documents that were `parsed` before come without their text.
    Raises ReadError where the source as a whole cannot be read.
    """
    raw = content(source)
    path = label(source)
    beside = _beside(source)
    form = kind(raw)
    if form is Format.ZIP:
        yield from _members(raw, path, encoding, beside, told, parsed)
    else:
        yield from _within(raw, form, path, encoding, beside, told, parsed)


def _beside(source: Source) -> Document:
    """What a sidecar says."""
    if isinstance(source, Named):
        return source.beside
    return known.sidecar(Path(source)) if isinstance(source, Path | str) else NOTHING


def _members(
    raw: bytes, path: str | None, encoding: str | None, beside: Document, told: Document, parsed: Parsed
) -> Iterator[Speech | Failure]:
    """The speeches of the members of an archive."""
    opened = archive.opened(raw)
    for member in opened.members:
        name = f"{path or '-'}{archive.INSIDE}{member.name}"
        try:
            inner = opened.content(member)
            own = opened.sidecar(member)
            nearer = known.told(opened.content(own), own.name) if own else NOTHING
            form = kind(inner)
            if form is Format.ZIP:
                raise ReadError("nested", "压缩包里还有压缩包，未读取：请解压后导入里面的文稿。")
            if not inner:
                raise ReadError("empty", "文件是空的：请确认文稿内容已保存。")
            yield from _within(inner, form, name, encoding, nearer.over(beside), told, parsed)
        except ReadError as error:
            yield Failure(name, error.code, error.message)


def _within(
    raw: bytes,
    form: Format,
    path: str | None,
    encoding: str | None,
    beside: Document,
    told: Document,
    parsed: Parsed,
) -> Iterator[Speech | Failure]:
    """The speech of a document, or those of a table."""
    if form is Format.PARQUET:
        yield from _of_rows(tables.parquet_rows(raw), path, "parquet", beside, told)
        return
    if form is Format.TEXT:
        text, found = decoded(raw, encoding)
        rows = tables.json_rows(text, path) or tables.csv_rows(text, path)
        if rows:
            yield from _of_rows(rows, path, found, beside, told)
        else:
            yield speech(text, path, found, told.over(beside))
        return
    yield documents.read(raw, form, path, encoding, told.over(beside), parsed)


def _of_rows(
    rows: Iterator[tables.Row], path: str | None, encoding: str, beside: Document, told: Document
) -> Iterator[Speech | Failure]:
    """A speech for each row; numbered from 1, the line of headings not counted."""
    number = 0
    for number, row in enumerate(rows, 1):
        name = f"{path or '-'}#{number}"
        try:
            if isinstance(row, ReadError):
                raise row
            yield speech(tables.content(row), name, encoding, told.over(tables.facts(row).over(beside)))
        except ReadError as error:
            yield Failure(name, error.code, error.message)
    if not number:
        raise ReadError("empty", "表里没有一条讲话：请在表头下面写上讲话，每行一篇。")
