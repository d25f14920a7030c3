"""Tables and networks as files for other programs; each file appears whole or not at all."""

from pipeline.export.gold import gold
from pipeline.export.networks import NETWORKS, network
from pipeline.export.tables import TABLES, table

__all__ = ["NETWORKS", "TABLES", "gold", "network", "table"]
