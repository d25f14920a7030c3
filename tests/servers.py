"""`duban app` as tests start it: over a database, on a free port, in a process group of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

STARTED_WITHIN = 90  # seconds, on a machine that is busy with other tests
PORTS = 3  # that are tried: between the choice of one and its use, another program may take it


@contextmanager
def running(path: Path, *options: str) -> Iterator[str]:
    """The address of the pages over a database, as long as the block lasts."""
    server, url = _started(path, options)
    try:
        yield url
    finally:
        _ended(server)


def _started(path: Path, options: tuple[str, ...]) -> "tuple[subprocess.Popen[bytes], str]":
    for _ in range(PORTS):
        port = free_port()
        command = [sys.executable, "-m", "pipeline.cli", "app", "--db", str(path), "--port", str(port), *options]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        url = f"http://127.0.0.1:{port}"
        if _healthy(url, server):
            return server, url
        _ended(server)
    pytest.fail(f"the server has not answered on any of {PORTS} ports")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _healthy(url: str, server: "subprocess.Popen[bytes]") -> bool:
    """Wait until a server answers; False where it has ended."""
    until = time.monotonic() + STARTED_WITHIN
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=10):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def _ended(server: "subprocess.Popen[bytes]") -> None:
    """End a server with all that it started; what it started outlives it where it has ended by itself."""
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait(30)
