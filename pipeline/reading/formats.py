"""What a file is, told by its content: a name proves nothing."""

import re
from enum import Enum

from pipeline.errors import ReadError
from pipeline.reading import limits


class Format(Enum):
    """The kinds of file that speeches are read from; OFFICE is what LibreOffice turns into docx first."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    OFFICE = "office"
    ZIP = "zip"
    PARQUET = "parquet"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD, LOCKED = ("WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
SIGNATURES = (  # what opens a file that holds no readable text, and what to do about it
    (b"\x89PNG\r\n", "图片：请先识别成文字再导入。"),
    (b"\xff\xd8\xff", "图片：请先识别成文字再导入。"),
    (b"GIF8", "图片：请先识别成文字再导入。"),
    (b"Rar!\x1a\x07", "压缩包：请解压后导入里面的文稿。"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包：请解压后导入里面的文稿。"),
    (b"\x1f\x8b", "压缩包：请解压后导入里面的文稿。"),
    (b"\x7fELF", "程序文件：请选择文稿。"),
    (b"MZ\x90", "程序文件：请选择文稿。"),
    (b"SQLite format 3\x00", "数据库文件：请选择文稿。"),
    (b"MIME-Version: ", "网页存档或邮件（.mht、.eml）：请用 Word 或浏览器打开后另存为 .docx 或 .html。"),
)
_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_PART_OF_PAGE = re.compile(  # what was cut out of a page; it ends with a tag as well
    rb"(?:\xef\xbb\xbf)?\s*<(?:article|center|div|font|h[1-6]|link|meta|ol|p|section|span|style|table|title|ul)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_WORD_2003 = re.compile(rb'(?:\xef\xbb\xbf)?<\?xml[^>]*\?>\s*<\?mso-application\s+progid="Word\.Document"')


def kind(raw: bytes) -> Format:
    """The format of a file's content; ReadError `binary` for what is known to hold no text."""
    for opening, of in ((b"%PDF-", Format.PDF), (b"{\\rtf", Format.OFFICE), (b"PAR1", Format.PARQUET)):
        if raw.startswith(opening):
            return of
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(raw)
    limits.check_unlocked(raw)
    if raw.startswith(OLE):
        return _compound(raw)
    if _WORD_2003.match(raw):
        limits.check_xml(raw)
        return Format.OFFICE
    for signature, advice in SIGNATURES:
        if raw.startswith(signature):
            raise ReadError("binary", f"不是文本，而是{advice}")
    page = _OPENING.match(raw[:4096]) or (_PART_OF_PAGE.match(raw[:200]) and raw.rstrip().endswith(b">"))
    return Format.HTML if page else Format.TEXT


def _zipped(raw: bytes) -> Format:
    names = {member.filename for member in limits.members(raw)}
    if "word/document.xml" in names:
        return Format.DOCX
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in raw[:100]:
        limits.check_odt(raw)
        return Format.OFFICE
    if "[Content_Types].xml" in names or raw[30:38] == b"mimetype":
        raise ReadError("binary", "不是文稿，而是表格、演示文档或电子书：请把文稿另存为 .docx、.txt 或 .csv 后导入。")
    return Format.ZIP


def _compound(raw: bytes) -> Format:
    """Word's old format shares its shell with workbooks and installers."""
    if WORD in raw:
        return Format.OFFICE
    raise ReadError(
        "binary", "不是文稿，而是旧版表格、演示文档或其他 Office 文件：请把文稿另存为 .docx 或 .txt 后导入。"
    )
