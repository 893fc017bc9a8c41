"""One person at a browser: goes where the words lead, and looks at every page for what must not be."""

import re
import time
from itertools import count
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, expect

from registry.people.models import User
from tests.cast import PASSWORD, code_of

#: Milliseconds, for whatever is waited for: a busy machine is no fault.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
#: What axe is asked in light (everything) and in dark (of all its rules, those that hang on colors).
LOOKED_AT: dict[Literal["light", "dark"], dict[str, list[str]]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
}
_numbers = count(1)


class Visitor:
    """A person's own window. What the browser complains about, and what axe finds, is in `troubles`."""

    def __init__(self, context: BrowserContext, user: User, shots: Path) -> None:
        self.context, self.user, self.shots = context, user, shots
        self.troubles: list[str] = []
        context.set_default_timeout(PATIENCE)
        self.page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._complain(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        policy = "Content Security Policy" in message.text or "Refused to" in message.text
        if policy or (message.type == "error" and "status of 4" not in message.text):
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _complain(self, error: str) -> None:
        self.troubles.append(f"{self.page.url}: {error}")

    # Going about -------------------------------------------------------------------------------------------------------

    def sign_in(self) -> None:
        self.page.goto("/")
        self.see("Sign in")
        self.page.get_by_label(re.compile("^E-?mail")).fill(self.user.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")
        self.look("code")
        left = 30 - time.time() % 30
        if left < 6:  # a code is good in its own half minute only
            self.page.wait_for_timeout(1000 * left + 200)
        self.page.get_by_label("Code").fill(code_of(self.user))
        with self.page.expect_navigation():  # compiled messages say “Sign in”, allauth by itself “Sign In”
            self.page.get_by_role("button", name=re.compile("^sign in$", re.IGNORECASE)).click()
        expect(self.page).not_to_have_url(re.compile("/sign-in/"))
        self.look("my work")

    def press(self, words: str, *, exact: bool = True) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=exact).first.click()

    def follow(self, words: str, *, exact: bool = True) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words, exact=exact).first.click()

    def turn_to(self, words: str) -> None:
        """By the navigation, which is a menu on a small screen."""
        menu = self.page.locator("summary").get_by_text("Menu", exact=True)
        if menu.is_visible():
            menu.click()
        # What waits is counted in the name of the link.
        link = self.page.get_by_role("navigation").get_by_role("link", name=re.compile(rf"^{re.escape(words)}\b"))
        with self.page.expect_navigation():
            link.locator("visible=true").first.click()

    def fill(self, label: str, text: str) -> None:
        typed = self.page.locator("input:not([type=radio]):not([type=checkbox]), textarea")
        named = re.compile(rf"^{re.escape(label)}(\s*\(optional\))?\s*$")
        self.page.get_by_label(named).and_(typed).first.fill(text)

    def choose(self, question: str, answer: str) -> None:
        self.group(question).get_by_label(answer, exact=True).check()

    def group(self, question: str) -> Locator:
        return self.page.get_by_role("group", name=question)

    def select(self, label: str, answer: str) -> None:
        self.page.get_by_label(label, exact=True).and_(self.page.locator("select")).select_option(label=answer)

    def see(self, words: str) -> None:
        expect(self.page.get_by_role("heading", name=words, exact=True).first).to_be_visible()

    def read(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    # Looking -----------------------------------------------------------------------------------------------------------

    def look(self, name: str) -> None:
        """A picture in light and in dark, and what axe finds in either; once, whatever the database."""
        if connection.vendor == "postgresql":
            return
        number = next(_numbers)
        for scheme, rules in LOOKED_AT.items():
            self.page.emulate_media(color_scheme=scheme)
            self.page.screenshot(path=self.shots / f"{number:02} {name} {scheme}.png", full_page=True)
            for found in Axe().run(self.page, options={"resultTypes": ["violations"], **rules}).response["violations"]:
                at = "; ".join(str(node["target"]) for node in found["nodes"][:3])
                self.troubles.append(f"{name}, {scheme}: {found['id']}: {found['help']} ({at})")
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if wide:
            self.troubles.append(f"{name}: the page is wider than the window")
