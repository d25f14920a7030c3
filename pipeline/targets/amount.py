"""What the characters of a scanned number amount to, wherever they stand: values, unit, extent."""

from re import Match
from typing import NamedTuple

from pipeline.lexicon.targets import TargetLexicon, Unit, UnitKind
from pipeline.model import Op
from pipeline.targets.numerals import neighbours, value

SCALES = "十百千万亿"
ABOUT = frozenset("余多几来")
PERCENT = "百分之"
SIGNS = {"％": "%"}
NEVER = frozenset((UnitKind.PERIOD, UnitKind.NAME, UnitKind.REDACTED))  # 三年内, **部门


class Form(NamedTuple):
    """A number by itself, without its neighbours: what need not be found out again when the same characters return.

    `length` reaches to the comparison word behind (85% of 85%以上), `extent` to the end of the mention; `lone` has
    neither measure word nor comparison; `share` measures the noun in front of it, `ratio` is a percentage, a fraction
    or a multiple; `op` is what the form itself says.
    """

    numeral: str
    unit: Unit | None
    length: int
    extent: int
    low: float | None
    high: float | None
    word: str | None
    op: Op | None
    share: bool
    ratio: bool
    lone: bool = False
    counts: bool = False
    masked: bool = False
    points: bool = False
    phrase: bool = False
    compared: bool = False

    @property
    def chinese(self) -> bool:
        """Whether the numeral is written in Chinese characters."""
        return not self.masked and not self.numeral[0].isdecimal()

    @property
    def nameable(self) -> bool:
        """Whether a noun behind may make it a name: 四项任务, not 两户问题户 nor 两次整治."""
        unit = self.unit
        if unit is None or unit.kind is not UnitKind.COUNT or unit.things or unit.event:
            return False
        return not self.ratio and self.numeral != "一"


def form(match: Match[str], lexicon: TargetLexicon) -> Form | None:
    """The form of a match of the scan, None where it can be no target: 三年, **部门, 一四, 二次供水."""
    word = match["unit"] or match["unit2"]
    unit = lexicon.units[word] if word else None
    if unit is not None and "分之" in match["low"] and unit.kind not in (UnitKind.COUNT, UnitKind.MEASURE):
        return _fraction(match)
    behind = _behind(match["after"], unit, lexicon)
    if match["phrase"]:
        return _phrase(match, behind, lexicon)
    low = _numeral(match)
    masked = not lexicon.masks.isdisjoint(low)
    if unit is not None and unit.kind is UnitKind.REDACTED and not masked:
        return _shorter(match, unit, low, lexicon)
    values = _values(match, masked)
    if (unit and unit.kind in NEVER and unit.after is None) or (values[0] is None and not masked):
        return None
    if low == "二" and not (unit and unit.kind is UnitKind.RATIO):  # 二次供水
        return None
    counts = unit is not None and unit.kind is UnitKind.COUNT
    cut = counts and match["rate"] is not None  # 2名/村 counts 名
    length = (match.start("tail") if match["tail"] else match.end()) - match.start()
    about = Op.ABOUT if not ABOUT.isdisjoint(match["more"]) else None
    return Form(
        numeral=low,
        unit=unit,
        length=length,
        extent=match.start("rate") - match.start() if cut else len(match[0]) if behind else length,
        low=values[0],
        high=values[1],
        word=_unit(match, unit, masked, cut),
        op=behind or about,
        share=not counts,
        ratio="分之" in low or (unit is not None and unit.kind is UnitKind.RATIO),
        lone=match.lastgroup == "more" and "分之" not in match[0] and match[0][-1] not in "万亿",
        counts=counts and match["high"] is None and match["high2"] is None,
        masked=masked,
        points=unit is not None and unit.word.endswith(("百分点", "%", "％", "‰")),
        compared=behind is not None,
    )


def _fraction(match: Match[str]) -> Form | None:
    """三分之一成熟的 holds no 成: the fraction alone."""
    low = _numeral(match)
    share = _value(low)
    return (
        None if share is None else Form(low, None, len(low), len(low), share, None, None, None, share=True, ratio=True)
    )


def _behind(word: str | None, unit: Unit | None, lexicon: TargetLexicon) -> Op | None:
    """What the comparison word behind says; 内 says something of a measure alone (500米内, not 3户内)."""
    if word in lexicon.measured and (unit is None or unit.kind is UnitKind.COUNT):
        return None
    return lexicon.after_ops.get(word) if word else None


def _shorter(match: Match[str], unit: Unit, low: str, lexicon: TargetLexicon) -> Form | None:
    """3支队伍 holds no 支队: the number with the shorter measure word."""
    shorter = next(
        (lexicon.units[unit.word[:n]] for n in range(len(unit.word) - 1, 0, -1) if unit.word[:n] in lexicon.units), None
    )
    if shorter is None or match["high"] or match["high2"] or match["more"] or shorter.kind is not UnitKind.COUNT:
        return None
    low_value, high_value = _values(match, False)
    length = match.end("unit") - match.start() - len(unit.word) + len(shorter.word)
    if low_value is None or low == "二":
        return None
    return Form(
        low, shorter, length, length, low_value, high_value, shorter.word, None, share=False, ratio=False, counts=True
    )


def _phrase(match: Match[str], behind: Op | None, lexicon: TargetLexicon) -> Form:
    """翻一番, 半数以上: a wording that is a number by itself."""
    end = match.end("phrase")
    row = lexicon.phrases[match.string[match.start() : end]]
    length = end - match.start()
    extent = len(match[0]) if behind else length
    return Form("", None, length, extent, row.value, None, row.unit, behind, share=True, ratio=True, phrase=True)


def _numeral(match: Match[str]) -> str:
    """The first numeral of a match; the scan reads its first character before the group."""
    return match.string[match.start() : match.end("low")]


def _values(match: Match[str], masked: bool) -> tuple[float | None, float | None]:
    """One value or the two of a range; None for what is redacted or no numeral."""
    low, high = _numeral(match) + match["more"], match["high"] or match["high2"]
    if high is not None:
        high += match["also"] or match["also2"] or ""
        return _ranged(None if masked else _value(low), _value(high), low, high)
    if masked:
        return None, None
    both = neighbours(low)
    return (_value(both[0]), _value(both[1])) if both else (_halved(_value(low), match["half"]), None)


def _halved(number: float | None, half: str | None) -> float | None:
    """两成半 is 2.5, 八成五 is 8.5."""
    if number is None or half is None:
        return number
    return round(number + (0.5 if half == "半" else (_value(half) or 0) / 10), 6)


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
        return "%" if _numeral(match).startswith(PERCENT) else None
    rate = "" if cut or match["rate"] is None else match["rate"]
    scale = "".join(char for char in _numeral(match) + match["more"] if char in SCALES) if masked else ""
    return scale + SIGNS.get(unit.word, unit.word) + (match["twin"] or "") + rate
