"""The same story twice: once around the cast (in scope), once elsewhere in the district (out of scope).

Every object stands where its verb is due: a request waits for a decision, a deposit for its check, and so on.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from accounts.actions import (
    authorizing,
    custody,
    declaring,
    drills,
    found,
    found_conflict,
    packet_retiring,
    posting,
    recovering,
    roles,
    seasons,
)
from accounts.actions.holds import place_hold
from accounts.actions.rotation import open_rotation
from accounts.actions.sunset import begin_sunset
from accounts.models import (
    Account,
    AccountState,
    Authorization,
    Campaign,
    Custody,
    CustodyState,
    Drop,
    Exposure,
    Found,
    Handoff,
    Incident,
    LegalHold,
    OutsideCustodian,
    Packet,
    Platform,
    Poster,
    ReasonKind,
    Recovery,
    Reveal,
    RoleHolder,
    RoleLevel,
    Rotation,
    Season,
    Sunset,
    Tombstone,
    TrailHold,
)
from accounts.rules.declaring import Knowing
from approvals import actions as approvals
from approvals.conditions import Stated
from approvals.models import Condition, Decision, Request, Seat
from approvals.said import Said
from desk.actions import saving
from desk.models import ListCode, SavedView
from desk.saved.lists import Sense
from registry import clock
from registry.models import Holiday
from registry.people import actions as people
from registry.people.calendar import Closed
from registry.people.models import Absence, Appointment, Office, Proposal, Unit, User
from registry.policy import actions as policies
from registry.policy.models import PolicyVersion
from tests.accounts.kits import Kits, kits_of
from tests.approvals.papers import pdf
from tests.cast import Cast
from tests.makers import (
    account_of,
    bring_to,
    decide,
    make_account,
    make_designee,
    make_page,
    make_request,
    proof_of,
    reveal,
    seat_of,
)
from tests.scene_accounts import (
    a_buried,
    a_campaign,
    a_found_account,
    a_link,
    an_incident,
    ending_account,
    handed_over,
    left_by_link,
    shared_account,
)
from tests.scene_keeping import a_disposal, a_hold


@dataclass(frozen=True)
class Scene:
    """Requests and accounts of one place, each at the step that its routes are about."""

    draft: Request
    with_administrator: Request
    with_both: Request
    declined: Request
    orphaned: Request
    ready: Request
    setting_up: Account
    deposited: Account
    active: Account
    undrilled: Account
    unclaimed: Account
    delegated: Account
    role: RoleHolder
    act: Reveal
    on_condition: Condition
    done_condition: Condition
    urgent: Request
    on_paper: Decision
    disowned: Decision
    proposal: Poster
    poster: Poster
    authorization: Authorization
    rotation: Rotation
    declared: Exposure
    link: Drop
    left: Drop
    recovery: Recovery
    handoff: Handoff
    shared: OutsideCustodian
    campaign: Campaign
    packet: Packet
    wish: Packet
    ending: Account
    held: LegalHold
    incident: Incident
    found: Found
    closed_file: Found
    run_file: Found
    buried: Tombstone

    def seat(self, request: Request, office: str) -> Seat:
        return seat_of(request, office)


@dataclass(frozen=True)
class World:
    """Both scenes, and people to act upon."""

    cast: Cast
    here: Scene
    elsewhere: Scene
    colleague: User
    waiting: User
    unconfirmed: User
    gone: User
    leaving: User
    appointment: Appointment
    holiday: Holiday
    season: Season
    absence: Absence
    proposal: Proposal
    alternates: Appointment
    trail_hold: TrailHold
    disposal: Proposal
    kits: Kits
    view: SavedView
    sunset: Sunset


def build(cast: Cast) -> World:
    """Everything, through real actions; a custody that has ended, which no action can make yet, is written as a row."""
    own = Appointment.objects.get(person=cast.principal)
    make_designee(own, cast.deputy)
    others = {part: _person(cast, f"{part} Elsewhere") for part in ("asker", "keeper", "helper")}
    elsewhere = {
        "by": others["asker"],
        "custodian": others["keeper"],
        "backup": others["helper"],
        "unit": cast.units.middle,
    }
    here = {"by": cast.requester, "custodian": cast.coach, "backup": cast.backup, "unit": cast.units.athletics}
    with clock.at(clock.now() - timedelta(minutes=30)):  # nobody may open many accounts in a few minutes
        there = _scene(cast, **elsewhere)
    near = _scene(cast, **here)
    return World(
        cast=cast,
        here=replace(near, act=reveal(near.active, cast.communications).reveal),
        elsewhere=replace(there, act=reveal(there.active, cast.communications).reveal),
        colleague=_person(cast, "Colleague Here"),
        waiting=_person(cast, "Waiting Here", password=False),
        unconfirmed=_person(cast, "Unconfirmed Here", password=False),
        gone=cast.disabled,
        leaving=_leaving(cast),
        appointment=Appointment.objects.get(person=cast.other_principal),
        holiday=people.add_holiday(Closed("Winter day", date(2026, 2, 2), date(2026, 2, 2)), by=cast.sysadmin),
        season=_season(cast),
        absence=_away(cast.backup, by=cast.superintendent),
        proposal=_proposed(cast),
        alternates=Appointment.objects.get(person=cast.alternate),
        trail_hold=a_hold(cast),
        disposal=a_disposal(cast),
        kits=kits_of(cast),
        view=saving.keep(ListCode.ACCOUNTS, name="Active", sense=Sense([("state", "active")]), by=cast.requester),
        sunset=begin_sunset(
            Platform.objects.get(slug="snapchat"),
            becomes="withdrawn",
            ends_on=clock.today(),
            words="Nobody uses it.",
            by=cast.communications,
        ),
    )


def _season(cast: Cast) -> Season:
    days = {"starts_on": date(2025, 12, 1), "ends_on": date(2026, 3, 10)}
    return seasons.add(code="winter", name="", school_year=2026, **days, by=cast.director)


def _leaving(cast: Cast) -> User:
    """Somebody whose last day is recorded."""
    person = _person(cast, "Leaving Here", password=False)
    day = clock.today() + timedelta(days=60)
    people.plan_departure(person, last_day=day, why="leaves", by=cast.superintendent)
    return person


def _away(person: User, *, by: User) -> Absence:
    days = {"starts_on": clock.today() + timedelta(days=30), "ends_on": clock.today() + timedelta(days=31)}
    return people.record_absence(person=person, **days, by=by, proof=proof_of(by))


def _proposed(cast: Cast) -> Proposal:
    proof = proof_of(cast.director)
    return people.propose(
        person=cast.teacher, office=Office.ALTERNATE, starts_on=clock.today(), by=cast.director, proof=proof
    )


def _person(cast: Cast, name: str, *, password: bool = True) -> User:
    address = f"{name.lower().replace(' ', '.')}@{cast.coach.email.partition('@')[2]}"
    made = people.invite(email=address, name=name, title="", unit=cast.units.middle, by=cast.sysadmin)
    if password:
        made.set_password(secrets.token_urlsafe())
        made.save(update_fields=["password"])
        policies.acknowledge(PolicyVersion.objects.get(), by=made)
    return made


def _scene(cast: Cast, *, by: User, custodian: User, backup: User, unit: Unit) -> Scene:
    facts = {"by": by, "custodian": custodian, "backup": backup, "unit": unit}
    active = make_account(cast, "active", **facts)
    _once_held(active, cast.ex_coach)
    drills.start(active, by=cast.communications)
    campaign, graduating = a_campaign(cast, unit), a_campaign(cast, unit, kind="graduation", class_year=2026)
    deposited = make_account(cast, "deposited", **facts)
    reveal(deposited, cast.communications)
    ready = make_request(cast, "setting_up", **facts)
    bring_to(cast, account_of(ready), "ready")
    unclaimed = make_account(cast, "setting_up", **facts)
    custody.decline(unclaimed.custodies.get(state=CustodyState.OFFERED), why="No time this season.", by=custodian)
    delegated = make_account(cast, "setting_up", platform="facebook", **facts)
    page = make_page(cast, handle=f"Harbor{unit.pk}", **facts)
    proposed = _person(cast, f"Proposed at {unit.short_name}")
    return Scene(
        draft=make_request(cast, "draft", **facts),
        with_administrator=make_request(cast, "with_administrator", **facts),
        with_both=make_request(cast, "with_both", **facts),
        declined=make_request(cast, "declined", **facts),
        orphaned=_orphaned(cast, custodian=custodian, backup=backup, unit=unit),
        ready=ready,
        setting_up=make_account(cast, "setting_up", **facts),
        deposited=deposited,
        active=active,
        undrilled=page,
        unclaimed=unclaimed,
        delegated=delegated,
        role=roles.record(delegated, person=custodian, level=RoleLevel.FULL, by=cast.communications),
        act=Reveal(account=active),
        on_condition=_condition(cast, done=False, **facts),
        done_condition=_condition(cast, done=True, **facts),
        urgent=_urgent(cast, **facts),
        on_paper=_on_paper(cast, **facts),
        disowned=_disowned(cast, **facts),
        proposal=posting.propose(active, person=proposed, starts_on=clock.today(), by=custodian),
        poster=posting.designate(active, person=cast.alternate, starts_on=clock.today(), by=cast.communications),
        authorization=_authorized(cast, by, unit),
        rotation=_to_change(cast, active),
        declared=declaring.declare(active, Knowing("students", head_count=3, class_year=2027), by=custodian)[0],
        link=a_link(active, by=custodian)[0],
        left=left_by_link(active, by=custodian),
        recovery=recovering.report_locked_out(deposited, why="lost", words="", by=custodian),
        handoff=handed_over(page, custodian, _person(cast, f"Taker at {unit.short_name}")),
        shared=shared_account(active, custodian),
        campaign=campaign,
        packet=campaign.packets.get(account=active),
        wish=packet_retiring.ask(graduating.packets.get(account=active), why="The team is gone.", by=custodian),
        ending=ending_account(cast, handle=f"Ending{unit.pk}", **facts),
        buried=a_buried(cast, handle=f"Renamed{unit.pk}", **facts),
        held=place_hold(deposited, why="inquiry", words="", by=cast.director),
        incident=an_incident(make_page(cast, handle=f"Incident{unit.pk}", **facts), by=cast.director),
        found=a_found_account(cast, by, unit),
        closed_file=found.close(
            a_found_account(cast, by, unit), how="gone", words="", ours=None, by=cast.communications
        ),
        run_file=found_conflict.name_conflict(
            a_found_account(cast, by, unit), person=custodian, by=cast.communications
        ),
    )


def _to_change(cast: Cast, account: Account) -> Rotation:
    """A password to be changed because of something that came up after it was deposited."""
    with clock.at(clock.now() + timedelta(seconds=1)):
        return open_rotation(account, field="password", reason=ReasonKind.INCIDENT, by=cast.communications)


def _urgent(cast: Cast, **facts: Any) -> Request:
    """Approved alone by the superintendent, and ready to be made active."""
    request = make_request(cast, "with_administrator", **facts)
    seen = {"seen_hash": request.rounds.get().text_hash, "proof": proof_of(cast.superintendent)}
    approvals.approve_in_emergency(request, reason="Tonight.", by=cast.superintendent, **seen)
    bring_to(cast, account_of(request), "ready")
    return request


def _on_paper(cast: Cast, **facts: Any) -> Decision:
    """A decision of the superintendent, recorded by Communications with its scan."""
    request = make_request(cast, "with_both", **facts)
    seat = seat_of(request, Office.SUPERINTENDENT)
    seen = {"seen_hash": seat.round.text_hash, "proof": proof_of(cast.communications)}
    paper = {"decider": cast.superintendent, "decided_on": clock.today(), "scan": pdf(f"/Number {seat.pk}".encode())}
    return approvals.record_on_paper(seat, Said("yes"), by=cast.communications, **paper, **seen)


def _disowned(cast: Cast, **facts: Any) -> Decision:
    """One of which the superintendent says that it was not theirs."""
    return approvals.object_to(_on_paper(cast, **facts), why="I was abroad.", by=cast.superintendent)


def _condition(cast: Cast, *, done: bool, **facts: Any) -> Condition:
    """A condition of the superintendent on an approved request, open or said to be done."""
    request = make_request(cast, "with_both", **facts)
    decide(request, Office.SUPERINTENDENT, cast.superintendent, conditions=[Stated("Two people read the comments")])
    decide(request, Office.COMMUNICATIONS_DIRECTOR, cast.director)
    condition = Condition.objects.get(request=request)
    return approvals.do_condition(condition, by=facts["custodian"]) if done else condition


def _orphaned(cast: Cast, **facts: Any) -> Request:
    """Asked for by somebody who has left since."""
    leaver = _person(cast, f"Leaver {facts['unit'].short_name}")
    asked = make_request(cast, "with_administrator", by=leaver, **facts)
    people.deactivate(leaver, by=cast.sysadmin)
    return Request.objects.get(pk=asked.pk)


def _authorized(cast: Cast, person: User, unit: Unit) -> Authorization:
    today = clock.today()
    return authorizing.grant(
        person=person, kind="one_off", unit=unit, platform=None, scope="The science fair.", starts_on=today,
        ends_on=today + timedelta(days=30), reference="R-0001", by=cast.superintendent,
    )  # fmt: skip


def _once_held(account: Account, person: User) -> None:
    assert account.state == AccountState.ACTIVE
    Custody.objects.create(
        account=account, custodian=person, state=CustodyState.ENDED, offered_at=clock.now(),
        accepted_at=clock.now(), accepted_text="I answer for it.", ended_at=clock.now(), ended_by=person,
    )  # fmt: skip
