"""Who must act (责任单位): the subjects of clauses, coordinations taken apart, names completed from the context."""

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter

from pipeline.bodies.context import Context
from pipeline.bodies.ends import ends
from pipeline.bodies.labels import addressed, labelled
from pipeline.bodies.names import with_organisations, with_whole_names
from pipeline.bodies.preceding import with_preceding
from pipeline.bodies.subjects import subjects
from pipeline.model import Clause, Rejected, Subject, Tie

EACH, COUNTED = "每", "名位"  # 每名县领导 acts by name
SENTENCE_END = re.compile("[。；;！!？?\n]")


def found(context: Context, clauses: list[Clause]) -> tuple[tuple[Subject, ...], tuple[Rejected, ...]]:
    """All subjects of a text in order, and what was held for one and rejected."""
    results = by_clause(context, clauses)
    accepted = [one for one in results if isinstance(one, Subject)]
    rejected = tuple(one for one in results if isinstance(one, Rejected))
    listed = [*labelled(context), *addressed(context, clauses)]
    if listed:
        accepted = [a for a in accepted if not any(one.start <= a.start < one.end for one in listed)]
    everyone = sorted((*listed, *accepted), key=attrgetter("start"))
    acting = with_whole_names(context, without_shares(context, everyone))
    return tuple(with_organisations(context, without_ours(context, acting))), rejected


def by_clause(context: Context, clauses: list[Clause]) -> list[Subject | Rejected]:
    """What each clause says of who acts; names that the clause before one holds alone belong to its subject."""
    heads = ends(context)
    heads.append((len(context.text) + 1, len(context.text) + 1))
    last = -1  # where the last subject ends
    results: list[Subject | Rejected] = []
    for before, clause, inside in with_heads(clauses, heads):
        here = subjects(context, clause, inside)
        if here and before is not None and last <= before.start:
            here = with_preceding(context, before, clause, here)
        for one in here:
            if one.end > last and isinstance(one, Subject):
                last = one.end
        results += here
    return results


def with_heads(
    clauses: list[Clause], heads: list[tuple[int, int]]
) -> Iterator[tuple[Clause | None, Clause, list[tuple[int, int]]]]:
    """The clauses in which heads end, each with the one before it and with its heads; one behind the text ends them."""
    upcoming = 0
    before: Clause | None = None
    for clause in clauses:
        if heads[upcoming][1] <= clause.end:
            while heads[upcoming][1] <= clause.start:
                upcoming += 1
            first = upcoming
            while heads[upcoming][1] <= clause.end:
                upcoming += 1
            if first < upcoming:
                yield before, clause, heads[first:upcoming]
        before = clause


def without_ours(context: Context, subjects: list[Subject]) -> list[Subject]:
    """The same, those of 我市, 我县 without a body: they act as 我们 does, and are none."""
    ours = context.lexicon.ours
    if "我" not in context.text or ours.isdisjoint([body.mention for one in subjects for body in one.bodies]):
        return subjects
    return [replace(one, bodies=tuple([b for b in one.bodies if b.mention not in ours])) for one in subjects]


def without_shares(context: Context, subjects: list[Subject]) -> list[Subject]:
    """Without those who only say how much falls to each: 各学院要带队访企，每个学院|走访单位不少于100家."""
    text = context.text
    if EACH not in text:
        return subjects
    kept: list[Subject] = []
    seen = 0  # up to here no sentence ends behind the last one kept
    for one in subjects:
        each = one.tie is not Tie.MODAL and text[one.start] == EACH and text[one.start + 1] not in COUNTED
        if each and kept and SENTENCE_END.search(text, seen, one.start) is None:
            seen = one.start
            continue
        kept.append(one)
        seen = one.end
    return kept


__all__ = ["Context", "found"]
