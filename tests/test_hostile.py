"""Files that were broken, or made to break us: each has its reason and a sentence, and none stops the others."""

import json
import math
import os
import re
import subprocess
import sys
import time

import pytest

from pipeline import engine, flow, processes, reading
from pipeline.errors import ReadError
from pipeline.reading import limits
from tests import hostile
from tests.hostile import EVERY, GOOD, READS, Hostile

pytest.importorskip("docx", reason="extra docs is not installed")
pytest.importorskip("pdfplumber", reason="extra docs is not installed")
pytest.importorskip("trafilatura", reason="extra docs is not installed")

LEXICON = engine.lexicon_of(engine.Setup())
WHAT_TO_DO = re.compile(r"请|可用|去掉|extract 一次|未读取")


def test_there_are_enough_of_them_with_names_of_their_own():
    assert len([one for one in EVERY if one.code != READS]) >= 60
    assert len({one.name for one in EVERY}) == len(EVERY)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name[:20].encode("unicode_escape").decode())
def test_it_has_its_reason_and_a_sentence(one: Hostile, tmp_path):
    path = tmp_path / one.name
    one.put(path)
    codes = one.code.split("|")
    if one.code == READS or (READS in codes and not raised(path)):
        assert flow.extract(reading.read(path), LEXICON).statements
        return
    error = raised(path)
    assert error is not None
    assert error.code in codes
    assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*。", error.message)
    assert WHAT_TO_DO.search(error.message), error.message
    assert str(tmp_path) not in error.message


def raised(path) -> ReadError | None:
    try:
        reading.read(path)
    except ReadError as error:
        return error
    return None


def test_a_folder_of_them_loads_what_is_good_and_lists_the_rest(tmp_path):
    folder = tmp_path / "来文"
    folder.mkdir()
    bad = [one for one in EVERY if one.code != READS and READS not in one.code and one.name != "指向文件夹.txt"]
    for one in bad:
        one.put(folder / one.name)
    for number in range(3):
        (folder / f"好{number}.txt").write_text(GOOD + f"第{number}稿。", encoding="utf-8")
    command = [sys.executable, "-m", "pipeline.cli"]
    db = tmp_path / "督办.duckdb"
    done = subprocess.run(
        [*command, "load", str(folder), "--db", str(db), "--jobs", "2"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "已导入 3 篇讲话" in done.stderr
    assert "Traceback" not in done.stderr
    query = "select path, code, message from failures order by path"
    listed = subprocess.run(
        [*command, "query", query, "--db", str(db), "--format", "json"], capture_output=True, text=True, check=True
    )
    rows = {of_file(row["path"], folder): row["code"] for row in json.loads(listed.stdout)}
    assert set(rows) == {one.name for one in bad}
    assert all(rows[one.name] in one.code.split("|") for one in bad)


def of_file(path: str, folder) -> str:
    """The name of the file whose member or row it is."""
    return re.split("!/|#", path.removeprefix(f"{folder}{os.sep}"))[0]


def test_a_link_to_the_folder_itself_is_not_walked(tmp_path):
    (tmp_path / "稿.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "环").symlink_to(tmp_path, target_is_directory=True)
    assert [path.name for path in reading.files([tmp_path])] == ["稿.txt"]


def test_a_name_that_is_no_text_is_loaded(tmp_path):
    path = tmp_path / os.fsdecode(b"\xff\xfe.txt")
    path.write_text(GOOD, encoding="utf-8")
    command = [sys.executable, "-m", "pipeline.cli", "load", str(tmp_path), "--db", str(tmp_path / "a.duckdb")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "已导入 1 篇讲话" in done.stderr) == (0, True), done.stderr


@pytest.mark.parametrize("depth", [limits.DEPTH, limits.DEPTH + 1])
def test_the_depth_of_xml_has_a_border(depth):
    raw = b"<a>" * depth + b"</a>" * depth
    if depth <= limits.DEPTH:
        limits.check_xml(raw)
    else:
        with pytest.raises(ReadError, match="嵌套"):
            limits.check_xml(raw)


def test_an_ordinary_archive_passes():
    names = [member.filename for member in limits.check_zip(hostile.archive({"a/讲话..稿.txt": hostile.RAW}))]
    assert names == ["a/讲话..稿.txt"]


UNITS = {  # what would make a backtracking matcher try every way to part it
    "orders": "各部门要",
    "deadlines": "月底前",
    "masks": "*",
    "brackets": "（",
    "pairs": "（）",
    "quotes": "“",
    "digits": "9",
    "numerals": "一",
    "items": "一、",
    "inner items": "一是",
    "pauses": "县财政局、",
    "commas": "要，",
    "blanks": " ",
    "lines": "\n一",
    "unseen": "要\u200b",
    "levels": "县市区镇",
    "organs": "财政教育",
    "of": "的",
    "meetings": "会议强调：",
    "titles": "《",
    "and": "和各级",
    "percent": "以上%",
    "sanctions": "对不落实的，",
    "programmes": "“三个一”行动",
    "traditional": "縣財政局要",
    "signed": "某办2022年6月30日\n",
    "each": "每村完成一次，",
    "short names": "局党组要认领，",
    "addressed": "公安局：公安局：",
    "nested": "（责任单位：各街道（镇",
}
SIZE, TIMES = 15_000, 4  # characters; how many times as many they are in the end
SLOWER = 9  # of 4 for a linear one; a square comes to 16
WORTH = 0.15  # seconds below which a ratio is noise


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_time_grows_with_the_text_alone(unit):
    def seconds(size: int) -> float:
        speech = reading.speech("县" + unit * (size // len(unit)) + "要")
        began = time.process_time()
        flow.extract(speech, LEXICON)
        return time.process_time() - began

    few = many = math.inf
    with processes.rare_collections():  # as in a load: what other tests left behind is no work of this text
        for _ in range(8):  # what else the machine does only ever adds time: the least of each is nearest to the work
            few, many = min(few, seconds(SIZE)), min(many, seconds(TIMES * SIZE))
            if many < max(WORTH, SLOWER * few):
                return
    pytest.fail(f"{few:.2f} s for {SIZE} characters, {many:.2f} s for {TIMES * SIZE}: not linear")
