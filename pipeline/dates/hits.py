"""A date where it stands, what its surroundings tell, and whether they tell of the past."""

import re
from collections.abc import Callable
from typing import NamedTuple

from pipeline.dates.reading import Reading
from pipeline.lexicon.dates import Context
from pipeline.model import DateUse

STOPS = re.compile("[，,。；;：:！!？?\n]")
SENTENCE = re.compile("[。；;！!？?\n]")
OPENERS = frozenset('，,。；;：:！!？?、（(“"')
LINKS = frozenset("在于自从由到至")
ITEMS = frozenset(number + verb for number in "一二三四五六七八九十" for verb in "是要")
ENUMERATOR_ENDS = frozenset(".．）)")
ENUMERATOR = re.compile(
    r"(?:^|[\s。；;：:])(?:\d{1,2}[.．）)]|[（(][\d一二三四五六七八九十]{1,3}[）)])\Z"
)  # 3.|会议结束后
NEAR, FAR = 10, 60
# names of the module, since a look into the enumeration costs ten times as much
DEADLINE, RECURRENCE, DURATION, DATE = DateUse.DEADLINE, DateUse.RECURRENCE, DateUse.DURATION, DateUse.DATE
COUNTED = ("span", "within", "moment")  # spans of time; a moment (半天, 2小时) is no long work


class Hit(NamedTuple):
    """A date expression in its text, and the few characters before it; `role` is what its tail says (before, …)."""

    text: str
    start: int
    end: int
    reading: Reading
    role: str
    context: Context
    before: str

    @property
    def clause_start(self) -> int:
        """Where its clause begins; at most `FAR` characters before it."""
        far = max(0, self.start - FAR)
        behind = STOPS.search(self.text[far : self.start][::-1])
        return self.start - behind.start() if behind else far

    @property
    def clause_end(self) -> int:
        """Where its clause ends, or the next one where a comma follows directly; at most `FAR` characters behind it."""
        comma = self.text[self.end : self.end + 1] in ("，", ",")
        end = STOPS.search(self.text, self.end + comma, self.end + FAR)
        return end.start() if end else min(len(self.text), self.end + FAR)

    @property
    def condition(self) -> bool:
        """Whether its clause is a condition that a comma closes: 一个月内损毁严重的，."""
        end = STOPS.search(self.text, self.end, self.end + FAR)
        return end is not None and end[0] in "，," and self.text[end.start() - 1] == "的"

    @property
    def year_ends(self) -> bool:
        """Whether it is 到年底, 到2025年: what is said of it is to come, also in a report's words (同比)."""
        last = self.reading.period.last or ""
        return last.endswith("12-31") and self.context.until_leads.search(self.before) is not None

    @property
    def near(self) -> int:
        """Where what stands directly before it begins: within `NEAR` characters of its clause."""
        behind = STOPS.search(self.before[::-1])
        return self.start - (behind.start() if behind else len(self.before))

    @property
    def opens(self) -> bool:
        """Whether it opens its clause, with or without 在, 于, 自, 从."""
        before = self.before[:-1] if self.before[-1:] in LINKS else self.before
        last = before[-1:]
        if not last or last in OPENERS or last.isspace() or before[-2:] in ITEMS:
            return True
        return last in ENUMERATOR_ENDS and ENUMERATOR.search(before) is not None


Rule = Callable[[Hit], DateUse | None]


def told(hit: Hit) -> DateUse | None:
    """The past in its clause (完成了, 已), a report's figures in its sentence (同比), or 截至 before it."""
    context, text = hit.context, hit.text
    bounded = hit.role in ("before", "within")
    if bounded and not marked(hit):
        return None
    end = hit.clause_end
    near = hit.near if hit.before[-2:] != "了的" else hit.start  # 坏了的|本周内换新
    if bounded and not context.past.search(text, near, end):
        return None
    if context.later.match(text, hit.start) or context.modals.search(text, hit.clause_start, end):
        return None
    if bounded or context.past.search(text, near, end):
        return DATE
    if hit.year_ends:
        return None
    if context.past_of_bare.search(text, near, end):
        return DATE
    stop = SENTENCE.search(text, end, end + FAR)
    reported = context.reports.search(text, hit.end, stop.start() if stop else end + FAR)
    return DATE if reported or context.asof_leads.search(hit.before) else None


def marked(hit: Hit) -> bool:
    """Whether a mark of the past (已, 了) stands around a date at all: that is seen ten times as fast as where."""
    around = hit.before + hit.text[hit.end : hit.end + FAR]
    return any([mark in around for mark in hit.context.past_marks])
