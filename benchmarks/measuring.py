"""How the comparisons are timed: alternately, in one process, and the best of the runs counts.

Seconds are those of the processor, of all threads: all that is compared runs in this process alone, and what else the
machine does then hardly counts. It only ever adds time, so that the least of several runs is nearest to the work.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import process_time

from pipeline.engine import COLLECT_AFTER

Work = Callable[[], object]


@contextmanager
def calm() -> Iterator[None]:
    """What was loaded stays out of the collector's way, as `duban load` has it, for all that is compared."""
    thresholds = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def seconds(work: Work) -> float:
    """The processor time it takes, with the collector's debts of earlier work paid first."""
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def best(work: dict[str, Work], runs: int) -> dict[str, float]:
    """The least processor seconds of each; the runs take turns, so that noise meets all alike."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    with calm():
        for _ in range(runs):
            for name, one in work.items():
                taken[name].append(seconds(one))
    return {name: min(times) for name, times in taken.items()}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown; the first column to the left, figures to the right."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
