"""The network of speeches, directives and bodies as GraphML or GEXF."""

from pathlib import Path

from pipeline import graph
from pipeline.errors import UsageError
from pipeline.store import Store

NETWORKS = {"graphml": graph.write_graphml, "gexf": graph.write_gexf}


def network(store: Store, path: Path, format: str) -> int:
    """Write the whole network to `path`; gives the number of its nodes.

    Raises:
        UsageError: no such format or folder.
        StoreError: the file cannot be written.
    """
    if format not in NETWORKS:
        raise UsageError("format", f"没有 {format} 这种网络格式，可用：{'、'.join(NETWORKS)}")
    whole = graph.network(store)
    NETWORKS[format](whole, path)
    return len(whole)
