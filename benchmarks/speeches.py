"""Speeches to measure with: paragraphs of the sample corpora in ever new orders."""

from pathlib import Path
from random import Random

from pipeline import reading, resources

SEED = 20240101
BORROWED = 4  # paragraphs of other speeches in each


def texts(count: int) -> list[str]:
    """As many speeches, no two alike: the title of one of the corpora, its paragraphs shuffled, some of others."""
    originals = [reading.read(path).text for path in reading.files([resources.path("corpora") / "texts"])]
    parted = [text.strip("\n").split("\n") for text in originals]
    every = [line for lines in parted for line in lines[1:] if line.strip()]
    dice = Random(SEED)
    made: dict[str, None] = {}
    while len(made) < count:
        title, *rest = parted[len(made) % len(parted)]
        mixed = rest + dice.sample(every, BORROWED)
        dice.shuffle(mixed)
        made["\n".join((title, *mixed)) + "\n"] = None
    return list(made)


def written(count: int, folder: Path) -> list[Path]:
    """The same as files of a folder."""
    paths = []
    for number, text in enumerate(texts(count)):
        paths.append(folder / f"{number:05}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    return paths
