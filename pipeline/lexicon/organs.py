"""lexicons/organs.csv -> organs by stem: the register of departments, their canonical names and renamings."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import with_config

from pipeline.lexicon.patterns import choice
from pipeline.lexicon.rows import STRICT, Source, csv_rows


class Sphere(StrEnum):
    """Where an organ belongs; only `party` organs are completed with 委 (县委组织部)."""

    PARTY = "party"
    GOVERNMENT = "government"
    MASS = "mass"
    COURT = "court"
    VERTICAL = "vertical"
    ARMY = "army"


@with_config({**STRICT, "str_min_length": 0})
@dataclass(frozen=True, slots=True)
class Organ:
    """A department: the stem it is called by, its canonical name, the years of a renaming."""

    stem: str
    name: str
    sphere: Sphere
    since: int | None = None
    until: int | None = None


Names = tuple[tuple[int, str, str, str], ...]
"""Where each member of a list begins behind the first, its mention, name and canonical name."""


class Memory:
    """The lists of names that were completed before: officialese repeats them, and completing one costs some 10 µs.

    Keys are the level of a speech and a short closed wording, never a sentence.
    """

    LIMIT = 20_000

    def __init__(self) -> None:
        self.names: dict[tuple[object, ...], Names] = {}
        self.plain: dict[tuple[str | None, str], Names] = {}  # by the whole wording: 县住建局、各乡镇

    def kept(self, key: tuple[object, ...], names: Names) -> Names:
        """The names, kept for the next time; a full memory starts anew."""
        if len(self.names) >= self.LIMIT:
            self.names.clear()
        self.names[key] = names
        return names

    def keep_plain(self, key: tuple[str | None, str], names: Names) -> None:
        """Keep the names of a wording in which nothing but names stands."""
        if len(self.plain) >= self.LIMIT:
            self.plain.clear()
        self.plain[key] = names


def organs(folder: Path, faults: list[str]) -> dict[str, Organ]:
    """All organs of `organs.csv` by stem."""
    source = Source(folder / "organs.csv", faults)
    rows = csv_rows(source, Organ)
    stems = [row.stem for row in rows]
    for stem in sorted({stem for stem in stems if stems.count(stem) > 1}):
        source.fault(stem, "stem 重复")
    return {row.stem: row for row in rows}


def organ_pattern(known: dict[str, Organ], suffixes: tuple[str, ...]) -> re.Pattern[str]:
    """Stem and suffix of an organ's name; names like 法院 and 妇联 need no suffix."""
    return re.compile(f"(?P<stem>{choice(list(known))})(?P<suffix>{choice(suffixes)})?$")
