"""What Microsoft documents of its sign-in and of Graph's mail, as a small server on loopback.

Source: learn.microsoft.com: v2-oauth2-client-creds-grant-flow, v2-oauth2-device-code, user-sendmail,
outlook-send-mime-message, outlook-large-attachments, throttling.
"""

from __future__ import annotations

import base64
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote

from scripted_server import context_for

TENANT, CLIENT, SECRET = "northmere.example", "11111111-2222-3333-4444-555555555555", "hush hush secret"
MAILBOX = "performance@northmere.example"


@dataclass
class Microsoft:
    """The state of the stand-in. ``answers`` are given in turn to requests of Graph, before it does as asked."""

    answers: list[tuple[int, dict[str, str]] | str | None] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    drafts: dict[str, dict[str, object]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    tokens: int = 0
    expired: set[str] = field(default_factory=set)
    authorization_pending: int = 0
    root: str = ""

    def token(self, *, of_a_person: bool) -> dict[str, object]:
        self.tokens += 1
        found: dict[str, object] = {"token_type": "Bearer", "expires_in": 3599, "access_token": f"token-{self.tokens}"}
        return found | (self._personal() if of_a_person else {})

    def _personal(self) -> dict[str, object]:
        return {
            "refresh_token": f"refresh-{self.tokens}",
            "scope": "https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/Mail.ReadWrite",
            "id_token": _id_token(),
            "client_info": _coded({"uid": "u", "utid": "t"}),
        }


def _coded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _id_token() -> str:
    claims = {"aud": CLIENT, "sub": "s", "oid": "u", "tid": "t", "preferred_username": MAILBOX, "exp": 9_999_999_999}
    return f"{_coded({'alg': 'none'})}.{_coded(claims)}.sig"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    microsoft: Microsoft

    def do_GET(self) -> None:
        path = f"{self.microsoft.root}/{TENANT}"
        self._json(
            200,
            {
                "authorization_endpoint": f"{path}/oauth2/v2.0/authorize",
                "token_endpoint": f"{path}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{path}/oauth2/v2.0/devicecode",
                "issuer": f"{path}/v2.0",
            },
        )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "/oauth2/" in self.path:
            self._sign_in(parse_qs(body.decode()))
        elif self._goes_on("POST"):
            self._graph(body)

    def do_DELETE(self) -> None:
        if self._goes_on("DELETE"):
            self.microsoft.drafts.pop(self.path.rpartition("/")[2], None)
            self._json(204, None)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.microsoft.ranges.append(self.headers["Content-Range"])
        assert "Authorization" not in self.headers  # the address is the key
        if not self._answered():
            self._put(body)

    def _put(self, body: bytes) -> None:
        draft, name = self.path.strip("/").split("/")[1:]
        files = self.microsoft.drafts[draft]["files"]
        span, _, total = self.headers["Content-Range"].removeprefix("bytes ").partition("/")
        start, end = (int(text) for text in span.split("-"))
        held = files[unquote(name)]  # type: ignore[index]
        assert (start, end - start + 1) == (len(held), len(body))
        assert len(body) < 4 * 1024 * 1024
        assert len(body) % (320 * 1024) == 0 or end + 1 == int(total)
        files[unquote(name)] = held + body  # type: ignore[index]
        done = end + 1 == int(total)
        self._json(201 if done else 200, None if done else {"nextExpectedRanges": [f"{end + 1}-"]})

    def _sign_in(self, form: dict[str, list[str]]) -> None:
        microsoft, kind = self.microsoft, form.get("grant_type", [""])[0]
        if self.path.endswith("devicecode"):
            said = "To sign in, open https://microsoft.com/devicelogin and enter the code ABCD."
            self._json(200, {"user_code": "ABCD", "device_code": "d", "interval": 1, "expires_in": 60, "message": said})
        elif kind == "client_credentials" and form.get("client_secret", [SECRET])[0] != SECRET:
            said = f"AADSTS7000215: Invalid client secret provided for app {CLIENT}."
            self._json(401, {"error": "invalid_client", "error_description": said})
        elif "device_code" in form and microsoft.authorization_pending:
            microsoft.authorization_pending -= 1
            self._json(400, {"error": "authorization_pending", "error_description": "wait"})
        else:
            self._json(200, microsoft.token(of_a_person=kind != "client_credentials"))

    def _goes_on(self, method: str) -> bool:
        """Whether the request is to be served: it is let in, and nothing else was told to be answered."""
        microsoft = self.microsoft
        microsoft.requests.append(f"{method} {self.path.removeprefix('/v1.0')}")
        token = self.headers["Authorization"].removeprefix("Bearer ")
        if token in microsoft.expired:
            self._json(401, {"error": {"code": "InvalidAuthenticationToken", "message": "Lifetime validation failed"}})
            return False
        return not self._answered()

    def _answered(self) -> bool:
        answer = self.microsoft.answers.pop(0) if self.microsoft.answers else None
        if answer is None:
            return False
        if isinstance(answer, str):  # hang up; "after" once it is done
            if answer == "after":
                self.microsoft.sent.append(b"")
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return True
        status, headers = answer
        self._json(status, {"error": {"code": f"Error{status}", "message": "As told."}}, headers)
        return True

    def _graph(self, body: bytes) -> None:
        path = self.path.removeprefix("/v1.0").removeprefix("/me").removeprefix(f"/users/{MAILBOX}")
        drafts = self.microsoft.drafts
        if path == "/sendMail":
            assert len(body) <= 4_000_000
            self.microsoft.sent.append(base64.b64decode(body, validate=True))
            self._json(202, None)
        elif path == "/messages":
            identity = f"draft{len(drafts)}="
            drafts[identity] = {"frame": base64.b64decode(body, validate=True), "files": {}}
            self._json(201, {"id": identity, "isDraft": True})
        else:
            self._of_draft(path, body)

    def _of_draft(self, path: str, body: bytes) -> None:
        identity, _, action = unquote(path).removeprefix("/messages/").partition("/")
        draft = self.microsoft.drafts[identity]
        files = draft["files"]
        if action == "send":
            draft["sent"] = True
            self._json(202, None)
        elif action == "attachments":
            file = json.loads(body)
            assert file["@odata.type"] == "#microsoft.graph.fileAttachment"
            files[file["name"]] = base64.b64decode(file["contentBytes"])  # type: ignore[index]
            self._json(201, {"id": "a"})
        else:
            assert action == "attachments/createUploadSession"
            item = json.loads(body)["AttachmentItem"]
            files[item["name"]] = b""  # type: ignore[index]
            url = f"{self.microsoft.root}/upload/{identity}/{item['name'].replace(' ', '%20')}"
            self._json(201, {"uploadUrl": url, "nextExpectedRanges": ["0-"]})

    def _json(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        content = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        for name, text in {
            "Content-Type": "application/json",
            "Content-Length": str(len(content)),
            **(headers or {}),
        }.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test looks at what was asked."""


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: hanging up is part of the play."""


@contextmanager
def stand_in(microsoft: Microsoft, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """The server, and its address."""
    handler = type("Handler", (_Handler,), {"microsoft": microsoft})
    with _Quiet(("127.0.0.1", 0), handler) as server:
        server.socket = (context or context_for("localhost")).wrap_socket(server.socket, server_side=True)
        microsoft.root = f"https://localhost:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield microsoft.root
        finally:
            server.shutdown()
            thread.join(5)
