"""The pictures of the pages: each has its place in the documents, is of the size of a screen, and small."""

import re
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).parents[1] / "docs"
MOST = 150_000
"""Bytes of a picture: what a repository can bear each time that pages change."""


def test_every_picture_is_shown_and_every_picture_shown_is_there():
    texts = [path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")]
    shown = {name for text in texts for name in re.findall(r"!\[[^]]+\]\(images/([^)]+)\)", text)}
    assert shown == {path.name for path in (DOCS / "images").iterdir()}


def test_pictures_are_small_and_of_one_size():
    for path in (DOCS / "images").glob("*.png"):
        assert path.stat().st_size < MOST, path.name
        with Image.open(path) as picture:
            assert picture.size == (1366, 768)
