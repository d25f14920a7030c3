"""How wordings with slots become patterns, and what they can begin with."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from re import Pattern

from pipeline.lexicon.date_slots import DIGITS, OPENING, SPACES, Slot, Speller, anonymous

SLOT = re.compile(r"\{(\w+)\}")


def parts_of(form: str) -> list[str]:
    """The slots of a form and the fixed characters between them."""
    return [part for part in re.split(r"(\{\w+\})", form) if part]


def slots_of(form: str) -> set[str]:
    """The names of its slots."""
    return set(SLOT.findall(form))


@dataclass(frozen=True, slots=True)
class Grammar:
    """The slots by name, and how fixed characters are spelled."""

    slots: Mapping[str, Slot]
    spell: Speller

    def slot(self, part: str) -> Slot:
        """The slot that a part names, or the fixed characters as one."""
        if part.startswith("{"):
            return self.slots[part[1:-1]]
        return Slot(self.spell.word(part), frozenset(self.spell.spellings(part[:OPENING])))

    def body(self, form: str) -> str:
        """A form as a pattern with named slots."""
        return "".join(self.slot(part).pattern for part in parts_of(form))

    def compiled(self, form: str) -> Pattern[str]:
        """One form, its slots as groups."""
        return re.compile(self.body(form))

    def alternation(self, forms: Iterable[tuple[int, str]]) -> tuple[tuple[int, ...], Pattern[str]]:
        """The forms in their order, and a pattern with a group for each."""
        rows = tuple(forms)
        return tuple(index for index, _ in rows), re.compile(self.branches([parts_of(form) for _, form in rows]))

    def branches(self, forms: Sequence[list[str]]) -> str:
        """The same of their parts; neighbours that begin with the same part share it, so that it is read once."""
        branches = []
        for first, group in groupby(forms, key=lambda parts: parts[:1]):
            rests = [parts[1:] for parts in group]
            if not first:
                branches += ["()" for _ in rests]
                continue
            start = anonymous(self.slot(first[0]).pattern)
            if len(rests) > 1:
                branches.append(f"{start}(?:{self.branches(rests)})")
            else:
                branches.append(f"({start}{''.join(anonymous(self.slot(part).pattern) for part in rests[0])})")
        return "|".join(branches)

    def first_characters(self, form: str) -> frozenset[str]:
        """What a form can begin with, also a space where its slots allow one."""
        return frozenset(start[:1] for start in self.starts(parts_of(form))) | set(SPACES)

    def starts(self, parts: Sequence[str]) -> set[str]:
        """The first characters that the parts can have; fewer than `OPENING` where the rest may be anything."""
        slot = self.slot(parts[0]) if parts else None
        if slot is None or not slot.starts:
            return {""}
        short = {s for s in slot.starts if len(s) < OPENING and not (slot.number and s in DIGITS)}
        rest = self.starts(parts[1:]) if short or slot.optional else set()
        grown = {(s + r)[:OPENING] for s in short for r in rest}
        return set(slot.starts - short) | grown | (rest if slot.optional else set())

    def words(self, form: str) -> set[str]:
        """The first few characters of a form where it does not begin with a number."""
        return self.starts(parts_of(form)) - DIGITS

    def units(self, form: str) -> set[str]:
        """What can follow the number that a form begins with: 年, 月, 日, 个, 至."""
        return self.units_of(parts_of(form)) - DIGITS

    def units_of(self, parts: Sequence[str]) -> set[str]:
        """The same of the parts of a form."""
        slot = self.slot(parts[0])
        if not slot.number:
            return set()
        own = slot.units or {start[0] for start in self.starts(parts[1:])}
        return set(own) | (self.units_of(parts[1:]) if slot.optional else set())
