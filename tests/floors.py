"""The figures on annotated speeches below which `make test` fails; `python -m tests.floors --update` raises them.

Floors are kept per set of gold under the hash of its files: another set of annotations is another floor. Lowering
one needs `--allow-lower`, and a line in the changelog that says why.
"""

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path

from pipeline import engine, flow, gold, reading, resources, shape

FLOORS = Path(__file__).parent / "floors.json"
STEP = 1000  # floors are cut to three digits, so that they do not pin the last character

Sets = dict[str, tuple[Path, Path]]


def sets() -> Sets:
    """The folders of gold and texts: the bundled ones, those held out of tuning, further ones of the environment."""
    corpora = resources.path("corpora")
    held = corpora / "gold" / "held"
    found = {"corpora": (corpora / "gold", corpora / "texts"), "held": (held, held)}
    extra = os.environ.get("DUBAN_EXTRA_GOLD"), os.environ.get("DUBAN_EXTRA_TEXTS")
    if extra[0] and extra[1]:
        found["extra"] = (Path(extra[0]), Path(extra[1]))
    return found


def fingerprint(folder: Path) -> str:
    """The hash of all gold files of a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.gold.json")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def figures(folder: Path, texts: Path) -> dict[str, float]:
    """F1 or accuracy of every field on a set."""
    documents = []
    for path in sorted(folder.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        speech = reading.read(texts / f"{name}.txt")
        found = shape.document(flow.extract(speech, engine.lexicon_of(engine.Setup())))
        documents.append((name, json.loads(path.read_text(encoding="utf-8")), found))
    return {field: gold.value(figure) for field, figure in gold.scores(documents).figures.items()}


def below(now: dict[str, float], floor: dict[str, float]) -> list[str]:
    """The fields whose figure has sunk, with both numbers."""
    sunk = [field for field, least in floor.items() if now.get(field, 0.0) < least]
    return [f"{field}: {now.get(field, 0.0):.4f} < {floor[field]:.3f}" for field in sunk]


def load() -> dict[str, dict[str, float]]:
    """The floors by fingerprint."""
    stored: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    return stored


def update(allow_lower: bool) -> list[str]:
    """Write the present figures as floors; returns the fields that would sink and were therefore left as they were."""
    floors, refused = load(), []
    for name, (folder, texts) in sets().items():
        key = fingerprint(folder)
        now = {field: int(value * STEP) / STEP for field, value in figures(folder, texts).items()}
        sunk = below(now, floors.get(key, {}))
        if sunk and not allow_lower:
            refused += [f"{name}: {line}" for line in sunk]
            continue
        floors[key] = now
    FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return refused


def main() -> None:
    """The script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="write the present figures")
    parser.add_argument("--allow-lower", action="store_true", help="also where they have sunk")
    options = parser.parse_args()
    refused = update(options.allow_lower) if options.update else []
    for name, (folder, texts) in sets().items():
        floor = load().get(fingerprint(folder), {})
        for field, value in figures(folder, texts).items():
            sys.stdout.write(f"{name:8} {field:32} {value:.4f}  floor {floor.get(field, 0):.3f}\n")
    sys.exit("\n".join(refused) or 0)


if __name__ == "__main__":
    main()
