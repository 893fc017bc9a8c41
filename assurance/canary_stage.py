"""Where the scenario plays: a folder of its own, people with browsers, commands as an operator runs them (D8)."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

from assurance.browser import Answer, Browser
from assurance.canary_search import Canary
from assurance.server import serving
from registry.people.models import User
from tests.cast import Cast, sign_in

ROOT = Path(__file__).resolve().parent.parent
TICKET = re.compile(r'name="nonce" value="([^"]+)"')
SEEN = re.compile(r'name="seen" value="([^"]+)"')


class NotPlayedError(Exception):
    """A step of the scenario did not go as it must: what is measured after it would mean nothing."""


@dataclass
class Stage:
    """Everything the scenario leaves behind, by where it lies."""

    cast: Cast
    canaries: dict[str, Canary]
    folder: Path
    port: int = 0
    answers: list[Answer] = field(default_factory=list)
    processes: dict[str, bytes] = field(default_factory=dict)
    environments: dict[str, bytes] = field(default_factory=dict)
    steps: int = 0
    walked: int = 0
    cut_short: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in ("logs", "mails", "tmp"):
            (self.folder / name).mkdir(exist_ok=True)

    @property
    def keyring(self) -> Path:
        return Path(settings.KEYRING_FILE)

    def learn(self, canary: Canary) -> Canary:
        """One more, which the site made up itself."""
        self.canaries[canary.kind] = canary
        return canary

    def value(self, kind: str) -> str:
        return self.canaries[kind].value

    def browser(self, part: str, *, at: datetime | None = None) -> "Actor":
        """Somebody of the cast, signed in at that moment; nobody where the part is none."""
        actor = Actor(self, part)
        if part in self.cast.people:
            actor.sign_in(getattr(self.cast, part), at=at)
        return actor

    @contextmanager
    def served(self) -> Iterator[None]:
        """The site on a server of several processes, saying all that it can say."""
        with serving(2, log=self.folder / "logs" / "site.log", level="debug", **self._surroundings()) as self.port:
            yield
            self.look_at_processes()

    def run(self, *words: str, **environment: str) -> str:
        """A command of `manage.py`, its output also kept as a log; what it printed."""
        command = [sys.executable, "manage.py", *words]
        with (self.folder / "logs" / f"{words[0]}.log").open("ab+") as log:
            log.seek(0, os.SEEK_END)
            begun = log.tell()
            process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **self._surroundings(), **environment},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
            self.look_at_processes()
            status = process.wait(timeout=300)
            log.seek(begun)
            said = log.read().decode("utf-8", "replace")
        if status:
            raise NotPlayedError(f"{' '.join(words)} ended with {status}: {said[-500:]}")
        return said

    def _surroundings(self) -> dict[str, str]:
        return {
            "ASSURANCE_LOUD": "1", "ASSURANCE_MAILS": str(self.folder / "mails"), "TMPDIR": str(self.folder / "tmp"),
        }  # fmt: skip

    def look_at_processes(self) -> None:
        """What anybody on the machine, and what the same user, can read of each process of ours that runs now."""
        for pid in _family(os.getpid()):
            for name, kept in (("cmdline", self.processes), ("environ", self.environments)):
                try:
                    kept[f"{pid} {len(kept)}"] = Path(f"/proc/{pid}/{name}").read_bytes()
                except OSError:
                    continue

    def mails(self) -> list[Path]:
        return sorted((self.folder / "mails").iterdir(), key=lambda path: path.stat().st_mtime_ns)

    @contextmanager
    def failing(self, table: str) -> Iterator[None]:
        """The database refuses every new row of a table, quoting nothing of it by itself."""
        for statement in FAULT[connection.vendor]:
            _tell(statement.format(table=table))
        yield
        _tell(f"DROP TRIGGER canary_fault{'' if connection.vendor == 'sqlite' else f' ON {table}'}")


FAULT = {
    "sqlite": ["CREATE TRIGGER canary_fault BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'fault'); END"],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION canary_fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'fault'; END $$",
        "CREATE TRIGGER canary_fault BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION canary_fault()",
    ],
}


def _tell(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _family(pid: int) -> list[int]:
    """The process and all that came of it."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            children.setdefault(int(path.read_text().rpartition(")")[2].split()[1]), []).append(int(path.parent.name))
        except OSError:
            continue
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


class Actor(Browser):
    """Somebody at a browser; each step must be answered as expected, and what its answer is there to show is named."""

    def __init__(self, stage: Stage, part: str) -> None:
        super().__init__(stage.port, who=part, kept=stage.answers)
        self.stage, self.part = stage, part

    def sign_in(self, user: User, *, at: datetime | None = None) -> None:
        """Take a session as the sign-in leaves it."""
        client = sign_in(Client(headers={"host": settings.ALLOWED_HOSTS[0]}), user, at=at)
        self.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def see(self, path: str, status: int = 200, *, shows: tuple[str, ...] = ()) -> Answer:
        """Open a page."""
        self.get(path)
        return self._expected(status, shows)

    def do(self, path: str, status: int = 302, *, shows: tuple[str, ...] = (), **form: str) -> Answer:
        """Send a form, its page opened before where it has none open yet."""
        if not self.token:
            self.get("/sign-in/login/" if self.part == "nobody" else "/people/me/")
        self.post(path, **form)
        return self._expected(status, shows)

    def bring(self, path: str, status: int, name: str, content: bytes, **form: str) -> Answer:
        """Send a form with a file."""
        if not self.token:
            self.get("/people/me/")
        self.send(path, name, content, **form)
        return self._expected(status, ())

    def reveal(self, path: str, status: int = 200, *, shows: tuple[str, ...] = (), **form: str) -> Answer:
        """Ask to open something, with the ticket of its form."""
        ticket = TICKET.search(self.see(path).text)
        stated = {"reason_code": "verify", "reason": "To check that it works", "nonce": ticket[1] if ticket else ""}
        return self.do(path, status, shows=shows, **{**stated, **form})

    def _expected(self, status: int, shows: tuple[str, ...]) -> Answer:
        answer = self.stage.answers[-1]
        self.stage.steps += 1
        answer.may_show = frozenset(shows)
        if answer.status != status:
            raise NotPlayedError(
                f"{self.part}: {answer.asked} was answered with {answer.status}, not {status}: {_said(answer)}"
            )
        return answer


def _said(answer: Answer) -> str:
    """What the page says, without what it is made of."""
    text = re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2] or answer.text)
    return answer.location or " ".join(text.split())[:600]
