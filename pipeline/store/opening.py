"""Opening a database file: waits for a busy one, and refuses what is not ours, each with a reason code.

DuckDB gives the whole file to one writing process; whoever comes second waits here, in turn. The file is never opened
by other means in this process: closing such a handle would drop the locks that DuckDB holds on it.
"""

import logging
import os
import random
import re
import time
from pathlib import Path

import duckdb

from pipeline.errors import StoreBusy, StoreError, StoreForeign, UsageError
from pipeline.store import attaching, migration, placing, schema, turns

SETTINGS: attaching.Settings = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}
"""Alike for all connections, since one process cannot open one file with two sets of settings."""

FRUGAL = "set threads = 1"
"""For writers: each thread holds what it compresses, and a second one saves no time."""

BUSY = (
    "Could not set lock on file",
    "Unique file handle conflict",  # a writer of this process
    "different configuration than existing connections",
)

QUOTA = "{path} 所在磁盘的配额已用完，已提交的内容仍在；请腾出空间后重试"
TOO_LARGE = "{path} 已达到这个磁盘或账户允许的最大文件，已提交的内容仍在；请用 --db 指定别处，或放宽限制后重试"
MEMORY = "内存不足，处理 {path} 时中止，已提交的内容仍在；请关闭其他程序后重试"

REFUSALS: tuple[tuple[str, type[StoreError] | type[UsageError], str, str], ...] = (
    ("database does not exist", UsageError, "no_database", "没有数据库 {path}，请先用 duban load 导入，或用 --db 指定"),
    ("No such file or directory", UsageError, "no_folder", "没有文件夹 {folder}，请先建立，或用 --db 指定别处"),
    ("Is a directory", UsageError, "folder", "{path} 是文件夹，请用 --db 指定数据库文件"),
    ("Permission denied", StoreError, "permission", "没有权限打开 {path}，请检查文件和所在文件夹的读写权限"),
    ("Read-only file system", StoreError, "permission", "{path} 所在的磁盘是只读的，请用 --db 指定别处"),
    ("not a valid DuckDB database file", StoreForeign, "not_duckdb", "{path} 不是 DuckDB 数据库，请用 --db 指定别处"),
    ("is an existing extension", StoreForeign, "not_duckdb", "{path} 是别种数据库，请用 --db 指定别处"),
    ("No space left on device", StoreError, "disk_full", "{path} 所在的磁盘已满，已提交的内容仍在；请腾出空间后重试"),
    ("Disk quota exceeded", StoreError, "disk_full", QUOTA),
    ("File too large", StoreError, "file_too_large", TOO_LARGE),
    ("Out of Memory Error", StoreError, "memory", MEMORY),
    ("failed to pin block", StoreError, "memory", MEMORY),
    ("version number", StoreForeign, "newer", "{path} 由更新版本的 DuckDB 写成，请升级 duckdb 后再打开"),
)  # fmt: skip
"""What DuckDB says, and what we say; whatever else it says means that the file is damaged."""

FOREIGN = "{path} 是其他程序的数据库，未作改动；请用 --db 指定别的文件"
NEWER = "{path} 由更新版本的 duban 写成（结构版本 {found}，本程序只认到 {known}），请升级 duban 后再打开"
OLDER = "{path} 由旧版本的 duban 写成（结构版本 {found}，现为 {known}），请先用 duban load 往里导入一次，原有内容会保留"
DAMAGED = "{path} 已损坏，无法读取：请用备份恢复，或移走它再用 duban load 重新导入。（{reason}）"
WAITING = "{path} 正被其他程序占用{holder}，最多等待 {wait:g} 秒……"
BUSY_FOR = "{path} 被其他程序占用{holder}，等待 {wait:g} 秒仍未释放；请稍后再试，或关闭占用它的程序"


TOLD_AFTER = 1.0  # seconds of waiting before it is said: most waits are over before anybody wonders

log = logging.getLogger(__name__)  # a warning goes to standard error where nobody asked for it elsewhere


def connection(path: Path, readonly: bool, wait: float) -> duckdb.DuckDBPyConnection:
    """A connection to a duban database; a writer gets a new one where there is no file.

    Raises:
        StoreBusy: another program held the file for longer than `wait` seconds.
        StoreForeign: not a DuckDB file, not ours, damaged, or newer than this program.
        UsageError: there is nothing to read, or no place to write.
    """
    if not readonly and not path.exists():
        _make(path)
    opened = _connected(path, readonly, wait)
    try:
        if _recognise(opened, path, readonly) < schema.SCHEMA_VERSION:
            migration.migrate(opened, path, SETTINGS)
            return connection(path, readonly, wait)
        if not readonly:
            opened.execute(FRUGAL)
            schema.refresh_views(opened)
    except duckdb.Error as error:
        opened.close()
        raise refusal(error, path) from error
    except BaseException:
        opened.close()
        raise
    return opened


def _connected(path: Path, readonly: bool, wait: float) -> duckdb.DuckDBPyConnection:
    """Try until the file is free, one after the other."""
    patience = _Patience(path, wait)
    with turns.turn(path, patience.pause):
        while True:
            try:
                if readonly:
                    return duckdb.connect(str(path), read_only=True, config=SETTINGS)
                return attaching.writer(path, SETTINGS)
            except duckdb.Error as error:
                if not any(sign in str(error) for sign in BUSY):
                    raise refusal(error, path) from error
                if not patience.pause(str(error)):
                    raise StoreBusy("busy", _held(BUSY_FOR, str(error), path, wait)) from error


class _Patience:
    """How long a busy file is waited for; when it takes longer, that is said once."""

    def __init__(self, path: Path, wait: float) -> None:
        self.path, self.wait = path, wait
        self.begun = time.monotonic()
        self.told = False

    def pause(self, said: str = "") -> bool:
        """Wait a little; False where the time is over. Pauses vary, so that those who wait do not march in step.

        Who waits for the turn looks the more often the longer he waits, and is the more likely to be next; who has it
        asks DuckDB, which takes 10 ms each time.
        """
        waited = time.monotonic() - self.begun
        if waited >= self.wait:
            return False
        if not self.told and waited >= TOLD_AFTER:
            log.warning(_held(WAITING, said, self.path, self.wait))
            self.told = True
        pause = random.uniform(0.005, 0.03) if said else random.uniform(0.001, 0.03 / (1 + waited))
        time.sleep(min(pause, self.wait - waited))
        return True


def _held(message: str, said: str, path: Path, wait: float) -> str:
    """A message about a busy file, with the process that holds it where DuckDB names one."""
    holder = re.search(r"PID (\d+)", said)
    return message.format(path=path, wait=wait, holder=f"（进程 {holder[1]}）" if holder else "")


def refusal(error: duckdb.Error, path: Path) -> StoreError | UsageError:
    """Our word for what DuckDB says about a file that it cannot open or read."""
    said = str(error)
    for sign, kind, code, message in REFUSALS:
        if sign in said:
            return kind(code, message.format(path=path, folder=path.parent))
    return StoreForeign("damaged", DAMAGED.format(path=path, reason=said.splitlines()[0][:120]))


def _recognise(opened: duckdb.DuckDBPyConnection, path: Path, readonly: bool) -> int:
    """Take an empty database for ours, refuse another program's; gives the version of its schema."""
    try:
        names = {name for (name,) in opened.execute("select table_name from duckdb_tables()").fetchall()}
        if not names and not readonly:
            schema.create(opened)
            return schema.SCHEMA_VERSION
        if not names:
            raise UsageError("no_database", REFUSALS[0][3].format(path=path))
        found = _version(opened) if {"meta", "speeches"} <= names else None
        if found is None:
            raise StoreForeign("foreign", FOREIGN.format(path=path))
        if found > schema.SCHEMA_VERSION:
            raise StoreForeign("newer", NEWER.format(path=path, found=found, known=schema.SCHEMA_VERSION))
        if readonly and found < schema.SCHEMA_VERSION:
            raise StoreForeign("older", OLDER.format(path=path, found=found, known=schema.SCHEMA_VERSION))
    except duckdb.Error as error:
        raise refusal(error, path) from error
    return found


def _version(opened: duckdb.DuckDBPyConnection) -> int | None:
    """The schema version of a duban database; None where `meta` is another program's table."""
    try:
        found = opened.execute("select max(schema_version) from meta where application = 'duban'").fetchall()
    except (duckdb.BinderException, duckdb.ConversionException):
        return None
    return found[0][0] if isinstance(found[0][0], int) else None


def _make(path: Path) -> None:
    """Build a new database beside its place and link it there: nobody meets half a file, two makers do not clash."""
    draft = placing.beside(path)
    try:
        with attaching.new(draft, SETTINGS) as fresh:
            schema.create(fresh)
            fresh.execute("checkpoint")  # closing does it too, but would be silent about a full disk
        _put_in_place(draft, path)
    except duckdb.Error as error:
        raise refusal(error, path) from error
    finally:
        placing.discard(draft)


def _put_in_place(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:
        draft.rename(path)
