"""Which span of a new reading of a text stands for which span of an older one."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

Span = tuple[int, int]

SAME = 0.5
"""Two spans are of one thing from this share of common characters on."""


def share(one: Span, other: Span) -> float:
    """The characters that both have, as a share of all that either has."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / (max(one[1], other[1]) - min(one[0], other[0])) if common > 0 else 0.0


def handed_on(old: Mapping[str, Span], new: Sequence[Span]) -> dict[Span, str]:
    """The ids that new spans take over: each from the old span it covers best, each id once.

    The new spans do not overlap one another; old ones may. Of equals the first in the text wins.

    >>> handed_on({"a": (0, 10), "b": (10, 14)}, [(0, 8), (9, 30)])
    {(0, 8): 'a'}
    """
    ranked = sorted((-points, span, one) for one, span, points in _pairs(old, sorted(new)))
    taken: dict[Span, str] = {}
    given: set[str] = set()
    for _, span, one in ranked:
        if span not in taken and one not in given:
            taken[span] = one
            given.add(one)
    return taken


def _pairs(old: Mapping[str, Span], new: Sequence[Span]) -> Iterator[tuple[str, Span, float]]:
    ends = [end for _, end in new]
    for one, span in old.items():
        for place in range(bisect_right(ends, span[0]), len(new)):
            if new[place][0] >= span[1]:
                break
            if (points := share(span, new[place])) >= SAME:
                yield one, new[place], points
