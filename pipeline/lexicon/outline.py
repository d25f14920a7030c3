"""lexicons/outline.toml -> OutlineLexicon: the families of enumerators."""

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import with_config

from pipeline.lexicon.rows import STRICT, Source, toml_rows, toml_table

SLOTS = {
    "{han}": "[一二三四五六七八九十]{1,3}",
    "{num}": "[0-9０-９]{1,2}",
    "{decimal}": "(?![0-9０-９]{1,2}[月日]|[0-9０-９]{4}年)[0-9０-９]",  # 1.5倍; not 1.|10月底前
    "{circled}": "[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿]",
    "{ringed}": "[⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿]",
    "{boxed}": "[㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩]",
}


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Family:
    """One way to number items.

    `forms` are wordings with the slots of `SLOTS` ({han} {num} {circled} …); a word without a slot stands for `number`.
    `rank` orders the fixed families (1 is outermost), 0 floats: it nests in whatever is open.
    `then` are the characters of which one must follow; `lone` says that one member makes a series;
    `inline` says that the family may open in the middle of a line.
    """

    id: str
    series: str
    forms: tuple[str, ...]
    example: str
    rank: int = 0
    number: int = 0
    then: str = ""
    unless: tuple[str, ...] = ()
    lone: bool = False
    inline: bool = True


@dataclass(frozen=True, slots=True)
class OutlineLexicon:
    """The families and the one pattern that finds candidates of all of them; group names are `f<index>`.

    The pattern begins with the mark or the line's end before an enumerator, so that `re` skips through the text.
    """

    families: tuple[Family, ...]
    pattern: re.Pattern[str]


def form_pattern(form: str) -> str:
    """A form as a pattern: slots opened, the rest literal."""
    parts = re.split(r"(\{\w+\})", form)
    return "".join(SLOTS.get(part) or re.escape(part) for part in parts)


def first_of(form: str) -> str:
    """The characters that a form may begin with, for a character class."""
    slot = next((chars for name, chars in SLOTS.items() if form.startswith(name)), "")
    return slot[1 : slot.index("]")] if slot else re.escape(form[0])


def family_pattern(index: int, family: Family) -> str:
    """`(?P<f3>一是)(?!一|二)`: the marker as a group, what must and must not follow as look-ahead."""
    forms = "|".join(form_pattern(form) for form in sorted(family.forms, key=len, reverse=True))
    then = f"(?=\\s*[{re.escape(family.then)}])" if family.then else ""
    unless = "".join(f"(?!{form_pattern(word)})" for word in family.unless)
    return f"(?P<f{index}>{forms}){unless}{then}"


def load(folder: Path, faults: list[str]) -> OutlineLexicon:
    """Read `outline.toml`; faults are added to the list."""
    source = Source(folder / "outline.toml", faults)
    families = toml_rows(source, toml_table(source), "family", Family)
    ids = [family.id for family in families]
    for twice in {i for i in ids if ids.count(i) > 1}:
        source.fault(f"[family] {twice}", "id 重复")
    for family in families:
        if not any("{" in form for form in family.forms) and not family.number:
            source.fault(f"[family] {family.id}", "没有数字槽位的写法必须给出 number")
    inner = "|".join(family_pattern(i, family) for i, family in enumerate(families)) or "(?!)"
    firsts = sorted({first_of(form) for family in families for form in family.forms})
    ahead = f"(?=[{''.join(firsts)}])" if firsts else ""
    opening = r"[。；;！!？?：:，,（(”\n\x0b][ \t　\u00a0*#]*+"  # also **一、 and ## 一、 of Markdown
    return OutlineLexicon(families, re.compile(f"{opening}{ahead}(?:{inner})"))
