"""lexicons/script.toml -> ScriptLexicon: traditional characters and the simplified ones behind them."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import with_config

from pipeline.lexicon.rows import STRICT, Source, toml_rows, toml_table


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Characters:
    """One list of the file."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScriptLexicon:
    """`plain` is a table for `str.translate`; a text that holds a sign is written in traditional characters."""

    signs: tuple[str, ...]
    plain: dict[int, str]


def load(folder: Path, faults: list[str]) -> ScriptLexicon:
    """Read `script.toml`; faults are added to the list."""
    source = Source(folder / "script.toml", faults)
    table = toml_table(source)
    for odd in sorted({"signs", "variants"} ^ set(table)) if table else ():
        source.fault(f"[{odd}]", "缺少或多出的词表")
    rows = toml_rows(source, {"list": [{"name": n, "words": w} for n, w in table.items()]}, "list", Characters)
    found = {row.name: row.words for row in rows}
    plain: dict[int, str] = {}
    for pair in found.get("variants", ()):
        for other in pair[1:]:
            if other in pair[0] or ord(other) in plain:
                source.fault(pair, f"{other} 重复")
            plain[ord(other)] = pair[0]
    for sign in found.get("signs", ()):
        if len(sign) != 1 or ord(sign) not in plain:
            source.fault(f"[signs] {sign}", "不在 variants 中")
    return ScriptLexicon(found.get("signs", ()), plain)
