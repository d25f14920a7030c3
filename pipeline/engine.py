"""Many documents: read, extracted and made into rows in this process or a pool, streamed back in the paths' order.

One bad document never stops the others: it comes back as a Failure with its reason code.
"""

import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import uuid4

from pipeline import flow, lexicon, metadata, processes, reading, segment
from pipeline.errors import DubanError, ReadError
from pipeline.lexicon import Lexicon
from pipeline.model import Document, Extraction, Failure, Judged, Known, Speech

if TYPE_CHECKING:
    from pipeline.store.parts import Part

CHUNK = 25  # documents a worker takes at once: large enough that handing them over hardly counts
AHEAD = 4  # chunks in the hands of each worker: enough work for the second in which a batch is inserted
POOL_FROM = {"fork": 60, "spawn": 400}  # documents from which workers are worth their start: 0.05 s, or a second each

FIRST_USE = "2024年春节前，县财政局要在5个工作日内完成。"

NOTHING_KNOWN = Known()
EXCERPTS = 2  # of what was left out of a document, kept to be shown

Source = Path | bytes | reading.Named  # a file, or content that was read already (standard input, an upload)
Result = Extraction | Failure


@dataclass(frozen=True, slots=True)
class Setup:
    """With what every process extracts; None are the bundled lexicons, and a detected encoding.

    `model` is the folder of spacy-pkuseg's model; what is `told` outweighs text, sidecar and row.
    """

    lexicons: Path | None = None
    encoding: str | None = None
    segmenter: segment.Engine = segment.Engine.RJIEBA
    model: Path | None = None
    told: Document = reading.NOTHING


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many lines (running heads, navigation) a reader left out of a document, and some of them."""

    path: str
    count: int
    excerpts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents as rows, those that failed with their reasons, and those (without text) that are known already.

    A source may hold many documents: `sources` counts those of which the last document is in this batch.
    `left_out` tells what readers left out.
    """

    part: "Part"
    failures: tuple[Failure, ...]
    known: tuple[Speech, ...] = ()
    sources: int = 0
    left_out: tuple[LeftOut, ...] = ()

    def __len__(self) -> int:
        """How many documents it tells of."""
        return len(self.part) + len(self.failures) + len(self.known)


def new_run() -> str:
    """A name for a load or a new extraction: when it began, and what tells it from others of that second."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"


def batches(
    sources: Iterable[Source], setup: Setup, run_id: str, jobs: int = 1, known: Known = NOTHING_KNOWN
) -> Iterator[Batch]:
    """The rows of all documents, in order; few documents are not worth a pool.

    Texts that are `known` are not extracted; their files are read, since only that tells whether they have changed,
    but not parsed where their bytes are known.
    """
    context = get_context(_start_method())
    enough = POOL_FROM[context.get_start_method() or "spawn"]
    rest = iter(sources)
    first = list(islice(rest, enough))
    chunks = _chunks(chain(first, rest))
    if jobs <= 1 or len(first) < enough:
        for chunk in chunks:
            yield from _batches(chunk, setup, run_id, known)
    else:
        with _pool(jobs, context, setup, run_id, known) as pool:
            yield from _pooled(pool, chunks, jobs)


def _start_method() -> str:
    """Workers forked where no thread of ours can be caught half-way: they share the lexicons; elsewhere spawned."""
    alone = threading.active_count() == 1 and threading.current_thread() is threading.main_thread()
    return "fork" if alone and sys.platform.startswith("linux") else "spawn"


@contextmanager
def _pool(jobs: int, context: BaseContext, setup: Setup, run_id: str, known: Known) -> Iterator[ProcessPoolExecutor]:
    ready(setup)
    facts = (setup, run_id, known)
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=facts) as pool:
        yield pool


def _pooled(pool: ProcessPoolExecutor, chunks: Iterator[list[Source]], jobs: int) -> Iterator[Batch]:
    waiting: deque[Future[list[Batch]]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(_worked, chunk))
            if len(waiting) > jobs * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise DubanError("worker", "一个工作进程意外终止（可能是内存不足）：请用 --jobs 1 重试。") from error
    finally:
        for future in waiting:  # none where all went well
            future.cancel()


_work: list[tuple[Setup, str, Known]] = []
"""What a worker is told once, at its start: the hashes of a large database are too many to send with every chunk."""


def _begin(*facts: Any) -> None:  # noqa: ANN401 (what `_pool` hands over)
    """A worker: Ctrl-C in the terminal reaches it too, but it is its parent that decides when all end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    processes.end_with_parent()
    _work[:] = [facts]


def _worked(sources: list[Source]) -> list[Batch]:
    return list(_batches(sources, *_work[0]))


def ready(setup: Setup) -> None:
    """Load what is loaded at its first use (lexicons, dictionary, calendar, Arrow): forked workers find it done."""
    list(_batches([FIRST_USE.encode()], setup, "", NOTHING_KNOWN))


@cache
def lexicon_of(setup: Setup) -> Lexicon:
    """The lexicon, loaded once in a process."""
    return lexicon.load(setup.lexicons)


def extraction(source: Source | BinaryIO, setup: Setup) -> Extraction:
    """One source of one speech, read and extracted; raises what `reading.read` raises."""
    return _extracted(reading.read(source, setup.encoding, setup.told), setup)


def extractions(source: Source, setup: Setup, known: Known = NOTHING_KNOWN) -> Iterator[Result | Speech]:
    """Every document of a source, in order, at least one result; a bad one is a Failure and stops nothing.

    One whose text is `known` already comes back as the speech, without its text.
    """
    for group in flow.groups(readings(source, setup, known), _length):
        yield from results(group, setup, known)


def readings(source: Source, setup: Setup, known: Known = NOTHING_KNOWN) -> Iterator[Speech | Failure]:
    """Every document of a source as it is read, before anything is extracted; without its text where that is known."""
    try:
        yield from reading.speeches(source, setup.encoding, setup.told, known.files)
    except Exception as error:
        yield _failure(reading.label(source) or "-", error)  # what breaks between two documents is a fault of neither


def _length(one: Speech | Failure) -> int:
    return len(one.text) if isinstance(one, Speech) else 0


def results(read: list[Speech | Failure], setup: Setup, known: Known = NOTHING_KNOWN) -> Iterator[Result | Speech]:
    """What is found in each, in order, or why nothing is; all that are new are extracted together."""
    new = [one for one in read if isinstance(one, Speech) and one.sha256 not in known.texts]
    found = iter(_together(new, setup))
    for one in read:
        if isinstance(one, Speech) and one.sha256 in known.texts:
            yield replace(one, text="")
        else:
            yield one if isinstance(one, Failure) else next(found)


def result(speech: Speech, setup: Setup) -> Result:
    """What is found in one speech, or why nothing is."""
    return _together([speech], setup)[0]


def _together(speeches: list[Speech], setup: Setup) -> list[Result]:
    if not speeches:
        return []
    words, lexicons = _tools(setup)
    faults = [metadata.level_fault(one.document, lexicons.metadata) for one in speeches]
    sound = [one for one, fault in zip(speeches, faults, strict=True) if not fault]
    found = iter(flow.extract_together(sound, lexicons, words))
    made = [ReadError("metadata", fault) if fault else next(found) for fault in faults]
    return [
        one if isinstance(one, Extraction) else _failure(speech.path or "-", one)
        for one, speech in zip(made, speeches, strict=True)
    ]


def _failure(name: str, error: Exception) -> Failure:
    """The border between one document and the batch: what is wrong with the one, a fault of ours too, stops no load."""
    if isinstance(error, ReadError):
        return Failure(name, error.code, error.message)
    if isinstance(error, DubanError):
        raise error  # a fault of the whole call: lexicons, segmenter
    return Failure(name, "internal", f"程序内部错误（{type(error).__name__}：{error}）：请报告此文稿。")


def _extracted(speech: Speech, setup: Setup) -> Extraction:
    words, lexicons = _tools(setup)
    _check_level(speech, lexicons)
    return flow.extract(speech, lexicons, words)


def explanation(source: Source, setup: Setup) -> tuple[Extraction, tuple[Judged, ...]]:
    """One source extracted, with what every stretch of it was judged by."""
    speech = reading.read(source, setup.encoding, setup.told)
    words, lexicons = _tools(setup)
    _check_level(speech, lexicons)
    return flow.explained(speech, lexicons, words)


def _tools(setup: Setup) -> tuple[segment.Segmenter, Lexicon]:
    """With what speeches are extracted."""
    return segment.segmenter(setup.segmenter, setup.model), lexicon_of(setup)


def _check_level(speech: Speech, lexicons: Lexicon) -> None:
    """ReadError where the lexicon does not know a level that was told."""
    if fault := metadata.level_fault(speech.document, lexicons.metadata):
        raise ReadError("metadata", fault)


def _chunks(sources: Iterator[Source]) -> Iterator[list[Source]]:
    while chunk := list(islice(sources, CHUNK)):
        yield chunk


def _batches(sources: list[Source], setup: Setup, run_id: str, known: Known) -> Iterator[Batch]:
    """The documents of some sources, so many at a time that a large archive or table is never in memory as a whole."""
    results = _results(sources, setup, known)
    while True:
        with processes.rare_collections():
            taken = list(islice(results, CHUNK))
            if not taken:
                return
            batch = _batch(taken, run_id)
        yield batch


def _results(sources: list[Source], setup: Setup, known: Known) -> Iterator[tuple[Result | Speech, bool]]:
    """Every result, and whether it is the last of its source."""
    for group in flow.groups(_read(sources, setup, known), lambda one: _length(one[0])):
        yield from zip(results([one for one, _ in group], setup, known), [last for _, last in group], strict=True)


def _read(sources: list[Source], setup: Setup, known: Known) -> Iterator[tuple[Speech | Failure, bool]]:
    """Every document as it is read, and whether it is the last of its source."""
    for source in sources:
        read = readings(source, setup, known)
        one = next(read)
        for following in read:
            yield one, False
            one = following
        yield one, True


def _batch(taken: list[tuple[Result | Speech, bool]], run_id: str) -> Batch:
    from pipeline.store import parts

    results = [one for one, _ in taken]
    speeches = [one for one in results if isinstance(one, Extraction)]
    return Batch(
        parts.part(speeches, run_id),
        tuple(one for one in results if isinstance(one, Failure)),
        tuple(one for one in results if isinstance(one, Speech)),
        sum(last for _, last in taken),
        tuple(left_out(one.speech) for one in speeches if one.speech.left_out),
    )


def left_out(speech: Speech) -> LeftOut:
    """What the reader left out of a speech, in short."""
    return LeftOut(speech.path or "-", len(speech.left_out), speech.left_out[:EXCERPTS])
