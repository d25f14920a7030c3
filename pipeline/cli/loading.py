"""`load`: files and folders into the database."""

import csv
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import resources
from pipeline.cli import engines, options, output
from pipeline.cli.chinese import ChineseCommand
from pipeline.cli.exits import Exit
from pipeline.cli.options import Settings
from pipeline.model import Extraction, Failure, Speech

if TYPE_CHECKING:
    from pipeline.cli.engines import Maker
    from pipeline.engine import Batch, LeftOut, Setup, Source
    from pipeline.store import Counts
    from pipeline.store.copies import Copied

SHOWN = 20  # failures listed one by one
WAIT = 30.0  # seconds for which a busy database is waited for


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a call; `stopped` by Ctrl-C, after whole documents; `renewed` are known texts told of anew."""

    counts: "Counts"
    failures: tuple[Failure, ...]
    stopped: bool = False
    left_out: "tuple[LeftOut, ...]" = ()
    renewed: int = 0
    copies: "tuple[Copied, ...]" = ()


@click.command(cls=ChineseCommand)
@click.argument(
    "paths", metavar="文稿或文件夹…", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True)
)
@options.database
@options.jobs
@engines.options
@options.encoding
@options.segmenter
@options.pkuseg_model
@click.option(
    "--report",
    "report_to",
    metavar="文件",
    type=click.Path(dir_okay=False, path_type=Path),
    help="把未导入的文件和原因写成 CSV（可用 Excel 打开）。",
)
@click.option("--dry-run", is_flag=True, help="只试抽取、看结果和问题，不写数据库。")
@click.option(
    "--wait",
    metavar="秒",
    type=click.FloatRange(0),
    default=WAIT,
    help=f"数据库被占用时最多等多久（默认 {WAIT:g} 秒）。",
)
@options.told
@options.lexicons
@click.pass_obj
def load(
    settings: Settings,
    /,
    paths: tuple[Path, ...],
    db: Path,
    jobs: int | None,
    engine_name: str,
    address: str | None,
    parts: Path | None,
    encoding: str | None,
    segmenter: str,
    pkuseg_model: Path | None,
    report_to: Path | None,
    dry_run: bool,
    wait: float,
    **told: str | None,
) -> int:
    """把文稿或整个文件夹导入数据库；内容相同的只存一份，坏文件不影响其余；中断后再次运行即接着导入。"""
    folder = engines.folder_of_parts(paths)
    sources = engines.named(folder) if folder else engines.sources(paths)
    setup = settings.setup(segmenter, pkuseg_model, encoding, told)
    with engines.maker(engine_name, jobs, address, parts, folder) as make:
        done = tried(sources, setup, make) if dry_run else loaded(sources, db, setup, make, wait)
    if report_to is not None:
        _write(done.failures, report_to)
    report(done, None if dry_run else db)
    return _exit(done)


def loaded(sources: "list[Source]", db: Path, setup: "Setup", make: "Maker", wait: float = WAIT) -> Loaded:
    """Extract everything and store it batch by batch; the file is held only while a batch is inserted."""
    from pipeline import again, engine
    from pipeline.store import Counts, Store
    from pipeline.store.database import BATCH

    lexicon = engine.lexicon_of(setup)
    run_id = engine.new_run()
    with Store.open(db, wait=wait) as store:  # closed again before workers are forked: its threads have ended then
        store.begin(run_id, resources.version(), lexicon.digest)
        known = store.known()
    counts, done = Counts(), 0
    failures: list[Failure] = []
    left_out: list[LeftOut] = []
    repeated: list[Speech] = []
    with _interruptible() as stopped:
        made = make(sources, setup, run_id, known)
        for group in _groups(_progress(made, len(sources), stopped), BATCH):
            failures += [failure for batch in group for failure in batch.failures]
            left_out += [one for batch in group for one in batch.left_out]
            done += sum(batch.sources for batch in group)
            with Store.open(db, wait=wait) as store:
                counts += store.add_parts([batch.part for batch in group], run_id)
                counts += store.add_sources([speech for batch in group for speech in batch.known], run_id)
            repeated += [speech for batch in group for speech in batch.known]
    told = again.told_anew(repeated, db, setup, run_id, wait)
    failures += [one for one in told if isinstance(one, Failure)]
    with Store.open(db, wait=wait) as store:
        store.fail(failures, run_id)
        copied = store.near_copies(run_id)
        if done == len(sources):
            store.finish(run_id)
    renewed = sum(isinstance(one, Extraction) for one in told)
    return Loaded(counts, tuple(failures), done < len(sources), tuple(left_out), renewed, copied)


def tried(sources: "list[Source]", setup: "Setup", make: "Maker") -> Loaded:
    """Extract everything and store nothing; texts that come twice count once."""
    from pipeline import engine
    from pipeline.store import Counts

    counts, done = Counts(), 0
    failures: list[Failure] = []
    left_out: list[LeftOut] = []
    seen: set[str] = set()
    with _interruptible() as stopped:
        for batch in _progress(make(sources, setup, engine.new_run(), engine.NOTHING_KNOWN), len(sources), stopped):
            ids = batch.part.ids
            fresh = len({*ids} - seen)
            seen.update(ids)
            counts += Counts(fresh, batch.part.count("statements"), batch.part.count("directives"), len(ids) - fresh)
            failures += batch.failures
            left_out += batch.left_out
            done += batch.sources
    return Loaded(counts, tuple(failures), done < len(sources), tuple(left_out))


def report(done: Loaded, db: Path | None) -> None:
    """What was done, on standard error; `db` is None where nothing was to be stored."""
    for failure in done.failures[:SHOWN]:
        output.failure(failure)
    if len(done.failures) > SHOWN:
        where = "可用 --report 写成文件" if db is None else "见表 failures"
        output.note(f"……另有 {len(done.failures) - SHOWN} 个文件未导入，{where}。")
    output.left_out(done.left_out)
    counts = done.counts
    if db is None:
        twice = f"，{counts.skipped} 篇内容重复" if counts.skipped else ""
        output.note(f"试运行：可导入 {counts.speeches} 篇讲话、{counts.directives} 项部署{twice}；没有写数据库。")
    else:
        already = f"，{counts.skipped} 篇内容已在库中" if counts.skipped else ""
        already += f"（其中 {done.renewed} 篇按新的旁注、列或选项更新）" if done.renewed else ""
        output.note(f"已导入 {counts.speeches} 篇讲话、{counts.directives} 项部署{already} → {db}")
    output.copies(done.copies)
    if done.stopped:
        kept = "" if db is None else "以上各篇都已完整存入；"
        output.note(f"已中断。{kept}再次运行同一命令即可接着做。")


@contextmanager
def _interruptible() -> "Iterator[threading.Event]":
    """The first Ctrl-C asks to end after whole documents, a second one ends at once."""
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return
    before = signal.getsignal(signal.SIGINT)

    def ask(_number: int, _frame: object) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, ask)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


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


def _progress(batches: "Iterator[Batch]", total: int, stopped: threading.Event) -> "Iterator[Batch]":
    """The batches until it is to end; a bar with rate and remaining time on standard error, on a terminal."""
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread of its own: the batches come often enough
    with tqdm(total=total, unit="篇", desc="提取", disable=None, leave=False) as bar:
        for batch in batches:
            yield batch
            bar.update(batch.sources)
            if stopped.is_set():
                bar.set_description("正在结束")
                break


def _write(failures: Sequence[Failure], path: Path) -> None:
    """Also where there are none, so that a script finds the file; with the mark by which Excel knows UTF-8."""
    from pipeline.export.tables import cell
    from pipeline.store.placing import placed

    with placed(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("path", "code", "message"))
        for failure in failures:
            path_shown = failure.path.encode("utf-8", "backslashreplace").decode("utf-8")
            writer.writerow((cell(path_shown), failure.code, cell(failure.message)))


def _exit(done: Loaded) -> Exit:
    if done.stopped:
        return Exit.INTERRUPTED
    if not done.failures and not done.counts.failed:
        return Exit.WELL
    return Exit.SOME_FAILED if done.counts.speeches or done.counts.skipped else Exit.NOTHING


COMMANDS = (load,)
