"""Near copies: speeches that repeat another but for masks, figures or a few sentences; flagged, not merged.

Found within the transaction that stores a speech. Never are all pairs compared: the signatures give candidates, the
best of which are compared character by character.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter

import duckdb

from pipeline import alike
from pipeline.store import inserting, tallies
from pipeline.store.links import Columns
from pipeline.store.rows import signatures

NEIGHBOURS = 16
"""Of those that share a key (a form letter), so many on either side in the order of ids: any number stays linear."""

LIKELIEST, COMPARED = 12, 10  # candidates of a speech by common keys, and of these by signature

CANDIDATES = """
    with fresh as (
        select unnest($ids) as speech_id
    ),
    touched as (
        select distinct unnest(keys) as key
        from (from signatures semi join fresh using (speech_id))
    ),
    ranked as (
        select key, speech_id, row_number() over (partition by key order by speech_id) as place
        from (select speech_id, unnest(keys) as key from signatures) semi join touched using (key)
    ),
    pairs as (
        select one.speech_id as one, other.speech_id as other, count(*) as shared
        from ranked as one
        semi join fresh on fresh.speech_id = one.speech_id
        join ranked as other
            on other.key = one.key and other.speech_id <> one.speech_id
            and other.place between one.place - $neighbours and one.place + $neighbours
        group by one.speech_id, other.speech_id
        qualify row_number() over (partition by one.speech_id order by count(*) desc, other.speech_id) <= $most
    )
    select one, other from pairs order by one, other
"""
SIGNATURES = "select speech_id, keys, places from signatures where speech_id in (select unnest(?))"
TEXTS = "select speech_id, text from speeches where speech_id in (select unnest(?))"
STORED = "select speech_id from speeches order by loaded_at, speech_id"
SIGNED_AT_ONCE = 500

OF_RUN = """
    select coalesce(one.path, one.source) as speech, coalesce(other.path, other.source) as other, c.similarity
    from near_copies as c
    join speeches as s on s.speech_id = c.speech_id
    join speech_list as one on one.speech_id = c.speech_id
    join speech_list as other on other.speech_id = c.other_id
    where s.run_id = ?
    order by c.similarity desc, speech, other, c.speech_id, c.other_id
"""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Copied:
    """A speech that nearly repeats an earlier one: their files, or what they are called, and how alike they are."""

    speech: str
    other: str
    similarity: float


def flag(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> None:
    """Find the near copies of speeches that were just stored, among themselves and among those stored before."""
    found = _candidates(connection, ids)
    texts = _texts(connection, {sid for pair in found for sid in pair})
    counted = {sid: alike.characters(text) for sid, text in texts.items()}
    order = {sid: place for place, sid in enumerate(ids)}
    later, earlier, similarities = [], [], []
    for pair, share in found.items():
        first, second = sorted(pair, key=lambda sid: order.get(sid, -1))
        if similarity := alike.similarity(counted[first], counted[second], share):
            later.append(second)
            earlier.append(first)
            similarities.append(similarity)
    _insert(connection, "near_copies", {"speech_id": later, "other_id": earlier, "similarity": similarities})
    tallies.add(connection, {"near_copies": len(later)})


def sign(connection: duckdb.DuckDBPyConnection) -> None:
    """Give signatures to the speeches that an older program stored, and find the near copies among them."""
    rest = iter(connection.execute(STORED).fetchall())
    while ids := [sid for (sid,) in islice(rest, SIGNED_AT_ONCE)]:
        texts = _texts(connection, ids)
        made = [signatures(texts[sid], sid) for sid in ids]
        whole = {name: [cell for one in made for cell in one[name]] for name in made[0]}
        _insert(connection, "signatures", whole)
        tallies.add(connection, {"signatures": len(whole["speech_id"])})
        flag(connection, ids)


def of_run(connection: duckdb.DuckDBPyConnection, run_id: str) -> tuple[Copied, ...]:
    """The near copies among the speeches of a load, those most alike first."""
    return tuple(Copied(*row) for row in connection.execute(OF_RUN, [run_id]).fetchall())


def _candidates(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[Pair, float]:
    """The pairs whose signatures are alike, with the share that is; of each speech of `ids` the best."""
    asked = {"ids": ids, "neighbours": NEIGHBOURS, "most": LIKELIEST}
    pairs = connection.execute(CANDIDATES, asked).fetchall()
    if not pairs:
        return {}
    rows = connection.execute(SIGNATURES, [sorted({sid for pair in pairs for sid in pair})]).fetchall()
    row = {sid: place for place, (sid, *_) in enumerate(rows)}
    slots, places = alike.unpacked([keys for _, keys, _ in rows], [places for *_, places in rows])
    ones, others = ([row[pair[side]] for pair in pairs] for side in (0, 1))
    shares = alike.common((slots[ones], places[ones]), (slots[others], places[others])).tolist()
    likely = ((one, -share, other) for (one, other), share in zip(pairs, shares, strict=True) if share >= alike.ENOUGH)
    best = (islice(group, COMPARED) for _, group in groupby(sorted(likely), key=itemgetter(0)))
    return {(min(one, other), max(one, other)): -share for group in best for one, share, other in group}


def _texts(connection: duckdb.DuckDBPyConnection, ids: Collection[str]) -> dict[str, str]:
    return dict(connection.execute(TEXTS, [sorted(ids)]).fetchall()) if ids else {}


def _insert(connection: duckdb.DuckDBPyConnection, table: str, columns: Columns) -> None:
    import pyarrow as pa

    inserting.insert(connection, table, pa.table(columns))
