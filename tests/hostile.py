"""Files that somebody broke, or made to break us: each with the reason code that it must get."""

import io
import os
import socket
import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipeline.reading import limits
from tests import pdfs

GOOD = (
    "在全县秋季森林防火工作会上的讲话\n同志们：\n　　一、压实责任。10月底前，县林草局要把林区坟头逐处登记，"
    "各乡镇每周巡查一次。二、备足物资。县应急局要储备风力灭火机不少于30台。\n"
)
RAW = GOOD.encode()
READS = "reads"


class Hostile(NamedTuple):
    """A file: its name in the folder, what puts it there, and its reason code; `reads` where it is a speech."""

    name: str
    put: Callable[[Path], object]
    code: str


def bytes_of(raw: bytes | Callable[[], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(raw() if callable(raw) else raw)


def sparse(size: int) -> Callable[[Path], object]:
    def put(path: Path) -> None:
        with path.open("wb") as stream:
            stream.truncate(size)

    return put


def listening(path: Path) -> None:
    """A socket; bound from its folder, since an address is short."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def archive(members: dict[str, bytes], packed: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, raw in members.items():
            made.writestr(zipfile.ZipInfo(name) if name.startswith("/") else name, raw)
    return out.getvalue()


def many(count: int) -> bytes:
    """An archive of one empty member, listed again and again: as far as a reader can tell that many members."""
    raw = archive({"a.txt": b""}, packed=False)
    at, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    listing = raw[at:end] * count
    told = min(count, 0xFFFF).to_bytes(2, "little") * 2
    return raw[:at] + listing + raw[end : end + 8] + told + len(listing).to_bytes(4, "little") + raw[end + 16 :]


def damaged_member() -> bytes:
    """An archive one byte of whose only member was changed on the way."""
    raw = bytearray(archive({"a.txt": RAW}, packed=False))
    raw[raw.index(RAW) + 9] ^= 0xFF
    return bytes(raw)


def linked() -> bytes:
    out, member = io.BytesIO(), zipfile.ZipInfo("密码.txt")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(member, "/etc/passwd")
    return out.getvalue()


def locked(raw: bytes) -> bytes:
    """The archive with the flag of encryption on every member."""
    out = bytearray(raw)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(sign)
        while at >= 0:
            out[at + place] |= 1
            at = raw.find(sign, at + 4)
    return bytes(out)


def word(parts: dict[str, bytes | None] | None = None, paragraph: str = "各镇要在10月底前完成清淤。") -> bytes:
    """A Word document with some of its parts replaced, added, or (None) left out."""
    import docx

    out, document = io.BytesIO(), docx.Document()
    document.add_paragraph(paragraph)
    document.save(out)
    with zipfile.ZipFile(out) as made:
        members: dict[str, bytes | None] = {name: made.read(name) for name in made.namelist()}
    return archive({name: raw for name, raw in (members | (parts or {})).items() if raw is not None})


def body(xml: str, before: str = "") -> dict[str, bytes | None]:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{space}"><w:body>{xml}</w:body></w:document>'
    return {"word/document.xml": text.encode()}


def damaged_word() -> bytes:
    """A document one byte of whose text was changed on the way."""
    raw = bytearray(archive({"word/document.xml": b"<a>" + b"x" * 99 + b"</a>"}, packed=False))
    raw[raw.index(b"xxx") + 9] ^= 0xFF
    return bytes(raw)


LAUGHS = "<!DOCTYPE l [<!ENTITY a0 '哈'>" + "".join(
    f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9)
)  # ten to the ninth
LAUGHTER = body("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", LAUGHS + "]>")
WIDE = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16")


def parquet(texts: list[str], times: int, heading: str = "正文") -> bytes:
    """A table of the same texts again and again, each of which its file holds but once."""
    import pyarrow
    from pyarrow import parquet as files

    again = pyarrow.array(list(range(len(texts))) * times, pyarrow.int32())
    column = pyarrow.DictionaryArray.from_arrays(again, pyarrow.array(texts))
    out = io.BytesIO()
    files.write_table(pyarrow.table({heading: column}), out, compression="zstd", store_schema=False)
    return out.getvalue()


def odt(content: bytes, manifest: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def page() -> list[tuple[int, int, str]]:
    return pdfs.page(["各镇要在十月底前完成清淤。"], 1)


def pdf(old: bytes = b"", new: bytes = b"") -> bytes:
    raw = pdfs.document([page()])
    assert old in raw
    return raw.replace(old, new)


def unpacked_pdf() -> bytes:
    """A page whose content unpacks to far more than a process may hold."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(b" " * 2**20) for _ in range(400)]
    packed = b"".join(parts) + packer.flush()
    raw = pdfs.document([page()])
    head, _, rest = raw.partition(b"<< /Length ")
    _, _, rest = rest.partition(b"\nendstream")
    return head + b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream" + rest


LOCK = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
LOCKED_PDF = b"trailer << /ID [<" + b"43" * 16 + b"> <" + b"43" * 16 + b">] " + LOCK
WORD_97 = b"\xec\xa5\xc1\x00".ljust(10, b"\x00") + b"\x00\x01" + b"\x00" * 500
WORD_2003 = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
RTF = b"{\\rtf1\\ansi "
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def html(inside: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{inside}</body></html>".encode()


def raw_file(name: str, raw: bytes | Callable[[], bytes], code: str) -> Hostile:
    return Hostile(name, bytes_of(raw), code)


TEXTS = (
    raw_file("空.txt", b"", "empty"),
    raw_file("空白.txt", " \n\t\u3000\r\n".encode(), "empty"),
    raw_file("只有标记.txt", b"\xef\xbb\xbf", "empty"),
    raw_file("宽标记.txt", b"\xff\xfe", "empty"),
    raw_file("看不见.txt", "\u200b\u202e\ufeff\u2060\n".encode(), "empty"),
    raw_file("全零.txt", b"\x00" * 500, "binary"),
    raw_file("控制字符.txt", "".join(f"{sign}\x07\x1b" for sign in GOOD).encode(), "binary"),
    raw_file("乱码.txt", bytes(range(256)) * 40, "binary"),
    raw_file("孤立代理.txt", RAW + b"\xed\xa0\x80" + RAW, "encoding"),
    raw_file("孤立代理16.txt", b"\xff\xfe" + GOOD.encode("utf-16-le") + b"\x00\xd8\x41\x00", "encoding"),
    raw_file("奇数字节.txt", b"\xff\xfe" + GOOD.encode("utf-16-le") + b"\x41", "encoding"),
    raw_file("越界32.txt", b"\xff\xfe\x00\x00" + b"\xff\xff\xff\x7f" * 9, "encoding"),
    raw_file("截断.txt", RAW[:-2], "encoding"),
    raw_file("截断gbk.txt", GOOD.encode("gbk")[:-2], "encoding"),
    raw_file("两种编码.txt", RAW + GOOD.encode("gbk"), "encoding"),
    raw_file("超长编码.txt", RAW + b"\xc0\xaf\xe0\x80\x80", "encoding"),
    Hostile("过大.txt", sparse(limits.FILE + 1), "too_large"),
    raw_file("一行百兆.txt", lambda: "要".encode() * (limits.FILE // 3), "too_large"),
    raw_file("字数过多.txt", lambda: b"a" * (limits.TEXT + 1), "too_large"),
)
SPOKEN = (
    raw_file("零宽.txt", GOOD.replace("局", "\u200b局").encode(), READS),
    raw_file("反向.txt", GOOD.replace("县", "县\u202e").replace("局", "局\u202c").encode(), READS),
    raw_file("夹零.txt", (GOOD.replace("林草局", "林草\x00局") + GOOD).encode(), READS),
    raw_file("混用换行.txt", GOOD.replace("。", "。\r").replace("\n", "\r\n").encode(), READS),
    raw_file("括号.txt", ("（" * 20_000 + GOOD).encode(), READS),
    raw_file("引号.txt", ("“" * 20_000 + GOOD).encode(), READS),
    raw_file("掩码.txt", ("*" * 20_000 + GOOD).encode(), READS),
    raw_file("文本.docx", RAW, READS),
    raw_file("换\n行.txt", RAW + "名".encode(), READS),
    raw_file("=cmd()<b>&.txt", RAW + "式".encode(), READS),
    raw_file("长" * 80 + ".txt", RAW + "长".encode(), READS),
    raw_file("word.txt", word, READS),
    raw_file("pdf.docx", pdf, READS),
    raw_file("远程模板.docx", lambda: word({"word/_rels/settings.xml.rels": REMOTE}), READS),
    raw_file("外部实体.html", lambda: html(f"<p>&xxe;{GOOD}</p><img src='http://127.0.0.1:9/x'>"), READS),
)
REMOTE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
)
RENAMED = tuple(
    raw_file(f"改名{number}.txt", opening + b"\x00" * 600, "binary|empty|damaged")
    for number, opening in enumerate(
        (
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff\xe0",
            b"GIF89a",
            b"Rar!\x1a\x07\x00",
            b"7z\xbc\xaf\x27\x1c",
            b"\x1f\x8b\x08",
            b"\x7fELF\x02",
            b"MZ\x90\x00",
            b"SQLite format 3\x00",
            b"PK\x05\x06",
        )
    )
)
ARCHIVES = (
    raw_file("假包.zip", b"PK\x03\x04 broken", "damaged"),
    raw_file("断包.zip", lambda: archive({"a.txt": RAW * 50})[:-40], "damaged"),
    raw_file("上级.zip", lambda: archive({"../../a.txt": RAW}), "unsafe"),
    raw_file("中间上级.zip", lambda: archive({"x/../../a.txt": RAW}), "unsafe"),
    raw_file("反斜杠.zip", lambda: archive({"..\\..\\a.txt": RAW}), "unsafe"),
    raw_file("绝对.zip", lambda: archive({"/etc/cron.d/a.txt": RAW}), "unsafe"),
    raw_file("盘符.zip", lambda: archive({"C:\\a.txt": RAW}), "unsafe"),
    raw_file("链接.zip", linked, "unsafe"),
    raw_file("套包.zip", lambda: archive({"里.zip": archive({"a.txt": RAW})}), "nested"),
    raw_file("套套包.zip", lambda: archive({"里": archive({"里": archive({"a.txt": b" " * 9 * 2**20})})}), "nested"),
    raw_file("套炸弹.zip", lambda: archive({"里.zip": archive({"a.txt": b" " * 40 * 2**20})}), "too_large"),
    raw_file("套过多.zip", lambda: archive({"里.zip": many(limits.MEMBERS + 1)}), "too_large"),
    raw_file("套目录过多.zip", lambda: archive({"里.zip": many(limits.LISTED + 1)}, packed=False), "too_large"),
    raw_file("变字节.zip", damaged_member, "damaged"),
    raw_file("加密.zip", lambda: locked(archive({"a.txt": RAW})), "encrypted"),
    raw_file("过多.zip", lambda: many(limits.MEMBERS + 1), "too_large"),
    raw_file("炸弹.zip", lambda: archive({f"{n}.txt": b" " * 60 * 2**20 for n in range(4)}), "too_large"),
    raw_file("比例.zip", lambda: archive({"a.txt": b" " * 40 * 2**20}), "too_large"),
)
WORDS = (
    raw_file("声明.docx", lambda: word(body("", "<!DOCTYPE x>")), "unsafe"),
    raw_file("四千字节后.docx", lambda: word(body("", f"<!--{'x' * 9000}--><!DOCTYPE x>")), "unsafe"),
    raw_file("样式声明.docx", lambda: word({"word/styles.xml": b"<!DOCTYPE x><x/>"}), "unsafe"),
    raw_file("多余部件.docx", lambda: word({"customXml/item1.xml": b"<!DOCTYPE x><x/>"}), "unsafe"),
    raw_file("宽编码声明.docx", lambda: word({"word/document.xml": WIDE}), "unsafe"),
    raw_file("十亿笑.docx", lambda: word(LAUGHTER), "unsafe"),
    raw_file("越界.docx", lambda: word({"../../x.xml": b"<x/>"}), "unsafe"),
    raw_file("太深.docx", lambda: word(body("<w:p>" * 50_000 + "</w:p>" * 50_000)), "too_deep"),
    raw_file("不成.docx", lambda: word({"word/document.xml": b"<w:document>"}), "damaged"),
    raw_file("缺目录.docx", lambda: word({"[Content_Types].xml": None}), READS),
    raw_file("缺关系.docx", lambda: word({"_rels/.rels": None}), READS),
    raw_file("断.docx", lambda: word()[:-200], "damaged"),
    raw_file("变字节.docx", damaged_word, "damaged"),
    raw_file("撑大.docx", lambda: word({"word/styles.xml": b" " * (limits.EXPANDED + 1)}), "too_large"),
    raw_file("比例.docx", lambda: word({"word/media/a.bmp": b" " * 40 * 2**20}), "too_large"),
    raw_file("加密位.docx", lambda: locked(word()), "encrypted"),
    raw_file("加密.docx", OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 900, "encrypted"),
    raw_file("没有字.docx", lambda: word(paragraph=""), "empty"),
)
PDFS = (
    raw_file("假.pdf", b"%PDF-1.7\nbroken", "damaged"),
    raw_file("头.pdf", b"%PDF-", "damaged"),
    raw_file("断.pdf", lambda: pdf()[:300], "damaged"),
    raw_file("扫描.pdf", lambda: pdfs.document([[]]), "scanned"),
    raw_file("加密.pdf", lambda: pdf(b"trailer <<", LOCKED_PDF), "encrypted"),
    raw_file("没有页.pdf", lambda: pdf(b"/Type /Catalog /Pages 2 0 R", b"/Type /Catalog"), "reads|scanned|damaged"),
    raw_file("循环.pdf", lambda: pdf(b"/Kids [6 0 R]", b"/Kids [2 0 R]"), "reads|scanned|damaged"),
    raw_file("页数过多.pdf", lambda: pdfs.document([[]] * (limits.PAGES + 1)), "too_large"),
)
TABLES = (
    raw_file("半个.parquet", lambda: parquet(["要"], 3)[:-8], "damaged"),
    raw_file("假.parquet", b"PAR1" + b"\x00" * 600, "damaged"),
    raw_file("没有正文.parquet", lambda: parquet(["要"], 3, heading="编号"), "no_text_column"),
    raw_file("撑大.parquet", lambda: parquet(["要" * 300_000], 30_000), "too_large"),
    raw_file("撑破.parquet", lambda: parquet(["要" * 3_000_000], 1_000), "memory"),
    raw_file("行数过多.parquet", lambda: parquet(["要"], limits.ROWS + 1), "too_large"),
    raw_file("没有正文.csv", "编号,讲稿\n1,各镇要清淤。\n".encode(), "no_text_column"),
    raw_file("没有行.csv", "正文,年份\n".encode(), "empty"),
    raw_file("大格.csv", lambda: b"text\n" + b"a" * (limits.TEXT + 1), "too_large"),
    raw_file("引号.csv", f'正文,年份\n"{GOOD}'.encode(), "damaged"),
    raw_file("多列.csv", "正文,年份\n各镇,要,清淤\n".encode(), "columns"),
    raw_file("坏年份.csv", "正文,年份\n各镇要清淤,９９\n".encode(), "metadata"),
    raw_file("夹零.csv", f'正文,年份\n"{GOOD}各镇\x00要清淤。",2024\n'.encode(), READS),
    raw_file("不是文字.jsonl", b'{"text": 5}\n', "no_text"),
    raw_file("代理.jsonl", b'{"text": "\\ud800\xe8\xa6\x81"}\n', "encoding"),
    raw_file("深.jsonl", lambda: b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "damaged"),
    raw_file("大数.jsonl", b'{"text": "\xe8\xa6\x81", "year": ' + b"9" * 10_000 + b"}", "damaged"),
)
OLD = (  # LibreOffice reads them, where there is one
    raw_file("深.rtf", lambda: RTF + b"{" * 1_000_000, "damaged|timeout|needs_libreoffice"),
    raw_file("没有字.rtf", RTF + b"}", "empty|needs_libreoffice"),
    raw_file("表套表.rtf", lambda: RTF + b"{\\trowd\\cellx9\\intbl " * 600, "damaged|empty|timeout|needs_libreoffice"),
    raw_file("空壳.doc", OLE + "WordDocument".encode("utf-16-le") + b"\x00" * 900, "damaged|empty|needs_libreoffice"),
    raw_file("工作簿.doc", OLE + "Workbook".encode("utf-16-le") + b"\x00" * 900, "binary"),
    raw_file("声明.xml", WORD_2003 + b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "unsafe"),
    raw_file("太深.xml", lambda: WORD_2003 + b"<a>" * 9_000 + b"</a>" * 9_000, "too_deep"),
    raw_file("网页存档.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + RAW, "binary"),
    raw_file("加密97.doc", OLE + WORD_97 + "WordDocument".encode("utf-16-le") + b"\x00" * 900, "encrypted"),
    raw_file("加密.odt", lambda: odt(b"\x00" * 99, b"<manifest:encryption-data/>"), "encrypted"),
    raw_file("炸弹.odt", lambda: odt(b" " * 40 * 2**20), "too_large"),
)
PAGES = (
    raw_file("空.html", html(""), "empty"),
    raw_file("脚本.html", html("<script>要报送</script><style>要报送</style>"), "empty"),
    raw_file("深.html", html("<div>" * 200_000 + GOOD), "too_deep"),
)
PATHS = (
    Hostile("管道.txt", lambda path: os.mkfifo(path), "unreadable"),
    Hostile("套接字.txt", listening, "unreadable"),
    Hostile("自指.txt", lambda path: path.symlink_to(path.name), "unreadable"),
    Hostile("悬空.txt", lambda path: path.symlink_to("没有.txt"), "missing"),
    Hostile("设备.txt", lambda path: path.symlink_to("/dev/zero"), "unreadable"),
    Hostile("指向文件夹.txt", lambda path: path.symlink_to(".."), "directory"),
)
EVERY = (*TEXTS, *SPOKEN, *RENAMED, *ARCHIVES, *WORDS, *PDFS, *TABLES, *OLD, *PAGES, *PATHS)
