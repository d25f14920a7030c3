"""How alike two speeches are, whatever their masks, figures, punctuation and layout.

Only Chinese characters count, without those that write numbers or masks: 5月20日, 五月二十日 and **月**日 are one.
A signature keeps 128 of the five-character sequences of a text: the least hash of each of 128 ranges ("one permutation
MinHash"); the share of equal ones estimates the share of common sequences. Their places tell the same paragraphs in
another order from the same speech.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

FEWEST = 50
"""Characters that must be left of a text: shorter ones (a heading, a cover note) are alike by chance."""

LEAST = 0.8
"""Similarity from which one is a near copy: half of the text in common gives 0.6, other speeches on a topic 0.4."""

SEQUENCE = 5  # characters; of four of them, speeches of one office have several times as many in common
SLOTS, BANDS = 128, 32
"""A pair is looked at where one of 32 groups of four sequences is equal: found with 99 % where 0.6 of them are common,
while of two unrelated speeches (0.01) one pair in three million is."""

SHIFT = 32  # of 256: so far may a common sequence have moved within the text
ENOUGH = 0.5  # of the sequences common and in place: a similarity of LEAST means 0.6 and more
LONGEST = 20_000  # characters that are compared one by one: the time grows with the square

MIXERS = 0x9E3779B97F4A7C15, 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53  # odd numbers of well mixed bits
PLACE = 2**24 - 1  # the bits of a place: three times as many as the longest text has characters
NUMERALS = "零〇一二三四五六七八九十百千万亿某"
BLOCKS = (0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x32000)  # of Chinese characters


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text: 32 keys of four sequences each (16 bits of every one), and the 128 places (of 256)."""

    keys: tuple[int, ...]
    places: bytes


def characters(text: str) -> str:
    """The characters of a text that count."""
    return _characters(text).tobytes().decode("utf-32-le")


def signature(text: str) -> Signature | None:
    """The signature of a text; None where it is too short to have one."""
    import numpy as np

    counted = _characters(text)
    if len(counted) < FEWEST:
        return None
    ordered = np.sort(_hashes(counted.astype(np.uint64)))
    # an empty range borrows from the next one that is not
    taken = ordered[np.searchsorted(ordered, _ranges()) % len(ordered)]
    keys = (taken >> np.uint64(40)).astype("<u2").view("<i8")
    places = (taken & np.uint64(PLACE)) * np.uint64(256) // np.uint64(len(ordered))
    return Signature(tuple(keys.tolist()), places.astype(np.uint8).tobytes())


def unpacked(keys: Sequence[Sequence[int]], places: Sequence[bytes]) -> "tuple[Array, Array]":
    """The 128 slots and the 128 places of many signatures, one a row."""
    import numpy as np

    slots = np.array(keys, "<i8").view("<u2")
    return slots, np.frombuffer(b"".join(places), np.uint8).reshape(-1, SLOTS)


def common(one: "tuple[Array, Array]", other: "tuple[Array, Array]") -> "Array":
    """The estimated share of sequences that are common and in place, row by row; each side is slots and places."""
    import numpy as np

    moved = np.abs(one[1].astype(np.int16) - other[1])
    shares: Array = ((one[0] == other[0]) & (moved <= SHIFT)).mean(axis=1)
    return shares


def similarity(one: str, other: str, estimated: float) -> float:
    """How much of the characters of two texts is common, in the same order; 0 where it is less than LEAST.

    Args:
        one: the characters that count.
        other: those of the other.
        estimated: the share of common sequences, which must do where texts are very long.
    """
    from rapidfuzz.distance import Indel

    if max(len(one), len(other)) <= LONGEST:
        return Indel.normalized_similarity(one, other, score_cutoff=LEAST)
    alike = 2 * estimated / (1 + estimated)
    return alike if alike >= LEAST else 0.0


def _characters(text: str) -> "Array":
    import numpy as np

    codes: Array = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    return codes[_counting()[codes]]


@cache
def _counting() -> "Array":
    """Whether each character counts."""
    import numpy as np

    counts = np.zeros(0x110000, np.bool_)
    for start, end in BLOCKS:
        counts[start:end] = True
    counts[[ord(one) for one in NUMERALS]] = False
    return counts


@cache
def _ranges() -> "Array":
    """Where the 128 ranges of hashes begin."""
    import numpy as np

    return np.arange(SLOTS, dtype=np.uint64) << np.uint64(57)


def _hashes(codes: "Array") -> "Array":
    """The hash of each sequence of characters; its last 24 bits say where it stands."""
    import numpy as np

    spread, first, second = (np.uint64(one) for one in MIXERS)
    count = len(codes) - SEQUENCE + 1
    hashes: Array = codes[:count].copy()
    for place in range(1, SEQUENCE):
        hashes *= spread
        hashes ^= codes[place : place + count]
    hashes *= first
    hashes ^= hashes >> np.uint64(32)
    hashes *= second
    hashes &= ~np.uint64(PLACE)
    hashes |= np.arange(count, dtype=np.uint64)
    return hashes
