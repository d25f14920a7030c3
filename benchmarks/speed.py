"""Files to rows of many speeches in one call, against one `jieba.lcut` of the same texts in the same run.

"In one call" is `duban load` as users call it, with a job for each core; the same with one job stands beside it.

python -m benchmarks.speed [--speeches 500] [--runs 5] [--profile]
"""

import argparse
import cProfile
import gc
import pstats
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb
import jieba

from benchmarks import speeches
from pipeline import engine, flow, processes, reading, resources, segment
from pipeline.cli import engines, loading
from pipeline.model import Extraction
from pipeline.store import Store, rows

TARGET = 0.5
"""What files to rows may cost at most, in units of one `jieba.lcut`."""

SHOWN = 30  # functions of a profile


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, with the collector's debts of earlier work paid first."""
    gc.collect()
    start = perf_counter()
    work()
    return perf_counter() - start


def loaded(paths: list[Path], folder: Path, jobs: int = 1) -> None:
    """What `duban load --jobs N` does, into a new database."""
    database = folder / "speed.duckdb"
    database.unlink(missing_ok=True)
    done = loading.loaded(list(paths), database, engine.Setup(), engines.pool(jobs))
    if done.failures or done.counts.speeches != len(paths):
        raise SystemExit(f"{len(done.failures)} failures, {done.counts.speeches} of {len(paths)} stored")


def stored(extractions: list[Extraction], folder: Path) -> None:
    """Rows into a new database by Arrow, as the store does it."""
    database = folder / "arrow.duckdb"
    database.unlink(missing_ok=True)
    with Store.open(database) as store:
        store.add(extractions, "run")


def one_by_one(extractions: list[Extraction], folder: Path) -> None:
    """The same rows by `executemany`."""
    database = folder / "executemany.duckdb"
    database.unlink(missing_ok=True)
    Store.open(database).close()
    with duckdb.connect(str(database)) as connection:
        connection.begin()
        bodies: set[str] = set()
        for extraction in extractions:
            for table, columns in rows(extraction, "run").items():
                lines = list(zip(*columns.values(), strict=True))
                if table == "bodies":  # in several documents
                    lines = [line for line in lines if line[0] not in bodies]
                    bodies.update(line[0] for line in lines)
                if lines:
                    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
                    connection.executemany(f"insert into {table} ({names}) values ({marks})", lines)
        connection.commit()


def steps(paths: list[Path], folder: Path, runs: int) -> dict[str, list[float]]:
    """The seconds of every measured thing; the runs of all of them take turns, so that noise meets all alike."""
    read = [reading.read(path) for path in paths]
    texts = [speech.text for speech in read]
    lexicon, words = engine.lexicon_of(engine.Setup()), segment.segmenter()
    extractions = [*flow.extract_all(read, lexicon)]
    jieba.initialize()
    work: dict[str, Callable[[], object]] = {
        "jieba.lcut": lambda: [jieba.lcut(text) for text in texts],
        "files to rows, a job for each core": lambda: loaded(paths, folder, processes.cores()),
        "files to rows, one job": lambda: loaded(paths, folder),
        "  reading": lambda: [reading.read(path) for path in paths],
        "  extraction": lambda: [*flow.extract_all(read, lexicon)],
        "    of it rjieba": lambda: [segment.boundaries(text, words) for text in texts],
        "  rows by Arrow": lambda: stored(extractions, folder),
    }
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(runs):
        for name, one in work.items():
            taken[name].append(seconds(one))
    few = extractions[: max(len(extractions) // 20, 1)]
    taken["rows by executemany (reckoned from 1 in 20)"] = [
        seconds(lambda: one_by_one(few, folder)) * len(extractions) / len(few)
    ]
    return taken


def table(taken: dict[str, list[float]], megabytes: float) -> str:
    """Medians, throughput, and how much of one `jieba.lcut` each is."""
    unit = median(taken["jieba.lcut"])
    lines = ["| step | seconds | MB/s | × jieba.lcut |", "|---|---:|---:|---:|"]
    for name, times in taken.items():
        middle = median(times)
        lines.append(f"| {name} | {middle:.2f} | {megabytes / middle:.1f} | {middle / unit:.2f} |")
    return "\n".join(lines)


def profile(paths: list[Path], folder: Path) -> None:
    """Where the time of one load goes, by the functions' own time."""
    profiler = cProfile.Profile()
    profiler.runcall(loaded, paths, folder)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(SHOWN).sort_stats("cumtime").print_stats("pipeline", SHOWN)


def main() -> None:
    """The script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speeches", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="print the functions that take most time instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duban-") as name:
        folder = Path(name)
        paths = speeches.written(options.speeches, folder)
        loaded(paths[:20], folder)
        if options.profile:
            profile(paths, folder)
            return
        megabytes = sum(path.stat().st_size for path in paths) / 1e6
        taken = steps(paths, folder, options.runs)
        print(
            f"duban {resources.version()}: {len(paths)} speeches, {megabytes:.1f} MB, medians of {options.runs} runs\n"
        )
        print(table(taken, megabytes))
        ratio = median(taken["files to rows, a job for each core"]) / median(taken["jieba.lcut"])
        print(f"\nfiles to rows / jieba.lcut = {ratio:.2f} with {processes.cores()} jobs (target: {TARGET} at most)")


if __name__ == "__main__":
    main()
