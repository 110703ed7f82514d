"""Signing in to Microsoft 365 with msal: as an application, or as a person who confirms a code in a browser."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from quarterly.deliver.mail.addresses import shown_text
from quarterly.deliver.mail.carrier import Closed
from quarterly.deliver.mail.http import Http
from quarterly.deliver.mail.passwords import SERVICE, password_of
from quarterly.deliver.parcels import MailSettings, SignIn
from quarterly.deliver.refusals import SIGN_IN_NOT_KEPT
from quarterly.errors import DeliveryRefused

if TYPE_CHECKING:
    import msal

LOGIN = "https://login.microsoftonline.com"
APPLICATION_SCOPES = ["https://graph.microsoft.com/.default"]
PERSON_SCOPES = ["https://graph.microsoft.com/Mail.Send", "https://graph.microsoft.com/Mail.ReadWrite"]
CACHE_ACCOUNT = "microsoft-365-sign-in"

Show = Callable[[str], None]
"""Shows a sentence to the person in front of the screen."""


class Tokens(Protocol):
    """Where tokens come from."""

    def token(self, *, renew: bool = False) -> str | Closed:
        """A token that still holds, or why there is none. ``renew``: the last one was not accepted."""


class ApplicationTokens(Struct, kw_only=True):
    """Signed in as the application itself; tokens are kept in memory only."""

    settings: MailSettings
    http: Http
    login: str = LOGIN
    _app: msal.ConfidentialClientApplication | None = None

    def token(self, *, renew: bool = False) -> str | Closed:
        """From msal, which keeps it until it expires."""
        try:
            if self._app is None:
                self._app = self._sign_in()
            if renew:
                self._app.remove_tokens_for_client()
            found = self._app.acquire_token_for_client(scopes=APPLICATION_SCOPES)
        except DeliveryRefused as error:
            return Closed(reason=error.message, temporary=False)
        except (ValueError, OSError) as error:
            return _not_reached(error)
        return _token_in(found)

    def _sign_in(self) -> msal.ConfidentialClientApplication:
        import msal

        settings = self.settings
        return msal.ConfidentialClientApplication(
            settings.client_id,
            client_credential=_credential(settings),
            authority=f"{self.login}/{settings.tenant}",
            instance_discovery=self.login == LOGIN,
            http_client=self.http.session,
        )


class PersonTokens(Struct, kw_only=True):
    """Signed in as a person, and kept so, so that it is asked for once. ``show`` is ``None`` in scheduled runs."""

    settings: MailSettings
    http: Http
    show: Show | None = None
    login: str = LOGIN
    _app: msal.PublicClientApplication | None = None
    _cache: msal.SerializableTokenCache | None = None

    def token(self, *, renew: bool = False) -> str | Closed:
        """From the kept sign-in, else by asking the person."""
        try:
            app = self._app or self._open()
            known = app.get_accounts(username=None)
            found = app.acquire_token_silent(PERSON_SCOPES, account=known[0], force_refresh=renew) if known else None
            if found is None or "access_token" not in found:
                found = self._ask(app)
            self._keep()
        except DeliveryRefused as error:
            return Closed(reason=error.message, temporary=False)
        except (ValueError, OSError) as error:
            return _not_reached(error)
        return found if isinstance(found, Closed) else _token_in(found)

    def _open(self) -> msal.PublicClientApplication:
        import msal

        self._cache = msal.SerializableTokenCache()
        if kept := _kept(self.settings.token_cache):
            self._cache.deserialize(kept)
        self._app = msal.PublicClientApplication(
            self.settings.client_id,
            authority=f"{self.login}/{self.settings.tenant}",
            instance_discovery=self.login == LOGIN,
            token_cache=self._cache,
            http_client=self.http.session,
        )
        return self._app

    def _ask(self, app: msal.PublicClientApplication) -> object:
        if self.show is None:
            said = (
                "Nobody is signed in to Microsoft 365. Run quarterly send once by hand, and confirm the code it shows."
            )
            return Closed(reason=said, temporary=False)
        flow = app.initiate_device_flow(scopes=PERSON_SCOPES)
        if "user_code" not in flow:
            return flow
        self.show(shown_text(str(flow.get("message", "")), 400))
        return app.acquire_token_by_device_flow(flow)

    def _keep(self) -> None:
        if self._cache is not None and self._cache.has_state_changed:
            _keep(self.settings.token_cache, self._cache.serialize())
            self._cache.has_state_changed = False


def tokens_for(settings: MailSettings, http: Http, show: Show | None = None, login: str = LOGIN) -> Tokens:
    """The sign-in that the settings name."""
    if settings.sign_in is SignIn.APPLICATION:
        return ApplicationTokens(settings=settings, http=http, login=login)
    return PersonTokens(settings=settings, http=http, show=show, login=login)


def _credential(settings: MailSettings) -> str | dict[str, str]:
    """The secret, or key and certificate out of one PEM file."""
    if settings.certificate is None:
        return password_of(settings.secret_from, settings.client_id)
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    pem = settings.certificate.read_bytes()
    certificate = x509.load_pem_x509_certificate(pem)
    is_rsa = isinstance(load_pem_private_key(pem, password=None), RSAPrivateKey)
    if not is_rsa:
        raise ValueError("Microsoft 365 takes certificates with an RSA key only")
    # Microsoft finds the certificate by its SHA-1; nothing is proved by it.
    thumbprint = certificate.fingerprint(SHA1()).hex()  # noqa: S303
    return {"private_key": pem.decode(), "thumbprint": thumbprint, "public_certificate": pem.decode()}


def _token_in(found: object) -> str | Closed:
    """The token in msal's answer; else its code, without the long text that names tenant and user."""
    values = found if isinstance(found, dict) else {}
    token = values.get("access_token")
    if isinstance(token, str):
        return token
    code = re.search(r"AADSTS\d+", str(values.get("error_description", "")))
    said = " ".join(part for part in (str(values.get("error", "")), code[0] if code else "") if part)
    temporary = values.get("error") in ("temporarily_unavailable", "server_error")
    return Closed(reason=f"Microsoft 365 did not accept the sign-in ({shown_text(said, 80)}).", temporary=temporary)


def _not_reached(error: Exception) -> Closed:
    if isinstance(error, FileNotFoundError):
        return Closed(reason=f"There is no file {error.filename}.", temporary=False)
    # requests' errors are OSErrors; a ValueError is msal's word for a tenant or key that cannot be.
    if isinstance(error, OSError):
        return Closed(reason="Microsoft 365's sign-in page could not be reached.", temporary=True)
    return Closed(reason="The tenant, the certificate or the answer of the sign-in page is not right.", temporary=False)


def _kept(path: Path | None) -> str:
    if path is not None:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    try:
        return password_of("keyring", CACHE_ACCOUNT)
    except DeliveryRefused:
        return ""


def _keep(path: Path | None, text: str) -> None:
    """Keep the sign-in where only this user reads it."""
    if path is None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, CACHE_ACCOUNT, text)
        except KeyringError as error:
            raise SIGN_IN_NOT_KEPT.of() from error
        return
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
    fresh.replace(path)
