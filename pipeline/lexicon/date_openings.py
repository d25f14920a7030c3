"""Where a date wording can begin: its first two or three characters, or the last digit of a number with its unit.

One automaton finds all of them in a pass, and each knows the few wordings that can begin so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from re import Pattern
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from pipeline.lexicon.date_forms import Grammar
from pipeline.lexicon.date_slots import DIGITS, SPACES

ALONE = "元"  # 元月: no other numeral joins it, so that a number may follow it (2000万元二季度到位)
JOINED = DIGITS - {ALONE}
NOT_BEFORE = JOINED | set(".．第百千万")  # no number begins behind these: the 3月 of 13月 is none
LONGEST = 6  # digits of a number
ITEM = re.compile(r"(?:^|\n)[ \t\u3000]*[0-9０-９]{1,2}[.．]\Z")  # 1.|10月底前

FEW = 3  # wordings that are tried one by one; more of them as one pattern, which takes its time to compile
Wordings = tuple[tuple[tuple[int, ...], Pattern[str]], ...]  # by group the form, and the pattern


class Opening(NamedTuple):
    """The wordings that begin so: as words (三八节), or with a number that ends so (三月)."""

    worded: Wordings | None
    numbered: Wordings | None
    either: Wordings  # all of them, where the number is no longer than the opening
    digital: bool


@dataclass(frozen=True, slots=True)
class Openings:
    """All openings, in the order of the automaton's patterns; `digital` are all wordings that a digit can begin."""

    automaton: AhoCorasick
    openings: tuple[Opening, ...]
    digital: Wordings

    def places(self, text: str) -> list[tuple[int, Wordings]]:
        """Where wordings may begin, in order."""
        places: dict[int, Wordings] = {}
        for which, start, _ in self.automaton.find_matches_as_indexes(text, overlapping=True):
            word, number, either, digital = self.openings[which]
            if number:
                first = number_start(text, start)
                if first >= 0:
                    fitting = either if first == start else number
                    places[first] = self.digital if first in places else fitting
                if first == start:
                    continue
            if word and not (digital and text[start - 1 : start] in NOT_BEFORE):
                places[start] = self.digital if start in places else word
        return sorted(places.items())


def number_start(text: str, last: int) -> int:
    """Where the number begins whose last digit (or a space behind it) is at `last`; -1 where it is none by itself."""
    if text[last] in SPACES:
        last -= 1
    if last < 0 or text[last] not in DIGITS:
        return -1
    first, floor = last, max(0, last - LONGEST + 1) if text[last] != ALONE else last
    while first > floor and text[first - 1] in JOINED:
        first -= 1
    return -1 if first and text[first - 1] in NOT_BEFORE and not ITEM.search(text, max(first - 8, 0), first) else first


def openings(grammar: Grammar, forms: Iterable[tuple[int, str]], patterns: Sequence[Pattern[str]]) -> Openings:
    """The openings of the forms, shortest only: one that begins as another does says nothing more."""
    numbered: dict[str, set[int]] = defaultdict(set)
    worded: dict[str, set[int]] = defaultdict(set)
    rows = tuple(forms)
    alone = {index: ((index,) * (patterns[index].groups or 1), patterns[index]) for index, _ in rows}
    for index, form in rows:
        for unit in grammar.units(form):
            for digit in (*DIGITS, *SPACES):
                numbered[digit + unit].add(index)
        for word in grammar.words(form):
            worded[word].add(index)
    short = shortest(worded)
    texts = sorted(short.keys() | numbered.keys())

    @cache
    def wordings(chosen: frozenset[int]) -> Wordings:
        if len(chosen) <= FEW:
            return tuple(alone[index] for index in sorted(chosen))
        return (grammar.alternation((index, form) for index, form in rows if index in chosen),)

    def opening(text: str) -> Opening:
        words, numbers = frozenset(short.get(text, ())), frozenset(numbered.get(text, ()))
        return Opening(
            worded=wordings(words) if words else None,
            numbered=wordings(numbers) if numbers else None,
            either=wordings(words | numbers),
            digital=text[0] in DIGITS or text[0] in SPACES,
        )

    starting_so = (i for text in texts if text[0] in DIGITS for i in short.get(text, numbered[text]) | numbered[text])
    return Openings(
        automaton=AhoCorasick(texts, matchkind=MatchKind.Standard, implementation=Implementation.DFA),
        openings=tuple(map(opening, texts)),
        digital=wordings(frozenset(starting_so)),
    )


def shortest(worded: dict[str, set[int]]) -> dict[str, set[int]]:
    """The words that no other opens, each with the forms of those that it opens."""
    short: dict[str, set[int]] = {}
    for word in sorted(worded, key=len):
        opener = next((word[:n] for n in range(1, len(word)) if word[:n] in short), word)
        short.setdefault(opener, set()).update(worded[word])
    return short
