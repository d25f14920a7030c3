r"""What is read as if absent and quoted as it stands: characters that nobody sees, ends of lines that end nothing.

>>> seen("县\u200b财\u202e政\x00局")
'县财政局'
"""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from pipeline.model import Extraction, Judged, Node, Speech
from pipeline.wraps import wraps

Value = TypeVar("Value")

# Unicode's Cf and Cc but for what parts words and lines, variation selectors, blank fillers; of the planes above only
# tags and variants (葛󠄀), since every further range costs each text a millisecond a megabyte.
UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff"
)
_ONE = re.compile(f"[{UNSEEN}]")
_RUN = re.compile(f"[{UNSEEN}]+")
_SHOWN = re.compile(rf"[^\s{UNSEEN}]")


def seen(text: str) -> str:
    """The text without what is read as if absent; the very same text where it holds none."""
    if places := wraps(text):
        text = "".join(
            [text[start:end] for start, end in zip([0, *(p + 1 for p in places)], [*places, None], strict=True)]
        )
    return _RUN.sub("", text) if _ONE.search(text) else text


def blank(text: str) -> bool:
    """Whether a text shows nothing at all."""
    return _SHOWN.search(text) is None


def as_written(found: Extraction, judged: Iterable[Judged], speech: Speech) -> tuple[Extraction, tuple[Judged, ...]]:
    r"""What was found in the seen text of a speech, at its places in the speech, mentions quoted from there.

    Names, titles and units stay as they are read: the mention 县\u200b财政局 has the name 县财政局.
    """
    places = Places(speech.text)
    nodes, made, rejected = places.values(found.nodes), places.values(found.statements), places.values(found.rejected)
    whole = replace(speech, document=found.speech.document)
    return Extraction(whole, nodes, made, rejected), tuple(map(places.judged, judged))


class Places:
    """Where the characters of the seen text stand in the text as written, and what was found at them moved there."""

    def __init__(self, text: str) -> None:
        self.text = text
        gone = frozenset(wraps(text))
        self.at = [place for place, sign in enumerate(text) if place not in gone and not _ONE.match(sign)]

    def start(self, place: int) -> int:
        """Where what begins at a place of the seen text begins."""
        return self.at[place] if place < len(self.at) else len(self.text)

    def end(self, place: int) -> int:
        """Where what ends at a place of the seen text ends: directly behind its last character."""
        return self.at[place - 1] + 1 if place else 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the seen text; an empty one stays empty."""
        return (self.start(start), self.end(end)) if start < end else (self.end(end), self.end(end))

    def values(self, found: tuple[Value, ...]) -> tuple[Value, ...]:
        """All of them moved."""
        return tuple(map(self.value, found))

    def value(self, one: Value) -> Value:
        """A value, and all that it holds, at its place."""
        if isinstance(one, tuple):
            return cast(Value, self.values(one))
        if not is_dataclass(one):
            return one
        if isinstance(one, Node):
            return cast(Value, self.node(one))
        held = {field.name: self.value(getattr(one, field.name)) for field in fields(one)}
        if "start" in held:
            held["start"], held["end"] = self.span(held["start"], held["end"])
        if "mention" in held:
            held["mention"] = self.text[held["start"] : held["end"]]
        return cast(Value, replace(cast(Any, one), **held))

    def node(self, one: Node) -> Node:
        """An item: its marker may hold what nobody sees, and its text begins behind that."""
        start, marked = self.span(one.start, one.start + len(one.marker))
        body, end = self.start(one.body) if one.body < one.end else self.end(one.body), self.end(one.end)
        return replace(one, start=start, body=body, end=end, marker=self.text[start:marked])

    def judged(self, one: Judged) -> Judged:
        """A judged stretch; the cues that spoke in it are rows of the lexicon and have only their places moved."""
        moved = self.value(replace(one, cues=()))
        return replace(moved, cues=tuple((*self.span(start, end), cue) for start, end, cue in one.cues))
