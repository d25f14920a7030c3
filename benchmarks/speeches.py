"""Speeches to measure with: paragraphs of the sample corpora in ever new orders; none mixes two scripts."""

from pathlib import Path
from random import Random

from pipeline import engine, reading, resources, script

SEED = 20240101
BORROWED = 4  # paragraphs of other speeches in each


def simplified(text: str) -> bool:
    """Whether a text is not in traditional characters."""
    return script.plain(text, engine.lexicon_of(engine.Setup()).script) is text


def texts(count: int) -> list[str]:
    """As many speeches, no two alike: the title of one of the corpora, its paragraphs shuffled, some of others."""
    originals = [reading.read(path).text for path in reading.files([resources.path("corpora") / "texts"])]
    parted = [text.strip("\n").split("\n") for text in originals]
    scripts = [simplified(text) for text in originals]
    lent = {
        kind: [
            line
            for lines, own in zip(parted, scripts, strict=True)
            if own is kind
            for line in lines[1:]
            if line.strip()
        ]
        for kind in set(scripts)
    }
    dice = Random(SEED)
    made: dict[str, None] = {}
    while len(made) < count:
        turn = len(made) % len(parted)
        title, *rest = parted[turn]
        mixed = rest + dice.sample(lent[scripts[turn]], BORROWED)
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
