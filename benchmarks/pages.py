"""What each page asks of 100,000 directives, against a page of twenty rows read from the view `ledger` as it stands.

The speeches are those of `benchmarks.speeches`; every tenth directive is followed up. Seconds are those of the
processor (all threads), with opening the file, as each page does it; the least of the runs counts.

python -m benchmarks.pages [--directives 100000] [--runs 3] [--db FILE]
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks import measuring, speeches
from pipeline import engine, processes
from pipeline.cli import engines, loading
from pipeline.dashboard import attention, body_rows, deadlines, figures, gone, list_rows, network_rows, rows, speech
from pipeline.dashboard.body_rows import Asked
from pipeline.dashboard.list_sql import KINDS
from pipeline.dashboard.request import ORDERS, Request
from pipeline.follow import Change, EventKind, Status
from pipeline.store import Store

TARGET = 0.5
"""Seconds of the processor that the questions of one page may take."""

IN_A_SPEECH = 29
"""Directives in one of these speeches, about."""

VIEW = "select * from ledger order by number limit 20"
DAY = date(2025, 6, 15)
FOLLOWED = 10  # one directive in so many

Question = Callable[[Store], object]


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to ask about: the busiest body, a speech in the middle, one of its directives."""

    body: str
    name: str
    speech: str
    directive: str


def made(directives: int, path: Path) -> None:
    """A database of about so many directives."""
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        texts = speeches.written(-(-directives // IN_A_SPEECH), Path(folder))
        loading.loaded(list(texts), path, engine.Setup(), engines.pool(processes.cores()))
    with Store.open(path) as store:
        ids = [one for (one,) in store.tuples("select directive_id from directives order by directive_id")]
        states = list(Status)
        done = enumerate(ids[::FOLLOWED])
        store.record(
            [Change(one, EventKind.STATUS, None, None, states[number % len(states)]) for number, one in done],
            "某甲",
            None,
        )


def known(store: Store) -> Known:
    """What the pages are asked about."""
    body, name = store.tuples("select body_id, name from by_body order by directives desc, name, body_id limit 1")[0]
    one = store.tuples("""
        select speech_id, min(directive_id)
        from directives
        group by speech_id
        order by speech_id
        limit 1 offset (select count(distinct speech_id) // 2 from directives)
    """)[0]
    return Known(body, name, *one)


def ledger(**asked: object) -> Question:
    """A page of 督办台账, with the choices of its filters."""
    request = Request().but(**asked)
    return lambda store: (rows.choices(store, request), rows.page(store, request), gone.listed(store))


def of_list(name: str, **asked: object) -> Question:
    """A page of 清单, with the choices of its filters."""
    wanted = list_rows.Asked(name, **asked)  # type: ignore[arg-type]
    return lambda store: (rows.choices(store, Request()), list_rows.page(store, wanted))


def questions(about: Known) -> Iterator[tuple[str, Question]]:
    """All pages, each in its ways."""
    yield "总览", lambda store: (figures.figures(store), attention.attention(store, DAY))
    filters: dict[str, dict[str, object]] = {
        "": {},
        "，第 2,000 页": {"page": 2000},
        **{f"，排序：{label}": {"sort": name} for name, (label, _) in ORDERS.items() if name != "text"},
        "，单位": {"body": about.name},
        "，讲话": {"speech": about.speech},
        "，章节": {"section": "责任"},
        "，状态": {"status": "进行中"},
        "，预警": {"lamp": "red", "on": DAY.isoformat()},
        "，类别": {"kind": "sanction"},
        "，时限状态": {"due": "masked"},
        "，到期月份": {"month": "2024-06"},
        "，要素": {"has": ("-body", "date")},
        "，查找文字": {"words": "整改"},
        "，查找文字（没有的）": {"words": "查无此词"},
    }
    for name, asked in filters.items():
        yield f"督办台账{name}", ledger(**asked)
    yield "督办台账，详情", lambda store: rows.task(store, Request(task=about.directive, sort="due"))
    yield "时限", lambda store: deadlines.month(store, date(2024, 6, 1), DAY)
    for order, (label, _) in body_rows.ORDERS.items():
        yield f"责任单位，{label}", lambda store, order=order: body_rows.ranked(store, Asked(sort=order), DAY)  # type: ignore[misc]
    yield "责任单位，查找", lambda store: body_rows.ranked(store, Asked(words="教育"), DAY)
    yield (
        "责任单位，一个单位",
        lambda store: (
            body_rows.work(store, Asked(body=about.body), DAY),
            network_rows.of_bodies(store, about.body),
        ),
    )
    yield "责任单位，关系图", network_rows.of_bodies
    yield "责任单位，任务图", lambda store: network_rows.of_directives(store, about.body)
    for name, kind in KINDS.items():
        yield f"清单，{kind.name}", of_list(name)
        yield f"清单，{kind.name}，查找文字", of_list(name, words="整改")
        yield f"清单，{kind.name}，讲话", of_list(name, speech=about.speech)
    yield "讲话原文", lambda store: (speech.listed(store, "", about.speech), speech.speech(store, about.speech))


def asked(path: Path, question: Question) -> None:
    """As a page asks: the file is opened for it, and closed again."""
    with Store.open(path, readonly=True) as store:
        question(store)


def least(path: Path, question: Question, runs: int) -> float:
    """The least seconds of the processor that the answer takes, of all threads: a page waits no longer than that."""
    return min(measuring.seconds(partial(asked, path, question)) for _ in range(runs))


def measured(path: Path, runs: int) -> list[tuple[str, float]]:
    """The view as a whole, and every page."""
    with Store.open(path, readonly=True) as store:
        about = known(store)
    every = [("视图 ledger，20 行", lambda store: store.tuples(VIEW)), *questions(about)]
    return [(name, least(path, question, runs)) for name, question in every]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--directives", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--db", type=Path, help="a database to measure instead of one that is made for it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        path = options.db or Path(folder) / "pages.duckdb"
        if options.db is None:
            made(options.directives, path)
        (_, unit), *taken = found = measured(path, options.runs)
        with Store.open(path, readonly=True) as store:
            counts = store.tables()
    lines = [[name, f"{one:.3f}", f"{one / unit:.2f}"] for name, one in found]
    print(measuring.table(["page", "seconds", "× view"], lines))
    print(f"\n{counts['speeches']:,} speeches, {counts['directives']:,} directives, {counts['bodies']:,} bodies")
    name, worst = max(taken, key=lambda one: one[1])
    print(f"slowest: {name}, {worst:.2f} s (target: {TARGET} at most)")


if __name__ == "__main__":
    main()
