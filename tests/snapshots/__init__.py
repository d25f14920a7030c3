"""What the program does now with three of the sample speeches, as marked text: review shows what a change does."""

from pathlib import Path

from pipeline import engine, resources
from tests import marked

FOLDER = Path(__file__).parent
NAMES = ("01_county_safety", "05_university_campus", "08_notice_gas")


def present(name: str) -> str:
    """The speech as it is read now."""
    path = resources.path("corpora") / "texts" / f"{name}.txt"
    return marked.speech(engine.extraction(path, engine.Setup()))


def kept(name: str) -> Path:
    """The file that keeps how it was read."""
    return FOLDER / f"{name}.txt"


def update() -> list[str]:
    """Write all anew; gives the names of those that changed."""
    changed = []
    for name in NAMES:
        now = present(name)
        if not kept(name).exists() or kept(name).read_text(encoding="utf-8") != now:
            kept(name).write_text(now, encoding="utf-8")
            changed.append(name)
    return changed
