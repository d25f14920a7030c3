"""A query of a user's, answered by a process of its own that ends with it, with its time, or when the page is left."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from pipeline.confined import Job, Worker
from pipeline.dashboard import data
from pipeline.errors import StoreError, UsageError
from pipeline.store.locked import Answer

SECONDS = 10.0  # for one query, with the start of its process
MEMORY = 2 * 2**30  # addresses of the process; DuckDB itself may use a quarter
AT_ONCE = 2  # processes: more would leave nothing to the other pages
TICK = 0.2  # seconds between two looks whether the page is still there
LONGEST = 4_000  # characters: the address of the page holds them, up to nine bytes each
SENTENCES = {
    "timeout": "查询超过 {seconds} 秒，已停止：请加条件缩小范围，或去掉没有连接条件的连接。",
    "memory": "查询所需内存超过上限，已停止：请加条件，减少行或列。",
    "too_deep": "查询的括号或运算嵌套过深：请拆开来写。",
    "failed": "查询程序出错（{kind}）：请换一种写法；若仍出现，请把这句话报告给管理员。",
    "ended": "查询程序意外终止，可能是内存不足：请加条件，减少行或列。",
}
JOB = Job("pipeline.store.locked:answer", UsageError, SENTENCES)
SLOTS = threading.BoundedSemaphore(AT_ONCE)


def answer(sql: str, tick: Callable[[float], None]) -> Answer:
    """What a query gives.

    Args:
        sql: as the user wrote it.
        tick: is told the seconds gone by; whatever it raises ends the query. Streamlit lets a page notice in any call
            of it that the page is to show something else.

    Raises:
        DubanError: `sql…` for what is wrong with the query, `timeout`, `memory`, `too_deep`, `crashed`, `sql_busy`;
            or the database cannot be copied.
    """
    if len(sql) > LONGEST:
        raise UsageError("sql_long", f"查询超过 {LONGEST:,} 字：请缩短，或在终端里用 duban query 执行。")
    with _slot(tick), tempfile.TemporaryDirectory(prefix="duban-", ignore_cleanup_errors=True) as folder:
        copy = _copied(Path(folder))
        with Worker(MEMORY) as worker:
            return _waited(worker, partial(worker.result, JOB, (str(copy), sql), SECONDS), tick)


@contextmanager
def _slot(tick: Callable[[float], None]) -> Iterator[None]:
    begun = time.monotonic()
    while not SLOTS.acquire(timeout=TICK):
        if time.monotonic() > begun + SECONDS:
            raise UsageError("sql_busy", f"已有 {AT_ONCE} 个查询在进行：请稍后再点“执行”。")
        tick(0)
    try:
        yield
    finally:
        SLOTS.release()


def _copied(folder: Path) -> Path:
    try:
        return data.copied(folder)
    except StoreError as error:
        raise type(error)(error.code, error.message.replace(str(folder), "临时文件夹")) from error


def _waited(worker: Worker, job: Callable[[], Answer], tick: Callable[[float], None]) -> Answer:
    begun = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(job)
        try:
            while not wait([future], TICK).done:
                tick(time.monotonic() - begun)
        except BaseException:  # the page was left
            worker.kill()
            raise
        return future.result()
