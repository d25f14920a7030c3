"""What a date does in its sentence: a deadline, a recurrence, a duration, or a mere date.

The rules speak in the order of `RULES`; the first that knows decides. Each looks at a few characters around the date,
and only where it may concern it: a wording of such a sort (day, span, event), with such a tail, before such a word.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from pipeline.dates.hits import COUNTED, DATE, DEADLINE, FAR, NEAR, RECURRENCE, STOPS, Hit, Rule, told
from pipeline.dates.spans import spans
from pipeline.model import DateUse

CLOSERS = frozenset('。！!？?；;）)”"\n') | {""}
CONTRASTED = ("今天", "昨天")
STANDING = ("day", "year", "month")  # what can be the date of a document
UNMET = re.compile(
    "[^，,。；;：:！？\n把将要]{0,8}?[不无未没][^，,。；;：:！？\n]{1,12}的[^，,。；;：:！？\n的要]{0,6}(?:[，,]|(?<![主重])要|必须|一律)"
)
PARTED = frozenset("，,、；;。：:的") | {""}
EVENTFUL = ("event", "season", "soon", "held before")
NOW = ("目前", "当前", "日前")
Concerns = Callable[[str, str, bool], bool]  # of sort, role, and whether a telling character stands behind


def recurs(hit: Hit) -> DateUse:
    """每月 is a recurrence; 考前|一周同每名学生谈一次 is none."""
    once = hit.text[hit.start] == "一" and hit.before[-1:] == "前" and hit.before[-2:] not in NOW
    return DATE if once else RECURRENCE


def titled(hit: Hit) -> DateUse | None:
    """《2023年工作要点》 names a document."""
    opened = hit.text.rfind("《", max(0, hit.start - 40), hit.start)
    return DATE if opened >= 0 and hit.text.find("》", opened, hit.start) < 0 else None


def alone(hit: Hit) -> DateUse | None:
    """A line of its own, or all that stands between brackets: the date of the document, unless that of a stage."""
    left, right = hit.before.rstrip(" 　"), hit.text[hit.end : hit.end + 3].lstrip(" 　")
    if left[-1:] not in ("", "\n", "（", "(") or hit.context.stages.search(left):
        return None
    return DATE if right[:1] in ("", "\n", "）", ")") else None


def belongs(hit: Hit) -> DateUse | None:
    """今年的目标任务 belongs to a noun; 今年的重点任务是… frames."""
    if not hit.text.startswith("的", hit.end):
        return None
    stop = STOPS.search(hit.text, hit.end, hit.end + 14)
    noun = hit.text[hit.end + 1 : stop.start() if stop else hit.end + 14]
    framed = hit.opens and not hit.role and hit.context.framed_by.search(noun, 1)
    return DEADLINE if framed else DATE


def attributive(hit: Hit) -> DateUse | None:
    """开展|考前|培训, 做好|节前|安全检查: it belongs to the object of the verb before it; not 节前|做好."""
    if hit.text[hit.end - 1] != "前" or hit.text[hit.end : hit.end + 1] in PARTED:
        return None
    return DATE if hit.context.governing.search(hit.before) else None


def occasion(hit: Hit) -> DateUse | None:
    """结合|“七一”|开展慰问 says on what occasion, not by when."""
    return DATE if hit.context.occasions.search(hit.before) else None


def reviewed(hit: Hit) -> DateUse | None:
    """考核|1月至11月|工作 is the time that is looked at; not 检查|6月1日至10日|进行."""
    months = hit.reading.sort == "month" and hit.text[hit.end : hit.end + 1] not in PARTED
    return DATE if months and hit.context.reviewed.search(hit.before) else None


def unmet(hit: Hit) -> DateUse | None:
    """6月底前未完成的, 年底前不能竣工的, 年底扭亏无望的 is a condition; not 汛期前不能施工."""
    bound = hit.role in CLOSED or hit.text[hit.end - 1] == "内"
    if bound and hit.context.unmet.match(hit.text, hit.end):
        return DATE
    if bound and hit.context.unable.match(hit.text, hit.end):
        return DATE if "的" in hit.text[hit.end : hit.clause_end] else None
    return DATE if hit.opens and not bound and UNMET.match(hit.text, hit.end) else None


def approaches(hit: Hit) -> DateUse | None:
    """中秋、国庆将至, 汛期已到 tells the season and sets no time."""
    return DATE if hit.context.approaching.match(hit.text, hit.end) else None


def defines(hit: Hit) -> DateUse | None:
    """10月1日至次年4月30日为防火期 says what a time is."""
    defining = hit.context.defining.match(hit.text, hit.end)
    if not defining:
        return None
    stop = STOPS.search(hit.text, defining.end(), defining.end() + NEAR + NEAR)
    end = stop.start() if stop else defining.end() + NEAR
    return DATE if hit.context.defined.search(hit.text, defining.end(), end) else None


def at_once(hit: Hit) -> DateUse | None:
    """会后, 立即, 限时; not 会上拍胸脯、会后不动, nor what cannot be done 立即."""
    if hit.context.unable_leads.search(hit.before):
        return DATE
    told_off = hit.text.startswith("会后", hit.start) and "会上" in hit.text[max(0, hit.start - FAR // 3) : hit.start]
    return DATE if told_off and not hit.context.tasks.match(hit.text, hit.end) else DEADLINE


def bounds(hit: Hit) -> DateUse | None:
    """10月底前, 年内, 7月1日起, 国庆前后; not 春节期间 (a state) nor 验收前不得投用 (a condition)."""
    sort = hit.reading.sort
    if hit.role == "during" and sort in ("event", "festival"):
        return DATE
    if sort == "event" and hit.context.lasting.match(hit.text, hit.end):
        return DATE
    if hit.role in ("before", "within", "until", "from", "about"):
        return DEADLINE
    after = hit.role in ("after", "during") and (hit.opens or hit.context.leads.search(hit.before))
    return DEADLINE if after or sort == "held before" else None


def led(hit: Hit) -> DateUse | None:
    """到2025年, 确保10月底."""
    before = hit.before
    if hit.context.stages.search(before):
        return DEADLINE
    leads, bare = hit.context.leads, before.rstrip("在于到至为：: ")
    if hit.context.until_leads.search(before) or leads.search(before) or (bare != before and leads.search(bare)):
        return None if hit.context.nouns.match(hit.text, hit.end) else DEADLINE
    return None


def today(hit: Hit) -> DateUse:
    """今天 tells of the meeting unless something must be done."""
    return DEADLINE if hit.context.modals.search(hit.text, hit.end, hit.end + 3) else DATE


def coming(hit: Hit) -> DateUse | None:
    """应急局|明天上午|派人下去: a day to come orders wherever it stands, unless it foretells: 后天还有一场雨."""
    if hit.text[hit.end : hit.end + 1] in CLOSERS:
        return None
    if hit.context.forecasts.match(hit.text, hit.end):
        return DATE
    ordered = hit.context.tasks.match(hit.text, hit.end)
    contrasted = any([day in hit.before for day in CONTRASTED])  # 今天来，明天走
    return DATE if contrasted and not ordered else DEADLINE


def named(hit: Hit) -> DateUse | None:
    """2022年述职评议会, 年终考核, 3月5日学雷锋日."""
    headed = hit.context.nouns.match(hit.text, hit.end) or hit.context.datelines.search(hit.before)
    return DATE if headed else None


def frames(hit: Hit) -> DateUse | None:
    """10月中旬，…要; 今年新建…: it opens the clause, or work follows it directly."""
    if hit.context.tasks.match(hit.text, hit.end):
        return DEADLINE
    if not hit.opens or hit.reading.sort in ("event", "festival"):
        return None
    if hit.reading.sort != "year" or hit.text[hit.end : hit.end + 1] in ("，", ","):
        return DEADLINE
    return DEADLINE if hit.context.modals.search(hit.text, hit.clause_start, hit.clause_end) else None


ENDED = frozenset(("before", "within"))
CLOSED = ENDED | {"after"}
BOUND = ENDED | {"until", "from", "about", "after", "during"}
RULES: tuple[tuple[Rule, Concerns], ...] = (
    (titled, lambda sort, role, told_behind: True),
    (alone, lambda sort, role, told_behind: not role and sort in STANDING),
    (spans, lambda sort, role, told_behind: sort in COUNTED),
    (belongs, lambda sort, role, told_behind: told_behind),
    (attributive, lambda sort, role, told_behind: sort in EVENTFUL and role in ("", "before")),
    (occasion, lambda sort, role, told_behind: sort == "festival" and not role),
    (reviewed, lambda sort, role, told_behind: role == "until"),
    (unmet, lambda sort, role, told_behind: told_behind or role not in CLOSED),
    (approaches, lambda sort, role, told_behind: told_behind),
    (defines, lambda sort, role, told_behind: told_behind and role not in ENDED),
    (at_once, lambda sort, role, told_behind: sort == "soon"),
    (told, lambda sort, role, told_behind: True),
    (bounds, lambda sort, role, told_behind: role in BOUND or sort in ("event", "held before")),
    (led, lambda sort, role, told_behind: sort != "near_day"),
    (today, lambda sort, role, told_behind: sort == "near_day"),
    (named, lambda sort, role, told_behind: True),
    (coming, lambda sort, role, told_behind: sort == "next_day"),
    (frames, lambda sort, role, told_behind: True),
)


@lru_cache(maxsize=1024)
def concerned(sort: str, role: str, told_behind: bool) -> tuple[Rule, ...]:
    """The rules that can speak of a date of such a sort in such a role, with or without a telling word behind it."""
    return tuple(rule for rule, concerns in RULES if concerns(sort, role, told_behind))


def use_of(hit: Hit) -> DateUse:
    """The first rule's word; a mere date where none speaks, and where it looks back (今年以来, 去年)."""
    reading, role = hit.reading, hit.role
    if reading.freq:
        return recurs(hit)
    if role == "since" or reading.over:
        return DATE
    for rule in concerned(reading.sort, role, hit.text[hit.end : hit.end + 1] in hit.context.telling):
        use = rule(hit)
        if use is not None:
            return use
    return DATE
