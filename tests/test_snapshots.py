"""Whole speeches are read as `tests/snapshots` says; `make snapshots` writes them anew."""

import pytest

from tests import snapshots


@pytest.mark.parametrize("name", snapshots.NAMES)
def test_a_speech_is_read_as_before(name):
    assert snapshots.present(name) == snapshots.kept(name).read_text(encoding="utf-8"), "read it, then `make snapshots`"


def test_no_snapshot_is_left_over():
    assert {path.stem for path in snapshots.FOLDER.glob("*.txt")} == set(snapshots.NAMES)
