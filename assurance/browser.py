"""A small browser for real servers: keeps cookies, fills in the CSRF token, follows nothing."""

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from assurance.surroundings import HOST

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """Talks to the server on a port of this machine as the proxy in front of it would."""

    def __init__(self, port: int, *, address: str = "192.0.2.1", spoofed: str = "") -> None:
        self.port, self.cookies = port, dict[str, str]()
        self.forwarded = f"{spoofed}, {address}" if spoofed else address
        self.token = ""

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None)

    def post(self, path: str, **form: str) -> tuple[int, str]:
        return self._ask("POST", path, urlencode({**form, "csrfmiddlewaretoken": self.token}))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": self.forwarded,
            "Referer": f"https://{HOST}{path}", "Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items()),
            **({"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}),
        }  # fmt: skip
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        found = TOKEN.search(text)
        self.token = found[1] if found else self.token
        connection.close()
        return answer.status, answer.headers.get("Location") or text
