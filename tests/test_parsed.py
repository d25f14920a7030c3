"""A file that takes long to parse is parsed once: its bytes tell that it has not changed."""

import io
import zipfile

import pytest

from pipeline import cluster, engine, reading, resources
from pipeline.cli import engines, loading
from pipeline.model import Document, Known
from pipeline.reading import guarded
from pipeline.store import Store, folder, parts, speech_id
from tests import words

TEXT = "各乡镇要于2024年5月31日前把水库排查一遍，县水利局每周通报一次。"
PAGE = f"<html><body><article><p>{TEXT}</p><p>县应急局要盯紧薄弱环节。</p></article></body></html>"


@pytest.fixture(autouse=True)
def calls(monkeypatch):
    """The formats that were parsed, in order."""
    made, real = [], guarded.result

    def noted(reader, document, *limits):
        made.append(reader.rpartition(".")[2])
        return real(reader, document, *limits)

    monkeypatch.setattr(guarded, "result", noted)
    return made


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "speeches"
    place.mkdir()
    (place / "甲.docx").write_bytes(words.document(words.paragraph(TEXT)))
    return place


def load(place, db="a.duckdb", told=reading.NOTHING, encoding=None):
    paths = list(reading.files([place]))
    done = loading.loaded(paths, db, engine.Setup(told=told, encoding=encoding), engines.pool(1))
    assert not done.failures
    return done


def sources(db="a.duckdb"):
    with Store.open(db, readonly=True) as store:
        assert store.findings() == ()
        return store.tuples("select parse_filename(path), file_hash from sources order by path")


def test_an_unchanged_file_is_parsed_once_and_is_known_under_any_name(place, calls):
    load(place)
    assert calls == ["docx"]
    (place / "乙.docx").write_bytes((place / "甲.docx").read_bytes())
    again = load(place)
    assert calls == ["docx"]
    assert (again.counts.speeches, again.counts.skipped) == (0, 2)
    (_, one), (_, other) = sources()
    assert one == other
    assert one


def test_a_changed_file_is_parsed(place, calls):
    load(place)
    (place / "甲.docx").write_bytes(words.document(words.paragraph(TEXT + "散会。")))
    assert load(place).counts.speeches == 1
    assert calls == ["docx"] * 2


def test_members_of_archives_are_known_as_well(place, calls):
    (place / "甲.docx").unlink()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.docx", words.document(words.paragraph(TEXT)))
        archive.writestr("b.html", PAGE)
    (place / "包.zip").write_bytes(packed.getvalue())
    load(place)
    load(place)
    assert sorted(calls) == ["docx", "html"]
    assert [name for name, _ in sources()] == ["a.docx", "b.html"]


def test_another_program_parses_anew_and_notes_it(place, calls, monkeypatch):
    load(place)
    ((_, before),) = sources()
    monkeypatch.setattr(resources, "version", lambda: "99")
    reading.parsed._reader.cache_clear()
    for _ in range(2):
        assert load(place).counts.skipped == 1
    assert calls == ["docx"] * 2
    ((_, after),) = sources()
    assert after != before
    reading.parsed._reader.cache_clear()


def test_another_encoding_parses_anew(place, calls):
    (place / "甲.docx").unlink()
    (place / "页.html").write_text(PAGE, encoding="utf-8")
    load(place)
    load(place, encoding="utf-8")
    assert calls == ["html"] * 2


def test_what_is_told_anew_takes_effect_without_the_speech_being_parsed(place, calls):
    load(place)
    (place / "甲.toml").write_text('year = 2023\ntitle = "防汛会讲话"', encoding="utf-8")
    assert load(place, told=Document(jurisdiction="青岭县")).renewed == 1
    assert calls == ["docx"]
    with Store.open("a.duckdb", readonly=True) as store:
        assert store.tuples("select title, year, jurisdiction from speeches") == [("防汛会讲话", "2023", "青岭县")]


def test_a_removed_speech_is_parsed_again(place, calls):
    load(place)
    with Store.open("a.duckdb") as store:
        ((sid,),) = store.tuples("select speech_id from speeches")
        store.remove([sid])
        assert store.known() == Known()
    assert load(place).counts.speeches == 1
    assert calls == ["docx"] * 2


def test_a_database_of_an_older_program_learns_the_files(place, calls):
    load(place)
    with Store.open("a.duckdb") as store:
        store._connection.execute("update sources set file_hash = null")
    load(place)
    load(place)
    assert calls == ["docx"] * 2
    assert all(known for _, known in sources())


def test_plain_texts_and_tables_have_no_hash_of_their_file(place, calls):
    (place / "甲.docx").unlink()
    (place / "a.txt").write_text(TEXT, encoding="utf-8")
    (place / "b.csv").write_text(f"标题,正文\n会,{TEXT}散会。\n", encoding="utf-8")
    load(place)
    load(place)
    assert calls == []
    assert [known for _, known in sources()] == [None, None]


def test_a_folder_of_parts_keeps_what_a_file_is_known_by(place, tmp_path):
    path = next(place.iterdir())
    (found,) = engine.extractions(path, engine.Setup())
    name = folder.write_part(parts.part([found], "r1"), [found.speech], tmp_path / "parts")
    part, (known,) = folder.read_part(name, tmp_path / "parts")
    assert known.file_hash == found.speech.file_hash
    assert part.tables["sources"]["file_hash"].to_pylist() == [known.file_hash]
    again = cluster.told_apart(engine.Batch(part, ()), part.ids)
    assert [(speech_id(one), one.file_hash) for one in again.known] == [(part.ids[0], known.file_hash)]
