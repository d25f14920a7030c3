"""Speed and quality measured against other ways; `python -m benchmarks` prints every table."""
