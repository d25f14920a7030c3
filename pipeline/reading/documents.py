"""Bytes -> the text of one document, whatever its format."""

from pipeline.errors import ReadError
from pipeline.model import Document, Speech
from pipeline.reading.encodings import decoded
from pipeline.reading.formats import Format
from pipeline.reading.plain import speech

EXCERPT = 40  # characters by which a line that was left out is quoted


def read(raw: bytes, form: Format, path: str | None, encoding: str | None, known: Document) -> Speech:
    """The speech in a document; ReadError says why there is none."""
    text, found, left_out = _text(raw, form, encoding)
    short = tuple(line if len(line) <= EXCERPT else line[:EXCERPT] + "…" for line in left_out)
    return speech(text, path, found, known, short)


def _text(raw: bytes, form: Format, encoding: str | None) -> tuple[str, str, tuple[str, ...]]:
    """The text, the name of its encoding or format, and the lines left out."""
    match form:
        case Format.OFFICE:
            from pipeline.reading import docx, office

            text, left_out = docx.text(office.docx(raw))
            return text, _old_name(raw), left_out
        case Format.DOCX:
            from pipeline.reading import docx

            text, left_out = docx.text(raw)
            return text, "docx", left_out
        case Format.PDF:
            from pipeline.reading import pdf

            text, left_out = pdf.text(raw)
            return text, "pdf", left_out
        case Format.HTML:
            from pipeline.reading import html

            markup, found = decoded(raw, encoding)
            text, left_out = html.text(markup)
            return text, found, left_out
        case Format.TEXT:
            return *decoded(raw, encoding), ()
    raise ReadError("several", "里面有多篇文稿：请用 duban load 导入。")


def _old_name(raw: bytes) -> str:
    return "rtf" if raw.startswith(b"{\\rtf") else "odt" if raw.startswith(b"PK") else "doc"
