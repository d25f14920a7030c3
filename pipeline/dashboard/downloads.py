"""Files of what a page shows: what they are called, and the buttons that make them only when they are clicked."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from streamlit.delta_generator import DeltaGenerator

from pipeline.export import workbook

MIMES = {"csv": "text/csv", "xlsx": workbook.MIME}
NAMES = {"csv": "CSV", "xlsx": "Excel"}
LONGEST = 60
"""Characters of a title in the name of a file: with day and ending it fits any file system."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that can be had; `made` gives its bytes once somebody wants them, `day` is the one that it tells of."""

    title: str
    form: str
    day: date
    made: Callable[[], bytes]

    @property
    def name(self) -> str:
        """Title and day; letters and digits alone, since words of a speech may stand in a title.

        >>> File("../县林草局：负责的任务", "csv", date(2026, 9, 30), bytes).name
        '县林草局_负责的任务_2026-09-30.csv'
        """
        plain = re.sub(r"\W+", "_", self.title).strip("_")[:LONGEST]
        return f"{plain}_{self.day.isoformat()}.{self.form}"


def forms() -> tuple[str, ...]:
    """The forms that can be made here, CSV first."""
    return tuple(form for form in NAMES if form == "csv" or workbook.available())


def button(place: DeltaGenerator, file: File, label: str, **looks: Any) -> None:  # noqa: ANN401  (as Streamlit has them)
    """The way to a file; a click runs nothing but `made`."""
    place.download_button(label, file.made, file.name, MIMES[file.form], on_click="ignore", **looks)
