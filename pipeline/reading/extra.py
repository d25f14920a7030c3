"""The readers of the extra `docs`: a reader that is not installed is a reason, not a traceback."""

import logging
from importlib import import_module
from typing import Any

from pipeline.errors import ReadError


def library(name: str) -> Any:  # noqa: ANN401  (a module of a library without types)
    """The library of one file format; ReadError `needs_docs` where it is not installed."""
    for chatty in ("trafilatura", "pdfminer"):  # what they warn of on standard error, our reason codes say
        logging.getLogger(chatty).setLevel(logging.CRITICAL)
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise ReadError("needs_docs", '读取这种格式需要安装附加组件：pip install "duban[docs]"') from error
