"""lexicons/zones.toml and kinds.toml -> weighted wordings, compiled into one automaton each."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind
from pydantic import with_config

from pipeline.lexicon.rows import STRICT, Source, toml_rows, toml_table
from pipeline.model import Kind, Zone


class Place(StrEnum):
    """Where in a clause or sentence a wording must stand to count."""

    ANY = "any"
    HEAD = "head"  # at the start of a clause, or right behind another wording that stands there
    TAIL = "tail"  # at the end of a clause, before its punctuation
    LEAD = "lead"  # at the start of a sentence
    CLOSE = "close"  # at the end of a sentence
    LINE_END = "line-end"  # at the end of a sentence that is a line of its own without a full stop
    LINE = "line"  # anywhere in a sentence that is a line of its own


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class ZoneCue:
    """Wordings that speak for a zone.

    `word` asks for word boundaries; `sets` tells which zone is likely to go on; a clause with a wording that `turns`
    may leave the zone of the clauses before it.
    """

    id: str
    zone: Zone
    weight: float
    words: tuple[str, ...]
    example: str
    place: Place = Place.ANY
    word: bool = False
    sets: Zone | None = None
    turns: bool = False


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class KindCue:
    """Wordings that speak for a kind of directive.

    Most of a `weak` one is lost behind a verb that makes a field of work of it: 加强|队伍建设.
    """

    id: str
    kind: Kind
    weight: float
    words: tuple[str, ...]
    example: str
    place: Place = Place.ANY
    word: bool = False
    weak: bool = False


Cue = TypeVar("Cue", ZoneCue, KindCue)


@dataclass(frozen=True, slots=True)
class CueLexicon(Generic[Cue]):
    """The wordings of one file: `meanings[i]` are the rows of the automaton's pattern i.

    `only_heads` are the patterns that count at the start of a clause alone; half of what the automaton finds is theirs.
    `sure[i]` is the row of a pattern that has but one, and always counts where `only_heads` lets it.
    """

    automaton: AhoCorasick
    meanings: tuple[tuple[Cue, ...], ...]
    priors: dict[str, float]
    only_heads: frozenset[int]
    sure: tuple[Cue | None, ...]


def label(cue: ZoneCue | KindCue) -> str:
    """What the cue speaks for."""
    return cue.zone if isinstance(cue, ZoneCue) else cue.kind


def compiled(cues: tuple[Cue, ...], priors: dict[str, float], source: Source) -> CueLexicon[Cue]:
    """One automaton over all wordings; the longest wording wins where two begin at the same place."""
    by_word: dict[str, list[Cue]] = {}
    for cue in cues:
        for word in cue.words:
            rows = by_word.setdefault(word, [])
            if any((row.place, label(row)) == (cue.place, label(cue)) for row in rows):
                source.fault(f"[cue] {cue.id}", f"“{word}”与 {rows[0].id} 重复")
            rows.append(cue)
    for twice in {cue.id for cue in cues if sum(other.id == cue.id for other in cues) > 1}:
        source.fault(f"[cue] {twice}", "id 重复")
    automaton = AhoCorasick(list(by_word), matchkind=MatchKind.LeftmostLongest)
    meanings = tuple(tuple(rows) for rows in by_word.values())
    only_heads = frozenset(i for i, rows in enumerate(meanings) if all(row.place is Place.HEAD for row in rows))
    sure = tuple(rows[0] if len(rows) == 1 and is_sure(rows[0]) else None for rows in meanings)
    return CueLexicon(automaton, meanings, priors, only_heads, sure)


def is_sure(row: ZoneCue | KindCue) -> bool:
    """Whether a row asks for no word boundaries and for no place, or only for the head of a clause."""
    return not row.word and row.place in (Place.ANY, Place.HEAD)


def load_zones(folder: Path, faults: list[str]) -> CueLexicon[ZoneCue]:
    """Read `zones.toml`."""
    source = Source(folder / "zones.toml", faults)
    table = toml_table(source)
    return compiled(toml_rows(source, table, "cue", ZoneCue), table.get("priors", {}), source)


def load_kinds(folder: Path, faults: list[str]) -> CueLexicon[KindCue]:
    """Read `kinds.toml`."""
    source = Source(folder / "kinds.toml", faults)
    table = toml_table(source)
    return compiled(toml_rows(source, table, "cue", KindCue), table.get("priors", {}), source)


PLANNING = ("plan-head", "demand")  # rows of verbs that open an order and follow who acts


def planning_verbs(zones: CueLexicon[ZoneCue]) -> tuple[str, ...]:
    """The words of two characters and more that open an order (建立, 开展 …): they also follow the body that acts."""
    rows = (row for rows in zones.meanings for row in rows)
    orders = {row for row in rows if row.id in PLANNING}
    return tuple(sorted({word for row in orders for word in row.words if len(word) > 1}))
