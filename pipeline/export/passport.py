"""What a workbook carries so that it can come back: whose it is, and how each row was when it went out.

It stands on a sheet that Excel and WPS do not show. The words of a row are kept as a hash, so that a row whose
id no longer fits its words (sorted without the hidden column) is noticed; status and progress, so that an edit
is told from what somebody else recorded in the database meanwhile.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from pipeline.export.items import UNPRINTED, Item
from pipeline.store import Store

SHEET = "duban"
LAYOUT = "1"
"""Changes whenever what is written here changes its meaning."""
HEAD = ("duban", LAYOUT)
LEDGER = "督办台账"
ID, WORDS, SOURCE, PROGRESS, STATUS = "任务编号", "具体措施", "任务来源", "进展情况", "状态"

LONGEST = 32_767
"""UTF-16 units of a cell of Excel."""
CUT = "……【本单元格超过 Excel 的长度上限，以下略，全文见数据库】"

ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Stamp:
    """One row as it went out: hashes of its words and of the progress, and the status in full."""

    directive_id: str
    words: str
    status: str
    progress: str


def fingerprint(store: Store) -> str:
    """What tells this database from every other: a hash of when it was made, to the microsecond."""
    return _hash(str(store.tuples("select created_at from meta")[0][0]))


def stamp(item: Item) -> Stamp:
    """How a directive goes out."""
    return Stamp(
        item.directive_id, words(item.source, item.measure), item.status.value, note(shown(item.progress or ""))
    )


def words(source: str | None, measure: str | None) -> str:
    """The hash by which a row is known: the cells nobody is asked to edit."""
    return _hash(f"{plain(shown(source or ''))}\n{plain(shown(measure or ''))}")


def note(progress: str) -> str:
    """The hash of a cell of progress."""
    return _hash(plain(progress))


def plain(cell: str) -> str:
    """The words of a cell, whichever program saved it: escapes resolved, one kind of line end, nothing unprintable."""
    told = ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)
    return UNPRINTED.sub("", told.replace("\r\n", "\n")).strip()


def shown(text: str) -> str:
    """The text as a cell can hold it; one that is too long ends with a mark that says so."""
    if _units(text) <= LONGEST:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - _units(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT


def lines(database: str, items: tuple[Item, ...], on: str) -> Iterator[tuple[str, ...]]:
    """The rows of the hidden sheet; `database` is the fingerprint of where the items are from."""
    yield (*HEAD, database, on)
    for item in items:
        one = stamp(item)
        yield (one.directive_id, one.words, one.status, one.progress)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=10).hexdigest()
