"""The XML of Word documents by local names: the transitional and the strict form differ in their namespaces alone."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.reading.extra import library

Element = Any  # of lxml, which ships no types


def part(archive: zipfile.ZipFile, path: str) -> Element | None:
    """The root of a part; None where the document has no such part."""
    if path not in archive.namelist():
        return None
    etree = library("lxml.etree")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.parse(io.BytesIO(archive.read(path)), parser).getroot()


def name(element: Element) -> str:
    """The local name of an element."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element | None, wanted: str) -> Iterator[Element]:
    """The children of a name."""
    return iter(()) if element is None else (one for one in element if name(one) == wanted)


def child(element: Element | None, wanted: str) -> Element | None:
    """The first child of a name."""
    return next(children(element, wanted), None)


def value(element: Element | None, attribute: str = "val") -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    return next((str(held) for key, held in element.attrib.items() if key.rpartition("}")[2] == attribute), None)


def number(element: Element | None, attribute: str = "val") -> int | None:
    """An attribute as a whole number; None where it is none."""
    held = value(element, attribute)
    return int(held) if held is not None and held.isascii() and held.isdigit() and len(held) < 6 else None
