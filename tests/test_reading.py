"""Reading: encodings, formats by content, and a reason code for everything that is no speech."""

import io
import os
import sys
import zipfile
from contextlib import suppress
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import reading
from pipeline.errors import ReadError
from pipeline.reading import limits, office, pdf
from tests import pdfs

TEXT = (
    "在全县冬季清雪保畅工作会上的讲话\n\n同志们：\n　　今冬第一场大雪将至，清雪保畅关系群众出行。"
    "一、压实责任。县交通局要于11月15日前备足融雪剂，**月底前完成车辆检修。"
    "二、盯住要害。各镇要对桥梁、弯道逐处排查，每天向县应急局报送一次情况。\n"
)
TRADITIONAL = (
    "各位同事：\n颱風季節將至，請各鄉鎮公所於六月三十日前完成排水溝清淤，逐戶通知低窪地區居民。"
    "縣消防局要會同衛生局檢查避難場所，發現問題立即整改，並將結果報縣政府備查。\n"
)


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
@pytest.mark.parametrize("size", [16, 60, 1000])
def test_encodings_are_detected(encoding, found, size):
    text = TEXT[:size]
    assert reading.decoded(text.encode(encoding)) == (text, found)


@pytest.mark.parametrize("size", [20, 60, 1000])
def test_big5_is_detected(size):
    text = TRADITIONAL[:size]
    assert reading.decoded(text.encode("big5")) == (text, "big5")


@given(st.integers(0, len(TEXT) - 12), st.sampled_from(["gb18030", "utf-8", "utf-16"]))
def test_any_excerpt_survives(start, encoding):
    excerpt = TEXT[start:]
    assert reading.decoded(excerpt.encode(encoding))[0] == excerpt


def test_a_named_encoding_is_taken():
    assert reading.decoded("責任".encode("big5"), "big5") == ("責任", "big5")


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "ascii"])
def test_a_wrong_or_unknown_encoding_has_a_reason(encoding):
    with pytest.raises(ReadError, match="编码") as caught:
        reading.decoded("督办".encode(), encoding)
    assert caught.value.code == "encoding"


def test_only_line_ends_and_the_mark_change():
    raw = "\ufeff第一行\r\n第二行\r　　**月底 ×个\u200b\n\n".encode()
    assert reading.read(raw).text == "第一行\n第二行\n　　**月底 ×个\u200b\n\n"


def test_a_file_is_read_with_its_path_and_hash(tmp_path):
    path = tmp_path / "speech.txt"
    path.write_text(TEXT, encoding="utf-8")
    speech = reading.read(path)
    assert (speech.text, speech.path, speech.encoding, len(speech.sha256)) == (TEXT, str(path), "utf-8", 64)
    with path.open("rb") as stream:
        assert reading.read(stream).sha256 == speech.sha256


BAD = {
    "empty": b"",
    "blank": "\n \t\u3000\r\n".encode(),
    "mark": b"\xef\xbb\xbf",
    "noise": bytes(range(256)) * 20,
    "nul": b"\x00" * 500,
    "png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "truncated": "督办台账".encode()[:-1] * 3 + b"\xff",
    "zip": b"PK\x03\x04 broken",
    "pdf": b"%PDF-1.7\nbroken",
}
REASON = {
    "empty": "empty", "blank": "empty", "mark": "empty", "noise": "binary", "nul": "binary", "png": "binary",
    "ole": "binary", "truncated": "encoding", "zip": "damaged", "pdf": "damaged",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_is_no_speech_has_a_reason(name):
    with pytest.raises(ReadError) as caught:
        reading.read(BAD[name])
    assert caught.value.code == REASON[name]
    assert caught.value.message.endswith("。")


def test_paths_that_cannot_be_read_have_a_reason(tmp_path):
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    for path, code in ((tmp_path / "none.txt", "missing"), (tmp_path, "directory"), (fifo, "unreadable")):
        with pytest.raises(ReadError) as caught:
            reading.read(path)
        assert caught.value.code == code


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_has_a_reason(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(ReadError, match="权限"):
        reading.read(path)


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(limits.FILE + 1)
    with pytest.raises(ReadError) as caught:
        reading.read(path)
    assert caught.value.code == "too_large"


def test_companions_that_a_shell_names_are_no_speeches(tmp_path):
    named = [tmp_path / name for name in ("a.txt", "a.toml", "a.gold.json", "duban.duckdb", "没有.txt")]
    assert [path.name for path in reading.files(named)] == ["a.txt", "没有.txt"]


def test_a_folder_gives_its_files_in_order(tmp_path):
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden", "a.gold.json", "x.duckdb", "sub/.git/config", "~$a.docx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("督办", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in reading.files([tmp_path])]
    assert found == ["a.md", "b.txt", "sub/c.txt"]
    assert list(reading.files([tmp_path / "a.gold.json"])) == [tmp_path / "a.gold.json"]


def docx_bytes():
    docx = pytest.importorskip("docx", reason="extra docs is not installed")
    document = docx.Document()
    document.add_paragraph("在全镇水利建设会上的讲话")
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "任务"
    table.cell(0, 2).text = "时限"
    for column, value in enumerate(("清淤", "镇水利站", "11月底前")):
        table.cell(1, column).text = value
    document.add_paragraph("各村要照表落实。")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_word_paragraphs_and_tables_come_in_order():
    speech = reading.read(docx_bytes())
    assert speech.text == "在全镇水利建设会上的讲话\n任务\t时限\n清淤\t镇水利站\t11月底前\n各村要照表落实。"
    assert speech.encoding == "docx"


def test_a_word_file_with_a_doctype_is_refused():
    source, target = zipfile.ZipFile(io.BytesIO(docx_bytes())), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            doctype = b"<!DOCTYPE x>" if name == "word/document.xml" else b""
            archive.writestr(name, doctype + source.read(name))
    with pytest.raises(ReadError, match="DOCTYPE"):
        reading.read(target.getvalue())


def test_a_web_page_gives_its_main_text():
    pytest.importorskip("trafilatura", reason="extra docs is not installed")
    body = "".join(f"<p>{line.strip()}</p>" for line in TEXT.splitlines() if line.strip())
    page = f"<!DOCTYPE html><html><body><nav>首页 登录</nav><article>{body}</article></body></html>"
    text = reading.read(page.encode("gb18030")).text
    assert "县交通局要于11月15日前备足融雪剂，**月底前完成车辆检修。" in text
    assert "登录" not in text


def test_a_page_that_is_no_article_still_gives_its_text():
    pytest.importorskip("selectolax", reason="extra docs is not installed")
    page = "<html><body><aside>各村要报送清单。</aside></body></html>"
    assert reading.read(page.encode()).text.strip() == "各村要报送清单。"
    with pytest.raises(ReadError, match="正文"):
        reading.read(b"<html><body><script>x</script></body></html>")


def test_a_pdf_loses_its_line_breaks_and_page_numbers():
    pytest.importorskip("pdfplumber", reason="extra docs is not installed")
    paragraphs = [
        "同志们：",
        "县水利局要于十月底前完成全县中小型水库的安全鉴定，逐库建立台账，各镇要明确专人负责看护，遇有险情立即上报。",
        "谢谢大家。",
    ]
    raw = pdfs.document([pdfs.page(paragraphs, 1), pdfs.page(["第二页的一段话。"], 2)])
    assert reading.read(raw).text == "\n".join([*paragraphs, "第二页的一段话。"])


def test_a_scanned_pdf_has_a_reason():
    pytest.importorskip("pdfplumber", reason="extra docs is not installed")
    with pytest.raises(ReadError) as caught:
        pdf.text(pdfs.document([[]]))
    assert caught.value.code == "scanned"


def test_without_the_extra_the_way_to_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(ReadError, match=r"pip install .duban\[docs\]") as caught:
        pdf.text(b"%PDF-1.4")
    assert caught.value.code == "needs_docs"


@given(st.binary(max_size=400))
def test_bytes_give_a_speech_or_a_reason(raw):
    with suppress(ReadError), patch.object(office, "PROGRAMS", ()):
        speech = reading.read(raw)
        assert speech.text.strip()
        assert "\r" not in speech.text
