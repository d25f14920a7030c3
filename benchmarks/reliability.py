"""The promises of loading as ratios of one run, each beside what was asked of it.

python -m benchmarks.reliability [--megabytes 20] [--large 200] [--runs 3] [--only load memory rows help]

Ratios of two commands of one process each are taken from processor seconds, so that what else the machine does hardly
counts; two jobs against one from seconds of the clock, since that is what a second job is for: it needs an idle
machine. Memory is that of a command and all its workers, shared pages counted once (PSS, Linux), ten looks a second.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import jieba

from benchmarks import measuring, speeches, speed
from pipeline import engine, flow, reading

DUBAN = ("-m", "pipeline.cli")
SPACY = ("-c", "import spacy")
KILOBYTES = 5  # of a document, so that 20 MB are 4,000
ROWS_OF = 300  # documents whose rows are inserted in both ways
LOOK = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds of the clock, seconds of processors, megabytes at most."""

    clock: float
    processor: float
    memory: float


@dataclass(frozen=True, slots=True)
class Line:
    """A promise, what was asked, what came out, and from what."""

    promise: str
    asked: str
    ratio: float
    told: str


def run(*arguments: str, watched: bool = False) -> Run:
    """Python with these arguments, in a process of its own."""
    before, began = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    most = 0.0
    while watched and process.poll() is None:
        most = max(most, sum(memory(pid) for pid in family(process.pid)))
        time.sleep(LOOK)
    said = process.communicate()[1]
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)[:200]}: {said.decode()[-500:]}")
    after = getrusage(RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.perf_counter() - began, spent, most)


def family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except OSError:  # it has ended
            continue
        for child in found:
            yield from family(int(child))


def memory(pid: int) -> float:
    """Megabytes of a process, of shared pages its share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def written(megabytes: float, folder: Path) -> Path:
    """A folder of speeches of the benchmarks, in a process of its own since it holds them all."""
    folder.mkdir()
    count = round(megabytes * 1000 / KILOBYTES)
    script = (
        f"from benchmarks import speeches; from pathlib import Path; speeches.written({count}, Path({str(folder)!r}))"
    )
    run("-c", script)
    return folder


def load(folder: Path, place: Path, jobs: int, watched: bool = False) -> Run:
    """`duban load` of a folder into a new database."""
    db = place / "a.duckdb"
    for file in place.glob("a.duckdb*"):
        file.unlink()
    return run(*DUBAN, "load", str(folder), "--db", str(db), "--jobs", str(jobs), watched=watched)


def jieba_seconds(folder: Path) -> float:
    """The processor time of one `jieba.lcut` of all texts, without that of loading its dictionary."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())]
    jieba.initialize()
    return measuring.seconds(lambda: [jieba.lcut(text) for text in texts])


def loading(place: Path, options: argparse.Namespace) -> Iterator[Line]:
    """A whole load against jieba, and two jobs against one; of several runs the least counts."""
    folder = written(options.megabytes, place / "texts")
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    unit, one, two = [], [], []
    for _ in range(options.runs):
        unit.append(jieba_seconds(folder))
        one.append(load(folder, place, 1))
        two.append(load(folder, place, 2))
    seconds, alone = min(unit), min(took.processor for took in one)
    of = f"{size:.1f} MB in {len(list(folder.iterdir()))} documents"
    yield Line(
        "`duban load`, one job / one `jieba.lcut`",
        "≤ 0.6",
        alone / seconds,
        f"{of}: {alone:.1f} s of processors, jieba {seconds:.1f} s",
    )
    first, second = min(took.clock for took in one), min(took.clock for took in two)
    yield Line("one job / two jobs", "≥ 1.5", first / second, f"{first:.1f} s and {second:.1f} s of the clock")


def peaks(place: Path, options: argparse.Namespace) -> Iterator[Line]:
    """The memory of a large load against that of a small one."""
    found = {}
    for megabytes in (options.megabytes, options.large):
        folder = written(megabytes, place / f"texts{megabytes:g}")
        found[megabytes] = load(folder, place, 2, watched=True).memory
    small, large = found.values()
    told = f"{large:.0f} MB and {small:.0f} MB, two jobs"
    yield Line(f"peak memory, {options.large:g} MB / {options.megabytes:g} MB of input", "≤ 1.4", large / small, told)


def rows(place: Path, options: argparse.Namespace) -> Iterator[Line]:
    """Rows by Arrow against the same rows by `executemany`."""
    lexicon = engine.lexicon_of(engine.Setup())
    found = [flow.extract(reading.read(text.encode()), lexicon) for text in speeches.texts(ROWS_OF)]
    few = found[: ROWS_OF // 10]
    ways: dict[str, Callable[[], object]] = {
        "arrow": lambda: speed.stored(found, place),
        "executemany": lambda: speed.one_by_one(few, place),
    }
    took = measuring.best(ways, options.runs)
    slow = took["executemany"] * len(found) / len(few)
    yield Line(
        "rows by `executemany` / by Arrow",
        "≥ 25",
        slow / took["arrow"],
        f"{len(found)} documents: {slow:.1f} s (reckoned from {len(few)}) and {took['arrow']:.2f} s of processors",
    )


def starts(_place: Path, options: argparse.Namespace) -> Iterator[Line]:
    """The help of the command against the import of spaCy."""
    ours = min(run(*DUBAN, "--help").processor for _ in range(options.runs + 2))
    theirs = min(run(*SPACY).processor for _ in range(options.runs))
    told = f"{ours:.2f} s and {theirs:.2f} s of processors"
    yield Line('`duban --help` / `python -c "import spacy"`', "≤ 0.5", ours / theirs, told)


PARTS = {"load": loading, "memory": peaks, "rows": rows, "help": starts}


def main() -> None:
    """The script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--large", type=float, default=200)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    options = parser.parse_args()
    lines = []
    for name in options.only:
        with tempfile.TemporaryDirectory(prefix="duban-") as place:
            lines += PARTS[name](Path(place), options)
    cells = [(one.promise, one.asked, f"{one.ratio:.2f}", one.told) for one in lines]
    print(f"{os.cpu_count()} cores\n")
    print(measuring.table(("promise", "asked", "measured", "from"), cells))


if __name__ == "__main__":
    main()
