"""The way out through Microsoft 365: Microsoft Graph's sendMail, and a draft with upload sessions for large files.

The same bytes go out as by SMTP: Graph takes a whole message in MIME form. One request of it may have 4 MB.
Source: learn.microsoft.com/graph: user-sendmail, outlook-send-mime-message, outlook-large-attachments, throttling.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import quote

from msgspec import Struct

from quarterly.deliver.mail.addresses import shown_text
from quarterly.deliver.mail.carrier import Closed, Delivery, Verdict
from quarterly.deliver.mail.graph_sign_in import Tokens
from quarterly.deliver.mail.http import Answer, Http, Lost
from quarterly.deliver.mail.message import Letter
from quarterly.deliver.parcels import Attachment

GRAPH = "https://graph.microsoft.com/v1.0"
MOST_AT_ONCE = 3_800_000  # characters of one sendMail request; Graph takes 4 MB with everything around them
SMALL_FILE = 3_000_000  # bytes; smaller files are attached in one request, larger ones need an upload session
CHUNK = 10 * 320 * 1024  # bytes of one PUT: a multiple of 320 KiB, below 4 MB
_MIME = {"Content-Type": "text/plain"}
_AGAIN = (429, 503)  # throttled or busy: certainly not sent
_NOBODY_KNOWS = (500, 502, 504)
_SHUT_OUT = {
    401: "Microsoft 365 does not accept the sign-in, even after it was renewed.",
    403: "Microsoft 365 does not let this application send as {sender}: a permission or its access policy is missing.",
    404: "Microsoft 365 knows no mailbox {sender}.",
}


class GraphCarrier(Struct, kw_only=True):
    """One signed-in sender."""

    sender: str
    own: bool  # signed in as that person: their mailbox is "me"
    tokens: Tokens
    http: Http
    root: str = GRAPH
    _closed: Closed | None = None

    def ready(self) -> Closed | None:
        """Sign in, where there is no token that still holds."""
        if self._closed is None or self._closed.temporary:
            found = self.tokens.token()
            self._closed = found if isinstance(found, Closed) else None
        return self._closed

    def deliver(self, letter: Letter) -> Delivery:
        """Hand over one message: in one piece, or as a draft with its files beside it."""
        whole = base64.b64encode(letter.content)
        if len(whole) <= MOST_AT_ONCE:
            return self._send("/sendMail", whole)
        return self._in_pieces(letter)

    def close(self) -> None:
        """Close the connection."""
        self.http.close()

    @property
    def _mailbox(self) -> str:
        return f"{self.root}/me" if self.own else f"{self.root}/users/{quote(self.sender, safe='@')}"

    def _send(self, path: str, body: bytes) -> Delivery:
        """The request after which a message is under way."""
        answer = self._ask("POST", f"{self._mailbox}{path}", body, _MIME if body else {})
        if isinstance(answer, Lost):
            verdict = Verdict.UNCERTAIN if answer.handed_over else Verdict.TEMPORARY
            return Delivery(verdict=verdict, reason=answer.reason)
        if answer.status == 202:
            return Delivery(verdict=Verdict.TAKEN)
        if answer.status in _NOBODY_KNOWS:
            said = f"Microsoft 365 answered {answer.status}, which does not say whether it took the message."
            return Delivery(verdict=Verdict.UNCERTAIN, reason=said)
        return self._refused(answer)

    def _in_pieces(self, letter: Letter) -> Delivery:
        made = self._step("POST", f"{self._mailbox}/messages", base64.b64encode(letter.frame), _MIME)
        if isinstance(made, Delivery):
            return made
        draft = f"/messages/{quote(made.text('id'), safe='')}"
        for file in letter.attachments:
            if refused := self._attach(draft, file):
                return self._abandon(draft, refused)
        sent = self._send(f"{draft}/send", b"")
        certain = sent.verdict in (Verdict.TEMPORARY, Verdict.PERMANENT)
        return self._abandon(draft, sent) if certain else sent

    def _attach(self, draft: str, file: Attachment) -> Delivery | None:
        url = f"{self._mailbox}{draft}/attachments"
        if len(file.content) < SMALL_FILE:
            body = {
                "@odata.type": "#microsoft.graph.fileAttachment",
                "name": file.name,
                "contentBytes": base64.b64encode(file.content).decode(),
            }
            answer = self._step("POST", url, body)
            return answer if isinstance(answer, Delivery) else None
        item = {"AttachmentItem": {"attachmentType": "file", "name": file.name, "size": len(file.content)}}
        begun = self._step("POST", f"{url}/createUploadSession", item)
        return begun if isinstance(begun, Delivery) else self._upload(begun.text("uploadUrl"), file.content)

    def _upload(self, url: str, content: bytes) -> Delivery | None:
        """One range after another, each where the server expects it."""
        if not url.startswith("https://"):
            return Delivery(verdict=Verdict.PERMANENT, reason="Microsoft 365 named no safe address for the attachment.")
        start, size = 0, len(content)
        while start < size:
            piece = content[start : start + CHUNK]
            end = start + len(piece)
            headers = {"Content-Range": f"bytes {start}-{end - 1}/{size}", "Content-Type": "application/octet-stream"}
            answer = self.http.ask("PUT", url, piece, headers)  # the address itself is the key: no token goes there
            if isinstance(answer, Lost):
                return Delivery(verdict=Verdict.TEMPORARY, reason=answer.reason)
            if answer.status not in (200, 201, 202):
                return self._refused(answer, sending=False)
            expected = answer.next_byte()
            start = end if expected is None or not 0 < expected <= end else expected
        return None

    def _step(
        self, method: str, url: str, body: bytes | Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> Answer | Delivery:
        """A request before the sending: whatever fails here is certain not to be sent."""
        answer = self._ask(method, url, body, headers or {})
        if isinstance(answer, Lost):
            return Delivery(verdict=Verdict.TEMPORARY, reason=answer.reason)
        return answer if answer.status in (200, 201) else self._refused(answer, sending=False)

    def _abandon(self, draft: str, why: Delivery) -> Delivery:
        """Take the draft away again, so that nobody sends it by hand; a draft that stays is no message sent."""
        self._ask("DELETE", f"{self._mailbox}{draft}", b"", {})
        return why

    def _ask(
        self, method: str, url: str, body: bytes | Mapping[str, object], headers: Mapping[str, str]
    ) -> Answer | Lost:
        """A request with the token; an expired one is renewed, once."""
        answer: Answer | Lost = Lost(reason="Nobody is signed in to Microsoft 365.", handed_over=False)
        for renew in (False, True):
            token = self.tokens.token(renew=renew)
            if isinstance(token, Closed):
                self._closed = token
                return Lost(reason=token.reason, handed_over=False)
            answer = self.http.ask(method, url, body, {**headers, "Authorization": f"Bearer {token}"})
            if isinstance(answer, Lost) or answer.status != 401:
                break
        return answer

    def _refused(self, answer: Answer, *, sending: bool = True) -> Delivery:
        if answer.status in _AGAIN or (answer.status in _NOBODY_KNOWS and not sending):
            said = f"Microsoft 365 is busy and asked to wait ({answer.status})."
            return Delivery(verdict=Verdict.TEMPORARY, reason=said, wait=answer.retry_after())
        if answer.status in _SHUT_OUT:
            self._closed = Closed(reason=_SHUT_OUT[answer.status].format(sender=self.sender), temporary=False)
            return Delivery(verdict=Verdict.TEMPORARY, reason=self._closed.reason)
        code, words = answer.error()
        said = shown_text(f"{answer.status} {code} {words}", 200).rstrip(".")
        return Delivery(verdict=Verdict.PERMANENT, reason=f"Microsoft 365 refused the message: {said}.")
