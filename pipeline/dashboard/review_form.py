"""The form of 校对 as values: what is shown of a directive, and what somebody filled in as changes for the store.

Rows of the two tables carry hidden cells (`was`, and places), so that what nobody has touched stays as it is, to the
last key. No Streamlit here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from pipeline.errors import UsageError
from pipeline.model import DateSpan, DateUse

Json = dict[str, Any]
Cells = Mapping[str, Any]
SAYING = ("name", "unit", "indicator")
"""Cells in which somebody has written something; the others come with a new row."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form: rows of the tables, words and values; empty where there is nothing."""

    kind: str
    bodies: tuple[Cells, ...] = ()
    more_bodies: tuple[str, ...] = ()
    due: str = ""
    edtf: str = ""
    recurrence: str = ""
    freq: str = ""
    targets: tuple[Cells, ...] = ()


def changes(shown: Json, filled: Filled, dates: Sequence[DateSpan]) -> Json:
    """What differs from what was shown, in the shape of gold; `dates` are those of the sentence.

    Raises:
        UsageError: `correction`, something is filled in without the words of the text that it stands for.
    """
    told = {
        "kind": filled.kind,
        "bodies": [*bodies(shown["bodies"], filled.bodies), *({"mention": one} for one in filled.more_bodies)],
        "due": due(shown["due"], filled.due, filled.edtf, dates),
        "recurrence": recurrence(shown["recurrence"], filled.recurrence, filled.freq, dates),
        "targets": targets(shown["targets"], filled.targets),
    }
    return {field: value for field, value in told.items() if value != shown[field]}


# ── bodies ──


def body_rows(bodies: Sequence[Json]) -> list[Json]:
    """The rows of the table."""
    return [{"mention": b["mention"], "name": b["name"], "role": b["role"], "was": n} for n, b in enumerate(bodies)]


def bodies(shown: Sequence[Json], rows: Sequence[Cells]) -> list[Json]:
    """Bodies from the rows; one without words of the text is none."""
    return _rows("责任单位", shown, rows, _body)


def _body(row: Cells, before: Json | None) -> Json:
    mention, name, role = _words(row, "mention"), _words(row, "name"), _words(row, "role") or "responsible"
    if before and mention == before["mention"]:
        named = {} if name == before["name"] else {"name": name.strip() or mention, "canonical": None}
        return {**before, **named, "role": role}
    follows = not name or (before is not None and name == before["mention"])  # the name was but the words
    return {"mention": mention.strip(), "name": (mention if follows else name).strip(), "role": role}


def candidates(mentions: Sequence[str], around: str, taken: Sequence[str]) -> tuple[str, ...]:
    """Bodies named anywhere in the speech whose words stand in the paragraph and are not taken."""
    return tuple(dict.fromkeys(one for one in mentions if one in around and one not in taken))


# ── deadline and recurrence ──


def due(shown: Json | None, mention: str, edtf: str, dates: Sequence[DateSpan]) -> Json | None:
    """A deadline; its day is reckoned from the words, unless somebody has written another one."""
    before, day = (shown["mention"], shown["edtf"] or "") if shown else ("", "")
    if not mention.strip():
        _check_empty("最后一天", edtf not in ("", day), "时限原文")
        return None
    same = mention == before
    if same and edtf == day:
        return shown
    mention, edtf = (mention if same else mention.strip()), edtf.strip()
    span = _span(mention, dates)
    untouched = edtf == day and not same
    if span and (untouched or edtf == (span.edtf or "")):
        return _reckoned(span, mention)
    kept = {"start": shown["start"]} if shown and same else {}
    return {"mention": mention, "edtf": None if untouched else edtf or None, **kept}


def _reckoned(span: DateSpan, mention: str) -> Json:
    days = (
        {"earliest": span.earliest.isoformat(), "latest": span.latest.isoformat()}
        if span.earliest and span.latest
        else {}
    )
    return {"mention": mention, "edtf": span.edtf, **days, "status": span.status.value, "start": span.start}


def recurrence(shown: Json | None, mention: str, freq: str, dates: Sequence[DateSpan]) -> Json | None:
    """A recurrence; how often is reckoned from the words, unless somebody has chosen."""
    before, often = (shown["mention"], shown["freq"]) if shown else ("", "")
    if not mention.strip():
        _check_empty("多久一次", freq not in ("", often), "频次原文")
        return None
    if mention == before and freq == often:
        return shown
    mention = mention if mention == before else mention.strip()
    span = _span(mention, dates)
    reckoned = span.freq.value if span and span.freq and freq == often else freq
    return {"mention": mention, "freq": reckoned}


def offered(dates: Sequence[DateSpan], use: DateUse) -> tuple[str, ...]:
    """The words that are offered first; other dates of the sentence behind them."""
    ranked = sorted(dates, key=lambda one: one.use is not use)
    return tuple(dict.fromkeys(one.mention for one in ranked if use is DateUse.DEADLINE or one.freq))


def _check_empty(what: str, filled: bool, words: str) -> None:
    """Empty words mean that there is none; but then nothing else may have been filled in."""
    if filled:
        raise UsageError("correction", f"填了“{what}”，但“{words}”是空的：请照原文填上，或两格都清空")


def _span(mention: str, dates: Sequence[DateSpan]) -> DateSpan | None:
    return next((one for one in dates if one.mention == mention), None)


# ── targets ──


def target_rows(targets: Sequence[Json]) -> list[Json]:
    """The rows of the table; a range has two numbers."""
    return [
        {
            "mention": t["mention"],
            "op": t["op"],
            "low": _pair(t["value"])[0],
            "high": _pair(t["value"])[1],
            "unit": t["unit"] or "",
            "indicator": t["indicator"] or "",
            "was": n,
        }
        for n, t in enumerate(targets)
    ]


def targets(shown: Sequence[Json], rows: Sequence[Cells]) -> list[Json]:
    """Targets from the rows; one without words of the text is none."""
    return _rows("量化指标", shown, rows, _target)


def _target(row: Cells, before: Json | None) -> Json:
    mention, op = _words(row, "mention"), _words(row, "op") or "="
    low, high = _number(row.get("low")), _number(row.get("high"))
    value: Any = low if high is None and op != "range" else [low, high]
    value = None if value == [None, None] else value
    fields = {
        "op": op,
        "value": value,
        "unit": _words(row, "unit") or None,
        "indicator": _words(row, "indicator") or None,
    }
    if before and mention == before["mention"]:
        return {**before, **fields}
    return {"mention": mention.strip(), **fields}


def _pair(value: Any) -> tuple[float | None, float | None]:  # noqa: ANN401  (JSON)
    low, high = value if isinstance(value, list) else (value, None)
    return low, high


# ── cells ──


def _rows(
    what: str, shown: Sequence[Json], rows: Sequence[Cells], made: Callable[[Cells, Json | None], Json]
) -> list[Json]:
    found = []
    for number, row in enumerate(rows, 1):
        if any(_words(row, name) for name in SAYING) and not _words(row, "mention"):
            raise UsageError("correction", f"{what}第 {number} 行没有“原文写法”：请照原文填上，或删去这一行")
        if _words(row, "mention"):
            was = _number(row.get("was"))
            found.append(made(row, None if was is None else shown[int(was)]))
    return found


def _words(row: Cells, name: str) -> str:
    """A cell of words as they stand; an empty one may be None or not a number."""
    value = row.get(name)
    return value if isinstance(value, str) and value.strip() else ""


def _number(value: Any) -> float | None:  # noqa: ANN401  (a cell)
    if value is None or isnan(value):
        return None
    return int(value) if float(value).is_integer() else float(value)
