"""What opens an act behind a name: directly, behind a time, behind what somebody does who must keep a rule."""

import re

from pipeline.bodies.context import PAUSES, Context, bracket_end

APART = 8  # characters of a time, a measure or a conduct that stands between a body and its act: 农机站|麦收前
RULING = frozenset("须需必应不严一要")  # what a rule begins with: 须, 需, 必须, 应当, 不得, 严禁, 一律
NO_CONDUCT = PAUSES.union("的", ("",))
GROUP = 13  # characters of 各, 所有 and the name behind it
EACH_OF_GROUP = re.compile("(?:各|每个|所有)[^，。、的各每]{1,10}$")
NO_TIME = PAUSES.union("的要应须将在于和与及把对")  # what no time between a name and its act holds


def opener_after(context: Context, end: int) -> re.Match[str] | None:
    """What opens an act behind a name; the longer pattern is asked only where something may stand between the two."""
    text, lexicon = context.text, context.lexicon
    if text[end] in lexicon.indirect or text[end : end + 2] in lexicon.indirect_pairs:
        return lexicon.modal.match(text, end) or lexicon.opener.match(text, end)
    return lexicon.direct.match(text, end)


def opener_behind_time(context: Context, end: int) -> re.Match[str] | None:
    """What opens an act behind a time that stands between it and the name: 农机站|麦收前把, 各镇街|入梅前也要."""
    text, lexicon = context.text, context.lexicon
    end = bracket_end(text, end)  # 总务处（基建办）|暑假期间完成粉刷
    if text[end : end + 1] in PAUSES or text[end : end + 1] in lexicon.ahead:
        return None
    for time in lexicon.time.finditer(text, end + 1, end + APART + 2):
        if not NO_TIME.isdisjoint(text[end : time.start()]) or any(
            p in context.dates for p in range(end, time.start() + 1)
        ):
            return None
        if time.start() in context.bounds and (opener := opener_after(context, time.end())):
            return opener
    return None


def rule_of_conduct(context: Context, end: int) -> re.Match[str] | None:
    """The modal behind what somebody does who must then keep a rule: 考生进入考场|须出示证件; not 群众出行|要更便捷."""
    text, lexicon = context.text, context.lexicon
    conduct = lexicon.conduct.match(text, end) if text[end : end + 2] in lexicon.conduct_pairs else None
    for place in range(conduct.end(), conduct.end() + APART) if conduct else ():
        if text[place : place + 1] in NO_CONDUCT:
            return None
        modal = lexicon.modal.match(text, place) if text[place] in RULING and place in context.bounds else None
        if modal and (modal["opener"] != "要" or lexicon.opener.match(text, modal.end())):
            return modal
    return None


def is_measured(context: Context, start: int, end: int) -> bool:
    """Whether each of a group has something measured that must reach a value: 各村|参保率要达到七成."""
    text, lexicon = context.text, context.lexicon
    if not EACH_OF_GROUP.search(text, max(start, end - GROUP), end):
        return False
    for measure in lexicon.measure.finditer(text, end + 1, end + APART + 2):
        if not NO_TIME.isdisjoint(text[end : measure.start()]):
            return False
        if lexicon.attained.match(text, measure.end()):
            return True
    return False
