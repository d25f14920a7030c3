"""导入: what is dropped or pasted is read, shown, corrected and loaded; and nothing before somebody says so."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from pipeline import engine
from pipeline.dashboard import data, intake, offered, preview, speech, storing
from pipeline.errors import ReadError, StoreBusy
from pipeline.model import Document, Extraction, Failure
from pipeline.reading import Named, limits
from pipeline.store import Store, speech_id
from tests import samples, servers
from tests.pages import ROOT, filled, html_of, opened, words_of
from tests.test_dashboard import HOSTILE

FIRE = """在全县秋季防火工作会上的讲话
同志们：
一、压实责任
10月底前，县林草局要把林区坟头逐处登记，县应急局配合。有的乡镇巡查流于形式。
二、备足物资
县应急局要储备风力灭火机不少于30台，每月报送一次进度。"""
ROADS = """全县农村公路养护推进会讲话
县交通局要在**月底前修补坑槽*处。"""
TABLE = "标题,日期,正文\n甲镇例会,2025-03-04,各村要在6月底前清淤。\n乙镇例会,2025-03-05,\n"
BROKEN = b"%PDF-1.7\nbroken"


@pytest.fixture
def database(tmp_path):
    return filled(tmp_path / "a.duckdb", [samples.county()])


@pytest.fixture
def page(monkeypatch, database):
    """The page with files dropped on it."""

    def dropped(*files, path=database, **parameters):
        app, _ = opened(monkeypatch, "upload", path, **parameters)
        if files:
            app.file_uploader[0].set_value([(name, raw, "") for name, raw in files])
            app.run()
        assert not app.exception
        return app

    return dropped


def run(app):
    app.run()
    assert not app.exception
    assert "程序内部错误" not in html_of(app)
    return words_of(html_of(app))


def shown(app):
    return words_of(html_of(app))


def speeches(database):
    with Store.open(database, readonly=True) as store:
        return store.tuples("select title, given_on, year, level from speeches order by loaded_at, title")


def field(app, label):
    return next(one for one in [*app.text_input, *app.selectbox] if one.label == label)


def press(app, label):
    next(one for one in app.button if one.label.startswith(label)).click()
    return run(app)


def txt(text):
    return text.encode()


# ── names ──


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("/../../etc/x<script>.txt", "x<script>.txt"),
        ("..\\..\\C:\\讲话.docx", "讲话.docx"),
        ("**月底 $x$ :red[x] ![](x).txt", "**月底 $x$ :red[x] ![](x).txt"),
        ("换\n行\x00.txt", "换_行_.txt"),
        ("孤\ud800立.txt", "孤_立.txt"),
        ("..", "未命名"),
        ("/", "未命名"),
        ("", "未命名"),
        ("长" * 500 + ".csv", "长" * 116 + ".csv"),
    ],
)
def test_the_name_of_a_file_is_a_label_and_no_path(name, label):
    assert intake.label(name) == label


def test_files_of_one_name_get_numbers():
    assert intake.labels(["a.txt", "b/a.txt", "c", "c", "c"]) == ["a.txt", "a（2）.txt", "c", "c（2）", "c（3）"]


def test_a_name_is_stored_without_folders(page, database):
    app = page(("/../../etc/x<script>.txt", txt(FIRE)))
    press(app, "导入 1 篇")
    with Store.open(database, readonly=True) as store:
        assert ("x<script>.txt",) in store.tuples("select path from sources")


# ── what is read ──


def archive(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in members.items():
            made.writestr(name, text)
    return out.getvalue()


def test_archives_and_tables_are_read_document_by_document(page):
    said = shown(page(("表.csv", txt(TABLE)), ("包.zip", archive({"防火.txt": FIRE, "../x.txt": ROADS}))))
    assert "包.zip" in said
    assert "unsafe" in said
    assert "表.csv#1" in said
    assert "甲镇例会2025-03-04" in said
    assert "表.csv#2未能读取　这一条没有正文" in said
    assert "2025-06-30　6月底前" in said


def test_an_archive_gives_its_members(page):
    said = shown(page(("包.zip", archive({"防火.txt": FIRE, "公路.txt": ROADS}))))
    assert "包.zip!/防火.txt" in said
    assert "包.zip!/公路.txt" in said


def test_a_sidecar_goes_with_its_text(page):
    said = shown(page(("防火.toml", txt("year = 2024\nlevel = '县'")), ("防火.txt", txt(FIRE))))
    assert "2024-10-31　10月底前" in said
    assert "未能读取" not in said


def test_a_sidecar_of_nothing_and_a_wrong_one_are_told(page):
    said = shown(page(("甲.toml", txt("year = 2024")), ("乙.txt", txt(FIRE)), ("乙.txt.toml", txt("jahr = 1"))))
    assert "甲.toml未能读取　这是说明文件" in said
    assert "乙.txt未能读取　乙.txt.toml：不认识的键“jahr”" in said


def test_failures_have_a_reason_and_advice(page):
    files = [("坏.pdf", BROKEN), ("空.txt", b""), ("空白.txt", b" \n\t"), ("图.txt", b"\x89PNG\r\n\x1a\n")]
    app = page(*files)
    said = shown(app)
    assert "全部 4未能读取 4" in said
    for line in (
        "坏.pdf未能读取　PDF 已损坏：请重新获取或另存一份。（damaged）",
        "空.txt未能读取　文件是空的",
        "图.txt未能读取　不是文本",
    ):
        assert line in said
    assert not [one for one in app.button if one.label.startswith("导入")]


def test_a_file_over_the_limit_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(limits, "UPLOAD", 10)
    (one,) = intake.read(Named("大.txt", b"x" * 11), None, engine.Setup())
    assert (one.code, one.path) == ("too_large", "大.txt")
    assert "duban load" in one.message


def test_the_limit_of_the_page_is_within_that_of_the_readers():
    guide = (ROOT / "docs" / "dashboard.md").read_text(encoding="utf-8")
    assert f"每个文件不超过 {limits.UPLOAD // 2**20} MB" in guide
    assert 0 < limits.UPLOAD <= limits.FILE
    assert limits.UPLOAD % 2**20 == 0


def test_the_server_is_started_with_the_limit(monkeypatch, database):
    from pipeline import cli

    seen = []
    monkeypatch.setattr("subprocess.run", lambda command, **_: seen.extend(command) or SimpleNamespace(returncode=0))
    assert cli.outcome(["app", "--db", str(database), "--port", str(servers.free_port())]) == 0
    assert f"--server.maxUploadSize={limits.UPLOAD // 2**20}" in seen


def test_the_pages_begin_without_a_database(monkeypatch, tmp_path, capfd):
    from pipeline import cli

    monkeypatch.setattr("subprocess.run", lambda command, **_: SimpleNamespace(returncode=0))
    place = tmp_path / "新.duckdb"
    assert cli.outcome(["app", "--db", str(place), "--port", str(servers.free_port())]) == 0
    assert "已新建一个空的：请在“导入”页导入文稿" in capfd.readouterr().err
    with Store.open(place, readonly=True) as store:
        assert store.tuples("select count(*) from speeches") == [(0,)]


def word_with_header():
    import docx

    out, document = io.BytesIO(), docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部**资料"
    for line in FIRE.split("\n"):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def test_a_word_document_is_read_under_guard_and_its_header_told(page):
    said = shown(page(("防火.docx", word_with_header())))
    assert "缺年份　10月底前" in said
    assert "未读入页眉页脚、页码、批注或网页导航共 1 行：“内部**资料”" in said


def test_what_readers_left_out_is_told():
    said = words_of(preview.left_out(("— 1 —", "<b>", "丙", "丁")))
    assert said == "未读入页眉页脚、页码、批注或网页导航共 4 行：“— 1 —”、“<b>”、“丙” 等"


# ── pasted text ──


def paste(app, text):
    app.text_area[0].set_value(text)
    return press(app, "查看")


def test_pasted_text_is_read_and_survives_another_run(page, database):
    app = page()
    assert "还没有文稿。" in shown(app)
    assert "1粘贴的文字：在全县秋季防火工作会上的讲话在全县秋季防火工作会上的讲话" in paste(app, FIRE)
    assert app.text_area[0].value == FIRE
    assert "粘贴的文字" in run(app)
    assert "已导入 1 篇讲话、2 项部署。" in press(app, "导入 1 篇")
    assert app.text_area[0].value == ""
    with Store.open(database, readonly=True) as store:
        assert ("粘贴的文字：在全县秋季防火工作会上的讲话",) in store.tuples("select path from sources")


def test_nothing_pasted_and_blanks_pasted_are_told(page):
    app = page()
    assert "没有粘贴文字。" in press(app, "查看")
    assert "没有粘贴文字。" not in run(app)
    assert "粘贴的文字未能读取　粘贴的内容只有空白" in paste(app, " \n\u3000")


@pytest.mark.parametrize(
    "text", ["%PDF-1.7 各镇要在6月底前清淤。", "<html>各镇要清淤。</html>", '{"text": "各镇要清淤。"}']
)
def test_pasted_text_is_never_taken_for_another_format(text):
    assert intake.pasted(text).text == text


# ── facts ──


def test_a_year_and_a_day_make_deadlines_days(page):
    app = page(("防火.txt", txt(FIRE)))
    assert "缺年份　10月底前" in shown(app)
    field(app, "年份").set_value("2025")
    assert "2025-10-31　10月底前" in run(app)
    field(app, "日期").set_value("2026年9月1日")
    assert "2026-10-31　10月底前" in run(app)
    assert (field(app, "日期").value, field(app, "年份").value) == ("2026-09-01", "2026")
    field(app, "日期").set_value("")
    assert "缺年份　10月底前" in run(app)


def test_corrections_are_loaded(page, database):
    app = page(("防火.txt", txt(FIRE)))
    field(app, "标题").set_value("**防火**会")
    field(app, "日期").set_value("2025-09-02")
    field(app, "级别").set_value("市")
    field(app, "讲话人职务").set_value("副市长")
    run(app)
    assert "已导入 1 篇讲话、2 项部署。" in press(app, "导入 1 篇")
    with Store.open(database, readonly=True) as store:
        found = store.tuples("select title, given_on, year, level, speaker from speeches where title like '%防火%'")
        dues = store.tuples("select due_edtf from directives where due_text = '10月底前'")
    assert found == [("**防火**会", date(2025, 9, 2), "2025", "市", "副市长")]
    assert dues == [("2025-10-31",)]


def test_a_wrong_correction_is_told_and_stops_the_load(page, database):
    app = page(("防火.txt", txt(FIRE)))
    field(app, "日期").set_value("2025-13-01")
    said = run(app)
    assert "更正没有采用。日期“2025-13-01”不对：没有这一天。" in said
    assert field(app, "日期").value == "2025-13-01"
    assert "没有导入。有一项更正不对" in press(app, "导入 1 篇")
    assert len(speeches(database)) == 1
    field(app, "日期").set_value("2025-12-01")
    assert "更正没有采用" not in run(app)


def test_what_was_told_of_one_can_be_told_of_all(page):
    app = page(("防火.txt", txt(FIRE)), ("公路.txt", txt(ROADS)))
    field(app, "标题").set_value("防火会")
    field(app, "年份").set_value("2024")
    run(app)
    said = press(app, "其余 1 篇也按此更正")
    assert "2公路.txt全县农村公路养护推进会讲话2024县" in said


@pytest.mark.parametrize(
    ("told", "name", "value", "after"),
    [
        (Document(), "year", " 2024年 ", Document(year="2024")),
        (Document(year="2024"), "year", "", Document()),
        (Document(year="2024"), "given_on", "2025-03-05", Document(given_on=date(2025, 3, 5))),
        (Document(year="202X"), "given_on", "2025-03-05", Document(year="202X", given_on=date(2025, 3, 5))),
        (Document(given_on=date(2025, 3, 5)), "year", "2024", Document(year="2024")),
        (Document(given_on=date(2025, 3, 5)), "title", "甲", Document("甲", given_on=date(2025, 3, 5))),
        (Document("甲"), "title", " ", Document()),
    ],
)
def test_the_later_word_holds(told, name, value, after):
    assert intake.corrected(told, name, value) == after


@pytest.mark.parametrize(("name", "value"), [("year", "二四年"), ("given_on", "昨天"), ("title", "长" * 201)])
def test_what_is_no_fact_is_refused(name, value):
    with pytest.raises(ReadError, match=intake.CALLED[name]) as caught:
        intake.corrected(Document(), name, value)
    assert caught.value.code == "metadata"


# ── what is known ──


def test_a_known_speech_is_told_and_not_loaded_again(page, database):
    app = page(("又一份.txt", txt(samples.COUNTY_TEXT)))
    said = shown(app)
    assert "已在库中" in said
    assert "没有可导入的新文稿。" in said
    assert "内容相同，不会重复导入。" in said
    one = speech_id(samples.county().speech)
    assert f'href="text?speech={one}"' in html_of(app)
    assert f'href="ledger?speech={one}"' in html_of(app)
    assert not [button for button in app.button if button.label.startswith("导入")]


def test_the_same_text_twice_is_one_speech_of_two_sources(page, database):
    app = page(("甲.txt", txt(FIRE)), ("乙.txt", txt(FIRE)), ("县.txt", txt(samples.COUNTY_TEXT)))
    assert "乙.txt内容重复　与 甲.txt 内容相同，只导入一份。" in shown(app)
    assert "已导入 1 篇讲话、2 项部署，2 篇内容已在库中。" in press(app, "导入 1 篇")
    with Store.open(database, readonly=True) as store:
        assert {path for (path,) in store.tuples("select path from sources")} >= {"甲.txt", "乙.txt", "县.txt"}
    assert len(speeches(database)) == 2


# ── the load ──


def test_nothing_is_written_before_it_is_said(page, database):
    before = database.read_bytes()
    app = page(("防火.txt", txt(FIRE)), ("坏.pdf", BROKEN))
    field(app, "年份").set_value("2025")
    run(app)
    assert database.read_bytes() == before
    said = press(app, "导入 1 篇")
    assert "已导入 1 篇讲话、2 项部署。" in said
    assert "未能导入（1 个）" in said
    assert "还没有文稿。" not in said
    assert "还没有文稿。" in run(app)
    with Store.open(database, readonly=True) as store:
        assert store.tuples("select path, code from failures") == [("坏.pdf", "damaged")]
        assert store.tuples("select speeches, failed, ended_at is not null from runs where version is not null") == [
            (1, 1, True)
        ]
        assert store.findings() == ()


def test_the_links_lead_to_the_new_speech(page):
    app = page(("防火.txt", txt(FIRE)))
    press(app, "导入 1 篇")
    one = speech_id(intake.pasted(FIRE))
    assert f'href="text?speech={one}"' in html_of(app)
    assert f'href="ledger?speech={one}"' in html_of(app)
    run(app)
    assert "已导入" not in shown(app)


def test_what_is_loaded_equals_what_duban_load_stores(page, database, tmp_path):
    from pipeline.cli import engines, loading

    other = tmp_path / "b.duckdb"
    place = tmp_path / "防火.txt"
    place.write_text(FIRE, encoding="utf-8")
    loading.loaded([place], other, engine.Setup(told=Document(given_on=date(2025, 9, 2))), engines.pool(1))
    app = page(("防火.txt", txt(FIRE)))
    field(app, "日期").set_value("2025-09-02")
    run(app)
    press(app, "导入 1 篇")
    one = speech_id(intake.pasted(FIRE))
    with Store.open(database, readonly=True) as ours, Store.open(other, readonly=True) as theirs:
        mine, known = ours.extraction(one), theirs.extraction(one)
    assert replace(mine, speech=replace(mine.speech, path=None)) == replace(
        known, speech=replace(known.speech, path=None)
    )


def test_a_busy_database_is_told_and_all_is_kept(page, database, monkeypatch):
    app = page(("防火.txt", txt(FIRE)))
    field(app, "年份").set_value("2025")
    run(app)

    def busy(_act):
        raise StoreBusy("busy", f"{database} 被其他程序占用")

    with monkeypatch.context() as patched:
        patched.setattr(data, "changed", busy)
        said = press(app, "导入 1 篇")
    assert "没有导入。a.duckdb 被其他程序占用" in said
    assert "文稿和更正都还在" in said
    assert "2025-10-31　10月底前" in said
    assert "已导入 1 篇讲话" in press(app, "导入 1 篇")


def test_many_are_stored_some_at_a_time(page, database, monkeypatch):
    monkeypatch.setattr(storing, "GROUP", 2)
    calls = []
    changed = data.changed
    monkeypatch.setattr(data, "changed", lambda act: calls.append(act) or changed(act))
    members = {f"{n:02}.txt": f"第{n}次会议讲话\n县水利局要在{n}月底前清淤。" for n in range(1, 13)}
    app = page(("包.zip", archive(members)))
    assert "已导入 12 篇讲话、12 项部署。" in press(app, "导入 12 篇")
    assert len(calls) == 6
    with Store.open(database, readonly=True) as store:
        assert store.tuples("select count(*), sum(speeches) from runs where version is not null") == [(1, 12)]


def test_a_place_where_nothing_can_be_written_is_known(monkeypatch, database, tmp_path):
    for place, writable in ((database, True), (tmp_path / "new.duckdb", True), (tmp_path / "x" / "new.duckdb", False)):
        monkeypatch.setenv("DUBAN_DB", str(place))
        assert data.writable() is writable


def test_a_readonly_database_closes_the_page(page, monkeypatch):
    monkeypatch.setattr(data, "writable", lambda: False)
    app = page()
    assert "数据库是只读的，不能导入。" in shown(app)
    assert not app.text_area


def test_without_a_database_the_load_makes_one(page, tmp_path):
    path = tmp_path / "new.duckdb"
    app = page(("防火.txt", txt(FIRE)), path=path)
    assert not path.exists()
    assert "已导入 1 篇讲话" in press(app, "导入 1 篇")
    assert len(speeches(path)) == 1


@pytest.mark.parametrize("place", ["", "ledger", "text", "deadlines", "bodies", "lists"])
def test_an_empty_database_leads_here(monkeypatch, tmp_path, place):
    _, sent = opened(monkeypatch, place, filled(tmp_path / "empty.duckdb", []))
    assert '<a href="upload">导入讲话稿</a>' in sent


# ── the preview ──


def test_a_text_is_extracted_once(page, monkeypatch):
    app = page()
    seen = []
    result = engine.result
    monkeypatch.setattr(engine, "result", lambda *asked: seen.append(asked) or result(*asked))
    paste(app, FIRE + "各村要留人值守。")
    run(app)
    assert len(seen) == 1
    field(app, "年份").set_value("2023")
    run(app)
    run(app)
    assert len(seen) == 2


def test_the_preview_is_what_the_pages_show_afterwards(page, database):
    found = engine.result(intake.pasted(FIRE), engine.Setup())
    app = page(("防火.txt", txt(FIRE)))
    before = preview.speech(found)
    press(app, "导入 1 篇")
    with Store.open(database, readonly=True) as store:
        after = speech.speech(store, before.speech_id)
    assert (before.nodes, before.text, set(before.fields)) == (after.nodes, after.text, set(after.fields))
    plain = [replace(one, directive_id=None, number=None) for one in after.statements]
    assert list(before.statements) == plain


def test_a_preview_leads_nowhere_where_the_speech_is_not_yet():
    found = engine.result(intake.pasted(FIRE), engine.Setup())
    shown_speech = preview.speech(found)
    made = (preview.tables.html(preview.directives(found, shown_speech)), preview.text(shown_speech))
    links = re.findall('href="([^"]*)"', "".join(made))
    assert links
    assert all(link.startswith("#") for link in links)


def test_a_text_can_be_chosen_by_the_url(page):
    two = speech_id(intake.pasted(ROADS))
    said = shown(page(("防火.txt", txt(FIRE)), ("公路.txt", txt(ROADS)), doc=two))
    assert "隐去　**月底前" in said
    assert "10月底前，县林草局" not in said


def test_a_long_list_has_pages(page):
    members = {f"{n:02}.txt": f"第{n}次会议讲话\n县水利局要在{n}月底前清淤。" for n in range(1, 31)}
    said = shown(page(("包.zip", archive(members)), page="2"))
    assert "共 30 行，本页第 26—30 行" in said
    assert "26包.zip!/26.txt" in said


def test_a_huge_text_is_cut_in_the_preview_only(monkeypatch):
    monkeypatch.setattr(preview, "LONGEST", 60)
    found = engine.result(intake.pasted(FIRE), engine.Setup())
    said = words_of(preview.text(preview.speech(found)))
    assert f"共 {len(FIRE)} 字" in said
    assert "备足物资" not in said


@pytest.mark.parametrize("payload", HOSTILE)
def test_words_of_a_text_are_shown_as_they_stand(payload):
    text = f"{payload}会议讲话\n一、{payload}要点\n县水利局要在**月底前{payload}清淤{payload}。"
    found = engine.result(intake.pasted(text), engine.Setup())
    assert isinstance(found, Extraction)
    assert text in words_of(preview.text(preview.speech(found)))
    assert payload in words_of(offered.failures([Failure(payload, payload, payload)]))
    made = [text[one.start : one.end] for one in found.statements if one.directive]
    shown_rows = words_of(preview.tables.html(preview.directives(found, preview.speech(found))))
    assert made
    assert all(words in shown_rows for words in made)


def test_a_level_that_a_table_gets_wrong_can_be_put_right(page):
    app = page(("表.csv", txt("标题,级别,正文\n会议,县里,县水利局要在6月底前清淤。\n")))
    assert "这篇不能导入。级别“县里”不对" in shown(app)
    field(app, "级别").set_value("县")
    assert "这篇不能导入" not in run(app)
