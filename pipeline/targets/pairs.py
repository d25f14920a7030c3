"""Two numbers side by side that are one amount: 500元以上2000元以下, 两次及两次以上."""

from dataclasses import replace

from pipeline.model import Op, Target

AND = frozenset(("及", "或", "和"))
LIMITS = (Op.AT_LEAST, Op.AT_MOST)


def as_one(text: str, first: Target, second: Target) -> Target | None:
    """The amount that two neighbours make together, None where each stands for itself."""
    if first.end == second.start and _bounds(first, second):
        return replace(_whole(text, first, second), op=Op.RANGE, low=first.low, high=second.low)
    if text[first.end : second.start] in AND and _says_again(first, second):
        return _whole(text, first, second)
    return None


def _bounds(low: Target, high: Target) -> bool:
    """Whether the one is the lower and the other the upper end of one range."""
    return (low.op, high.op) == LIMITS and low.unit in (high.unit, None)


def _says_again(once: Target, again: Target) -> bool:
    """Whether the second repeats the first with its comparison word behind."""
    same = (once.low, once.unit, once.op) == (again.low, again.unit, Op.EQUAL)
    return same and again.op in LIMITS and again.mention[-1] in "上下"


def _whole(text: str, first: Target, second: Target) -> Target:
    """The second with the mention of both."""
    return replace(second, start=first.start, mention=text[first.start : second.end], indicator=first.indicator)
