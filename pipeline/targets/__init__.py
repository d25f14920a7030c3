"""Number targets (数量指标): every number that says how much or how many, over a whole text.

One scan finds numbers with their measure words; what they are worth (`amount`) is found out once for the same
characters. Only these few are looked at in their place: what compares them (`comparison`), what speaks against
them (`guards`), what they measure (`indicator`).
"""

from bisect import bisect_right
from re import Match

from pipeline.lexicon.targets import TargetLexicon
from pipeline.model import Op, Target
from pipeline.targets import indicator
from pipeline.targets.amount import Form, form
from pipeline.targets.comparison import Comparison, comparison, reaching
from pipeline.targets.guards import Guard, Hit, concerned
from pipeline.targets.pairs import as_one
from pipeline.targets.respective import respective

STOPS = "，。；、,;）)\n"
NEXT = 1  # characters at most between two numbers that are one amount
NO_GUARDS: tuple[Guard, ...] = ()

__all__ = ["found"]


def found(text: str, lexicon: TargetLexicon, taken: tuple[tuple[int, int], ...] = ()) -> tuple[Target, ...]:
    """All number targets of the text, in order and apart; numbers inside the `taken` spans (dates) are none."""
    blocked = sorted(taken)
    targets: list[Target] = []
    floor = 0
    starts = [start for start, _ in blocked]
    far = reaching(text, lexicon)
    recalled = lexicon.memory.forms.get
    for match in lexicon.scan.finditer(text):
        number, guards = recalled(match[0]) or _formed(match, lexicon)
        if number is None:
            continue
        start, end = match.span()
        if number.lone and text[end : end + 1] not in STOPS:
            continue
        index = bisect_right(starts, end - 1) - 1
        if index >= 0 and blocked[index][1] > start and not _free(number, start, end, blocked[index]):
            continue
        compared = comparison(text, start, floor, number, far, lexicon)
        by_word = number.compared or (compared is not None and compared.op is not None)
        hit = Hit(text, start, start + number.length, number, by_word, floor)
        for guard in guards:
            if guard(hit, lexicon):
                break
        else:
            last = targets[-1] if targets else None
            target = _built(hit, compared, last, lexicon)
            both = as_one(text, last, target) if last and target.start - last.end <= NEXT else None
            if both:
                targets.pop()
            targets.append(both or target)
            floor = target.end
    return respective(text, targets, lexicon)


def _formed(match: Match[str], lexicon: TargetLexicon) -> tuple[Form | None, tuple[Guard, ...]]:
    """The form of a number and the guards that it has to pass, kept for the next time."""
    number = form(match, lexicon)
    return lexicon.memory.kept(match[0], (number, concerned(number) if number else NO_GUARDS))


def _free(number: Form, start: int, end: int, date: tuple[int, int]) -> bool:
    """Whether a number within a date is one nevertheless: the count at the end of a recurrence, days that are counted.

    半年一次; 优良天数达到300天以上, of which a guard asks for the noun.
    """
    if number.unit is not None and number.unit.after is not None:
        return True
    return number.counts and date[0] < start and end == date[1]


def _built(hit: Hit, compared: Comparison | None, last: Target | None, lexicon: TargetLexicon) -> Target:
    """Mention, operator and indicator; of several comparison words the one inside the mention decides."""
    text, start, number = hit.text, hit.start, hit.form
    head, op, end = start, number.op, start + number.extent
    if compared is not None:
        head = compared.start
        if compared.inside and compared.op:
            start, op = head, compared.op
        op = op or compared.op
    noun = (None if number.share else indicator.after(text, end, lexicon)) or indicator.before(
        text, hit.floor, head, lexicon
    )
    if noun is None and last is not None and indicator.goes_on(text, last.end, head, lexicon):
        noun = last.indicator
    return Target(
        start,
        end,
        text[start:end],
        (op or Op.EQUAL) if number.high is None else Op.RANGE,
        number.low,
        number.high,
        number.word,
        noun,
    )
