"""`python -m tests.snapshots --update`; without the option it names what differs and exits with 1."""

import argparse
import sys

from tests import snapshots

parser = argparse.ArgumentParser(description=snapshots.__doc__)
parser.add_argument("--update", action="store_true", help="write the files anew")
if parser.parse_args().update:
    sys.stdout.writelines(f"updated {name}\n" for name in snapshots.update())
else:
    names = [name for name in snapshots.NAMES if snapshots.present(name) != snapshots.kept(name).read_text("utf-8")]
    sys.stdout.writelines(f"differs {name}\n" for name in names)
    sys.exit(bool(names))
