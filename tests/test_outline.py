"""The outline of long documents: its cost must stay linear, whatever the enumerators."""

import math
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


TWICE = 3
"""Of 2 where the cost is linear; where it is square, twice the items cost 4 times as much."""
WORTH = 0.05  # seconds below which a ratio is noise


def seconds(items: list[str]) -> float:
    begun = time.process_time()
    outline.nodes("".join(items), LEXICON)
    return time.process_time() - begun


@pytest.mark.parametrize("wording", REPEATED.values(), ids=REPEATED)
def test_twice_the_items_cost_twice_the_time(wording):
    items = [wording.format(number=i % 60 + 1, han="一二三四五六七八九"[i % 9]) for i in range(20_000)]
    few = many = math.inf
    for _ in range(8):  # what else the machine does only ever adds time: the least of each is nearest to the work
        few, many = min(few, seconds(items[:10_000])), min(many, seconds(items))
        if many < TWICE * few + WORTH:
            return
    pytest.fail(f"{few:.2f} s for half of the items, {many:.2f} s for all: not linear")
