"""The guard around foreign readers: time, memory and crashes cost one document, and the next one is read."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from pipeline import engine, reading
from pipeline.errors import ReadError
from pipeline.reading import guarded
from tests import hostile

READER = "tests.hostile_reader"
SMALL = 300 * 2**20


def result(order, seconds=20.0, memory=SMALL):
    return guarded.result(READER, order, seconds, memory)


def refused(order, seconds=20.0, memory=SMALL):
    with pytest.raises(ReadError) as caught:
        result(order, seconds, memory)
    assert caught.value.message.endswith("。")
    return caught.value.code


def gone(number):
    """Whether a process ends before long; a zombie has ended."""
    for _ in range(1200):
        try:
            state = Path(f"/proc/{number}/stat").read_text(encoding="ascii").split()[2]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("order", "seconds", "code"),
    [
        ("sleep 30", 0.5, "timeout"),
        ("spin", 0.5, "timeout"),
        ("deaf", 0.5, "timeout"),
        ("eat 2000000000", 20, "memory"),
        ("deep", 20, "too_deep"),
        ("exit", 20, "crashed"),
        ("segv", 20, "crashed"),
        ("fail", 20, "crashed"),
        ("refuse", 20, "scanned"),
    ],
)
def test_one_document_fails_and_the_next_is_read(order, seconds, code):
    result("echo 先行")
    began = time.monotonic()
    assert refused(order, seconds) == code
    assert time.monotonic() - began < seconds + 20  # before it would have ended by itself
    assert result("echo 督办") == "督办"


def test_a_worker_serves_many_documents_and_says_nothing_else():
    assert result("pid") == result("pid") != os.getpid()
    assert result("chat") == "said"
    assert len(result("large 5000000")) == 5_000_000


def test_what_a_reader_started_is_killed_with_it(tmp_path):
    note = tmp_path / "pid"
    result("echo 先行")  # the seconds are for the order alone
    assert refused(f"child {note}", 3) == "timeout"
    assert gone(int(note.read_text(encoding="ascii")))


def test_a_worker_that_has_grown_is_replaced():
    grown = result(f"keep {SMALL * 6 // 10}")
    assert result("pid") != grown


def test_a_pdf_that_unpacks_without_end_is_stopped():
    pytest.importorskip("pdfplumber", reason="extra docs is not installed")
    with pytest.raises(ReadError) as caught:
        guarded.result("pipeline.reading.pdf", hostile.unpacked_pdf(), 60, SMALL)
    assert caught.value.code == "memory"


def test_threads_share_it(recwarn):
    found = []
    threads = [threading.Thread(target=lambda n=n: found.append(result(f"echo {n}"))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(map(str, range(8)))
    assert not recwarn.list


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # a thread of another test may live on
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_of_a_pool_have_their_own(method):
    mine = result("pid")
    with ProcessPoolExecutor(2, mp_context=get_context(method)) as pool:
        theirs = set(pool.map(result, ["pid"] * 6))
    assert mine not in theirs
    assert result("pid") == mine


def test_no_thread_stays_that_would_keep_the_engine_from_forking():
    before = threading.active_count()
    result("pid")
    assert threading.active_count() <= before  # one of another test may end meanwhile


def test_it_ends_with_its_process():
    """Also where that is killed: the worker sees its pipe close."""
    code = (
        "import os, signal; from pipeline.reading import guarded;"
        f"print(guarded.result('{READER}', 'pid'), flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert gone(int(done.stdout))


def test_plain_text_starts_no_process():
    code = (
        "import sys; from pipeline import reading; reading.read('各镇要清淤。'.encode());"
        "print('subprocess' in sys.modules, 'pipeline.reading.guarded' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_the_formats_of_foreign_libraries_are_read_under_guard(monkeypatch):
    monkeypatch.setattr(guarded, "result", lambda reader, _document: (f"读自 {reader}", ()))
    assert reading.read(b"%PDF-1.4").text == "读自 pipeline.reading.pdf"
    assert reading.read(b"<html><body>x</body></html>").text == "读自 pipeline.reading.html"


def test_the_engine_lists_a_document_that_was_too_slow(monkeypatch):
    def late(_reader, _document):
        raise ReadError("timeout", "读取超时。")

    monkeypatch.setattr(guarded, "result", late)
    (batch,) = engine.batches([b"%PDF-1.4", "各镇要清淤。".encode()], engine.Setup(), "r")
    assert [failure.code for failure in batch.failures] == ["timeout"]
    assert len(batch) == 2
