"""lexicons/metadata.toml -> MetadataLexicon: the words by which a text tells its title, level and speaker."""

import re
from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from pydantic import with_config

from pipeline.lexicon.patterns import choice
from pipeline.lexicon.rows import STRICT, Source, toml_rows, toml_table


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Words:
    """A group of words of one use."""

    words: tuple[str, ...]
    example: str


@with_config({**STRICT, "str_min_length": 0})
@dataclass(frozen=True, slots=True)
class Level:
    """A level of government (or 高校, 企业) with the words that show it; `party` opens the posts of its committee.

    `own` are words of those who belong to it, `organs` its organs; `far` counts where a text holds none of either.
    """

    level: str
    own: tuple[str, ...]
    organs: tuple[str, ...]
    party: str
    example: str
    far: tuple[str, ...] = ()


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Post:
    """Posts of speakers; those of the Party committee take its name in front."""

    words: tuple[str, ...]
    example: str
    party: bool = False


@dataclass(frozen=True, slots=True)
class MetadataLexicon:
    """The levels, and the patterns made of the other rows.

    `opening` matches a line that addresses the listeners, `furniture` one of the web page, `title` a whole line that
    is a title, `issuer` the line above that belongs to it, `occasion` the meeting in it; `frame` finds a title in web
    furniture; `spoken_by` matches a title that opens with the speaker's post, `byline` a line that names it; in front
    of a word of `quoting`, `quoted` finds the leader in a report and `announced` the one of whom an editor's line
    tells; all four give it as group `post`; `running` finds who runs a meeting, `not_name` what stands in no name,
    `of_place` the place in front of a post, and `of_level` the level that a post opens with; `accountable` finds the
    government whose head reports to a congress. `not_place` is what no name of a place holds, `not_level` what ends
    like a level. `spoken` finds the words of the levels: `weights[i]` says of its word i for which level (by index) it
    speaks, and how much. `places` finds the names of places of a level, `placed` the level of the place whose meeting
    a title names.
    """

    levels: tuple[Level, ...]
    spoken: AhoCorasick
    weights: tuple[tuple[tuple[int, int], ...], ...]
    places: dict[str, tuple[re.Pattern[str], re.Pattern[str]]]
    party_posts: frozenset[str]
    accountable: re.Pattern[str]
    opening: re.Pattern[str]
    title: re.Pattern[str]
    occasion: re.Pattern[str]
    frame: re.Pattern[str]
    spoken_by: re.Pattern[str]
    byline: re.Pattern[str]
    furniture: re.Pattern[str]
    issuer: re.Pattern[str]
    placed: re.Pattern[str]
    quoted: re.Pattern[str]
    announced: re.Pattern[str]
    quoting: re.Pattern[str]
    running: re.Pattern[str]
    not_name: re.Pattern[str]
    of_place: re.Pattern[str]
    of_level: re.Pattern[str]
    not_place: re.Pattern[str]
    not_level: re.Pattern[str]


OWN, ORGAN = 3, 1  # 全县 tells more of whose speech it is than 县委, which is also spoken of from below


def level_words(levels: tuple[Level, ...]) -> dict[str, tuple[tuple[int, int], ...]]:
    """What each word weighs for which level; 各县委 and 乡党委 are spoken of from outside and weigh nothing."""
    weights: dict[str, tuple[tuple[int, int], ...]] = {}
    for index, level in enumerate(levels):
        own = [(word, OWN) for word in level.own]
        organs = [(of + word, ORGAN if not of else -ORGAN) for word in level.organs for of in ("", "各", "乡")]
        for word, weight in (*own, *organs):
            weights[word] = (*weights.get(word, ()), (index, weight))
    return weights


def place(level: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name at the head of a line or behind 中共, before its organs or its meeting: 清河县 of 中共清河县委.

    Two patterns that each begin with fixed characters, for which `re` skips through the text.
    """
    name = rf"([一-龥]{{2,4}}?{re.escape(level)})(?=委|党委|政府|人民|第|\d{{4}}|[一-龥]{{2,14}}会)"
    return re.compile(rf"\n[^\S\n]*(?:中共|在|关于)?{name}"), re.compile(f"中共{name}")


def of_place(levels: list[str]) -> re.Pattern[str]:
    """The name of a place in front of its committee in a post, which the post goes without: 清河|县委书记."""
    level = "|".join(map(re.escape, levels))
    return re.compile(rf"[一-龥]{{2,4}}?(?=(?:{level})委(?!员))|[一-龥]{{1,3}}?({level})(?=\1)")


def accountable(levels: list[str]) -> re.Pattern[str]:
    """代表××县人民政府向大会报告工作: who says so heads that government by law, 县长."""
    level = "|".join(map(re.escape, levels))
    return re.compile(
        rf"代表[^，。；\s]{{0,12}}?(?P<level>{level})(?:人民)?政府[，,]?向[^，。；\s]{{0,20}}报告(?:政府)?工作"
    )


def placed(levels: list[str]) -> re.Pattern[str]:
    """The innermost place in front of a meeting or an organ in a title: 街道 of 在××区××街道创建工作会上."""
    level = "|".join(map(re.escape, levels))
    name = rf"(?P<name>[一-龥×xX*＊_○某]{{1,5}}?)(?P<level>{level})"
    return re.compile(
        rf"(?:^(?:中共|在)?|在|中共)(?:{name})++(?=委|党委|政府|人民|第|[\d×xX*]{{4}}|[^，。]{{2,30}}[会局办厅])"
    )


def load(folder: Path, faults: list[str]) -> MetadataLexicon:
    """Read `metadata.toml`; faults are added to the list."""
    source = Source(folder / "metadata.toml", faults)
    table = toml_table(source)
    levels = toml_rows(source, table, "level", Level)
    names = [row.level for row in levels]
    for twice in sorted({name for name in names if names.count(name) > 1}):
        source.fault(f"[level] {twice}", "level 重复")
    posts = toml_rows(source, table, "post", Post)
    genre = _any(toml_rows(source, table, "genre", Words))
    other = r"(?!办公会|联席会|会|[（(]扩大)"  # 常委, not the 常委 of 常委会
    one = rf"[^\s在，。；：、（()）\d]{{0,14}}?(?:{_any(posts)}){other}"
    post = rf"(?P<post>{one}(?:、{one})*)"
    name = r"[\s\u3000]*[一-龥×xX*＊_]{0,4}(?:同志)?"
    more = r"(?:、[^\s，。；：、（(]{2,16}?[长任员])*"  # offices beside the post: 县委书记、县总河湖长
    words = level_words(levels)
    return MetadataLexicon(
        levels=levels,
        spoken=AhoCorasick(list(words), matchkind=MatchKind.Standard, implementation=Implementation.DFA),
        weights=tuple(words.values()),
        places={name: place(name) for name in names},
        party_posts=frozenset(word for row in posts if row.party for word in row.words),
        accountable=accountable(names),
        opening=re.compile(_any(toml_rows(source, table, "opening", Words))),
        title=re.compile(rf"[^。；;！!？?]{{0,60}}(?:{genre})(?:[（(][^（）()]{{1,20}}[）)])?"),
        occasion=re.compile(rf"在([^，。]{{3,50}}?)上的?[^，。上]{{0,6}}(?:{genre})"),
        frame=re.compile(rf"(?:{_any(toml_rows(source, table, 'frame', Words))})([^，,。！!…\n]{{4,60}})[，,。！!]"),
        spoken_by=re.compile(rf"(?:[\dX×*＊_]{{4}}年度?)?{post}{name}(?:[\dX×*＊_]{{4}}年[^，。在]{{0,8}})?在"),
        byline=re.compile(rf"[（(]?{post}{name}[）)]?"),
        furniture=re.compile(_any(toml_rows(source, table, "furniture", Words))),
        issuer=re.compile(rf"[^，。：；、\s]{{1,30}}(?:{_any(toml_rows(source, table, 'issuer', Words))})"),
        placed=placed(names),
        quoted=re.compile(rf"(?<![一-龥、]){post}{more}{name}(?:[在就对][^，。；：]{{1,24}})?$"),
        announced=re.compile(rf"(?<![一-龥、]){post}{name}$"),
        quoting=re.compile(choice(word for row in toml_rows(source, table, "quoting", Words) for word in row.words)),
        running=re.compile(choice(word for row in toml_rows(source, table, "running", Words) for word in row.words)),
        not_name=re.compile(_any(toml_rows(source, table, "not_name", Words))),
        of_place=of_place(names),
        of_level=re.compile(rf"(?:{choice(names)})(?=委(?!员)|政府|长)"),
        not_level=re.compile(_any(toml_rows(source, table, "not_level", Words))),
        not_place=re.compile(_any(toml_rows(source, table, "not_place", Words))),
    )


def _any(rows: tuple[Words, ...] | tuple[Post, ...]) -> str:
    """All words of the rows as alternatives, longest first; matches nothing where there are none."""
    return choice(word for row in rows for word in row.words)
