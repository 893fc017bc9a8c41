"""Every page that links lead to, once for each part people play; nothing is sent (D8)."""

import html
import re
import time
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor

from django.urls import Resolver404, resolve

from assurance.browser import Answer, Browser
from assurance.canary_stage import Stage

HREF = re.compile(r'href="(/[^"#]*)')
PARTS = (
    "nobody", "stranger", "requester", "backup", "principal", "superintendent", "director", "communications", "sysadmin",
    "designee", "alternate",
)  # fmt: skip
SECONDS = 20.0
#: Ending the session, and what is the same for everybody.
LEFT_OUT = ("/sign-in/logout", "/static/", "/language/")


def crawl(stage: Stage, *, each: int, most: int) -> tuple[list[Answer], list[str], list[str]]:
    """All answers, which pages gave none, and for which parts there was more to see.

    At most so many pages of one route, and in all, are opened for each part.
    """
    cookies = {part: dict(stage.browser(part).cookies) for part in PARTS}
    with ThreadPoolExecutor(4) as pool:
        walked = list(pool.map(lambda part: _Walk(stage.port, part, cookies[part], each, most).all(), PARTS))
    answers, hung = [answer for walk in walked for answer in walk.kept], [line for walk in walked for line in walk.hung]
    return answers, hung, [walk.part for walk in walked if walk.waiting]


class _Walk:
    """One part's way through the site."""

    def __init__(self, port: int, part: str, cookies: dict[str, str], each: int, most: int) -> None:
        self.kept, self.hung = list[Answer](), list[str]()
        self.browser = Browser(port, who=part, kept=self.kept)
        self.browser.cookies, self.browser.seconds = cookies, SECONDS
        self.each, self.most, self.part = each, most, part
        self.routes = Counter[str]()
        self.met, self.waiting = {"/"}, deque(["/"])

    def all(self) -> "_Walk":
        while self.waiting and len(self.kept) < self.most:
            path = self.waiting.popleft()
            begun = time.monotonic()
            try:
                self.browser.get(path)
            except OSError:
                self.hung.append(f"{self.part}: GET {path} had no answer after {time.monotonic() - begun:.0f} s")
                continue
            self.waiting.extend(self._new(self.kept[-1]))
        return self

    def _new(self, answer: Answer) -> list[str]:
        found = []
        for href in [answer.location, *HREF.findall(answer.text)]:
            path = html.unescape(href)
            if path in self.met or not path.startswith("/") or path.startswith(LEFT_OUT):
                continue
            self.met.add(path)
            route = _route(path)
            self.routes[route] += 1
            found += [path] if self.routes[route] <= self.each else []
        return found


def _route(path: str) -> str:
    try:
        return f"{resolve(path.partition('?')[0]).route}?{'q' if '?' in path else ''}"
    except Resolver404:
        return "none"
