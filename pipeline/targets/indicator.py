"""What a target measures (指标): the noun before 85%以上, the noun after 10户; best effort."""

import re

from pipeline.lexicon.targets import TargetLexicon, UnitKind

STOP = re.compile(".*[，。；：！？、,;:!?\n“”《》\u3000 0-9%％*]", re.DOTALL)
NOUN = re.compile("[^，。；：！？、,;:!?\n“”《》（）() \u3000的和与及并0-9*×X_+]{1,10}")
FAR = 24  # characters in front of a number that are looked at


def before(text: str, floor: int, start: int, lexicon: TargetLexicon) -> str | None:
    """The noun in front of the number, without the verbs around it: 实现…覆盖率达到 → …覆盖率."""
    noun = text[max(floor, start - FAR) : start].rstrip(" ")
    stop = STOP.match(noun)
    if stop:
        last, noun = noun[stop.end() - 1], noun[stop.end() :]
        unit = lexicon.unit.match(noun) if last.isdecimal() else None
        if unit and lexicon.units[unit[0]].kind is not UnitKind.COUNT:
            noun = noun[unit.end() :]  # 到2025年旅游收入
    noun = _bare(noun, lexicon)
    lead = lexicon.leads.match(noun)
    noun = (noun[lead.end() :] if lead else noun).removesuffix("的")
    return None if not noun or noun in lexicon.hollow else noun


def goes_on(text: str, end: int, start: int, lexicon: TargetLexicon) -> bool:
    """Whether two numbers tell of one noun: 收入突破20亿元，增长8%."""
    return start - end <= FAR and lexicon.chain.fullmatch(text, end, start) is not None


def after(text: str, end: int, lexicon: TargetLexicon) -> str | None:
    """The noun behind the measure word: 25个 示范村."""
    found = NOUN.match(text, end)
    if found is None or lexicon.no_nouns.match(found[0]):
        return None
    noun, ends = found[0], lexicon.noun_ends.search(found[0])
    return _bare(noun[: ends.start()] if ends else noun, lexicon) or None


def _bare(noun: str, lexicon: TargetLexicon) -> str:
    """Without the verbs at its end: 覆盖率要达到 → 覆盖率."""
    return lexicon.reach.sub("", noun) if noun[-1:] in lexicon.reach_ends else noun
