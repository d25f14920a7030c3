"""A file -> Speech: the type is told by content, the encoding is detected, and nothing of a plain text is ever cut."""

from pathlib import Path
from typing import BinaryIO

from pipeline.model import Speech
from pipeline.reading.encodings import decoded
from pipeline.reading.formats import Format, kind
from pipeline.reading.plain import speech
from pipeline.reading.sources import content, files

__all__ = ["decoded", "files", "read", "speech"]


def read(source: Path | str | bytes | BinaryIO, encoding: str | None = None) -> Speech:
    """The speech in a file (its path), in bytes, or in an open binary stream.

    `encoding` overrides detection for plain text and web pages. Raises ReadError with a reason code:
    missing, directory, unreadable, too_large, too_deep, empty, binary, encoding, encrypted, unsafe, damaged, scanned,
    timeout, memory, crashed, needs_docs.
    """
    raw = content(source)
    path = str(source) if isinstance(source, Path | str) else None
    match kind(raw):
        case Format.DOCX:
            return speech(foreign("docx", raw), path=path, encoding="docx")
        case Format.PDF:
            return speech(foreign("pdf", raw), path=path, encoding="pdf")
        case Format.HTML:
            markup, found = decoded(raw, encoding)
            return speech(foreign("html", markup), path=path, encoding=found)
    text, found = decoded(raw, encoding)
    return speech(text, path=path, encoding=found)


def foreign(form: str, document: bytes | str) -> str:
    """The text of a format that a foreign library parses, in a process that may be killed."""
    from pipeline.reading import guarded

    return str(guarded.result(f"pipeline.reading.{form}", document))
