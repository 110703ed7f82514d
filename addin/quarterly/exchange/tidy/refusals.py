"""Why tidy tables are not written: every code with its sentence, cause and cure."""

from __future__ import annotations

from quarterly.errors import DeliveryRefusal

PYARROW_MISSING = DeliveryRefusal(
    code="export-no-parquet",
    sentence="Parquet files need pyarrow, which is not installed.",
    cause="Quarterly was installed without it, as most do not need it.",
    fix="Export as CSV, or ask IT to install it: python -m pip install pyarrow.",
)
FILE_EXISTS = DeliveryRefusal(
    code="export-exists",
    sentence='"{name}" is there already, and would be lost.',
    cause="The folder holds a file of that name that Quarterly did not write, or that somebody changed since.",
    fix="Choose another folder, or add --force to replace it.",
)
FOLDER_IS_FILE = DeliveryRefusal(
    code="export-not-a-folder",
    sentence='"{name}" is a file, not a folder.',
    cause="The tables are several files, and go into a folder.",
    fix="Name a folder.",
)
HIDDEN_FIGURE = DeliveryRefusal(
    code="export-hidden-figure",
    sentence="Nothing was exported: table {table} would tell a hidden figure of {ref}.",
    cause="A figure that disclosure control hid was about to be written all the same: a fault of Quarterly's.",
    fix="Send this message to whoever looks after Quarterly.",
)

REFUSALS: tuple[DeliveryRefusal, ...] = (PYARROW_MISSING, FILE_EXISTS, FOLDER_IS_FILE, HIDDEN_FIGURE)
"""Every reason."""
