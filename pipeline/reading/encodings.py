r"""Bytes -> text: byte-order mark, strict UTF-8, then the candidate whose text looks most like Chinese.

>>> decoded("请各镇于月底前报送。".encode("gbk"))
('请各镇于月底前报送。', 'gb18030')
"""

import codecs
import re
from functools import cache

from pipeline.errors import ReadError

MARKS = (  # the longer first: the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
CANDIDATES = ("gb18030", "big5", "utf-16-le", "utf-16-be")
# Of excerpts of 200 characters and more the right candidate had a share of at least 0.99, a wrong one at most 0.29.
FLOOR = 0.85
SAMPLE = 20_000  # characters that decide; the whole text is decoded strictly
CONTROLS = 0.01  # share of control characters above which it is no text
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")  # those above are parts of characters in UTF-8 and GBK
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84]")


def decoded(raw: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text and the name of its encoding; ReadError `encoding` or `binary` where there is none."""
    if encoding:
        return _with(raw, encoding), encoding
    text, name = _marked(raw) or _detected(raw)
    if _control_share(text[:SAMPLE]) > CONTROLS:
        raise ReadError("binary", "文件含有大量控制字符，不是文本：请另存为 .txt（UTF-8）后重试。")
    return text, name


def _with(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except LookupError as error:
        raise ReadError("encoding", f"不认识编码“{encoding}”：可用 utf-8、gb18030、big5、utf-16。") from error
    except UnicodeError as error:
        raise ReadError("encoding", f"文件不是 {encoding} 编码：去掉 --encoding 可自动识别。") from error


def _marked(raw: bytes) -> tuple[str, str] | None:
    for mark, name in MARKS:
        if raw.startswith(mark):
            return _with(raw, name).removeprefix("\ufeff"), name.removesuffix("-sig")
    return None


def _detected(raw: bytes) -> tuple[str, str]:
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    scored = []
    for name in CANDIDATES:
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        scored.append((_common_share(text[:SAMPLE]), text, name))
    share, text, name = max(scored, key=lambda s: s[0], default=(0.0, "", ""))
    if share >= FLOOR:
        return text, name
    if len(_CONTROL_BYTE.findall(raw, 0, SAMPLE)) > CONTROLS * min(len(raw), SAMPLE):
        raise ReadError("binary", "文件不是文本：请另存为 .txt（UTF-8）或 .docx 后重试。")
    raise ReadError("encoding", "认不出文本编码：请用 --encoding 指明（如 gb18030、big5），或另存为 UTF-8。")


def _control_share(text: str) -> float:
    return len(_CONTROL.findall(text)) / max(len(text), 1)


def _common_share(text: str) -> float:
    common = _common()
    return sum(c in common for c in text) / max(len(text), 1)


@cache
def _common() -> frozenset[str]:
    """ASCII, CJK punctuation, and the first levels of GB 2312 (3,755 characters) and Big5 (5,401)."""
    simplified = bytes(b for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for b in (row, cell))
    cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = bytes(b for row in range(0xA4, 0xC6) for cell in cells for b in (row, cell))
    signs = "\t\n\r" + "".join(map(chr, (*range(0x20, 0x7F), *range(0x3000, 0x3020), *range(0xFF01, 0xFF5F))))
    more = "“”‘’…—–·×○〇※①②③④⑤⑥⑦⑧⑨⑩㈠㈡㈢㈣㈤"
    return frozenset(simplified.decode("gb2312", "replace") + traditional.decode("big5", "replace") + signs + more)
