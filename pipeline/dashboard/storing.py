"""What was dropped, into the database: new texts, where known ones came from, and what is told of them now."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from pipeline import resources
from pipeline.dashboard import intake, near
from pipeline.dashboard.near import Near
from pipeline.model import Extraction, Failure, Speech
from pipeline.store import Counts, Store

GROUP = 100
"""Documents extracted and stored at a time: each time the file is held for milliseconds, and whole documents are in."""

COPIES = f"""
    select c.speech_id, l.source, {near.FILE.format("l")}, c.other_id, o.source, {near.FILE.format("o")}, c.similarity
    from near_copies as c
    join speeches as s on s.speech_id = c.speech_id
    join speech_list as l on l.speech_id = c.speech_id
    join speech_list as o on o.speech_id = c.other_id
    where s.run_id = $run
    order by c.similarity desc, l.source, o.source, c.speech_id, c.other_id
"""
Copy = tuple[Near, Near]
"""A speech and the one that it nearly repeats."""

NONE = Counts()


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a load: the figures, what is in the database now (id and name), and what is not, with reasons.

    `renewed` were stored already, and have new facts; `copies` nearly repeat others.
    """

    counts: Counts = NONE
    speeches: tuple[tuple[str, str], ...] = ()
    failures: tuple[Failure, ...] = ()
    renewed: tuple[tuple[str, str], ...] = ()
    copies: tuple[Copy, ...] = ()

    def __add__(self, other: "Done") -> "Done":
        """Both together."""
        return Done(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def load(store: Store, results: Sequence[Extraction | Failure], known: Sequence[Speech], run: str, digest: str) -> Done:
    """Store what was found, note where texts came from that are stored already, and keep what failed.

    Args:
        store: open for writing.
        results: new documents.
        known: those that are stored, or are in `results` under another name.
        run: the name of the load.
        digest: of the lexicons.

    Raises:
        StoreError: the disk is full, rows are lost; whole documents are in, or none.
    """
    new = [one for one in results if isinstance(one, Extraction)]
    failures = tuple(one for one in results if isinstance(one, Failure))
    store.begin(run, resources.version(), digest)
    counts = store.add(new, run) + store.add_sources(known, run)
    store.fail(failures, run)
    store.finish(run)
    there = intake.stored(store, [one.speech.sha256 for one in new])
    missing = tuple(
        Failure(one.speech.path or intake.PASTED, "constraint", "抽取结果不合数据库的约束，未存入：请报告此文稿。")
        for one in new
        if one.speech.sha256 not in there
    )
    found = (there[one.speech.sha256] for one in new if one.speech.sha256 in there)
    return Done(counts, tuple((one.speech_id, one.name) for one in found), failures + missing)


def renew(store: Store, found: Sequence[Extraction | Failure], run: str) -> Done:
    """Put the readings of stored speeches of which something new was told in place of the old ones."""
    there = store.replace([one for one in found if isinstance(one, Extraction)], run)
    refused = tuple(one for one in found if isinstance(one, Failure))
    store.fail(refused, run)
    named = intake.stored(store, [one.speech.sha256 for one in found if isinstance(one, Extraction)]).values()
    renewed = tuple((one.speech_id, one.name) for one in named if one.speech_id in there)
    return Done(failures=refused, renewed=renewed)


def copies(store: Store, run: str) -> Done:
    """Which of the speeches of a load nearly repeat others."""
    rows = store.tuples(COPIES, {"run": run})
    return Done(
        copies=tuple(
            (Near(sid, name, file, alike), Near(other, of, its, alike))
            for sid, name, file, other, of, its, alike in rows
        )
    )
