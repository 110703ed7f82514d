"""E-mail: who gets which edition, what the message says, the ways out, and what became of each."""

from __future__ import annotations

from quarterly.deliver.mail.post import send_parcels
from quarterly.deliver.mail.settings import SettingProblem, mail_settings
from quarterly.deliver.parcels import (
    QUARTERLY_REPORT,
    Attachment,
    MailSettings,
    Outcome,
    Parcel,
    Security,
    SignIn,
    State,
    Way,
)

__all__ = [
    "QUARTERLY_REPORT",
    "Attachment",
    "MailSettings",
    "Outcome",
    "Parcel",
    "Security",
    "SettingProblem",
    "SignIn",
    "State",
    "Way",
    "mail_settings",
    "send_parcels",
]
