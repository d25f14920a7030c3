"""A reader that does what its document says, for tests of the guard."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from pipeline.errors import ReadError


def text(document: str) -> object:
    order, _, rest = document.partition(" ")
    return globals()[f"do_{order}"](rest)


def do_echo(rest):
    return rest


def do_pid(_rest):
    return os.getpid()


def do_large(rest):
    return "要" * int(rest)


def do_chat(_rest):
    sys.stdout.write("x" * 100_000)
    sys.stdout.flush()
    os.write(1, b"noise")
    return "said"


def do_refuse(_rest):
    raise ReadError("scanned", "没有文字。")


def do_fail(_rest):
    raise KeyError("no such part")


def do_deep(rest):
    return do_deep(rest)


def do_sleep(rest):
    time.sleep(float(rest))


def do_spin(_rest):
    while True:
        pass


def do_deaf(_rest):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(60)


def do_child(path):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(path).write_text(str(child.pid), encoding="ascii")
    time.sleep(60)


def do_eat(rest):
    return len(bytearray(int(rest)))


def do_keep(rest):
    globals()["kept"] = b"x" * int(rest)
    return os.getpid()


def do_exit(_rest):
    os._exit(3)


def do_segv(_rest):
    os.kill(os.getpid(), signal.SIGSEGV)
