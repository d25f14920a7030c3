"""Loads, follow-up, reloads and migrations killed (-9) at random moments: nothing torn, nothing lost that was told.

`python -m tests.kills --count 1000` tells what was killed, how often a transaction log was left behind, and each fault.
Children are forked with the lexicons loaded, commit a few documents at a time, and tell each commit through a pipe.
"""

import argparse
import contextlib
import os
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import duckdb

from benchmarks import speeches
from pipeline import engine
from pipeline.cli import engines, keeping, loading
from pipeline.follow import Change, EventKind
from pipeline.store import Store, database, rows, schema, speech_id

DOCUMENTS, LINES = 40, 6  # short ones: a load is many commits, and soon over
BATCH, CHUNK = 4, 2
LOADS = 12  # kills of the load of one database, at most
TOGETHER = 3  # directives of one act of follow-up
PATIENCE = 60.0  # seconds for which orphaned workers and a silent child are waited for
COUNTED = ("outline", "statements", "directives", "rejected")

Tell = Callable[[str], None]
Act = Callable[[Path, Tell], None]
Sizes = Mapping[str, Mapping[str, int]]


@dataclass(slots=True)
class Tally:
    """What was killed and what was found."""

    kills: Counter[str] = field(default_factory=Counter)
    commits: int = 0  # told before a kill
    logs: int = 0  # kills that left a transaction log behind
    databases: int = 0  # of which the next call did the rest
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        acts = ", ".join(f"{n} of {name}" for name, n in sorted(self.kills.items()))
        return (
            f"{self.kills.total()} kills -9 ({acts}) in {self.databases} databases; {self.commits} commits were told, "
            f"{self.logs} kills left a log behind; {len(self.faults)} faults"
        )


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: what it had told, whether the kill ended it, and whether nothing else did."""

    told: tuple[str, ...]
    killed: bool
    well: bool


# --- what the children do ---


def load(folder: Path, jobs: int) -> Act:
    """`duban load`; it tells the speeches of each commit before the log is written into the file."""

    def act(db: Path, tell: Tell) -> None:
        added = Store._added

        def told(store: Store, batch: database.Part, run_id: str) -> database.Counts:
            counts = added(store, batch, run_id)
            tell(" ".join(batch.ids))
            return counts

        Store._added = told  # type: ignore[method-assign]
        done = loading.loaded(sorted(folder.iterdir()), db, engine.Setup(), engines.pool(jobs))
        if done.failures:
            raise AssertionError(done.failures)

    return act


def edit(db: Path, tell: Tell) -> None:
    """Follow-up on several directives in one act, again and again; it tells each act."""
    with Store.open(db) as store:
        ids = [one for (one,) in store.tuples("select directive_id from directives order by hash(directive_id)")]
    for number in range(1000):
        some = [ids[(number * TOGETHER + more) % len(ids)] for more in range(TOGETHER)]
        with Store.open(db) as store:
            tell(store.record([Change(one, EventKind.NOTE, "progress", None, f"第{number}次") for one in some], "某甲"))


def reload(db: Path, _tell: Tell) -> None:
    """`duban reload --all`."""
    keeping._reloaded(db, keeping._ids(db, ()), engine.Setup(), 1, metadata=False)


def migrate(db: Path, _tell: Tell) -> None:
    """What every writer does first with a file of an older program."""
    Store.open(db).close()


# --- killing them ---


def child(act: Act, db: Path, telling: int) -> None:
    """It never comes back."""
    try:
        os.setpgid(0, 0)
        act(db, lambda words: os.write(telling, f"{words}\n".encode()) and None)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def run(act: Act, db: Path, commits: int = 0, delay: float | None = None, group: bool = False) -> Ended:
    """Fork, wait for so many commits and a while longer, kill; without a delay it ends by itself."""
    hearing, telling = os.pipe()
    pid = os.fork()
    if not pid:
        child(act, db, telling)
    os.close(telling)
    heard = b"".join(told(hearing, commits)) if delay is not None else b""
    if delay is not None:
        time.sleep(delay)
        with contextlib.suppress(ProcessLookupError):  # its group is not there yet
            (os.killpg if group else os.kill)(pid, signal.SIGKILL)
    heard += b"".join(told(hearing, sys.maxsize))  # until workers have ended too, which the end of the pipe tells
    os.close(hearing)
    status = os.waitpid(pid, 0)[1]
    return Ended(tuple(heard.decode().split("\n")[:-1]), os.WIFSIGNALED(status), status in (0, signal.SIGKILL))


def told(pipe: int, lines: int) -> Iterator[bytes]:
    """What is told, until so many lines or the end."""
    while lines > 0:
        if not select.select([pipe], [], [], PATIENCE)[0]:
            raise AssertionError("a child, or a worker of a killed one, goes on for ever")
        if not (more := os.read(pipe, 65536)):
            return
        yield more
        lines -= more.count(b"\n")


# --- looking at what they left ---


def documents(folder: Path) -> Sizes:
    """Short speeches as files, and how many rows of each table they come to."""
    sizes = {}
    for number, text in enumerate(speeches.texts(DOCUMENTS)):
        content = "\n".join([*text.split("\n")[:LINES], f"第{number}份。\n"]).encode()
        (folder / f"{number:02}.txt").write_bytes(content)
        found = engine.extraction(content, engine.Setup())
        made = rows(found, "")
        sizes[speech_id(found.speech)] = {table: len(next(iter(made[table].values()))) for table in COUNTED}
    return sizes


def wrong(db: Path, sizes: Sizes, speeches_told: set[str], acts_told: set[str]) -> Iterator[str]:
    """What is torn or lost; the database opens, for a writer."""
    with Store.open(db) as store:
        there = {one for (one,) in store.tuples("select speech_id from speeches")}
        for table in COUNTED:
            found = dict(store.tuples(f"select speech_id, count(*) from {table} group by all"))
            torn = {one for one in {*there, *found} if found.get(one, 0) != (sizes[one][table] if one in there else 0)}
            yield from (f"torn: {table} of {one}" for one in torn)
        acts = dict(store.tuples("select action_id, count(*) from events group by all"))
    yield from (f"lost: speech {one}" for one in speeches_told - there)
    yield from (f"lost: act {one}" for one in acts_told - set(acts))
    yield from (f"torn: act {one}" for one, n in acts.items() if n != TOGETHER)


@dataclass(slots=True)
class Life:
    """One database, and what was told of it."""

    db: Path
    folder: Path
    sizes: Sizes
    dice: Random
    tally: Tally
    speeches: set[str] = field(default_factory=set)
    acts: set[str] = field(default_factory=set)

    def whole(self, loads: int) -> None:
        """Its loads are killed, then follow-up, reload and migration; then all is finished and verified."""
        for _ in range(loads):
            jobs = self.dice.choice((1, 1, 2))
            if not self.kill("load", load(self.folder, jobs), self.dice.randrange(3), 0.12):
                break
        self.finish("load", load(self.folder, 1))
        self.kill("follow-up", edit, self.dice.randrange(5), 0.1)
        self.kill("reload", reload, 0, 1.2)
        aged(self.db)
        self.kill("migration", migrate, 0, 0.4)
        self.finish("reload", reload)
        with Store.open(self.db) as store:
            if store.tables()["speeches"] != len(self.sizes):
                self.tally.faults.append("the next load did not do the rest")
            self.tally.faults += [f"verify: {one}" for one in store.findings()]
        self.tally.databases += 1

    def kill(self, name: str, act: Act, commits: int, longest: float) -> bool:
        """Kill an act some time after so many commits, and look; tells whether it had not ended before."""
        ended = run(act, self.db, commits, self.dice.uniform(0, longest), self.dice.random() < 0.5)
        if ended.killed:
            self.tally.kills[name] += 1
            self.tally.commits += len(ended.told)
            self.tally.logs += self.db.with_name(f"{self.db.name}.wal").exists()
        if not ended.well:
            self.tally.faults.append(f"{name}: the child failed")
        (self.acts if act is edit else self.speeches).update(one for line in ended.told for one in line.split())
        found = wrong(self.db, self.sizes, self.speeches, self.acts)
        self.tally.faults += [f"after {name}: {one}" for one in found]
        return ended.killed

    def finish(self, name: str, act: Act) -> None:
        """The next one does the rest."""
        if not run(act, self.db).well:
            self.tally.faults.append(f"{name}: the next one failed")


def aged(db: Path) -> None:
    """Make it a file of the program before this one."""
    with duckdb.connect(str(db)) as connection:
        connection.execute("update meta set schema_version = ?", [schema.SCHEMA_VERSION - 1])


def kills(count: int, seed: int = 0) -> Tally:
    """So many kills of loads, and some of the rest."""
    database.BATCH, engine.CHUNK = BATCH, CHUNK
    engine.POOL_FROM = dict.fromkeys(engine.POOL_FROM, CHUNK)
    engine.ready(engine.Setup())
    dice, tally = Random(seed), Tally()
    with tempfile.TemporaryDirectory(prefix="duban-kills-") as name:
        folder, place = Path(name) / "speeches", Path(name) / "store"
        folder.mkdir()
        sizes = documents(folder)
        while tally.kills["load"] < count and not tally.faults:
            place.mkdir()
            Life(place / "督办.duckdb", folder, sizes, dice, tally).whole(min(LOADS, count - tally.kills["load"]))
            shutil.rmtree(place)
            sys.stderr.write(f"{tally}\n")
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    began = time.monotonic()
    tally = kills(wanted.count, wanted.seed)
    for fault in tally.faults[:20]:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{tally}; {time.monotonic() - began:.0f} s\n")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
