"""Foreign readers under guard: they parse in a process of their own, with so much time and memory and no more.

One worker a process serves document after document, and is replaced where it ended or has grown. Plain text never
comes here.
"""

import atexit
import os
import threading
from collections.abc import Iterator
from typing import Any

from pipeline import confined
from pipeline.confined import Worker
from pipeline.errors import ReadError
from pipeline.reading import limits

SENTENCES = {
    "timeout": "读取超过 {seconds} 秒，已停止：请拆分文件，或把文字另存为 .txt 后导入。",
    "memory": "读取所需内存超过上限，已停止：请拆分文件，或把文字另存为 .txt 后导入。",
    "too_deep": "文档结构嵌套过深，无法读取：请把文字另存为 .txt 后导入。",
    "failed": "读取程序出错（{kind}）：请用原程序另存一份，或转为 .txt。",
    "ended": "读取程序意外终止：文件可能已损坏，请用原程序另存一份，或把文字另存为 .txt 后导入。",
}


class Guard:
    """The worker of this process, if it has one."""

    def __init__(self) -> None:
        self.worker: Worker | None = None
        self.lock = threading.Lock()

    def result(self, job: confined.Job, document: bytes | str, seconds: float, memory: int) -> Any:  # noqa: ANN401
        """What the reader gives, one document at a time."""
        with self.lock:
            if self.worker and not (self.worker.alive() and self.worker.memory == memory):
                self.close()
            self.worker = self.worker or Worker(memory)
            return self.worker.result(job, document, seconds)

    def close(self) -> None:
        """End the worker."""
        if self.worker:
            self.worker.close()
            self.worker = None

    def forked(self) -> None:
        """A child has none yet, whatever its parent was about."""
        if self.worker:
            self.worker.forget()
        self.__init__()  # type: ignore[misc]


_GUARD = Guard()
atexit.register(_GUARD.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_GUARD.forked)


def result(reader: str, document: bytes | str, seconds: float = limits.SECONDS, memory: int = limits.MEMORY) -> Any:  # noqa: ANN401
    """What `text(document)` of the module `reader` gives, read under guard.

    Raises what the reader raises as ReadError; also `timeout`, `memory`, and `crashed` where it ends in no way
    foreseen. The limits are arguments for tests alone.
    """
    return _GUARD.result(confined.Job(f"{reader}:text", ReadError, SENTENCES), document, seconds, memory)


def results(
    reader: str, document: bytes, seconds: float = limits.SECONDS, memory: int = limits.MEMORY
) -> Iterator[Any]:
    """The parts of a document whose reader gives an iterator, each in the time of one document.

    They come from a worker of their own: while it waits to be asked for more, other documents may be read.
    """
    job = confined.Job(f"{reader}:text", ReadError, SENTENCES)
    with Worker(memory) as worker:
        worker.result(job, document, seconds)
        while (part := worker.result(job, None, seconds)) is not None:
            yield part
