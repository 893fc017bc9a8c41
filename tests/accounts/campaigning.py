"""Campaigns through HTTP, as people click them."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import Account, Campaign, Packet
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people.models import User
from tests.cast import Cast, signed_in

ALL_WELL = {
    "still_used": "yes",
    "password": "changed", "students": "", "class_year": "", "devices_out": "yes", "recovery_is_ours": "yes",
    "guidelines_kept": "yes", "backup_stays": "yes", "next_custodian": "", "seen": "0",
}  # fmt: skip


def day_boxes(day: date) -> dict[str, str]:
    return {"due_on_month": str(day.month), "due_on_day": str(day.day), "due_on_year": str(day.year)}


def asked(cast: Cast, **data: Any) -> dict[str, str]:
    """What the form sends: every account of the high school, in 30 days."""
    due = day_boxes(data.pop("due_on", clock.today() + timedelta(days=30)))
    return {"title": "End of winter", "kind": "season", "unit": str(cast.units.high.pk), **due, **data}


def open_campaign(cast: Cast, by: User | None = None, **data: Any) -> Campaign:
    """Look at who would be asked, then open it: two clicks."""
    client, sent = signed_in(by or cast.principal), asked(cast, **data)
    seen = client.post(reverse("campaigns:open"), sent)
    assert seen.status_code == 200, seen.content.decode()
    token = seen.context["preview"].token
    answer = client.post(reverse("campaigns:open"), {**sent, "agreed": token})
    assert answer.status_code == 302, answer.content.decode()
    return Campaign.objects.latest("pk")


def packet_of(account: Account) -> Packet:
    return Packet.objects.filter(account=account).latest("pk")


def reply(user: User, packet: Packet, **data: str) -> HttpResponse:
    """Answer it: the checklist as if all were well, but for what is said."""
    last = packet.account.attestations.first()
    seen = {"seen": str(last.pk if last else 0)}
    return signed_in(user).post(packet.get_absolute_url(), {**ALL_WELL, **seen, **data})


def at(name: str, packet: Packet | Campaign) -> str:
    return reverse(f"campaigns:{name}", args=[packet.uuid])


def chores() -> None:
    call_command("daily", stdout=StringIO())


def everything() -> tuple[int, int, list[Any]]:
    """What running the chores again must not change."""
    rows = list(Packet.objects.order_by("pk").values_list("state", "stage", "stage_on", "custodian"))
    return Letter.objects.count(), Entry.objects.exclude(action__startswith="letter.").count(), rows


def sent(template: str) -> list[User]:
    """To whom letters of this kind went, by name."""
    return [one.to for one in Letter.objects.filter(template=f"accounts/{template}").order_by("to__name")]
