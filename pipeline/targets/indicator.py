"""What a target measures (指标): the noun before 85%以上, the noun after 10户; best effort."""

import re

from pipeline.lexicon.targets import TargetLexicon

CLAUSE = re.compile("[^，。；：！？、,;:!?\n“”《》\u3000 0-9%％*]+$")
NOUN = re.compile("[^，。；：！？、,;:!?\n“”《》（）() \u3000的和与及并]{1,10}")
FAR = 24  # characters in front of a number that are looked at


def before(text: str, floor: int, start: int, lexicon: TargetLexicon) -> str | None:
    """The noun in front of the number, without the verbs around it: 实现…覆盖率达到 → …覆盖率."""
    found = CLAUSE.search(text[max(floor, start - FAR) : start].rstrip(" "))
    if found is None:
        return None
    noun = lexicon.reach.sub("", found[0])
    lead = lexicon.leads.match(noun)
    return (noun[lead.end() :] if lead else noun) or None


def after(text: str, end: int, lexicon: TargetLexicon) -> str | None:
    """The noun behind the measure word: 25个 示范村."""
    found = NOUN.match(text, end)
    return lexicon.reach.sub("", found[0]) or None if found else None
