"""导入: what is dropped or pasted is read, shown, corrected and loaded; and nothing before somebody says so."""

import io
import zipfile

import pytest

from pipeline import engine
from pipeline.dashboard import data, intake, markup, offered, preview
from pipeline.errors import ReadError
from pipeline.model import Document, Extraction, Failure
from pipeline.reading import Named, limits
from pipeline.store import Store, speech_id
from tests import samples
from tests.pages import filled, html_of, opened, words_of
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


def test_it_works(page, database):
    app = page(("防火.txt", txt(FIRE)), ("坏.pdf", BROKEN))
    print(shown(app))
    field(app, "年份").set_value("2025")
    print(run(app))
    print(press(app, "导入 1 篇"))
    print(speeches(database))
    assert 0
