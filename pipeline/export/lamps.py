"""预警: how near a deadline is, told by a symbol and a word as well as by a colour, for black-and-white prints."""

from dataclasses import dataclass
from datetime import date

from pipeline.export.items import Item

NEAR = 7
"""Days before the deadline from which a directive is urgent."""


@dataclass(frozen=True, slots=True)
class Lamp:
    """What stands in the column 预警."""

    symbol: str
    word: str
    colour: str

    def __str__(self) -> str:
        """As it is printed."""
        return f"{self.symbol} {self.word}"


OVERDUE = Lamp("●", "已逾期", "#C00000")
SOON = Lamp("▲", "临近", "#B45F06")
AHEAD = Lamp("■", "正常", "#38761D")
UNKNOWN = Lamp("○", "时限不明", "#595959")
LAMPS = (OVERDUE, SOON, AHEAD, UNKNOWN)


def lamp(item: Item, on: date) -> Lamp | None:
    """The lamp of a directive on a day; none where it is done, or nobody set a deadline."""
    if item.ended or not item.has_date:
        return None
    if item.due_latest is None:
        return UNKNOWN
    left = (item.due_latest - on).days
    return OVERDUE if left < 0 else SOON if left <= NEAR else AHEAD
