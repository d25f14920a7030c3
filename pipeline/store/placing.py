"""A file that appears whole or not at all: written beside its place, then moved there."""

import errno
import glob
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import StoreError, UsageError

SAID = {
    errno.ENOENT: (UsageError, "no_folder", "没有文件夹 {folder}，请先建立，或换个位置"),
    errno.ENOTDIR: (UsageError, "no_folder", "{folder} 不是文件夹，请换个位置"),
    errno.EISDIR: (UsageError, "folder", "{path} 是文件夹，请给出文件名"),
    errno.EACCES: (StoreError, "permission", "没有权限写入 {path}，请检查它和所在文件夹的权限，或关闭正在使用它的程序"),
    errno.EPERM: (StoreError, "permission", "没有权限写入 {path}，请检查它和所在文件夹的权限，或关闭正在使用它的程序"),
    errno.EROFS: (StoreError, "permission", "{path} 所在的磁盘是只读的，请换个位置"),
    errno.ENOSPC: (StoreError, "disk_full", "{path}（或临时文件夹）所在的磁盘已满，未写入；请腾出空间后重试"),
    errno.EDQUOT: (StoreError, "disk_full", "{path} 所在磁盘的配额已用完，未写入；请腾出空间后重试"),
    errno.EFBIG: (
        StoreError,
        "file_too_large",
        "{path}（或临时文件）超过了这个磁盘或账户允许的最大文件，未写入；请换个位置，或减少内容",
    ),
}


ABANDONED = 24 * 3600.0  # seconds after which a draft has no writer any more: he was killed


def beside(path: Path) -> Path:
    """A name for a draft in the same folder; drafts that killed writers left there are removed."""
    for draft in path.parent.glob(f".{glob.escape(path.name)}.*.new*"):
        with suppress(OSError):  # somebody else removes it, or may
            if time.time() - draft.stat().st_mtime > ABANDONED:
                draft.unlink()
    return path.with_name(f".{path.name}.{os.getpid()}-{random.getrandbits(32):08x}.new")


def discard(draft: Path) -> None:
    """Remove a draft of a database, with its log."""
    draft.unlink(missing_ok=True)
    draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Gives a draft to write; it takes its place when the block ends well, and is removed when it does not.

    Raises:
        UsageError: there is no such folder.
        StoreError: `permission` or `disk_full`.
    """
    draft = beside(path)
    try:
        yield draft
        draft.replace(path)
    except OSError as error:
        if error.errno not in SAID:
            raise
        kind, code, message = SAID[error.errno]
        raise kind(code, message.format(path=path, folder=path.parent)) from error
    finally:
        draft.unlink(missing_ok=True)
