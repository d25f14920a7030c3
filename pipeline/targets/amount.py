"""What a scanned number amounts to: its value or two, its unit, and where it ends."""

from re import Match
from typing import NamedTuple

from pipeline.lexicon.targets import Unit, UnitKind
from pipeline.targets.numerals import neighbours, value

SCALES = "十百千万亿"
ABOUT = frozenset("余多几来")
PERCENT = "百分之"
SIGNS = {"％": "%"}


class Amount(NamedTuple):
    """Values, unit and end of a number; `about`: 余 or 多 is in it; `share`: it measures the noun in front of it."""

    low: float | None
    high: float | None
    unit: str | None
    end: int
    about: bool
    share: bool
    cut: bool = False


def numeral(match: Match[str]) -> str:
    """The first numeral of a match; the scan reads its first character before the group."""
    return match.string[match.start() : match.end("low")]


def amount(match: Match[str], unit: Unit | None, masked: bool) -> Amount | None:
    """The amount of a match, None where the characters are no numeral."""
    low, high = _values(match, masked)
    if low is None and not masked:
        return None
    counts = unit is not None and unit.kind is UnitKind.COUNT
    cut = counts and match["rate"] is not None  # 2名/村 counts 名
    return Amount(
        low=low,
        high=high,
        unit=_unit(match, unit, masked, cut),
        end=match.start("rate") if cut else match.start("tail") if match["tail"] else match.end(),
        about=not ABOUT.isdisjoint(match["more"]),
        share=not counts,
        cut=cut,
    )


def _values(match: Match[str], masked: bool) -> tuple[float | None, float | None]:
    """One value or the two of a range; None for what is redacted or no numeral."""
    low, high = numeral(match) + match["more"], match["high"]
    if high is not None:
        high += match["also"]
        return _ranged(None if masked else _value(low), _value(high), low, high)
    if masked:
        return None, None
    both = neighbours(low)
    return (_value(both[0]), _value(both[1])) if both else (_value(low), None)


def _value(token: str) -> float | None:
    return value(token.removeprefix(PERCENT))


def _ranged(first: float | None, last: float | None, low: str, high: str) -> tuple[float | None, float | None]:
    """A multiplier that only the second number carries holds for both: 3-5万 is 30000 to 50000."""
    mantissa = _value(high.rstrip(SCALES))
    if first is not None and last is not None and mantissa and first < mantissa and low[-1] not in SCALES:
        first = round(first * last / mantissa, 6)
    return first, last


def _unit(match: Match[str], unit: Unit | None, masked: bool, cut: bool) -> str | None:
    """The measure word; with a redacted number it keeps 万 and 亿, with a rate what follows the stroke."""
    if unit is None:
        return "%" if numeral(match).startswith(PERCENT) else None
    rate = "" if cut or match["rate"] is None else match["rate"]
    scale = "".join(char for char in numeral(match) + match["more"] if char in SCALES) if masked else ""
    return scale + SIGNS.get(unit.word, unit.word) + rate
