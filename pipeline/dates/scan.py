"""All date expressions of a text, in order: one search over the text, and a few characters' work for each hit."""

import re
from dataclasses import replace
from datetime import date
from re import Match

from pipeline.dates.choice import EXACT
from pipeline.dates.document import LEAP, yearless_day
from pipeline.dates.hits import COUNTED, DATE, DEADLINE, DURATION, FAR, NEAR, SENTENCE, STOPS, Hit
from pipeline.dates.reading import Reckoning
from pipeline.dates.uses import use_of
from pipeline.dates.wordings import Found, Saying, expression, wording_at
from pipeline.lexicon.dates import DateLexicon
from pipeline.model import DateSpan, DateUse, DueStatus, Freq

LISTED = re.compile("[^，,。；;：:！？\n]{0,4}、")
LASTING = re.compile("[，,（(]?(?:再?利用|再?用|共|共计|历时|为期)?")
BARE = ("day", "part", "month", "quarter")
SEVERAL = (Freq.QUARTERLY, Freq.HALFYEARLY, Freq.YEARLY)
SHARED = re.compile("[^。；;！!？?\n]{0,12}分别[^。；;！!？?\n]{0,24}")  # 每半年一次，分别于6月底前、|12月底前
PASSED = 60  # days before the speech from which a deadline without a year means the next one


def found(text: str, lexicon: DateLexicon, year: str = "XXXX", given: date | None = None) -> tuple[DateSpan, ...]:
    """Every date expression of `text`; `year` as the document states it (2023, 20XX, XXXX), `given` its own date.

    A deadline's `edtf` is the latest day that satisfies it; days are resolved only where every digit is known.
    """
    if given is None and not year.isdecimal() and (said := yearless_day(text, lexicon)):
        return tuple(spans_of(text, reckoning(lexicon, year, date(LEAP, *map(int, said)), yearless=True)))
    by = reckoning(lexicon, f"{given.year:04d}" if given and year == "XXXX" else year, given)
    spans = spans_of(text, by)
    return tuple(spans if given is None else [ahead_of(span, given) for span in spans])


def spans_of(text: str, by: Reckoning) -> list[DateSpan]:
    """The expressions of a text in order, reckoned from a day."""
    lexicon = by.lexicon
    spans: list[DateSpan] = []
    at = 0
    for start, wordings in lexicon.openings.places(text):
        hit = wording_at(text, start, wordings) if start >= at else None
        if hit is None:
            continue
        one = expression(text, start, *hit, by)
        at = one.end if one else hit[1]
        if one:
            span = span_of(text, one, by, spans)
            spans.append(any_year(span, by.year) if by.yearless else span)
    return spans


def reckoning(lexicon: DateLexicon, year: str, given: date | None, *, yearless: bool = False) -> Reckoning:
    """The day that a document is reckoned from, with what the lexicon remembers of it."""
    memory = lexicon.memories.of(year, given)
    alike = given is None or yearless or year == f"{given.year:04d}"
    of_year = lexicon.memories.of(year) if alike else memory
    return Reckoning(lexicon, year, given, yearless=yearless, of_year=of_year, of_given=memory)


def any_year(span: DateSpan, year: str) -> DateSpan:
    """A date reckoned from a day without a year has none either: 明天 said on 9月1日 is XXXX-09-02."""
    if span.latest is None or span.edtf is None or span.latest.year not in (LEAP, LEAP + 1) or "年" in span.mention:
        return span
    edtf = (year if span.latest.year == LEAP else "XXXX") + span.edtf[4:]
    return replace(span, edtf=edtf, latest=None, earliest=None, status=DueStatus.YEARLESS)


def ahead_of(span: DateSpan, given: date) -> DateSpan:
    """A deadline without a year that lies well before the speech is one of the next year: 1月底前 said in November."""
    if span.use is not DEADLINE or span.latest is None or span.earliest is None:
        return span
    if (given - span.latest).days <= PASSED or "年" in span.mention or "/" in span.mention:
        return span
    latest, earliest = next_year(span.latest), next_year(span.earliest)
    return replace(span, edtf=latest.isoformat(), latest=latest, earliest=earliest)


def next_year(day: date) -> date:
    """The same day a year later; 28 February for 29."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def span_of(text: str, one: Found, by: Reckoning, spans: list[DateSpan]) -> DateSpan:
    """The finished value; 到 and 至 before a deadline are part of it."""
    start, end, said = one
    reading = said.reading
    hit = Hit(text, start, end, reading, said.role, by.lexicon.context, text[max(0, start - NEAR) : start])
    use = use_among(hit, said, by, spans)
    if use is DEADLINE:
        lead = led_by(hit)
        start -= len(lead.group()) if lead else 0
        if reading.sort in COUNTED:
            start = max(min(start, event_before(hit)), spans[-1].end if spans else 0)
    period, days = reading.period, (said.earliest, said.latest)
    return DateSpan(start, end, text[start:end], use, period.last, *days, period.precision, said.status, reading.freq)


def use_among(hit: Hit, said: Saying, by: Reckoning, spans: list[DateSpan]) -> DateUse:
    """Its use where it stands, behind the dates before it and against the day of the document."""
    governed = hit.reading.part_of is not None and again(hit, hit.reading.part_of, spans)
    use = DATE if governed else use_of(hit)
    if use is DEADLINE and by.given is not None and gone(hit, said, by):
        use = DATE
    if spans and spans[-1].use is DEADLINE:
        if use is DATE and joins(hit, spans[-1]):
            return DEADLINE
        if use is DEADLINE and repeats(hit, spans[-1]):
            return DURATION
    return use


def led_by(hit: Hit) -> Match[str] | None:
    """The word before a deadline that is part of it: 到, and before a span of time 未来, 提前."""
    context, before = hit.context, hit.before
    lead = context.until_leads.search(before)
    if lead or hit.reading.sort not in COUNTED:
        return lead
    return context.coming.search(before) or context.early.search(before)


def gone(hit: Hit, said: Saying, by: Reckoning) -> bool:
    """Whether a bare date lies before the speech or on its day and nothing orders: 上半年，… said in July tells."""
    latest = said.latest
    if hit.role or latest is None or hit.reading.sort not in BARE:
        return False
    if latest != by.given and (by.dated is None or latest > by.dated):
        return False
    return not hit.context.modals.search(hit.text, hit.clause_start, hit.clause_end)


def event_before(hit: Hit) -> int:
    """Where the word begins that names the event from which a span of time is reckoned: 险情|发生后1小时内."""
    lead = hit.context.anchor_leads.search(hit.before)
    event = lead and hit.context.anchor_events.search(hit.before[: lead.start()])
    return hit.start - len(hit.before) + event.start() if event else hit.start


def again(hit: Hit, part_of: Freq, spans: list[DateSpan]) -> bool:
    """Whether a recurrence before it governs it: 每月由县委办于25日前汇总, 每年于6月底前 (there in its clause)."""
    last = last_recurrence(spans, hit.start - FAR)
    if last is None:
        return False
    if not hit.role and LISTED.fullmatch(hit.text, last.end, hit.start):
        return True  # 每月调度、季度观摩、年终评比
    if last.freq in SEVERAL and SHARED.fullmatch(hit.text, last.end, hit.start):
        return True
    if not holds(last, part_of):
        return False
    near = part_of is Freq.YEARLY or hit.reading.sort == "week of term"
    return not (STOPS if near else SENTENCE).search(hit.text, last.end, hit.start)


def holds(last: DateSpan, part_of: Freq) -> bool:
    """Whether such a day can be one of a recurrence: 每月 has a 25日, 每天 and 定期 have none."""
    if last.freq is None or last.freq is Freq.IRREGULAR:
        return last.freq is not None and last.mention[0] == "每" and part_of is not Freq.YEARLY
    return EXACT.index(last.freq) >= EXACT.index(part_of)


def last_recurrence(spans: list[DateSpan], floor: int) -> DateSpan | None:
    """The last one that ends at `floor` or behind it."""
    for span in reversed(spans):
        if span.end < floor:
            return None
        if span.freq:
            return span
    return None


def repeats(hit: Hit, last: DateSpan) -> bool:
    """Whether a span of time says how long it is to the deadline right before it: 从6月21日到8月20日，用|两个月时间.

    Behind a start it goes on from there: 从7月份开始，用|半年时间.
    """
    if last.mention[-1] in "起始" or hit.reading.sort != "span" or hit.role == "within" or last.edtf is None:
        return False
    return LASTING.fullmatch(hit.text, last.end, hit.start) is not None


def joins(hit: Hit, last: DateSpan) -> bool:
    """Whether it shares the work of the deadline before it: 8月底9月初, 4月中旬和9月中旬."""
    if hit.reading.sort not in ("day", "part", "month"):
        return False
    paired = hit.context.pairings.search(hit.before)
    return last.end == hit.start - (len(paired.group()) if paired else 0)
