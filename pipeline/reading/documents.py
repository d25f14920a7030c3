"""Bytes -> the text of one document, whatever its format."""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.errors import ReadError
from pipeline.model import Document, Speech
from pipeline.reading import parsed as parsed_before
from pipeline.reading.encodings import decoded
from pipeline.reading.formats import Format
from pipeline.reading.plain import speech

EXCERPT = 40  # characters by which a line that was left out is quoted


def read(
    raw: bytes, form: Format, path: str | None, encoding: str | None, known: Document, parsed: Mapping[str, str]
) -> Speech:
    """The speech in a document, without its text where that was `parsed` before; ReadError says why there is none."""
    file_hash = parsed_before.file_hash(raw, encoding)
    if sha256 := parsed.get(file_hash):
        return Speech("", sha256, known, path, form.value, file_hash=file_hash)
    text, left_out, found = _text(raw, form, encoding)
    short = tuple(line if len(line) <= EXCERPT else line[:EXCERPT] + "…" for line in left_out)
    return replace(speech(text, path, found, known, short), file_hash=file_hash)


def _text(raw: bytes, form: Format, encoding: str | None) -> tuple[str, tuple[str, ...], str]:
    """The text, the lines left out, and the name of its encoding or format."""
    match form:
        case Format.OFFICE:
            from pipeline.reading import office

            return *foreign("docx", office.docx(raw)), _old_name(raw)
        case Format.DOCX | Format.PDF:
            return *foreign(form.value, raw), form.value
        case Format.HTML:
            markup, found = decoded(raw, encoding)
            return *foreign("html", markup), found
        case Format.TEXT:
            text, found = decoded(raw, encoding)
            return text, (), found
    raise ReadError("several", "里面有多篇文稿：请用 duban load 导入。")


def _old_name(raw: bytes) -> str:
    return "rtf" if raw.startswith(b"{\\rtf") else "odt" if raw.startswith(b"PK") else "doc"


def foreign(form: str, document: bytes | str) -> tuple[str, tuple[str, ...]]:
    """The text of a format that a foreign library parses, and what was left out, by a process that may be killed."""
    from pipeline.reading import guarded

    text, left_out = guarded.result(f"pipeline.reading.{form}", document)
    return str(text), tuple(left_out)
