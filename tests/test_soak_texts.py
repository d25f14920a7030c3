"""A thousand made-up and mutated speeches in parts: no crash, every span quotes its text."""

import pytest

from tests.soak_texts import soak

PARTS, EACH = 5, 200


@pytest.mark.parametrize("part", range(PARTS))
def test_no_mutated_speech_breaks_it(part):
    outcomes, broken = soak(EACH, first=1000 + part)
    assert not broken
    assert outcomes["read"] > EACH * 0.8
