"""What the register says on a person's page: where they may post, what they are authorized to, what they know."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.ledger import accounts_known_to, known_of
from accounts.models import Authorization, BackupCustodian, Custody, CustodyState, Poster
from accounts.rules.authorizing import visible_to, with_people
from accounts.rules.posting import with_place
from accounts.rules.seeing import backed_by, may_see_knowledge
from registry.people.models import User
from registry.people.panels import Panel
from registry.templatetags.mooring import day

#: Rows of the panel; the rest is one link away.
FIRST = 5
#: The same of what they look after.
MOST = 20
IN_ORDER = ("account__handle", "account_id")
PLACE = ("account__platform", "account__unit")


def may_post(person: User, viewer: User) -> Panel | None:
    """Designations in force or to come, for everybody (II.4); authorizations in force, for who may see them."""
    posters = with_place(Poster.objects.standing().filter(person=person)).order_by("pk")
    given = Authorization.objects.in_force().filter(visible_to(viewer), person=person)
    rows = [*map(_of_poster, posters), *map(_of_authorization, with_people(given).order_by("pk"))]
    if not rows:
        return None
    mine = person.pk == viewer.pk
    link = {"url": reverse("accounts:card"), "action": _("Your card: may I post?")} if mine else {}
    return Panel("posting", _("May post"), rows, **link)


def looks_after(person: User, viewer: User) -> Panel | None:
    """What they hold, take over and back up, the first few and how many more; for everybody, who reads the same words
    on each account's page.
    """
    # What they hold before what they take over; also what nobody confirmed yet, which the account's page says of it.
    custodies = Custody.objects.filter(custodian=person, state__in=CustodyState.in_hand()).order_by("-state", *IN_ORDER)
    backups = backed_by(person).exclude(account__in=custodies.values("account")).order_by(*IN_ORDER)
    shown: list[Custody | BackupCustodian] = [*custodies.select_related(*PLACE)[:MOST]]
    shown += backups.select_related(*PLACE)[: MOST - len(shown)]
    if not shown:
        return None
    more = custodies.count() + backups.count() - len(shown)
    said = ngettext("And one more.", "And %(n)d more.", more) % {"n": more} if more else ""
    rows = [*map(_looked_after, shown)]
    return Panel("looks-after", _("Looks after"), rows, more=said, **_list_of(person, custodies))


def _list_of(person: User, custodies: QuerySet[Custody]) -> dict[str, str]:
    """The link to what they hold, where that is more than the panel has room for; there is no list of the rest."""
    if custodies.filter(state=CustodyState.OPEN).count() <= MOST:
        return {}
    url = f"{reverse('accounts:list')}?custodian={person.pk}"
    return {"url": url, "action": _("Every account they are custodian of")}


def _looked_after(row: Custody | BackupCustodian) -> dict[str, Any]:
    meta = _("%(part)s, %(unit)s") % {"part": row.part, "unit": row.account.unit.name}
    return {
        "title": row.account.name, "url": row.account.get_absolute_url(), "platform": row.account.platform, "meta": meta
    }  # fmt: skip


def knows(person: User, viewer: User) -> Panel | None:
    """What somebody knows of which logins, for those who may see it: the first few, and where the rest is."""
    if not may_see_knowledge(person, viewer):
        return None
    first = list(accounts_known_to(person, by_value=False)[:FIRST])
    if not first:
        return None
    rows = [
        {"title": known.account.name, "url": known.account.get_absolute_url(), "platform": known.account.platform,
         "meta": known.now or _("Earlier ones only"), "done": not known.now}
        for known in known_of(person, first, by_value=False)
    ]  # fmt: skip
    url = reverse("accounts:person-knows", args=[person.pk])
    return Panel("knows", _("Knows the login of"), rows, url=url, action=_("Everything they know"))


def _of_poster(row: Poster) -> dict[str, Any]:
    platform = row.account.platform if row.account else None
    words = _("Poster, with the right to open the login") if row.may_reveal else _("Poster")
    meta = _between(words, row)
    return {
        "title": row.place.name,
        "url": row.get_absolute_url(),
        "meta": meta,
        "platform": platform,
        "icon": "school",
    }


def _of_authorization(row: Authorization) -> dict[str, Any]:
    title = _("%(kind)s, %(unit)s") % {"kind": row.get_kind_display(), "unit": row.unit.name}
    return {"title": title, "url": row.get_absolute_url(), "meta": _between(row.number, row), "icon": "badge-check"}


def _between(words: str, row: Poster | Authorization) -> str:
    facts = {"words": words, "start": day(row.starts_on), "until": day(row.ends_on)}
    said = _("{words}, from {start} until {until}") if row.ends_on else _("{words}, from {start}")
    return format_html(said, **facts)
