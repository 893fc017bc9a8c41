"""The letters of the register: what each needs to know when it is sent. Never a value, never a code (invariant 5)."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import (
    Account,
    Authorization,
    BackupCustodian,
    Custody,
    CustodyState,
    Kit,
    KitState,
    PasswordImport,
    Poster,
    PosterState,
    Reveal,
    SecretState,
    SecretVersion,
)
from accounts.rules import limits
from accounts.rules.authorizing import with_people
from accounts.rules.credentials import words_for
from accounts.rules.custody import ACCEPT_IN
from accounts.rules.handoff import live_of
from accounts.rules.posting import with_place
from accounts.rules.standing import communications_staff
from accounts.rules.trying import unworking
from accounts.rules.watching import oddity_words
from registry import clock, outbox
from registry.calendar import WorkingDays
from registry.outbox.models import Letter
from registry.people.models import User

Facts = dict[str, Any]


@outbox.letter("accounts/custody_offered")
def custody_offered(letter: Letter) -> Facts | None:
    """To whom the custody is offered; dropped once they answered."""
    custody = _custody(letter)
    if custody.state != CustodyState.OFFERED and not custody.unverified:
        return None
    reason = _("You are asked to answer for this account.")
    due = WorkingDays().after(ACCEPT_IN, clock.local(custody.offered_at).date())
    return _facts(custody.account, "accounts:custody-accept", reason, custody=custody, due=due)


@outbox.letter("accounts/custody_accepted")
def custody_accepted(letter: Letter) -> Facts:
    """To Communications, and to who held it until now."""
    custody = _custody(letter)
    return _facts(custody.account, "accounts:account", _part_in(custody.account, letter), custody=custody)


@outbox.letter("accounts/custody_declined")
def custody_declined(letter: Letter) -> Facts:
    """To Communications and the interim custodian, with the reason."""
    custody = _custody(letter)
    return _facts(custody.account, "accounts:custody-offer", _part_in(custody.account, letter), custody=custody)


@outbox.letter("accounts/interim")
def interim(letter: Letter) -> Facts:
    """To who holds the account until somebody has accepted."""
    return _facts(_account(letter), "accounts:account", _("You are the administrator of the unit, or stand in."))


@outbox.letter("accounts/stepped_in")
def stepped_in(letter: Letter) -> Facts:
    """To who holds the account now, and to Communications: the custodian has left; `taken_by` who takes it over."""
    custody = _custody(letter)
    passing, mine = live_of(custody.account), custody.custodian_id == letter.to_id
    facts = _facts(
        custody.account, "accounts:custody-offer", _part_in(custody.account, letter), custody=custody, mine=mine
    )
    return facts | ({"path": passing.get_absolute_url(), "taken_by": passing.taker} if passing else {})


@outbox.letter("accounts/offered_to_who_left")
def offered_to_who_left(letter: Letter) -> Facts | None:
    """To who holds the account meanwhile, and to Communications; dropped once it is offered to somebody else."""
    custody = _custody(letter)
    again = custody.account.custodies.filter(state__in=(CustodyState.OFFERED, CustodyState.OPEN), interim=False)
    if again.exists():
        return None
    return _facts(
        custody.account, "accounts:custody-offer", _part_in(custody.account, letter), person=custody.custodian
    )


@outbox.letter("accounts/backup_left")
def backup_left(letter: Letter) -> Facts | None:
    """To who answers for the account, and to Communications: it has no backup; dropped once there is another."""
    rows = BackupCustodian.objects.select_related("account__platform", "account__unit", "person")
    left = rows.get(pk=letter.ids["backup"])
    if left.account.backups.filter(ended_at=None).exists():
        return None
    return _facts(left.account, "accounts:account", _part_in(left.account, letter), person=left.person)


@outbox.letter("accounts/backup_named")
def backup_named(letter: Letter) -> Facts:
    """To the backup custodian."""
    return _facts(_account(letter), "accounts:account", _("You were named as its backup."))


@outbox.letter("accounts/active")
def active(letter: Letter) -> Facts:
    """To who answers for the account: it is official now."""
    return _facts(_account(letter), "accounts:account", _("You answer for this account."))


@outbox.letter("accounts/suspended")
def suspended(letter: Letter) -> Facts | None:
    """To who answers for the account, and to Communications: it is not to be used; dropped once that has changed."""
    account = _account(letter)
    reason = _part_in(account, letter)
    return _facts(account, "accounts:account", reason) if account.is_suspended else None


@outbox.letter("accounts/given_up")
def given_up(letter: Letter) -> Facts:
    """To who held the account, was asked to or stood by, and to Communications: the set-up was given up."""
    account = _account(letter)
    return _facts(account, "accounts:account", _part_in(account, letter))


@outbox.letter("accounts/deposited")
def deposited(letter: Letter) -> Facts:
    """To Communications and the custodian: what changed and who changed it (II.7)."""
    account, person = _account(letter), User.objects.get(pk=letter.ids["by"])
    waits = account.secrets.filter(is_current=True, state=SecretState.DEPOSITED).exists()
    fields = words_for([str(field) for field in str(letter.ids["fields"]).split(",")])
    reason = _part_in(account, letter)
    return _facts(account, "accounts:account", reason, person=person, fields=fields, waits=waits)


@outbox.letter("accounts/taken_out")
def taken_out(letter: Letter) -> Facts:
    """To Communications and the custodian: what is no longer in use, who says so, and why (II.7)."""
    account = _account(letter)
    version = SecretVersion.objects.select_related("out_of_use_by").get(pk=letter.ids["version"])
    return _facts(account, "accounts:account", _part_in(account, letter), version=version)


@outbox.letter("accounts/sign_up_changed")
def sign_up_changed(letter: Letter) -> Facts:
    """To Communications and the custodian: who says that the platform has another address for the account (II.7)."""
    account, person = _account(letter), User.objects.get(pk=letter.ids["by"])
    return _facts(account, "accounts:ways-in", _part_in(account, letter), person=person)


@outbox.letter("accounts/verified")
def verified(letter: Letter) -> Facts:
    """To who deposited: it works."""
    return _about_version(letter, "accounts:account")


@outbox.letter("accounts/refused")
def refused(letter: Letter) -> Facts:
    """To who deposited and to Communications: it does not work, and why."""
    return _about_version(letter, "accounts:deposit")


@outbox.letter("accounts/revealed")
def revealed(letter: Letter) -> Facts:
    """To the custodian: somebody else opened the login."""
    act = Reveal.objects.select_related("account__platform", "account__unit", "person").get(pk=letter.ids["reveal"])
    reason = _("You answer for this account.")
    return _facts(act.account, "accounts:history", reason, act=act, unusual=oddity_words(act))


@outbox.letter("accounts/too_many")
def too_many(letter: Letter) -> Facts:
    """To two people outside the chain of somebody who opens more logins than the limits allow."""
    person, reason = User.objects.get(pk=letter.ids["by"]), _("You are one of two who watch over the vault.")
    numbers = {"acts_in_a_day": limits.ACTS_IN_A_DAY, "accounts_in_a_while": limits.ACCOUNTS_IN_A_WHILE}
    facts = _facts(_account(letter), "accounts:account", reason, person=person, **numbers)
    return {**facts, "path": f"{reverse('audit:trail')}?{urlencode({'who': person.name})}"}


@outbox.letter("accounts/did_not_work")
def did_not_work(letter: Letter) -> Facts | None:
    """To the custodian and to Communications: one cannot sign in with what is stored; dropped once that has changed."""
    act = Reveal.objects.select_related("account__platform", "account__unit", "person").get(pk=letter.ids["reveal"])
    if not unworking(Account.objects.filter(pk=act.account_id)).exists():
        return None
    day = date_format(clock.local(act.at), "F j")
    return _facts(act.account, "accounts:deposit", _part_in(act.account, letter), act=act, day=day)


@outbox.letter("accounts/poster_proposed")
def poster_proposed(letter: Letter) -> Facts | None:
    """To who designates posters there; dropped once somebody has answered."""
    return _about_poster(letter, _("You say who may post there."), PosterState.PROPOSED)


@outbox.letter("accounts/poster_designated")
def poster_designated(letter: Letter) -> Facts | None:
    """To the poster, to who proposed it and who answers for the place; dropped where it was revoked meanwhile."""
    return _about_poster(letter, _("It is about you, or about a place you answer for."), PosterState.DESIGNATED)


@outbox.letter("accounts/poster_refused")
def poster_refused(letter: Letter) -> Facts | None:
    """To who proposed: no, and why."""
    return _about_poster(letter, _("You proposed it."), PosterState.REFUSED)


@outbox.letter("accounts/poster_revoked")
def poster_revoked(letter: Letter) -> Facts | None:
    """To the poster, to who proposed it and who answers for the place: it ended, and why."""
    return _about_poster(letter, _("It is about you, or about a place you answer for."), PosterState.REVOKED)


@outbox.letter("accounts/poster_ended")
def poster_ended(letter: Letter) -> Facts | None:
    """To the same: its time is over."""
    return _about_poster(letter, _("It is about you, or about a place you answer for."), PosterState.ENDED)


@outbox.letter("accounts/authorization_revoked")
def authorization_revoked(letter: Letter) -> Facts:
    """To its holder: it ended, and why."""
    return _about_authorization(letter)


@outbox.letter("accounts/authorization_ends_soon")
def authorization_ends_soon(letter: Letter) -> Facts | None:
    """To its holder, 14 days before; dropped where it is over already."""
    facts = _about_authorization(letter)
    return None if facts["authorization"].is_over else facts


@outbox.letter("accounts/authorization_ended")
def authorization_ended(letter: Letter) -> Facts | None:
    """To its holder; dropped where it was revoked, which another letter said."""
    facts = _about_authorization(letter)
    return None if facts["authorization"].revoked_at else facts


def _about_poster(letter: Letter, reason: str, state: PosterState) -> Facts | None:
    poster = with_place(Poster.objects.filter(pk=letter.ids["poster"])).get()
    if poster.state != state:
        return None
    mine = poster.person_id == letter.to.pk
    path = poster.get_absolute_url()
    return {"poster": poster, "place": poster.place, "mine": mine, "path": path, "reason": reason}


def _about_authorization(letter: Letter) -> Facts:
    row = with_people(Authorization.objects.filter(pk=letter.ids["authorization"])).get()
    facts = {"authorization": row, "reason": _("This authorization is yours."), "reference": row.number}
    return {**facts, "path": row.get_absolute_url()}


def _about_version(letter: Letter, page: str) -> Facts:
    version = SecretVersion.objects.select_related("verified_by", "refused_by").get(pk=letter.ids["version"])
    older = SecretVersion.objects.filter(
        account=version.account_id, field=version.field, slot=version.slot, is_current=True, state=SecretState.VERIFIED
    ).exists()
    reason = _("You deposited it.") if version.deposited_by_id == letter.to_id else _("You are of Communications.")
    return _facts(_account(letter), page, reason, version=version, older=older)


def _part_in(account: Account, letter: Letter) -> str:
    """Why this person gets the letter: their own part in the account today."""
    if account.custodies.filter(custodian=letter.to_id, state=CustodyState.OPEN).exists():
        return _("You answer for this account.")
    if account.backups.filter(person=letter.to_id, ended_at=None).exists():
        return _("You are the backup of this account.")
    if any(user.pk == letter.to_id for user in communications_staff()):
        return _("You are of Communications.")
    return _("You held this account until now, or were asked to.")


def _account(letter: Letter) -> Account:
    return Account.objects.select_related("platform", "unit").get(pk=letter.ids["account"])


def _custody(letter: Letter) -> Custody:
    rows = Custody.objects.select_related("account__platform", "account__unit", "custodian")
    return rows.get(pk=letter.ids["custody"])


def _facts(account: Account, page: str, reason: str, **more: Any) -> Facts:
    path = reverse(page, args=[account.uuid])
    return {"account": account, "path": path, "reason": reason, "reference": account.number, **more}


@outbox.letter("accounts/kit_asked")
def kit_asked(letter: Letter) -> Facts | None:
    """To whoever can agree to a kit; dropped once somebody has, or the time is over."""
    kit = _kit(letter)
    waits = kit.state == KitState.ASKED and clock.now() <= kit.until
    return _about_kit(kit, _("You may be the second of the two it takes.")) if waits else None


@outbox.letter("accounts/kit_agreed")
def kit_agreed(letter: Letter) -> Facts | None:
    """To who asked: the other half is there; dropped once it is no longer of use."""
    kit = _kit(letter)
    waits = kit.state == KitState.AGREED and clock.now() <= kit.until
    return _about_kit(kit, _("You asked for it.")) if waits else None


@outbox.letter("accounts/kit_made")
def kit_made(letter: Letter) -> Facts | None:
    """To everybody who holds the vault, the superintendent and the two who made it: every login was opened at once.

    Dropped where it could not be made after all: that is another letter.
    """
    kit = _kit(letter)
    if kit.state == KitState.FAILED:
        return None
    mine = letter.to_id in (kit.asked_by_id, kit.agreed_by_id)
    reason = _("You are one of the two who made it.") if mine else _("You answer for the district’s logins.")
    return _about_kit(kit, reason, mine=mine)


@outbox.letter("accounts/kit_reminder")
def kit_reminder(letter: Letter) -> Facts | None:
    """To the two who made it, after 90 days, or to whoever holds the vault then; dropped once it is destroyed."""
    kit = _kit(letter)
    mine = letter.to_id in (kit.asked_by_id, kit.agreed_by_id)
    reason = _("You are one of the two who made it.") if mine else _("You answer for the district’s logins.")
    return None if kit.destroyed_at else _about_kit(kit, reason, mine=mine)


@outbox.letter("accounts/kit_cancelled")
@outbox.letter("accounts/kit_failed")
@outbox.letter("accounts/kit_half_failed")
def kit_came_to_nothing(letter: Letter) -> Facts:
    """To the other of the two, who could have agreed, and who holds the vault: what they heard of is not to be."""
    kit, by = _kit(letter), User.objects.get(pk=letter.ids["by"])
    mine = letter.to_id in (kit.asked_by_id, kit.agreed_by_id)
    reason = _("You are one of the two who make it.") if mine else _("You hear of every break-glass kit.")
    return _about_kit(kit, reason, by=by)


@outbox.letter("accounts/imported")
def imported(letter: Letter) -> Facts:
    """To Communications: somebody deposited many logins at once (II.7)."""
    batch = PasswordImport.objects.select_related("person").get(pk=letter.ids["batch"])
    return {"batch": batch, "path": reverse("accounts:list"), "reason": _("You are of Communications.")}


def _kit(letter: Letter) -> Kit:
    return Kit.objects.select_related("asked_by", "agreed_by").get(pk=letter.ids["kit"])


def _about_kit(kit: Kit, reason: str, **more: Any) -> Facts:
    return {"kit": kit, "path": kit.get_absolute_url(), "reason": reason, "reference": kit.number, **more}
