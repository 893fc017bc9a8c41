"""What is asked of somebody about accounts, which ends wait for them, and which files of the adoption desk are theirs.

Nothing of it changes with a departure: whoever looks after the account then, and Communications, see to it anyway.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import AccountState, Closing, ClosingState, Custody, CustodyState, Found, Packet, PacketState
from accounts.models.found import OPEN
from desk.leaving.items import Item, Section, of_account
from registry.people.models import User

ACCOUNT = ("account__platform", "account__unit")


def sections(person: User) -> list[Section]:
    """What others see to then. Campaigns and files of the desk are for those who watch over the account."""
    asked = _("Whoever stands in is asked instead.")
    ends = _("Who stands in and Communications see to what is left of them.")
    files = _("All of Communications has them on its work page.")
    return [
        Section("answers", _("What a campaign asks them"), asked, _answers(person), guarded=True),
        Section("ends", _("Ends of accounts they hold"), ends, _ends(person)),
        Section("files", _("On the adoption desk"), files, _files(person), guarded=True),
    ]


def _answers(person: User) -> list[Item]:
    rows = Packet.objects.live().filter(_held_by(person), state=PacketState.OPEN)
    rows = rows.select_related(*ACCOUNT, "campaign").order_by("due_on", "pk")
    said = _("%(title)s, by %(day)s")
    return [
        of_account(row.account, said % {"title": row.campaign.title, "day": f"{row.due_on:%B %-d}"}) for row in rows
    ]


def _ends(person: User) -> list[Item]:
    rows = (
        Closing.objects.filter(_held_by(person), state=ClosingState.UNDER_WAY)
        .select_related(*ACCOUNT)
        .order_by("planned_on", "pk")
    )
    return [of_account(row.account, _("Last day %(day)s") % {"day": f"{row.planned_on:%B %-d, %Y}"}) for row in rows]


def _files(person: User) -> list[Item]:
    """Those they handle, and the accounts that they are said to run themselves (E3.49)."""
    runs = Q(conflict_with=person, conflict_end="")
    rows = Found.objects.filter(Q(handler=person) | runs, status__in=OPEN, account__state=AccountState.FOUND)
    words = {True: _("They are said to run it"), False: _("They handle it")}
    return [
        of_account(row.account, f"{row.number}: {words[row.conflict_with_id == person.pk]}")
        for row in rows.select_related(*ACCOUNT).order_by("due_on", "pk")
    ]


def _held_by(person: User) -> Exists:
    return Exists(Custody.objects.filter(account=OuterRef("account"), custodian=person, state=CustodyState.OPEN))
