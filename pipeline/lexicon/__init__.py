"""lexicons/ -> Lexicon: parsed, validated row by row, compiled, frozen; every fault at once."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import LexiconError
from pipeline.lamps import LampSettings
from pipeline.lexicon import (
    bodies,
    connectives,
    cues,
    dates,
    formulas,
    lamps,
    lists,
    metadata,
    outline,
    programmes,
    sanctions,
    script,
    targets,
)
from pipeline.lexicon.body_lexicon import BodyLexicon
from pipeline.resources import path as bundled

SHOWN = 60  # faults listed at most; the rest is counted
SETTINGS = frozenset({lamps.FILE})  # say how results are shown: other colours ask for no new extraction


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All vocabulary of the program; `digest` is the hash of the files it was read from."""

    outline: outline.OutlineLexicon
    formulas: formulas.FormulaLexicon
    connectives: connectives.Connectives
    zones: cues.CueLexicon[cues.ZoneCue]
    kinds: cues.CueLexicon[cues.KindCue]
    bodies: BodyLexicon
    dates: dates.DateLexicon
    targets: targets.TargetLexicon
    metadata: metadata.MetadataLexicon
    script: script.ScriptLexicon
    sanctions: sanctions.SanctionLexicon
    programmes: programmes.ProgrammeLexicon
    lamps: LampSettings
    lists: lists.ListSettings
    digest: str


def digest(folder: Path) -> str:
    """A hash over names and bytes of all lexicon files that decide what is extracted."""
    total = hashlib.sha256()
    for path in sorted((*folder.glob("*.toml"), *folder.glob("*.csv"))):
        if path.name in SETTINGS:
            continue
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def load(folder: Path | None = None) -> Lexicon:
    """The lexicons of a folder, or the bundled ones.

    Raises:
        LexiconError: with every fault of every file, by file and row.
    """
    where = folder if folder is not None else bundled("lexicons")
    if not where.is_dir():
        raise LexiconError((f"  {where}：没有这个词表文件夹",))
    faults: list[str] = []
    try:
        lexicon = compiled(where, faults)
    except re.error:
        if not faults:
            raise
    if faults:
        more = (f"  ……另有 {len(faults) - SHOWN} 处",) if len(faults) > SHOWN else ()
        raise LexiconError((*faults[:SHOWN], *more))
    return lexicon


def compiled(where: Path, faults: list[str]) -> Lexicon:
    """All lexicons of a folder; with faults it may be incomplete, or not compile at all."""
    zones, kinds = cues.load_zones(where, faults), cues.load_kinds(where, faults)
    return Lexicon(
        outline=outline.load(where, faults),
        formulas=formulas.load(where, faults),
        connectives=connectives.load(where, faults),
        zones=zones,
        kinds=kinds,
        bodies=bodies.load(where, faults, cues.planning_verbs(zones)),
        targets=targets.load(where, faults),
        metadata=metadata.load(where, faults),
        script=script.load(where, faults),
        dates=dates.load(where, faults),
        sanctions=sanctions.load(where, faults, kinds),
        programmes=programmes.load(where, faults),
        lamps=lamps.load(where, faults),
        lists=lists.load(where, faults),
        digest=digest(where),
    )
