"""Of the dates in one statement, its deadline and its recurrence."""

from pipeline.model import DateSpan, DateUse, Due, DueStatus, Freq, Recurrence

DEADLINE, RECURRENCE, VAGUE = DateUse.DEADLINE, DateUse.RECURRENCE, DueStatus.VAGUE
EXACT = tuple(Freq)


def due(spans: tuple[DateSpan, ...]) -> Due | None:
    """The last dated deadline; an undated one (会后, before 立即) only where none is dated."""
    bounds = [s for s in spans if s.use is DEADLINE]
    if not bounds:
        return None
    dated = [s for s in bounds if s.edtf is not None]
    hung = [s for s in bounds if s.status is not VAGUE]
    span = (dated or hung or bounds)[-1]
    return Due(span.start, span.end, span.mention, span.edtf, span.earliest, span.latest, span.status)


def recurrence(spans: tuple[DateSpan, ...]) -> Recurrence | None:
    """The most exact one, the first of equals; `irregular` only where nothing is more exact."""
    again = [(s, s.freq) for s in spans if s.use is RECURRENCE and s.freq is not None]
    if not again:
        return None
    span, freq = min(again, key=lambda pair: EXACT.index(pair[1]))
    return Recurrence(span.start, span.end, span.mention, freq)
