"""What do more rows cost? The lexicons with a twin beside each row: a wording of the same shape that no text holds.

python -m benchmarks.lexicons [--speeches 150] [--runs 7]
"""

import argparse
import csv
import io
import json
import re
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import measuring, speeches
from pipeline import flow, lexicon, reading, resources
from pipeline.lexicon import Lexicon

SEED = 20240101

TARGET = 1.3
"""How much longer the extraction may take with twice the rows."""

CHARACTERS = ("script", "variants", "traditional", "masks")
"""Files and tables of single characters: they grow with the script, not with the vocabulary."""

HAN = re.compile("[一-鿿]")
SLOT = re.compile(r"(\{\w+\})")

Table = dict[str, Any]


class Twins:
    """Wordings made from others by one other character; none stands in the texts, and none is made twice.

    Every other one begins as its model, the rest end as it: neither the first nor the last character tells them apart.
    """

    def __init__(self, texts: Iterable[str], words: Iterable[str]) -> None:
        joined = "\n".join(texts)
        self.pairs = {joined[i : i + 2] for i in range(len(joined))}
        self.made = set(words)
        self.characters = sorted({c for word in self.made for c in word if HAN.fullmatch(c)})
        self.dice = Random(SEED)

    def of(self, word: str) -> str:
        """The twin of a word: 财政 → 财污, 宿政 …; a single character becomes two."""
        first = len(self.made) % 2 == 0
        while True:
            other = self.dice.choice(self.characters)
            kept = word if len(word) == 1 else word[:-1] if first else word[1:]
            made, pair = (kept + other, kept[-1] + other) if first else (other + kept, other + kept[0])
            if made not in self.made and pair not in self.pairs:
                self.made.add(made)
                return made

    def of_form(self, form: str) -> str:
        """The twin of a wording with slots: its words, or where it has none a word behind it."""
        if "{" not in form:
            return self.of(form)
        parts = SLOT.split(form)
        places = [i for i in range(0, len(parts), 2) if HAN.search(parts[i])]
        if not places:
            return form + self.of(self.dice.choice(self.characters))
        return "".join(self.of(part) if i == places[-1] else part for i, part in enumerate(parts))


def words_of(value: object) -> set[str]:
    """All strings of a parsed file."""
    if isinstance(value, str):
        return {value}
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {word for one in inner for word in words_of(one)}


def row_twin(row: Table, twins: Twins) -> Table:
    """A further row: all that says what it means as it was, another wording."""
    made = {key: twins.of(row[key]) for key in ("word", "short") if isinstance(row.get(key), str)}
    if "form" in row:
        made["form"] = twins.of_form(row["form"])
    if "id" in row:
        made["id"] = f"{row['id']}-twin"
    if "words" in row:
        made["words"] = [twins.of(word) for word in row["words"]]
    return row | made


def longer(row: Table, twins: Twins) -> Table:
    """The same row with twice the wordings: what there is a closed number of (levels, families of enumerators)."""
    lists = {key: words for key, words in row.items() if isinstance(words, list)}
    return row | {key: [*words, *map(twins.of_form, words)] for key, words in lists.items()}


def doubled(name: str, key: str, value: object, twins: Twins) -> object:
    """A table of a file with twice the rows; numbers and single characters stay."""
    if key == "priors" or name in CHARACTERS or key in CHARACTERS:
        return value
    if isinstance(value, dict):  # a group of lists of words
        return {inner: [*words, *map(twins.of, words)] for inner, words in value.items()}
    if not isinstance(value, list):
        return value
    if name in ("outline", "metadata"):
        return [longer(row, twins) for row in value]
    return [*value, *(row_twin(row, twins) for row in value)]


def literal(value: object) -> str:
    """A value in TOML, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)} = {literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def register(path: Path) -> list[dict[str, str]]:
    """The rows of `organs.csv`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if line and not line.startswith("#")))


def registered(rows: list[dict[str, str]], twins: Twins) -> list[dict[str, str]]:
    """The organs with a twin of each; those of one name have twins of one name."""
    names = {name: twins.of(name) for name in dict.fromkeys(row["name"] for row in rows)}
    return [*rows, *(row | {"stem": twins.of(row["stem"]), "name": names[row["name"]]} for row in rows)]


SETTINGS = ("lamps", "lists")
"""Files that hold settings of the pages, no vocabulary: they stay as they are."""


def csv_text(rows: list[dict[str, str]]) -> str:
    """Rows as a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def written(folder: Path, texts: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The doubled lexicons in a folder; how many wordings each file holds before and after."""
    bundled = resources.path("lexicons")
    tables = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(bundled.glob("*.toml"))}
    organs = register(bundled / "organs.csv")
    twins = Twins(texts, words_of([tables, organs]))
    counts = {}
    for name, table in tables.items():
        made = table if name in SETTINGS else {k: doubled(name, k, v, twins) for k, v in table.items()}
        text = "\n".join(f"{key} = {literal(value)}" for key, value in made.items())
        (folder / f"{name}.toml").write_text(text + "\n", encoding="utf-8")
        counts[name] = (wordings({name: table}), wordings({name: made}))
    rows = registered(organs, twins)
    (folder / "organs.csv").write_text(csv_text(rows), encoding="utf-8")
    return counts | {"organs": (len(organs), len(rows))}


def wordings(value: object) -> int:
    """How many wordings a parsed file holds: the entries of its lists of words, and its rows of one word."""
    if isinstance(value, list):
        return sum(1 if isinstance(one, str) else wordings(one) for one in value)
    if isinstance(value, dict):
        own = sum(key in ("word", "form") for key in value)
        inner = [one for key, one in value.items() if isinstance(one, list | dict) and key not in CHARACTERS]
        return own + sum(map(wordings, inner))
    return 0


def loaded(texts: Iterable[str]) -> tuple[Lexicon, dict[str, tuple[int, int]]]:
    """The lexicon with twice the rows, whose further rows speak in none of the texts, and the counts of its files."""
    with tempfile.TemporaryDirectory(prefix="duban-") as name:
        counts = written(Path(name), texts)
        return lexicon.load(Path(name)), counts


def main(count: int = 150, runs: int = 7) -> None:
    """Print the table; the results of both lexicons are equal, or the comparison means nothing."""
    read = [reading.read(text.encode()) for text in speeches.texts(count)]
    plain = lexicon.load()
    twice, counts = loaded([speech.text for speech in read])
    both = {"bundled": plain, "twice the rows": twice}
    made = [[*flow.extract_all(read, one)] for one in both.values()]
    same = sum(first == second for first, second in zip(*made, strict=True))
    del made
    work = {name: lambda one=one: [*flow.extract_all(read, one)] for name, one in both.items()}
    taken = measuring.best(work, runs)
    before, after = (sum(one[place] for one in counts.values()) for place in (0, 1))
    unit = taken["bundled"]
    rows = [
        [name, str(size), f"{taken[name]:.2f}", f"{taken[name] / unit:.2f}"]
        for name, size in zip(both, (before, after), strict=True)
    ]
    print(measuring.table(["lexicons", "wordings", "seconds", "× bundled"], rows))
    print(f"\ntwice the rows cost {taken['twice the rows'] / unit:.2f} times the time (target: {TARGET} at most)")
    print(f"{same} of {len(read)} extractions are the same with both")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speeches", type=int, default=150)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    main(options.speeches, options.runs)
