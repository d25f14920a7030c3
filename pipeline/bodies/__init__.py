"""Who must act (责任单位): the subjects of clauses, coordinations taken apart, names completed from the context."""

from operator import attrgetter

from pipeline.bodies.context import Context
from pipeline.bodies.ends import ends
from pipeline.bodies.names import with_organisations, with_whole_names
from pipeline.bodies.subjects import labelled, subjects
from pipeline.model import Clause, Rejected, Subject


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
    listed = list(labelled(context))
    if listed:
        accepted = [a for a in accepted if not any(one.start <= a.start < one.end for one in listed)]
    everyone = sorted((*listed, *accepted), key=attrgetter("start"))
    return tuple(with_organisations(context, list(with_whole_names(context, everyone)))), tuple(rejected)


__all__ = ["Context", "found"]
