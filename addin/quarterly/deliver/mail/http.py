"""The small part of HTTP that Microsoft 365 needs, over requests, which msal brings along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    import requests

DEFAULT_RETRY = 30.0  # seconds to wait where a throttling server names no time


class Answer(Struct, frozen=True, kw_only=True):
    """A server's answer. Header names are in small letters."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def values(self) -> Mapping[str, object]:
        """The JSON object in the body; empty where there is none."""
        try:
            found = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def text(self, key: str) -> str:
        """A text of the JSON object."""
        found = self.values().get(key, "")
        return found if isinstance(found, str) else ""

    def error(self) -> tuple[str, str]:
        """Graph's code and words of what went wrong."""
        found = self.values().get("error")
        if not isinstance(found, dict):
            return "", ""
        return str(found.get("code", "")), str(found.get("message", ""))

    def retry_after(self) -> float:
        """Seconds to wait before the next try."""
        text = self.headers.get("retry-after", "").strip()
        return float(text) if text.isdigit() else DEFAULT_RETRY

    def next_byte(self) -> int | None:
        """Where an upload goes on: Graph names the ranges that it still expects, as ["3276800-"]."""
        ranges = self.values().get("nextExpectedRanges", self.values().get("NextExpectedRanges"))
        if not isinstance(ranges, list) or not ranges:
            return None
        first = str(ranges[0]).partition("-")[0]
        return int(first) if first.isdigit() else None


class Lost(Struct, frozen=True, kw_only=True):
    """No answer. ``handed_over`` says that the request may have reached the server."""

    reason: str
    handed_over: bool


class Http:
    """A connection for many requests; certificates are verified always."""

    def __init__(self, timeout: float, verify: str | bool = True) -> None:
        import requests

        self.session = requests.Session()
        self.session.verify = verify
        self._timeout = timeout

    def ask(
        self, method: str, url: str, body: bytes | Mapping[str, object], headers: Mapping[str, str]
    ) -> Answer | Lost:
        """One request; a redirect is not followed, because a token would go along."""
        import requests

        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = {} if isinstance(body, bytes) else {"Content-Type": "application/json"}
        try:
            found = self.session.request(
                method, url, data=content, headers={**kind, **headers}, timeout=self._timeout, allow_redirects=False
            )
        except requests.exceptions.RequestException as error:
            return Lost(reason=_said(error), handed_over=not _before_sending(error))
        answered = {name.casefold(): value for name, value in found.headers.items()}
        return Answer(status=found.status_code, headers=answered, body=found.content)

    def close(self) -> None:
        """Close every connection."""
        self.session.close()


def _before_sending(error: requests.exceptions.RequestException) -> bool:
    """Whether the server cannot have seen the request."""
    import requests
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    if isinstance(error, (requests.exceptions.ConnectTimeout, requests.exceptions.SSLError)):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _said(error: requests.exceptions.RequestException) -> str:
    import requests

    if isinstance(error, requests.exceptions.SSLError):
        return "The certificate of Microsoft 365 could not be verified, so nothing was sent."
    if isinstance(error, requests.exceptions.Timeout):
        return "Microsoft 365 did not answer in time."
    return "The connection to Microsoft 365 was lost."
