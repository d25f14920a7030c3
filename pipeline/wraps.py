"""Text that was broken at a fixed width, and the blanks where such lines were joined: 发展农村电 子商务."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

_INSIDE = r"\u4e00-\u9fff，、“”《》（）%\d"  # what may stand on both sides of such a place
_BLANK = re.compile(rf" (?<=[{_INSIDE}；：。] )(?=[{_INSIDE}；：。])")
_BREAK = re.compile(
    rf"\n(?<=[{_INSIDE}]\n)(?=[\u4e00-\u9fff，、；：。！？”》）%\d])(?![一二三四五六七八九十\d]{{1,3}}[、.．）)是要])"
)
SHORTEST, LONGEST = 16, 80  # characters of a line
FEWEST = 5  # lines from which it can be told
TOLERANCE = {" ": 0.2, "\n": 0.08}  # of the length of a line
FEW = 4  # lines at most between two such places: any distance is nearly some number of lines
REGULAR = 0.7  # of the distances that must be one line, or a few


def wraps(text: str) -> list[int]:
    """The places of blanks or line ends inside Chinese text that come as regularly as lines of one width; mostly none.

    >>> wraps("关于县城 建设的讲话")
    []
    """
    blanks = [match.start() for match in _BLANK.finditer(text)] if " " in text else []
    breaks = [match.start() for match in _BREAK.finditer(text)]
    kept = (places for places, sign in ((blanks, " "), (breaks, "\n")) if _regular(places, TOLERANCE[sign]))
    return sorted(place for places in kept for place in places)


def _regular(places: Sequence[int], tolerance: float) -> bool:
    """Whether places lie one line apart, or some whole lines."""
    gaps = [after - before for before, after in pairwise(places)]
    lines = [gap for gap in gaps if SHORTEST <= gap <= LONGEST]
    if len(lines) < FEWEST:
        return False
    length = median(lines)
    counts = [(gap, max(round(gap / length), 1)) for gap in gaps if gap <= FEW * length]
    return sum(abs(gap / count - length) <= tolerance * length for gap, count in counts) >= REGULAR * len(gaps)
