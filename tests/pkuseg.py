"""A small model for spacy-pkuseg, trained on a few sentences: its wheel holds none, and nothing is downloaded."""

import contextlib
import io
from pathlib import Path

SENTENCES = Path(__file__).parent / "cases" / "segmented.txt"
ROUNDS = 10


def trained(folder: Path) -> Path:
    """The folder of a model that knows the words of `tests/cases/segmented.txt`."""
    import spacy_pkuseg

    model = folder / "pkuseg"
    with contextlib.redirect_stdout(io.StringIO()):
        spacy_pkuseg.train(str(SENTENCES), str(SENTENCES), str(model), train_iter=ROUNDS)
    return model
