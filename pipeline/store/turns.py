"""Whoever wants a busy file takes turns: else readers who come one after the other keep every writer out.

The turn is held while a file is waited for, and who comes later waits for the turn first. It is a name among the
sockets of the kernel (an abstract one, Linux alone): no file is left behind, and with its holder it goes. Where there
is none, nobody queues, and who comes at the right moment is next.
"""

import errno
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path


@contextmanager
def turn(path: Path, pause: Callable[[], bool]) -> Iterator[None]:
    """Hold the turn for a file; while another has it, `pause` waits a little and says whether to go on waiting."""
    if sys.platform != "linux":
        yield
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as own:
        while _taken(own, path) and pause():
            pass
        yield


def _taken(own: socket.socket, path: Path) -> bool:
    """Whether another has the turn; else it is ours now."""
    try:
        own.bind(b"\0duban-" + blake2b(bytes(path.resolve()), digest_size=16).digest())
    except OSError as error:
        return error.errno == errno.EADDRINUSE
    return False
