"""What may be reported to the desk: an account that is not in the register, and nobody's own (invariant 9, IV.14)."""

import re

from django.utils.translation import gettext as _

from accounts.models import Account, AccountClass, Found, Platform
from accounts.rules.found import with_people
from accounts.rules.personal import looks_personal
from accounts.rules.recognise import Recognised, recognise, twin
from accounts.rules.slips import check_reads_like_none
from accounts.rules.students import check_names_nobody
from registry.folding import folded
from registry.people.models import User
from registry.people.refusal import Refused


class InRegister(Refused):
    """It stands in the register already: ``account`` is where."""

    def __init__(self, account: Account) -> None:
        words = {"account": account.trail_label}
        super().__init__(_("%(account)s is in the register already.") % words, rule="invariant 7", field="handle")
        self.account = account


def what_is_meant(text: str, platform: Platform | None) -> Recognised:
    """The account that was typed or pasted; raises `Refused` where it names none."""
    found = recognise(text, platform)
    if found is None:
        message = _("We recognize no account in this. Paste the address of the page; for a handle, choose where it is.")
        raise Refused(message, rule="IV.6", field="handle")
    return found


def check_not_there(found: Recognised) -> None:
    """Raise `InRegister` where a live account of any class has that handle (invariant 7)."""
    there = twin(found.platform, found.key)
    if there:
        raise InRegister(there)


def check_nobodys_own(found: Recognised, kind: str, display_name: str) -> None:
    """Raise `Refused` for what looks like a person's own account, unless it is reported as posing as that person
    (E4.59): an impostor has the name of somebody by its nature.
    """
    if kind == AccountClass.IMPOSTOR:
        return
    staff = User.objects.filter(is_active=True).order_by("name").values_list("name", flat=True)
    said = looks_personal(found.handle, display_name, *staff, url=found.url)
    if said:
        hint = _("If somebody poses as that person, choose that it poses as us.")
        raise Refused(f"{said} {hint}", rule="IV.14", field="handle")


def check_words(text: str, field: str) -> None:
    """Raise `Refused` where words that are kept name a student, or read like a password (invariants 5 and 9)."""
    check_names_nobody(text, field)
    check_reads_like_none(text)


def check_leaves_out(found: Found, text: str, field: str) -> None:
    """Raise `Refused` where words for the trail say what the account is called: should it turn out to be somebody's
    own, the trail has never had it (docs/decisions/0040).
    """
    said = folded(text)
    names = {folded(name) for name in (found.account.handle, found.account.display_name) if name}
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) for name in names):
        message = _("Leave out what it is called, and say “the account”: these words are kept for good.")
        raise Refused(message, rule="invariant 9", field=field)


def closed_file(platform: Platform, key: str) -> Found | None:
    """The file on an account that was closed in favor of one of ours: whom to follow instead (E3.40)."""
    rows = Found.objects.filter(account__platform=platform, account__key=key, status="closed", ours__isnull=False)
    return with_people(rows).order_by("-ended_at").first()
