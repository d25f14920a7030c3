"""The year and the date that a document states for the work it assigns."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from re import Match, Pattern

from pipeline.dates import calendar as cal
from pipeline.lexicon.date_slots import DIGITS, SPACES, ZEROS
from pipeline.lexicon.dates import DateLexicon

SENTENCE = re.compile("[。；，,：:]")
STOPS = re.compile("[，,。；;：:！？\n]")
HEAD, TITLE_LINE, LONG_TITLE, NEAR, INDENT = 300, 40, 64, 16, 80
AROUND = " 　（）()[]【】"
ORDERED = re.compile("，[^。；了已]{2,60}[要将]")  # 2024年，全区引进资金要突破…
NUMBER = re.compile(r"[〔\[（(﹝【](?P<year>20\d\d)[〕\])）﹞】] ?第?[\d*×Xx_]+号")  # noqa: RUF001 (the brackets of document numbers)
LETTERHEAD = re.compile(r"^.{1,40}(?:文件|[〕\])）] ?第?[\d*×Xx_]+号)$", re.MULTILINE)  # noqa: RUF001
SCHEDULED = re.compile(
    r"(?P<year>20\d\d)年(?:年?[底末]|(?P<month>\d{1,2})月(?:份|[底末初]|[上中下]旬|\d{1,2}日)?)"
    r"(?:[上下]午|晚)?(?:\d{1,2}[:：时点]\d{0,2})?(?:[之以]?前|[至—-])"
)
CLASS = re.compile("(?P<year>20\\d\\d)届(?:高校)?毕业")
SPAN = re.compile("(?P<year>20\\d\\d)年?(?:\\d{1,2}月)?[—–－~～至到-]{1,2}$")
BYLINE = re.compile(
    "[（(]?(?:本[报网台刊站]|通讯员|记者|[^。，]{0,8}[讯电])[^。，]{0,20}[）)]?[：: 　]*$"
)  # 本报讯（记者 某某）
BRACKETS = frozenset("（）()")
OPENERS = tuple("。！：:")
WIRED = ("讯", "电")
LEAP = 2000  # a year that has every day
ADVENT = "11"  # from this month on, the year of a title may be the next one
BEFORE, BEHIND = 8, 16  # characters that a year, and a month and day with it, are long at most
DAYS = ("月", "日", "号", "號")
COUNTED = DIGITS | set(SPACES + ZEROS)
OPENED = 3  # a sentence of orders opens with the year
TITLED, SAID, SIGNED, TITLE, REVIEW, MASKED, PRINTED = 7, 6, 5, 4, 3, 2, 1  # what is said outweighs where it stands


def stated(text: str, lexicon: DateLexicon) -> tuple[str, date | None]:
    """The year and the day that the document states."""
    said = stated_on(text, lexicon)
    year = document_year(text, lexicon, said)
    return year, said or closed_on(text, lexicon) or reported_on(text, year, lexicon) or headed(text, lexicon)


def document_year(text: str, lexicon: DateLexicon, signed: date | None) -> str:
    """2023, 20XX, or XXXX where none is stated: the year with the best evidence, the later of equals.

    `signed`: the day that it states in full.
    """
    votes: Counter[str] = Counter()
    for hit in dated(text, lexicon.year):
        year = year_voted(text, hit, lexicon)
        weight = evidence(text, hit, year, lexicon) if year.startswith("20") else 0
        if weight:
            votes[year] = max(votes[year], weight)
    if signed:
        votes[f"{signed.year:04d}"] = max(votes[f"{signed.year:04d}"], SIGNED)
    if not votes:
        votes.update({year: PRINTED for year in printed(text, lexicon) or scheduled(text)})
    return max(votes, key=lambda y: (votes[y], y), default="XXXX")


def year_voted(text: str, hit: Match[str], lexicon: DateLexicon) -> str:
    """The year that a mention speaks for: the first of a span, in which its work begins (2025—2026年秋冬季)."""
    span = SPAN.search(text, max(0, hit.start() - NEAR), hit.start())
    return span["year"] if span else cal.year_digits(hit["year"].translate(lexicon.plain))


def dated(text: str, pattern: Pattern[str], unit: str = "年") -> Iterator[Match[str]]:
    """The matches of a pattern that holds a number and its unit, in order.

    Read only around each unit with a digit before it (2023年, not 今年), twenty times as fast as everywhere.
    """
    floor, at = 0, -1
    for part in text.split(unit)[:-1]:
        at += len(part) + 1
        hit = None
        if part[-1:] in COUNTED and at >= floor:
            hit = pattern.search(text, max(floor, at - BEFORE), at + BEHIND)
        if hit:
            yield hit
            floor = hit.end()


def scheduled(text: str) -> tuple[str, ...]:
    """The one year of all deadlines, one of them to the month (2022年6月前, 2022年底前); no plan's end."""
    found = list(SCHEDULED.finditer(text))
    years = {hit["year"] for hit in found}
    return tuple(years) if len(years) == 1 and any([hit["month"] for hit in found]) else ()


def printed(text: str, lexicon: DateLexicon) -> tuple[str, ...]:
    """The years printed near the head or at the end (2023-02-24, 文号 with its year, 2023届毕业生)."""
    days = [cal.year_digits(stamp["year"].translate(lexicon.plain)) for stamp in stamps(text, lexicon)]
    closing = closed_on(text, lexicon)
    if closing:
        days.append(f"{closing.year:04d}")
    end = above_first_sentence(text)
    return (*days, *(year["year"] for pattern in (NUMBER, CLASS) for year in pattern.finditer(text, 0, end)))


def stamps(text: str, lexicon: DateLexicon) -> list[Match[str]]:
    """The full dates in the short lines above the first sentence: 发布日期：2023-02-24, 2023/2/24 10:22 来源：…."""
    end = above_first_sentence(text)
    head = text[:end]
    found = [hit for mark, pattern in lexicon.stamps if mark in head for hit in pattern.finditer(head)]
    return sorted(found, key=lambda hit: hit.start())


def above_first_sentence(text: str) -> int:
    """Where the first line begins that holds a sentence; at most `HEAD`."""
    start = 0
    for line in text[:HEAD].split("\n"):
        if "。" in line or len(line) > INDENT:
            return start
        start += len(line) + 1
    return min(start, HEAD)


def evidence(text: str, hit: Match[str], year: str, lexicon: DateLexicon) -> int:
    """How strongly a year is the one of the work assigned; 0 for the year of a law, a plan, an event."""
    context = lexicon.context
    span = SPAN.search(text, max(0, hit.start() - NEAR), hit.start())
    start = span.start() if span else hit.start()
    before = text[max(0, start - NEAR) : start]
    stop = STOPS.search(text, hit.end(), hit.end() + NEAR)
    behind = text[hit.end() : stop.start() if stop else hit.end() + NEAR]
    if hit.start() < HEAD and dateline(text, hit):
        return SIGNED
    titled = in_title(text, hit.start(), lexicon)
    if context.until_leads.search(before) or (not titled and named(text, hit.start())):
        return 0
    if context.review_near.search(behind):
        return REVIEW if titled else 0
    said = context.work_before.search(before) or context.work_behind.match(text, hit.end())
    if said or context.work_near.search(behind):
        return TITLED if titled else SAID
    if before[-1:] in ("", "\n", "\u3000", " ", "。") and ORDERED.match(text, hit.end()):
        return OPENED
    return TITLE if titled else MASKED if "X" in year else 0


def in_title(text: str, at: int, lexicon: DateLexicon) -> bool:
    """Whether a place is in the first line below a letterhead, or in one above the first sentence that names the text.

    Page furniture stands there as well: a line with a publication date tells of the page.
    """
    if at >= HEAD:
        return False
    first = not LETTERHEAD.sub("", text[: text.rfind("\n", 0, at) + 1]).strip()
    line = line_at(text, at).rstrip()
    heads = at < above_first_sentence(text) and len(line) <= LONG_TITLE and line[-1:] not in "。：，:,"
    return first or (heads and not lexicon.context.paged.search(line))


def line_at(text: str, at: int) -> str:
    """The line that a place is in."""
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def named(text: str, at: int) -> bool:
    """Whether a place is inside 《…》."""
    return text.rfind("《", max(0, at - 40), at) > text.rfind("》", max(0, at - 40), at)


def closed_on(text: str, lexicon: DateLexicon) -> date | None:
    """The day in figures that is the last line of all: 2022.6.20."""
    last = text[-INDENT:].rstrip().rpartition("\n")[2].strip(AROUND)
    if last[:1] not in DIGITS:
        return None
    hit = next(filter(None, (pattern.fullmatch(last) for mark, pattern in lexicon.stamps if mark in last)), None)
    return day_said(hit, lexicon) if hit else None


def stated_on(text: str, lexicon: DateLexicon) -> date | None:
    """The day that it states in full."""
    days = [(hit.start(), day_said(hit, lexicon)) for hit in dated(text, lexicon.day) if states(text, hit, lexicon)]
    in_head = [day for start, day in days if start < HEAD and day]
    signed = [day for _, day in days if day]
    return in_head[0] if in_head else signed[-1] if signed else None


def states(text: str, hit: Match[str], lexicon: DateLexicon) -> bool:
    """Whether a date is the document's own: a line of its own, or near the head in brackets, behind 时间： or held."""
    left = text[max(0, hit.start() - INDENT) : hit.start()].rstrip(AROUND)
    right = text[hit.end() : hit.end() + INDENT].removeprefix("印发").lstrip(AROUND)
    if right[:1] in WIRED and hit.start() < HEAD:
        return True  # 本报6月20日讯
    if right[:1] in ("", "\n") and (left[-1:] in ("", "\n") or closes(text, hit)):
        return True
    if appended(text, hit):
        return True
    return hit.start() < HEAD and bool(
        bracketed(text, hit.start()) or lexicon.context.held_on.search(left) or held(text, hit, left, lexicon)
    )


def appended(text: str, hit: Match[str]) -> bool:
    """Whether a date stands in the remark in brackets that ends the text: 谢谢大家！（2022年6月22日，根据录音整理）."""
    if hit.end() < len(text) - INDENT:
        return False
    rest = text[hit.end() :].rstrip()
    opened = max(text.rfind("（", 0, hit.start()), text.rfind("(", 0, hit.start()))
    return rest[-1:] in ("）", ")") and opened > hit.start() - INDENT and not BRACKETS.intersection(rest[:-1])


def closes(text: str, hit: Match[str]) -> bool:
    """Whether a date ends one of the last lines, behind who signs: 市政府办公室　2022年6月20日印发."""
    line = text.rfind("\n", 0, hit.start()) + 1
    if not 0 < hit.start() - line <= TITLE_LINE or not line or hit.end() < len(text) - HEAD:
        return False
    return not SENTENCE.search(text, line, hit.start()) and not SENTENCE.search(text, hit.end())


def headed(text: str, lexicon: DateLexicon) -> date | None:
    """The day in a line above the first sentence that tells neither of a page nor of another event: 市长　2022.6.20."""
    for hit in stamps(text, lexicon):
        line = line_at(text, hit.start())
        day = day_said(hit, lexicon)
        if day and not lexicon.context.paged.search(line) and "，" not in line:
            return day
    return None


def reported_on(text: str, year: str, lexicon: DateLexicon) -> date | None:
    """The day of a head without a year (11月6日，县长主持召开…), in the year that the page or else the text states."""
    said = yearless_day(text, lexicon)
    if said is None:
        return None
    printed_on = [day for stamp in stamps(text, lexicon) if (day := day_said(stamp, lexicon))]
    if printed_on:
        years = (printed_on[0].year, printed_on[0].year - 1)
        days = (cal.known(cal.day_of(f"{printed:04d}", *said)) for printed in years)
        return next((day for day in days if day and day <= printed_on[0]), None)
    return cal.known(cal.day_of(year if said[0] < ADVENT else "XXXX", *said))


def yearless_day(text: str, lexicon: DateLexicon) -> tuple[str, str] | None:
    """Month and day that the head states for the document, where it leaves out the year or masks it: （9月1日）."""
    whole = [hit for hit in dated(text[: HEAD + BEHIND], lexicon.day) if "X" in year_voted(text, hit, lexicon)]
    head = text[:HEAD]
    bare = [hit for hit in dated(head, lexicon.month_day, "月") if head[hit.start() - 1 : hit.start()] != "年"]
    for hit in (*whole, *bare):
        if hit.start() < HEAD and states(text, hit, lexicon):
            month, day = (cal.two_digits(hit[name].translate(lexicon.plain)) for name in ("month", "day"))
            return (month, day) if cal.known(cal.day_of(f"{LEAP}", month, day)) else None
    return None


def held(text: str, hit: Match[str], left: str, lexicon: DateLexicon) -> bool:
    """Whether a date opens a line that tells of this meeting: 2024年3月18日下午，县长主持召开…."""
    line = text[hit.end() : hit.end() + INDENT].partition("\n")[0].partition("。")[0]
    opening = text[text.rfind("\n", 0, hit.start()) + 1 : hit.start()]
    opens = left.rstrip("—-")[-1:] in ("", "\n") or (len(opening) <= TITLE_LINE and BYLINE.match(opening.strip()))
    begins = left[-1:] in OPENERS and "了" not in line  # 同志们：2022年6月20日，我们召开会议
    return bool((opens or begins) and lexicon.context.holding.search(line))


def dateline(text: str, hit: Match[str]) -> bool:
    """Whether a year stands in a line of its own near the head: （2023年8月）, （2024年9月**日）."""
    line = line_at(text, hit.start()).strip(AROUND)
    whole = 0 < hit.start() < HEAD and line.startswith(hit.group().strip())
    return whole and len(line) <= BEFORE + BEHIND and line[-1:] in DAYS


def bracketed(text: str, at: int) -> bool:
    """Whether a place is in a line that is all in brackets: （2023年6月13日，根据录音整理）."""
    line = line_at(text, at).strip()
    return line[:1] in ("（", "(") and line[-1:] in ("）", ")")


def day_said(hit: Match[str], lexicon: DateLexicon) -> date | None:
    """A full date as a day, None where a digit is masked."""
    year, month, day = (hit[name].translate(lexicon.plain) for name in ("year", "month", "day"))
    return cal.known(cal.day_of(cal.year_digits(year), cal.two_digits(month), cal.two_digits(day)))
