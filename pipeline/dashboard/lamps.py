"""How lamps look on a page: symbol and word, and a colour that nobody depends on."""

from datetime import date

from pipeline.dashboard import markup
from pipeline.dashboard.markup import Html
from pipeline.lamps import Lamp, lamp
from pipeline.lexicon.lamps import bundled


def labels() -> dict[str, str]:
    """What the filters call the lamps."""
    return {one.id: f"{one.symbol} {one.label}" for one in bundled().all}


def lit(due_latest: date | None, status: str, on: date) -> Html:
    """The lamp of a directive."""
    return shown(lamp(due_latest, status, on, bundled()))


def shown(one: Lamp) -> Html:
    """A lamp; its colour is in the settings, which let nothing but a colour pass."""
    symbol = markup.tag("i", one.symbol, style=f"color: {one.colour}")
    return markup.tag("span", markup.joined((symbol, one.label)), class_=f"duban-lamp lamp-{one.id}")
