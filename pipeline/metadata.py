"""What a speech says about itself: title, occasion, level, place, and the speaker's post; unknown stays None."""

import re
from collections.abc import Iterator
from datetime import date

from pipeline.lexicon.metadata import Level, MetadataLexicon
from pipeline.model import Document

HEAD = 8  # lines at most before the speech proper
LONGEST = 60  # characters of a title line
OWN, ORGAN = 3, 1  # 全县 tells more of whose speech it is than 县委, which is also spoken of from below
_STOP = re.compile(r"[。；;！!？?，,：:…]$")
_PLACE = (
    r"(?:^[\s\u3000]*(?:中共|在|关于)?|中共)([一-龥]{{2,4}}?{level})(?=委|党委|政府|人民|第|\d{{4}}|[一-龥]{{2,14}}会)"
)


def document(text: str, lexicon: MetadataLexicon, year: str, given: date | None) -> Document:
    """The facts of a speech; `year` and `given` come from its dates."""
    head = tuple(_head(text, lexicon))
    title = _title(head, lexicon)
    level = _level(title or "", text, lexicon)
    occasion = lexicon.occasion.search(title) if title else None
    post = _speaker(text, title, head, lexicon)
    return Document(
        title=title,
        occasion=occasion.group(1) if occasion else None,
        year=year,
        given_on=given,
        level=level.level if level else None,
        jurisdiction=_jurisdiction(text, level, lexicon) if level else None,
        speaker=level.party + post if level and post in lexicon.party_posts else post,
    )


def _head(text: str, lexicon: MetadataLexicon) -> Iterator[str]:
    """The lines before the salutation, the first line of all in any case."""
    lines = (line.strip() for line in text[:4000].split("\n"))
    for number, line in enumerate(line for line in lines if line):
        if number == HEAD or lexicon.opening.match(line):
            return
        yield line


def _title(head: tuple[str, ...], lexicon: MetadataLexicon) -> str | None:
    """A line that ends like one (with the line before that opens it), a quoted one, or a first line of its own."""
    for number, line in enumerate(head):
        if len(line) <= LONGEST and lexicon.title.fullmatch(line):
            before = head[number - 1] if number else ""
            opened = before.startswith(("在", "关于")) and len(before) <= LONGEST and not _STOP.search(before)
            return before + line if opened else line
    framed = next(filter(None, map(lexicon.frame.search, head)), None)
    if framed:
        return framed.group(1)
    alone = len(head) > 1 and len(head[0]) <= LONGEST // 2 and not _STOP.search(head[0])
    return head[0] if alone and not re.match(r"[（(]?[一二三四五六七八九十\d]+[、.．）)]", head[0]) else None


def _level(title: str, text: str, lexicon: MetadataLexicon) -> Level | None:
    """The level that the title names, else the one of which the text speaks most as its own."""
    for place in (title, text):
        weighed = [(_weight(level, place), level) for level in lexicon.levels]
        weight, level = max(weighed, key=lambda pair: pair[0], default=(0, None))
        if weight:
            return level
    return None


def _weight(level: Level, text: str) -> int:
    own = sum(text.count(word) for word in level.own)
    organs = sum(text.count(word) - text.count("各" + word) - text.count("乡" + word) for word in level.organs)
    return OWN * own + ORGAN * organs


def _jurisdiction(text: str, level: Level, lexicon: MetadataLexicon) -> str | None:
    """The name of the place where a line (or 中共) opens with it, before its organs or its meeting: 清河县."""
    names = re.findall(_PLACE.format(level=re.escape(level.level)), text, re.MULTILINE)
    names = [name for name in names if not lexicon.not_place.search(name.removesuffix(level.level))]
    return max(names, key=names.count, default=None)


def _speaker(text: str, title: str | None, head: tuple[str, ...], lexicon: MetadataLexicon) -> str | None:
    """The post in front of the title, on a line of its own under it, or of the leader whom a report quotes."""
    spoken = lexicon.spoken_by.match(title) if title else None
    lines = (re.sub(r"\s+", "", line) for line in head if line != title)
    found = spoken or next(filter(None, map(lexicon.byline.fullmatch, lines)), None)
    if not found and title and not lexicon.title.fullmatch(title):
        found = next((m for m in lexicon.quoted.finditer(text) if "总书记" not in m["post"]), None)
    return found.group("post") if found else None
