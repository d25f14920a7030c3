"""Number targets: the table of cases, and what holds for every text."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import targets
from pipeline.lexicon.script import load as load_script
from pipeline.lexicon.targets import TargetLexicon
from pipeline.lexicon.targets import load as load_lexicon
from pipeline.model import Op, Target
from pipeline.targets.numerals import value

ROOT = Path(__file__).parent.parent
SCRIPT = load_script(ROOT / "lexicons", [])
MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]]+)\]")
WORDS = [
    *"0123456789%％.,，。；、（）“”《》*×X_一二两三四五六七八九十百千万亿半点分之个名次元亩户第每各/ \n萬個",
    *(
        "以上",
        "以内",
        "不超过",
        "至少",
        "达到",
        "控制在",
        "约",
        "平方米",
        "个百分点",
        "翻一番",
        "半数",
        "过",
        "最高",
        "及",
        "百分之",
        "至",
        "—",
        "工作",
    ),
]


@pytest.fixture(scope="module")
def lexicon() -> TargetLexicon:
    faults: list[str] = []
    loaded = load_lexicon(ROOT / "lexicons", faults)
    assert faults == []
    return loaded


def found(text: str, lexicon: TargetLexicon) -> tuple[Target, ...]:
    """The targets of a text in either script, as the flow finds them: in the simplified one."""
    return targets.found(text.translate(SCRIPT.plain), lexicon)


def cases() -> list[tuple[str, str]]:
    with (ROOT / "tests/cases/targets.csv").open(encoding="utf-8", newline="") as file:
        return [(row["case"], row["text"]) for row in csv.DictReader(file)]


def number(amount: float) -> str:
    return str(int(amount)) if amount == int(amount) else str(amount)


def marked(text: str, among: tuple[Target, ...]) -> str:
    """The text with its targets in the notation of the table."""
    out, at = [], 0
    for target in among:
        low = "null" if target.low is None else number(target.low)
        amount = low if target.high is None else f"{low},{number(target.high)}"
        answer = f"{target.op} {amount} {target.unit or ''}".rstrip()
        out += [text[at : target.start], f"[{text[target.start : target.end]}|{answer}]"]
        at = target.end
    return "".join([*out, text[at:]])


@pytest.mark.parametrize(("case", "text"), cases())
def test_case(case: str, text: str, lexicon: TargetLexicon) -> None:
    plain = MARK.sub(r"\1", text)
    assert (case == "trap") == (plain == text)
    assert marked(plain, found(plain, lexicon)) == text


def test_the_table_is_large_enough() -> None:
    names = [case for case, _ in cases()]
    assert len(names) >= 200
    assert names.count("trap") >= 70


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("实现行政村宽带覆盖率达到98%以上。", "行政村宽带覆盖率"),
        ("全市地区生产总值增长6%左右。", "地区生产总值"),
        ("每人联系10-20户群众。", "群众"),
        ("完成固定资产投资120亿元。", "固定资产投资"),
        ("隐患整改率100%。", "隐患整改率"),
        ("到2025年旅游收入突破8亿元。", "旅游收入"),
        ("入园率、巩固率分别达到92%和97%。", "入园率 巩固率"),
        ("一般公共预算收入突破20亿元，增长8%。", "一般公共预算收入 一般公共预算收入"),
        ("污水集中处理率由85%提高到92%以上。", "污水集中处理率 污水集中处理率"),
        ("净增规上企业30家以上，其中工业15家。", "规上企业 工业"),
        ("造林绿化面积15万亩(其中人工造林8万亩)。", "造林绿化面积 人工造林"),
        ("每人包联5户群众。", "群众"),
        ("财政支出的80%以上用于民生。", "财政支出"),
        ("文件压减30%以上。", "文件"),
        ("森林覆盖率要達到六成以上。", "森林覆盖率"),
        ("力争翻一番。", "-"),
        ("从12%降到8%以下。", "- -"),
        ("隐患要清零\n3家企业必须停产。", "企业"),
        ("安排2名民警巡逻值守。", "民警"),
        ("还有3户没有签约。", "-"),
        ("缺勤两次仍不改的，约谈。", "缺勤"),
    ],
)
def test_indicator(text: str, indicator: str, lexicon: TargetLexicon) -> None:
    assert " ".join(one.indicator or "-" for one in found(text, lexicon)) == indicator


def test_a_line_ends_what_stands_before_a_number(lexicon: TargetLexicon) -> None:
    text = "检查频次不少于每\n3次。\n要达到\n95%以上。"
    assert [(one.mention, one.op) for one in found(text, lexicon)] == [("3次", "="), ("95%以上", ">=")]


@pytest.mark.parametrize(
    ("numeral", "expected"),
    [
        ("1.2亿", 120_000_000),
        ("82.6亿", 8_260_000_000),
        ("2万亿", 2_000_000_000_000),
        ("一亿二千万", 120_000_000),
        ("一万零五", 10_005),
        ("三百五", 350),
        ("1,200", 1200),
        ("三点五", 3.5),
        ("三分之二", 0.6667),
        ("一四", None),
        ("三点五十", None),
        ("9" * 5000, None),
    ],
)
def test_value(numeral: str, expected: float | None) -> None:
    assert value(numeral) == expected


def test_taken_spans_hold_no_target(lexicon: TargetLexicon) -> None:
    text = "1.5万亩、2个站点"
    assert [t.mention for t in targets.found(text, lexicon, ((6, 8),))] == ["1.5万亩"]
    assert targets.found(text, lexicon, ((6, 8), (0, 3))) == ()


def test_a_recurrence_leaves_its_count_free(lexicon: TargetLexicon) -> None:
    text = "应急演练半年一次。"
    assert [t.mention for t in targets.found(text, lexicon, ((4, 8),))] == ["一次"]


def test_faulty_rows_are_all_listed(tmp_path: Path) -> None:
    lines = 'units = [{word = "个", kind = "thing"}, {word = "户", colour = "red"}, {word = "家"}, {word = "家"}]'
    (tmp_path / "targets.toml").write_text(lines, encoding="utf-8")
    faults: list[str] = []
    assert targets.found("3家企业", load_lexicon(tmp_path, faults))[0].unit == "家"
    assert sum("[units]" in fault for fault in faults) == 3
    assert any("[heads]" in fault for fault in faults)


@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
def test_spans_quote_the_text_in_order(lexicon: TargetLexicon, text: str) -> None:
    at = 0
    for target in targets.found(text, lexicon):
        assert at <= target.start < target.end
        assert text[target.start : target.end] == target.mention
        assert target.high is None or target.op is Op.RANGE
        at = target.end


@given(st.text(max_size=200))
def test_no_text_raises(lexicon: TargetLexicon, text: str) -> None:
    targets.found(text, lexicon)


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_a_further_paragraph_changes_nothing(lexicon: TargetLexicon, text: str) -> None:
    before = targets.found(text + "。\n", lexicon)
    assert targets.found(text + "。\n会议到此结束。", lexicon) == before
