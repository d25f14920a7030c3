"""The extraction against one `jieba.lcut`, with its length, its lexicons, and against other ways: every table, one run.

With DUBAN_EXTRA_TEXTS=FOLDER the texts of that folder are measured as well.

python -m benchmarks.rivals [--runs 5]
"""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

import jieba

from benchmarks import lexicons, long, measuring, naive, speeches, times
from pipeline import flow, lexicon, reading
from pipeline.lexicon import Lexicon
from pipeline.model import Speech

TARGET = 0.35
"""What the extraction may cost at most, in units of one `jieba.lcut`."""

DENSE = 150
ENOUGH = 300_000  # characters that a run goes through at least: few texts are gone through several times


def sets() -> dict[str, list[Speech]]:
    """What is measured: the dense texts, and those of the folder that the environment names."""
    found = {f"{DENSE} dense speeches": [reading.read(text.encode()) for text in speeches.texts(DENSE)]}
    if extra := os.environ.get("DUBAN_EXTRA_TEXTS"):
        read = [reading.read(path) for path in reading.files([Path(extra)])]
        found[f"{len(read)} texts of DUBAN_EXTRA_TEXTS"] = read
    return found


def enough(read: list[Speech]) -> list[Speech]:
    """The speeches as often as a run needs to be long enough to be timed."""
    return read * max(1, -(-ENOUGH // sum(len(speech.text) for speech in read)))


def extracted(read: list[Speech], fresh: Iterator[Lexicon]) -> None:
    """One run, with lexicons that remember nothing of the run before."""
    for _ in flow.extract_all(read, next(fresh)):
        pass


def ratio(read: list[Speech], runs: int) -> tuple[float, float]:
    """Seconds of one `jieba.lcut` of all texts, and of their extraction."""
    fresh = iter([lexicon.load() for _ in range(runs)])
    taken = measuring.best(
        {
            "jieba": lambda: [jieba.lcut(speech.text) for speech in read],
            "extraction": lambda: extracted(read, fresh),
        },
        runs,
    )
    return taken["jieba"], taken["extraction"]


def row(name: str, read: list[Speech], runs: int) -> list[str]:
    """One set in the table."""
    taken = enough(read)
    unit, ours = ratio(taken, runs)
    megabytes = sum(len(speech.text.encode()) for speech in taken) / 1e6
    return [name, f"{megabytes:.2f}", f"{unit:.2f}", f"{ours:.2f}", f"{megabytes / ours:.2f}", f"{ours / unit:.2f}"]


def against_jieba(runs: int) -> None:
    """Print how much of one `jieba.lcut` the extraction takes."""
    jieba.initialize()
    head = ["texts", "MB", "jieba.lcut, s", "extraction, s", "extraction, MB/s", "× jieba.lcut"]
    print(measuring.table(head, [row(name, read, runs) for name, read in sets().items()]))
    print(f"\ntarget: {TARGET} at most")


def main(runs: int = 5) -> None:
    """Print every table."""
    print("### Extraction and one jieba.lcut of the same texts\n")
    against_jieba(runs)
    print("\n### One document, ever longer\n")
    long.main(runs)
    print("\n### Twice the rows of the lexicons\n")
    lexicons.main(runs=runs)
    print("\n### The naive stack\n")
    naive.main(runs=max(runs // 2, 1))
    print("\n### Times: find_dates and JioNLP\n")
    times.main(runs)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    main(parser.parse_args().runs)
