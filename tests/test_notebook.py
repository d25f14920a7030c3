"""The notebooks as they are kept: without outputs, and told in both languages; `make notebooks` runs them."""

import re
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def cells(path, kind):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def test_there_are_notebooks():
    assert [path.name for path in NOTEBOOKS][:1] == ["01_first_steps.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_outputs_are_stored(path):
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells(path, "code"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_headings_are_chinese_and_english(path):
    headings = [line for cell in cells(path, "markdown") for line in cell.source.splitlines() if line.startswith("#")]
    assert len(headings) > 4
    assert [line for line in headings if not re.fullmatch(r"#+ .*[一-龥].* · .*[A-Za-z].*", line)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_code_is_whole(path):
    for cell in cells(path, "code"):
        compile(cell.source, path.name, "exec")
