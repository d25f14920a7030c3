"""duban (督办): speeches -> a ledger of directives.

    read        a file -> Speech
    extract     Speech -> Extraction: every statement and directive with its fields
    frames      Extractions -> the tables of the database as pandas frames, without a database
    connect     a private, read-only DuckDB connection to a database that `duban load` wrote
    find_dates  the date expressions of any text
    load_lexicon  other lexicons than the bundled ones

What they take and give are the frozen values of `pipeline.model`; what they raise is drawn in `pipeline.errors`.
Heavy libraries are imported where they are used, so that `import pipeline` costs next to nothing.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pipeline.errors import DubanError, LexiconError, ReadError, StoreBusy, StoreError, StoreForeign, UsageError
from pipeline.model import (
    Body,
    DateSpan,
    DateUse,
    Directive,
    Document,
    Due,
    DueStatus,
    Extraction,
    Freq,
    Kind,
    Node,
    Op,
    Passage,
    Programme,
    Recurrence,
    Rejected,
    Role,
    Sanction,
    Speech,
    Statement,
    Target,
    Zone,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    from duckdb import DuckDBPyConnection

    from pipeline.lexicon import Lexicon

__all__ = [
    "Body",
    "DateSpan",
    "DateUse",
    "Directive",
    "Document",
    "DubanError",
    "Due",
    "DueStatus",
    "Extraction",
    "Freq",
    "Kind",
    "LexiconError",
    "Node",
    "Op",
    "Passage",
    "Programme",
    "ReadError",
    "Recurrence",
    "Rejected",
    "Role",
    "Sanction",
    "Speech",
    "Statement",
    "StoreBusy",
    "StoreError",
    "StoreForeign",
    "Target",
    "UsageError",
    "Zone",
    "connect",
    "extract",
    "extract_all",
    "find_dates",
    "frames",
    "load_lexicon",
    "read",
]


def read(path: "Path | str | bytes | BinaryIO", encoding: str | None = None) -> Speech:
    """The one speech in a file of any format that docs/formats.md lists, told apart by content.

    Args:
        path: the file; also its bytes, or an open binary stream.
        encoding: of plain text, tables of text and web pages; detected where it is None.

    Returns:
        The text of a plain file without its byte-order mark and with line ends as LF, nothing else changed; that of
        other formats as docs/formats.md says, with what was left out of it in `left_out`. `document` holds what the
        sidecar NAME.toml or the columns of a table tell.

    Raises:
        ReadError: with a reason code of those that docs/formats.md explains; `several` where an archive or a table
            holds more than one speech: `pipeline.reading.speeches` gives them one by one.

    >>> read("各村要在月底前报送名单。".encode("gb18030")).text
    '各村要在月底前报送名单。'
    """
    from pipeline import reading

    return reading.read(path, encoding)


def extract(speech: Speech, lexicon: "Lexicon | None" = None) -> Extraction:
    r"""Everything found in one speech, in the order of the text.

    Pure: no files, no clock, the same result every time. Each span of the result is a half-open pair of offsets
    into `speech.text`, which quotes its evidence.

    Args:
        speech: as `read` gives it.
        lexicon: as `load_lexicon` gives it; None are the bundled lexicons.

    Returns:
        `statements` tile the text; those of zone `directive` carry a Directive with kind, bodies, due, recurrence
        and targets. `nodes` is the outline, `rejected` are near misses with their reasons, and
        `speech.document` says what the text tells of itself.

    >>> found = extract(read("2024年全县防汛工作会议讲话\n5月20日前，水利局、各镇要修好3座水库。\n".encode()))
    >>> statement = found.statements[-1]
    >>> statement.zone.value, found.speech.text[statement.start : statement.end]
    ('directive', '5月20日前，水利局、各镇要修好3座水库。')
    >>> [body.name for body in statement.directive.bodies]
    ['县水利局', '各镇']
    >>> statement.directive.due.edtf, statement.directive.targets[0].mention
    ('2024-05-20', '3座')
    """
    from pipeline import engine, flow

    return flow.extract(speech, engine.lexicon_of(engine.Setup()) if lexicon is None else lexicon)


def extract_all(speeches: "Iterable[Speech]", lexicon: "Lexicon | None" = None) -> "Iterator[Extraction]":
    """What `extract` gives for each of any number of speeches, in their order and in about a fifth less time.

    They are extracted some at a time, so that a folder of any size streams through.

    >>> few = [read("各镇要修好水库。".encode()), read("县住建局要排查工地。".encode())]
    >>> [body.name for found in extract_all(few) for body in found.statements[0].directive.bodies]
    ['各镇', '县住建局']
    """
    from pipeline import engine, flow

    return flow.extract_all(speeches, engine.lexicon_of(engine.Setup()) if lexicon is None else lexicon)


def find_dates(text: str, given: date | None = None) -> tuple[DateSpan, ...]:
    """The date expressions of a text, in order: deadlines, recurrences, durations and other dates.

    Args:
        text: any text, also a single sentence.
        given: the day on which it was said. It tells the year, and 会后一周内 is reckoned from it; None looks for
            both in the text.

    Returns:
        Spans with `edtf`, the latest day that still satisfies the expression, as an ISO 8601-2 (EDTF) date whose
        unknown digits are X, or None where it hangs on an event; `earliest` and `latest` only where both are known.

    >>> [(one.mention, one.use.value, one.edtf) for one in find_dates("10月底前完成整改，每季度通报一次。")]
    [('10月底前', 'deadline', 'XXXX-10-31'), ('每季度', 'recurrence', None)]
    >>> find_dates("**月底前办结。", date(2023, 6, 8))[0].edtf
    '2023-XX-XX'
    >>> find_dates("一周内反馈。", date(2023, 6, 8))[0].latest
    datetime.date(2023, 6, 15)
    """
    from pipeline import dates, engine, unseen

    lexicon, plain = engine.lexicon_of(engine.Setup()).dates, unseen.seen(text)
    year, day = dates.stated(plain, lexicon) if given is None else (f"{given.year:04}", given)
    found = dates.found(plain, lexicon, year, day)
    return tuple(found) if plain is text else unseen.Places(text).values(tuple(found))


def load_lexicon(folder: "Path | str | None" = None) -> "Lexicon":
    """The lexicons of a folder, or the bundled ones; validated, compiled, frozen.

    Args:
        folder: holds the files that the bundled `lexicons/` holds.

    Raises:
        LexiconError: with every fault of every file, by file and row.

    >>> extract(read("散会。".encode()), load_lexicon()).statements[0].zone.value
    'procedure'
    """
    from pipeline import lexicon

    return lexicon.load(None if folder is None else Path(folder))


def connect(path: "str | Path" = "duban.duckdb") -> "DuckDBPyConnection":
    """A read-only DuckDB connection to a private copy of a database as it is now.

    However long it stays open, it blocks nobody; later loads do not show in it. `.df()` and `.arrow()` of what it
    executes give pandas and Arrow: `connect().execute("from 督办台账").df()`.

    Raises:
        StoreBusy: another program held the file for longer than half a minute.
        StoreForeign: not a duban database, damaged, or of a newer version.
        UsageError: there is no such file.
    """
    from pipeline import store

    return store.connect(path)


def frames(*extractions: Extraction) -> "dict[str, pd.DataFrame]":
    """The tables that extractions fill, as pandas frames, with the columns and ids of the database.

    Returns:
        `speeches sources outline statements directives bodies responsibilities targets rejected` -> frame. A body
        that several speeches name stands there once.

    >>> tables = frames(extract(read("各镇要在6月底前建成2个站点。".encode())))
    >>> tables["directives"][["due_edtf", "kind"]].values.tolist()
    [['XXXX-06-30', 'task']]
    >>> tables["targets"][["mention", "value_low", "unit"]].values.tolist()
    [['2个', 2.0, '个']]
    """
    import pyarrow as pa

    from pipeline.store import rows

    found: dict[str, list[pa.Table]] = {}
    for one in extractions:
        for name, columns in rows(one, run_id="").items():
            found.setdefault(name, []).append(
                pa.table({key: cells for key, cells in columns.items() if key != "run_id"})
            )
    merged = {name: pa.concat_tables(parts, promote_options="permissive") for name, parts in found.items()}
    whole = {name: table.to_pandas(date_as_object=False) for name, table in merged.items()}
    if whole:
        whole["bodies"] = whole["bodies"].drop_duplicates("body_id", ignore_index=True)
    return whole
