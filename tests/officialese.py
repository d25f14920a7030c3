"""Made-up official Chinese for property tests: sentences of speeches from interchangeable parts."""

from hypothesis import strategies as st

BODIES = [
    "县住建局",
    "各乡镇",
    "各部门",
    "县委组织部、县财政局",
    "工信、交通、水利等部门",
    "各级党组织",
    "市教育局",
    "驻村工作队",
    "各镇（街道）",
    "**县应急局",
    "集团安监部",
    "主要负责人",
    "党委书记",
    "民政局和乡镇政府",
    "各村“两委”",
    "有关单位",
]
DATES = [
    "6月底前",
    "10月15日前",
    "**月底前",
    "年底前",
    "会后",
    "一个月内",
    "24小时内",
    "每季度",
    "每周五",
    "到2026年",
    "春节前",
    "“十四五”期间",
    "半年内",
    "立即",
    "明年3月",
    "定期",
    "7个工作日内",
    "汛期前",
    "下周一",
]
ACTS = [
    "把老旧小区逐栋排查一遍",
    "完成清淤任务",
    "建立台账",
    "高度重视",
    "提高政治站位",
    "抓好落实",
    "开展一次“回头看”",
    "报送进展情况",
    "压实责任",
    "明确专人负责",
    "做到底数清、情况明",
    "由县水利局牵头落实",
    "督促企业整改到位",
    "形成齐抓共管的格局",
]
NUMBERS = ["", "", "不少于3次", "85%以上", "10-20户", "*万元", "至少1名", "1.2亿元", "三分之二", "两千亩"]
WHOLE = [
    "今年以来，各项工作取得明显成效。",
    "但是，有的单位重视不够，隐患依然突出。",
    "基层是一切工作的落脚点。",
    "下面，我讲三点意见。",
    "同志们，让我们携手奋进！",
    "会议强调：",
    "对落实不力的，严肃问责。",
    "现在开会。",
    "散会。",
    "责任单位：县水利局、县财政局",
    "这是全部工作的重要基础。",
    "领导干部要带头。",
    "严禁弄虚作假；",
    "县长指出，要抓紧抓实。",
]
HEADS = [
    "",
    "",
    "在全县防汛工作会议上的讲话\n（2024年5月8日）\n",
    "××市人民政府文件\n",
    "同志们：\n",
    "二〇二三年六月三十日\n",
    "2023年，全市上下真抓实干。\n",
    "在202*年教育工作会上的发言\n县教育局局长 王××\n",
]
MARKERS = [
    "",
    "",
    "",
    "",
    "一、",
    "二、",
    "（一）",
    "（二）",
    "一是",
    "二是",
    "三要",
    "首先，",
    "第二，",
    "1.",
    "2．",
    "①",
    "(3)",
]
MODALS = ["要", "要", "必须", "应当", "严禁", "确保", "请", "负责", "牵头", ""]
STOPS = ["。", "。", "。", "；", "，", "！", "\n", "。\n", "：", "”。"]
BREAKS = ["", "", "", "\n", "\n　　", "\n\n", " "]
CHARACTERS = (
    "要办委部局县各、，。；：（）()“”《》[]*×X_某一二三是第1０年月日底前%每\n\r\t 　\x00\x0b\u2028\u200b\ufeff😀𠮷é"
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """One sentence, often an order with a body, a date and a number; its parts may well contradict each other."""
    marker = draw(st.sampled_from(MARKERS))
    if draw(st.integers(0, 3)) == 0:
        return marker + draw(st.sampled_from(WHOLE))
    when, who = draw(st.sampled_from(["", *DATES])), draw(st.sampled_from(["", *BODIES]))
    order = [when + "，" if when and draw(st.booleans()) else when, who]
    if draw(st.booleans()):
        order.reverse()
    act, number = draw(st.sampled_from(ACTS)), draw(st.sampled_from(NUMBERS))
    return marker + "".join(order) + draw(st.sampled_from(MODALS)) + act + number + draw(st.sampled_from(STOPS))


def speeches() -> st.SearchStrategy[str]:
    """Some sentences, in lines of one or more, often under a title or a date."""
    lines = st.tuples(sentences(), st.sampled_from(BREAKS)).map("".join)
    return st.tuples(st.sampled_from(HEADS), st.lists(lines, min_size=1, max_size=12).map("".join)).map("".join)


def hostile() -> st.SearchStrategy[str]:
    """Anything, with a leaning to what means something to us."""
    pieces = st.one_of(
        st.text(alphabet=CHARACTERS, min_size=1, max_size=12),
        st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=6),
        st.sampled_from([*BODIES, *DATES, *ACTS, *MARKERS, *WHOLE]),
    )
    return st.lists(pieces, max_size=25).map("".join)
