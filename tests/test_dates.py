"""Dates: every wording of the tables, what a document says of its own date, and properties that hold for any text."""

import csv
import os
import re
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import dates
from pipeline.dates.wordings import wording_at
from pipeline.lexicon.dates import DateLexicon, load
from pipeline.model import DateSpan, DateUse, DueStatus, Freq

HERE = Path(__file__).parent
MARK = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")
WORDS = "0123456789一二三十两半年月日号周季度前内底初每至到-*X_ 今明去会后立即限时定期国庆春节汛“”《》（）的了要，。\n"
HOSTILE = (
    "1月",
    "每",
    "一",
    "1",
    "*",
    "今年",
    "6月15日至",
    "《",
    "6月底",
    "2024年",
    "半年",
    "十",
    "一月一",
    "“",
    "7个工作日内",
)


def rows(name: str) -> list[list[str]]:
    """The rows of a case table without comments and heading."""
    lines = (HERE / "cases" / name).read_text(encoding="utf-8").splitlines()
    return list(csv.reader(line for line in lines if not line.startswith("#")))[1:]


def unmarked(text: str) -> tuple[str, list[tuple[int, str, str]]]:
    """The plain text; of each mark where it stands, its words and its label."""
    marks, plain, at = [], "", 0
    for mark in MARK.finditer(text):
        plain += text[at : mark.start()]
        marks.append((len(plain), mark[1], mark[2]))
        plain, at = plain + mark[1], mark.end()
    return plain + text[at:], marks


def of_use(spans: tuple[DateSpan, ...], use: DateUse) -> list[DateSpan]:
    """The spans of one use."""
    return [span for span in spans if span.use is use]


@pytest.fixture(scope="module")
def lexicon() -> DateLexicon:
    """The bundled dates, without a fault."""
    faults: list[str] = []
    read = load(HERE.parent / "lexicons", faults)
    assert faults == []
    return read


LEXICON = load(HERE.parent / "lexicons", [])
SPEECHES = st.text(alphabet=WORDS, max_size=80)
DAYS = st.none() | st.dates()
YEARS = st.sampled_from(["2023", "2024", "20XX", "XXXX", "202X", "1999"])


@pytest.mark.parametrize(("year", "given_on", "text"), rows("dates.csv"))
def test_exactly_the_marked_words_are_deadlines(lexicon: DateLexicon, year: str, given_on: str, text: str) -> None:
    plain, marks = unmarked(text)
    day = date.fromisoformat(given_on) if given_on else None
    spans = dates.found(plain, lexicon, "2023" if year == "-" else year, day)
    assert [(s.start, s.mention, f"due {s.edtf or 'null'}") for s in of_use(spans, DateUse.DEADLINE)] == marks


@pytest.mark.parametrize(("freq", "text"), rows("recurrences.csv"))
def test_the_marked_words_are_the_recurrence(lexicon: DateLexicon, freq: str, text: str) -> None:
    plain, marks = unmarked(text)
    spans = dates.found(plain, lexicon, "2023")
    chosen = dates.recurrence(spans)
    assert ([(chosen.start, chosen.mention, chosen.freq.value)] if chosen else []) == marks
    assert (chosen.freq.value if chosen else "-") == freq
    assert chosen is None or dates.due(spans) is None


def test_every_form_of_the_lexicon_fires_in_some_case(lexicon: DateLexicon) -> None:
    fired = set()
    for text in [row[-1] for name in ("dates.csv", "recurrences.csv") for row in rows(name)]:
        plain = unmarked(text)[0]
        hits = [wording_at(plain, start, wordings) for start, wordings in lexicon.openings.places(plain)]
        fired |= {hit[0] for hit in hits if hit}
    unused = [form.form for i, form in enumerate(lexicon.forms) if i not in fired and not form.ranged]
    assert unused == []


@pytest.mark.parametrize(
    ("mention", "status", "earliest", "latest", "precision"),
    [
        ("10月中旬", DueStatus.RESOLVED, date(2023, 10, 11), date(2023, 10, 20), "part"),
        ("6月15日至30日", DueStatus.RESOLVED, date(2023, 6, 15), date(2023, 6, 30), "day"),
        ("上半年", DueStatus.RESOLVED, date(2023, 1, 1), date(2023, 6, 30), "part"),
        ("三季度", DueStatus.RESOLVED, date(2023, 7, 1), date(2023, 9, 30), "quarter"),
        ("**月底", DueStatus.MASKED, None, None, "part"),
        ("本月20日前", DueStatus.RELATIVE, None, None, "day"),
        ("会后", DueStatus.RELATIVE, None, None, "event"),
        ("限时", DueStatus.VAGUE, None, None, "event"),
        ("国庆前后", DueStatus.VAGUE, None, None, "day"),
    ],
)
def test_a_deadline_has_days_only_where_resolved(
    lexicon: DateLexicon, mention: str, status: DueStatus, earliest: date, latest: date, precision: str
) -> None:
    (span,) = dates.found(f"{mention}，要全面完成。", lexicon, "2023")
    assert (span.mention, span.status, span.earliest, span.latest) == (mention, status, earliest, latest)
    assert span.precision == precision


def test_without_a_year_a_day_is_yearless(lexicon: DateLexicon) -> None:
    (span,) = dates.found("10月底前完成。", lexicon)
    assert (span.status, span.edtf, span.latest) == (DueStatus.YEARLESS, "XXXX-10-31", None)


def test_a_day_without_a_year_is_reckoned_from_without_a_year(lexicon: DateLexicon) -> None:
    head = "在动员会上的讲话\n（9月30日）\n\n"
    text = f"{head}明天报数，下月10日前验收，本周五前整改，5个工作日内办结，春节前兑现，12月10日前销号。"
    spans = dates.found(text, lexicon, "XXXX")
    assert [span.edtf for span in spans[1:]] == ["XXXX-10-01", "XXXX-10-10", None, None, None, "XXXX-12-10"]
    assert all(span.latest is None for span in spans)


def test_of_several_deadlines_the_last_dated_one_counts(lexicon: DateLexicon) -> None:
    due = dates.due(dates.found("6月底前完成自查，9月底前完成整改，会后立即行动。", lexicon, "2023"))
    assert due is not None
    assert due.mention == "9月底前"


def test_an_event_counts_before_a_mere_at_once(lexicon: DateLexicon) -> None:
    due = dates.due(dates.found("会后，要立即传达。", lexicon, "2023"))
    assert due is not None
    assert due.mention == "会后"


def test_of_several_recurrences_the_most_exact_counts(lexicon: DateLexicon) -> None:
    again = dates.recurrence(dates.found("采取定期检查、每季度通报等方式。", lexicon, "2023"))
    assert again is not None
    assert (again.mention, again.freq) == ("每季度", Freq.QUARTERLY)


@pytest.mark.parametrize(
    ("year", "text"),
    [
        ("2023", "在全县2023年度河长制工作会议上的讲话\n\n同志们：\n今天开会。"),
        ("2024", "在2023年总结表彰会上的讲话\n\n下面，就做好2024年水利工作讲三点意见。"),
        ("2024", "在防汛工作会议上的讲话\n\n2024年是全面推进堤防建设的关键一年。"),
        ("2024", "关于开展燃气安全检查的通知\n\n各乡镇：\n请于4月底前完成。\n\n县安委办\n2024年3月5日"),
        ("20XX", "以上是我20_年对抓好信访工作的想法。"),
        ("20XX", "县长在20XX年春季造林动员会上的讲话\n\n同志们："),
        ("XXXX", "同志们：\n根据2018年修订的条例，要加强管理，到2025年实现达标。"),
        ("XXXX", "同志们：\n要贯彻《2021年行动方案》，落实责任。"),
        ("2023", "全县河湖长制会议召开\n来源：本站　发布日期：2023-02-24　浏览次数：36次\n\n2月23日，会议召开。"),
        ("2024", "关于印发《2024年全县防汛工作要点》的通知\n\n各乡镇："),
        ("2024", "关于做好2024—2025年度冬春火灾防控工作的通知\n\n各镇：\n请于11月底前完成排查。"),
        ("2024", "×防办[2024]9号\n关于做好2024—2025年冬季清雪工作的通知\n\n各街道：\n完成2025年设备更新计划。"),
        ("2023", "在2023年10月—2024年3月畜禽防疫攻坚动员会上的讲话\n\n同志们："),
        ("2026", "关于抓紧验收2023—2025年度农村改厕项目的通知\n\n按照2026年工作安排，请各乡抓好整改。"),
        ("2025", "关于做好秋冬防火工作的通知\n×政办函[2025]15号\n\n各镇："),
        ("2026", "在2026届毕业生就业工作推进会上的讲话\n\n老师们："),
        ("2025", "市政府召开会议\n2025/09/19 10:22　来源：市政府办\n\n　　9月18日，会议召开。"),
        ("2025", "市政府召开会议\n市融媒体中心 | 2025-09-19\n\n　　9月18日，会议召开。"),
        (
            "XXXX",
            "同志们：\n按照×政发[2025]15号文件，要抓好落实。" + "同志们要抓好落实。" * 40 + "附件：×政发[2025]16号",
        ),
        ("XXXX", "同志们：\n请大家抓好落实。"),
        ("2022", "各镇要于2022年9月底前完成改造，2022年底前全部验收。"),
        ("XXXX", "到2025年底前，全县要建成三条路。"),
        ("2023", "各班要抓好卫生。\n谢谢大家！\n2023.9.4"),
        ("2018", "我市部署防汛工作\n11月15日，某市2018年防汛备汛动员会召开。市长出席会议。"),
        ("2019", "县里部署护林工作\n3月5日，县里召开2019年春季护林动员大会。"),
        ("2011", "1月27日，市里开会。\n会议强调，2011年春节即将来临，各镇要抓好供应。"),
        ("2019", "3、2019年10月17日下午17：00前，各学院将名单报送学工处。"),
        ("2017", "同志们：\n2017年是推进城乡环境整治的攻坚之年，任务很重。"),
        ("XXXX", "同志们：\n2016年是极不平凡的一年。请大家抓好落实。"),
        ("XXXX", "同志们：\n要学习2018年全省总结表彰会精神，抓好落实。"),
    ],
)
def test_the_year_is_the_one_of_the_work_assigned(lexicon: DateLexicon, year: str, text: str) -> None:
    assert dates.stated(text, lexicon)[0] == year


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2024, 3, 5), "关于开展检查的通知\n\n请于4月底前完成。\n\n县安委办\n2024年3月5日"),
        (date(2024, 3, 5), "关于开展宣传周的通知\n1.活动时间：2024年3月18日\n请精心组织。\n县安委办\n2024年3月5日"),
        (date(2024, 3, 5), "在动员会上的讲话\n（2024年3月5日）\n\n同志们："),
        (date(2024, 3, 5), "各班要抓好卫生。\n谢谢大家！\n2024.3.5\n"),
        (None, "各班要抓好卫生。\n版本号：2024.3.5"),
        (date(2024, 3, 5), "在动员会上的讲话\n二〇二四年三月五日\n\n同志们："),
        (date(2024, 3, 5), "动员会讲话\n时间：2024年3月5日上午\n地点：县会议中心\n\n同志们："),
        (date(2024, 3, 5), "在动员会上的讲话\n（根据录音整理，2024年3月5日晚）\n\n同志们："),
        (date(2024, 3, 5), "县里开会\n发布日期：2024-03-06　来源：本站\n\n　　3月5日，县长主持召开县政府常务会议。"),
        (date(2023, 12, 29), "县里开会\n发布日期：2024-01-02\n\n12月29日下午，全县经济工作会议召开。"),
        (None, "县里开会\n来源：本站\n\n　　3月5日，县长主持召开县政府常务会议。"),
        (None, "县里开会\n发布日期：2024-03-06\n\n　　今年3月5日是学雷锋日，县里召开大会。"),
        (date(2025, 1, 10), "政府工作报告\n——2025年1月10日在县第十届人民代表大会第四次会议上\n\n各位代表："),
        (date(2025, 9, 18), "×政办发[2025]15号\n会议纪要\n\n　　9月18日下午，副市长主持召开专题会议。"),
        (date(2022, 6, 20), "在全市工作会议上的讲话（2022年6月20日）\n\n同志们："),
        (date(2022, 6, 20), "在全市工作会议上的讲话\n副市长　2022.6.20\n\n同志们："),
        (date(2022, 6, 20), "在全市工作会议上的讲话\n二O二二年六月二十日\n\n同志们："),
        (date(2022, 6, 20), "通知\n\n各县：\n请报送。\n\n（此件公开发布）\n市政府办公室　2022年6月20日印发"),
        (date(2022, 6, 20), "市里开会\n　　本报讯（记者某某）2022年6月20日，市长主持召开会议。"),
        (None, "市里开会\n发布时间：2022-06-20 10:22\n\n　　会议要求抓好落实。"),
        (None, "关于2022年6月20日事故的通报\n\n各县："),
        (None, "　　为贯彻2022年6月18日全省会议精神，现将有关事项通知如下："),
        (None, "2026年全县工作会议\n\n　　12月28日，县长主持召开会议。"),
        (None, "在动员会上的讲话\n（2024年3月*日）\n\n同志们："),
        (None, "同志们：\n2024年3月5日，我们开过一次会。"),
    ],
)
def test_the_date_is_a_line_of_its_own(lexicon: DateLexicon, day: date | None, text: str) -> None:
    assert dates.stated(text, lexicon)[1] == day


def test_faults_are_named_with_their_row(tmp_path: Path) -> None:
    text = (HERE.parent / "lexicons/dates.toml").read_text(encoding="utf-8")
    broken = text.replace('{form = "{soon}", reads = "soon"}', '{form = "{sooner}", reads = "soon"}', 1)
    (tmp_path / "dates.toml").write_text(broken + "\n[[surplus]]\nword = 1\n", encoding="utf-8")
    faults: list[str] = []
    load(tmp_path, faults)
    assert any("{sooner}" in fault for fault in faults)
    assert any("[surplus]" in fault for fault in faults)


@given(SPEECHES, YEARS, DAYS)
def test_spans_quote_the_text_in_order(text: str, year: str, day: date | None) -> None:
    spans = dates.found(text, LEXICON, year, day)
    assert all(text[s.start : s.end] == s.mention and s.mention.strip() == s.mention for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all((s.status is DueStatus.RESOLVED) == (s.latest is not None) for s in spans)
    assert all(s.earliest is None or s.latest is None or s.earliest <= s.latest for s in spans if s.edtf)
    assert dates.stated(text, LEXICON)[0] == "XXXX" or dates.stated(text, LEXICON)[0][:2] == "20"


@given(SPEECHES, SPEECHES)
def test_a_further_paragraph_changes_nothing_before_it(text: str, more: str) -> None:
    first = dates.found(text + "。\n", LEXICON, "2023")
    assert dates.found(f"{text}。\n同志们{more}", LEXICON, "2023")[: len(first)] == first


def test_the_time_zone_does_not_matter(lexicon: DateLexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [unmarked(row[-1])[0] for row in rows("dates.csv")]
    seen = []
    for zone in ("Asia/Shanghai", "Pacific/Kiritimati", "America/Los_Angeles"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        seen.append([dates.found(text, lexicon, "2024", date(2024, 2, 5)) for text in texts])
    monkeypatch.delenv("TZ")
    time.tzset()
    assert seen[0] == seen[1] == seen[2]
    assert "TZ" not in os.environ


@pytest.mark.timeout(60)  # one that is not linear takes minutes
@pytest.mark.parametrize("unit", HOSTILE)
def test_a_scan_is_linear_in_the_text(lexicon: DateLexicon, unit: str) -> None:
    dates.found((unit * 100_000)[:33_000], lexicon, "2023", date(2023, 6, 8))
    dates.stated((unit * 100_000)[:33_000], lexicon)


def test_a_day_of_a_masked_year_reckons_month_and_day(lexicon: DateLexicon) -> None:
    text = "在推进会上的讲话\n（20××年4月16日，根据录音整理）\n杂物由社区负责清理，一个月内清完。"
    due = dates.due(dates.found(text, lexicon, *dates.stated(text, lexicon)))
    assert due is not None
    assert (due.mention, due.edtf, due.latest) == ("一个月内", "20XX-05-16", None)
