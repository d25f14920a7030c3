"""Near copies, told where a text is dropped, loaded or read: flagged, never merged. No Streamlit here.

What is stored keeps its pairs in `near_copies`; texts that are not stored yet are compared as the store will do it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from pipeline import alike
from pipeline.alike import Signature
from pipeline.dashboard import markup
from pipeline.dashboard.markup import Html
from pipeline.model import Speech
from pipeline.store import Store, speech_id
from pipeline.store.copies import COMPARED, LIKELIEST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.alike import Array

SHARING = """
    with asked as (
        select unnest($hashes::varchar[]) as sha, unnest($keys::bigint[]) as key
    ),
    likely as (
        select a.sha, s.speech_id
        from (select speech_id, unnest(keys) as key from signatures) as s
        join asked as a using (key)
        group by a.sha, s.speech_id
        qualify row_number() over (partition by a.sha order by count(*) desc, s.speech_id) <= $most
    )
    select l.sha, speech_id, g.keys, g.places, s.text
    from likely as l
    join signatures as g using (speech_id)
    join speeches as s using (speech_id)
    order by l.sha, speech_id
"""
FILE = r"regexp_extract({}.path, '[^/\\]+$')"
"""The name of a file, never where it stands; the alias of `speech_list` is to be put in."""

NAMES = f"""
    select speech_id, source, {FILE.format("l")}
    from speech_list as l
    where speech_id in (select unnest($ids::varchar[]))
"""
OF_STORED = f"""
    select l.speech_id, l.source, {FILE.format("l")}, c.similarity
    from (
        select other_id as speech_id, similarity from near_copies where speech_id = $speech
        union all
        select speech_id, similarity from near_copies where other_id = $speech
    ) as c
    join speech_list as l using (speech_id)
    order by c.similarity desc, l.source, l.speech_id
"""
ADVICE = "两篇各自保留，不会合并，同样的任务会算两遍。请核对：若是同一篇的两个版本，只留一篇。"

Signatures = Mapping[str, Signature]
"""Signatures of texts, by hash; very short texts have none."""


@dataclass(frozen=True, slots=True)
class Near:
    """What a text nearly repeats: its id, what it and its file are called, how alike they are; and if it is stored."""

    speech_id: str
    name: str
    file: str
    similarity: float
    stored: bool = True


def signatures(speeches: "Iterable[Speech]") -> dict[str, Signature]:
    """The signatures of texts."""
    made = ((one.sha256, alike.signature(one.text)) for one in speeches)
    return {sha: one for sha, one in made if one is not None}


def of_stored(store: Store, sid: str) -> tuple[Near, ...]:
    """The near copies of a speech that is stored, those most alike first."""
    return tuple(Near(*row) for row in store.tuples(OF_STORED, {"speech": sid}))


def in_store(store: Store, asked: Sequence[Speech], known: Signatures) -> dict[str, list[Near]]:
    """What of the stored speeches some texts nearly repeat, by hash."""
    signed = [one for one in asked if one.sha256 in known]
    keys = [(one.sha256, key) for one in signed for key in known[one.sha256].keys]
    parameters = {"hashes": [sha for sha, _ in keys], "keys": [key for _, key in keys], "most": LIKELIEST}
    found: dict[str, list[Near]] = defaultdict(list)
    texts = {one.sha256: one.text for one in signed}
    for sha, sid, theirs, places, text in store.tuples(SHARING, parameters) if keys else []:
        one, other = alike.unpacked([known[sha].keys], [known[sha].places]), alike.unpacked([theirs], [places])
        if similarity := _similarity(texts[sha], text, float(alike.common(one, other)[0])):
            found[sha].append(Near(sid, "", "", similarity))
    return _named(store, found)


def _named(store: Store, found: Mapping[str, list[Near]]) -> dict[str, list[Near]]:
    ids = sorted({one.speech_id for several in found.values() for one in several})
    names = {sid: (name, file) for sid, name, file in store.tuples(NAMES, {"ids": ids})} if ids else {}
    return {
        sha: [Near(one.speech_id, *names[one.speech_id], one.similarity) for one in several]
        for sha, several in found.items()
    }


def in_hand(asked: Sequence[Speech], others: Sequence[Speech], known: Signatures) -> dict[str, list[Near]]:
    """Which of `others` some texts nearly repeat, by hash; none is stored yet."""
    signed = [one for one in others if one.sha256 in known]
    if not signed:
        return {}
    whole = alike.unpacked([known[one.sha256].keys for one in signed], [known[one.sha256].places for one in signed])
    return {
        one.sha256: _likely(one, signed, alike.common(alike.unpacked([mine.keys], [mine.places]), whole))
        for one in asked
        if (mine := known.get(one.sha256))
    }


def _likely(one: Speech, signed: Sequence[Speech], shares: "Array") -> list[Near]:
    """Those that are alike by their signatures, compared character by character."""
    best = [place for place in (-shares).argsort(kind="stable")[: COMPARED + 1] if signed[place] is not one]
    pairs = ((signed[place], _similarity(one.text, signed[place].text, float(shares[place]))) for place in best)
    return [Near(speech_id(other), other.path or "", "", similar, False) for other, similar in pairs if similar]


def _similarity(one: str, other: str, share: float) -> float:
    """How alike two texts are, as the store will reckon it; 0 where it will not flag them."""
    if share < alike.ENOUGH:
        return 0.0
    return alike.similarity(alike.characters(one), alike.characters(other), share)


def percent(similarity: float) -> str:
    """How alike, never rounded up to all."""
    return f"{int(similarity * 100)} %"


def most(found: "Iterable[Near]") -> list[Near]:
    """Those most alike first."""
    return sorted(found, key=attrgetter("similarity"), reverse=True)


def name(one: Near, *more: str) -> Html:
    """A link to a speech, with its file, since two versions often bear one title."""
    link = (
        markup.link(f"《{one.name}》", "text", {"speech": one.speech_id}) if one.stored
        else markup.link(f"《{one.name}》", "upload", {"doc": one.speech_id})
    )  # fmt: skip
    notes = [*([one.file] if one.file and one.file != one.name else []), *more]
    return markup.joined((link, f"（{'，'.join(notes)}）" if notes else ""))


def way(one: Near) -> Html:
    """The other speech, and how alike it is."""
    return name(one, percent(one.similarity))


def notice(found: Sequence[Near]) -> Html:
    """What a text nearly repeats, and what to do."""
    title = markup.joined(("这篇与", markup.joined(map(way, found[:COMPARED]), "、"), "内容近似。"))
    return markup.notice(title, ADVICE)
