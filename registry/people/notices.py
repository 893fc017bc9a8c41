"""The letters of this room: what each says is made when it is sent, and one-time links are minted then."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry import outbox
from registry.audit.models import Seal
from registry.people.models import Absence, Appointment, Proposal, ProposalState, User

WHAT = {
    "password_changed": gettext_lazy("Your sign-in password was changed."),
    "factor_added": gettext_lazy("An authenticator or passkey was added to your sign-in."),
    "factor_removed": gettext_lazy("An authenticator or passkey was removed from your sign-in."),
    "recovery_codes_made": gettext_lazy("New recovery codes were made for your sign-in. The old ones no longer work."),
    "recovery_code_used": gettext_lazy("A recovery code was used to sign in as you."),
    "email_changed": gettext_lazy("The e-mail address of your sign-in was changed."),
    "sign_on_connected": gettext_lazy("Single sign-on was connected to your sign-in."),
    "sign_on_disconnected": gettext_lazy("Single sign-on was disconnected from your sign-in."),
    "details": gettext_lazy("Something about your sign-in was changed."),
}


def one_time_path(user: User) -> str:
    """The path at which this person sets a password: good once, and for three days (PASSWORD_RESET_TIMEOUT)."""
    kwargs = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=kwargs)


@outbox.letter("people/invitation")
def invitation(letter: Any) -> dict[str, Any] | None:
    """Set a password; nothing to those who have one or may not sign in."""
    user: User = letter.to
    if user.has_usable_password() or not user.is_active:
        return None
    by = user.invited_by.name if user.invited_by else ""
    return {"person": user, "invited_by": by, "path": one_time_path(user), "reason": _("You were invited to sign in.")}


@outbox.letter("people/reset_password")
def reset_password(letter: Any) -> dict[str, Any] | None:
    """Set a new password; nothing to those who may not sign in."""
    user: User = letter.to
    if not user.is_active:
        return None
    return {
        "person": user,
        "path": one_time_path(user),
        "reason": _("Somebody asked for a new password with your address."),
    }


@outbox.letter("people/sign_in_changed")
def sign_in_changed(letter: Any) -> dict[str, Any]:
    """What changed about the person's own sign-in, and what to do if it was not them."""
    what = WHAT.get(letter.ids.get("what", ""), WHAT["details"])
    return {
        "person": letter.to, "what": what, "at": letter.created_at, "path": reverse("people:me"),
        "reason": _("It is about your own sign-in."),
    }  # fmt: skip


@outbox.letter("people/factor_changed")
def factor_changed(letter: Any) -> dict[str, Any] | None:
    """Tell a second pair of eyes that somebody who decides or reveals has a new factor."""
    about = User.objects.filter(pk=letter.ids.get("person")).first()
    if about is None:
        return None
    return {
        "person": letter.to, "about": about, "at": letter.created_at, "path": reverse("people:person", args=[about.pk]),
        "reason": _("Two people are told when somebody who decides or reveals changes a second factor."),
    }  # fmt: skip


@outbox.letter("people/factor_known")
def factor_known(letter: Any) -> dict[str, Any]:
    """The key that protects their second factor became known: what to make anew."""
    return {"person": letter.to, "path": reverse("mfa_index"), "reason": _("It is about your own sign-in.")}


@outbox.letter("people/holder_left")
def holder_left(letter: Any) -> dict[str, Any] | None:
    """Tell who answers for the offices that somebody who held some was closed out."""
    people = User.objects.in_bulk([letter.ids["person"], letter.ids["by"]], field_name="pk")
    named = {str(pk): person for pk, person in people.items()}
    about, by = named.get(letter.ids["person"]), named.get(letter.ids["by"])
    if about is None or by is None:
        return None
    rows = Appointment.objects.filter(pk__in=str(letter.ids["offices"]).split(",")).select_related("unit", "person")
    return {
        "person": letter.to, "about": about, "by": by, "offices": [row.designation for row in rows.order_by("pk")],
        "path": reverse("people:person", args=[about.pk]),
        "reason": _("You are told when the sign-in of somebody in office is closed."),
    }  # fmt: skip


@outbox.letter("people/appointed")
def appointed(letter: Any) -> dict[str, Any] | None:
    """The office, from when until when; nothing once it has ended."""
    row = _appointment(letter)
    return None if row is None or row.ended_at else _about(row, letter)


@outbox.letter("people/appointment_ended")
def appointment_ended(letter: Any) -> dict[str, Any] | None:
    """The office that ended."""
    row = _appointment(letter)
    return None if row is None else _about(row, letter)


def _appointment(letter: Any) -> Appointment | None:
    rows = Appointment.objects.select_related("person", "unit", "on_behalf_of__person", "appointed_by")
    return rows.filter(pk=letter.about_id).first()


def _about(row: Appointment, letter: Any) -> dict[str, Any]:
    return {
        "person": letter.to, "appointment": row, "office": row.designation,
        "path": reverse("people:person", args=[row.person_id]), "reason": _("It is about your own office."),
    }  # fmt: skip


@outbox.letter("people/checkpoint")
def checkpoint(letter: Any) -> dict[str, Any] | None:
    """The newest seal of the trail when it was written: how many entries, and the hash of the last."""
    seal = Seal.objects.filter(last=letter.ids["last"]).first()
    if seal is None:
        return None
    return {
        "person": letter.to, "size": seal.last, "root": seal.root, "path": reverse("audit:trail"),
        "reason": _("Three offices keep the trail’s seals, so that nobody can rewrite it unseen."),
    }  # fmt: skip


@outbox.letter("people/absence_recorded")
def absence_recorded(letter: Any) -> dict[str, Any] | None:
    """To whoever is said to be away, by whom, and how to end it; nothing once it is over."""
    row = _absence(letter)
    return None if row is None or row.ended_at else _about_absence(row, letter, _("It is about your own absence."))


@outbox.letter("people/absence_ended")
def absence_ended(letter: Any) -> dict[str, Any] | None:
    """To whoever is said to be back."""
    row = _absence(letter)
    return None if row is None else _about_absence(row, letter, _("It is about your own absence."))


@outbox.letter("people/standing_in")
def standing_in(letter: Any) -> dict[str, Any] | None:
    """To a designee: for whom, from when until when, by which appointment."""
    row = _absence(letter)
    designation = Appointment.objects.filter(pk=letter.ids.get("appointment"), ended_at=None)
    appointment = designation.select_related("person", "unit", "on_behalf_of__person").first()
    if row is None or row.ended_at or appointment is None:
        return None
    facts = _about_absence(row, letter, _("You are the designee of somebody who is away."))
    return {**facts, "appointment": appointment, "path": reverse("people:appointment", args=[appointment.pk])}


def _absence(letter: Any) -> Absence | None:
    return Absence.objects.select_related("person", "made_by", "ended_by").filter(pk=letter.about_id).first()


def _about_absence(row: Absence, letter: Any, reason: str) -> dict[str, Any]:
    path = reverse("people:person", args=[row.person_id])
    return {"person": letter.to, "absence": row, "path": path, "reason": reason}


@outbox.letter("people/signature_needed")
def signature_needed(letter: Any) -> dict[str, Any] | None:
    """To whoever may give the next signature, while one is owed."""
    row = _proposal(letter)
    if row is None or not row.is_open or row.first_id == letter.to.pk:
        return None
    return _about_proposal(row, letter, _("This takes two people who hold certain offices, and you are one of them."))


@outbox.letter("people/proposal_closed")
def proposal_closed(letter: Any) -> dict[str, Any] | None:
    """To those who prepared or proposed it: what became of it."""
    row = _proposal(letter)
    if row is None or row.state == ProposalState.OPEN:
        return None
    return _about_proposal(row, letter, _("You prepared or proposed this."))


def _proposal(letter: Any) -> Proposal | None:
    rows = Proposal.objects.select_related("person", "prepared_by", "first", "second", "closed_by")
    return rows.filter(pk=letter.about_id).first()


def _about_proposal(row: Proposal, letter: Any, reason: str) -> dict[str, Any]:
    return {
        "person": letter.to, "proposal": row, "what": row.trail_label, "reason": reason,
        "path": reverse("people:proposal", args=[row.pk]),
    }  # fmt: skip
