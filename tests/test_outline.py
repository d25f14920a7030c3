"""The outline of long documents: its cost must stay linear, whatever the enumerators."""

import time

import pytest

from pipeline import engine, outline

LEXICON = engine.lexicon_of(engine.Setup()).outline
REPEATED = {
    "lines": "{number}.抓好第一项工作，6月底前完成。\n",
    "one line": "{han}是抓好排查；",
    "first members only": "第一，抓好排查；",
    "open brackets": "（{number}、",
}


def seconds(text: str) -> float:
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        outline.nodes(text, LEXICON)
        best = min(best, time.perf_counter() - begun)
    return best


@pytest.mark.parametrize("wording", REPEATED.values(), ids=REPEATED)
def test_twice_the_items_cost_twice_the_time(wording):
    items = [wording.format(number=i % 60 + 1, han="一二三四五六七八九"[i % 9]) for i in range(20_000)]
    assert seconds("".join(items)) < 4 * seconds("".join(items[: len(items) // 2])) + 0.05
