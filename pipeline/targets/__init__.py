"""Number targets (数量指标): every number that says how much or how many, over a whole text.

One scan finds numbers with their measure words; only these few are looked at: what compares them,
what speaks against them (`guards`), what they are worth (`numerals`), what they measure (`indicator`).
"""

from bisect import bisect_right
from dataclasses import replace
from re import Match
from typing import NamedTuple

from pipeline.lexicon.targets import TargetLexicon, UnitKind
from pipeline.model import Op, Target
from pipeline.targets import indicator
from pipeline.targets.amount import Amount, amount, numeral
from pipeline.targets.guards import Hit, objection, tallied

REACH = 16  # a comparison word stands at most this far in front of its number
NEVER = frozenset((UnitKind.PERIOD, UnitKind.NAME))  # 三年内, **部门
STOPS = "，。；、,;）)\n"

__all__ = ["found"]


class Comparison(NamedTuple):
    """The comparison word in front of a number: its operator, whether the mention holds it, where it starts."""

    op: Op | None
    inside: bool
    start: int


def found(text: str, lexicon: TargetLexicon, taken: tuple[tuple[int, int], ...] = ()) -> tuple[Target, ...]:
    """All number targets of the text, in order and apart; numbers inside the `taken` spans (dates) are none."""
    if not lexicon.traditional.search(text):
        return _found(text, lexicon, sorted(taken))
    plain = text.translate(lexicon.plain)
    return tuple(_as_written(target, text, plain) for target in _found(plain, lexicon, sorted(taken)))


def _found(text: str, lexicon: TargetLexicon, blocked: list[tuple[int, int]]) -> tuple[Target, ...]:
    targets: list[Target] = []
    floor = 0
    for match in lexicon.scan.finditer(text):
        if match.lastgroup == "more" and not _stands_alone(match):
            continue
        if blocked and _overlaps(match, blocked, lexicon):
            continue
        target = _phrase(match, floor, lexicon) if match["phrase"] else _number(match, floor, lexicon)
        if target is not None:
            targets.append(target)
            floor = target.end
    return tuple(targets)


def _as_written(target: Target, text: str, plain: str) -> Target:
    """The words of a target in the characters of the text: 三十萬畝 keeps its 畝."""

    def original(word: str | None) -> str | None:
        at = plain.find(word, max(0, target.start - REACH * 2), target.end + REACH) if word else -1
        return text[at : at + len(word)] if word and at >= 0 else word

    return replace(
        target,
        mention=text[target.start : target.end],
        unit=original(target.unit),
        indicator=original(target.indicator),
    )


def _stands_alone(match: Match[str]) -> bool:
    """Whether a number without measure word may be one: a fraction, 突破1000亿, 不低于90。."""
    number, end = match[0], match.end()
    return "分之" in number or number[-1] in "万亿" or match.string[end : end + 1] in STOPS


def _overlaps(match: Match[str], blocked: list[tuple[int, int]], lexicon: TargetLexicon) -> bool:
    """Whether the number belongs to a date; a recurrence that ends in a count (半年一次) leaves it free."""
    index = bisect_right(blocked, (match.end() - 1, len(match.string))) - 1
    if index < 0 or blocked[index][1] <= match.start():
        return False
    start, end = blocked[index]
    counts = match["unit"] and lexicon.units[match["unit"]].kind is UnitKind.COUNT
    return not (counts and start < match.start() and match.end() == end)


def _phrase(match: Match[str], floor: int, lexicon: TargetLexicon) -> Target | None:
    """翻一番, 半数以上: a wording that is a number by itself."""
    if tallied(match.string, match.start()):
        return None
    end = match.end("phrase")
    row = lexicon.phrases[match.string[match.start() : end]]
    whole = Amount(row.value, None, row.unit, end, about=False, share=True)
    return _built(match, whole, _comparison(match, floor, lexicon, share=True), floor, lexicon)


def _number(match: Match[str], floor: int, lexicon: TargetLexicon) -> Target | None:
    """The target of a scanned number, None where it is no numeral or a guard objects."""
    word = match["unit"] or match["unit1"] or match["unit2"]
    unit = lexicon.units[word] if word else None
    if unit is not None and unit.kind in NEVER and unit.after is None:
        return None
    low = numeral(match)
    share = "分之" in low or (unit is not None and unit.kind is UnitKind.RATIO)
    comparison = _comparison(match, floor, lexicon, share=share)
    hit = Hit(
        text=match.string,
        start=match.start(),
        end=match.start("tail") if match["tail"] else match.end(),
        numeral=low,
        unit=unit,
        compared=comparison.op is not None or lexicon.after_ops.get(match["after"]) is not None,
        masked=not lexicon.masks.isdisjoint(low),
        floor=floor,
    )
    if objection(hit, lexicon):
        return None
    whole = amount(match, unit, hit.masked)
    return _built(match, whole, comparison, floor, lexicon) if whole else None


def _comparison(match: Match[str], floor: int, lexicon: TargetLexicon, *, share: bool) -> Comparison:
    """The comparison word in front; 不低于总数的 reaches over a noun to a share only."""
    start = match.start()
    offset = max(floor, start - REACH)
    window = match.string[offset:start]
    if window[-1:] not in lexicon.before_ends and lexicon.gap_ends.isdisjoint(window):
        return Comparison(None, False, start)
    near = lexicon.before.search(window)
    if near is None or (near["ratio"] and not share):
        return Comparison(None, False, start)
    row = lexicon.before_rows[near["far"] or near["near"]]
    return Comparison(row.op, row.inside, offset + near.start())


def _built(match: Match[str], whole: Amount, comparison: Comparison, floor: int, lexicon: TargetLexicon) -> Target:
    """Mention, operator and indicator; of several comparison words the one inside the mention decides."""
    text, behind = match.string, lexicon.after_ops.get(match["after"])
    end = whole.end if behind is None or whole.cut else match.end("after")
    inside = comparison.op if comparison.inside else None
    start = comparison.start if inside else match.start()
    op = inside or behind or (Op.ABOUT if whole.about else None) or comparison.op or Op.EQUAL
    noun = None if whole.share else indicator.after(text, end, lexicon)
    return Target(
        start=start,
        end=end,
        mention=text[start:end],
        op=op if whole.high is None else Op.RANGE,
        low=whole.low,
        high=whole.high,
        unit=whole.unit,
        indicator=noun or indicator.before(text, floor, comparison.start, lexicon),
    )
