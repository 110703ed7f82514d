"""The errors that end a run.

QuarterlyError
├── WorkbookRefused      the file cannot be read as an improvement workbook
├── WorkbookLocked       the file cannot be changed as asked
├── RequestRefused       what was asked for makes no sense for this workbook
├── TemplateRefused      a template cannot be used
├── PublicationRefused   a published edition breaks a rule of accessibility or disclosure
├── DeliveryRefused      a report cannot be converted, archived or sent as asked
├── ExcelRefused         a button in Excel cannot do what it stands for
└── DataSetRefused       a national data set cannot be used

Anything that is wrong with single cells is not an error but a
:class:`quarterly.model.problems.Problem`, and all of them are reported together.
"""

from __future__ import annotations

from msgspec import Struct

__all__ = [
    "DataSetRefused",
    "DeliveryRefusal",
    "DeliveryRefused",
    "ExcelRefused",
    "PublicationRefused",
    "QuarterlyError",
    "RequestRefused",
    "TemplateRefused",
    "WorkbookLocked",
    "WorkbookRefused",
]


class QuarterlyError(Exception):
    """A run that cannot go on, with one plain sentence for the person who asked.

    ``code`` is stable and documented, for example ``"not-a-workbook"``; ``str(error)`` says what happened,
    where, and what to do about it.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class WorkbookRefused(QuarterlyError):
    """The file is not one that can be read: encrypted, damaged, hostile, old, or without plan and KPIs."""


class WorkbookLocked(QuarterlyError):
    """The file can be read but not changed: open in Excel, signed, protected or read-only."""


class RequestRefused(QuarterlyError):
    """The request does not fit: an unknown quarter, an output that would overwrite the input."""


class DataSetRefused(QuarterlyError):
    """A national data set is absent, incomplete or does not know the authority."""


class TemplateRefused(QuarterlyError):
    """A template is damaged, hostile, or says something that cannot be drawn."""


class PublicationRefused(QuarterlyError):
    """A published edition failed its own audit: every violation is named, and nothing was written."""


class DeliveryRefused(QuarterlyError):
    """A report cannot be converted, archived or sent as asked."""


class DeliveryRefusal(Struct, frozen=True, kw_only=True):
    """A reason not to deliver, as catalogues hold it: ``sentence`` and ``fix`` may hold placeholders for :meth:`of`."""

    code: str
    sentence: str
    cause: str
    fix: str

    def of(self, **details: object) -> DeliveryRefused:
        """The refusal of one delivery, ready to raise: what happened and what to do about it."""
        return DeliveryRefused(self.code, f"{self.sentence} {self.fix}".format(**details))


class ExcelRefused(QuarterlyError):
    """A button cannot do what it stands for: Excel is busy, or the open workbook is not one to work in."""
