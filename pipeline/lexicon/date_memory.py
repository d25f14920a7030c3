"""What wordings said before: officialese has few of them, and to read one costs ten times as much as to recall it."""

from collections.abc import Hashable
from datetime import date
from typing import Any, TypeVar

Said = TypeVar("Said")


class Memory(dict[Hashable, Any]):
    """By wording, what it says; full, it starts anew."""

    LIMIT = 20_000

    def kept(self, key: Hashable, said: Said) -> Said:
        """What a wording says, kept for the next time."""
        if len(self) >= self.LIMIT:
            self.clear()
        self[key] = said
        return said


class Memories:
    """A memory for each day that wordings are reckoned from."""

    LIMIT = 500

    def __init__(self) -> None:
        self._memories: dict[tuple[str, date | None], Memory] = {}

    def of(self, year: str, given: date | None = None) -> Memory:
        """The memory of the documents of a year, or of a day."""
        if (year, given) not in self._memories:
            if len(self._memories) >= self.LIMIT:
                self._memories.clear()
            self._memories[year, given] = Memory()
        return self._memories[year, given]
