"""lexicons/lamps.toml -> LampSettings: thresholds, colours, symbols and words of the lamps (预警)."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import with_config

from pipeline.errors import LexiconError
from pipeline.lamps import Lamp, LampSettings
from pipeline.lexicon.rows import STRICT, Source, toml_rows, toml_table
from pipeline.resources import path as bundled_path

FILE = "lamps.toml"
FORMS = (
    ("id", "[a-z]{1,20}", "小写英文字母，它写在网址里"),
    ("colour", "#[0-9A-Fa-f]{6}", " #RRGGBB"),
    ("symbol", r"\S", "一个字符"),
)
GREY = "#595959"
NOTHING = LampSettings((Lamp("green", "正常", "■", GREY),), Lamp("unknown", "", "", GREY), Lamp("ended", "", "", GREY))
"""In place of settings with faults, which are never used."""


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class LampRow:
    """A lamp as it stands in the file."""

    id: str
    label: str
    symbol: str
    colour: str
    days: int | None = None


def load(folder: Path, faults: list[str]) -> LampSettings:
    """Read `lamps.toml`; faults are added to the list."""
    source = Source(folder / FILE, faults)
    before = len(faults)
    table: dict[str, Any] = toml_table(source)
    for odd in sorted(set(table) - {"lamp", "unknown", "ended"}):
        source.fault(f"[{odd}]", "多出的表；只有 [[lamp]]、[unknown]、[ended]")
    single: dict[str, Any] = {key: [table[key]] for key in ("unknown", "ended") if key in table}
    rows = toml_rows(source, table, "lamp", LampRow)
    unknown, ended = (toml_rows(source, single, key, LampRow) for key in ("unknown", "ended"))
    _check(source, rows, (*rows, *unknown, *ended))
    if len(faults) > before:
        return NOTHING
    return LampSettings(tuple(map(_lamp, rows)), _lamp(unknown[0]), _lamp(ended[0]))


def _lamp(row: LampRow) -> Lamp:
    return Lamp(row.id, row.label, row.symbol, row.colour, row.days)


def _check(source: Source, dated: tuple[LampRow, ...], every: tuple[LampRow, ...]) -> None:
    """Each lamp can be told from the others without its colour, and each number of days left has one."""
    for row in every:
        for field, form, wanted in FORMS:
            if not re.fullmatch(form, getattr(row, field)):
                source.fault(row.id, f"{field} = {getattr(row, field)!r}：应为{wanted}")
    for field in ("id", "label", "symbol"):
        values = [getattr(row, field) for row in every]
        for twice in sorted({value for value in values if values.count(value) > 1}):
            source.fault(field, f"{twice!r} 用了不止一次：黑白打印时分不清")
    *limits, last = [row.days for row in dated] or [0]
    known = [day for day in limits if day is not None]
    if last is not None or len(known) < len(limits):
        source.fault("[[lamp]]", "除最后一盏外都要写 days，最后一盏不写")
    elif any(left >= right for left, right in pairwise(known)):
        source.fault("[[lamp]]", "days 应从小到大：最紧急的写在最前")


@cache
def bundled() -> LampSettings:
    """The settings that come with the program, or stand in its folder `lexicons`.

    Raises:
        LexiconError: with every fault of the file.
    """
    faults: list[str] = []
    found = load(bundled_path("lexicons"), faults)
    if faults:
        raise LexiconError(tuple(faults))
    return found
