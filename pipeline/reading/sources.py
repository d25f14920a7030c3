"""The bytes of a source, and the files of a folder; every way in which there are none has its reason code."""

import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import ReadError
from pipeline.model import Document
from pipeline.reading import limits

COMPANIONS = (".gold.json", ".toml", ".duckdb", ".duckdb.wal")  # stand beside speeches and are none
NOTHING = Document()


@dataclass(frozen=True, slots=True)
class Named:
    """Content that was read already; its name is a label and never a path, `beside` is what its sidecar says."""

    name: str
    content: bytes
    beside: Document = NOTHING


def content(source: Path | str | bytes | BinaryIO | Named) -> bytes:
    """All bytes of the source; ReadError says why there are none."""
    if isinstance(source, bytes | Named):
        raw = source if isinstance(source, bytes) else source.content
    elif isinstance(source, Path | str):
        raw = _file(Path(source))
    else:
        raw = source.read(limits.FILE + 1)
    if len(raw) > limits.FILE:
        raise _too_large()
    if not raw:
        raise ReadError("empty", "文件是空的：请确认文稿内容已保存。")
    return raw


def label(source: Path | str | bytes | BinaryIO | Named) -> str | None:
    """What a source is called: its path, or the name it came with; None where it has none."""
    if isinstance(source, Named):
        return source.name
    return str(source) if isinstance(source, Path | str) else None


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """The paths themselves, folders replaced by the files in them (sorted; hidden files and companions left out).

    A companion is left out among others too, since a shell that was given * names it, and is read where it comes alone.
    """
    paths = tuple(paths)
    for path in paths:
        if not path.is_dir():
            if len(paths) == 1 or not path.name.endswith(COMPANIONS):
                yield path
            continue
        for found in sorted(path.rglob("*")):
            hidden = any(part.startswith((".", "~$")) for part in found.relative_to(path).parts)
            if not (hidden or found.is_dir() or found.name.endswith(COMPANIONS)):
                yield found


def _file(path: Path) -> bytes:
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise ReadError("directory", "这是文件夹，不是文件：extract 一次读一个文件，批量导入请用 load。")
        if not stat.S_ISREG(facts.st_mode):
            raise ReadError("unreadable", "不是普通文件（管道或设备），无法读取：请指定文稿文件，或用 - 读标准输入。")
        if facts.st_size > limits.FILE:
            raise _too_large()
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError("missing", "文件不存在：请检查路径。") from error
    except PermissionError as error:
        raise ReadError("unreadable", "没有读取权限：请检查文件权限。") from error
    except (OSError, ValueError) as error:
        raise ReadError("unreadable", f"无法读取（{type(error).__name__}）：请检查路径和磁盘。") from error


def _too_large() -> ReadError:
    return ReadError("too_large", f"文件超过 {limits.FILE // 2**20} MB：请拆分后导入。")
