"""The network of a ledger: speeches state directives, bodies are responsible for them. The only door to networkx.

Weights, loads and projections are views of the database; a graph here holds their result. Node ids are the
ids of the database; the kind of a node stands in its `type`, that of an edge in its `relation`.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.store import Store
from pipeline.store.placing import placed

if TYPE_CHECKING:
    import networkx as nx

Value = str | int | float | bool

UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML refuses or changes."""

NODES = (
    """select speech_id, 'speech' as type, source as label, year, given_on, level, jurisdiction, speaker
    from speech_list order by speech_id""",
    """select d.directive_id, 'directive' as type, d.text as label, d.kind, d.heading_path, d.due_text, d.due_edtf,
        d.due_latest, d.due_status, d.recurrence_text, d.recurrence_freq, g.no_body as orphan, d.start_char, d.end_char
    from directives as d join gaps as g using (directive_id) order by d.directive_id""",
    """select body_id, 'body' as type, name as label, jurisdiction, directives, responsible, assisting, load
    from body_load order by body_id""",
)
EDGES = (
    """select speech_id, directive_id, speech_id || '-' || directive_id as id, 'states' as relation,
        1::double as weight
    from directives order by directive_id""",
    """select directive_id, body_id, directive_id || '-' || body_id as id, 'responsible_for' as relation,
        mentions::double as weight, role, leads, inherited, share
    from directive_bodies order by directive_id, place""",
)
PAIRS = """
    select body_a, body_b, body_a || '-' || body_b as id, 'shares_directives' as relation, weight::double as weight,
        both_responsible
    from body_pairs order by body_a, body_b
"""


def network(store: Store) -> "nx.DiGraph[str]":
    """Speeches, directives and bodies: speech -states-> directive -responsible_for-> body.

    Edges to bodies carry role, whether the body leads or is inherited, weight (mentions) and share
    (of the directive, which its responsible bodies share evenly).
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph(name="duban")
    _fill(graph, store, NODES, EDGES)
    return graph


def projection(store: Store) -> "nx.Graph[str]":
    """Bodies that share directives; weight is the number shared, lone bodies stand by themselves."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph(name="duban")
    _fill(graph, store, NODES[2:], (PAIRS,))
    return graph


def write_graphml(graph: "nx.Graph[str]", path: Path) -> None:
    """Write GraphML that networkx reads back equal; missing values are left out, control characters escaped."""
    import networkx as nx

    _write(nx.write_graphml_xml, graph, path)


def write_gexf(graph: "nx.Graph[str]", path: Path) -> None:
    """Write GEXF (for Gephi) that networkx reads back equal; see `write_graphml`."""
    import networkx as nx

    _write(nx.write_gexf, graph, path)


def _fill(graph: "nx.Graph[str]", store: Store, nodes: tuple[str, ...], edges: tuple[str, ...]) -> None:
    for sql in nodes:
        graph.add_nodes_from((row.pop(next(iter(row))), _clean(row)) for row in _rows(store, sql))
    for sql in edges:
        for row in _rows(store, sql):
            source, target = (row.pop(name) for name in list(row)[:2])
            graph.add_edge(source, target, **_clean(row))


def _rows(store: Store, sql: str) -> Iterator[dict[str, Any]]:
    yield from store.arrow(sql).to_pylist()


def _clean(values: dict[str, Any]) -> dict[str, Value]:
    """What both formats can hold: no missing values, days as words, control characters escaped."""
    return {name: _writable(value) for name, value in values.items() if value is not None and value != ""}


def _writable(value: Value | date) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return UNWRITABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", value)
    return value


def _write(write: Callable[..., None], graph: "nx.Graph[str]", path: Path) -> None:
    clean = graph.__class__()
    clean.graph.update(_clean(graph.graph))
    clean.add_nodes_from((node, _clean(values)) for node, values in graph.nodes(data=True))
    clean.add_edges_from((source, target, _clean(values)) for source, target, values in graph.edges(data=True))
    with placed(path) as draft:
        write(clean, draft)
