"""`load`: files and folders into the database."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from pipeline import resources
from pipeline.cli import options, output
from pipeline.cli.chinese import ChineseCommand
from pipeline.cli.exits import Exit
from pipeline.cli.options import Settings
from pipeline.errors import UsageError
from pipeline.model import Failure

if TYPE_CHECKING:
    from pipeline.engine import Batch, LeftOut, Setup, Source
    from pipeline.store import Counts

SHOWN = 20  # failures listed one by one


@click.command(cls=ChineseCommand)
@click.argument(
    "paths", metavar="文稿或文件夹…", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True)
)
@options.database
@options.jobs
@options.encoding
@options.segmenter
@options.pkuseg_model
@options.told
@options.lexicons
@click.pass_obj
def load(
    settings: Settings,
    /,
    paths: tuple[Path, ...],
    db: Path,
    jobs: int | None,
    encoding: str | None,
    segmenter: str,
    pkuseg_model: Path | None,
    **told: str | None,
) -> int:
    """把文稿或整个文件夹导入数据库；内容相同的只存一份，坏文件不影响其余。"""
    from pipeline import engine, reading

    if not any(str(path) == "-" or path.exists() for path in paths):
        raise UsageError("missing", f"路径不存在：{'、'.join(map(str, paths))}")
    sources: list[Source] = []
    for path in reading.files(paths):
        sources.append(sys.stdin.buffer.read() if str(path) == "-" else path)
    if not sources:
        raise UsageError("no_files", "所给的文件夹里没有文稿。")
    setup = settings.setup(segmenter, pkuseg_model, encoding, told)
    counts, failures = loaded(sources, db, setup, jobs or engine.cores())
    report(counts, failures, db)
    return _exit(counts, failures)


def loaded(sources: "list[Source]", db: Path, setup: "Setup", jobs: int) -> "tuple[Counts, list[Failure]]":
    """Extract everything and store it batch by batch; the file is held only while a batch is inserted."""
    from pipeline import engine
    from pipeline.store import Counts, Store
    from pipeline.store.database import BATCH

    lexicon = engine.lexicon_of(setup)
    run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
    failures: list[Failure] = []
    left_out: list[LeftOut] = []
    counts, done = Counts(), 0
    made = engine.batches(sources, setup, run_id, jobs)
    first = next(made, None)  # workers start before a database is opened, and go on while one is made
    with Store.open(db) as store:
        store.begin(run_id, resources.version(), lexicon.digest)
    for group in _groups(_progress(chain([first] if first else [], made), len(sources)), BATCH):
        failures += [failure for batch in group for failure in batch.failures]
        done += sum(batch.sources for batch in group)
        left_out += [one for batch in group for one in batch.left_out]
        with Store.open(db) as store:
            counts += store.add_parts([batch.part for batch in group], run_id)
            if done == len(sources):
                store.fail(failures, run_id)
                store.finish(run_id)
    output.left_out(left_out)
    return counts, failures


def report(counts: "Counts", failures: "list[Failure]", db: Path) -> None:
    """What was done, on standard error."""
    for failure in failures[:SHOWN]:
        output.failure(failure)
    if len(failures) > SHOWN:
        output.note(f"……另有 {len(failures) - SHOWN} 个文件未导入，见表 failures。")
    already = f"，{counts.skipped} 篇内容已在库中" if counts.skipped else ""
    output.note(f"已导入 {counts.speeches} 篇讲话、{counts.directives} 项部署{already} → {db}")


def _groups(batches: "Iterable[Batch]", size: int) -> "Iterator[list[Batch]]":
    """As many batches at a time as make up one transaction."""
    group: list[Batch] = []
    for batch in batches:
        group.append(batch)
        if sum(map(len, group)) >= size:
            yield group
            group = []
    if group:
        yield group


def _progress(batches: "Iterable[Batch]", total: int) -> "Iterator[Batch]":
    """A bar on standard error, where that is a terminal."""
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread of its own: the batches come often enough
    with tqdm(total=total, unit="份", desc="提取", disable=None, leave=False) as bar:
        for batch in batches:
            yield batch
            bar.update(batch.sources)


def _exit(counts: "Counts", failures: "list[Failure]") -> Exit:
    if not failures and not counts.failed:
        return Exit.WELL
    return Exit.SOME_FAILED if counts.speeches or counts.skipped else Exit.NOTHING


COMMANDS = (load,)
