"""What a source may cost at most, all in one place; and what is asked of an archive before anything in it is read."""

import io
import lzma
import re
import stat
import zipfile
import zlib
from xml.parsers import expat

from pipeline.errors import ReadError

FILE = 100 * 2**20  # bytes of one file
UPLOAD = 20 * 2**20  # bytes of one file dropped on a page: the server holds it in memory as long as the page is open
TEXT = 5_000_000  # characters of one text: the longest report to a congress has 30,000
CELL = FILE  # characters of one cell of a table: the module csv would stop at 131,072
SECONDS = 60.0  # for one document of a foreign format, or one batch of rows
MEMORY = 2**30  # bytes of the process that reads it, and of LibreOffice
ROWS = 1_000_000  # of a table whose rows are not written out one by one
PAGES = 2_000  # of a PDF
MEMBERS = 5_000  # of an archive
LISTED = 20 * MEMBERS  # entries seen anywhere in its bytes: documents inside it may be archives themselves
EXPANDED = 200 * 2**20  # bytes of all members together
RATIO = 150  # of expanded to packed bytes; a Word document of one repeated paragraph comes to 100
RATIO_FROM = 10 * 2**20  # expanded bytes below which no ratio hurts
HTML_DEPTH = 1_000  # of a page; unclosed <font> and <b> pile up in old ones
SIDECAR = 64 * 2**10  # bytes of one sidecar
FACT = 200  # characters of one fact in it
DEPTH = 200  # of elements in one another; a table in a table in a table of Word comes to 30

DAMAGED = "文件已损坏（压缩结构不完整）：请重新获取，或用原程序打开后另存一份。"
UNPACKABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, ValueError, OSError)
PASSWORD = "文档设有打开密码：请解除密码后导入。"
MANIFEST = "META-INF/manifest.xml"  # of an OpenDocument text
SECTOR = 512  # bytes, of Word's old shell
_OLE, _LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
_ENTRY = b"PK\x01\x02"  # opens each line of an archive's table of contents
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:")
_TAG = re.compile(  # all but the elements that have no end, or need none
    r"<(/?)(?!(?:area|base|body|br|col|colgroup|dd|dt|embed|head|hr|html|img|input|li|link|meta|option|p|param|rp|rt"
    r"|source|tbody|td|tfoot|th|thead|tr|track|wbr)\b)[a-z]",
    re.IGNORECASE,
)
_PART = re.compile(r"\.(?:xml|rels|vml)$|^\[Content_Types\]", re.IGNORECASE)


def members(raw: bytes) -> list[zipfile.ZipInfo]:
    """The members of an archive that is small enough to be opened; ReadError `too_large` or `damaged`.

    Declared sizes are believed: zipfile gives no byte more of a member than its size, and then checks its sum.
    """
    if raw.count(_ENTRY) > LISTED:  # before zipfile makes an object of each
        raise _too_many()
    try:
        found = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise ReadError("damaged", DAMAGED) from error
    if len(found) > MEMBERS:
        raise _too_many()
    expanded = sum(member.file_size for member in found)
    if expanded > EXPANDED or swollen(expanded, len(raw)):
        raise ReadError("too_large", f"压缩内容展开后过大（{expanded // 2**20} MB）：请解压、拆分后导入。")
    return found


def _too_many() -> ReadError:
    return ReadError("too_large", f"压缩包里的文件超过 {MEMBERS} 个：请分批导入。")


def swollen(expanded: int, packed: int) -> bool:
    """Whether content grows out of proportion when it is unpacked."""
    return expanded > max(RATIO_FROM, RATIO * packed)


def check_member(member: zipfile.ZipInfo) -> None:
    """Refuse a member that is locked, or whose name leads out of the archive: `encrypted`, `unsafe`."""
    if member.flag_bits & 0x1:
        raise ReadError("encrypted", "压缩内容设有密码：请解除密码后导入。")
    if _OUTSIDE.search(member.orig_filename) or stat.S_ISLNK(member.external_attr >> 16):
        raise ReadError("unsafe", "压缩包里有指向包外的路径或链接，未读取：请解压后检查，只导入文稿。")


def check_zip(raw: bytes) -> list[zipfile.ZipInfo]:
    """The parts of an office document, which stand or fall together."""
    found = members(raw)
    for member in found:
        check_member(member)
    return found


def check_unlocked(raw: bytes) -> None:
    """Refuse an office document that is locked with a password: a new one in an old shell, or one of Word 97."""
    if raw.startswith(_OLE) and (_LOCKED in raw or _locked_of_old(raw)):
        raise ReadError("encrypted", PASSWORD)


def _locked_of_old(raw: bytes) -> bool:
    """What the head of a Word 97 text says of itself: it opens a sector with its sign, its version, and flags."""
    heads = (raw[at : at + 12] for at in range(SECTOR, len(raw), SECTOR) if raw.startswith(b"\xec\xa5", at))
    head = next((head for head in heads if 0xC0 <= int.from_bytes(head[2:4], "little") <= 0x112), b"")
    return bool(head[11:] and head[11] & 0x1)


def check_odt(raw: bytes) -> None:
    """Refuse an OpenDocument text that is locked with a password, or that check_zip refuses."""
    names = {member.filename for member in check_zip(raw)}
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            locked = MANIFEST in names and b"encryption-data" in archive.read(MANIFEST)
    except UNPACKABLE as error:
        raise ReadError("damaged", DAMAGED) from error
    if locked:
        raise ReadError("encrypted", PASSWORD)


def check_parts(raw: bytes) -> None:
    """Refuse an office document any XML part of which declares a DOCTYPE, is no XML, or nests too deeply."""
    check_zip(raw)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                if _PART.search(name):
                    check_xml(archive.read(name))
    except UNPACKABLE as error:
        raise ReadError("damaged", DAMAGED) from error


def check_xml(raw: bytes) -> None:
    """Refuse XML with a DOCTYPE (entities grow without end), with deep nesting, or that is not well formed."""
    parser = expat.ParserCreate()
    depth = 0

    def opened(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise ReadError("too_deep", f"文档结构嵌套超过 {DEPTH} 层，未读取：请把文字另存为 .txt 后导入。")

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise ReadError("unsafe", "文档含有不允许的 DOCTYPE 声明，未读取：请用 Word 或 WPS 另存一份后导入。")

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ReadError("damaged", DAMAGED) from error


def check_html(markup: str) -> None:
    """Refuse a page whose elements nest so deeply that a walk through its tree takes for ever."""
    depth = 0
    for tag in _TAG.finditer(markup):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > HTML_DEPTH:
            raise ReadError("too_deep", f"网页结构嵌套超过 {HTML_DEPTH} 层，未读取：请复制正文另存为 .txt 后导入。")
