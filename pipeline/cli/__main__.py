"""`python -m pipeline.cli`."""

from pipeline.cli import run

run()
