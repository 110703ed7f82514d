"""The archive: every report that was published or sent, the workbook that it was made from, and who got it.

Nothing in it is ever changed or overwritten. Files stand under the hash of what is in them; beside them each report has
a manifest in JSON, written last, so that whatever has a manifest is whole.
"""

from __future__ import annotations

from quarterly.deliver.archive.manifest import Manifest, Receipt, Recipe, report_key
from quarterly.deliver.archive.refusals import REFUSALS
from quarterly.deliver.archive.store import Archive, Beside, Kept, Named

__all__ = ["REFUSALS", "Archive", "Beside", "Kept", "Manifest", "Named", "Receipt", "Recipe", "report_key"]
