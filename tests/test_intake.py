"""导入 of many texts: each with its state, single ones left out, near copies told, known ones told anew."""

import re
from dataclasses import replace

import pytest

from pipeline import engine
from pipeline.dashboard import data, intake, listing, near
from pipeline.dashboard.listing import State
from pipeline.follow import Change, EventKind
from pipeline.model import Document, Failure
from pipeline.store import Store, speech_id
from tests import samples
from tests.pages import filled, html_of, opened, words_of
from tests.test_near_copies import MASKED, SPEECH, TOPIC
from tests.test_upload import BROKEN, FIRE, ROADS, archive, field, press, run, shown, txt

SETUP = engine.Setup()


@pytest.fixture
def database(tmp_path):
    found = [engine.result(samples.speech(text, path=name), SETUP) for name, text in (("河湖.txt", SPEECH),)]
    return filled(tmp_path / "a.duckdb", [samples.county(), *found])


@pytest.fixture
def page(monkeypatch, database):
    def dropped(*files, path=database, **parameters):
        app, _ = opened(monkeypatch, "upload", path, **parameters)
        app.file_uploader[0].set_value([(name, raw, "") for name, raw in files])
        app.run()
        assert not app.exception
        return app

    return dropped


def sid(text):
    return speech_id(samples.speech(text))


def go(app, **parameters):
    """Follow a link of the page."""
    app.query_params.clear()
    app.query_params.update(parameters)
    return run(app)


def tuples(database, sql):
    with Store.open(database, readonly=True) as store:
        return store.tuples(sql)


def rows(app):
    """The cells of the list, row by row."""
    (table,) = re.findall(r"<table[^>]*duban-uploads.*?</table>", html_of(app), re.DOTALL)
    body = table.split("<tbody>")[1]
    return [[words_of(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)] for row in body.split("</tr>")[:-1]]


# ── states ──


def many(count=30):
    members = {f"{n:02}.txt": f"第{n}次会议讲话\n县水利局要在{n}月底前清淤。" for n in range(1, count)}
    return archive({**members, "坏.pdf": BROKEN.decode()})


def test_a_bad_file_among_many_stands_first_with_reason_and_advice(page):
    app = page(("包.zip", many()))
    assert "全部 30未能读取 1可以导入 29全部不导入" in shown(app)
    assert rows(app)[0] == ["1", "包.zip!/坏.pdf", *[""] * 6, "未能读取　PDF 已损坏：请重新获取或另存一份。（damaged）"]
    assert len(rows(app)) == 25
    assert html_of(app).count("duban-preview") == 1


def test_the_list_can_show_one_state(page):
    app = page(("包.zip", many()), ("又.txt", txt(SPEECH)), ("三.txt", txt(SPEECH)))
    assert "全部 32未能读取 1可以导入 29已在库中 1内容重复 1" in shown(app)
    go(app, state="failed")
    assert [row[1] for row in rows(app)] == ["包.zip!/坏.pdf"]
    go(app, state="new", page="2")
    assert [row[1] for row in rows(app)] == [f"包.zip!/{n}.txt" for n in range(26, 30)]
    assert 'href="upload?state=new"' in html_of(app)
    go(app, state="twin")
    assert [row[-1] for row in rows(app)] == ["内容重复　与 又.txt 内容相同，只导入一份。"]
    go(app, state="nonsense")
    assert len(rows(app)) == 25


def test_one_text_needs_no_summary(page):
    app = page(("防火.txt", txt(FIRE)))
    assert "全部 1" not in shown(app)


def test_what_cannot_be_read_is_all_there_is(page):
    app = page(("坏.pdf", BROKEN))
    assert rows(app)[0][1:] == ["坏.pdf", *[""] * 6, "未能读取　PDF 已损坏：请重新获取或另存一份。（damaged）"]
    assert not [one for one in app.button if one.label.startswith("导入")]


# ── leaving out ──


def test_single_texts_can_be_left_out_and_taken_in_again(page, database):
    app = page(("防火.txt", txt(FIRE)), ("公路.txt", txt(ROADS)))
    assert f"leave={sid(ROADS)}" in html_of(app)
    assert "可以导入 1不导入 1" in go(app, leave=sid(ROADS))
    assert "leave" not in app.query_params
    assert rows(app)[1][-1] == "不导入　恢复导入"
    go(app, take=sid(ROADS))
    assert "可以导入 2" in shown(app)
    go(app, leave=sid(FIRE))
    assert "已导入 1 篇讲话、1 项部署。" in press(app, "导入 1 篇")
    assert tuples(database, "select path from sources where path in ('防火.txt', '公路.txt')") == [("公路.txt",)]


def test_all_can_be_left_out_and_taken_in_again(page):
    app = page(("包.zip", many()))
    said = go(app, leave=listing.ALL)
    assert "未能读取 1不导入 29全部恢复导入" in said
    assert "没有可导入的新文稿。请先在表里点“恢复导入”。" in said
    assert "可以导入 1不导入 28" in go(app, take=sid("第3次会议讲话\n县水利局要在3月底前清淤。"))
    assert [one.label for one in app.button if one.label.startswith("导入")] == ["导入 1 篇"]
    assert "可以导入 29" in go(app, take=listing.ALL)


def test_the_second_source_of_what_is_left_out_is_not_noted(page, database):
    app = page(("甲.txt", txt(FIRE)), ("乙.txt", txt(FIRE)), ("公路.txt", txt(ROADS)))
    go(app, leave=sid(FIRE))
    assert "已导入 1 篇讲话、1 项部署。" in press(app, "导入 1 篇")
    assert tuples(database, "select path from sources where path in ('甲.txt', '乙.txt')") == []


def test_after_a_load_nothing_is_left_out_any_more(page):
    app = page(("防火.txt", txt(FIRE)), ("公路.txt", txt(ROADS)))
    go(app, leave=sid(ROADS))
    press(app, "导入 1 篇")
    app.file_uploader[0].set_value([("公路.txt", txt(ROADS), "")])
    assert "可以导入　不导入" in run(app)


def test_after_a_large_load_the_page_stays_short(page):
    app = page(("包.zip", many()))
    said = press(app, "导入 29 篇")
    assert "已导入 29 篇讲话、29 项部署。" in said
    assert "……另有 19 篇，都在“讲话原文”里。" in said
    assert said.count("督办台账") == 10


# ── near copies ──


def test_a_near_copy_of_a_stored_speech_is_told_before_and_after_the_load(page, database):
    app = page(("河湖脱敏.txt", txt(MASKED)))
    said = shown(app)
    assert re.search(r"这篇与《在全县河湖治理推进会上的讲话》（河湖.txt，9\d %）内容近似。两篇各自保留，不会合并", said)
    assert f'href="text?speech={sid(SPEECH)}"' in html_of(app)
    assert "可以导入　与《在全县河湖治理推进会上的讲话》" in rows(app)[0][-1]
    said = press(app, "导入 1 篇")
    assert re.search(
        r"有 1 对讲话内容近似。《在全县.*》（河湖脱敏.txt） 与 《在全县.*》（河湖.txt，9\d %）两篇各自保留", said
    )
    assert f'href="text?speech={sid(MASKED)}"' in html_of(app)
    assert tuples(database, "select count(*) from speeches") == [(3,)]


def test_near_copies_in_hand_are_told(page, tmp_path):
    app = page(("甲.txt", txt(SPEECH)), ("乙.txt", txt(MASKED)), ("丙.txt", txt(TOPIC)), path=tmp_path / "new.duckdb")
    first, second, third = (row[-1] for row in rows(app))
    assert "与《乙.txt》（9" in first
    assert "与《甲.txt》（9" in second
    assert third == "可以导入　不导入"
    assert f'href="upload?doc={sid(MASKED)}"' in html_of(app)
    go(app, leave=sid(MASKED))
    assert "近似" not in shown(app)


def test_what_is_told_before_is_what_the_store_flags(database):
    asked = [samples.speech(text) for text in (MASKED, TOPIC, SPEECH + "\n补充一句：请各乡镇抓紧。")]
    known = near.signatures(asked)
    with Store.open(database) as store:
        before = near.in_store(store, asked, known)
        store.add([engine.result(one, SETUP) for one in asked], "r2")
        flagged = {speech_id(one): near.of_stored(store, speech_id(one)) for one in asked}
    for one in asked:
        told = [(pair.speech_id, pair.similarity) for pair in before.get(one.sha256, [])]
        stored = [
            (pair.speech_id, pair.similarity) for pair in flagged[speech_id(one)] if pair.speech_id == sid(SPEECH)
        ]
        assert told == stored
    assert not before.get(asked[1].sha256)


def test_the_text_of_a_near_copy_says_so(monkeypatch, database):
    with Store.open(database) as store:
        store.add([engine.result(samples.speech(MASKED, path="乙.txt"), SETUP)], "r2")
    for one, other in ((SPEECH, MASKED), (MASKED, SPEECH)):
        _, page = opened(monkeypatch, "text", database, speech=sid(one))
        assert f'href="text?speech={sid(other)}"' in page
        assert re.search(r"内容近似《在全县河湖治理推进会上的讲话》（(河湖|乙).txt，9\d %）", words_of(page))


def test_very_short_texts_are_like_nothing(database):
    asked = [samples.speech("各村要清淤。")]
    with Store.open(database, readonly=True) as store:
        assert near.in_store(store, asked, near.signatures(asked)) == {}
    assert near.in_hand(asked, asked, near.signatures(asked)) == {}


@pytest.mark.parametrize(("similarity", "said"), [(0.999, "99 %"), (0.8, "80 %"), (1.0, "100 %")])
def test_what_is_not_all_is_not_called_all(similarity, said):
    assert near.percent(similarity) == said


def test_a_near_copy_on_another_page_of_the_list_is_brought_up(page):
    app = page(("包.zip", many()), ("甲.txt", txt(SPEECH + "散会之后请抓紧。")), ("乙.txt", txt(MASKED)))
    go(app, doc=sid(MASKED))
    assert [row[1] for row in rows(app)][-1] == "乙.txt"
    assert "这篇与" in shown(app)
    go(app, doc=sid(MASKED), page="1")
    assert rows(app)[0][1] == "包.zip!/坏.pdf"


# ── texts that are known ──


def test_a_sidecar_tells_a_known_text_anew(page, database):
    one = tuples(
        database, f"select directive_id from directives where speech_id = '{sid(SPEECH)}' and due_text like '5月%'"
    )
    with Store.open(database) as store:
        store.record([Change(one[0][0], EventKind.STATUS, None, None, "进行中")], "某乙")
    app = page(("河湖.txt", txt(SPEECH)), ("河湖.toml", txt("year = 2024")), ("防火.txt", txt(FIRE)))
    assert "所附信息与库中的不同：年份：不明 → 2024　不更新" in rows(app)[0][-1]
    assert "点“更新……”时存入" not in shown(app)
    assert "所附信息与库中的不同：年份：不明 → 2024。点“更新……”时存入" in go(app, doc=sid(SPEECH))
    said = press(app, "导入 1 篇，更新 1 篇的信息")
    assert "已导入 1 篇讲话、2 项部署，1 篇内容已在库中，更新 1 篇的信息。" in said
    assert tuples(database, f"select year from speeches where speech_id = '{sid(SPEECH)}'") == [("2024",)]
    assert tuples(database, "select status, due_edtf from follow_up join directives using (directive_id)") == [
        ("进行中", "2024-05-20")
    ]
    assert tuples(database, "select count(*) from runs where version is not null and ended_at is null") == [(0,)]


def test_news_of_known_texts_alone_can_be_stored_or_left_out(page, database):
    files = ("河湖.txt", txt(SPEECH)), ("河湖.toml", txt("year = 2024"))
    app = page(*files)
    assert "没有可导入的新文稿。" in go(app, leave=sid(SPEECH))
    go(app, take=sid(SPEECH))
    assert "已导入 0 篇讲话、0 项部署，1 篇内容已在库中，更新 1 篇的信息。" in press(app, "更新 1 篇的信息")
    app = page(*files)
    assert "没有可导入的新文稿。" in shown(app)


def test_the_facts_of_a_known_text_are_shown_and_put_right(page, database):
    app = page(("河湖.txt", txt(SPEECH)))
    assert "库中所存的信息，可以更正" in shown(app)
    assert field(app, "标题").value == "在全县河湖治理推进会上的讲话"
    field(app, "年份").set_value("2024")
    field(app, "记录人").set_value("某甲")
    said = press(app, "保存更正")
    assert "已更正。年份：不明 → 2024" in said
    assert rows(app)[0][3] == "2024"
    assert tuples(database, f"select year from speeches where speech_id = '{sid(SPEECH)}'") == [("2024",)]


# ── pasted text ──


def paste(app, text, title=""):
    app.text_area[0].set_value(text)
    field(app, "标题（可不填）").set_value(title)
    return press(app, "查看")


def test_the_title_of_pasted_text_is_asked_for(monkeypatch, database):
    app, _ = opened(monkeypatch, "upload", database)
    said = paste(app, "各村要在6月底前清淤，不得拖延，做到应清尽清、不留死角。")
    assert "没有认出标题。请在下面填写" in said
    assert "没有认出标题" not in paste(app, "各村要在6月底前清淤，不得拖延。", "清淤会")
    assert field(app, "标题").value == "清淤会"
    press(app, "导入 1 篇")
    assert tuples(database, "select source from speech_list where title = '清淤会'") == [("清淤会",)]
    assert field(app, "标题（可不填）").value == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("\n  ../../etc/passwd 会议\n各村要清淤。", "粘贴的文字：..／..／etc／passwd 会议"),
        ("C:\\x\n", "粘贴的文字：C:／x"),
        ("长" * 50, "粘贴的文字：" + "长" * 20 + "…"),
        ("甲\x00乙\t丙", "粘贴的文字：甲乙丙"),
        ("\x07", "粘贴的文字"),
    ],
)
def test_the_name_of_pasted_text_is_its_first_words_and_no_path(text, name):
    assert intake.called(text) == name


def test_a_title_that_cannot_be_is_refused():
    assert intake.pasted("各村要清淤。", "长" * 500) == Failure(
        "粘贴的文字", "metadata", "标题应为一行不超过 200 字的文字：请改短后再点“查看”。"
    )


# ── values ──


def test_every_state_has_its_name():
    assert set(listing.NAMES) == set(State)


def test_what_a_file_tells_of_a_known_text_is_news_only_where_it_differs():
    stored = Document("甲", year="2024")
    one = intake.Known("1", "甲", 0, 0, stored)
    speech = samples.speech("甲")
    for told, state in (
        (Document(), State.STORED),
        (Document(year="2024"), State.STORED),
        (Document("乙"), State.NEWS),
    ):
        hand = intake.InHand((replace(speech, document=told),), (), ())
        assert [entry.state for entry in listing.entries(hand, {speech.sha256: one}, ())] == [state]


def test_a_busy_database_is_told_when_known_texts_are_told_anew(page, database, monkeypatch):
    from pipeline.errors import StoreBusy

    app = page(("河湖.txt", txt(SPEECH)), ("河湖.toml", txt("year = 2024")))

    def busy(_act):
        raise StoreBusy("busy", f"{database} 被其他程序占用")

    monkeypatch.setattr(data, "changed", busy)
    assert "没有导入。a.duckdb 被其他程序占用" in press(app, "更新 1 篇的信息")
