"""Documents extracted on Ray: this machine's cores, or a cluster of machines that share a folder.

The same pure function that the process pool runs makes Parquet parts; they come back in the order of the sources. A
task that is lost runs again and makes the same part under the same name, so that no document is lost and none is twice.
"""

import logging
import os
import pickle
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline import engine, processes, resources
from pipeline.engine import NOTHING_KNOWN, Batch, Setup, Source
from pipeline.errors import DubanError, UsageError
from pipeline.model import Document, Failure, Known, Speech
from pipeline.store import folder as files
from pipeline.store import parts
from pipeline.store.folder import Manifest
from pipeline.store.parts import Part

LARGEST = 200  # sources of a task and documents of a part: a second of work, and no more files than need be
TASKS = 4  # for each worker, where there are few sources: so that all have work to the end
OBJECTS = 100 * 2**20  # bytes of shared memory: only names of parts pass through it
ATTEMPTS = 5  # at a task whose worker dies: Ray itself would try for ever
TRIES = "tries"  # a folder beside the parts, while the load runs
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DATA_DISABLE_PROGRESS_BARS": "1"}
NOTHING = Part({}, {})

NO_RAY = '用 Ray 提取需要安装附加组件：pip install "duban[ray]"'
NO_CLUSTER = "连不上 Ray 集群 {address}：请检查地址和网络，或去掉 --address 在本机运行。（{error}）"
DEADLY = "工作进程在 {first} 至 {last} 这一批文稿上反复意外终止（可能是内存不足）：请把它们移开，另行导入。"
FAILED = "Ray 上的任务失败（{error}）：可能是内存不足或机器故障；请检查后重试，已存入数据库的内容仍在。"


@dataclass(frozen=True, slots=True)
class Task:
    """What every task is told: with what to extract, for which load, where the parts go and where paths begin."""

    setup: Setup
    run_id: str
    folder: Path
    working: Path


def batches(
    sources: Sequence[Source],
    setup: Setup,
    run_id: str,
    folder: Path,
    known: Known = NOTHING_KNOWN,
    jobs: int | None = None,
    address: str | None = None,
) -> Iterator[Batch]:
    """The rows of all documents, in order, like `engine.batches`; `folder` holds them as parts, and then the manifest.

    Every machine must see `folder` and the sources under the same paths. Without `address`, Ray is started on this
    machine, unless this process has done so already. `jobs` is how many tasks run at once, None as many as there are
    cores.

    Raises:
        UsageError: `needs_ray`, `ray_address`.
        DubanError: `worker`, a task failed again and again.
    """
    seen: set[str] = set()
    names: list[str] = []
    failures: list[Failure] = []
    task = Task(setup, run_id, folder.resolve(), Path.cwd())
    with _session(jobs, address) as ray:
        for name, made in _made(ray, sources, task, known, jobs):
            stored, batch = _distinct(name, made, seen, folder)
            seen.update(batch.part.ids)
            names += [stored] if stored else []
            failures += batch.failures
            yield batch
    shutil.rmtree(folder / TRIES, ignore_errors=True)
    lexicon = engine.lexicon_of(setup).digest
    files.write_manifest(Manifest(run_id, resources.version(), lexicon, tuple(names), tuple(failures)), folder)


def stored(folder: Path, run_id: str) -> Iterator[Batch]:
    """The parts of a folder as they were made, each as one source, for another load."""
    manifest = files.read_manifest(folder)
    failures = manifest.failures
    for name in manifest.parts:
        part, known = files.read_part(name, folder)
        yield Batch(parts.of_run(part, run_id), failures, known, 1)
        failures = ()


def told_apart(batch: Batch, seen: Iterable[str]) -> Batch:
    """A batch without the documents whose text it or an earlier one holds: of those it tells only where they were."""
    held, new, known = set(seen), [], list(batch.known)
    for place, sid in enumerate(batch.part.ids):
        if sid in held:
            known.append(_source(parts.single(batch.part, place)))
        else:
            held.add(sid)
            new.append(place)
    part = batch.part if len(new) == len(batch.part) else parts.chosen(batch.part, new)
    return replace(batch, part=part, known=tuple(known))


def _source(one: Part) -> Speech:
    (sha256,) = one.tables["speeches"]["sha256"].to_pylist()
    found: list[dict[str, Any]] = one.tables["sources"].to_pylist()
    source = found[0] if found else {}
    return Speech("", sha256, Document(), source.get("path"), file_hash=source.get("file_hash"))


def _distinct(name: str, made: Batch, seen: set[str], folder: Path) -> tuple[str | None, Batch]:
    """A part read back, and written anew where earlier ones hold some of its texts."""
    if not name:
        return None, made
    part, known = files.read_part(name, folder)
    whole = replace(made, part=part, known=known)
    batch = told_apart(whole, seen)
    if len(batch.part) == len(part):
        return name, batch
    files.delete_part(name, folder)
    return files.write_part(batch.part, batch.known, folder), batch


@contextmanager
def _session(jobs: int | None, address: str | None) -> Iterator[Any]:
    """Ray, with Ray Data: silent, without its dashboard, telling nobody."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    try:
        ray = import_module("ray")
        import_module("ray.data")
    except ModuleNotFoundError as error:
        raise UsageError("needs_ray", NO_RAY) from error
    ours = not ray.is_initialized()
    if ours:
        _start(ray, jobs, address)
    try:
        yield ray
    except ray.exceptions.RayError as error:
        if isinstance(cause := getattr(error, "cause", None), DubanError):
            raise cause from error
        raise DubanError("worker", FAILED.format(error=str(error).strip().splitlines()[-1])) from error
    finally:
        if ours:
            ray.shutdown()


def _start(ray: Any, jobs: int | None, address: str | None) -> None:  # noqa: ANN401 (a module without types of ours)
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR, "include_dashboard": False}
    if address is None:
        options |= {"num_cpus": jobs or processes.cores(), "object_store_memory": OBJECTS}
    try:
        ray.init(address=address or "local", **options)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise UsageError("ray_address", NO_CLUSTER.format(address=address or "", error=str(error)[:200])) from error


def _made(
    ray: Any,  # noqa: ANN401 (a module without types of ours)
    sources: Sequence[Source],
    task: Task,
    known: Known,
    jobs: int | None,
) -> Iterator[tuple[str, Batch]]:
    """The name of each part, and the rest of its batch, in the order of the sources."""
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    workers = jobs or int(ray.cluster_resources().get("CPU", 1))
    size = min(LARGEST, max(1, len(sources) // (workers * TASKS)))
    rows = [{"at": at, "sources": pickle.dumps(sources[at : at + size])} for at in range(0, len(sources), size)]
    made = ray.data.from_items(rows, override_num_blocks=len(rows)).flat_map(
        _worked,
        fn_args=(task, [ray.put(known)]),  # the hashes of a large database go to each machine once
        compute=ray.data.TaskPoolStrategy(size=workers),
    )
    for row in made.iter_rows():
        yield row["part"], pickle.loads(row["rest"])


def _worked(row: dict[str, Any], task: Task, references: list[Any]) -> list[dict[str, Any]]:
    """Some sources extracted by a worker; what is not rows goes back with the names of the parts."""
    known: Known = import_module("ray").get(references)[0]
    with suppress(OSError):  # of the machine where the load was started: another one need not have it
        os.chdir(task.working)
    sources = pickle.loads(row["sources"])
    _try(task, row["at"], sources)
    made = []
    for group in _groups(engine.batches(sources, task.setup, task.run_id, 1, known)):
        batch = told_apart(_joined(group), ())
        name = files.write_part(batch.part, batch.known, task.folder)
        made.append({"part": name or "", "rest": pickle.dumps(replace(batch, part=NOTHING))})
    return made


def _try(task: Task, at: int, sources: Sequence[Source]) -> None:
    """Note an attempt where the next one finds it, also if this process dies."""
    path = task.folder / TRIES / f"{task.run_id}-{at}"
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as file:
        file.write(b".")
    if path.stat().st_size > ATTEMPTS:
        raise DubanError("worker", DEADLY.format(first=_name(sources[0]), last=_name(sources[-1])))


def _name(source: Source) -> str:
    return str(source) if isinstance(source, Path) else "-"


def _groups(made: Iterator[Batch]) -> Iterator[list[Batch]]:
    group: list[Batch] = []
    for batch in made:
        group.append(batch)
        if sum(map(len, group)) >= LARGEST:
            yield group
            group = []
    if group:
        yield group


def _joined(group: list[Batch]) -> Batch:
    return Batch(
        parts.joined([one.part for one in group]),
        tuple(chain.from_iterable(one.failures for one in group)),
        tuple(chain.from_iterable(one.known for one in group)),
        sum(one.sources for one in group),
        tuple(chain.from_iterable(one.left_out for one in group)),
    )
