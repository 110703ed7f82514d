"""The way out that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from quarterly.deliver.mail.carrier import Carrier
from quarterly.deliver.mail.passwords import password_of
from quarterly.deliver.mail.settings import named_address
from quarterly.deliver.parcels import MailSettings, SignIn, Way
from quarterly.deliver.refusals import EXTRA_MISSING


def carrier_for(settings: MailSettings, show: Callable[[str], None] | None = None) -> Carrier:
    """The carrier, not yet connected. ``show`` tells a person in front of the screen how to sign in.

    Raises:
        DeliveryRefused: a part that the way needs is not installed.
    """
    if settings.way is Way.SMTP:
        from quarterly.deliver.mail.smtp import SmtpCarrier

        return SmtpCarrier(settings, lambda: password_of(settings.password_from, settings.username))
    if settings.way is Way.GRAPH:
        return _graph(settings, show)
    from quarterly.deliver.mail.drafts import DraftCarrier

    return DraftCarrier(settings.drafts or Path("drafts"))


def _graph(settings: MailSettings, show: Callable[[str], None] | None) -> Carrier:
    try:
        from quarterly.deliver.mail.graph import GraphCarrier
        from quarterly.deliver.mail.graph_sign_in import tokens_for
        from quarterly.deliver.mail.http import Http

        http = Http(settings.timeout)
    except ImportError as error:
        raise EXTRA_MISSING.of(what="Sending through Microsoft 365", packages="msal requests cryptography") from error
    _, address = named_address(settings.sender)
    return GraphCarrier(
        sender=str(address),
        own=settings.sign_in is SignIn.DEVICE,
        tokens=tokens_for(settings, http, show),
        http=http,
    )
