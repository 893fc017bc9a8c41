"""What people do with secrets, one form at a time, on a stage that is put back before each."""

import io
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from structlog.stdlib import ProcessorFormatter

from accounts.actions import credentials
from accounts.models import Account, SecretField
from assurance.injecting import Trap
from assurance.surroundings import HOST
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.vault import Secret
from tests.cast import Cast, sign_in
from tests.ground import Template
from tests.makers import make_account, reveal
from tests.snapshot import Snapshot, tables

TICKET = re.compile(r'name="nonce" value="([^"]+)"')
STORED, NOTE, TYPED = "Cinder-4417-Osprey-quay", "Larch-0932-Thimble-fjord", "Quartz-7786-Bittern-loom"
CANARIES = (STORED, NOTE, TYPED)
WHY = {"reason_code": "verify", "reason": "November check"}
#: Changed by every visit, whatever comes of it.
VISITS = {"django_session", "usersessions_usersession"}
TRAIL = {"audit_entry", "audit_origin", "audit_head"}
LETTERS = "outbox_letter"


@dataclass(frozen=True)
class Deed:
    """A form that somebody sends, and which secrets its answer may show once that is written down."""

    name: str
    who: str
    path: str
    data: Mapping[str, str]
    may_show: tuple[str, ...] = ()


@dataclass
class Outcome:
    """What came of a deed: the answer, and all that it left behind."""

    status: int
    answer: bytes
    log: bytes
    letters: bytes
    rows: bytes
    changed: dict[str, tuple[int, int, int]]
    events: list[tuple[str, str]] = field(default_factory=list)

    @property
    def business(self) -> dict[str, tuple[int, int, int]]:
        """What changed, but for the trail and the letters."""
        return {name: how for name, how in self.changed.items() if name not in TRAIL | {LETTERS}}

    @property
    def done(self) -> set[str]:
        """Which acts the trail says were done."""
        return {action for action, outcome in self.events if outcome == "ok"}


class Stage:
    """An account with secrets that wait to be verified, people signed in, and forms open."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.account = cast, _account(cast)
        self.clients = {who: _client(cast, who) for who in ("coach", "communications", "stranger")}
        self.deeds = self._deeds(f"/accounts/{self.account.uuid}/")
        _deliver()
        self.template = Template("stage")
        self.template.take()

    def _deeds(self, base: str) -> list[Deed]:
        opened = {"nonce": self._ticket(f"{base}reveal/"), **WHY}
        noted = {"nonce": self._ticket(f"{base}secrets/notes/0/reveal/"), **WHY}
        return [
            Deed("deposit", "coach", f"{base}deposit/", {"password": TYPED}),
            Deed("reveal", "communications", f"{base}reveal/", opened, (STORED,)),
            Deed("reveal of one", "communications", f"{base}secrets/notes/0/reveal/", noted, (NOTE,)),
            Deed("verify", "communications", f"{base}verify/", {}),
            Deed("reveal by a stranger", "stranger", f"{base}reveal/", opened),
        ]

    def _ticket(self, path: str) -> str:
        found = TICKET.search(self.clients["communications"].get(path).content.decode())
        if not found:
            raise RuntimeError(f"{path} has no form.")
        return found[1]

    def play(self, deed: Deed, trap: Trap) -> Outcome:
        """The deed, with something lying in wait, from where the stage stood."""
        self.template.put_back()
        cache.clear()
        mail.outbox = []
        before, last = tables(), Entry.objects.count()
        client = Client(headers=HEADERS, raise_request_exception=False)
        client.cookies.update(self.clients[deed.who].cookies)
        client.handler.load_middleware()
        with _listening() as log:
            with trap():
                status, content = _answered(client, deed)
            connection.close()  # as a server does with one that broke
            after, events = tables(), list(Entry.objects.filter(seq__gt=last).values_list("action", "outcome"))
            _deliver()
        return Outcome(
            status, content, log.getvalue().encode(), b"\n".join(map(_letter, mail.outbox)),
            repr([table.rows for table in after]).encode(), _changed(Snapshot.between(before, after)),
            events,
        )  # fmt: skip


HEADERS = {"host": HOST, "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1"}


def _account(cast: Cast) -> Account:
    account = make_account(cast, "accepted")
    values = {SecretField.PASSWORD: Secret(STORED), SecretField.NOTES: Secret(NOTE)}
    credentials.deposit(account, values=values, by=cast.coach)
    reveal(account, cast.communications)
    reveal(account, cast.communications, field="notes")
    return account


def _client(cast: Cast, who: str) -> Client:
    return sign_in(Client(headers=HEADERS), getattr(cast, who))


def _answered(client: Client, deed: Deed) -> tuple[int, bytes]:
    """Status and all that is sent. Where not even the page of last resort can be made, the server answers without one."""
    try:
        answer = client.post(deed.path, dict(deed.data))
    except Exception:  # noqa: BLE001  # whatever the injected fault became
        return 500, b""
    return answer.status_code, _whole(answer)


def _whole(answer: HttpResponse) -> bytes:
    return b"\n".join([str(dict(answer.headers)).encode(), answer.cookies.output().encode(), answer.getvalue()])


def _letter(one: mail.EmailMessage) -> bytes:
    return b"\n".join([one.subject.encode(), str(one.body).encode(), one.message().as_bytes()])


def _deliver() -> None:
    if Letter.objects.filter(state="waiting").exists():
        call_command("deliver_mail", stdout=io.StringIO())


def _changed(how: Snapshot) -> dict[str, tuple[int, int, int]]:
    found = {
        added.name: (len(added.rows), len(changed.rows), len(removed.rows))
        for added, changed, removed in zip(how.added, how.changed, how.removed, strict=True)
    }
    return {name: numbers for name, numbers in found.items() if name not in VISITS}


@contextmanager
def _listening() -> Iterator[io.StringIO]:
    """Everything that is logged, down to the last detail, as production writes it."""
    said, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(said), root.level
    handler.setFormatter(ours(root).formatter)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def ours(logger: logging.Logger) -> logging.Handler:
    """The handler that production writes its log with."""
    return next(handler for handler in logger.handlers if isinstance(handler.formatter, ProcessorFormatter))
