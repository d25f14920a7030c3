"""All date expressions of a text, in order: one search over the text, and a few characters' work for each hit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from re import Match

from pipeline.dates import calendar as cal
from pipeline.dates import fixed, moving
from pipeline.dates.calendar import Period
from pipeline.dates.reading import NO_DAY, Reader, Reading, Reckoning
from pipeline.dates.uses import FAR, NEAR, SENTENCE, STOPS, Hit, use_of
from pipeline.lexicon.date_rows import Form
from pipeline.lexicon.dates import DateLexicon
from pipeline.model import DateSpan, DateUse, DueStatus, Freq

NEEDS_TAIL = ("festival", "event", "plan")
EXCLUSIVE = ("festival", "month", "year", "near_year", "quarter")
PASSED = 60  # days before the speech from which a deadline without a year means the next one
QUOTES = ("“", "‘", '"', "「")
RANGEABLE = ("day", "part", "month", "year", "near_year", "quarter", "near_day", "week", "soon", "festival")
READERS: Mapping[str, Reader] = {
    "none": fixed.none,
    "repeat": fixed.repeat,
    "every": fixed.every,
    "calendar": fixed.calendar,
    "quarter": fixed.quarter,
    "year_part": fixed.year_part,
    "plan": fixed.plan,
    "festival": fixed.festival,
    "lunar": fixed.lunar,
    "event": fixed.event,
    "near_month": moving.near_month,
    "near_quarter": moving.near_quarter,
    "weekday": moving.weekday,
    "near_day": moving.near_day,
    "soon": moving.soon,
    "clock": moving.clock,
    "span": moving.span,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A reading with its place and the role of its tail."""

    start: int
    end: int
    reading: Reading
    role: str = ""


def found(text: str, lexicon: DateLexicon, year: str = "XXXX", given: date | None = None) -> tuple[DateSpan, ...]:
    """Every date expression of `text`; `year` as the document states it (2023, 20XX, XXXX), `given` its own date.

    A deadline's `edtf` is the latest day that satisfies it; days are resolved only where every digit is known.
    """
    by = Reckoning(lexicon, f"{given.year:04d}" if given and year == "XXXX" else year, given)
    spans: list[DateSpan] = []
    at = 0
    while start := lexicon.trigger.search(text, at):
        wordings = lexicon.numbered if start["number"] else lexicon.worded
        hit = wordings.match(text, start.start())
        one = expression(text, hit, by) if hit else None
        at = one.end if one else hit.end() if hit else start.end()
        if one:
            spans.append(ahead_of(span_of(text, one, by, spans), given))
    return tuple(spans)


def ahead_of(span: DateSpan, given: date | None) -> DateSpan:
    """A deadline without a year that lies well before the speech is one of the next year: 1月底前 said in November."""
    yearless = span.use is DateUse.DEADLINE and "年" not in span.mention and "/" not in span.mention
    if not (given and yearless and span.latest and span.earliest and (given - span.latest).days > PASSED):
        return span
    latest, earliest = next_year(span.latest), next_year(span.earliest)
    return replace(span, edtf=latest.isoformat(), latest=latest, earliest=earliest)


def next_year(day: date) -> date:
    """The same day a year later; 28 February for 29."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def expression(text: str, hit: Match[str], by: Reckoning) -> Found | None:
    """The whole expression at a hit: wording, second half of a range, tail."""
    one = worded(text, hit, by)
    if one is None or one.reading.freq:
        return one
    one = tailed(text, one, by)
    if one.role in ("", "from") and one.reading.sort in RANGEABLE:
        one = ranged(text, one, by)
    reading = one.reading
    if reading.terse and not one.role and reading.sort in NEEDS_TAIL:
        return None
    period = bounded(reading, one.role)
    return one if period is reading.period else replace(one, reading=replace(reading, period=period))


def worded(text: str, hit: Match[str], by: Reckoning) -> Found | None:
    """The wording read by its form; a hit that its reader refuses is a trap."""
    index = int(str(hit.lastgroup)[1:])
    form: Form = by.lexicon.forms[index]
    start = hit.start()
    parts = by.lexicon.patterns[index].match(text, start)
    if parts is None:
        return None
    said = {name: words for name, words in parts.groupdict().items() if words}
    if not by.lexicon.variants.isdisjoint(parts.group()):
        said = {name: words.translate(by.lexicon.plain) for name, words in said.items()}
    anchored = form.reads == "span" and bool(by.lexicon.context.anchor_leads.search(text[max(0, start - NEAR) : start]))
    reading = READERS[form.reads](said, form, replace(by, anchored=True) if anchored else by)
    if reading is None:
        return None
    end = parts.end()
    while text[end - 1] in " 　":
        end -= 1
    if "quoted" in said and text[max(0, start - 1) : start] in QUOTES:
        start -= 1
    ended = "before" if "by" in said else "within" if "inside" in said else ""
    return Found(start, end, reading, ended)


def tailed(text: str, one: Found, by: Reckoning) -> Found:
    """With 前, 内, 起, … and an hour before it."""
    tail = by.lexicon.tail.match(text, one.end)
    if tail is None or tail.end() == one.end or one.role:
        return one
    word = (tail["tail"] or "").translate(by.lexicon.plain)
    if not word and (not tail["hour"] or one.reading.sort not in ("day", "near_day")):
        return one
    return replace(one, end=tail.end(), role=by.lexicon.roles.get(word, ""))


def ranged(text: str, one: Found, by: Reckoning) -> Found:
    """With 至 and a second date, which takes year and month from the first where it names none."""
    to = by.lexicon.to.match(text, one.end)
    hit = to and by.lexicon.follow.match(text, to.end())
    if not to or not hit:
        return one
    first = one.reading.period
    second = worded(text, hit, replace(by, base=first if first.first else None))
    if second is None or second.reading.sort not in RANGEABLE or second.reading.sort == "soon":
        return one
    second = tailed(text, second, by)
    start, last = first.first, bounded(second.reading, second.role).last
    if start and last and last < start and last[:4] == start[:4]:
        last = cal.moved_year(last[:4], 1) + last[4:]
    start = last if start and last and last < start else start
    period = Period(start, last, second.reading.period.precision, second.reading.period.status)
    reading = replace(second.reading, period=period, over=second.reading.over, terse=False)
    return Found(one.start, second.end, reading, "until" if second.role in ("", "before") else second.role)


def bounded(reading: Reading, role: str) -> Period:
    """The days that the tail leaves: 国庆前 and 6月前 end before they begin, 7月1日起 is a start, 前后 is vague."""
    period = reading.period
    if role == "before" and reading.sort in EXCLUSIVE and period.first:
        last = cal.day_before(period.first)
        return replace(period, first=last, last=last)
    if role in ("about", "after") and reading.sort in (
        "festival",
        "month",
        "day",
        "part",
        "year",
        "near_year",
        "quarter",
    ):
        return replace(NO_DAY, precision=period.precision, status=DueStatus.VAGUE)
    if role == "from" and period.first and reading.sort != "near_year":
        return replace(period, last=period.first)
    if role == "during" and reading.sort == "festival":
        return replace(NO_DAY, precision="event", status=DueStatus.VAGUE)
    return period


def span_of(text: str, one: Found, by: Reckoning, spans: list[DateSpan]) -> DateSpan:
    """The finished value; 到 and 至 before a deadline are part of it."""
    context = by.lexicon.context
    hit = Hit(text, one.start, one.end, one.reading, one.role, context, text[max(0, one.start - NEAR) : one.start])
    use = DateUse.DATE if again(text, one, spans) else use_of(hit)
    if use is DateUse.DATE and joins(hit, spans):
        use = DateUse.DEADLINE
    start = one.start
    if use is DateUse.DEADLINE:
        lead = context.until_leads.search(hit.before) or context.coming.search(hit.before)
        start -= len(lead.group()) if lead else 0
    period = one.reading.period
    status = cal.status_of(period)
    resolved = status is DueStatus.RESOLVED
    return DateSpan(
        start=start,
        end=one.end,
        mention=text[start : one.end],
        use=use,
        edtf=period.last,
        earliest=cal.known(period.first) if resolved else None,
        latest=cal.known(period.last) if resolved else None,
        precision=period.precision,
        status=status,
        freq=one.reading.freq,
    )


def again(text: str, one: Found, spans: list[DateSpan]) -> bool:
    """Whether a recurrence before it governs it: 每月由县委办于25日前汇总, 每年于6月底前 (there in its clause)."""
    part_of = one.reading.part_of
    last = next((s for s in reversed(spans) if s.freq), None) if part_of else None
    if last is None or one.start - last.end > FAR:
        return False
    if part_of is Freq.YEARLY:
        return last.freq is Freq.YEARLY and not STOPS.search(text, last.end, one.start)
    return not SENTENCE.search(text, last.end, one.start)


def joins(hit: Hit, spans: list[DateSpan]) -> bool:
    """Whether it shares the work of a deadline before it: 8月底9月初, 4月中旬和9月中旬."""
    if not spans or spans[-1].use is not DateUse.DEADLINE or hit.reading.sort not in ("day", "part", "month"):
        return False
    paired = hit.context.pairings.search(hit.before)
    return spans[-1].end == hit.start - (len(paired.group()) if paired else 0)
