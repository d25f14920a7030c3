"""Work that may take too long, eat too much or crash: a process of its own does it, with so much time and memory.

Foreign readers and the queries of users run here. A process is killed with its whole group where its work takes too
long; it does one job at a time, and may do many, so that Python and the libraries start once.
"""

import json
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import IO, Any, NoReturn, Self

from pipeline.errors import DubanError

BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from pipeline.confined import serve; serve()"
GROWN = 0.5  # of the memory that a worker may have used before the next job gets a fresh one
GRACE = 2  # seconds after which a worker ends by itself, should nobody be left to kill it
_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker does, and what is said where it cannot.

    `function` is `module:name`, of one argument, and raises what is wrong as a DubanError. `sentences` are those for
    `timeout` (with `{seconds}`), `memory`, `too_deep`, `failed` (an error that nobody foresaw, its class as `{kind}`)
    and `ended` (the process died of itself); the latter two have the code `crashed`.
    """

    function: str
    error: type[DubanError]
    sentences: Mapping[str, str]

    def broken(self, reason: str, **facts: object) -> DubanError:
        """The error for a job that came to no end."""
        code = "crashed" if reason in ("failed", "ended") else reason
        return self.error(code, self.sentences[reason].format(**facts))


class Worker:
    """A process that does jobs, one at a time; in a `with` block it ends with the block."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        command = [sys.executable, "-c", BOOT, json.dumps(sys.path)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, start_new_session=True, **pipes)  # type: ignore[call-overload]

    def __enter__(self) -> Self:
        """The worker itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it, whatever it is about."""
        self.close()

    def alive(self) -> bool:
        """Whether it waits for a job."""
        return self.process.poll() is None

    def result(self, job: Job, argument: object, seconds: float) -> Any:  # noqa: ANN401  (what the function gives)
        """What the job gives; its error as the function raises it, or `timeout`, `memory`, `too_deep`, `crashed`.

        Where that is an iterator, None for the argument asks for its next part; None comes after the last.
        """
        late = threading.Event()
        timer = threading.Timer(seconds, self.kill, [late])
        timer.start()
        try:
            _send(self.process.stdin, (job.function, argument, seconds, self.memory))
            outcome, value, stays = _received(self.process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self.close()
            raise job.broken("timeout" if late.is_set() else "ended", seconds=f"{seconds:g}") from error
        except BaseException:  # Ctrl-C: an answer on its way would be taken for that to the next job
            self.close()
            raise
        finally:
            timer.cancel()
            timer.join()  # no thread is left behind: the engine forks only where there is none
        if late.is_set() or not stays:
            self.close()
        return value if outcome == "done" else _raise(job, outcome, value)

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


def serve() -> None:
    """The worker's side: jobs from standard input until it ends, answers to what was standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    parts: Iterator[Any] = iter(())
    with suppress(EOFError):
        while True:
            function, argument, seconds, memory = _received(sys.stdin.buffer)
            _confine(seconds, memory)
            outcome, value = _done(
                partial(next, parts, None) if argument is None else partial(_call, function, argument)
            )
            _confine(-GRACE, memory)  # no alarm while it waits
            more = isinstance(value, Iterator)
            if more:
                parts, value = value, None
            stays = more or argument is None or _held() < GROWN * memory
            _send(answers, (outcome, value, stays))
            if not stays:
                return


def _call(function: str, argument: object) -> Any:  # noqa: ANN401
    module, _, name = function.partition(":")
    return getattr(import_module(module), name)(argument)


def _done(ask: Callable[[], Any]) -> tuple[str, Any]:
    try:
        return "done", ask()
    except DubanError as error:
        return "refused", (error.code, error.message)
    except MemoryError:
        return "memory", None
    except RecursionError:
        return "too_deep", None
    except Exception as error:  # the border to foreign code: whatever it raises, this job alone fails
        return "failed", type(error).__name__


def _raise(job: Job, outcome: str, value: Any) -> NoReturn:  # noqa: ANN401
    raise job.error(*value) if outcome == "refused" else job.broken(outcome, kind=value)


def _confine(seconds: float, memory: int) -> None:
    """Soft limits: whoever starts another program may give that one more."""
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
