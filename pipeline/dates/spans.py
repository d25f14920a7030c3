"""What a span of time does in its sentence: 一个月内 is a deadline, 连续三年 lasts."""

from pipeline.dates.hits import DATE, DEADLINE, DURATION, NEAR, Hit, told
from pipeline.model import DateUse

TODAY = ("今天", "今日")


def spans(hit: Hit) -> DateUse:
    """一个月内 is a deadline; 连续三年, 24小时值班 last; 用三年时间 is a deadline."""
    if hit.context.coming.search(hit.before) or on_the_eve(hit) or ahead_of_time(hit) or much_later(hit):
        return DEADLINE
    within = hit.role == "within" or hit.reading.sort == "within"
    ahead = hit.text[hit.end : hit.end + NEAR]
    if hit.context.spending_leads.search(hit.before) and (within or (takes_time(hit, ahead))):
        return DEADLINE
    if not within or hit.context.lasting_leads.search(hit.before) or hit.context.lasting.match(ahead):
        return DURATION
    if hit.condition:
        return DURATION
    return DATE if ahead.startswith("的") or told(hit) else DEADLINE


def takes_time(hit: Hit, ahead: str) -> bool:
    """用三年时间, 力争两年, but not what this meeting takes: 用半天时间, 今天我们用一天时间."""
    if hit.reading.sort == "moment" or any([day in hit.before for day in TODAY]):
        return False
    return hit.context.aims.search(hit.before) is not None or hit.context.spending.match(ahead) is not None


def on_the_eve(hit: Hit) -> bool:
    """会议召开前|3天: so long before an event."""
    lead = hit.context.anchor_leads.search(hit.before)
    if lead is None or lead[0][-1] != "前":
        return False
    return hit.context.anchor_events.search(hit.before[: lead.start()]) is not None


def ahead_of_time(hit: Hit) -> bool:
    """提前|3天向水务局报告, but not 提前三天完成."""
    if hit.reading.sort == "moment" or not hit.context.early.search(hit.before):
        return False
    return hit.context.handed.match(hit.text, hit.end) is not None


def much_later(hit: Hit) -> bool:
    """一个月后|要再查一遍: work begins then; not 一周后水退了."""
    if hit.role != "after" or hit.reading.sort == "moment" or not hit.opens:
        return False
    comma = hit.text[hit.end : hit.end + 1] in ("，", ",")
    ordered = hit.context.tasks.match(hit.text, hit.end + comma) or hit.context.modals.search(
        hit.text, hit.end, hit.clause_end
    )
    return ordered is not None and told(hit) is None
