"""Text that was broken at a fixed width is read as if it had not been, and quoted as it stands."""

import pytest

from pipeline import flow, reading
from pipeline.wraps import wraps
from tests.test_properties import holds
from tests.test_unseen import LEXICON, named

SPEECH = (
    "同志们，今年的防汛形势比往年更紧，上游三座水库已经接近汛限水位，几条支流的堤防去年冬天没有来得及加固。"
    "县水利局要在6月10日前把全县47处险工险段逐一复核，列出清单，落实到人；各乡镇党委、政府要备足编织袋、块石和照明设备，"
    "每个行政村组建不少于20人的抢险队伍。县气象局、县应急管理局每天会商一次，遇有强降雨提前3小时把预警发到村组干部手中。"
    "县交通运输局会同县公安局对漫水桥、低洼路段设置警示标志，该封闭的坚决封闭。对擅离职守、延误战机的，一律严肃问责。"
    "县财政局要在本月底前把抢险资金拨付到位，审计部门全程跟踪，一分一厘都要用在堤防上。\n"
)


def broken(text: str, width: int, sign: str) -> str:
    """The text with a sign behind every so many characters."""
    return sign.join(text[start : start + width] for start in range(0, len(text), width))


@pytest.mark.parametrize("sign", [" ", "\n"])
@pytest.mark.parametrize("width", [26, 34, 41])
def test_it_is_read_as_a_whole(sign, width):
    text = broken(SPEECH, width, sign)
    assert wraps(text)
    assert named(text) == named(SPEECH)
    assert flow.extract(reading.speech(text), LEXICON).speech.text == text
    holds(text)


@pytest.mark.parametrize(
    "text",
    [
        SPEECH * 3,
        "加强汛期值班值守确保城乡安全度汛的通知\n" * 7 + f"在全县防汛抗旱工作会议上的讲话\n{SPEECH}" * 9,
        "强化组织领导压实工作责任\n细化工作举措狠抓任务落实\n" * 6,  # slogans of one length, shorter than a line
        "县住房和城乡建设局\n县农业农村局\n县卫生健康局\n县市场监督管理局\n县自然资源局\n县应急管理局\n县教育局\n" * 2,
        "".join(
            f"{n}、各乡镇要把今年的重点工作任务分解到每一个岗位\n" for n in "一二三四五六七八"
        ),  # items without a stop
        "本报讯 记者 李某 通讯员 张某 摄影 王某 编辑 赵某 责任编辑 周某\n",
        "各单位要抓好落实。\n县水利局要抓好排查。\n" * 6,
    ],
    ids=["paragraphs", "far apart", "slogans", "names", "items", "credits", "sentences"],
)
def test_what_is_no_broken_text_stays(text):
    assert wraps(text) == []
