"""Foreign readers under guard: they parse in a process of their own, with so much time and memory and no more.

One worker a process serves document after document, so that Python and the libraries start once; it is killed with
its whole group where a document takes too long, and replaced where it ended or has grown. Plain text never comes here.
"""

import atexit
import json
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import IO, Any

from pipeline.errors import ReadError
from pipeline.reading import limits

BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from pipeline.reading.guarded import serve; serve()"
GROWN = 0.5  # of the memory that a worker may have used before the next document gets a fresh one
GRACE = 2  # seconds after which a worker ends by itself, should nobody be left to kill it
_LENGTH = struct.Struct(">Q")
Document = bytes | str | None


class Worker:
    """A process that reads documents, one at a time."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        command = [sys.executable, "-c", BOOT, json.dumps(sys.path)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, start_new_session=True, **pipes)  # type: ignore[call-overload]

    def alive(self) -> bool:
        """Whether it waits for a document."""
        return self.process.poll() is None

    def result(self, reader: str, document: Document, seconds: float) -> Any:  # noqa: ANN401  (what the reader gives)
        """What `text` of the reader's module gives; ReadError as it raises it, or `timeout`, `memory`, `crashed`.

        Where that is an iterator, None for the document asks for its next part; None comes after the last.
        """
        late = threading.Event()
        timer = threading.Timer(seconds, self.kill, [late])
        timer.start()
        try:
            _send(self.process.stdin, (reader, document, seconds, self.memory))
            outcome, value, stays = _received(self.process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self.close()
            raise _late(seconds) if late.is_set() else _crashed() from error
        except BaseException:  # Ctrl-C: an answer on its way would be taken for that to the next document
            self.close()
            raise
        finally:
            timer.cancel()
            timer.join()  # no thread is left behind: the engine forks only where there is none
        if late.is_set() or not stays:
            self.close()
        if outcome == "read":
            return value
        raise ReadError(*value)

    def kill(self, late: threading.Event | None = None) -> None:
        """End it and whatever it started; the event tells afterwards that it was too late."""
        if late:
            late.set()
        with suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                self.process.kill()
            else:
                os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End it and let go of its pipes."""
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        self.process.wait()

    def forget(self) -> None:
        """In a forked child: the worker is the parent's; its pipes are closed here, so that it sees the parent end."""
        self.process.returncode = 0
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


class Guard:
    """The worker of this process, if it has one."""

    def __init__(self) -> None:
        self.worker: Worker | None = None
        self.lock = threading.Lock()

    def result(self, reader: str, document: Document, seconds: float, memory: int) -> Any:  # noqa: ANN401
        """What the reader gives, one document at a time."""
        with self.lock:
            if self.worker and not (self.worker.alive() and self.worker.memory == memory):
                self.close()
            self.worker = self.worker or Worker(memory)
            return self.worker.result(reader, document, seconds)

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
    return _GUARD.result(reader, document, seconds, memory)


def results(
    reader: str, document: bytes, seconds: float = limits.SECONDS, memory: int = limits.MEMORY
) -> Iterator[Any]:
    """The parts of a document whose reader gives an iterator, each in the time of one document.

    They come from a worker of their own: while it waits to be asked for more, other documents may be read.
    """
    worker = Worker(memory)
    try:
        worker.result(reader, document, seconds)
        while (part := worker.result(reader, None, seconds)) is not None:
            yield part
    finally:
        worker.close()


def serve() -> None:
    """The worker's side: documents from standard input until it ends, answers to what was standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    parts: Iterator[Any] = iter(())
    with suppress(EOFError):
        while True:
            reader, document, seconds, memory = _received(sys.stdin.buffer)
            _confine(seconds, memory)
            outcome, value = _read(partial(next, parts, None) if document is None else partial(_text, reader, document))
            _confine(-GRACE, memory)  # no alarm while it waits
            more = isinstance(value, Iterator)
            if more:
                parts, value = value, None
            stays = more or document is None or _held() < GROWN * memory
            _send(answers, (outcome, value, stays))
            if not stays:
                return


def _text(reader: str, document: bytes | str) -> Any:  # noqa: ANN401
    return import_module(reader).text(document)


def _read(ask: Callable[[], Any]) -> tuple[str, Any]:
    try:
        return "read", ask()
    except ReadError as error:
        refused = error
    except MemoryError:
        refused = ReadError("memory", "读取所需内存超过上限，已停止：请拆分文件，或把文字另存为 .txt 后导入。")
    except RecursionError:
        refused = ReadError("too_deep", "文档结构嵌套过深，无法读取：请把文字另存为 .txt 后导入。")
    except Exception as error:  # the border to foreign code: whatever it raises, this document alone fails
        what = type(error).__name__
        refused = ReadError("crashed", f"读取程序出错（{what}）：请用原程序另存一份，或转为 .txt。")
    return "refused", (refused.code, refused.message)


def _confine(seconds: float, memory: int) -> None:
    """Soft limits: a reader that starts another program may give that one more."""
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
        signal.alarm(int(seconds) + GRACE)


def _held() -> int:
    """The bytes of memory that this process holds; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as facts:  # noqa: PTH123  (no file of a user)
            return int(facts.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _send(pipe: IO[bytes], value: object) -> None:
    packed = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(packed)))
    pipe.write(packed)
    pipe.flush()


def _received(pipe: IO[bytes]) -> Any:  # noqa: ANN401
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    return pickle.loads(pipe.read(_LENGTH.unpack(head)[0]))


def _late(seconds: float) -> ReadError:
    return ReadError("timeout", f"读取超过 {seconds:g} 秒，已停止：请拆分文件，或把文字另存为 .txt 后导入。")


def _crashed() -> ReadError:
    return ReadError("crashed", "读取程序意外终止：文件可能已损坏，请用原程序另存一份，或把文字另存为 .txt 后导入。")
