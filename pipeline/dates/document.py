"""The year and the date that a document states for the work it assigns."""

from collections import Counter
from datetime import date
from re import Match

from pipeline.dates import calendar as cal
from pipeline.lexicon.dates import DateLexicon

HEAD, NEAR = 200, 12
SAID, TITLE, SIGNED, BOUND, REVIEW, MASKED = 6, 4, 5, 3, 1, 1


def document_year(text: str, lexicon: DateLexicon) -> str:
    """2023, 20XX, or XXXX where none is stated: the year with the best evidence, the later of equals."""
    votes: Counter[str] = Counter()
    for hit in lexicon.year.finditer(text):
        weight = evidence(text, hit, lexicon)
        year = cal.year_digits(hit["year"].translate(lexicon.plain))
        if weight and year.startswith("20"):
            votes[year] = max(votes[year], weight)
    signed = given_on(text, lexicon)
    if signed:
        votes[f"{signed.year:04d}"] = max(votes[f"{signed.year:04d}"], SIGNED)
    return max(votes, key=lambda y: (votes[y], y), default="XXXX")


def evidence(text: str, hit: Match[str], lexicon: DateLexicon) -> int:
    """How strongly a year is the one of the work assigned; 0 for the year of a law, a plan, an event."""
    context = lexicon.context
    before, behind = text[max(0, hit.start() - NEAR) : hit.start()], text[hit.end() : hit.end() + NEAR]
    if before.endswith("到") or text.rfind("《", max(0, hit.start() - 40), hit.start()) > text.rfind(
        "》", 0, hit.start()
    ):
        return 0
    if context.review_behind.search(behind):
        return REVIEW if hit.start() < HEAD else 0
    if context.work_before.search(before) or context.work_behind.search(behind):
        return SAID
    if "X" in cal.year_digits(hit["year"].translate(lexicon.plain)):
        return MASKED
    if hit.start() < HEAD and "\n" not in text[: hit.start()].lstrip():
        return TITLE
    return 0


def given_on(text: str, lexicon: DateLexicon) -> date | None:
    """The day of a line of its own: under the title, or at the end of a notice; None where there is none."""
    days = []
    for hit in lexicon.day.finditer(text):
        line_start = text.rfind("\n", 0, hit.start()) + 1
        line_end = text.find("\n", hit.end())
        line = text[line_start : hit.start()] + text[hit.end() : line_end if line_end >= 0 else len(text)]
        if line.strip(" 　（）()[]【】") == "":
            days.append((hit.start(), day_said(hit, lexicon)))
    in_head = [day for start, day in days if start < HEAD and day]
    signed = [day for _, day in days if day]
    return in_head[0] if in_head else signed[-1] if signed else None


def day_said(hit: Match[str], lexicon: DateLexicon) -> date | None:
    """A full date as a day, None where a digit is masked."""
    year, month, day = (hit[name].translate(lexicon.plain) for name in ("year", "month", "day"))
    return cal.known(cal.day_of(cal.year_digits(year), cal.two_digits(month), cal.two_digits(day)))
