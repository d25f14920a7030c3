"""Near copies: found whatever their masks, punctuation and layout, told, flagged and never merged."""

import random
from functools import cache
from itertools import combinations, permutations

import pytest
from click.testing import CliRunner

from pipeline import alike, cli, engine
from pipeline.store import Store, speech_id
from tests import samples

SPEECH = """在全县河湖治理推进会上的讲话
同志们：
今天召开这次会议，主要是分析当前河湖治理形势，安排下一阶段重点任务。下面，我讲三点意见。
一、看清差距，把底数摸准
上半年，全县完成河道清淤12公里，关停沿岸养殖点35处，水质监测断面达标率提高了8个百分点。但也要看到，有的乡镇巡河走过场，
记录本上写得满满当当，河边垃圾却堆了半个月；有的排污口封了又开，群众反映强烈。
二、突出重点，把任务压实
（一）抓好排口整治。5月20日前，县生态环境局要会同沿河各乡镇，对全部入河排口重新核查，逐一编号、逐一挂牌。
（二）抓好清淤疏浚。县水利局要在汛期到来之前完成青石河下游三公里河段的清淤，淤泥一律运到指定地点，不得就地堆放。
（三）抓好岸线管护。各村要组织护河员每周至少巡查两次，发现乱倒乱占当场制止，当天上报。
三、严明纪律，把责任扛牢
县河长办每月通报一次进展，连续两次排名末位的，由县纪委监委约谈主要负责人。各乡镇党委书记是第一责任人，要亲自上手，不能当甩手掌柜。
散会。
"""
TOPIC = """全市水环境整治工作部署会讲话稿
同志们：
这次会议的任务，是贯彻上级决策，对下半年水环境整治再动员、再部署。
一是认识要再提高。水是生命之源，治水就是治产业、治民生。去年我市劣五类水体基本消除，可是返黑返臭的风险仍然存在，老城区雨污混接
还没有彻底改完，个别园区偷排漏排屡禁不止。
二是措施要再加力。市住建局负责老城区管网改造，年底前改造管网四十公里；市工信局负责督促园区建成集中处理设施，9月底前全部投入运行；
市农业农村局负责畜禽养殖粪污资源化利用，利用率要达到百分之九十以上。
三是督查要再从严。市委督查室会同有关部门，采取不打招呼的办法，直插现场。对弄虚作假的，一经查实，从严处理，决不姑息。
希望大家回去以后马上传达，拿出方案，抓紧干起来。
"""
MASKED = (
    SPEECH.replace("5月20日", "**月**日")
    .replace("12公里", "**公里")
    .replace("35处", "X处")
    .replace("8个", "*个")
    .replace("青石河", "**河")
)
PUNCTUATED = (
    SPEECH.replace("，", ",").replace("。", "．").replace("\n", "\n\n　　").replace("（", "(").replace("）", ")")
)
NUMBERED = SPEECH.replace("5月20日", "五月二十日").replace("12公里", "十二公里").replace("三公里", "3公里")
FURNISHED = "某某县人民政府办公室\n内部资料  注意保存\n—1—\n" + SPEECH + "\n发：各乡镇，县直各部门\n—2—\n"
REVERSED = "\n".join(reversed(SPEECH.splitlines()))
REVISED = SPEECH.replace(
    "各村要组织护河员每周至少巡查两次，发现乱倒乱占当场制止，当天上报。", "各村护河员要天天上岸，见到问题马上处理。"
).replace("不能当甩手掌柜。", "确保件件有回音。")
COPIES = {"masks": MASKED, "punctuation": PUNCTUATED, "figures": NUMBERED, "furniture": FURNISHED, "revised": REVISED}
HALF = SPEECH[: len(SPEECH) // 2] + TOPIC[len(TOPIC) // 2 :]


def stored(path, *loads):
    """A database of texts; each load is some of them in one transaction."""
    with Store.open(path) as store:
        for number, texts in enumerate(loads):
            store.add(map(extracted, texts), f"r{number}")
    return path


@cache
def extracted(text):
    return engine.extraction(text.encode(), engine.Setup())


def pairs(path):
    with Store.open(path, readonly=True) as store:
        assert store.findings() == ()
        noted = dict(store.tuples("from row_counts"))
        assert noted["near_copies"] == store.tables()["near_copies"]
        assert noted["signatures"] == store.tables()["signatures"]
        return store.tuples("select speech_id, other_id, similarity from near_copies order by all")


def sid(text):
    return speech_id(samples.speech(text))


@pytest.mark.parametrize("kind", COPIES)
@pytest.mark.parametrize("at_once", [True, False])
def test_a_near_copy_is_flagged_as_the_later_one_and_both_stay(tmp_path, kind, at_once):
    texts = [SPEECH, COPIES[kind]]
    path = stored(tmp_path / "a.duckdb", texts) if at_once else stored(tmp_path / "a.duckdb", *([one] for one in texts))
    ((later, earlier, similarity),) = pairs(path)
    assert (later, earlier) == (sid(COPIES[kind]), sid(SPEECH))
    assert alike.LEAST <= similarity <= 1
    with Store.open(path, readonly=True) as store:
        assert store.tables()["speeches"] == 2
        assert store.tuples("select near_copies from speech_list") == [(1,), (1,)]


def test_only_masks_figures_and_punctuation_apart_they_are_wholly_alike():
    for kind in ("punctuation", "figures"):
        assert alike.characters(COPIES[kind]) == alike.characters(SPEECH)
    assert alike.signature(PUNCTUATED) == alike.signature(SPEECH) != alike.signature(MASKED)


@pytest.mark.parametrize("other", [HALF, TOPIC, REVERSED], ids=["half", "topic", "order"])
def test_half_of_a_text_the_same_topic_or_another_order_is_no_near_copy(tmp_path, other):
    assert pairs(stored(tmp_path / "a.duckdb", [SPEECH, other])) == []


def test_very_short_texts_are_not_compared(tmp_path):
    short = "各乡镇要在汛期到来之前把辖区内的河道再清一遍，县水利局负责督促检查。"
    path = stored(tmp_path / "a.duckdb", [short, short.replace("，", "；"), "散会"])
    assert pairs(path) == []
    with Store.open(path, readonly=True) as store:
        assert store.tables()["signatures"] == 0


def test_neither_the_order_nor_the_number_of_loads_matters(tmp_path):
    texts = [SPEECH, MASKED, REVISED, TOPIC]
    expected = None
    for number, order in enumerate(permutations(texts)):
        loads = ([order], [order[:1], order[1:]], [[one] for one in order])[number % 3]
        found = {frozenset(one): alike for *one, alike in pairs(stored(tmp_path / f"{number}.duckdb", *loads))}
        expected = expected or found
        assert found == expected
    assert {*expected} == {frozenset(map(sid, pair)) for pair in combinations(texts[:3], 2)}


def test_many_copies_of_one_form_letter_cost_a_bounded_number_of_comparisons(tmp_path, monkeypatch):
    words = "山水林田湖草沙路桥村镇户人车船井渠库坝站"
    rng = random.Random(7)
    texts = [SPEECH + "".join(rng.sample(words, 12)) for _ in range(60)]
    compared = []
    real = alike.similarity
    monkeypatch.setattr(alike, "similarity", lambda *args: compared.append(1) or real(*args))
    found = pairs(stored(tmp_path / "a.duckdb", texts[:30], texts[30:]))
    assert len(compared) <= 60 * 10
    assert {sid(text) for text in texts} == {one for *pair, _ in found for one in pair}


def test_very_long_texts_are_compared_by_their_signatures():
    assert alike.similarity("河" * (alike.LONGEST + 1), "湖", 0.9) == pytest.approx(1.8 / 1.9)
    assert alike.similarity("河" * (alike.LONGEST + 1), "湖", 0.5) == 0


def test_the_estimate_is_near_the_true_share():
    def sequences(text):
        counted = alike.characters(text)
        return {counted[at : at + alike.SEQUENCE] for at in range(len(counted) - alike.SEQUENCE + 1)}

    for other in (MASKED, REVISED, FURNISHED, TOPIC):
        one, two = sequences(SPEECH), sequences(other)
        signatures = [alike.signature(SPEECH), alike.signature(other)]
        slots, places = alike.unpacked([s.keys for s in signatures], [s.places for s in signatures])
        (estimated,) = alike.common((slots[:1], places[:1]), (slots[1:], places[1:]))
        assert estimated == pytest.approx(len(one & two) / len(one | two), abs=0.12)


def test_removing_one_takes_its_pairs_along_and_a_later_load_finds_them_again(tmp_path):
    path = stored(tmp_path / "a.duckdb", [SPEECH, MASKED])
    with Store.open(path) as store:
        assert store.remove([sid(SPEECH)])["near_copies"] == 1
    assert pairs(path) == []
    stored(path, [SPEECH])
    assert [one[:2] for one in pairs(path)] == [(sid(SPEECH), sid(MASKED))]


def test_extracted_again_the_pairs_stay(tmp_path):
    path = stored(tmp_path / "a.duckdb", [SPEECH, MASKED])
    before = pairs(path)
    with Store.open(path) as store:
        store.replace([extracted(MASKED)], "again")
    assert pairs(path) == before


def test_lost_signatures_are_noticed(tmp_path):
    path = stored(tmp_path / "a.duckdb", [SPEECH])
    with Store.open(path) as store:
        store._connection.execute("delete from signatures")
        assert [(one.table, one.what) for one in store.findings()] == [("signatures", "比存入时少了 1 行")]


def test_a_file_of_version_4_gets_signatures_and_pairs(tmp_path):
    path = stored(tmp_path / "a.duckdb", [SPEECH, TOPIC, MASKED])
    expected = pairs(path)
    with Store.open(path) as store:
        for sql in (
            "drop view speech_list cascade",
            "drop table signatures",
            "delete from near_copies",
            "delete from row_counts where table_name in ('signatures', 'near_copies')",
            "update meta set schema_version = 4",
        ):
            store._connection.execute(sql)
    Store.open(path).close()
    assert {frozenset(one[:2]) for one in pairs(path)} == {frozenset(one[:2]) for one in expected}


def test_the_load_tells_of_them_and_so_does_the_list(tmp_path):
    first, second, db = tmp_path / "甲.txt", tmp_path / "乙.txt", tmp_path / "a.duckdb"
    first.write_text(SPEECH, encoding="utf-8")
    second.write_text(MASKED, encoding="utf-8")
    (code, told), (again, both), (_, third) = (loaded(path, db) for path in (first, second, tmp_path))
    assert code == again == 0
    assert "近似" not in told
    assert f"1 对讲话近似重复，都已存入，请核对：{second} ≈ {first}（99." in both
    assert "近似" not in third
    listed = CliRunner().invoke(cli.duban, ["list", "--db", str(db), "--format", "csv"])
    assert [line.split(",")[7] for line in listed.stdout.splitlines()] == ["近似重复", "1", "1"]


def loaded(path, db):
    done = CliRunner().invoke(cli.duban, ["load", str(path), "--db", str(db)], standalone_mode=False)
    return done.return_value, done.stderr
