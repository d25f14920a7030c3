"""How wordings with slots become patterns: one search that finds where a wording may begin, and the wordings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from re import Pattern

from pipeline.lexicon.date_slots import DIGITS, GAP, OPENING, Slot, Speller, anonymous, chosen

SLOT = re.compile(r"\{(\w+)\}")
NO_NUMBER = f"(?<![{chosen(DIGITS - {'元'})}.．第百千万])"


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

    def alternation(self, forms: Iterable[tuple[int, str]], gated: bool = False) -> Pattern[str]:
        """The forms in their order; the group that matched is named f0, f1, … after the form.

        With `gated` the first character is looked at before a form is tried, which makes a match three times as fast;
        it must not be a space.
        """
        bodies = ((i, (self.gate(form) if gated else "") + anonymous(self.body(form))) for i, form in forms)
        return re.compile("|".join(f"(?P<f{index}>{body})" for index, body in bodies))

    def gate(self, form: str) -> str:
        """A look at the first character that a form may have; nothing where it may have any."""
        starts = self.starts(parts_of(form))
        return f"(?=[{chosen(start[0] for start in starts)}])" if starts and "" not in starts else ""

    def starts(self, parts: Sequence[str]) -> set[str]:
        """The first characters that the parts can have; fewer than `OPENING` where the rest may be anything."""
        slot = self.slot(parts[0]) if parts else None
        if slot is None or not slot.starts:
            return {""}
        short = {s for s in slot.starts if len(s) < OPENING and not (slot.number and s in DIGITS)}
        rest = self.starts(parts[1:]) if short or slot.optional else set()
        grown = {(s + r)[:OPENING] for s in short for r in rest}
        return set(slot.starts - short) | grown | (rest if slot.optional else set())

    def opens(self, form: str, number: bool) -> bool:
        """Whether the form can open with a numeral, or (not `number`) with anything else."""
        return any((start[0] in DIGITS) == number for start in self.starts(parts_of(form)))

    def after_numbers(self, forms: Iterable[str]) -> set[str]:
        """What can follow a number in some form: 年, 月, 日, 个月, 至."""
        ends = set("年:：") | self.spell.spellings("时") | self.spell.spellings("点")
        for form in forms:
            for part, after in pairwise(parts_of(form)):
                if self.slot(part).number:
                    ends |= self.slot(after).starts
        return ends - DIGITS

    def trigger(self, forms: Sequence[str]) -> Pattern[str]:
        """Where a form can begin: a search that visits only first characters, and stops only where the second fits too.

        The pattern consumes one character of the class of first characters and looks back at it: so `re` skips all
        others in its fastest loop, several times faster than the bare alternation. The group `number` matches where
        a number with a unit stands, before which no other number may stand (the 3月 of 13月).
        """
        openings = {start for form in forms for start in self.starts(parts_of(form))}
        ends = self.after_numbers(forms)
        words = openings - DIGITS
        named = {word for word in words if word[0] in DIGITS}
        number = f"[{chosen(DIGITS)}]{{1,6}}{GAP}{prefixes(ends)}"
        numbers = f"(?P<number>{NO_NUMBER}(?:{number}|{prefixes(named)}))"
        second = {word[1] for word in words if word[1:]} | {end[0] for end in ends} | DIGITS | set(" 　")
        either = f"{numbers}|{prefixes(words - named)}"
        first = chosen(word[0] for word in openings)
        return re.compile(f"[{first}](?=[{chosen(second)}])(?<=(?={either}).)", re.DOTALL)


def prefixes(words: Iterable[str]) -> str:
    """The words as nested alternatives, each branch opening with a fixed character; a word ends all longer ones."""
    branches: dict[str, set[str]] = {}
    for word in words:
        branches.setdefault(word[0], set()).add(word[1:])
    single = {char for char, rests in branches.items() if "" in rests}
    nested = (re.escape(char) + prefixes(branches[char]) for char in sorted(branches.keys() - single))
    return "(?:" + "|".join([*([f"[{chosen(single)}]"] if single else []), *nested]) + ")"
