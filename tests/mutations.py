"""Made-up speeches and what may happen to them on the way: masked, shuffled, cut, sprinkled with what nobody sees."""

import re
from collections.abc import Callable

from hypothesis import strategies as st

from tests import officialese

MASKS = ("*", "**", "×", "××", "X", "某", "_", "＊", "〇")
UNSEEN = ("\u200b", "\u200d", "\ufeff", "\x00", "\x07", "\u202e", "\u2066", "\xad", "\ufe0f", "\U000e0101")
ODD = ("\u2028", "\x0b", "\x0c", "\x85", "\u00a0", "\t", "😀", "𠮷", "e\u0301", "\ue000", "\uffff")

Mutation = Callable[[st.DrawFn, str], str]


def place(draw: st.DrawFn, text: str) -> int:
    return draw(st.integers(0, len(text)))


def masked(draw: st.DrawFn, text: str) -> str:
    """A mask instead of up to three characters."""
    at = place(draw, text)
    return text[:at] + draw(st.sampled_from(MASKS)) + text[at + draw(st.integers(0, 3)) :]


def shuffled(draw: st.DrawFn, text: str) -> str:
    """The clauses in another order."""
    return "".join(draw(st.permutations(re.split(r"(?<=[，。；\n])", text))))


def shortened(draw: st.DrawFn, text: str) -> str:
    """Some characters gone."""
    at = place(draw, text)
    return text[:at] + text[at + draw(st.integers(1, 5)) :]


def cut_off(draw: st.DrawFn, text: str) -> str:
    """The end missing, wherever that is."""
    return text[: place(draw, text)]


def headless(draw: st.DrawFn, text: str) -> str:
    """The beginning missing."""
    return text[place(draw, text) :]


def doubled(draw: st.DrawFn, text: str) -> str:
    """A stretch said twice."""
    at = place(draw, text)
    until = at + draw(st.integers(0, 30))
    return text[:until] + text[at:]


def sprinkled(draw: st.DrawFn, text: str) -> str:
    """A character that nobody sees, or an odd one."""
    at = place(draw, text)
    return text[:at] + draw(st.sampled_from(UNSEEN + ODD)) + text[at:]


def broken(draw: st.DrawFn, text: str) -> str:
    """A line's end or a mark of punctuation anywhere."""
    at = place(draw, text)
    return (
        text[:at] + draw(st.sampled_from(["\n", "。", "，", "：", "；", "（", "）", "“", "”", "、", " "])) + text[at:]
    )


MUTATIONS: tuple[Mutation, ...] = (masked, shuffled, shortened, cut_off, headless, doubled, sprinkled, broken)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A made-up speech after one to six accidents."""
    text = draw(officialese.speeches())
    for mutation in draw(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=6)):
        text = mutation(draw, text)
    return text


def texts() -> st.SearchStrategy[str]:
    """Mutated speeches, and anything at all."""
    return st.one_of(mutated(), mutated(), officialese.hostile())
