"""Every error that duban raises on purpose, each with a reason code and a Chinese sentence.

DubanError
├── ReadError       a source cannot be read: one file of a batch fails, the rest goes on
├── LexiconError    the lexicons have faults: all of them, by file and row
├── StoreError      the database cannot be used
│   ├── StoreBusy       another program holds it
│   └── StoreForeign    not ours, damaged, or of a newer version
└── UsageError      the request itself is wrong (no such path, wrong SQL)
"""


class DubanError(Exception):
    """Base of all our errors: `code` for programs, `str(error)` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class ReadError(DubanError):
    """A source that cannot become a speech; `code` says why (empty, binary, missing, …)."""


class LexiconError(DubanError):
    """Faults in a lexicon folder, one line each, with file and row."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("lexicon", "词表有误，请改正后重试：\n" + "\n".join(faults))
        self.faults = faults


class StoreError(DubanError):
    """The database cannot do what was asked."""


class StoreBusy(StoreError):
    """Another program holds the database file beyond the waiting limit."""


class StoreForeign(StoreError):
    """The file is not a duban database, is damaged, or was written by a newer version."""


class UsageError(DubanError):
    """The request cannot be carried out as worded."""
