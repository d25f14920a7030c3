"""What hangs on directives beside their fields, as rows and back: sanctions and programmes."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

from pipeline.model import Directive, Passage, Programme, Sanction

Columns = dict[str, list[Any]]
Row = tuple[Any, ...]
Tuples = Callable[[str, list[object]], list[Row]]

SANCTIONS = """
    select s.directive_id, s.condition_start, s.condition_end, s.condition, s.consequence_start, s.consequence_end,
        s.consequence, s.falls_on_start, s.falls_on_end, s.falls_on
    from sanctions as s join directives using (directive_id)
    where directives.speech_id = ? order by s.directive_id, s.seq
"""
PROGRAMMES = """
    select p.directive_id, p.start_char, p.end_char, p.mention, p.programme, p.declared_count, p.found_count,
        p.listed_start, p.listed_end, p.listed
    from programmes as p join directives using (directive_id)
    where directives.speech_id = ? order by p.directive_id, p.seq
"""


def owners(ids: list[str], counts: list[int]) -> list[str]:
    """Each id as often as its count says."""
    return [owner for one, count in zip(ids, counts, strict=True) for owner in repeat(one, count)]


def sanctions(directives: list[Directive], ids: list[str]) -> Columns:
    """The rows of `sanctions`."""
    found = [one for directive in directives for one in directive.sanctions]
    return {
        **_places([d.sanctions for d in directives], ids),
        **_passages("condition", [one.condition for one in found]),
        **_passages("consequence", [one.consequence for one in found]),
        **_passages("falls_on", [one.falls_on for one in found]),
    }


def programmes(directives: list[Directive], ids: list[str]) -> Columns:
    """The rows of `programmes`."""
    found = [one for directive in directives for one in directive.programmes]
    return {
        **_places([d.programmes for d in directives], ids),
        "programme": [one.name for one in found],
        "mention": [one.mention for one in found],
        "start_char": [one.start for one in found],
        "end_char": [one.end for one in found],
        "declared_count": [one.declared for one in found],
        "found_count": [one.found for one in found],
        **_passages("listed", [one.listed for one in found]),
    }


def _places(each: Sequence[Sequence[object]], ids: list[str]) -> Columns:
    """Whose the rows are, and in which order."""
    return {
        "directive_id": owners(ids, [len(items) for items in each]),
        "seq": [seq for items in each for seq in range(len(items))],
    }


def _passages(name: str, passages: Sequence[Passage | None]) -> Columns:
    """A column of words, and two of where they stand."""
    return {
        name: [one and one.mention for one in passages],
        f"{name}_start": [None if one is None else one.start for one in passages],
        f"{name}_end": [None if one is None else one.end for one in passages],
    }


def stored_sanctions(tuples: Tuples, speech_id: str) -> dict[str, list[Sanction]]:
    """The sanctions of a speech by directive."""
    found: defaultdict[str, list[Sanction]] = defaultdict(list)
    for directive_id, *cells in tuples(SANCTIONS, [speech_id]):
        consequence = Passage(*cells[3:6])
        found[directive_id].append(Sanction(_passage(cells[:3]), consequence, _passage(cells[6:])))
    return found


def stored_programmes(tuples: Tuples, speech_id: str) -> dict[str, list[Programme]]:
    """The programmes of a speech by directive."""
    found: defaultdict[str, list[Programme]] = defaultdict(list)
    for directive_id, start, end, mention, name, declared, count, *cells in tuples(PROGRAMMES, [speech_id]):
        found[directive_id].append(Programme(start, end, mention, name, declared, count, _passage(cells)))
    return found


def _passage(cells: list[Any]) -> Passage | None:
    return None if cells[0] is None else Passage(*cells)
