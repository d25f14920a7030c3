"""What a process does for itself: its end with its parent's, its garbage, its cores."""

import gc
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process

COLLECT_AFTER = 20_000  # new objects after which Python looks for cycles; usually 700


def end_with_parent() -> None:
    """In a worker: end when the parent has gone, killed maybe; else it waits for work for ever, with its memory."""
    parent = parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect cycles rarely, and not in what was loaded before: extractions hold none, and it saves 8 % of the time."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
