"""D9: something fails, anywhere, while secrets are stored, opened and verified. Nothing leaks, nothing is half done.

A fault takes the place of each statement of the vault, the rules and the trail, of questions to the database and its
commits, and of what the site needs from outside: keys, mail server, cache, randomness. The fault's own words are the
secrets themselves, as the most careless library would have them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from smtplib import SMTPServerDisconnected
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from assurance import injecting, world
from assurance.deeds import CANARIES, LETTERS, Deed, Outcome, Stage
from assurance.figure import Figure
from registry import clock, keyring
from registry.audit import chain
from registry.audit.verifying import verify
from registry.vault import VaultError
from tests.cast import gather
from tests.leaks import hits

WORDS = f"It failed on {', '.join(CANARIES)}."
KINDS = (RuntimeError, ValueError, OSError, DatabaseError, KeyError, VaultError, TypeError, MemoryError)
SAFE = {302, 400, 403, 404, 409, 422, 429, 500, 503}
OUTSIDE: dict[str, Exception] = {
    "registry.keyring.vault": keyring.VaultSealed("vault-key-missing"),
    "registry.keyring.ring": keyring.MissingKey("vault"),
    "registry.keysource.text": OSError(WORDS),
    "os.urandom": OSError(WORDS),
    "registry.outbox.post": RuntimeError(WORDS),
    "registry.clock.now": RuntimeError(WORDS),
    "django.core.cache.backends.db.DatabaseCache.get": OperationalError(WORDS),
    "django.core.mail.backends.locmem.EmailBackend.send_messages": SMTPServerDisconnected(WORDS),
    "django.template.base.Template.render": RuntimeError(WORDS),
    "django.contrib.sessions.backends.db.SessionStore.save": DatabaseError(WORDS),
}


@dataclass(frozen=True)
class Fault:
    """Where something fails, and how to make it."""

    where: str
    trap: injecting.Trap


def main(*, full: bool) -> None:
    """Inject the faults, then four broken variants that must each be noticed. The clock stands still for all of it."""
    world.begin()
    with clock.at(clock.now()):
        measured(prepared(), full=full).tell()


def measured(stage: Stage, *, full: bool) -> Figure:
    """The figure, from one stage."""
    asked, wrong = 0, list[str]()
    for deed in stage.deeds:
        normal = stage.play(deed, nullcontext)
        for fault in faults(stage, deed, statements=None if full else 40, questions=None if full else 10):
            asked += 1
            wrong += [
                f"{deed.name}, {fault.where}: {what}" for what in troubles(deed, normal, stage.play(deed, fault.trap))
            ]
    caught = caught_variants(stage)
    return Figure(
        "D9", "faults leak nothing and leave nothing half done", asked - len(wrong), max(asked, 300), caught == VARIANTS.keys(),
        f"{len(caught)} of {len(VARIANTS)} broken variants noticed", f"{len(stage.deeds)} deeds", tuple(wrong),
    )  # fmt: skip


def prepared() -> Stage:
    """The stage, with letters that stay in this process."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return Stage(gather())


# What fails -----------------------------------------------------------------------------------------------------------


def faults(stage: Stage, deed: Deed, *, statements: int | None, questions: int | None) -> Iterator[Fault]:
    """The faults of a deed: so many of its statements and questions, evenly spread; all where None."""
    sites, asked = list[injecting.Site](), list[str]()
    stage.play(deed, lambda: injecting.statements(sites))
    stage.play(deed, lambda: injecting.questions(asked))
    act = [site for site in sites if site[0].endswith("registry/audit/act.py")]  # a fault there may last
    for number, (file, line) in enumerate([*act, *spread([site for site in sites if site not in act], statements)]):
        kind = KINDS[number % len(KINDS)]
        where = f"{kind.__name__} at {file.removeprefix(f'{injecting.ROOT}/')}:{line}"
        yield Fault(where, partial(injecting.fault_at, (file, line), kind(WORDS)))
    for number in spread(range(len(asked)), questions):
        yield Fault(f"question {number}", partial(injecting.database_fails_at, number, OperationalError(WORDS)))
    for number in range(3):
        yield Fault(f"commit {number}", partial(injecting.commit_fails_at, number, OperationalError(WORDS)))
    for target, fault in OUTSIDE.items():
        yield Fault(target, partial(injecting.fails, target, fault))


def spread(rows: Sequence[Any], most: int | None) -> list[Any]:
    """At most so many of the rows, evenly from first to last."""
    if most is None or len(rows) <= most:
        return list(rows)
    return [rows[number * len(rows) // most] for number in range(most)]


# What must not be -----------------------------------------------------------------------------------------------------


def troubles(deed: Deed, normal: Outcome, came: Outcome) -> Iterator[str]:
    """What is wrong with what came of a deed, beside how it normally goes."""
    if came.status != normal.status and came.status not in SAFE:
        yield f"the answer is {came.status}"
    for place in ("log", "letters", "rows"):
        if any(hits(canary, getattr(came, place)) for canary in CANARIES):
            yield f"a secret is in the {place}"
    shown = {canary for canary in CANARIES if hits(canary, came.answer)}
    if shown - set(deed.may_show) or (shown and not (is_complete(normal, came) and normal.done <= came.done)):
        yield "a secret is shown, and its act is not written down"
    yield from half_done(normal, came)
    if verify(connection).finding:
        yield "the chain is broken"


def is_complete(normal: Outcome, came: Outcome) -> bool:
    """Whether everything was changed that normally is."""
    return came.business == normal.business


def half_done(normal: Outcome, came: Outcome) -> Iterator[str]:
    """All or nothing: the change, its entry and its letter."""
    if came.business and not is_complete(normal, came):
        yield f"half done: {came.business}"
    if is_complete(normal, came) and not normal.done <= came.done:
        yield "done without its entry"
    if is_complete(normal, came) and came.changed.get(LETTERS) != normal.changed.get(LETTERS):
        yield "done without its letter"
    if not came.business and normal.business and came.done:
        yield f"written down and not done: {came.done}"


# Controls: the site, broken -------------------------------------------------------------------------------------------


def swallowing(drafts: Any, append: Callable[[Any], None] = chain.append) -> None:
    """A trail that keeps quiet about what it could not write."""
    try:
        append(drafts)
    except Exception:  # noqa: BLE001  # swallowing everything is what is broken about it
        return


@contextmanager
def _no_transaction(*_: Any, **__: Any) -> Iterator[None]:
    connection.atomic_blocks.append(object())  # type: ignore[arg-type]
    try:
        yield
    finally:
        connection.atomic_blocks.pop()


def _saying(request: HttpRequest) -> HttpResponse:
    return HttpResponse(WORDS, status=500)


Broken = Callable[[], AbstractContextManager[Any]]
# what is broken: how, the deed, and whose statements fail
VARIANTS: dict[str, tuple[Broken, str, str]] = {
    "what cannot be written down is opened all the same": (
        lambda: mock.patch("registry.audit.act.chain.append", swallowing), "reveal", "registry/audit/chain.py",
    ),
    "an error says what it is about": (
        lambda: mock.patch("registry.urls.handler500", _saying), "deposit", "accounts/actions/depositing.py",
    ),
    "the log says what an error says": (
        lambda: mock.patch("registry.logs._error", lambda found: {"error": repr(found)}),
        "deposit", "registry/vault/vault.py",
    ),
    "an act is no transaction": (
        lambda: mock.patch("registry.audit.act.transaction.atomic", _no_transaction), "deposit", "registry/audit/chain.py",
    ),
}  # fmt: skip


def caught_variants(stage: Stage) -> set[str]:
    """Which broken variants a few faults brought to light."""
    return {what for what, (broken, name, file) in VARIANTS.items() if _is_caught(stage, broken, name, file)}


def _is_caught(stage: Stage, broken: Broken, name: str, file: str) -> bool:
    deed = next(deed for deed in stage.deeds if deed.name == name)
    normal, sites = stage.play(deed, nullcontext), list[injecting.Site]()
    stage.play(deed, lambda: injecting.statements(sites))
    theirs = [site for site in sites if site[0].endswith(file)]
    with broken():
        return any(
            list(troubles(deed, normal, stage.play(deed, partial(injecting.fault_at, site, RuntimeError(WORDS)))))
            for site in spread(theirs, 4)
        )
