"""From judgements to a report: sections, tables, charts and sentences, without any Excel in them."""

from quarterly.compose.pack import compose_report
from quarterly.compose.provenance import Provenance

__all__ = ["Provenance", "compose_report"]
