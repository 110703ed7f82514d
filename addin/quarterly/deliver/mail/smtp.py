"""The way out through a mail server: encrypted always, its certificate verified always.

The message is handed over in two steps, because the standard library's one step cannot tell them apart: until the line
that ends it has gone, no server may deliver it, so whatever fails before is certain not to be sent. Whatever fails
after that line, and before the answer, may have been sent.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable

from quarterly.deliver.mail.addresses import shown_text
from quarterly.deliver.mail.carrier import Closed, Delivery, Verdict, too_large
from quarterly.deliver.mail.message import Letter
from quarterly.deliver.parcels import MailSettings, Security

PORTS = {Security.STARTTLS: 587, Security.TLS: 465}  # RFC 6409, RFC 8314
_END = b".\r\n"
_LOST = (smtplib.SMTPServerDisconnected, OSError)
_TRUST = {  # OpenSSL's numbers of what is wrong with a certificate
    10: "has expired",
    18: "vouches for itself and is not trusted",
    19: "comes from an authority that is not trusted",
    20: "comes from an authority that is not trusted",
    62: "is for another server",
}


class SmtpCarrier:
    """A log-in to a mail server, kept for as many messages as the server takes."""

    def __init__(self, settings: MailSettings, password: Callable[[], str]) -> None:
        self._settings = settings
        self._password = password
        self._smtp: smtplib.SMTP | None = None

    def ready(self) -> Closed | None:
        """Connect, encrypt, log in."""
        if self._smtp is not None:
            return None
        try:
            self._smtp = self._connect()
        except (smtplib.SMTPException, OSError, _Shut) as error:
            return self._closed_by(error)
        return None

    def deliver(self, letter: Letter) -> Delivery:
        """Hand over one message and wait for the server's word."""
        smtp = self._smtp
        if smtp is None or letter.sender is None:
            raise ValueError("deliver() comes after ready(), with a message that has a sender")
        limit = smtp.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < len(letter.content):
            return Delivery(verdict=Verdict.PERMANENT, reason=too_large(len(letter.content), int(limit)))
        try:
            refused = self._envelope(smtp, letter)
            if refused is None:
                self._body(smtp, letter.content)
        except _LOST as error:
            self._drop()
            return Delivery(
                verdict=Verdict.TEMPORARY,
                reason=f"The connection was lost before the message was sent: {_text(error)}.",
            )
        return refused or self._last_word(smtp)

    def close(self) -> None:
        """Say goodbye; a server that does not answer is left all the same."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._smtp.close()
            self._smtp = None

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        context = ssl.create_default_context(cafile=str(settings.ca_file) if settings.ca_file else None)
        port = settings.port or PORTS[settings.security]
        smtp: smtplib.SMTP
        if settings.security is Security.TLS:
            smtp = smtplib.SMTP_SSL(settings.server, port, timeout=settings.timeout, context=context)
        else:
            smtp = smtplib.SMTP(settings.server, port, timeout=settings.timeout)
        try:
            self._greet(smtp, context)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _greet(self, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self._settings.security is Security.STARTTLS:
            if not smtp.has_extn("starttls"):
                said = f"{self._settings.server} offers no encryption (STARTTLS), so nothing was sent through it."
                raise _Shut(Closed(reason=said, temporary=False))
            code, answer = smtp.starttls(context=context)
            if code != 220:
                said = f"{self._settings.server} did not begin encryption: {_reply(code, answer)}"
                raise _Shut(Closed(reason=said, temporary=True))
            smtp.ehlo()
        if self._settings.username:
            self._log_in(smtp)

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        server = self._settings.server
        try:
            smtp.login(self._settings.username, self._password())
        except smtplib.SMTPAuthenticationError as error:
            temporary = 400 <= error.smtp_code < 500
            # The server's words may repeat what was sent to it; its number says enough.
            said = f"{server} did not accept the log-in of {self._settings.username} ({error.smtp_code})."
            raise _Shut(Closed(reason=said, temporary=temporary)) from None
        except smtplib.SMTPNotSupportedError:
            raise _Shut(Closed(reason=f"{server} offers no log-in that is known here.", temporary=False)) from None

    def _envelope(self, smtp: smtplib.SMTP, letter: Letter) -> Delivery | None:
        """Sender, recipient, and leave to send the message; what is refused here is not sent."""
        size = [f"size={len(letter.content)}"] if smtp.has_extn("size") else []
        steps: tuple[tuple[str, Callable[[], tuple[int, bytes]], int], ...] = (
            ("the sender", lambda: smtp.mail(str(letter.sender), size), 250),
            ("the address", lambda: smtp.rcpt(str(letter.to)), 250),
            ("the message", lambda: smtp.docmd("DATA"), 354),
        )
        for what, ask, wanted in steps:
            code, answer = ask()
            if code != wanted and not (wanted == 250 and code == 251):
                return self._refused(smtp, what, code, answer)
        return None

    def _body(self, smtp: smtplib.SMTP, content: bytes) -> None:
        stuffed = re.sub(rb"(?m)^\.", b"..", content)  # RFC 5321, 4.5.2: a dot alone would end the message
        smtp.send(stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n")

    def _last_word(self, smtp: smtplib.SMTP) -> Delivery:
        try:
            smtp.send(_END)
            code, answer = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            said = f"The message was handed over, and the server did not say whether it took it: {_text(error)}."
            return Delivery(verdict=Verdict.UNCERTAIN, reason=said)
        if code == 250:
            return Delivery(verdict=Verdict.TAKEN)
        return self._refused(smtp, "the message", code, answer)

    def _refused(self, smtp: smtplib.SMTP, what: str, code: int, answer: bytes) -> Delivery:
        if not 400 <= code < 600 or code == 421:  # 421: the server leaves; anything else is no answer at all
            self._drop()
        else:
            try:
                smtp.rset()
            except (smtplib.SMTPException, OSError):
                self._drop()
        verdict = Verdict.PERMANENT if 500 <= code < 600 else Verdict.TEMPORARY
        return Delivery(verdict=verdict, reason=f"The mail server refused {what}: {_reply(code, answer)}")

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _closed_by(self, error: Exception) -> Closed:
        server = self._settings.server
        if isinstance(error, _Shut):
            return error.closed
        if isinstance(error, ssl.SSLCertVerificationError):
            said = _TRUST.get(error.verify_code, f"is not good: {error.verify_message}")
            return Closed(
                reason=f"The certificate of {server} {said}, so nothing was sent through it.", temporary=False
            )
        if isinstance(error, ssl.SSLError):
            return Closed(reason=f"{server} does not speak TLS as it should.", temporary=False)
        if isinstance(error, socket.gaierror):
            return Closed(reason=f"No mail server {server} was found.", temporary=True)
        return Closed(reason=f"No connection to {server}: {_text(error)}.", temporary=True)


class _Shut(Exception):
    """The server was reached, and nothing can be sent through it."""

    def __init__(self, closed: Closed) -> None:
        super().__init__(closed.reason)
        self.closed = closed


def _reply(code: int, answer: bytes) -> str:
    words = shown_text(answer.decode("utf-8", "replace"), 160)
    return f"{code} {words}".strip().rstrip(".") + "."


def _text(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return _reply(error.smtp_code, words if isinstance(words, bytes) else words.encode()).rstrip(".")
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    if isinstance(error, TimeoutError) or "timed out" in said:  # smtplib packs some into an error of its own
        return "no answer in time"
    return shown_text(said, 160).rstrip(".") or type(error).__name__
