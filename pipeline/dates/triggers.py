"""Whether a span of time is counted from an event (收到投诉3日内) rather than from the day of the speech.

Looks back within the sentence, over a few clauses.
"""

import re

from pipeline.lexicon.dates import Context

FAR, NEAR = 60, 10
SENTENCE_END = re.compile("[。；;！!？?\n]")
CLAUSE_END = re.compile("[，,：:]")
LINKS = "，,在于应须需要都均也就必一律"
TOPIC = re.compile("对于?[^对]{0,24}的(?:[^的]{0,7}|[^的]{0,20}[^的]等[^的]{0,7})$")  # 对排查出的破损、渗漏等一般问题，
BATCH = re.compile("[0-9０-９*×]|[这此本][次批个些]|上述|以上|会上")  # 对这次检查反馈的37个问题，


def triggered(text: str, start: int, context: Context) -> bool:
    """Whether what stands before a span of time tells of an event that may come again and again."""
    before = text[max(0, start - FAR) : start]
    if context.anchor_leads.search(before[-NEAR:]) or context.early.search(before[-NEAR:]):
        return True
    sentence = SENTENCE_END.split(before)[-1]
    clauses = CLAUSE_END.split(sentence.rstrip(LINKS))
    if any(context.triggers.search(clause + "，") and not BATCH.search(clause) for clause in clauses[-2:]):
        return True
    if context.matters.search(clauses[-1]) and not BATCH.search(clauses[-1]):
        return True
    return any(opens_with_topic(clause) for clause in clauses[-3:])


def opens_with_topic(clause: str) -> bool:
    """Whether a clause names what comes up from time to time: 对排查出的问题, not 对这12个项目."""
    return bool(TOPIC.match(clause)) and not BATCH.search(clause)
