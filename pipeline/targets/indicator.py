"""What a target measures (指标): the noun before 85%以上, the noun after 10户; best effort."""

import re

from pipeline.lexicon.targets import TargetLexicon

CLAUSE = re.compile("[^，。；：！？、,;:!?\n“”《》 　0-9%％*]+$")
NOUN = re.compile("[^，。；：！？、,;:!?\n“”《》（）() 　的和与及并]{1,10}")


def before(text: str, start: int, lexicon: TargetLexicon) -> str | None:
    """The noun in front of the number, without the verbs around it: 实现…覆盖率达到 → …覆盖率."""
    found = CLAUSE.search(text[max(0, start - 24) : start])
    if found is None:
        return None
    noun = lexicon.reach.sub("", found[0])
    lead = lexicon.leads.match(noun)
    return noun[lead.end() :] if lead and lead.end() < len(noun) else (None if lead else noun or None)


def after(text: str, end: int) -> str | None:
    """The noun behind the measure word: 25个 示范村."""
    found = NOUN.match(text, end)
    return found[0] if found else None
