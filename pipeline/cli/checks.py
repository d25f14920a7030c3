"""What `duban doctor` looks at: each check a small function that says what it saw and what to do."""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from pipeline import resources
from pipeline.errors import DubanError, LexiconError

FAULT, HINT = "有误", "提示"  # a hint is no reason to fail: what it speaks of is not always needed
PACKAGES = ("jieba", "rjieba", "spacy", "spacy-pkuseg", "pandas", "networkx", "duckdb", "pyarrow", "streamlit")
READERS = {"docx": ".docx", "pdfplumber": ".pdf", "trafilatura": ".html"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "firefox")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `severity` is how bad it is where it is not well."""

    name: str
    well: bool
    detail: str
    severity: str = FAULT


def every(folder: Path | None, db: Path) -> list[Check]:
    """All checks, in the order in which a new installation needs them."""
    return [
        Check("Python", sys.version_info >= (3, 11), platform.python_version()),
        *_packages(),
        *_readers(),
        *_data(),
        *lexicons(folder),
        *_database(db),
        _writable(db.resolve().parent),
        _browser(),
        _font(),
    ]


def lexicons(folder: Path | None) -> list[Check]:
    """One row for sound lexicons, one a fault otherwise."""
    from pipeline import lexicon

    try:
        found = lexicon.load(folder)
    except LexiconError as error:
        return [Check("词表", well=False, detail=fault.strip()) for fault in error.faults]
    return [Check("词表", well=True, detail=f"{folder or resources.path('lexicons')}（摘要 {found.digest}）")]


def _packages() -> Iterator[Check]:
    for name in PACKAGES:
        try:
            yield Check(name, well=True, detail=version(name))
        except PackageNotFoundError:
            yield Check(name, well=False, detail="没有安装：pip install duban")


def _readers() -> Iterator[Check]:
    for module, suffix in READERS.items():
        found = find_spec(module) is not None
        yield Check(f"读 {suffix}", found, "可用" if found else '没有安装：pip install "duban[docs]"', HINT)


def _data() -> Iterator[Check]:
    for name in ("corpora", "app.py"):
        path = resources.path(name)
        yield Check(name, path.exists(), str(path) if path.exists() else f"缺少 {path}：请重新安装 duban")


def _database(db: Path) -> Iterator[Check]:
    if not db.exists():
        yield Check("数据库", well=False, detail=f"还没有 {db}：用 duban load 导入", severity=HINT)
        return
    from pipeline.store import Store

    try:
        with Store.open(db, readonly=True, wait=2.0) as store:
            count = store.tuples("select count(*) from speeches")[0][0]
            odd = store.tuples("select count(*) from programme_mismatches")[0][0]
    except DubanError as error:
        yield Check("数据库", well=False, detail=error.message)
        return
    yield Check("数据库", well=True, detail=f"{db}：{count} 篇讲话")
    detail = f'{odd} 处所称项数与所列不符：duban query "from programme_mismatches"' if odd else "所称项数与所列相符"
    yield Check("项数", well=not odd, detail=detail, severity=HINT)


def _writable(folder: Path) -> Check:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Check("写入", well=True, detail=str(folder))
    except OSError as error:
        return Check(
            "写入", well=False, detail=f"不能写入 {folder}（{error.strerror}）：请换个文件夹，或用 --db 指定别处"
        )


def _browser() -> Check:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    desktop = os.name == "nt" or platform.system() == "Darwin"
    detail = found or ("使用系统浏览器" if desktop else "没有找到：网页界面需要任一浏览器")
    return Check("浏览器", bool(found) or desktop, detail, HINT)


def _font() -> Check:
    if not shutil.which("fc-list"):
        return Check("中文字体", well=False, detail="没有 fc-list，无法检查", severity=HINT)
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False).stdout
    families = sorted(set(listed.split("\n")) - {""})
    detail = families[0] if families else "没有：图片里的中文会成方框，可安装 fonts-noto-cjk"
    return Check("中文字体", bool(families), detail, HINT)
