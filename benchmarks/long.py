"""Is the cost linear in the length? One document of 0.6 to 5 MB, of ever more different speeches, step by step.

python -m benchmarks.long [--runs 3]
"""

import argparse
import ast
import gc
import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from itertools import pairwise
from time import process_time
from types import ModuleType
from typing import Any
from unittest.mock import patch

from benchmarks import measuring, speeches
from pipeline import engine, flow, processes, reading
from pipeline.model import Speech

SIZES = (0.625, 1.25, 2.5, 5.0)
"""Megabytes of UTF-8; each is twice the one before it."""

TARGET = 2.2
"""How often twice the text may cost what the text costs."""

Times = dict[str, float]


def steps() -> set[tuple[ModuleType, str]]:
    """What the method (`flow._explained`) calls in the modules of the steps, as its source has it: module and name."""
    tree = ast.walk(ast.parse(inspect.getsource(flow._explained)))
    named = [node.func for node in tree if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    found = {(vars(flow).get(one.value.id), one.attr) for one in named if isinstance(one.value, ast.Name)}
    return {
        (module, name)
        for module, name in found
        if isinstance(module, ModuleType) and not isinstance(getattr(module, name), type)
    }


def joined(megabytes: float) -> str:
    """One document of about that size; its speeches are all different ones, in simplified characters."""
    one = len(speeches.texts(1)[0].encode())
    texts = filter(speeches.simplified, speeches.texts(max(round(megabytes * 1e6 / one * 1.5), 2)))
    parts, size = [], 0
    while size < megabytes * 1e6 and (text := next(texts, None)) is not None:
        parts.append(text)
        size += len(text.encode()) + 1
    return "\n".join(parts)


def clocked(function: Callable[..., Any], name: str, times: Times) -> Callable[..., Any]:
    """The same function, its seconds added up under a name."""

    @wraps(function)
    def timed(*args: object, **named: object) -> Any:  # noqa: ANN401 (whatever the step gives)
        start = process_time()
        made = function(*args, **named)
        times[name] = times.get(name, 0.0) + process_time() - start
        return made

    return timed


@contextmanager
def clocks() -> Iterator[Times]:
    """Every step under a clock: what `flow` calls inside adds its seconds to the yielded table."""
    times: Times = {}
    with ExitStack() as stack:
        for module, function in steps():
            name = f"{module.__name__.removeprefix('pipeline.')}.{function}"
            stack.enter_context(patch.object(module, function, clocked(getattr(module, function), name, times)))
        yield times


def times_of(speech: Speech) -> Times:
    """Seconds of the extraction of one document, whole and by step."""
    lexicon = engine.lexicon_of(engine.Setup())
    gc.collect()
    with clocks() as times:
        start = process_time()
        flow.extract(speech, lexicon)
        whole = process_time() - start
    return {"extraction": whole, "(the rest)": whole - sum(times.values()), **times}


def measured(documents: list[Speech], runs: int) -> list[Times]:
    """The best seconds for each document; the documents take turns."""
    with processes.rare_collections():
        rounds = [[times_of(speech) for speech in documents] for _ in range(runs)]
    return [{name: min(times[name] for times in tried) for name in tried[0]} for tried in zip(*rounds, strict=True)]


def row(name: str, times: list[float]) -> list[str]:
    """Seconds for each size, and how much the last three doublings cost."""
    ratios = [f"{later / max(earlier, 1e-6):.2f}" for earlier, later in pairwise(times)]
    return [name, *(f"{one:.3f}" for one in times), *ratios]


def main(runs: int = 3) -> None:
    """Print the table; the target holds for the whole, the steps show where it would break."""
    documents = [reading.read(joined(size).encode()) for size in SIZES]
    flow.extract(reading.read(joined(0.1).encode()), engine.lexicon_of(engine.Setup()))
    found = measured(documents, runs)
    sizes = [f"{len(speech.text.encode()) / 1e6:.2f} MB" for speech in documents]
    head = ["step", *(f"{size}, s" for size in sizes), *(f"{later} / half" for later in sizes[1:])]
    names = sorted(found[-1], key=lambda name: -found[-1][name])
    print(measuring.table(head, (row(name, [times[name] for times in found]) for name in names)))
    worst = max(later["extraction"] / earlier["extraction"] for earlier, later in pairwise(found))
    print(f"\ntwice the text costs {worst:.2f} times the time at most (target: {TARGET} at most)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    main(parser.parse_args().runs)
