"""A private copy of a database: whoever works on it, however long, blocks nobody."""

import atexit
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from pipeline.errors import StoreError
from pipeline.store.database import Store
from pipeline.store.opening import SETTINGS

COPY = "import shutil, sys; shutil.copyfile(sys.argv[1], sys.argv[2])"


def connect(path: str | Path = "duban.duckdb") -> duckdb.DuckDBPyConnection:
    """A read-only DuckDB connection to the database as it is now; later loads do not show in it.

    The copy is removed when the program ends.
    """
    folder = Path(tempfile.mkdtemp(prefix="duban-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return duckdb.connect(str(copied(Path(path), folder)), read_only=True, config=SETTINGS)


def copied(path: Path, folder: Path, wait: float = 30.0) -> Path:
    """A copy of the database in `folder`, taken while a reader keeps writers out.

    Another process does the copying: were this one to open and close the file, the locks that
    DuckDB holds on it in this process, that reader's and the dashboard's, would be gone.
    """
    copy = folder / "snapshot.duckdb"
    log = path.with_name(path.name + ".wal")
    with Store.open(path, readonly=True, wait=wait):
        _copy(path, copy)
        if log.exists():
            _copy(log, copy.with_name(copy.name + ".wal"))
    return copy


def _copy(source: Path, target: Path) -> None:
    done = subprocess.run([sys.executable, "-I", "-S", "-c", COPY, source, target], capture_output=True, text=True)
    if done.returncode:
        raise StoreError("snapshot", f"无法为 {source} 制作副本，请检查临时文件夹的空间：{done.stderr.strip()[-200:]}")
