"""Quality is a floor that no change may break unnoticed."""

import pytest

from tests import floors


@pytest.mark.parametrize("name", sorted(floors.sets()))
def test_figures_stay_above_their_floor(name):
    folder, texts = floors.sets()[name]
    floor = floors.load().get(floors.fingerprint(folder))
    assert floor, f"no floor for the gold in {folder}: it has changed; run `make gold-floors` and say why in CHANGELOG"
    assert not floors.below(floors.figures(folder, texts), floor)


def test_a_figure_below_its_floor_is_named():
    assert floors.below({"due": 0.80}, {"due": 0.85, "zone": 0.5}) == ["due: 0.8000 < 0.850", "zone: 0.0000 < 0.500"]
    assert floors.below({"due": 0.85}, {"due": 0.85}) == []
