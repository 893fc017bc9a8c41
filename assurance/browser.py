"""A small browser for real servers: keeps cookies, fills in the CSRF token, follows nothing."""

import http.client
import re
import secrets
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from assurance.surroundings import HOST

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    """What a server sent back; `may_show` names what this one answer is there to show."""

    who: str
    asked: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    may_show: frozenset[str] = field(default_factory=frozenset)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def location(self) -> str:
        return next((text for name, text in self.headers if name.lower() == "location"), "")


class Browser:
    """Talks to the server on a port of this machine as the proxy in front of it would; `kept` gets every answer."""

    def __init__(
        self, port: int, *, address: str = "192.0.2.1", spoofed: str = "", who: str = "", kept: list[Answer] | None = None
    ) -> None:  # fmt: skip
        self.port, self.cookies = port, dict[str, str]()
        self.forwarded = f"{spoofed}, {address}" if spoofed else address
        self.token, self.who, self.kept = "", who, kept
        self.seconds = 60.0

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None)

    def post(self, path: str, **form: str) -> tuple[int, str]:
        return self._ask("POST", path, urlencode({**form, "csrfmiddlewaretoken": self.token}).encode())

    def send(self, path: str, name: str, content: bytes, **form: str) -> tuple[int, str]:
        """A form with a file in its field `file`."""
        mark = secrets.token_hex(16)
        parts = {**form, "csrfmiddlewaretoken": self.token}
        lines = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n' for key, text in parts.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = "".join([*lines, head]).encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={mark}")

    def _ask(self, method: str, path: str, body: bytes | None, kind: str = FORM) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
        headers = {
            "Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": self.forwarded,
            "Referer": f"https://{HOST}{path}", "Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items()),
            **({"Content-Type": kind} if body is not None else {}),
        }  # fmt: skip
        try:
            connection.request(method, path, body, headers)
            got = connection.getresponse()
            answer = Answer(self.who, f"{method} {path}", got.status, got.getheaders(), got.read())
        finally:
            connection.close()
        if self.kept is not None:
            self.kept.append(answer)
        self._take_up(answer)
        return answer.status, answer.location or answer.text

    def _take_up(self, answer: Answer) -> None:
        for name, line in answer.headers:
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(line).items()}
        found = TOKEN.search(answer.text)
        self.token = found[1] if found else self.token
