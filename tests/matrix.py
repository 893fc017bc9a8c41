"""Who may do what at every address: one row for each (and more where what state a thing is in matters).

Rows speak of relations, not of people: the same coach is custodian here and merely staff elsewhere. What is not said
is refused: on a request one may see, with 403; on one that one may not see, with 404 (domain.md, who may do what).
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.card import token_of
from approvals.forms.routes import RouteForm
from approvals.models import Route
from tests.approvals.papers import PDF
from tests.approvals.test_pages import answers_for
from tests.makers import waiting_in
from tests.matrix_campaign_terms import CAMPAIGN_TERMS
from tests.matrix_campaigns import CAMPAIGNS
from tests.matrix_checks import CHECKS
from tests.matrix_custody import CUSTODY
from tests.matrix_ending import ENDING
from tests.matrix_found import FOUND
from tests.matrix_incidents import INCIDENTS
from tests.matrix_keeping import KEEPING
from tests.matrix_kits import KITS
from tests.matrix_leaving import LEAVING
from tests.matrix_links import LINKS
from tests.matrix_looking import LOOKING
from tests.matrix_overview import OVERVIEW
from tests.matrix_people import PEOPLE
from tests.matrix_records import RECORDS
from tests.matrix_reports import REPORTS
from tests.matrix_rotations import ROTATIONS
from tests.matrix_seasons import SEASONS
from tests.matrix_trail import TRAIL
from tests.scenes import Scene, World
from tests.verdicts import (
    COMMUNICATIONS,
    EVERYONE,
    FACTOR,
    HIDDEN,
    LATE,
    LOOKS_AFTER,
    MEASURES,
    ON_PRIVATE_LINE,
    SEERS,
    Row,
    a_yes,
    account_at,
    among,
    only,
    request_at,
    scene_at,
    seat_at,
)  # fmt: skip


def _paper(world: World, scene: Scene) -> Mapping[str, Any]:
    return {"reference": scene.on_paper.round.request.reference, "decision": scene.on_paper.pk}


def _on_paper(world: World, scene: Scene) -> Mapping[str, Any]:
    return {
        **a_yes("with_both")(world, scene), "decider": world.cast.superintendent.pk, "decided_on_month": "11",
        "decided_on_day": "12", "decided_on_year": "2025", "scan": SimpleUploadedFile("scan.pdf", PDF),
    }  # fmt: skip


def _longer(_world: World, _scene: Scene) -> Mapping[str, Any]:
    """The route as its page shows it, with more days for its first office."""
    return {**RouteForm.showing(Route.objects.get(kind="registration")).initial, "days_0": "5"}


REASON = {"reason_code": "verify", "reason": "To check that it works"}
TERMS = {"starts_on_month": "11", "starts_on_day": "12", "starts_on_year": "2025"}
DESIGNATES = ("administrator", "director", "communications")
_unit = scene_at(unit="active.unit_id")
_authorization = scene_at(uuid="authorization.uuid")
_act = scene_at(uuid="active.uuid", act="act.uuid")
_role = scene_at(uuid="delegated.uuid", role="role.pk")


def _poster(name: str) -> Callable[[World, Scene], Mapping[str, Any]]:
    return scene_at(poster=f"{name}.uuid")


def _new_poster(world: World, _scene: Scene) -> Mapping[str, Any]:
    return {"person": world.colleague.email, **TERMS}


def condition_at(name: str) -> Callable[[World, Scene], Mapping[str, Any]]:
    def at(world: World, scene: Scene) -> Mapping[str, Any]:
        condition = getattr(scene, name)
        return {"reference": condition.request.reference, "condition": condition.pk}

    return at


DESK = [Row("desk:work", EVERYONE, scoped=False)]

REQUESTS = [
    Row("approvals:list", EVERYONE, scoped=False),
    Row("approvals:new", EVERYONE, EVERYONE, scoped=False),
    Row("approvals:routes", EVERYONE, scoped=False),
    Row(
        "approvals:route", only("superintendent", "director"), only("superintendent", "director"),
        at=lambda w, s: {"kind": "registration"}, data=_longer, scoped=False,
    ),
    Row(
        "approvals:take_over", None, among(SEERS - {"asker"}, "administrator", "backup"), at=request_at("orphaned"),
    ),
    Row("approvals:request", among(SEERS, *SEERS), at=request_at("with_both")),
    Row("approvals:request", among(frozenset(), "asker", do="go"), at=request_at("draft"), about="draft"),
    Row(
        "approvals:edit", among(frozenset(), "asker"), among(frozenset(), "asker"), at=request_at("draft"),
        data=lambda w, s: {"later": "yes"},
    ),
    Row("approvals:edit", among(SEERS, asker=LATE), among(SEERS, asker=LATE), at=request_at("with_both"), about="sent"),
    Row("approvals:keep", None, among(frozenset(), "asker"), at=request_at("draft")),
    Row("approvals:keep", None, among(SEERS, asker=LATE), at=request_at("with_both"), about="sent"),
    Row("approvals:handle", None, among(frozenset(), "asker"), at=request_at("draft"), data=lambda w, s: {"handle": "ski"}),
    Row("approvals:handle", None, among(SEERS, "asker"), at=request_at("with_both"), about="sent"),
    Row("approvals:check", among(frozenset(), "asker"), among(frozenset(), "asker"), at=request_at("draft")),
    Row("approvals:check", among(SEERS, asker=LATE), among(SEERS, asker=LATE), at=request_at("with_both"), about="sent"),
    Row("approvals:sent", among(SEERS, *SEERS), at=request_at("with_both")),
    Row(
        "approvals:revise", among(SEERS, "asker"), among(SEERS, "asker"), at=request_at("with_both"),
        data=lambda w, s: answers_for(w.cast),
    ),
    Row("approvals:withdraw", among(SEERS, "asker"), among(SEERS, "asker"), at=request_at("with_both")),
    Row("approvals:again", None, among(SEERS, "asker"), at=request_at("declined")),
    Row("approvals:comment", None, among(SEERS, *SEERS), at=request_at("with_both"), data=lambda w, s: {"text": "Why?"}),
    Row(
        "approvals:confer", None, among(frozenset(), *ON_PRIVATE_LINE, **dict.fromkeys(SEERS - set(ON_PRIVATE_LINE), HIDDEN)),
        at=request_at("with_both"), data=lambda w, s: {"text": "What do you think?"},
    ),
    Row("approvals:follow", None, among(SEERS, *SEERS), at=request_at("with_both")),
    Row("approvals:unfollow", None, among(SEERS, *SEERS), at=request_at("with_both")),
    Row("approvals:remind", None, among(SEERS, "asker"), at=request_at("with_both")),
    Row("approvals:lead_times", only(*MEASURES), scoped=False),
    Row("approvals:finish", None, among(SEERS, *COMMUNICATIONS), at=request_at("ready")),
    Row(
        "approvals:decide",
        among(SEERS, *SEERS, no_factor=FACTOR),
        among(SEERS, "administrator", "deputy", no_factor=FACTOR),
        at=seat_at("with_administrator", "administrator"), data=a_yes("with_administrator"), about="administrator's seat",
    ),
    Row(
        "approvals:decide",
        among(SEERS, *SEERS, no_factor=FACTOR),
        among(SEERS, "superintendent", "designee", no_factor=FACTOR),
        at=seat_at("with_both", "superintendent"), data=a_yes("with_both"), about="superintendent's seat",
    ),
    Row(
        "approvals:decide",
        among(SEERS, *SEERS, no_factor=FACTOR),
        among(SEERS, "director", no_factor=FACTOR),
        at=seat_at("with_both", "communications_director"), data=a_yes("with_both"), about="Communications' seat",
    ),
    Row(
        "approvals:emergency",
        among(SEERS, "superintendent", "director", no_factor=FACTOR),
        among(SEERS, "superintendent", "director", no_factor=FACTOR),
        at=request_at("with_administrator"),
        data=lambda w, s: {"reason": "Tonight.", "seen_hash": s.with_administrator.rounds.last().text_hash},
    ),
    Row("approvals:activate", None, among(SEERS, *COMMUNICATIONS), at=request_at("urgent")),
    Row(
        "approvals:paper",
        among(SEERS, "director", "communications", no_factor=FACTOR),
        among(SEERS, "director", "communications", no_factor=FACTOR),
        at=seat_at("with_both", "superintendent"), data=_on_paper,
    ),
    Row("approvals:scan", among(SEERS, *SEERS), at=_paper),
    Row(
        "approvals:objection", among(SEERS, "superintendent"), among(SEERS, "superintendent"),
        at=_paper, data=lambda w, s: {"why": "I was abroad."},
    ),
    Row(
        "approvals:settle",
        among(SEERS, "director", "designee", no_factor=FACTOR), among(SEERS, "director", "designee", no_factor=FACTOR),
        at=lambda w, s: {"reference": s.disowned.round.request.reference, "decision": s.disowned.pk},
        data=lambda w, s: {"stands": "yes", "why": "Both were asked."},
    ),
    Row("approvals:condition-done", None, among(SEERS, "custodian"), at=condition_at("on_condition")),
    Row("approvals:condition-confirm", None, among(SEERS, "director", "communications", "no_factor", "superintendent", "designee"), at=condition_at("done_condition")),
    Row(
        "approvals:condition-waive",
        among(SEERS, "superintendent", "designee", no_factor=FACTOR),
        among(SEERS, "superintendent", "designee", no_factor=FACTOR),
        at=condition_at("on_condition"), data=lambda w, s: {"why": "Not needed."},
    ),
    Row("approvals:decided", among(frozenset(), "administrator"), at=seat_at("with_both", "administrator")),
]  # fmt: skip

ACCOUNTS = [
    Row("accounts:list", EVERYONE, scoped=False),
    Row("accounts:check", EVERYONE, scoped=False),
    Row("accounts:account", EVERYONE, at=account_at("active")),
    Row("accounts:history", only(*COMMUNICATIONS, *LOOKS_AFTER), at=account_at("active")),
    Row("accounts:task", None, only(*COMMUNICATIONS), at=account_at("setting_up", code="name"), data=lambda w, s: {"done": "yes"}),
    Row(
        "accounts:deposit",
        only(*COMMUNICATIONS, *LOOKS_AFTER, "administrator"), only(*COMMUNICATIONS, *LOOKS_AFTER, "administrator"),
        at=account_at("setting_up"), data=lambda w, s: {"login": "harbor", "password": "a new password"}, about="interim custodian",
    ),
    Row(
        "accounts:deposit", only(*COMMUNICATIONS, *LOOKS_AFTER), only(*COMMUNICATIONS, *LOOKS_AFTER),
        at=account_at("active"), data=lambda w, s: {"password": "a new password"},
    ),
    Row("accounts:deposit-suggest", None, only(*COMMUNICATIONS, *LOOKS_AFTER), at=account_at("active")),
    Row(
        "accounts:deposit-measure", None, only(*COMMUNICATIONS, *LOOKS_AFTER),
        at=account_at("active"), data=lambda w, s: {"password": "a new password"},
    ),
    Row(
        "accounts:verify",
        only("communications", "director", no_factor=FACTOR), only("communications", no_factor=FACTOR),
        at=account_at("deposited"),
    ),
    Row(
        "accounts:refuse", only(*COMMUNICATIONS), only(*COMMUNICATIONS),
        at=account_at("deposited"), data=lambda w, s: {"why": "It asks for a code.", "seen": waiting_in(s.deposited)},
    ),
    Row(
        "accounts:reveal",
        only("director", "communications", *LOOKS_AFTER, no_factor=FACTOR),
        only("director", "communications", *LOOKS_AFTER, no_factor=FACTOR),
        at=account_at("active"), data=lambda w, s: REASON, ticket=("", 0),
    ),
    Row(
        "accounts:reveal-one",
        only("director", "communications", *LOOKS_AFTER, no_factor=FACTOR),
        only("director", "communications", *LOOKS_AFTER, no_factor=FACTOR),
        at=account_at("active", field="recovery_email", slot=0), data=lambda w, s: REASON, ticket=("recovery_email", 0),
    ),
    Row("accounts:reveal-extend", None, among(frozenset(), "communications"), at=_act),
    Row("accounts:reveal-code", None, among(frozenset(), communications=LATE), at=_act),
    Row("accounts:reveal-worked", None, among(frozenset(), "communications"), at=_act, data=lambda w, s: {"worked": "yes"}),
    Row("accounts:custody-accept", among(frozenset(), "custodian"), among(frozenset(), "custodian"), at=account_at("setting_up")),
    Row(
        "accounts:custody-decline", among(frozenset(), "custodian"), among(frozenset(), "custodian"),
        at=account_at("setting_up"), data=lambda w, s: {"why": "No time this season."},
    ),
    Row(
        "accounts:custody-offer",
        only(*COMMUNICATIONS, "administrator"), only(*COMMUNICATIONS, "administrator"),
        at=account_at("unclaimed"), data=lambda w, s: {"custodian": w.colleague.email, "position": ""},
    ),
    Row(
        "accounts:roles",
        only(*COMMUNICATIONS, *LOOKS_AFTER, "administrator"), only(*COMMUNICATIONS, *LOOKS_AFTER, "administrator"),
        at=account_at("delegated"), data=lambda w, s: {"person": w.colleague.email, "role": "Task access", "signs_in": "own"},
    ),
    Row("accounts:role-prove", None, only(*COMMUNICATIONS), at=_role),
    Row("accounts:role-end", only(*COMMUNICATIONS, "administrator"), only(*COMMUNICATIONS, "administrator"), at=_role),
]  # fmt: skip

WAYS = [
    Row("accounts:care", EVERYONE, scoped=False),
    Row(
        "accounts:care-limits", only("director"), only("director"), scoped=False,
        data=lambda w, s: {"checked_days": "365", "verify_days": "14", "custodian_days": "30", "attest_days": "365"},
    ),
    Row("accounts:ways-in", only(*COMMUNICATIONS, *LOOKS_AFTER), at=account_at("active")),
    Row("accounts:drills", only(*COMMUNICATIONS, "superintendent"), scoped=False),
    Row(
        "accounts:drill-plan", only("director"), only("director"), scoped=False,
        data=lambda w, s: {"drill_size": "5", "drill_days": "10", "role_months": "6"},
    ),
    Row(
        "accounts:drill", only(*COMMUNICATIONS), only(*COMMUNICATIONS), at=account_at("active"),
        data=lambda w, s: {"outcome": "failed", "step": "login", "minutes": "4", "note": "The password is refused."},
    ),
    Row("accounts:drill-start", None, only(*COMMUNICATIONS), at=account_at("undrilled")),
]  # fmt: skip

# The superintendent's designee and Communications see every authorization; who decides such requests revokes one.
SEE_AUTHORIZATIONS = frozenset({"asker", "administrator", "deputy", "superintendent", "designee", *COMMUNICATIONS})
REVOKE = ("administrator", "deputy", "superintendent", "designee", "director")
SEE_PROPOSALS = frozenset({"custodian", "backup", *DESIGNATES, "no_factor"})

POSTING = [
    Row("accounts:card", EVERYONE, scoped=False),
    Row("accounts:card-check", EVERYONE, at=lambda w, s: {"token": token_of(w.colleague)}, scoped=False),
    Row("accounts:authorizations", EVERYONE, scoped=False),
    Row("accounts:authorization", among(SEE_AUTHORIZATIONS, *SEE_AUTHORIZATIONS), at=_authorization),
    Row(
        "accounts:authorization-revoke",
        among(SEE_AUTHORIZATIONS, *REVOKE), among(SEE_AUTHORIZATIONS, *REVOKE),
        at=_authorization, data=lambda w, s: {"why": "It is not needed any more."},
    ),
    Row("accounts:posters", EVERYONE, at=account_at("active")),
    Row("accounts:unit-posters", EVERYONE, at=_unit),
    Row(
        "accounts:propose-poster",
        only(*DESIGNATES, *LOOKS_AFTER, "no_factor"), only(*DESIGNATES, *LOOKS_AFTER, "no_factor"),
        at=account_at("active"), data=_new_poster,
    ),
    Row(
        "accounts:unit-propose-poster",
        only(*DESIGNATES, *LOOKS_AFTER, "no_factor"), only(*DESIGNATES, *LOOKS_AFTER, "no_factor"),
        at=_unit, data=_new_poster,
    ),
    Row(
        "accounts:designate-poster",
        only(*DESIGNATES, no_factor=FACTOR), only(*DESIGNATES, no_factor=FACTOR),
        at=account_at("active"), data=_new_poster,
    ),
    Row(
        "accounts:unit-designate-poster",
        only(*DESIGNATES, no_factor=FACTOR), only(*DESIGNATES, no_factor=FACTOR), at=_unit, data=_new_poster,
    ),
    Row(
        "accounts:poster-accept",
        among(SEE_PROPOSALS, *DESIGNATES, no_factor=FACTOR), among(SEE_PROPOSALS, *DESIGNATES, no_factor=FACTOR),
        at=_poster("proposal"), data=lambda w, s: TERMS,
    ),
    Row(
        "accounts:poster-refuse",
        among(SEE_PROPOSALS, *DESIGNATES, "no_factor"), among(SEE_PROPOSALS, *DESIGNATES, "no_factor"),
        at=_poster("proposal"), data=lambda w, s: {"why": "The season is nearly over."},
    ),
    Row(
        "accounts:poster-revoke",
        only(*DESIGNATES, "no_factor"), only(*DESIGNATES, "no_factor"),
        at=_poster("poster"), data=lambda w, s: {"why": "The season is over."},
    ),
]  # fmt: skip

OURS = [
    *DESK, *REQUESTS, *ACCOUNTS, *WAYS, *CUSTODY, *CAMPAIGNS, *SEASONS, *LEAVING, *REPORTS, *ENDING, *FOUND, *LOOKING,
    *OVERVIEW, *ROTATIONS, *POSTING, *KITS, *LINKS, *PEOPLE, *CHECKS, *CAMPAIGN_TERMS, *KEEPING, *TRAIL, *RECORDS,
    *INCIDENTS,
]  # fmt: skip
