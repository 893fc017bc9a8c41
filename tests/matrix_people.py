"""Who may do what at the addresses of people, offices, the policy, letters and the trail; a part of `tests.matrix`."""

from collections.abc import Mapping
from typing import Any

from registry.policy.forms import PublishForm
from tests.scenes import Scene, World
from tests.verdicts import (
    APPOINTS,
    COMMUNICATIONS,
    DAYS,
    DO,
    EVERYONE,
    FACTOR,
    FORM,
    INVITES,
    KEEPS_CALENDAR,
    SEES_ALL_WHO_CONFIRMED,
    SEES_WHO_CONFIRMED,
    SIGN_AND_PREPARE,
    SIGNS,
    Row,
    among,
    only,
    person_at,
)


def _looked_at(_world: World, _scene: Scene) -> Mapping[str, Any]:
    """The next version, with the mark of the texts that its preview showed."""
    texts = {"after": 1, "title": "Policy 470", "summary": "New.", "body": "# Purpose", "guidelines": "- one"}
    form = PublishForm(texts)
    assert form.is_valid(), form.errors
    return {**texts, "seen": form.fingerprint}


PEOPLE = [
    Row("people:list", EVERYONE, scoped=False),
    Row("people:powers", EVERYONE, scoped=False),
    Row("people:person", EVERYONE, at=person_at("colleague"), scoped=False),
    Row("people:me", EVERYONE, EVERYONE, data=lambda w, s: {"language": "en"}, scoped=False),
    Row("people:sign_out_everywhere", EVERYONE, EVERYONE, scoped=False),
    Row(
        "people:invite", only(*INVITES), only(*INVITES), scoped=False,
        data=lambda w, s: {"email": f"new@{w.colleague.email.partition('@')[2]}", "name": "New Person", "title": "", "unit": w.cast.units.high.pk, "language": "en"},
    ),
    Row(
        "people:unit_new", only("sysadmin"), only("sysadmin"), scoped=False,
        data=lambda w, s: {"name": "Pier School", "short_name": "Pier", "kind": "school", "parent": w.cast.units.high.pk},
    ),
    Row("people:calendar", EVERYONE, scoped=False),
    Row(
        "people:holiday_add", only(*KEEPS_CALENDAR), only(*KEEPS_CALENDAR), scoped=False,
        data=lambda w, s: {"name": "Spring day", "starts_on_month": "3", "starts_on_day": "2", "starts_on_year": "2026"},
    ),
    Row(
        "people:holiday_paste", only(*KEEPS_CALENDAR), only(*KEEPS_CALENDAR), scoped=False,
        data=lambda w, s: {"lines": "2026-03-02 Spring day"},
    ),
    Row(
        "people:holiday_remove", only(*KEEPS_CALENDAR), only(*KEEPS_CALENDAR),
        at=lambda w, s: {"pk": w.holiday.pk}, scoped=False,
    ),
    Row("people:invite_again", only(*INVITES), only(*INVITES), at=person_at("waiting"), scoped=False),
    Row(
        "people:edit", only(*INVITES), only(*INVITES), at=person_at("colleague"), scoped=False,
        data=lambda w, s: {"name": "Another Name", "title": "", "unit": w.cast.units.high.pk},
    ),
    Row(
        "people:appoint", only(*APPOINTS), only(*APPOINTS, do=FORM, superintendent=DO), at=person_at("colleague"),
        scoped=False, about="an administrator",
        data=lambda w, s: {**DAYS, "office": "administrator", "unit": w.cast.units.middle.pk},
    ),
    Row(
        "people:appoint", only(*APPOINTS), only(*APPOINTS, do=FORM, director=DO), at=person_at("colleague"),
        scoped=False, about="a member of Communications", data=lambda w, s: {**DAYS, "office": "communications_staff"},
    ),
    Row(
        "people:appoint", only(*APPOINTS), only(*APPOINTS, do=FORM, other_administrator=DO), at=person_at("colleague"),
        scoped=False, about="one's own designee", data=lambda w, s: {**DAYS, "office": f"for-{w.appointment.pk}"},
    ),
    Row(
        "people:end_appointment", only("superintendent"), only("superintendent"),
        at=lambda w, s: {"pk": w.appointment.pk}, scoped=False,
    ),
    Row("people:appointment", EVERYONE, at=lambda w, s: {"pk": w.appointment.pk}, scoped=False),
    Row(
        "people:away", only("superintendent", "other_administrator"), only("superintendent", "other_administrator"),
        at=person_at("colleague"), scoped=False, data=lambda w, s: DAYS,
    ),
    Row(
        "people:end_absence",
        only("superintendent", "administrator", "backup"), only("superintendent", "administrator", "backup"),
        at=lambda w, s: {"pk": w.absence.pk}, scoped=False,
    ),
    Row("keys", only("sysadmin", *COMMUNICATIONS), scoped=False),
    Row("people:proposals", only(*SIGNS, "sysadmin"), scoped=False),
    Row("people:proposal", among(SIGN_AND_PREPARE, *SIGN_AND_PREPARE), at=lambda w, s: {"pk": w.proposal.pk}, scoped=False),
    Row(
        "people:propose", only(*SIGNS, "sysadmin"), only(*SIGNS, "sysadmin"), at=person_at("colleague"), scoped=False,
        data=lambda w, s: {**DAYS, "office": "system_administrator"},
    ),
    Row(
        "people:propose_end", only("superintendent", "director", "sysadmin"), only("superintendent", "director", "sysadmin"),
        at=lambda w, s: {"pk": w.alternates.pk}, scoped=False,
    ),
    Row(
        "people:sign_proposal",
        among(SIGN_AND_PREPARE, "superintendent", "alternate"), among(SIGN_AND_PREPARE, "superintendent", "alternate"),
        at=lambda w, s: {"pk": w.proposal.pk}, scoped=False,
    ),
    Row(
        "people:withdraw_proposal", among(SIGN_AND_PREPARE, "director"), among(SIGN_AND_PREPARE, "director"),
        at=lambda w, s: {"pk": w.proposal.pk}, scoped=False,
    ),
    Row("people:end_sessions", only(*INVITES), only(*INVITES), at=person_at("colleague"), scoped=False),
    Row("people:deactivate", only(*INVITES), only(*INVITES), at=person_at("colleague"), scoped=False),
    Row("people:reactivate", only(*INVITES), only(*INVITES), at=person_at("gone"), scoped=False),
    Row("policy:current", EVERYONE, EVERYONE, data=lambda w, s: {"version": "1", "confirm": "on"}, scoped=False),
    Row("policy:version", EVERYONE, at=lambda w, s: {"number": 1}, scoped=False),
    Row("policy:changes", EVERYONE, scoped=False),
    Row("policy:report", only(*SEES_WHO_CONFIRMED), scoped=False),
    Row("policy:download", only(*SEES_WHO_CONFIRMED), scoped=False),
    Row(
        "policy:paper", only(*SEES_ALL_WHO_CONFIRMED, no_factor=FACTOR), only(*SEES_ALL_WHO_CONFIRMED, no_factor=FACTOR),
        at=person_at("unconfirmed"), scoped=False, about="of the middle school",
        data=lambda w, s: {"version": 1, "signed_on_month": "11", "signed_on_day": "12", "signed_on_year": "2025", "kept": "on"},
    ),
    Row(
        "policy:publish",
        only("superintendent", "director", no_factor=FACTOR),
        only("superintendent", "director", no_factor=FACTOR), scoped=False, data=_looked_at,
    ),
    Row("audit:trail", EVERYONE, scoped=False),
    Row("audit:copy", EVERYONE, scoped=False),
]  # fmt: skip
