"""Views of lists: whose they are, who finds them, and with whom they may be shared."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.rules.slips import check_reads_like_none
from accounts.rules.students import check_names_nobody
from desk.models import ListCode, SavedView
from desk.models.saved import LONGEST_QUERY
from desk.saved.lists import Sense, as_query
from registry.people import powers
from registry.people.models import Office, Unit, User
from registry.people.refusal import Refused, Stale

#: Views that one person may have: more are no help.
MOST = 50


def visible_to(user: User) -> QuerySet[SavedView]:
    """A person's own views, and those that are shared with everybody or with their unit."""
    near = user.unit.path_ids() if user.unit else []
    shared = Q(shared=True) & (Q(unit=None) | Q(unit__in=near))
    return SavedView.objects.filter(Q(owner=user) | shared, removed_at=None).select_related("unit", "owner")


def the_view(user: User, uuid: UUID) -> SavedView:
    """The view of an address; raises Http404 where there is none for this person."""
    found = visible_to(user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def units_to_share_with(user: User) -> list[Unit | None]:
    """With whom somebody may share: everybody (None) for Communications and the superintendent, an administrator with
    their units.
    """
    held = powers.offices_of(user)
    everybody = powers.is_communications(user) or any(row.office == Office.SUPERINTENDENT for row in held)
    own = [row.unit for row in held if row.office == Office.ADMINISTRATOR and row.unit]
    return [*([None] if everybody else []), *own]


def check_may_share(user: User, unit: Unit | None) -> None:
    """Raise `Refused` unless they may share with those."""
    if unit not in units_to_share_with(user):
        message = _("Communications shares views with everybody, an administrator with the people of their unit.")
        raise Refused(message, rule="domain.md: who may do what", field="audience")


def check_may_change(view: SavedView, user: User) -> None:
    """Raise `Refused` unless it is theirs, `Stale` once it is removed."""
    check_stands(view)
    if view.owner_id != user.pk:
        message = _("This view is %(name)s’s. Save one of your own from it.") % {"name": view.owner.name}
        raise Refused(message, rule="domain.md: who may do what")


def check_may_remove(view: SavedView, user: User) -> None:
    """The same; and Communications removes what was shared, by whoever that was."""
    if not (view.shared and powers.is_communications(user)):
        check_may_change(view, user)
    check_stands(view)


def check_stands(view: SavedView) -> None:
    """Raise `Stale` for a view that is removed."""
    if view.removed_at:
        raise Stale(_("This view was removed."))


def check_sense(sense: Sense) -> str:
    """What is kept of a query string; raises `Refused` where it filters nothing, or a word in it names nothing."""
    if sense.names_nothing:
        message = _(
            "Take the typed words out, or use a number or a handle. As they stand they name nothing here, and what may "
            "be a slip is not kept."
        )
        raise Refused(message, rule="invariant 5")
    query = as_query(sense.pairs)
    if not query:
        raise Refused(_("Choose a filter first: a view of everything needs no name."))
    if len(query) > LONGEST_QUERY:
        raise Refused(_("These are more filters than a view can keep. Take some away."))
    return query


def check_name(name: str) -> None:
    """Raise `Refused` where a name names a student or reads as if it said a secret."""
    check_names_nobody(name, "name")
    check_reads_like_none(name)


def check_room(user: User, code: ListCode, name: str, *, but: SavedView | None = None) -> None:
    """Raise `Refused` where they have a view of that name in the list, or too many."""
    own = SavedView.objects.filter(owner=user, removed_at=None).exclude(pk=but.pk if but else 0)
    if own.filter(list=code, name__iexact=name).exists():
        raise Refused(_("You have a view of that name here. Choose another."), field="name")
    if own.count() >= MOST:
        raise Refused(_("You have %(most)d views, which is all there is room for. Remove one first.") % {"most": MOST})
