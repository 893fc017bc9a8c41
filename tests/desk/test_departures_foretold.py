"""The page foretells exactly what the act does: random districts, one leaves, and the rows before and after are compared.

What changed is read from the tables by itself; nothing of the page is in it.
"""

from contextlib import suppress
from random import Random

import pytest

from accounts.actions import authorizing, backup, declaring, handoff, handoff_chores, posting, roles
from accounts.actions.rotation import open_rotation
from accounts.models import (
    Authorization,
    BackupCustodian,
    Custody,
    Handoff,
    Poster,
    ReasonKind,
    RoleHolder,
    Rotation,
    RotationReason,
)
from accounts.rules.declaring import Knowing
from accounts.rules.knowing import KEYS
from approvals.models import Request, Seat
from desk.actions.departure import depart
from desk.leaving.foretelling import foretold
from registry import clock
from registry.people import actions as people
from registry.people.models import Appointment, Office
from registry.people.refusal import Refused
from tests.ground import undone
from tests.makers import make_account, make_page, make_permission, make_request, reveal

pytestmark = [pytest.mark.django_db, pytest.mark.long]
PARTS = [
    "coach",
    "backup",
    "teacher",
    "requester",
    "principal",
    "deputy",
    "communications",
    "second_communications",
    "other_principal",
]


class District:
    """Some accounts and requests, to which anything happens."""

    def __init__(self, cast):
        self.cast, self.people = cast, [getattr(cast, part) for part in PARTS]
        make_request(cast, "with_administrator")
        make_request(cast, "with_both", by=cast.teacher)
        make_request(cast, "returned", by=cast.backup)
        make_permission(cast, "with_administrator", by=cast.coach)
        make_account(cast, "setting_up")
        self.page = make_page(cast, handle="HarborPage")
        self.accounts = [make_account(cast, "active") for _ in range(2)]
        open_rotation(self.accounts[0], field="password", reason=ReasonKind.INCIDENT, by=cast.director)
        self.accounts.append(make_account(cast, "active", custodian=cast.teacher, backup=cast.requester))

    def anything(self, chance, leaver):
        cast, other = self.cast, chance.choice(self.people)
        one = leaver if chance.random() < 0.6 else chance.choice(self.people)
        account, today = chance.choice(self.accounts), clock.today()
        acts = [
            lambda: reveal(account, one),
            lambda: declaring.declare(account, Knowing("employee", person=one), by=cast.director),
            lambda: posting.designate(account, person=one, starts_on=today, may_reveal=True, by=cast.director),
            lambda: handoff.offer(account, taker=one, why="new", by=other),
            lambda: handoff.accept(Handoff.objects.filter(state="offered").latest("pk"), by=one),
            self.nobody_answers,
            lambda: open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.director),
            lambda: roles.record(self.page, person=one, level="editor", by=cast.communications),
            lambda: backup.name(account, person=one, by=cast.director),
            lambda: self.designee(one),
            lambda: authorizing.grant(
                person=one, kind="one_off", unit=cast.units.high, platform=None, scope="A fair.", starts_on=today,
                ends_on=today, reference="R-0001", by=cast.superintendent,
            ),
        ]  # fmt: skip
        with suppress(Refused, Handoff.DoesNotExist):
            chance.choice(acts)()

    def nobody_answers(self):
        with clock.at(clock.now().replace(month=12)):
            handoff_chores.chase_due()

    def designee(self, one):
        own = Appointment.objects.get(person=self.cast.principal, office=Office.ADMINISTRATOR)
        terms = {"office": own.office, "unit": own.unit, "starts_on": clock.today(), "on_behalf_of": own}
        people.appoint(person=one, by=self.cast.principal, **terms)


def rows(person):
    """By kind and row, what a departure could change."""
    asked = Custody.objects.filter(state__in=("offered", "accepted"))
    found = {("custody", row.account_id): row.custodian_id for row in Custody.objects.filter(state="open")}
    found |= {("backup", row.account_id): row.person_id for row in BackupCustodian.objects.filter(ended_at=None)}
    found |= {("offer", row.pk): row.state for row in asked}
    found |= {("handoff", row.pk): row.state for row in Handoff.objects.filter(state__in=("offered", "accepted"))}
    found |= {("find", row.pk): row.passed_to_id for row in Handoff.objects.filter(state="timed_out")}
    found |= {("role", row.pk): row.to_remove_since for row in RoleHolder.objects.all()}
    found |= {("office", row.pk): row.ended_at for row in Appointment.objects.all()}
    found |= {("seat", row.pk): row.asked_id for row in Seat.objects.filter(decision=None)}
    found |= {("rotation", row.pk): row.owner_id for row in Rotation.objects.filter(closed_at=None)}
    found |= {("poster", row.pk): row.state for row in Poster.objects.all()}
    found |= {("authorization", row.pk): row.revoked_at for row in Authorization.objects.all()}
    under_way = Request.objects.exclude(
        status__in=("draft", "setting_up", "completed", "declined", "withdrawn", "expired")
    )
    orphaned = under_way.filter(requester__is_active=False).exclude(kind="authorization")
    found |= {("request", pk): "orphaned" for pk in orphaned.values_list("pk", flat=True)}
    reasons = RotationReason.objects.filter(person=person, kind__in=("leaver", "personal_channel"))
    found |= {("secret", (row.rotation.account_id, row.rotation.field)): True for row in reasons}
    return found


def of_one_piece(changes):
    """Keys of an account whose whole sign-in changes are one piece of work with it."""
    whole = set(Rotation.objects.filter(closed_at=None, field="").values_list("account_id", flat=True))
    return {
        ("secret", (key[0], "")) if kind == "secret" and key[0] in whole and key[1] in KEYS else (kind, key)
        for kind, key in changes
    }


def test_what_the_page_foretells_is_what_the_act_does(cast):
    district, chance, seen = District(cast), Random(38), set()
    for number in range(10):
        with undone():
            leaver = district.people[number % len(PARTS)]
            for _ in range(7):
                district.anything(chance, leaver)
            told, before = foretold(leaver), rows(leaver)
            depart(leaver, why="leaves", by=cast.superintendent)
            after = rows(leaver)
            changed = {key for key in before if before[key] != after.get(key)} | {
                key for key in after if key not in before and key[0] in ("request", "secret")
            }
            assert of_one_piece(told) == of_one_piece(changed), (number, leaver.name)
            seen |= {kind for kind, _key in changed}
    assert seen >= {"custody", "backup", "secret", "office", "seat", "role", "poster", "handoff", "rotation", "request"}
