"""The chores of a day. May run anywhere, any number of times, at the same time."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, date, datetime, time
from typing import Any

import structlog
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import (
    authorizing,
    campaigns,
    care_letters,
    chasing,
    closing_chores,
    credentials,
    drills,
    drop_ends,
    found_chores,
    handoff_chores,
    importing,
    incident_chores,
    keeping_health,
    keeping_past,
    kit,
    offer_chores,
    office_ends,
    outside,
    packet_chasing,
    packet_settling,
    posting,
    roles,
    rotation,
)
from approvals import actions as approvals
from desk.actions import departure, reporting
from registry import clock, heartbeat
from registry.audit import anchoring, blanking, checking, sealing
from registry.people import actions as people
from registry.policy import actions as policy

log = structlog.get_logger("mooring.daily")


class Command(BaseCommand):
    """Does what only time brings about: each chore is a line of CHORES, and may run any number of times."""

    help = "Runs the daily chores; running it again changes nothing more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", help="act as if it were noon (UTC) of this day, like 2026-11-22")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        when = clock.at(_noon(options["date"])) if options["date"] else nullcontext()
        with heartbeat.while_running("command"), when:
            done = {name: _try(name, chore) for name, chore in CHORES.items()}
        if options["json"]:
            self.stdout.write(json.dumps(done))
        else:
            for name, count in done.items():
                words = "failed, see the log" if count is None else count
                self.stdout.write(f"{name.replace('_', ' ').capitalize()}: {words}")
        if None in done.values():
            raise CommandError("A chore failed; the others were done.", returncode=1)


def _try(name: str, chore: Callable[[], int]) -> int | None:
    """What the chore did, or None: one that fails must not keep the others from their work, day after day."""
    heartbeat.beat("command")
    try:
        return chore()
    except Exception:
        log.exception("chore failed", chore=name)
        return None


def _clear_sessions() -> int:
    old = Session.objects.filter(expire_date__lt=clock.now()).count()
    call_command("clearsessions")
    return old


CHORES: dict[str, Callable[[], int]] = {
    # Before everything that asks who works here.
    "departures_done": lambda: departure.depart_due(by=None),
    "departures_prepared": lambda: departure.prepare_due(by=None),
    "offices_followed": lambda: office_ends.follow_ended(by=None),
    "seats_asked_again": lambda: approvals.reopen_waiting(by=None),
    "sponsors_needed": lambda: approvals.ask_for_sponsors(by=None),
    "people_reminded_or_passed_over": lambda: approvals.chase_due(by=None),
    "expiries_warned_of": lambda: approvals.warn_of_expiry(by=None),
    "proposals_lapsed": lambda: people.lapse_due(by=None),
    "approvals_expired": lambda: approvals.expire_due(clock.now()),
    "emergencies_suspended": lambda: approvals.suspend_overdue(clock.now()),
    "rotations_opened": lambda: rotation.open_by_date(by=None),
    "rotations_passed_on": lambda: chasing.pass_on_due(by=None),
    "rotations_chased": lambda: chasing.chase_due(by=None),
    "handoffs_chased": lambda: handoff_chores.chase_due(by=None),
    "campaigns_joined": lambda: campaigns.join_due(by=None),
    "packets_settled": lambda: packet_settling.settle_due(by=None),
    "packets_chased": lambda: packet_chasing.chase_due(by=None),
    "offers_chased": lambda: offer_chores.chase_offers(by=None),
    "ends_reached_and_asked_after": lambda: closing_chores.reach_due(by=None),
    "incidents_asked_after": lambda: incident_chores.remind_due(by=None),
    "found_accounts_chased": lambda: found_chores.chase_due(by=None),
    "outside_custodians_over": lambda: outside.note_over(by=None),
    "secrets_destroyed": lambda: credentials.destroy_due(clock.now()),
    "kits_lapsed": lambda: kit.lapse_due(by=None),
    "kits_asked_after": lambda: kit.remind_due(by=None),
    "imports_dropped": lambda: importing.drop_due(by=None),
    "links_ended": lambda: drop_ends.lapse_due(by=None),
    "links_purged": lambda: drop_ends.purge_graduated(by=None),
    "policy_letters": lambda: policy.remind(by=None),
    "posters_ended": lambda: posting.end_due(by=None),
    "authorizations_told_of": lambda: authorizing.tell_of_ends(by=None),
    "roles_to_see_again": lambda: roles.ask_to_see_again(by=None),
    "drills_drawn": lambda: drills.draw_due(by=None),
    "drills_dropped": lambda: drills.drop_moot(by=None),
    "reports_told": lambda: reporting.tell_due(by=None),
    # After everything that the day has changed.
    "health_looked_at": lambda: keeping_health.recompute(by=None),
    "days_kept": lambda: keeping_past.keep(by=None),
    "care_letters": lambda: care_letters.tell_of_care(by=None),
    "sessions_cleared": _clear_sessions,
    "origins_blanked": lambda: blanking.blank_origins(by=None),
    "trail_checked": lambda: checking.check_due(by=None),
    # Last, so that the seal covers the day.
    "trail_sealed": lambda: sealing.seal_due(by=None),
    "trail_anchored": lambda: anchoring.anchor_due(by=None),
    "trail_letters": lambda: people.tell_checkpoint(by=None),
}


def _noon(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time(12), UTC)
    except ValueError as error:
        raise CommandError(f"{text} is not a date like 2026-11-22.", returncode=2) from error
