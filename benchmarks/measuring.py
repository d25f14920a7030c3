"""How the comparisons are timed: alternately, in one process, and the best of the runs counts.

Seconds are those of the processor, of all threads: all that is compared runs in this process alone, and what else the
machine does then hardly counts. It only ever adds time, so that the least of several runs is nearest to the work.
"""

import gc
from collections.abc import Callable, Iterable, Sequence
from time import process_time

from pipeline.processes import rare_collections

Work = Callable[[], object]


def seconds(work: Work) -> float:
    """The processor time it takes, with the collector's debts of earlier work paid first."""
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def best(work: dict[str, Work], runs: int) -> dict[str, float]:
    """The least processor seconds of each; the runs take turns, so that noise meets all alike."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    gc.collect()
    with rare_collections():
        for _ in range(runs):
            for name, one in work.items():
                taken[name].append(seconds(one))
    return {name: min(times) for name, times in taken.items()}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown; the first column to the left, figures to the right."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
