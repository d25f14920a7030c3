"""The subjects of a clause: what ties a body to its act, who joins in."""

from pipeline.bodies.context import COMMAS, Context, bracket_end, name_follows
from pipeline.bodies.ends import is_head
from pipeline.bodies.names import assigned, bodies, completed
from pipeline.bodies.regions import coordination, is_closed, stands_alone
from pipeline.bodies.ties import stretch_of, tie_after, tie_to_by
from pipeline.model import Clause, Rejected, Role, Subject, Tie

GOES_ON = frozenset("、和与及或的等")


def subjects(context: Context, clause: Clause, heads: list[tuple[int, int]]) -> list[Subject | Rejected]:
    """The subjects of one clause; `heads` are the ends of names inside it."""
    text, pairs, left = context.text, context.lexicon.joins_pairs, clause.start
    found: list[Subject | Rejected] = joined(context, clause, left) if text[left : left + 2] in pairs else []
    stretch = stretch_of(context, clause)
    for start, end in heads:
        if found and isinstance(found[-1], Subject):
            left = found[-1].end
        if start < left:
            continue
        tie = (tie_to_by(context, found, left, end) if found else None) or tie_after(context, stretch, left, end)
        if tie is None:
            continue
        one = subject(context, max(tie[0], left), end, tie[1], strict=tie[2])
        found.append(one)
        if isinstance(one, Subject):
            if text[one.end : one.end + 2] in pairs:
                found += joined(context, clause, one.end)
            if one.tie is Tie.COPULA:
                break
    return found


def joined(context: Context, clause: Clause, left: int) -> list[Subject | Rejected]:
    """Those whom the subject that ends at a place joins with: 县住建局要会同|县应急局、县消防大队."""
    text, lexicon = context.text, context.lexicon
    joins = lexicon.joins.match(text, left, clause.end)
    if joins is None:
        return []
    last = list_end(context, joins.end(), clause.end)
    found = coordination(context, joins.end(), last, strict=True, known=True) if last else ""
    if isinstance(found, str):
        return []
    stop = bracket_end(text, last)
    role = Role.ASSISTING if lexicon.assists_before.match(joins["joins"]) else Role.RESPONSIBLE
    assisting = tuple(assigned(body, role) for body in completed(context, found, stop))
    return [Subject(joins.end(), stop, Tie.VERB, assisting)]


def subject(context: Context, begin: int, end: int, tie: Tie, *, strict: bool) -> Subject | Rejected:
    """The subject whose name ends at a place, or the rule that speaks against it."""
    text, lexicon = context.text, context.lexicon
    key = (context.level, text[begin:end])
    names = lexicon.memory.plain.get(key)
    if names is not None and stands_alone(context, begin, end):
        first, stop, named = begin + names[0][0], end, bodies(context, names, begin, end)
    else:
        known = strict or text[end] in COMMAS  # 重要情况第一时间报县委政法委，不得迟报
        found = coordination(context, begin, end, strict=strict, known=known)
        if isinstance(found, str):
            return Rejected(begin, end, found, text[begin:end])
        first, stop = found[0].start, bracket_end(text, end)
        named = completed(context, found, stop)
        if (first, stop) == (begin, end) and is_closed(context, begin, end) and lexicon.known_start.match(text, begin):
            names = tuple([(b.start - begin, b.mention, b.name, b.canonical) for b in named])
            lexicon.memory.keep_plain(key, names)
    if first and lexicon.condition.search(text, max(first - 3, 0), first):
        return Rejected(begin, end, "condition", text[begin:end])
    if tie is Tie.VERB and first and text[first - 1] in lexicon.free_lasts:
        tie = Tie.WITHIN if lexicon.free_before.search(text, max(first - 4, 0), first) else tie
    return Subject(first, stop, tie, named)


def list_end(context: Context, start: int, end: int) -> int:
    """Where the names that begin at a place end: at the first head behind which neither name nor list goes on.

    One that an act follows is preferred: 会同企业管理部|把…, not 会同企业|管理部.
    """
    hits = context.lexicon.automaton.find_matches_as_indexes(context.text[start:end], overlapping=True)
    spans = {start + stop: start + begin for _, begin, stop in reversed(hits)}  # the longest of those that end together
    places = [place for place in sorted(spans) if ends_list(context, spans, place)]
    return next((place for place in places if may_act(context, place)), places[0] if places else 0)


def ends_list(context: Context, spans: dict[int, int], place: int) -> bool:
    """Whether a list of names may end at a place: not inside a longer head (网格|员), nor where it goes on."""
    if place >= len(context.text) or any(begin < place < stop <= place + 2 for stop, begin in spans.items()):
        return False
    return is_head(context, spans[place], place) and not goes_on(context, place)


def may_act(context: Context, place: int) -> bool:
    """Whether an act, a comma or a date begins at a place."""
    follows = context.text[place : place + 2]
    return follows[:1] in context.lexicon.ahead or follows in context.lexicon.ahead_pairs or place in context.dates


def goes_on(context: Context, end: int) -> bool:
    """Whether the name, or the list it stands in, goes on behind this head."""
    stop = bracket_end(context.text, end)
    return context.text[stop : stop + 1] in GOES_ON or name_follows(context, stop)
