"""Many made-up and mutated speeches: none breaks extraction, and every span quotes its text.

`python -m tests.soak_texts --count 10000` tells how many were read, refused and broken; what broke is printed.
"""

import argparse
import sys
import time
from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from pipeline import reading
from pipeline.errors import ReadError
from tests.mutations import texts
from tests.test_properties import holds

ROUND = 500  # texts of one run of hypothesis: shorter ones find more kinds


def outcome(text: str) -> str:
    """`read`, `refused` (a blank text has its reason), or what broke."""
    try:
        reading.speech(text)
    except ReadError as error:
        return f"refused: {error.code}"
    try:
        holds(text)
    except Exception as error:
        return f"broken: {type(error).__name__}: {error}"
    return "read"


def soak(count: int, first: int = 0) -> tuple[Counter[str], list[tuple[str, str]]]:
    """How often each outcome came, and the texts that broke something."""
    outcomes: Counter[str] = Counter()
    broken: list[tuple[str, str]] = []
    number = first
    while sum(outcomes.values()) < count:
        left = min(ROUND, count - sum(outcomes.values()))

        @seeded(number)
        @settings(
            max_examples=left,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(texts())
        def once(text: str) -> None:
            found = outcome(text)
            outcomes[found.partition(":")[0]] += 1
            if found.startswith("broken"):
                broken.append((found, text))

        once()
        number += 1
    return outcomes, broken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    began = time.monotonic()
    outcomes, broken = soak(wanted.count, wanted.seed)
    for found, text in broken[:20]:
        sys.stdout.write(f"{found[:300]}\n    {text!r}\n")
    figures = ", ".join(f"{n} {name}" for name, n in sorted(outcomes.items()))
    sys.stdout.write(f"{sum(outcomes.values())} texts: {figures}; {time.monotonic() - began:.0f} s\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
