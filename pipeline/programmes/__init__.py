"""directives -> the same with the programmes and documents that they name, and the lists that these declare."""

from pipeline.programmes.lists import declared, listed
from pipeline.programmes.names import attached

__all__ = ["attached", "declared", "listed"]
