"""The database as the pages see it: opened read-only for one question, under one lock, and closed again."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

from pipeline import resources
from pipeline.errors import LexiconError
from pipeline.lexicon import lists
from pipeline.store import Store, snapshot

T = TypeVar("T")

LOCK = Lock()
"""All sessions of the server share this process, and a process may hold the file in one way only."""

WAIT = 10.0
"""Seconds to wait for a load that holds the file; it does so for milliseconds at a time."""


def database() -> Path:
    """The file that the pages show: `duban app` names it in the environment."""
    return Path(os.environ.get("DUBAN_DB", "duban.duckdb"))


def asked(question: Callable[[Store], T]) -> T:
    """What `question` answers.

    Raises:
        DubanError: no database, a busy or a foreign one.
    """
    with LOCK, Store.open(database(), readonly=True, wait=WAIT) as store:
        return question(store)


def changed(act: Callable[[Store], T]) -> T:
    """What `act` gives, with the file open for writing for just as long.

    Raises:
        DubanError: a busy or a foreign database, or what `act` raises.
    """
    with LOCK, Store.open(database(), wait=WAIT) as store:
        return act(store)


def writable() -> bool:
    """Whether the file, or the folder where it is to stand, may be written to."""
    path = database()
    return os.access(path if path.exists() else path.absolute().parent, os.W_OK)


def lexicon_folder() -> Path | None:
    """The lexicons of the place; None are the bundled ones."""
    folder = os.environ.get("DUBAN_LEXICONS")
    return Path(folder) if folder else None


def copied(folder: Path) -> Path:
    """A copy of the database in `folder`, for a question that takes longer.

    Raises:
        DubanError: no database, a busy or a foreign one, or no room for the copy.
    """
    with LOCK:
        return snapshot.copied(database(), folder, WAIT)


def list_settings() -> lists.ListSettings:
    """Which lists the place keeps, read anew so that a change shows at once.

    Raises:
        LexiconError: with the faults of the file.
    """
    faults: list[str] = []
    settings = lists.load(lexicon_folder() or resources.path("lexicons"), faults)
    if faults:
        raise LexiconError(tuple(faults))
    return settings


def without_paths(message: str) -> str:
    """A message for the page: the name of the file, never where it stands."""
    path = database()
    folders = {str(path.parent.resolve()), str(path.parent)} - {".", "/"}
    for place in (str(path.resolve()), str(path)):
        message = message.replace(place, path.name)
    for folder in folders:
        message = message.replace(folder, "所在的文件夹")
    return message
