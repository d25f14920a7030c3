"""The exit codes, and which error leads to which."""

from enum import IntEnum

from pipeline.errors import DubanError, LexiconError, ReadError, StoreBusy, StoreForeign, UsageError


class Exit(IntEnum):
    """What a script learns from the end of a call."""

    WELL = 0
    SOME_FAILED = 1
    USAGE = 2
    NOTHING = 3
    BUSY = 4
    FOREIGN = 5
    INTERRUPTED = 130


_CODES: tuple[tuple[type[DubanError], Exit], ...] = (  # first match wins
    (StoreBusy, Exit.BUSY),
    (StoreForeign, Exit.FOREIGN),
    (UsageError, Exit.USAGE),
    (LexiconError, Exit.USAGE),
)


def code_of(error: DubanError) -> Exit:
    """The exit code of an error; a path that is not there is wrong usage."""
    if isinstance(error, ReadError) and error.code in ("missing", "directory"):
        return Exit.USAGE
    return next((code for kind, code in _CODES if isinstance(error, kind)), Exit.NOTHING)
