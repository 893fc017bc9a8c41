"""The automatic checks beside a request: what a machine can see, in words. They inform, and decide nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Account, Platform
from accounts.rules import lifecycle, recognise
from accounts.rules.found_moves import is_adoptable
from accounts.rules.personal import looks_personal
from approvals import adoption, history, kinds, resemblance, revival, students
from approvals.adoption import Taken
from approvals.finding import FAIL, ORDER, PASS, WARN, Check, offered
from approvals.models import ImagesPlan, Item, Request
from registry import policy
from registry.people.models import User

CHILD = 13
#: Nobody sees another request, unless the caller says whose eyes it is.
UNSEEN = Q(pk__in=[])


def checks_of(request: Request, visible: Q = UNSEEN) -> list[Check]:
    """All checks of a request, problems before passes. Its queries grow with the items only, of which there are few.

    `visible` are the requests that the reader may see: what another one says is no business of anybody else.
    """
    found = [*_requester(request), *_declined_before(request, visible), *kinds.of(request).checks(request)]
    if request.opens_account:
        items = list(request.items.select_related("platform", "account"))
        found += [_named(check, item, items) for item in items for check in _of_item(request, item, visible)]
        found += revival.before(request)
        found += [_email(request), _backup(request), *_people(request), _images(request)]
    return sorted(found, key=lambda check: ORDER.index(check.state))


def problems_in(found: Iterable[Check]) -> int:
    """How many of the findings are more than a pass: templates draw no empty list of problems."""
    return sum(check.state != PASS for check in found)


def _named(check: Check, item: Item, items: Sequence[Item]) -> Check:
    """Where several are asked for, a check says which one it is about."""
    if len(items) < 2:
        return check
    words = {"title": check.title, "item": ", ".join(filter(None, [str(item.platform or ""), item.written]))}
    return replace(check, title=_("%(item)s: %(title)s") % words)


def _of_item(request: Request, item: Item, visible: Q) -> list[Check]:
    if item.platform is None:
        return [Check(FAIL, _("No platform is chosen"))]
    checks = [
        _handle(request, item, visible),
        _alike(request, item),
        offered(item.platform),
        _age(request, item.platform),
    ]
    likeness = resemblance.of_a_person(request, item.handle)
    if likeness:
        checks.append(Check(WARN, _("The handle looks like somebody’s own"), likeness))
    odd = recognise.odd_characters(item.handle)
    if odd:
        checks.append(Check(FAIL, _("The handle may not be what it looks like"), odd))
    return checks


def is_district_address(email: str) -> bool:
    """Whether an address belongs to one of the district's domains (IV.3)."""
    return lifecycle.is_district_address(email)


def district_only() -> str:
    """The sentence for an address that is not the district's."""
    domains = ", ".join(f"@{domain}" for domain in settings.DISTRICT_EMAIL_DOMAINS)
    return _("Use a district e-mail address (%(domains)s): an official account is signed up with one.") % {
        "domains": domains
    }


def personal(found: recognise.Recognised, *, display_name: str, people: Iterable[User | None]) -> str | None:
    """Why the account looks like somebody's own, as a sentence; None where it does not (IV.14)."""
    return looks_personal(found.handle, display_name, *people, url=found.url)


def taken(found: recognise.Recognised, *, apart_from: Request, visible: Q = UNSEEN) -> Taken | None:
    """Who has the handle: a live account, a live request of somebody, a retired account of ours; None if it is free.

    A retired one may be registered again, as one that exists (E1.12), and so may one that is not ours and no impostor:
    it is adopted by that. A request is named only to whom it is `visible`.
    """
    account = recognise.twin(found.platform, found.key)
    adopted = apart_from.is_retroactive and is_adoptable(account)
    if account and not adopted and not account.items.filter(request=apart_from).exists():
        return adoption.by_account(account)
    rows = Item.objects.filter(platform=found.platform, key=found.key, live=True).exclude(request=apart_from)
    item = rows.select_related("request", "platform").first()
    if item:
        seen = Request.objects.filter(visible, pk=item.request_id).exists()
        return adoption.by_request(item) if seen else adoption.by_somebody(item)
    return None if apart_from.is_retroactive else revival.buried(found.platform, found.key)


def _handle(request: Request, item: Item, visible: Q) -> Check:
    if not item.key or item.platform is None:
        return Check(FAIL, _("The handle is not one that this platform can have"))
    found = recognise.Recognised(item.platform, item.handle, item.key, item.url)
    other = taken(found, apart_from=request, visible=visible)
    if other:
        return Check(FAIL, _("The handle is taken"), other.sentence, other.url, other.action)
    there = recognise.twin(item.platform, item.key)
    if there and is_adoptable(there):
        text = _("It stands in the register as %(kind)s. With this request it is adopted.") % {"kind": _kind_of(there)}
        return Check(WARN, _("The account is on the adoption desk"), text, there.get_absolute_url(), _("What is known"))
    return Check(PASS, _("Nobody else has or asks for this handle"))


def _kind_of(account: Account) -> str:
    return str(account.get_klass_display()).lower()


def _alike(request: Request, item: Item) -> Check:
    near = (
        [one for one in recognise.similar(request.unit, item.handle) if _is_another(one, item)] if request.unit else []
    )
    if not near:
        return Check(PASS, _("No account of the unit has a similar handle"))
    first = near[0]
    words = {"account": first.trail_label, "unit": first.unit.name}
    text = _("%(account)s belongs to %(unit)s. That is fine for the same team.") % words
    return Check(
        WARN, _("The handle is close to an account we already have"), text, first.get_absolute_url(), _("Compare")
    )


def _is_another(account: Account, item: Item) -> bool:
    return account.pk != item.account_id and (account.platform_id, account.key) != (item.platform_id, item.key)


def _age(request: Request, platform: Platform) -> Check:
    words = {"platform": platform.name, "age": platform.minimum_age or 0}
    if request.under_13 and request.students_involved is False:
        return Check(FAIL, _("The answers about students do not agree"), students.contradiction())
    if request.under_13 is None and request.students_involved is not False:
        return Check(WARN, _("It is not said yet whether any student is under 13"))
    if not request.under_13:
        return Check(PASS, _("No student under 13 is involved"))
    if platform.minimum_age is None:
        return Check(WARN, _("Students under 13 are involved"), _("%(platform)s names no minimum age.") % words)
    if platform.minimum_age >= CHILD:
        text = _("%(platform)s asks for an age of %(age)s or more. A student under 13 may not use it.") % words
        return Check(FAIL, _("Students under 13 are involved"), text)
    return Check(PASS, _("%(platform)s may be used from the age of %(age)s") % words)


def _declined_before(request: Request, visible: Q) -> list[Check]:
    earlier = history.declined_before(request, visible)
    if earlier is None:
        return []
    title = _("The same was declined before, in %(reference)s") % {"reference": earlier.reference}
    return [Check(WARN, title, history.of(earlier).why, earlier.get_absolute_url(), _("See why"))]


def _requester(request: Request) -> list[Check]:
    """Whoever asked must be on staff (E1.14); said only where they are not."""
    if request.requester.is_active:
        return []
    title = _("%(person)s, who asked, no longer works here") % {"person": request.requester.name}
    if not request.opens_account:
        return [Check(FAIL, title, _("A permission is one person’s own: it can only be declined."))]
    text = _("The administrator of the unit or the backup can take the request over.")
    return [Check(FAIL, title, text)]


def _email(request: Request) -> Check:
    if is_district_address(request.email):
        return Check(PASS, _("The sign-up e-mail is the district's own"))
    return Check(FAIL, _("The sign-up e-mail is not the district's"), district_only())


def _backup(request: Request) -> Check:
    if request.backup_id and request.backup_id != request.custodian_id:
        return Check(PASS, _("A second employee can step in"))
    return Check(FAIL, _("No second employee can step in"), _("Name a backup who is not the custodian."))


def _people(request: Request) -> list[Check]:
    named = [(_("custodian"), request.custodian), (_("backup"), request.backup)]
    return [_person(role, person) for role, person in named if person]


def _person(role: str, person: User) -> Check:
    words = {"person": person.name, "role": role}
    if not person.is_active:
        return Check(FAIL, _("%(person)s (%(role)s) is no longer on staff") % words)
    if not policy.has_acknowledged(person):
        text = _("Custody can be accepted only after that.")
        return Check(WARN, _("%(person)s (%(role)s) has not confirmed the current policy") % words, text)
    return Check(PASS, _("%(person)s (%(role)s) is on staff and has confirmed the policy") % words)


def _images(request: Request) -> Check:
    if request.images_plan == ImagesPlan.NONE:
        return Check(PASS, _("No people will be shown"))
    if not request.images_promise:
        return Check(FAIL, _("The promise about images is missing"))
    if request.images_plan == ImagesPlan.STUDENTS:
        return Check(PASS, _("Students will be shown; the requester promised to check the media opt-outs before"))
    return Check(PASS, _("Colleagues will be shown, with their consent"))
