"""What somebody sees to, and may do elsewhere: changes, accounts to find somebody for, posting, authorizations."""

from django.utils.translation import gettext as _

from accounts.models import Authorization, Poster, PosterState, Rotation
from accounts.rules.authorizing import with_people
from accounts.rules.handoff import unanswered_of
from accounts.rules.posting import with_place
from desk.leaving.items import Item, Section, of_account
from registry import clock
from registry.people.models import User


def sections(person: User) -> list[Section]:
    """What passes on to others, and what ends."""
    passes = _("Whoever is next in line sees to them.")
    return [
        Section("changes", _("Changes they see to"), passes, _changes(person), guarded=True),
        Section("find", _("Accounts they find somebody for"), passes, _to_find(person)),
        Section("posts", _("Where they may post"), _("Ends with them."), _posters(person)),
        Section("authorized", _("What they are authorized to"), _("Ends with them."), _authorizations(person)),
    ]


def _changes(person: User) -> list[Item]:
    rows = Rotation.objects.standing().filter(owner=person).select_related("account__platform", "account__unit")
    return [of_account(row.account, row.what, ("rotation", row.pk)) for row in rows]


def _to_find(person: User) -> list[Item]:
    rows = unanswered_of(person).exclude(giver=person)
    return [of_account(row.account, row.number, ("find", row.pk)) for row in rows]


def _posters(person: User) -> list[Item]:
    rows = with_place(Poster.objects.filter(person=person, state=PosterState.DESIGNATED)).order_by("pk")
    words = {True: _("With the right to open the login"), False: ""}
    return [
        Item(row.place.name, words[row.may_reveal], row.get_absolute_url(), icon="megaphone",
             foretells=(("poster", row.pk),))
        for row in rows
    ]  # fmt: skip


def _authorizations(person: User) -> list[Item]:
    rows = with_people(Authorization.objects.filter(person=person, revoked_at=None, ends_on__gte=clock.today()))
    return [
        Item(row.get_kind_display(), row.unit.name, icon="badge-check", foretells=(("authorization", row.pk),))
        for row in rows.order_by("pk")
    ]
