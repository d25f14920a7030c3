"""What is in hand on the page 导入, one entry a text or file, each with what is to become of it. No Streamlit here."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.dashboard.intake import PASTED, InHand, Known
from pipeline.model import Speech

Stored = Mapping[str, Known]
"""Texts that are in the database, by hash."""

ALL = "all"


class State(StrEnum):
    """What becomes of an entry when the button is pressed."""

    FAILED = "failed"
    NEW = "new"
    NEWS = "news"
    STORED = "stored"
    TWIN = "twin"
    OUT = "out"


NAMES = {
    State.FAILED: "未能读取",
    State.NEW: "可以导入",
    State.NEWS: "更新信息",
    State.STORED: "已在库中",
    State.TWIN: "内容重复",
    State.OUT: "不导入",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A text or a file: its state, its name, why it is so and what to do; a twin or a failure has no text."""

    state: State
    name: str
    speech: Speech | None = None
    why: str = ""


def entries(hand: InHand, stored: Stored, out: Collection[str]) -> tuple[Entry, ...]:
    """Everything in hand, what failed first; `out` are the hashes of texts that somebody left out."""
    return (
        *(Entry(State.FAILED, one.path, None, f"{one.message}（{one.code}）") for one in hand.failures),
        *(Entry(_state(one, stored, out), one.path or PASTED, one) for one in hand.speeches),
        *(
            Entry(State.TWIN, one.path or PASTED, None, f"与 {first} 内容相同，只导入一份。")
            for one, first in hand.twins
        ),
    )


def _state(speech: Speech, stored: Stored, out: Collection[str]) -> State:
    known = stored.get(speech.sha256)
    news = known is not None and known.told(speech) != known.document
    if known and not news:
        return State.STORED
    if speech.sha256 in out:
        return State.OUT
    return State.NEWS if news else State.NEW


def counts(found: Iterable[Entry]) -> dict[State, int]:
    """How many there are of each state that there is."""
    count = Counter(one.state for one in found)
    return {state: count[state] for state in State if count[state]}


def of(found: Sequence[Entry], asked: str) -> tuple[Entry, ...]:
    """Those of the state that a URL asks for; all where it asks for none, or there are none."""
    return tuple(one for one in found if one.state == asked) or tuple(found)


def texts(found: Iterable[Entry], state: State) -> list[Speech]:
    """The texts of a state."""
    return [one.speech for one in found if one.speech and one.state is state]
