"""What a text says about itself: a few lines in, title, occasion, level, place and post out."""

import pytest

from pipeline import metadata, resources
from pipeline.lexicon import metadata as words

FAULTS: list[str] = []
LEXICON = words.load(resources.path("lexicons"), FAULTS)

CASES = [  # text, title, level, jurisdiction, speaker
    (
        "在清河县安全生产工作会议上的讲话\n县委副书记、县长 ×××\n（2024年3月5日）\n\n同志们：\n全县都要动起来。",
        "在清河县安全生产工作会议上的讲话", "县", "清河县", "县委副书记、县长",
    ),
    ("县委书记在全县农村工作会议上的讲话\n同志们：", "县委书记在全县农村工作会议上的讲话", "县", None, "县委书记"),
    ("书记在全区防汛会上的讲话\n同志们：", "书记在全区防汛会上的讲话", "区", None, "区委书记"),
    ("宣传部长在市委理论学习会上的发言\n各位：", "宣传部长在市委理论学习会上的发言", "市", None, "市委宣传部长"),
    ("校长张**同志在开学会上的讲话\n老师们：\n我校……", "校长张**同志在开学会上的讲话", "高校", None, "校长"),
    ("组织部长在全校党建会上的讲话\n同志们：", "组织部长在全校党建会上的讲话", "高校", None, "组织部长"),
    ("中共清河县委关于开展作风检查的通知\n各镇党委：", "中共清河县委关于开展作风检查的通知", "县", "清河县", None),
    ("×市2024年政府工作报告\n市　长　×××\n各位代表：\n全市……", "×市2024年政府工作报告", "市", None, "市长"),
    (
        "在全镇春耕备耕工作会议暨\n防汛动员会上的讲话\n镇长 王某\n同志们：",
        "在全镇春耕备耕工作会议暨防汛动员会上的讲话", "镇", None, "镇长",
    ),
    (
        "以下是本站收集的在全县林长制会议上的讲话，欢迎参考！\n同志们：\n今天开会。",
        "在全县林长制会议上的讲话", "县", None, None,
    ),
    (
        "全市安全生产会议召开\n　　3月5日，会议召开，传达了习近平总书记强调的内容。\n　　市长指出，要抓好落实。",
        "全市安全生产会议召开", "市", None, "市长",
    ),
    ("同志们：\n现在开会。今天按照县委要求召开全县会议。", None, "县", None, None),
    ("同志们：\n按照县委要求开会，我区要落实，全区要行动。", None, "区", None, None),
    ("一、总体要求\n全公司要守住安全底线。", None, "企业", None, None),
    ("要抓好落实。", None, None, None, None),
    ("各县委书记在全市会议上作了发言。\n全市要行动。", None, "市", None, None),
    ("在全国供销工作视频会上的讲话\n同志们：\n各省、各县要落实。", "在全国供销工作视频会上的讲话", "国家", None, None),
]  # fmt: skip


def test_the_lexicon_is_sound():
    assert FAULTS == []


@pytest.mark.parametrize(("text", "title", "level", "jurisdiction", "speaker"), CASES)
def test_a_text_tells_of_itself(text, title, level, jurisdiction, speaker):
    found = metadata.document(text, LEXICON, "2024", None)
    assert (found.title, found.level, found.jurisdiction, found.speaker) == (title, level, jurisdiction, speaker)


def test_the_occasion_is_the_meeting_in_the_title():
    found = metadata.document("在全县林长制工作会议上的讲话\n同志们：", LEXICON, "XXXX", None)
    assert found.occasion == "全县林长制工作会议"


@pytest.mark.parametrize("level", LEXICON.levels, ids=lambda level: level.level)
def test_each_level_is_told_by_its_example(level):
    assert metadata.document(level.example + "\n各位：\n", LEXICON, "XXXX", None).level == level.level


def test_faults_are_listed_by_row(tmp_path):
    faults: list[str] = []
    (tmp_path / "metadata.toml").write_text('[[genre]]\nwords = [""]\nexampel = "x"\n', encoding="utf-8")
    words.load(tmp_path, faults)
    assert any("genre" in fault and "exampel" in fault for fault in faults)
    assert any("level" in fault for fault in faults)
