"""What a text says about itself: a few lines in, title, occasion, level, place and post out."""

import pytest

from pipeline import engine, flow, metadata, reading, resources
from pipeline.lexicon import metadata as words
from pipeline.model import Document

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
    (
        "全市民营企业座谈会召开\n近日，市委书记林某某、市长赵某出席会议。\n林某某指出，要优化环境。",
        "全市民营企业座谈会召开", "市", None, "市委书记",
    ),
    (
        "春灌现场会召开\n3月8日，市委常委、清河县委书记周某出席会议并讲话。\n全县要抢抓农时。",
        "春灌现场会召开", "县", None, "县委书记",
    ),
    ("县委书记、县总林长吴某出席会议并讲话。会议要求，全县要护好林。", None, "县", None, "县委书记"),
    ("镇长主持召开防汛会。\n会议要求，全镇要备足物料。", None, "镇", None, "镇长"),
    ("各村要抓紧。党支部书记要反复强调纪律，全镇要动起来。", None, "镇", None, None),
    ("同志们：\n全县要抓紧。市委书记强调，要防大汛。", None, "县", None, None),
    (
        "县委常委会召开第九次会议　传达学习上级精神　研究今冬明春农田水利建设和森林防火工作\n会议要求，全县要抓紧。",
        "县委常委会召开第九次会议　传达学习上级精神　研究今冬明春农田水利建设和森林防火工作", "县", None, None,
    ),
    ("部党组召开会议\n会议要求，各司局要压实责任。", "部党组召开会议", "部委", None, None),
    ("同志们：\n现在开会。今天按照县委要求召开全县会议。", None, "县", None, None),
    ("同志们：\n按照县委要求开会，我区要落实，全区要行动。", None, "区", None, None),
    ("一、总体要求\n全公司要守住安全底线。", None, "企业", None, None),
    ("要抓好落实。", None, None, None, None),
    ("各县委书记在全市会议上作了发言。\n全市要行动。", None, "市", None, None),
    (
        "在清河县城关镇安全生产工作会议上的讲话\n镇党委书记\n同志们：", "在清河县城关镇安全生产工作会议上的讲话",
        "镇", None, "镇党委书记",
    ),
    (
        "在**街道2024年党建工作会上的讲话\n街道党工委书记 王某某\n同志们：", "在**街道2024年党建工作会上的讲话",
        "街道", None, "街道党工委书记",
    ),
    (
        "在××区××街道网格工作推进会上的讲话\n同志们：\n区里的会刚开完，区委有要求。",
        "在××区××街道网格工作推进会上的讲话", "街道", None, None,
    ),
    ("在社区治理现场会上的讲话\n同志们：\n全县要抓好社区治理。", "在社区治理现场会上的讲话", "县", None, None),
    ("在乡村建设现场会上的讲话\n同志们：\n全市要抓紧。", "在乡村建设现场会上的讲话", "市", None, None),
    ("××县水利局2024年工作总结\n今年以来，全局上下齐心。", "××县水利局2024年工作总结", "县", None, None),
    ("县政府第8次常务会议纪要\n地点：三楼会议室\n会议听取了汇报。", "县政府第8次常务会议纪要", "县", None, None),
    (
        "县委办公室　县政府办公室\n关于做好春耕备耕工作的通知\n各乡镇党委：",
        "关于做好春耕备耕工作的通知", "县", None, None,
    ),
    (
        "当前位置：首页 > 要闻\n全市林长制工作推进会召开\n来源：本站　发布时间：2024-04-02\n"
        "会议指出，要压实责任。\n市委书记强调，要抓好落实。",
        "全市林长制工作推进会召开", "市", None, "市委书记",
    ),
    (
        "编者按：日前，**高新区召开安全大会，工委书记、管委会主任作了讲话。\n在**高新区安全大会上的讲话\n同志们：\n全区要行动。",
        "在**高新区安全大会上的讲话", "区", None, "工委书记、管委会主任",
    ),
    ("××县人民政府\n关于做好秋收工作的通知\n各乡镇人民政府：", "××县人民政府关于做好秋收工作的通知", "县", None, None),
    ("# 在全县水利工作会议上的讲话\n\n县长\n\n同志们：", "在全县水利工作会议上的讲话", "县", None, "县长"),
    ("公司召开安全专题会\n公司召开会议。总经理强调，要抓好整改。", "公司召开安全专题会", "企业", None, "总经理"),
    ("在公司职工大会上的讲话\n党委书记、董事长\n同志们：", "在公司职工大会上的讲话", "企业", None, "党委书记、董事长"),
    ("在××大学春季工作会议上的讲话\n党委书记\n老师们：", "在××大学春季工作会议上的讲话", "高校", None, "党委书记"),
    (
        "在学校学科建设推进会上的讲话\n校长\n同志们：\n各学院要引进博士，研究生院要抓好培养。",
        "在学校学科建设推进会上的讲话", "高校", None, "校长",
    ),
    ("在**医院年度工作会上的讲话\n院长\n各位同事：", "在**医院年度工作会上的讲话", "医院", None, "院长"),
    ("市长2024年在市政府全会上的讲话\n同志们：", "市长2024年在市政府全会上的讲话", "市", None, "市长"),
    ("代县长在第三次会议上的工作报告\n各位代表：", "代县长在第三次会议上的工作报告", "县", None, "代县长"),
    (
        "市委书记、市人大常委会主任在全市人大工作会议上的讲话\n同志们：",
        "市委书记、市人大常委会主任在全市人大工作会议上的讲话", "市", None, "市委书记、市人大常委会主任",
    ),
    (
        "全区水利工作会召开\n3月8日，市委常委、区委书记周某，区长吴某到会。\n汇报之后，周某强调，全区要抓紧。",
        "全区水利工作会召开", "区", None, "区委书记",
    ),
    (
        "政府工作报告\n各位代表：\n现在，我代表县人民政府，向大会报告工作，请审议。",
        "政府工作报告", "县", None, "县长",
    ),
    (
        "在巡察反馈会上的讲话\n市委第二巡察组组长　×××\n同志们：",
        "在巡察反馈会上的讲话", "市", None, "市委第二巡察组组长",
    ),
    (
        "公司召开总经理办公会\n公司召开第3次总经理办公会，主持会议并讲话的是林某。",
        "公司召开总经理办公会", "企业", None, None,
    ),
    ("一、抓客户\n公司的产品要可靠，公司的服务要到位，客户的投诉要当天答复。", None, "企业", None, None),
    ("一、转作风\n党中央有明确规定。习近平强调，全党要带头过紧日子。", None, "中央", None, None),
    ("一、抓灌溉\n用水户要节水，党中央也要求节水，习近平强调过。", None, None, None, None),
    ("在全国供销工作视频会上的讲话\n同志们：\n各省、各县要落实。", "在全国供销工作视频会上的讲话", "国家", None, None),
]  # fmt: skip


def test_the_lexicon_is_sound():
    assert FAULTS == []


@pytest.mark.parametrize(("text", "title", "level", "jurisdiction", "speaker"), CASES)
def test_a_text_tells_of_itself(text, title, level, jurisdiction, speaker):
    found = metadata.document(text, LEXICON, Document(year="2024"))
    assert (found.title, found.level, found.jurisdiction, found.speaker) == (title, level, jurisdiction, speaker)


def test_traditional_characters_are_told_and_quoted():
    text = "在全縣防汛工作會議上的講話\n縣長　陳**\n同志們：\n各鄉鎮要行動起來。"
    found = flow.extract(reading.speech(text), engine.lexicon_of(engine.Setup())).speech.document
    assert (found.title, found.level, found.speaker) == ("在全縣防汛工作會議上的講話", "县", "縣長")


def test_the_occasion_is_the_meeting_in_the_title():
    found = metadata.document("在全县林长制工作会议上的讲话\n同志们：", LEXICON, Document(year="XXXX"))
    assert found.occasion == "全县林长制工作会议"


@pytest.mark.parametrize("level", LEXICON.levels, ids=lambda level: level.level)
def test_each_level_is_told_by_its_example(level):
    assert metadata.document(level.example + "\n各位：\n", LEXICON, Document(year="XXXX")).level == level.level


def test_faults_are_listed_by_row(tmp_path):
    faults: list[str] = []
    (tmp_path / "metadata.toml").write_text('[[genre]]\nwords = [""]\nexampel = "x"\n', encoding="utf-8")
    words.load(tmp_path, faults)
    assert any("genre" in fault and "exampel" in fault for fault in faults)
    assert any("level" in fault for fault in faults)
