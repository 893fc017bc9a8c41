"""What somebody answers for, backs up or is asked to take, and who would have it then."""

from django.utils.translation import gettext as _

from accounts.models import BackupCustodian, Custody, CustodyState, Handoff, HandoffState
from accounts.rules.custody import in_force_now, stand_in_among
from desk.leaving.items import Item, Section, of_account
from registry.people.models import User

ACCOUNT = ("account__platform", "account__unit")


def sections(person: User) -> list[Section]:
    """Accounts held alone, accounts held with a backup, accounts backed up, and what is on its way to or from them."""
    rows = Custody.objects.filter(custodian=person, state=CustodyState.OPEN).select_related(*ACCOUNT)
    held = list(rows.order_by("account__handle", "pk"))
    open_backups = BackupCustodian.objects.filter(account__in=[row.account_id for row in held], ended_at=None)
    backups = {row.account_id: row.person for row in open_backups.select_related("person") if row.person.is_active}
    in_force = in_force_now()
    items: dict[bool, list[Item]] = {True: [], False: []}
    for row in held:
        holder = stand_in_among(in_force, row.account, failing=person, instead_of=person)
        backup = backups.get(row.account_id)
        items[backup is not None].append(_held(row, holder, backup, person))
    alone, both = _("Held alone"), _("Held with a backup")
    no_backup = _("Nobody backs these up: only who stands in would be left.")
    backed_up = _("The backup goes on opening the login; who stands in finds the next custodian.")
    return [
        Section("alone", alone, no_backup, items[False]),
        Section("held", both, backed_up, items[True]),
        Section("backs_up", _("Backed up by them"), _("These lose their backup."), _backed_up(person)),
        Section("on_the_way", _("On the way to or from them"), "", [*_asked(person), *_given(person)]),
    ]


def _held(row: Custody, holder: User, backup: User | None, person: User) -> Item:
    words = {"name": holder.name, "backup": backup.name if backup else ""}
    said = _("%(name)s would hold it as interim custodian") if holder.pk != person.pk else _("Who acts would hold it")
    said = f"{said}; {_('backup: %(backup)s')}" if backup else said
    return of_account(row.account, said % words, ("custody", row.account_id))


def _backed_up(person: User) -> list[Item]:
    rows = BackupCustodian.objects.filter(person=person, ended_at=None).select_related(*ACCOUNT).order_by("account")
    return [of_account(row.account, "", ("backup", row.account_id)) for row in rows]


def _asked(person: User) -> list[Item]:
    """Offers to them are taken back, and the handoffs of which they are a part called off."""
    rows = Custody.objects.filter(custodian=person, state__in=CustodyState.asked())
    found = []
    for row in rows.select_related(*ACCOUNT, "handoff").order_by("account"):
        passing = getattr(row, "handoff", None)
        changes = [("offer", row.pk), *([("handoff", passing.pk)] if passing else [])]
        said = _("They are to take it over: that is called off") if passing else _("It is offered to them: taken back")
        found.append(of_account(row.account, said, *changes))
    return found


def _given(person: User) -> list[Item]:
    """What they hand over goes on without them; what nobody answered, and they were to see to, passes on."""
    live = Handoff.objects.filter(giver=person, state__in=HandoffState.live())
    rows = live.select_related(*ACCOUNT, "taker").order_by("account")
    said = _("%(name)s takes it over: that goes on without them")
    return [of_account(row.account, said % {"name": row.taker.name}) for row in rows]
