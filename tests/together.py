"""Two loaders, two readers and somebody who follows up, all at once on one database, as users of one office are.

`python -m tests.together --seconds 30` tells how many turns each had, how long the longest took, and each fault.
The readers ask as the pages do, again and again without a pause, which is harder than people are.
"""

import argparse
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import count, islice
from multiprocessing import get_context
from pathlib import Path

from benchmarks import speeches
from pipeline import engine
from pipeline.cli import engines, loading
from pipeline.dashboard import acts, data
from pipeline.errors import DubanError
from pipeline.store import Store, database, rows, tallies

KINDS, LINES = 20, 6  # different short speeches, which come again and again with other numbers
BATCH, CHUNK = 4, 2
AT_ONCE = 12  # documents of one call of a loader
COUNTED = ("outline", "statements", "directives", "rejected")
NUMBER = re.compile(r"第(\d+)份。\s*\Z")
GROUPED = "{0}_of as (select speech_id, count(*) as {0} from {0} group by all)"
SIZES = f"""
    with {", ".join(map(GROUPED.format, COUNTED))}
    select text, {", ".join(f"coalesce({table}, 0)" for table in COUNTED)}
    from speeches {" ".join(f"left join {table}_of using (speech_id)" for table in COUNTED)}
"""

Turn = Callable[[], object]


@dataclass(slots=True)
class Told:
    """What became of one of them."""

    name: str
    turns: int = 0
    longest: float = 0.0  # seconds of one turn
    faults: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)


def text(number: int) -> str:
    """A short speech with a number at its end."""
    return f"{BASES[number % KINDS]}第{number}份。\n"


BASES = ["\n".join(one.split("\n")[:LINES]) + "\n" for one in speeches.texts(KINDS)]


def sizes() -> list[tuple[int, ...]]:
    """The rows of each kind of speech, table by table."""
    made = [rows(engine.extraction(text(number).encode(), engine.Setup()), "") for number in range(KINDS)]
    return [tuple(len(next(iter(one[table].values()))) for table in COUNTED) for one in made]


# --- the five, each turn of theirs ---


def loader(first: int, db: Path, _told: Told) -> Turn:
    """Every second document is one that the other loader brings too."""
    numbers = (2 * n if n % 2 else 2 * n + first for n in count())

    def turn() -> None:
        done = loading.loaded([text(n).encode() for n in islice(numbers, AT_ONCE)], db, engine.Setup(), engines.pool(1))
        if done.failures:
            raise AssertionError(done.failures)

    return turn


def reader(_number: int, _db: Path, told: Told) -> Turn:
    """A page: whole documents alone, and as many rows as were noted."""
    expected = sizes()

    def torn(store: Store) -> Iterator[str]:
        for content, *found in store.tuples(SIZES):
            number = int(NUMBER.search(content)[1])  # type: ignore[index]
            if tuple(found) != expected[number % KINDS]:
                yield f"torn: 第{number}份 has {found}"
        noted = dict(store.tuples("select table_name, rows from row_counts"))
        there = store.tables()
        yield from (f"torn: {table}" for table in tallies.COUNTED if noted[table] != there[table])

    return lambda: told.faults.extend(data.asked(lambda store: list(torn(store))))


def editor(_number: int, _db: Path, told: Told) -> Turn:
    """Somebody sees the state of some directives and records what they have come to."""
    turns = count()

    def turn() -> None:
        number = next(turns)
        some = "select directive_id from directives order by hash(directive_id || $turn) limit 3"
        seen = data.asked(
            lambda store: acts.states(store, [one for (one,) in store.tuples(some, {"turn": str(number)})])
        )
        draft = acts.Draft(progress=f"第{number}次")
        known = {one: state.seen for one, state in seen.items()}
        told.acts.append(data.changed(lambda store: acts.record(store, draft, known, "某甲"))[0])

    return turn


ROLES = (
    ("loader", loader, 0),
    ("loader", loader, 1),
    ("reader", reader, 0),
    ("reader", reader, 1),
    ("editor", editor, 0),
)


def role(place: int, db: Path, seconds: float, answer: Path) -> None:
    """One of the five, in a process of its own, until the time is over."""
    name, make, number = ROLES[place]
    told = Told(name)
    turn = make(number, db, told)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            turn()
        except DubanError as error:
            told.faults.append(f"{name}: {error.code} {error.message}")
        told.turns += 1
        told.longest = max(told.longest, time.monotonic() - began)
    answer.write_text(json.dumps(asdict(told)), encoding="utf-8")


def together(seconds: float) -> tuple[list[Told], list[str]]:
    """What became of each, and what is wrong in the end."""
    database.BATCH, engine.CHUNK = BATCH, CHUNK
    data.WAIT = loading.WAIT  # where other tests keep the machine busy, all of them are slow
    engine.ready(engine.Setup())
    with tempfile.TemporaryDirectory(prefix="duban-together-") as name:
        db = Path(name) / "督办.duckdb"
        os.environ["DUBAN_DB"] = str(db)
        loading.loaded([text(n).encode() for n in range(KINDS)], db, engine.Setup(), engines.pool(1))
        answers = [Path(name) / f"{place}.json" for place in range(len(ROLES))]
        them = [
            get_context("fork").Process(target=role, args=(place, db, seconds, answer))
            for place, answer in enumerate(answers)
        ]
        for one in them:
            one.start()
        for one in them:
            one.join()
        told = [Told(**json.loads(answer.read_text(encoding="utf-8"))) for answer in answers if answer.exists()]
        with Store.open(db) as store:
            there = {one for (one,) in store.tuples("select action_id from events")}
            wrong = [f"verify: {one}" for one in store.findings()]
    wrong += [f"lost: act {act}" for one in told for act in one.acts if act not in there]
    wrong += [f"ended with {one.exitcode}" for one in them if one.exitcode]
    return told, [*wrong, *(fault for one in told for fault in one.faults)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    told, faults = together(parser.parse_args().seconds)
    for one in told:
        sys.stdout.write(f"{one.name}: {one.turns} turns, the longest {one.longest:.1f} s\n")
    for fault in faults[:20]:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
