"""Who must act (责任单位): the subjects of clauses, coordinations taken apart, names completed from the context."""

import re
from operator import attrgetter

from pipeline.bodies.context import Context
from pipeline.bodies.ends import ends
from pipeline.bodies.labels import addressed, labelled
from pipeline.bodies.names import with_organisations, with_whole_names
from pipeline.bodies.subjects import subjects
from pipeline.model import Clause, Rejected, Subject, Tie

EACH = re.compile("每(?![名位])")  # 每名县领导 acts by name
SENTENCE_END = re.compile("[。；;！!？?\n]")


def found(context: Context, clauses: list[Clause]) -> tuple[tuple[Subject, ...], tuple[Rejected, ...]]:
    """All subjects of a text in order, and what was held for one and rejected."""
    heads = ends(context)
    heads.append((len(context.text) + 1, len(context.text) + 1))
    upcoming = 0
    accepted: list[Subject] = []
    rejected: list[Rejected] = []
    for clause in clauses:
        if heads[upcoming][1] > clause.end:
            continue
        while heads[upcoming][1] <= clause.start:
            upcoming += 1
        first = upcoming
        while heads[upcoming][1] <= clause.end:
            upcoming += 1
        for result in subjects(context, clause, heads[first:upcoming]) if upcoming > first else ():
            if isinstance(result, Rejected):
                rejected.append(result)
            else:
                accepted.append(result)
    listed = [*labelled(context), *addressed(context, clauses)]
    if listed:
        accepted = [a for a in accepted if not any(one.start <= a.start < one.end for one in listed)]
    everyone = sorted((*listed, *accepted), key=attrgetter("start"))
    acting = list(with_whole_names(context, without_shares(context, everyone)))
    return tuple(with_organisations(context, acting)), tuple(rejected)


def without_shares(context: Context, subjects: list[Subject]) -> list[Subject]:
    """Without those who only say how much falls to each: 各学院要带队访企，每个学院|走访单位不少于100家."""
    kept: list[Subject] = []
    seen = 0  # up to here no sentence ends behind the last one kept
    for one in subjects:
        each = one.tie is not Tie.MODAL and EACH.match(context.text, one.start)
        if each and kept and SENTENCE_END.search(context.text, seen, one.start) is None:
            seen = one.start
            continue
        kept.append(one)
        seen = one.end
    return kept


__all__ = ["Context", "found"]
