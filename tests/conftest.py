"""What holds for every test."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]

# programs that tests start in other folders find the package there, installed or not
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
