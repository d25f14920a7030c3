"""What a speech says about itself: title, occasion, level, place, and the speaker's post; unknown stays None."""

import re
from collections import Counter
from collections.abc import Iterator
from re import Match

from pipeline.lexicon.metadata import Level, MetadataLexicon
from pipeline.model import Document

HEAD = 8  # lines at most before the speech proper
ADDRESSED = 600  # characters in which a speech addresses its listeners
INTRODUCED = 1500  # characters in which a report introduces the leader whom it quotes
FAR = 3  # times that a text must name what tells of a level only where nothing nearer does
NAMED = 5  # characters at most of a name and what stands before it
QUOTED = 40  # characters in front of 强调 that may hold a post and a name
SHORTEST, LONGEST = 5, 60  # characters of a title line
_STOP = re.compile(r"[。；;！!？?，,：:…]$")
_NAME = re.compile(r"(?:^|[\s。；，：:”』）)])([一-龥×xX*＊]{2,3})$")
_DEPUTY = re.compile(r"^[^、]{0,4}委副书记、(?=[^、]*长$)")  # who heads a government is its head
_PAUSE = re.compile(r"[。；;，,：:]")
_HEADING = re.compile(r"^\s*#+\s+")  # of Markdown
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[、.．）)]")


def document(text: str, lexicon: MetadataLexicon, known: Document) -> Document:
    """The facts of a speech: those `known` (its dates, and what was told from beside it), the rest from the text."""
    head = tuple(_head(text, lexicon))
    title = known.title or _title(head, lexicon)
    post = _speaker(text, title, head, lexicon)
    level = _named(known.level, lexicon) or _level(title or "", text, lexicon) or _heads(post, lexicon)
    occasion = lexicon.occasion.search(title) if title else None
    found = Document(
        title=title,
        occasion=occasion.group(1) if occasion else None,
        level=level.level if level else None,
        jurisdiction=_jurisdiction(text, level, lexicon) if level else None,
        speaker=level.party + post if level and post in lexicon.party_posts else post,
    )
    return known.over(found)


def level_fault(known: Document, lexicon: MetadataLexicon) -> str | None:
    """What is wrong with a level that was told from beside the text: the lexicon does not know it."""
    if known.level is None or _named(known.level, lexicon):
        return None
    return f"级别“{known.level}”不对：应为{'、'.join(level.level for level in lexicon.levels)}之一。"


def _named(level: str | None, lexicon: MetadataLexicon) -> Level | None:
    return next((one for one in lexicon.levels if one.level == level), None)


def _head(text: str, lexicon: MetadataLexicon) -> Iterator[str]:
    """The lines before the salutation, the first line of all in any case."""
    lines = (_HEADING.sub("", line).strip() for line in text[:4000].split("\n"))
    for number, line in enumerate(line for line in lines if line):
        if number == HEAD or lexicon.opening.match(line):
            return
        yield line


def _title(head: tuple[str, ...], lexicon: MetadataLexicon) -> str | None:
    """A line that ends like one (with the line before that opens it), a quoted one, or a first line of its own."""
    head = tuple(line for line in head if not lexicon.furniture.match(line)) if len(head) > 1 else head
    for number, line in enumerate(head):
        if len(line) <= LONGEST and lexicon.title.fullmatch(line):
            before = head[number - 1] if number else ""
            opened = before.startswith(("在", "关于")) and len(before) <= LONGEST and not _STOP.search(before)
            issued = line.startswith("关于") and lexicon.issuer.fullmatch(before)
            return before + line if opened or issued else line
    framed = next(filter(None, map(lexicon.frame.search, head)), None)
    if framed:
        return framed.group(1)
    return head[0] if len(head) > 1 and _headline(head[0]) else None


def _headline(line: str) -> bool:
    """Whether a first line heads a report: without an end mark, and without any pause where it is long."""
    if not SHORTEST <= len(line) <= LONGEST or _STOP.search(line) or _NUMBERED.match(line):
        return False
    return len(line) <= LONGEST // 2 or not _PAUSE.search(line)


def _level(title: str, text: str, lexicon: MetadataLexicon) -> Level | None:
    """The level that the title names or whose place it names, else that of which the text speaks most as its own."""
    told = _heaviest(title, lexicon) or _placed(title, lexicon) or _heaviest(text, lexicon)
    return told or _far(text, lexicon)


def _far(text: str, lexicon: MetadataLexicon) -> Level | None:
    """The level of a text that speaks of no place of its own: that of a firm or of the centre, named more than once."""
    times = [sum(map(text.count, level.far)) for level in lexicon.levels]
    most = max(times, default=0)
    return lexicon.levels[times.index(most)] if most >= FAR else None


def _heaviest(text: str, lexicon: MetadataLexicon) -> Level | None:
    """The level whose words weigh most."""
    times = Counter(word for word, _, _ in lexicon.spoken.find_matches_as_indexes(text, overlapping=True))
    weights = [0] * len(lexicon.levels)
    for word, count in times.items():
        for level, weight in lexicon.weights[word]:
            weights[level] += weight * count
    heaviest = max(weights, default=0)
    return lexicon.levels[weights.index(heaviest)] if heaviest else None


def _placed(title: str, lexicon: MetadataLexicon) -> Level | None:
    """The level of the place whose meeting it is: 在××街道创建工作会上的讲话."""
    found = lexicon.placed.search(title)
    if not found or lexicon.not_level.search(found[0]) or lexicon.not_place.search(found["name"]):
        return None
    return next((level for level in lexicon.levels if level.level == found["level"]), None)


def _heads(post: str | None, lexicon: MetadataLexicon) -> Level | None:
    """The level that the speaker heads or whose committee he serves: 县 of 代县长, 县委书记."""
    for part in post.split("、") if post else ():
        for level in lexicon.levels:
            if part.endswith(level.level + "长") or part.startswith(level.level + "委"):
                return level
    return None


def _jurisdiction(text: str, level: Level, lexicon: MetadataLexicon) -> str | None:
    """The name of the place where a line (or 中共) opens with it, before its organs or its meeting: 清河县."""
    lines, party = lexicon.places[level.level]
    found = [*lines.finditer("\n" + text), *party.finditer("\n" + text)]
    names = [match[1] for match in sorted(found, key=lambda match: match.start(1))]
    names = [name for name in names if not lexicon.not_place.search(name.removesuffix(level.level))]
    return max(names, key=names.count, default=None)


def _speaker(text: str, title: str | None, head: tuple[str, ...], lexicon: MetadataLexicon) -> str | None:
    """The post in front of the title, on a line of its own under it, or of the leader whom a report quotes.

    A text without a title is taken for a report where it addresses nobody.
    """
    spoken = lexicon.spoken_by.match(title) if title else None
    lines = (re.sub(r"\s+", "", line) for line in head if line != title)
    found = spoken or next(filter(None, map(lexicon.byline.fullmatch, lines)), None)
    if not found and (reported := lexicon.accountable.search(text[:ADDRESSED])):
        return reported["level"] + "长"
    report = not lexicon.title.fullmatch(title) if title else not _addressed(text, lexicon)
    if not found and report:
        found = _leader(text, lexicon)
        return _without_place(_DEPUTY.sub("", found["post"]), lexicon) if found else None
    if not found and title:
        beside = "\n".join(line for line in head if line != title)
        found = next(_quoted(beside, lexicon.announced, lexicon), None)
    return _without_place(found.group("post"), lexicon) if found else None


def _without_place(post: str, lexicon: MetadataLexicon) -> str:
    """清河县委书记 as 县委书记; of posts in two places the last one (市委常委、清河县委书记; 市委常委、区委书记)."""
    parts = post.split("、")
    levels = [level.group() if (level := lexicon.of_level.match(part)) else None for part in parts]
    placed = [number for number, part in enumerate(parts) if lexicon.of_place.match(part)]
    nearer = [number for number, level in enumerate(levels) if levels[0] and level not in (None, levels[0])]
    return "、".join(lexicon.of_place.sub("", part) for part in parts[max((*placed, *nearer), default=0) :])


def _addressed(text: str, lexicon: MetadataLexicon) -> bool:
    """Whether a line near the head addresses listeners."""
    return any(lexicon.opening.match(line.strip()) for line in text[:ADDRESSED].split("\n"))


def _leader(text: str, lexicon: MetadataLexicon) -> Match[str] | None:
    """The leader whom a report quotes, one who speaks before one who only runs the meeting."""
    quoted = next(_quoted(text, lexicon.quoted, lexicon), None) or _introduced(text, lexicon)
    return quoted or next(_quoted(text, lexicon.quoted, lexicon, lexicon.running), None)


def _introduced(text: str, lexicon: MetadataLexicon) -> Match[str] | None:
    """The leader who is quoted by name alone, where the report first names him with his post."""
    head = text[:INTRODUCED]
    for said in lexicon.quoting.finditer(head):
        name = _NAME.search(head, max(0, said.start() - NAMED), said.start())
        for named in re.finditer(re.escape(name[1]), head[: name.start(1)]) if name else ():
            found = lexicon.quoted.search(head[max(0, named.start() - QUOTED) : named.start()])
            if found:
                return found
    return None


def _quoted(
    text: str, leader: re.Pattern[str], lexicon: MetadataLexicon, quoting: re.Pattern[str] | None = None
) -> Iterator[Match[str]]:
    """The leaders whom a report quotes: looked for in front of the words that quote."""
    for said in (quoting or lexicon.quoting).finditer(text):
        found = leader.search(text[max(0, said.start() - QUOTED) : said.start()])
        if found and "总书记" not in found["post"] and not lexicon.not_name.search(found.string, found.end("post")):
            yield found
