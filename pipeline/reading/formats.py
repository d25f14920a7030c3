"""What a file is, told by its content: a name proves nothing."""

import re
from enum import Enum

from pipeline.errors import ReadError
from pipeline.reading import limits


class Format(Enum):
    """The kinds of file that a speech is read from."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


SIGNATURES = (  # what opens a file that holds no readable text, and what to do about it
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word 或 WPS 文档（.doc/.wps）：请另存为 .docx 或 .txt 后重试。"),
    (b"{\\rtf", "RTF 文档：请另存为 .docx 或 .txt 后重试。"),
    (b"\x89PNG\r\n", "图片：请先识别成文字再导入。"),
    (b"\xff\xd8\xff", "图片：请先识别成文字再导入。"),
    (b"GIF8", "图片：请先识别成文字再导入。"),
    (b"Rar!\x1a\x07", "压缩包：请解压后导入里面的文稿。"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包：请解压后导入里面的文稿。"),
    (b"\x1f\x8b", "压缩包：请解压后导入里面的文稿。"),
    (b"\x7fELF", "程序文件：请选择文稿。"),
    (b"MZ\x90", "程序文件：请选择文稿。"),
    (b"SQLite format 3\x00", "数据库文件：请选择文稿。"),
    (b"PAR1", "数据文件：请选择文稿。"),
)
_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def kind(raw: bytes) -> Format:
    """The format of a file's content; ReadError `binary` for what is known to hold no text."""
    if raw.startswith(b"%PDF-"):
        return Format.PDF
    if raw.startswith(b"PK\x03\x04"):
        return _zipped(raw)
    limits.check_unlocked(raw)
    for signature, advice in SIGNATURES:
        if raw.startswith(signature):
            raise ReadError("binary", f"不是文本，而是{advice}")
    return Format.HTML if _OPENING.match(raw[:4096]) else Format.TEXT


def _zipped(raw: bytes) -> Format:
    members = {member.filename for member in limits.check_zip(raw, packed=False)}
    if "word/document.xml" in members:
        return Format.DOCX
    limits.check_zip(raw)
    raise ReadError("binary", "不是文本，而是压缩包或表格、演示文档：请解压，或把文稿另存为 .docx、.txt 后导入。")
