"""What was parsed before and is stored: the same bytes, read in the same way, are not parsed again.

Parsing a PDF takes a hundred times as long as reading its bytes. What a file becomes hangs on the bytes, the encoding
that was asked for, this program and the libraries that parse, so its hash is of all of these.
"""

from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version

from pipeline import resources

LIBRARIES = ("lxml", "pdfminer.six", "pdfplumber", "selectolax", "trafilatura")  # of the extra `docs`


def file_hash(raw: bytes, encoding: str | None) -> str:
    """The hash of a document's bytes and of how they are read now."""
    return blake2b(raw, digest_size=16, key=_reader(encoding)).hexdigest()


@cache
def _reader(encoding: str | None) -> bytes:
    told = [resources.version(), encoding or "", *map(_version, LIBRARIES)]
    return blake2b("\0".join(told).encode(), digest_size=16).digest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
