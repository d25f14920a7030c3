"""The stack that comes to mind first: spaCy with jieba, an EntityRuler, a Matcher, and `executemany` into DuckDB.

It does less than duban: sentences with a cue that orders, the bodies and date wordings that stand in them, rows of one
table. No outline, no evidence against a cue, no roles, no days reckoned, no targets. Its words are those of our
lexicons, so that both know the same vocabulary.

python -m benchmarks.naive [--speeches 300] [--runs 3]
"""

import argparse
import csv
import logging
import tempfile
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import jieba
import spacy
from spacy.language import Language
from spacy.matcher import Matcher

from benchmarks import measuring, speeches
from pipeline import engine, flow, reading, resources
from pipeline.model import Extraction
from pipeline.store import Store

ENDS = ["。", "！", "？", "；", "\n"]
OFFICES = ["局", "部门", "委", "办"]
STATEMENT = "insert into directives values (?, ?, ?, ?, ?, ?)"
TABLE = "create table directives (speech integer, first integer, last integer, sentence text, bodies text, dates text)"


class Words(NamedTuple):
    """What the stack looks for."""

    cues: dict[str, list[str]]  # zone -> wordings
    heads: list[str]
    determiners: list[str]
    organs: list[str]


class Stack(NamedTuple):
    """spaCy's pipeline with its ruler, and the matcher that goes over the parsed text."""

    nlp: Language
    matcher: Matcher


def words() -> Words:
    """The vocabulary of our lexicons, as plain lists."""
    folder = resources.path("lexicons")
    zones, bodies = (
        tomllib.loads((folder / name).read_text(encoding="utf-8")) for name in ("zones.toml", "bodies.toml")
    )
    cues: dict[str, list[str]] = {}
    for row in zones["cue"]:
        cues.setdefault(row["zone"], []).extend(row["words"])
    lines = (folder / "organs.csv").read_text(encoding="utf-8").splitlines()
    organs = csv.DictReader(line for line in lines if line and not line.startswith("#"))
    names = {name for row in organs for name in (row["name"], *(row["stem"] + office for office in OFFICES))}
    heads = [*bodies["heads"]["units"], *bodies["heads"]["posts"]]
    determiners = [*bodies["determiners"]["shared"], *bodies["determiners"]["cutting"], *bodies["levels"]["words"]]
    return Words(cues, heads, determiners, sorted(names))


def stack() -> Stack:
    """Tokenizer, sentence ends, bodies as entities, and a matcher for cues and dates: each as its manual shows it."""
    logging.getLogger("jieba").setLevel(logging.WARNING)
    known = words()
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.add_pipe("sentencizer", config={"punct_chars": ENDS})
    ruler: Any = nlp.add_pipe("entity_ruler")
    head, determiner = {"TEXT": {"IN": known.heads}}, {"TEXT": {"IN": known.determiners}}
    ruler.add_patterns(
        [
            *({"label": "BODY", "pattern": name} for name in known.organs),
            {"label": "BODY", "pattern": [{**determiner, "OP": "+"}, head]},
            {"label": "BODY", "pattern": [determiner, {"TEXT": {"REGEX": "^.{2,6}$"}}, head]},
            {"label": "BODY", "pattern": [{"TEXT": {"REGEX": "^(?:.+(?:局|委|办|委员会|办公室|部门)|各.+)$"}}]},
        ]
    )
    matcher = Matcher(nlp.vocab)
    for zone, wordings in known.cues.items():
        matcher.add(zone, [[{"TEXT": {"IN": wordings}}]])
    number, by = {"LIKE_NUM": True}, {"TEXT": {"IN": ["前", "之前", "以前", "内", "以内", "底前", "底"]}, "OP": "+"}
    unit = {"TEXT": {"IN": ["年", "月", "日", "月份", "季度", "天", "个", "工作日", "月底", "年底"]}}
    matcher.add(
        "date",
        [
            [number, unit, {"OP": "?", **number}, {"OP": "?", **unit}, by],
            [{"TEXT": {"IN": ["年底", "月底", "年内", "本周", "下周", "春节", "国庆", "汛期"]}}, {**by, "OP": "*"}],
            [{"TEXT": "每"}, {"TEXT": {"IN": ["年", "月", "周", "天", "日", "季度", "半年"]}}],
            [{"TEXT": {"IN": ["每年", "每月", "每周", "每天", "每日", "每季度", "定期"]}}],
        ],
        greedy="LONGEST",
    )
    return Stack(nlp, matcher)


def rows(number: int, text: str, tools: Stack) -> list[tuple[object, ...]]:
    """A row for each sentence in which a cue orders something."""
    doc = tools.nlp(text)
    hits = [(tools.nlp.vocab.strings[label], start, end) for label, start, end in tools.matcher(doc)]
    ordering = [start for label, start, _ in hits if label == "directive"]
    dated = [(start, end) for label, start, end in hits if label == "date"]
    found: list[tuple[object, ...]] = []
    for sentence in doc.sents:
        if any(sentence.start <= start < sentence.end for start in ordering):
            bodies = "、".join(entity.text for entity in sentence.ents)
            dates = "、".join(doc[a:b].text for a, b in dated if sentence.start <= a < sentence.end)
            found.append((number, sentence.start_char, sentence.end_char, sentence.text, bodies, dates))
    return found


def naively(texts: list[str], tools: Stack, database: Path) -> int:
    """Texts to rows of a new database the naive way; how many rows."""
    database.unlink(missing_ok=True)
    found = [row for number, text in enumerate(texts) for row in rows(number, text, tools)]
    with duckdb.connect(str(database)) as connection:
        connection.execute(TABLE)
        connection.begin()
        connection.executemany(STATEMENT, found)
        connection.commit()
    return len(found)


def extracted(texts: list[str]) -> list[Extraction]:
    """The same texts, extracted our way in this process."""
    lexicon = engine.lexicon_of(engine.Setup())
    return [*flow.extract_all((reading.read(text.encode()) for text in texts), lexicon)]


def ours(texts: list[str], database: Path) -> int:
    """The same to rows of a new database, with all its tables and views; how many directives."""
    database.unlink(missing_ok=True)
    made = extracted(texts)
    with Store.open(database) as store:
        store.add(made, "run")
    return sum(one.directive is not None for extraction in made for one in extraction.statements)


def main(count: int = 300, runs: int = 3) -> None:
    """Print the table."""
    texts, tools = speeches.texts(count), stack()
    jieba.initialize()
    with tempfile.TemporaryDirectory(prefix="duban-") as name:
        database = Path(name) / "rows.duckdb"
        found = {"naive stack": naively(texts[:5], tools, database), "duban": ours(texts[:5], database)}
        taken = measuring.best(
            {
                "jieba.lcut": lambda: [jieba.lcut(text) for text in texts],
                "naive stack": lambda: found.update({"naive stack": naively(texts, tools, database)}),
                "duban": lambda: found.update({"duban": ours(texts, database)}),
                "  of it extraction": lambda: extracted(texts),
            },
            runs,
        )
    unit = taken["jieba.lcut"]
    lines = [[k, str(found.get(k, "")), f"{v:.2f}", f"{v / unit:.2f}"] for k, v in taken.items()]
    print(measuring.table(["texts to rows in DuckDB", "directives", "seconds", "× jieba.lcut"], lines))
    print(f"\nthe naive stack takes {taken['naive stack'] / taken['duban']:.1f} times as long as duban")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speeches", type=int, default=300)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    main(options.speeches, options.runs)
