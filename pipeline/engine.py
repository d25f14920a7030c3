"""Many documents: read and extracted in this process or in a pool, streamed back in the order of the paths.

One bad document never stops the others: it comes back as a Failure with its reason code.
"""

import gc
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO

from pipeline import flow, lexicon, reading, segment
from pipeline.errors import DubanError, ReadError
from pipeline.lexicon import Lexicon
from pipeline.model import Extraction, Failure, Judged

CHUNK = 50  # documents a worker takes at once: large enough that pickling hardly counts
AHEAD = 2  # chunks in the hands of each worker: results wait for the reader, not the other way round
COLLECT_AFTER = 20_000  # new objects after which Python looks for cycles; usually 700
POOL_FROM = 300  # documents from which workers are worth their start of about a second

Source = Path | bytes  # a file, or content that was read already (standard input)


@dataclass(frozen=True, slots=True)
class Setup:
    """With what every process extracts; None are the bundled lexicons, and a detected encoding.

    `model` is the folder of spacy-pkuseg's model.
    """

    lexicons: Path | None = None
    encoding: str | None = None
    segmenter: segment.Engine = segment.Engine.RJIEBA
    model: Path | None = None


def extracted(sources: Iterable[Source], setup: Setup, jobs: int = 1) -> Iterator[Extraction | Failure]:
    """One result a source, in order; few documents are not worth a pool."""
    rest = iter(sources)
    first = list(islice(rest, POOL_FROM))
    every = chain(first, rest)
    if jobs <= 1 or len(first) < POOL_FROM:
        with _rare_collections():
            yield from (_one(source, setup) for source in every)
    else:
        yield from _pooled(_chunks(every), setup, jobs)


def _pooled(chunks: Iterator[list[Source]], setup: Setup, jobs: int) -> Iterator[Extraction | Failure]:
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[Extraction | Failure]]] = deque()
        try:
            for chunk in chunks:
                waiting.append(pool.submit(_many, chunk, setup))
                if len(waiting) > jobs * AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            raise DubanError("worker", "一个工作进程意外终止（可能是内存不足）：请用 --jobs 1 重试。") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Collect cycles rarely, and not in what was loaded before: extractions hold none, and it saves 8 % of the time."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def lexicon_of(setup: Setup) -> Lexicon:
    """The lexicon, loaded once in a process."""
    return lexicon.load(setup.lexicons)


def extraction(source: Source | BinaryIO, setup: Setup) -> Extraction:
    """One source, read and extracted; raises what `reading.read` raises."""
    words = segment.segmenter(setup.segmenter, setup.model)
    return flow.extract(reading.read(source, setup.encoding), lexicon_of(setup), words)


def explanation(source: Source, setup: Setup) -> tuple[Extraction, tuple[Judged, ...]]:
    """One source extracted, with what every stretch of it was judged by."""
    words = segment.segmenter(setup.segmenter, setup.model)
    return flow.explained(reading.read(source, setup.encoding), lexicon_of(setup), words)


def _chunks(sources: Iterator[Source]) -> Iterator[list[Source]]:
    while chunk := list(islice(sources, CHUNK)):
        yield chunk


def _many(sources: list[Source], setup: Setup) -> list[Extraction | Failure]:
    with _rare_collections():
        return [_one(source, setup) for source in sources]


def _one(source: Source, setup: Setup) -> Extraction | Failure:
    name = str(source) if isinstance(source, Path) else "-"
    try:
        return extraction(source, setup)
    except ReadError as error:
        return Failure(name, error.code, error.message)
    except DubanError:
        raise  # a fault of the whole call: lexicons, segmenter
    except Exception as error:  # the border between one document and the batch: a fault of ours stops no load
        return Failure(name, "internal", f"程序内部错误（{type(error).__name__}：{error}）：请报告此文稿。")
