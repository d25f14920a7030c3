"""lexicons/bodies.toml -> its word lists by name, each checked for unknown and repeated words."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import with_config

from pipeline.lexicon.rows import STRICT, Source, toml_rows, toml_table


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class WordList:
    """One named list of words."""

    name: str
    words: tuple[str, ...]


LISTS = [
    "determiners.shared",
    "determiners.cutting",
    "determiners.own",
    "levels.words",
    "heads.units",
    "heads.posts",
    "heads.spoken",
    "suffixes.words",
    "shared_heads.words",
    "not_heads.words",
    "modal_words.ends",
    "modal_words.starts",
    "adverbs.words",
    "openers.modals",
    "openers.nouns",
    "openers.verbs",
    "openers.copulas",
    "openers.numbered",
    "openers.compounds",
    "openers.measures",
    "openers.attained",
    "openers.conducts",
    "openers.strong",
    "openers.undergone",
    "openers.penalties",
    "openers.counted",
    "openers.rates",
    "by.verbs",
    "governors.free",
    "governors.acted",
    "governors.some",
    "governors.telling",
    "governors.manners",
    "governors.ambiguous",
    "governors.nominal",
    "governors.urging",
    "governors.qualities",
    "governors.governing",
    "leads.words",
    "leads.periods",
    "leads.chains",
    "leads.conditions",
    "phrases.starts",
    "phrases.no_ends",
    "phrases.ends",
    "topics.starts",
    "never.words",
    "never.things",
    "never.slogans",
    "never.ours",
    "never.surnames",
    "never.titles",
    "short_names.words",
    "bare_posts.words",
    "assisting.before",
    "assisting.after",
    "assisting.joins",
    "assisting.before_joins",
    "town.suffixes",
    "town.never",
    "own_level.words",
    "own_level.towns",
    "joint_posts.words",
    "departments.general",
    "places.suffixes",
    "places.groups",
    "places.areas",
    "places.kinds_of_areas",
    "common_organs.words",
    "labels.responsible",
    "labels.assisting",
]


def lists(folder: Path, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """All word lists of `bodies.toml` by `table.name`."""
    source = Source(folder / "bodies.toml", faults)
    table = toml_table(source)
    rows = {f"{t}.{n}": words for t, group in table.items() for n, words in group.items()}
    for name in sorted(rows.keys() - set(LISTS)):
        source.fault(f"[{name}]", "不认识的词表")
    for name in (n for n in LISTS if table and n not in rows):
        source.fault(f"[{name}]", "缺少此词表")
    checked = toml_rows(source, {"list": [{"name": n, "words": w} for n, w in rows.items()]}, "list", WordList)
    for row in checked:
        if len(set(row.words)) < len(row.words):
            twice = sorted({word for word in row.words if row.words.count(word) > 1})
            source.fault(f"[{row.name}]", f"词语重复：{'、'.join(twice)}")
    return {name: () for name in LISTS} | {row.name: row.words for row in checked}
