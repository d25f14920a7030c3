"""JioNLP's time extraction and our `find_dates` on the same sentences: seconds, and what each finds of the gold.

JioNLP's extraction is made of rules and uses no segmenter; the one that it asks for (jiojio, under the GPL) is not
needed: `pip install --no-deps -c constraints.txt jionlp`. Without it our side alone is printed.

python -m benchmarks.times [--runs 5]
"""

import argparse
import contextlib
import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import jieba

from benchmarks import measuring
from pipeline import find_dates, reading, resources
from pipeline.model import DateUse

Span = tuple[int, int]
Finder = Callable[[str], list[Span]]
"""The spans of a sentence that a rival takes for a time."""

TELLING = (DateUse.DEADLINE, DateUse.RECURRENCE)
BASE = datetime(2024, 1, 1)  # noqa: DTZ001 (JioNLP reckons with naive days)


class Asked(NamedTuple):
    """A sentence of an annotated speech, and the deadlines and recurrences that its gold marks in it."""

    text: str
    gold: frozenset[Span]


class Tally(NamedTuple):
    """What a rival found: marked spans, those met exactly, those met at all, and spans that meet none."""

    marked: int
    exact: int
    met: int
    false: int


def asked() -> list[Asked]:
    """The statements of the annotated corpora (not of those held out)."""
    corpora = resources.path("corpora")
    paths = sorted((corpora / "gold").glob("*.gold.json"))
    return [one for path in paths for one in of_speech(path, corpora / "texts")]


def of_speech(path: Path, texts: Path) -> Iterator[Asked]:
    """The statements of its gold, each with the spans that its deadline and its recurrence have in it."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = reading.read(texts / path.name.replace(".gold.json", ".txt")).text
    for one in gold["statements"]:
        sentence = text[one["start"] : one["end"]]
        yield Asked(sentence, frozenset(marks(sentence, one)))


def marks(sentence: str, statement: dict[str, Any]) -> Iterator[Span]:
    """Where its deadline and its recurrence stand; what an item before it says for it stands there, and is left out."""
    for key in ("due", "recurrence"):
        mention = statement[key]["mention"] if statement.get(key) else ""
        start = sentence.find(mention) if mention else -1
        if start >= 0:
            yield start, start + len(mention)


def tally(sentences: list[Asked], finder: Finder) -> Tally:
    """One rival over all sentences."""
    exact = met = false = 0
    for sentence in sentences:
        spans = finder(sentence.text)
        exact += len(sentence.gold & set(spans))
        met += sum(any(meet(mark, span) for span in spans) for mark in sentence.gold)
        false += sum(not any(meet(mark, span) for mark in sentence.gold) for span in spans)
    return Tally(sum(len(sentence.gold) for sentence in sentences), exact, met, false)


def meet(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def every_date(text: str) -> list[Span]:
    """All that `find_dates` finds."""
    return [(one.start, one.end) for one in find_dates(text, date(2024, 1, 1))]


def telling(text: str) -> list[Span]:
    """What `find_dates` takes for a deadline or a recurrence."""
    return [(one.start, one.end) for one in find_dates(text, date(2024, 1, 1)) if one.use in TELLING]


def jionlp() -> Any | None:  # noqa: ANN401 (it has no types)
    """JioNLP without its greeting, with a stand-in for the segmenter that it imports; None where not installed."""
    had = "jiojio" in sys.modules
    sys.modules.setdefault("jiojio", ModuleType("jiojio"))
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import jionlp
    except ModuleNotFoundError:
        return None
    finally:
        if not had:
            del sys.modules["jiojio"]
    return jionlp


def finder_of(jio: Any) -> Finder:  # noqa: ANN401
    """JioNLP's extraction; it reads what it finds, as ours does."""

    def spans(text: str) -> list[Span]:
        found = jio.ner.extract_time(text, time_base=BASE.timestamp(), with_parsing=True)
        return [(one["offset"][0], one["offset"][1]) for one in found]

    return spans


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """JioNLP logs a traceback for each wording that it cannot read: not written, so that it is not timed either."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def main(runs: int = 5) -> None:
    """Print the table."""
    sentences, jio = asked(), jionlp()
    finders: dict[str, Finder] = {"find_dates: deadlines and recurrences": telling, "find_dates: all dates": every_date}
    if jio:
        finders["JioNLP extract_time"] = finder_of(jio)
    work: dict[str, measuring.Work] = {"jieba.lcut": lambda: [jieba.lcut(one.text) for one in sentences]}
    for name, finder in finders.items():
        work[name] = lambda finder=finder: [finder(one.text) for one in sentences]
    jieba.initialize()
    with quiet():
        tallies = {name: tally(sentences, finder) for name, finder in finders.items()}
        taken = measuring.best(work, runs)
    head = ["on the sentences of corpora/gold", "marked", "exact", "met", "meet none", "seconds", "× jieba.lcut"]
    unit = taken["jieba.lcut"]
    lines = [
        [name, *(map(str, tallies[name]) if name in tallies else [""] * 4), f"{one:.3f}", f"{one / unit:.2f}"]
        for name, one in taken.items()
    ]
    print(measuring.table(head, lines))
    print(f"\n{len(sentences)} sentences with their deadlines and recurrences; a mere date counts as meeting none")
    if not jio:
        print("JioNLP is not installed: pip install --no-deps -c constraints.txt jionlp")
        return
    ratio = taken["JioNLP extract_time"] / taken["find_dates: deadlines and recurrences"]
    print(f"JioNLP takes {ratio:.1f} times as long as find_dates")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    main(parser.parse_args().runs)
