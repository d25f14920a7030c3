""".doc, .wps, .rtf and .odt by way of LibreOffice without its windows, where that is installed."""

import math
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.reading import limits

PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
NEEDED = (
    "读取 .doc、.wps、.rtf、.odt 需要 LibreOffice：请安装（Debian/Ubuntu：sudo apt install libreoffice-writer；"
    "macOS：brew install --cask libreoffice），或把文稿另存为 .docx 后导入。"
)
REFUSED = "LibreOffice 读不了这份文档（已损坏，或所需内存超过上限）：请用 Word 或 WPS 打开后另存为 .docx。"
LIMITED = 'ulimit -v "$0"; ulimit -f "$1"; ulimit -t "$2"; shift 2; exec "$@"'  # KB, blocks of 512 bytes, seconds


def docx(raw: bytes) -> bytes:
    """The document as docx. ReadError `needs_libreoffice`, `timeout` or `damaged`."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise ReadError("needs_libreoffice", NEEDED)
    with tempfile.TemporaryDirectory(prefix="duban-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source = work / ("document.rtf" if raw.startswith(b"{\\rtf") else "document.doc")
        source.write_bytes(raw)
        _run(program, source, work)
        made = work / "out" / "document.docx"
        if not made.is_file():
            raise ReadError("damaged", REFUSED)
        return made.read_bytes()


def _run(program: str, source: Path, work: Path) -> None:
    """One conversion with a profile of its own (two jobs on one profile fail), killed with all its children in time."""
    command = [
        program,
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--headless", "--norestore", "--nolockcheck", "--nodefault",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(work / "out"), str(source),
    ]  # fmt: skip
    silent = subprocess.DEVNULL
    job = subprocess.Popen(
        _limited(command), stdin=silent, stdout=silent, stderr=silent, start_new_session=True, cwd=work
    )
    with job:
        try:
            job.wait(limits.SECONDS)
        except subprocess.TimeoutExpired as error:
            message = f"LibreOffice {limits.SECONDS:g} 秒内没有转换完：请另存为 .docx 后导入。"
            raise ReadError("timeout", message) from error
        finally:
            _end(job)


def _limited(command: list[str]) -> list[str]:
    """The command under the limits of a reader; a shell sets them, since Python cannot where threads run.

    That of time ends it also where nobody is left to kill it.
    """
    if sys.platform == "win32":
        return command
    most = (limits.MEMORY // 2**10, limits.FILE // 512, math.ceil(limits.SECONDS))
    return ["/bin/sh", "-c", LIMITED, *map(str, most), *command]


def _end(job: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            job.kill()
        else:
            os.killpg(job.pid, signal.SIGKILL)
