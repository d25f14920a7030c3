"""Quality and speed of the extraction with each segmenter on the annotated corpora.

python -m benchmarks.segmenters [--pkuseg-model FOLDER]
"""

import argparse
import json
import tempfile
from pathlib import Path
from time import perf_counter

from pipeline import engine, flow, gold, reading, resources, segment, shape
from pipeline.model import Speech
from pipeline.segment import Engine
from tests import pkuseg

FIELDS = ("directive", "zone (characters)", "kind", "bodies", "body name", "due", "recurrence", "targets", "outline")
ROUNDS = 3


def annotated() -> list[tuple[str, Speech, dict[str, object]]]:
    """Name, speech and gold of the corpora."""
    corpora = resources.path("corpora")
    golds = sorted((corpora / "gold").glob("*.gold.json"))
    names = [path.name.removesuffix(".gold.json") for path in golds]
    speeches = [reading.read(corpora / "texts" / f"{name}.txt") for name in names]
    return list(zip(names, speeches, (json.loads(path.read_text(encoding="utf-8")) for path in golds), strict=True))


def row(name: Engine, words: segment.Segmenter) -> str:
    """One segmenter's figures, its speed alone and that of the extraction with it."""
    lexicon, documents = engine.lexicon_of(engine.Setup()), annotated()
    made = [(label, truth, shape.document(flow.extract(speech, lexicon, words))) for label, speech, truth in documents]
    figures = gold.scores(made).figures
    values = [f"{gold.value(figures[field]):.3f}" for field in FIELDS]
    texts = [speech.text for _, speech, _ in documents] * ROUNDS
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    start = perf_counter()
    for text in texts:
        words(text)
    alone = perf_counter() - start
    for _ in flow.extract_all([speech for _, speech, _ in documents] * ROUNDS, lexicon, words):
        pass
    whole = perf_counter() - start - alone
    return " | ".join((f"| {name}", *values, f"{megabytes / alone:.2f}", f"{megabytes / whole:.2f} |"))


def main() -> None:
    """The script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pkuseg-model", type=Path, help="else a small one is trained on 30 sentences")
    options = parser.parse_args()
    print("| segmenter |", " | ".join(FIELDS), "| MB/s alone | MB/s extraction |")
    print("|---|" + "---:|" * (len(FIELDS) + 2))
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        for name in Engine:
            model = options.pkuseg_model or pkuseg.trained(Path(folder)) if name is Engine.PKUSEG else None
            print(row(name, segment.segmenter(name, model)))


if __name__ == "__main__":
    main()
