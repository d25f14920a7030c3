"""What became of the documents of a load."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a number of documents."""

    speeches: int = 0
    statements: int = 0
    directives: int = 0
    skipped: int = 0
    failed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(
            self.speeches + other.speeches,
            self.statements + other.statements,
            self.directives + other.directives,
            self.skipped + other.skipped,
            self.failed + other.failed,
        )
