"""May this be sent, changed or asked again: what must be said, and what must be true of it."""

from django.utils.translation import gettext as _

from accounts.rules import lifecycle
from approvals import checks, handles, kinds, objecting, students
from approvals.models import ImagesPlan, Request
from approvals.rules.seeing import visible_to
from approvals.text import FIELDS
from approvals.workflow import Status
from registry import policy
from registry.people.models import User
from registry.people.refusal import Refused, Stale
from registry.people.rules import may


def check_can_submit(request: Request, user: User) -> None:
    """Raise `Refused` unless the person has acknowledged the current policy and the request could be decided as it is.

    Complete (II.6); an account of the district's own e-mail (IV.3), not somebody's personal one (IV.14), and not one
    that is registered or asked for already (E1.12); where the same was declined before, with what is different (E1.11).
    """
    if not policy.has_acknowledged(user):
        raise Refused(
            _("Read and confirm the current policy before you send a request."), rule="policy acknowledgement"
        )
    missing = what_is_missing(request)
    if missing:
        raise Refused(_("Before you can send this, fill in: %(fields)s.") % {"fields": ", ".join(missing)})
    if request.opens_account and not checks.is_district_address(request.email):
        raise Refused(checks.district_only(), rule="IV.3")
    if request.typed:
        raise Refused(_("Some of your answers cannot be taken as they are. Change them first."))
    students.check_answers(request)
    check_can_become_an_account(request)
    handles.check_items_differ(request)
    for item in request.items.select_related("platform"):
        handles.check_handle_is_free(request, item.platform, item.url or item.handle, visible_to(request.requester))


def check_can_become_an_account(request: Request) -> None:
    """Raise `Refused` where somebody who is named has left (IV.11, E1.14), or a platform is no longer offered (II.3).

    Asked when it is sent and before each yes: an approval that nothing can follow would be worth nothing. What one
    kind needs beside that is said by the kind; of an authorization, all of it.
    """
    if not request.requester.is_active:
        raise Refused(_left(request), rule="E1.14")
    kinds.of(request).check_can_follow(request)
    if not request.opens_account:
        return
    for person in (request.custodian, request.backup):
        if person and not person.is_active:
            raise Refused(_("%(name)s no longer works here.") % {"name": person.name}, rule="IV.11")
    for item in request.items.select_related("platform"):
        if item.platform:
            lifecycle.check_is_offered(item.platform)


def _left(request: Request) -> str:
    """Who asked has left: an account finds a sponsor, a permission was theirs alone."""
    words = {"name": request.requester.name}
    if request.opens_account:
        return _("%(name)s, who asked, no longer works here. Somebody on staff must take the request over.") % words
    return _("%(name)s, who asked, no longer works here. The permission would be theirs alone.") % words


def what_stops_a_yes(request: Request) -> str:
    """Why nobody can approve the request as it is now, in a sentence; empty where an office may."""
    try:
        check_can_become_an_account(request)
    except Refused as refused:
        return refused.message
    return " ".join(objecting.hold_back(request))


#: What must be said before anybody can decide; title, contact note and a few more may stay empty.
NEEDED = (
    "unit",
    "klass",
    "display_name",
    "purpose",
    "audience",
    "custodian",
    "backup",
    "posters",
    "email",
    "images_plan",
)
NEEDED_YES_OR_NO = ("students_involved", "wants_logo")


def what_is_missing(request: Request) -> list[str]:
    """The names of what is still to be filled in, in words."""
    missing = _missing_of_account(request) if request.opens_account else []
    missing += kinds.of(request).missing(request)
    if request.earlier_id and not request.differs:
        missing.append("differs")
    words = [str(FIELDS["class" if name == "klass" else name]) for name in missing]
    if request.custodian_id and request.custodian_id == request.backup_id:
        words.append(_("a backup who is not the custodian"))
    return words


def _missing_of_account(request: Request) -> list[str]:
    missing = [name for name in NEEDED if not getattr(request, name)]
    missing += [name for name in NEEDED_YES_OR_NO if getattr(request, name) is None]
    if request.students_involved and request.under_13 is None:
        missing.append("under_13")
    if request.images_plan in (ImagesPlan.STAFF, ImagesPlan.STUDENTS) and not request.images_promise:
        missing.append("images_promise")
    items = list(request.items.all())
    return ["items", *missing] if not items or any(not item.key for item in items) else missing


def check_can_edit(request: Request, user: User) -> None:
    """Raise unless this person may write into the draft or the returned request: its requester, nobody else."""
    if user.pk != request.requester_id:
        raise Refused(_("Only the person who asked may change the request."), rule="domain.md: who may do what")
    if request.status not in (Status.DRAFT, Status.RETURNED):
        raise Stale(
            _("%(reference)s can no longer be edited as a draft: it is now “%(status)s”.")
            % {"reference": request.reference, "status": request.get_status_display()}
        )


def can_edit(request: Request, user: User) -> bool:
    """Whether this person may write into the request as a draft now."""
    return may(check_can_edit, request, user)


def check_can_ask_again(request: Request, user: User) -> None:
    """Raise unless this person asked for it and was declined: a decline is final, a new request may follow."""
    if user.pk != request.requester_id:
        raise Refused(_("Only the person who asked may ask again."), rule="domain.md: who may do what")
    if request.status != Status.DECLINED:
        raise Stale(_("Only a declined request is asked again as a new one."))


def can_ask_again(request: Request, user: User) -> bool:
    """Whether this person may ask for the declined thing anew."""
    return may(check_can_ask_again, request, user)
