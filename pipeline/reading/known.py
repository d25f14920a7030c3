"""What is known of a speech from beside its text: a sidecar NAME.toml, columns of a table, options of a command."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import ReadError
from pipeline.model import Document
from pipeline.reading import limits

_YEAR = re.compile(r"(\d{2}[\dXx*×]{2})年?(?:\.0)?")
_DAY = re.compile(
    r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[T ]0?0:00(?::00(?:\.0+)?)?)?|(\d{4})(\d{2})(\d{2})"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def facts(given: Mapping[str, object], where: str = "") -> Document:
    """The facts as a Document; empty values are unknown. ReadError `metadata` for an unknown key or a wrong value."""
    held: dict[str, Any] = {}
    for key, value in given.items():
        if key not in FACTS:
            raise ReadError("metadata", f"{where}不认识的键“{_short(key)}”：可用 {'、'.join(FACTS)}。")
        if value is None or value != value or value == "":  # NaN alone differs from itself
            continue
        try:
            held[key] = FACTS[key](value)
        except ValueError as error:
            raise ReadError("metadata", f"{where}{key} 的值“{_short(value)}”不对，{error}：请改正后重试。") from error
    return Document(**{key: value for key, value in held.items() if value is not None})


def sidecar(path: Path) -> Document:
    """What the sidecar of a file says: NAME.SUFFIX.toml, else NAME.toml; nothing where there is none."""
    for beside in dict.fromkeys((path.with_name(path.name + ".toml"), path.with_suffix(".toml"))):
        if beside != path and beside.is_file():
            try:
                with beside.open("rb") as stream:
                    raw = stream.read(limits.SIDECAR + 1)
            except OSError as error:
                raise ReadError("metadata", f"{beside.name} 无法读取：请检查文件权限。") from error
            return told(raw, beside.name)
    return Document()


def told(raw: bytes, name: str) -> Document:
    """What the bytes of a sidecar say."""
    if len(raw) > limits.SIDECAR:
        raise ReadError("metadata", f"{name} 超过 {limits.SIDECAR // 2**10} KB：请只留标题、日期等几行。")
    try:
        return facts(tomllib.loads(raw.decode("utf-8-sig")), f"{name}：")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(
            "metadata", f"{name} 不是有效的 TOML，请改正（UTF-8，每行如 year = 2024）：{error}。"
        ) from error


def _words(value: object) -> str | None:
    if not isinstance(value, str):
        raise ValueError("应为文字")
    words = value.strip()
    if len(words) > limits.FACT or _CONTROL.search(words):
        raise ValueError(f"应为一行不超过 {limits.FACT} 字的文字")
    return words or None


def _year(value: object) -> str | None:
    text = str(value).strip()
    found = _YEAR.fullmatch(text)
    if not text:
        return None
    if not found:
        raise ValueError("应为四位年份，如 2024；隐去的数字写作 X 或 *")
    return re.sub("[x*×]", "X", found[1])


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    found = _DAY.fullmatch(text)
    if not text:
        return None
    if not found:
        raise ValueError("应为日期，如 2024-03-05")
    try:
        return date(*(int(part) for part in found.groups() if part))
    except ValueError as error:
        raise ValueError("没有这一天") from error


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"


FACTS: dict[str, Callable[[object], object]] = {
    "title": _words,
    "occasion": _words,
    "year": _year,
    "given_on": _day,
    "level": _words,
    "jurisdiction": _words,
    "speaker": _words,
}
