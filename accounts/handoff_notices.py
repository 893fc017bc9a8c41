"""The letters about custody that passes on: to whom each goes, and what it needs to know when it is sent."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account, Custody, CustodyState, Handoff, HandoffState, OutsideCustodian
from accounts.notices import Facts
from accounts.rules import passing
from accounts.rules.handoff import again, held_now, waits_because
from accounts.rules.standing import communications_staff
from registry import outbox
from registry.outbox.models import Letter


@outbox.letter("accounts/handoff_offered")
def handoff_offered(letter: Letter) -> Facts | None:
    """To whoever is asked to take it over; dropped once they answered, or it was called off."""
    handoff = _handoff(letter)
    if handoff.state != HandoffState.OFFERED:
        return None
    return _about(handoff, letter, page=reverse("accounts:custody-accept", args=[handoff.account.uuid]))


@outbox.letter("accounts/handoff_announced")
def handoff_announced(letter: Letter) -> Facts | None:
    """To the giver, where somebody else began it; dropped once it is over."""
    handoff = _handoff(letter)
    return _about(handoff, letter) if handoff.is_live else None


@outbox.letter("accounts/handoff_accepted")
def handoff_accepted(letter: Letter) -> Facts | None:
    """To the giver and to Communications: what comes next; dropped once it is over."""
    handoff = _handoff(letter)
    return _about(handoff, letter) if handoff.state == HandoffState.ACCEPTED else None


@outbox.letter("accounts/handoff_declined")
def handoff_declined(letter: Letter) -> Facts:
    """To the giver, to who began it and to Communications, with the reason."""
    handoff = _handoff(letter)
    return _about(handoff, letter, **_goes_on(handoff.account))


@outbox.letter("accounts/handoff_called_off")
def handoff_called_off(letter: Letter) -> Facts:
    """To giver and taker, with the reason."""
    return _about(_handoff(letter), letter)


@outbox.letter("accounts/handoff_timed_out")
def handoff_timed_out(letter: Letter) -> Facts | None:
    """To the giver, the administrator and Communications: nobody answered; dropped once it is offered again."""
    handoff = _handoff(letter)
    if handoff.account.handoffs.filter(pk__gt=handoff.pk).exists():
        return None
    return _about(handoff, letter, mine=handoff.passed_to_id == letter.to_id, **_goes_on(handoff.account))


@outbox.letter("accounts/handoff_waits")
def handoff_waits(letter: Letter) -> Facts | None:
    """To the taker before the answer is due, and to everybody concerned where it takes too long; dropped once over."""
    handoff = _handoff(letter)
    if not handoff.is_live:
        return None
    if handoff.state == HandoffState.OFFERED:
        page = reverse("accounts:custody-accept", args=[handoff.account.uuid])
        return _about(handoff, letter, page=page, missing=waits_because(handoff.taker), due=handoff.answer_by)
    missing = [*passing.change_missing(handoff), *passing.access_missing(handoff)]
    return _about(handoff, letter, missing=missing)


@outbox.letter("accounts/handoff_done")
def handoff_done(letter: Letter) -> Facts:
    """To who held it, who holds it now, and Communications."""
    handoff = _handoff(letter)
    return _about(handoff, letter, page=handoff.account.get_absolute_url())


@outbox.letter("accounts/custody_reassigned")
def custody_reassigned(letter: Letter) -> Facts:
    """To who lost it, who holds it now, and Communications; never with the words, which are for the trail."""
    rows = Custody.objects.select_related("account__platform", "account__unit", "custodian")
    now, was = rows.get(pk=letter.ids["custody"]), rows.get(pk=letter.ids["was"])
    mine, lost = now.custodian_id == letter.to_id, was.custodian_id == letter.to_id
    facts = _facts(now.account, now.account.get_absolute_url(), _part(now.account, letter))
    return {**facts, "custody": now, "was": was, "mine": mine, "lost": lost}


@outbox.letter("accounts/offer_taken_back")
def offer_taken_back(letter: Letter) -> Facts:
    """To whoever was asked: the offer was taken back, and why."""
    rows = Custody.objects.select_related("account__platform", "account__unit")
    custody = rows.get(pk=letter.ids["custody"])
    page, reason = custody.account.get_absolute_url(), _("You were asked to look after it.")
    return {**_facts(custody.account, page, reason), "custody": custody}


@outbox.letter("accounts/outside_over")
def outside_over(letter: Letter) -> Facts | None:
    """To who answers for the account: the last day of a co-op is over; dropped once they said what became of it."""
    row = OutsideCustodian.objects.select_related("account__platform", "account__unit").get(pk=letter.ids["outside"])
    if row.ended_at:
        return None
    page = reverse("accounts:outside-end", args=[row.account.uuid, row.pk])
    return {**_facts(row.account, page, _part(row.account, letter)), "row": row}


def _about(handoff: Handoff, letter: Letter, page: str = "", **more: Any) -> Facts:
    if letter.to_id == handoff.taker_id:
        reason = _("You are asked to take this account over, or were.")
    elif letter.to_id == handoff.giver_id:
        reason = _("You answer for this account, or did until now.")
    else:
        reason = _part(handoff.account, letter)
    facts = _facts(handoff.account, page or handoff.get_absolute_url(), reason, handoff=handoff)
    return {**facts, "is_taker": letter.to_id == handoff.taker_id, "is_giver": letter.to_id == handoff.giver_id, **more}


def _goes_on(account: Account) -> Facts:
    """Who answers for it meanwhile, and where somebody else is asked: where the giver has left, plainly."""
    holder = account.custodies.filter(state=CustodyState.OPEN).select_related("custodian").first()
    page = "accounts:handoff-offer" if held_now(account) else "accounts:custody-offer"
    return {"holder": holder.custodian if holder else None, "page": reverse(page, args=[account.uuid])}


def _part(account: Account, letter: Letter) -> str:
    if account.custodies.filter(custodian=letter.to_id, state=CustodyState.OPEN).exists():
        return _("You answer for this account.")
    if any(one.pk == letter.to_id for one in communications_staff()):
        return _("You are of Communications.")
    return _("You look after this account, or did, or administer its unit.")


def _handoff(letter: Letter) -> Handoff:
    return again(Handoff.objects.get(pk=letter.ids["handoff"]))


def _facts(account: Account, path: str, reason: str, **more: Any) -> Facts:
    return {"account": account, "path": path, "reason": reason, "reference": account.number, **more}
