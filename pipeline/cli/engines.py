"""What `load` extracts with: this machine's processes, Ray, or nothing where a folder of parts is brought in."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import standard_input
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.engine import Batch, Setup, Source
    from pipeline.model import Known

    Maker = Callable[[list[Source], Setup, str, Known], Iterator[Batch]]

ENGINES = ("pool", "ray")
ONLY_RAY = "--address 和 --parts 只用于 --engine ray。"
SHARED = "集群上的各台机器要能读写同一个文件夹：请用 --parts 指定一个。"
TAKEN = "{folder} 里已有一次完整的提取结果：请换一个文件夹；要导入它，用 duban load {folder}。"
ALONE = "提取结果的文件夹要单独导入，不能和别的文稿一起，也不能再加 --engine ray。"


def options(command: Callable[..., int]) -> Callable[..., int]:
    """The options that choose an engine."""
    for option in (
        click.option(
            "--parts",
            metavar="文件夹",
            type=click.Path(file_okay=False, path_type=Path),
            help="Ray 的提取结果（Parquet）留在这个文件夹，可用 duban query --parts 查询、duban load 导入。",
        ),
        click.option("--address", metavar="地址", help="Ray 集群的地址，如 auto 或 主机:6379（默认在本机运行）。"),
        click.option(
            "--engine",
            "engine_name",
            metavar="|".join(ENGINES),
            type=click.Choice(ENGINES),
            default=ENGINES[0],
            help='用什么提取：本机多进程，或 Ray 集群（需要 pip install "duban[ray]"）。',
        ),
    ):
        command = option(command)
    return command


def sources(paths: Sequence[Path]) -> "list[Source]":
    """The files to read, in order; standard input as what it holds.

    Raises:
        UsageError: `missing`, none of them exists; `no_files`.
    """
    from pipeline import reading

    if not any(str(path) == "-" or path.exists() for path in paths):
        raise UsageError("missing", f"路径不存在：{'、'.join(map(str, paths))}")
    found: list[Source] = []
    for path in reading.files(paths):
        found.append(standard_input() if str(path) == "-" else path)
    if not found:
        message = "所给的路径里没有文稿（旁注 .toml、标注 .gold.json 和数据库不算）：请给出文稿或文件夹。"
        raise UsageError("no_files", message)
    return found


def folder_of_parts(paths: Sequence[Path]) -> Path | None:
    """The folder of parts among some paths; it must be the only one.

    Raises:
        UsageError: `alone`.
    """
    from pipeline.store.folder import MANIFEST

    found = [path for path in paths if (path / MANIFEST).is_file()]
    if found and len(paths) > 1:
        raise UsageError("alone", ALONE)
    return found[0] if found else None


def named(folder: Path) -> "list[Source]":
    """The parts of a folder, each counted as one source."""
    from pipeline.store.folder import read_manifest

    return [folder / name for name in read_manifest(folder).parts]


@contextmanager
def maker(
    name: str, jobs: int | None, address: str | None, parts: Path | None, folder: Path | None
) -> "Iterator[Maker]":
    """How documents are made into batches of rows.

    Raises:
        UsageError: `only_ray`, `shared`, `taken`, `alone`: options that do not go together.
    """
    from pipeline import processes
    from pipeline.store.folder import MANIFEST

    if name != "ray" and (address or parts):
        raise UsageError("only_ray", ONLY_RAY)
    if folder and name == "ray":
        raise UsageError("alone", ALONE)
    if address and not parts:
        raise UsageError("shared", SHARED)
    if parts and (parts / MANIFEST).exists():
        raise UsageError("taken", TAKEN.format(folder=parts))
    if folder:
        yield _stored(folder)
    elif name == "pool":
        yield pool(jobs or processes.cores())
    elif parts:
        parts.mkdir(parents=True, exist_ok=True)
        yield _ray(parts, jobs, address, whole=True)
    else:
        with tempfile.TemporaryDirectory(prefix="duban-") as passing:
            yield _ray(Path(passing), jobs, address, whole=False)


def pool(jobs: int) -> "Maker":
    """Processes of this machine."""
    from pipeline import engine

    return lambda sources, setup, run_id, known: engine.batches(sources, setup, run_id, jobs, known)


def _ray(folder: Path, jobs: int | None, address: str | None, *, whole: bool) -> "Maker":
    """Ray; `whole`: the folder is to hold every document, also those that the database holds already."""
    from pipeline import cluster, engine

    return lambda sources, setup, run_id, known: cluster.batches(
        sources, setup, run_id, folder, engine.NOTHING_KNOWN if whole else known, jobs, address
    )


def _stored(folder: Path) -> "Maker":
    from pipeline import cluster

    return lambda _sources, _setup, run_id, _known: cluster.stored(folder, run_id)
