"""Stored speeches extracted once more, with the lexicons as they are now; their texts are read from the database."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing import get_context

from pipeline import flow, segment
from pipeline.engine import Setup, end_with_parent, lexicon_of
from pipeline.errors import DubanError
from pipeline.model import Extraction, Failure, Speech

POOL_FROM = 200  # speeches from which workers are worth their start of a second each
CHUNK = 10

Pool = ProcessPoolExecutor | None


@contextmanager
def pool(jobs: int, speeches: int) -> Iterator[Pool]:
    """Workers where there are enough speeches for them, else None: this process does it."""
    if jobs <= 1 or speeches < POOL_FROM:
        yield None
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=end_with_parent) as made:
        yield made


def extracted(
    speeches: Sequence[Speech], setup: Setup, workers: Pool, renewed: bool = False
) -> list[Extraction | Failure]:
    """New readings in the order of the speeches; what a speech says about itself stays unless `renewed`.

    Raises:
        DubanError: `worker`, one of them died.
    """
    again = partial(_one, setup=setup, renewed=renewed)
    if workers is None:
        return [again(speech) for speech in speeches]
    try:
        return list(workers.map(again, speeches, chunksize=CHUNK))
    except BrokenProcessPool as error:
        raise DubanError("worker", "一个工作进程意外终止（可能是内存不足）：请用 --jobs 1 重试。") from error


def _one(speech: Speech, setup: Setup, renewed: bool) -> Extraction | Failure:
    try:
        found = flow.extract(speech, lexicon_of(setup), segment.segmenter(setup.segmenter, setup.model))
    except DubanError:
        raise  # a fault of the whole call: lexicons, segmenter
    except Exception as error:  # the border between one document and the batch: a fault of ours stops no reload
        message = f"程序内部错误（{type(error).__name__}：{error}）：保留原有内容，请报告此文稿。"
        return Failure(speech.path or speech.sha256[:16], "internal", message)
    return found if renewed else replace(found, speech=speech)
