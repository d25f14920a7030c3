"""Stored speeches extracted once more, with the lexicons as they are now; their texts are read from the database."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from pipeline import flow, metadata, segment
from pipeline.engine import Setup, lexicon_of
from pipeline.errors import DubanError
from pipeline.model import Document, Extraction, Failure, Speech
from pipeline.processes import end_with_parent
from pipeline.store import Store, speech_id

POOL_FROM = 200  # speeches from which workers are worth their start of a second each

Pool = ProcessPoolExecutor | None
STORED = """
    select speech_id, title, occasion, year, given_on, level, jurisdiction, speaker
    from speeches where speech_id in (select unnest(?)) order by speech_id
"""


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
    """New readings in the order of the speeches.

    What is stored of a speech (its year and level decide deadlines and bodies) stands, and what it lacks is looked for
    in the text; `renewed` takes all of it from the text.

    Raises:
        DubanError: `worker`, one of them died.
    """
    again = partial(_group, setup=setup, renewed=renewed)
    groups = flow.groups(speeches, lambda speech: len(speech.text))
    try:
        return [*chain.from_iterable(map(again, groups) if workers is None else workers.map(again, groups))]
    except BrokenProcessPool as error:
        raise DubanError("worker", "一个工作进程意外终止（可能是内存不足）：请用 --jobs 1 重试。") from error


def told_anew(
    speeches: Iterable[Speech], db: Path, setup: Setup, run_id: str, wait: float
) -> list[Extraction | Failure]:
    """Of speeches that are stored, those of which sidecars, columns or options tell what is not stored, put in place.

    So a sidecar that was forgotten, or put right, takes effect when its file is loaded once more. Where sources of one
    text differ, the first one counts, as it did when that was stored.
    """
    told = [one for one in speeches if one.document != Document()]
    if not told:
        return []
    with Store.open(db, wait=wait) as store:
        changed = list(stale(store, told))
    found = read_anew(changed, setup)
    if changed:
        with Store.open(db, wait=wait) as store:
            store.replace([one for one in found if isinstance(one, Extraction)], run_id)
    return found


def stale(store: Store, speeches: Iterable[Speech]) -> Iterator[Speech]:
    """Of speeches that are stored, those of which something else is told than is stored, as they are to be now."""
    told: dict[str, Document] = {}
    for one in speeches:
        if one.document != Document():
            told.setdefault(speech_id(one), one.document)
    for sid, *facts in store.tuples(STORED, [list(told)]):
        document = told[sid].over(Document(*facts))
        if document != Document(*facts):
            yield replace(store.speech(sid), document=document)


def read_anew(speeches: Sequence[Speech], setup: Setup) -> list[Extraction | Failure]:
    """New readings with what is told of the speeches now; a level that the lexicon does not know is refused."""
    levels = lexicon_of(setup).metadata
    faults = [(one, metadata.level_fault(one.document, levels)) for one in speeches]
    refused = [Failure(one.path or "-", "metadata", fault) for one, fault in faults if fault]
    return [*extracted([one for one, fault in faults if not fault], setup, None), *refused]


def _group(speeches: list[Speech], setup: Setup, renewed: bool) -> list[Extraction | Failure]:
    known = [replace(speech, document=Document()) if renewed else speech for speech in speeches]
    found = flow.extract_together(known, lexicon_of(setup), segment.segmenter(setup.segmenter, setup.model))
    return [
        one if isinstance(one, Extraction) else _failure(speech, one)
        for speech, one in zip(speeches, found, strict=True)
    ]


def _failure(speech: Speech, error: Exception) -> Failure:
    """The border between one document and the batch: a fault of ours stops no reload."""
    if isinstance(error, DubanError):
        raise error  # a fault of the whole call: lexicons, segmenter
    message = f"程序内部错误（{type(error).__name__}：{error}）：保留原有内容，请报告此文稿。"
    return Failure(speech.path or speech.sha256[:16], "internal", message)
