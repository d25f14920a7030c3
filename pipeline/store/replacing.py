"""New readings of stored speeches put in the place of old ones, so that follow-up goes on.

Ids are hashes of speech and span, and a new reading may cut otherwise: an old directive hands its id to the new one
that covers it best. One with follow-up and no successor goes to `withdrawn`, and comes back from there with its id.
All of it runs inside the caller's transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import duckdb

from pipeline import corrections
from pipeline.corrections import Correction
from pipeline.errors import UsageError
from pipeline.model import Extraction
from pipeline.spans import Span, handed_on
from pipeline.store import inserting, parts, tallies
from pipeline.store.rows import digest, speech_id

OF_SPEECH = ("outline", "statements", "directives", "rejected")
OF_DIRECTIVE = ("responsibilities", "targets", "sanctions", "programmes")

LIVE = "select speech_id, directive_id, start_char, end_char from directives where speech_id in (select unnest(?))"
AWAY = """
    with away as (
        select speech_id, directive_id, start_char, end_char, withdrawn_at as "at" from withdrawn
        union all
        select speech_id, directive_id, start_char, end_char, "at" from events
    )
    select speech_id, directive_id, arg_max(start_char, "at"), arg_max(end_char, "at")
    from away anti join directives using (directive_id)
    where speech_id in (select unnest(?))
    group by speech_id, directive_id
"""
"""Ids that nothing bears now, but that follow-up or corrections hang on, with where they stood last."""

FOLLOWED = """
    select distinct directive_id from events
    where speech_id in (select unnest(?)) and kind <> 'undo' and (
        kind <> 'correction' or event_id not in (select old from events where kind = 'undo' and old is not null)
    )
"""
STANDING = """
    select e.speech_id, e.event_id, e.directive_id, coalesce(d.start_char, e.start_char),
        coalesce(d.end_char, e.end_char), e."at", e.field, e.old, e.new
    from events as e left join directives as d using (directive_id)
    where e.kind = 'correction' and e.speech_id in (select unnest(?))
        and e.event_id not in (select old from events where kind = 'undo' and old is not null)
"""
WITHDRAW = """
    insert into withdrawn
        (directive_id, speech_id, start_char, end_char, text, kind, heading_path, responsible, due_text, run_id, reason)
    select directive_id, speech_id, start_char, end_char, text, kind, heading_path,
        (select string_agg(name, '、' order by seq) from responsibilities as r where r.directive_id = d.directive_id),
        due_text, $run, $reason
    from directives as d
    where directive_id in (select unnest($ids))
"""
METADATA = """
    update speeches set title = n.title, occasion = n.occasion, year = n.year, given_on = n.given_on,
        level = n.level, jurisdiction = n.jurisdiction, speaker = n.speaker
    from arrow_table as n where speeches.speech_id = n.speech_id
"""
UNUSED = (
    "delete from bodies where body_id in (select unnest(?)) and body_id not in (select body_id from responsibilities)"
)
SPEECHES = "speech_id in (select unnest(?))"
DIRECTIVES_OF = f"directive_id in (select directive_id from directives where {SPEECHES})"
NO_SPEECH = "库中没有编号为 {ids} 的讲话，可用 duban list 查看全部编号"
NO_SUCCESSOR = "重新抽取后，原文此处不再是任务"


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of the directives of a speech, or of many; of those that are no more, the followed up apart."""

    kept: int = 0
    added: int = 0
    gone: int = 0
    withdrawn: int = 0
    returned: int = 0

    @property
    def altered(self) -> bool:
        """Whether any directive came or went."""
        return bool(self.added or self.gone or self.withdrawn or self.returned)

    def __add__(self, other: "Replaced") -> "Replaced":
        """Both together."""
        return Replaced(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Handover:
    """The ids of one speech: of each new directive, and what becomes of the old ones."""

    ids: Mapping[Span, str]
    live: Mapping[str, Span]
    away: Mapping[str, Span]

    @property
    def left(self) -> list[str]:
        """Old ids that no new directive bears."""
        return sorted(set(self.live) - set(self.ids.values()))

    @property
    def returned(self) -> list[str]:
        """Ids that were withdrawn and are borne again."""
        return sorted(set(self.away) & set(self.ids.values()))

    def told(self, followed: set[str]) -> Replaced:
        """The figures; `followed` are ids with follow-up."""
        left, returned = self.left, len(self.returned)
        kept, withdrawn = len(self.live) - len(left), len(followed.intersection(left))
        return Replaced(kept, len(self.ids) - kept - returned, len(left) - withdrawn, withdrawn, returned)


def replaced(
    connection: duckdb.DuckDBPyConnection,
    fresh: Sequence[Extraction],
    run_id: str | None,
    corrected: bool = True,
    reason: str = NO_SUCCESSOR,
) -> dict[str, Replaced]:
    """Put whole documents in place of what is stored of them; `corrected` puts corrections that stand into them.

    Raises:
        UsageError: `no_speech`, one of them is not stored.
    """
    ids = [speech_id(one.speech) for one in fresh]
    check_known(connection, ids)
    if corrected:
        standing = standing_corrections(connection, ids)
        fresh = [corrections.applied(one, standing[sid]) for sid, one in zip(ids, fresh, strict=True)]
    handovers = _handovers(connection, fresh, ids)
    whole = parts.part(fresh, run_id or "", {sid: one.ids for sid, one in handovers.items()})
    followed = {one for (one,) in connection.execute(FOLLOWED, [ids]).fetchall()}
    withdrawn = [one for handover in handovers.values() for one in handover.left if one in followed]
    connection.execute(WITHDRAW, {"run": run_id, "reason": reason, "ids": withdrawn})
    _swap(connection, ids, whole)
    returned = [one for handover in handovers.values() for one in handover.returned]
    connection.execute("delete from withdrawn where directive_id in (select unnest(?))", [returned])
    return {sid: one.told(followed) for sid, one in handovers.items()}


def standing_corrections(
    connection: duckdb.DuckDBPyConnection, ids: Sequence[str]
) -> defaultdict[str, list[Correction]]:
    """The corrections that stand, by speech; each where its directive is now."""
    found: defaultdict[str, list[Correction]] = defaultdict(list)
    for sid, *cells in connection.execute(STANDING, [ids]).fetchall():
        found[sid].append(Correction(*cells))
    return found


def check_known(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> None:
    """Refuse ids that no speech bears."""
    known = connection.execute("select speech_id from speeches where speech_id in (select unnest(?))", [ids])
    if missing := set(ids) - {sid for (sid,) in known.fetchall()}:
        raise UsageError(
            "no_speech", f"库中没有编号为 {'、'.join(sorted(missing))} 的讲话，可用 duban list 查看全部编号"
        )


def _handovers(
    connection: duckdb.DuckDBPyConnection, fresh: Sequence[Extraction], ids: Sequence[str]
) -> dict[str, Handover]:
    live, away = places(connection, LIVE, ids), places(connection, AWAY, ids)
    return {sid: handover(sid, one, live[sid], away[sid]) for sid, one in zip(ids, fresh, strict=True)}


def places(connection: duckdb.DuckDBPyConnection, sql: str, ids: Sequence[str]) -> defaultdict[str, dict[str, Span]]:
    """The ids that LIVE or AWAY gives, with their spans, by speech."""
    found: defaultdict[str, dict[str, Span]] = defaultdict(dict)
    for sid, one, start, end in connection.execute(sql, [ids]).fetchall():
        found[sid][one] = (start, end)
    return found


def handover(sid: str, fresh: Extraction, live: Mapping[str, Span], away: Mapping[str, Span]) -> Handover:
    """Who bears which id; a new directive that takes over none gets the hash of its place, unless that is in use."""
    spans = [(one.start, one.end) for one in fresh.statements if one.directive is not None]
    taken = handed_on({**away, **live}, spans)
    used = {*live, *away}
    return Handover({span: taken.get(span) or unused_id(sid, span, used) for span in spans}, live, away)


def unused_id(sid: str, span: Span, used: Iterable[str]) -> str:
    """The id of a directive by its place; where another one bears it that has moved away since, the hash of that."""
    one = digest(f"{sid}/directive/{span[0]}-{span[1]}")
    while one in used:
        one = digest(one)
    return one


def _swap(connection: duckdb.DuckDBPyConnection, ids: Sequence[str], whole: parts.Part) -> None:
    """Delete what hangs on some speeches, insert what hangs on them now; bodies that nobody names any more go."""
    deleted, bodies = delete(connection, ids)
    for table in (*OF_SPEECH, *OF_DIRECTIVE):
        inserting.insert(connection, table, whole.tables[table])
    inserting.insert_missing(connection, "bodies", whole.tables["bodies"])
    with inserting.registered(connection, whole.tables["speeches"]):
        connection.execute(METADATA)
    drop_unused_bodies(connection, bodies)
    tallies.add(connection, {table: whole.count(table) - n for table, n in deleted.items()})


def delete(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Delete what was extracted from some speeches; gives the rows deleted by table, and the bodies they named."""
    named = connection.execute(f"select distinct body_id from responsibilities where {DIRECTIVES_OF}", [ids]).fetchall()
    deleted = {}
    for table, which in (*((t, DIRECTIVES_OF) for t in OF_DIRECTIVE), *((t, SPEECHES) for t in OF_SPEECH)):
        ((deleted[table],),) = connection.execute(f"delete from {table} where {which}", [ids]).fetchall()
    return deleted, [one for (one,) in named]


def drop_unused_bodies(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> None:
    """Of some bodies, those that no directive names any more."""
    connection.execute(UNUSED, [ids])
