"""Number targets: the table of cases, and what holds for every text."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import targets
from pipeline.lexicon.targets import TargetLexicon
from pipeline.lexicon.targets import load as load_lexicon
from pipeline.model import Target

ROOT = Path(__file__).parent.parent
MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]]+)\]")
FAULTS: list[str] = []
LEXICON: TargetLexicon = load_lexicon(ROOT / "lexicons", FAULTS)
ALPHABET = "0123456789%％.,，。；、（）“”《》*×X_一二两三四五六七八九十百千万亿半点分之个名次元亩户以上下内至到—-约不超过少于达第每各/"


def cases() -> list[tuple[str, str]]:
    with (ROOT / "tests/cases/targets.csv").open(encoding="utf-8", newline="") as file:
        return [(row["case"], row["text"]) for row in csv.DictReader(file)]


def shown(target: Target) -> str:
    low, high = (f"{value:g}" if value is None or value < 1e6 else f"{value:.0f}" for value in (target.low or 0, target.high or 0))
    value = "null" if target.low is None else f"{low},{high}" if target.high is not None else low
    return f"{target.op} {value} {target.unit or ''}".strip()


@pytest.mark.parametrize(("case", "text"), cases())
def test_case(case: str, text: str) -> None:
    plain = MARK.sub(r"\1", text)
    expected = [] if case == "trap" else [(m[1], m[2]) for m in MARK.finditer(text) if m[2] != "-"]
    assert [(found.mention, shown(found)) for found in targets.found(plain, LEXICON)] == expected
