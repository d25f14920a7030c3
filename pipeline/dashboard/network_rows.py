"""The neighbourhood of a body, or the busiest bodies, as nodes and ties: small enough to be read when drawn."""

from dataclasses import dataclass

from pipeline.dashboard import body_sql, lean
from pipeline.store import Store

BODIES = 24
"""Bodies drawn at most; more of them cannot be told apart on a screen of 1366 x 768."""

DIRECTIVES = 16
"""Directives drawn at most, those with the nearest deadlines."""

TIES = 80

BUSIEST = f"""
    with {lean.BUSY}
    select body_id
    from busy
    join bodies using (body_id)
    order by directives desc, name, body_id
    limit $most
"""
NEAR = f"""
    select body_id
    from responsibilities
    where body_id <> $body and directive_id in (select directive_id from {body_sql.OWN})
    group by body_id
    order by count(distinct directive_id) desc, body_id
    limit $most
"""
NAMES = """
    select b.body_id, b.name, count(distinct r.directive_id)
    from bodies as b
    join responsibilities as r using (body_id)
    where list_contains($bodies, b.body_id)
    group by all
    order by 3 desc, b.name, b.body_id
"""
PAIRS = """
    select body_a, body_b, weight
    from body_pairs
    where list_contains($bodies, body_a) and list_contains($bodies, body_b)
    order by weight desc, body_a, body_b
    limit $most
"""
OF_BODY = f"directive_id in (select directive_id from {body_sql.OWN})"
SHARED = """
    select r.directive_id, r.body_id, r.role
    from directive_bodies as r
    where list_contains($directives, r.directive_id)
    order by r.directive_id, r.place
"""


@dataclass(frozen=True, slots=True)
class Node:
    """A body, or (with its number) a directive; `count` is the number of directives of a body."""

    node_id: str
    name: str
    count: int = 0
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Two bodies that share `weight` directives, or a directive and a body with its `role`."""

    source: str
    target: str
    weight: int = 1
    role: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """What is drawn; `centre` is the body chosen, if one is."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    centre: str = ""


def of_bodies(store: Store, body: str = "") -> Network:
    """Bodies that share directives: those around one, or the busiest of all."""
    found = store.tuples(NEAR, {"body": body, "most": BODIES - 1}) if body else store.tuples(BUSIEST, {"most": BODIES})
    shown: dict[str, object] = {"bodies": [*([body] if body else []), *(one for (one,) in found)]}
    ties = tuple(Tie(*row) for row in store.tuples(PAIRS, shown | {"most": TIES}))
    tied = {one for tie in ties for one in (tie.source, tie.target)}
    nodes = (Node(*row) for row in store.tuples(NAMES, shown))
    return Network(tuple(node for node in nodes if node.node_id in tied), ties, body)


def of_directives(store: Store, body: str) -> Network:
    """The directives of a body with the nearest deadlines, and the bodies in them."""
    ids = lean.ids(store, OF_BODY, {"body": body}, f"due_latest nulls last, {lean.NUMBER}", DIRECTIVES)
    duties = lean.shown(store, "directive_id, number, measure", ids)
    found = store.tuples(SHARED, {"directives": [one for one, *_ in duties]})
    kept = [body, *(one for one in dict.fromkeys(other for _, other, _ in found) if one != body)][:BODIES]
    ties = tuple(Tie(one, other, role=role) for one, other, role in found if other in kept)
    bodies = (Node(*row) for row in store.tuples(NAMES, {"bodies": kept}))
    return Network((*bodies, *(Node(one, said, number=number) for one, number, said in duties)), ties, body)
