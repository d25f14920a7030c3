"""What comes with the package: its version, and where the bundled data stands (in a wheel, or in a checkout)."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path

_PACKAGE = Path(__file__).parent


def path(name: str) -> Path:
    """The bundled `lexicons`, `corpora` or `app.py`."""
    installed = _PACKAGE / "_data" / name
    return installed if installed.exists() else _PACKAGE.parent / name


def version() -> str:
    """The version of duban; `0` where it runs without having been installed."""
    try:
        return installed_version("duban")
    except PackageNotFoundError:
        return "0"
