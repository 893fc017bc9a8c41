"""A secret goes through the whole of its life, and is then looked for everywhere: it is in one reveal's answer only (invariant 5)."""

import io
import json
import logging
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client

from accounts.card import token_of
from accounts.models import Account
from approvals.models import Request
from registry import outbox
from registry.audit import act
from tests.accounts.posting import proposed
from tests.cast import Cast, signed_in
from tests.leaks import compressed, encodings, hits
from tests.makers import account_of, make_request, seat_of, waiting_in
from tests.routes import every_route

CANARY = 'Kañary & <Otter>+/="41" glides'
SECOND = 'Kañary & <Heron>+/="42" leaves'
LEFT = 'Kañary & <Coot>+/="43" hands in'
CODE, NOTE = "8841-Kañary-2204", 'First pet: Kañary "Pip" <3'
ACTORS = ("stranger", "requester", "coach", "backup", "principal", "superintendent", "communications", "sysadmin")
TICKET = re.compile(r'name="nonce" value="([^"]+)"')


class Journey:
    """Everything that was answered, but for the answers that are meant to show a secret; and every log line, at DEBUG."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.answers, self.shown = cast, list[bytes](), list[bytes]()
        self.log = io.StringIO()
        self.request = make_request(cast, "setting_up")
        self.account = account_of(self.request)
        self.base = f"/accounts/{self.account.uuid}/"

    def post(self, client: Client, path: str, *, shows: bool = False, **data: str) -> HttpResponse:
        answer = client.post(path, data)
        (self.shown if shows else self.answers).append(_whole(answer))
        return answer

    def get(self, client: Client, path: str) -> HttpResponse:
        answer = client.get(path)
        self.answers.append(_whole(answer))
        return answer

    def reveal(self, client: Client, path: str, **data: str) -> HttpResponse:
        ticket = TICKET.search(self.get(client, path).content.decode())
        given = {"reason_code": "verify", "reason": "To check that it works", "nonce": ticket[1] if ticket else ""}
        answer = self.post(client, path, shows="reason" not in data, **{**given, **data})
        return answer


def _whole(answer: HttpResponse) -> bytes:
    return b"\n".join([str(dict(answer.headers)).encode(), answer.cookies.output().encode(), answer.getvalue()])


@pytest.fixture
def journey(committed_db: None, cast: Cast) -> Iterator[Journey]:
    going = Journey(cast)
    listening = logging.StreamHandler(going.log)
    root = logging.getLogger()
    before, connection.force_debug_cursor = root.level, True
    root.addHandler(listening)
    root.setLevel(logging.DEBUG)
    with mock.patch.object(logging.getLogger("django.db.backends"), "propagate", new=True):
        yield going
    root.removeHandler(listening)
    root.setLevel(before)
    connection.force_debug_cursor = False


def live(going: Journey) -> None:
    """Deposited, mistyped, refused for a stale page, failed half way, verified, opened, changed, and looked at."""
    coach = Client(raise_request_exception=False)
    coach.cookies.update(signed_in(going.cast.coach).cookies)
    communications = signed_in(going.cast.communications)
    deposit, reveal = f"{going.base}deposit/", f"{going.base}reveal/"
    secrets = {"login": going.account.email, "password": CANARY, "backup_codes": CODE, "notes": NOTE}
    assert going.post(coach, deposit, **secrets, recovery_phone="not a phone").status_code == 422
    with mock.patch("registry.audit.chain.append", side_effect=RuntimeError("The disk is full.")):
        assert going.post(coach, deposit, **secrets).status_code == 500
    assert going.post(Client(), deposit, **secrets).status_code == 302
    assert going.post(signed_in(going.cast.stranger), deposit, **secrets).status_code == 403
    assert going.post(coach, deposit, **secrets).status_code == 302
    assert going.reveal(communications, reveal).status_code == 200
    assert going.reveal(communications, reveal, reason=f"It is {CANARY}").status_code == 403
    assert going.post(communications, f"{going.base}verify/").status_code == 302
    assert going.get(coach, f"{going.base}secrets/notes/0/reveal/").status_code == 403
    assert going.post(coach, f"{going.base}custody/accept/").status_code == 302
    assert going.reveal(coach, f"{going.base}secrets/notes/0/reveal/").status_code == 200
    assert going.reveal(coach, f"{going.base}secrets/backup_code/1/reveal/").status_code == 200
    assert going.post(coach, deposit, password=SECOND).status_code == 302
    why, seen = f"{SECOND} does not work", waiting_in(going.account)
    assert going.post(communications, f"{going.base}refuse/", why=why, seen=seen).status_code == 200
    hand_in(going, coach)
    call_command("deliver_mail")


def hand_in(going: Journey, coach: Client) -> None:
    """Left by a link, and held."""
    form = {"bearer": "former_coach", "fields_": "password", "hours": "4", "nonce": "once"}
    made = re.search(r"/drop/[\w-]{43}", going.post(coach, f"{going.base}drops/make/", **form).content.decode())
    assert made
    assert going.post(Client(), made[0], login="not asked for", password="").status_code == 422
    assert going.post(Client(), made[0], password=LEFT + "\x00").status_code == 422
    assert [going.post(Client(), made[0], password=LEFT).status_code for _ in range(2)] == [200, 404]


def look_around(going: Journey) -> None:
    """Every page, as everybody."""
    around = {
        "reference": going.request.reference, "uuid": going.account.uuid, "seat": seat_of(going.request, "administrator").pk,
        "code": "name", "act": going.account.reveals.first().uuid, "field": "password", "slot": 0, "role": 1, "number": 1, "slug": "instagram", "exposure": 1, "row": 1, "hold": 1, "incident": 1,
        "seq": 1, "identifier": going.account.uuid, "what": "accounts",
        "pk": going.cast.coach.pk, "condition": 1, "decision": 1, "kind": "new_account", "key": "x", "uidb36": "x", "provider_id": "x", "name": "x",
        "token": token_of(going.cast.coach), "unit": going.account.unit_id, "poster": proposed(going.cast, going.account).uuid,
    }  # fmt: skip
    for client in [Client(), *(signed_in(getattr(going.cast, part)) for part in ACTORS)]:
        client.raise_request_exception = False
        for route in every_route():
            number = {"pk": 1} if "int:pk" in route.pattern else {}
            going.get(client, route.path({**around, **number}))


def sinks(going: Journey) -> dict[str, bytes]:
    """Every place a secret could have gone, as bytes."""
    return {
        "database": _database(),
        "sessions, opened": b"\n".join(
            json.dumps(SessionStore(row.session_key).load()).encode() for row in Session.objects.all()
        ),
        "rows, as the application reads them": _rows(),
        "mails": b"\n".join(_letter(one) for one in mail.outbox),
        "cache": pickle.dumps(list(getattr(cache, "_cache", {}).items())),
        "log": going.log.getvalue().encode(),
        "answers": b"\n".join(going.answers),
    }


def _database() -> bytes:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        name = str(connection.settings_dict["NAME"])
        return b"".join(Path(f"{name}{end}").read_bytes() for end in ("", "-wal") if Path(f"{name}{end}").exists())
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT BINARY)') as rows:
                found += [bytes(row) for row in rows]
    return b"\n".join(found)


def _rows() -> bytes:
    found = []
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, models.Model) and model._meta.managed:
            found += [repr(row).encode() for row in model._base_manager.values_list()]
    return b"\n".join(found)


def _letter(one: mail.EmailMessage) -> bytes:
    return b"\n".join([one.subject.encode(), one.body.encode(), one.message().as_bytes()])


def found_in(places: dict[str, bytes]) -> dict[str, list[str]]:
    return {
        name: found for name, place in places.items()
        if (found := sorted({way for secret in (CANARY, SECOND, LEFT, CODE, NOTE) for way in hits(secret, place)}))
    }  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.long
def test_a_secret_is_found_nowhere_but_in_its_reveal(journey: Journey) -> None:
    live(journey)
    look_around(journey)
    assert found_in(sinks(journey)) == {}
    seen = b"".join(journey.shown)
    assert [bool(hits(secret, seen)) for secret in (CANARY, SECOND, LEFT, CODE, NOTE)] == [
        True,
        False,
        False,
        True,
        True,
    ]
    plant(journey)
    assert found_in(sinks(journey)).keys() == sinks(journey).keys()


def plant(going: Journey) -> None:
    """The same secret where it must never be, once in each place."""
    with act():
        outbox.post("approvals/commented", to=going.cast.coach, about=going.request, key="planted", comment=CANARY)
    session = SessionStore()
    session["planted"] = CANARY
    session.save()
    mail.outbox.append(mail.EmailMessage(subject="Planted", body=CANARY))
    cache.set("planted", CANARY)
    logging.getLogger("planted").debug("%s", CANARY)
    going.answers.append(compressed(CANARY))


@pytest.mark.parametrize("way", encodings(CANARY))
def test_each_way_of_writing_it_down_is_seen(way: str) -> None:
    assert way in hits(CANARY, b"before " + encodings(CANARY)[way] + b" after")


def test_it_is_seen_in_compressed_parts() -> None:
    assert hits(CANARY, b"head" + compressed(CANARY) + b"tail") != []


def test_nothing_is_seen_where_nothing_is() -> None:
    assert hits(CANARY, b"A pot of tea and a quiet evening, 41 & 42.") == []


def test_a_planted_password_is_seen_in_the_stored_row(journey: Journey) -> None:
    Account.objects.filter(pk=journey.account.pk).update(purpose=CANARY)
    Request.objects.filter(pk=journey.request.pk).update(title=SECOND)
    assert set(found_in(sinks(journey))) >= {"database", "rows, as the application reads them"}
    assert settings.SESSION_SERIALIZER.endswith("SealedSerializer")
