"""What waits for whom in a campaign: to say how an account stands, to decide on a retirement, to ask after silence."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Campaign, CampaignKind, CustodyState, Packet, PacketStage, PacketState
from accounts.rules import campaigns as rules
from accounts.waiting import Task, dated
from registry import clock
from registry.people import powers
from registry.people.models import User

#: Working days in which Communications decides on a retirement.
DECIDE_IN = 5


def tasks_for(user: User) -> list[Task]:
    """All of it for this person; the number of queries does not grow with the rows. Of an older list, what is to be
    done about each account is a task of its own, and is not said twice.
    """
    rows = Packet.objects.live().select_related("account__platform", "account__unit", "campaign").order_by("pk")
    held = {"account__custodies__custodian": user, "account__custodies__state": CustodyState.OPEN}
    mine = rows.filter(state=PacketState.OPEN, **held).exclude(campaign__kind=CampaignKind.ADOPTION)
    tasks = [_answer(row) for row in mine]
    if powers.is_communications(user):
        tasks += [_decide(row) for row in rows.filter(state=PacketState.RETIRE_ASKED)]
    return dated(tasks) + _silent(user)


def _answer(row: Packet) -> Task:
    title = _("Say how %(account)s stands") % {"account": row.account.name}
    return Task(title, _where(row), row.get_absolute_url(), "packet", None, 0, row.account.platform, due=row.due_on)


def _decide(row: Packet) -> Task:
    title = _("Decide whether %(account)s is retired") % {"account": row.account.name}
    since = clock.local(row.asked_at or row.opened_at).date()
    return Task(title, _where(row), row.get_absolute_url(), "retire", since, DECIDE_IN, row.account.platform)


def _silent(user: User) -> list[Task]:
    """One task a campaign, for those whom its silence has reached."""
    own, ours = rules.units_of(user), powers.is_communications(user)
    if not (own or ours):
        return []
    stage = PacketStage.COMMUNICATIONS if ours else PacketStage.NEAREST
    silent = Packet.objects.live().filter(state=PacketState.OPEN, stage__gte=stage).exclude(custodian=user)
    silent = silent if ours else silent.filter(rules.within(own, "account__unit__"))
    found = silent.order_by().values("campaign").annotate(n=Count("pk"), due=Min("due_on"))
    campaigns = Campaign.objects.in_bulk([row["campaign"] for row in found])
    return [_ask_after(campaigns[row["campaign"]], row["n"], row["due"]) for row in found]


def _ask_after(campaign: Campaign, count: int, due: object) -> Task:
    words = ngettext("Ask after one account without an answer", "Ask after %(n)d accounts without an answer", count)
    url = reverse("campaigns:campaign", args=[campaign.uuid]) + "?show=late"
    return Task(words % {"n": count}, campaign.title, url, "campaign", None, 0, due=due)  # type: ignore[arg-type]


def _where(row: Packet) -> str:
    words = {"platform": row.account.platform.name, "unit": row.account.unit.name}
    return _("%(platform)s, %(unit)s") % words
