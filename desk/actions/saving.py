"""Views of lists: saved, renamed and shared, removed; and with which one begins."""

from urllib.parse import parse_qsl

from accounts.actions.locking import locked_person
from desk.models import ListCode, SavedView, StartView
from desk.rules import saved as rules
from desk.saved.lists import Sense
from registry import audit, clock
from registry.people.models import Unit, User


@audit.act()
def keep(
    code: ListCode, *, name: str, sense: Sense, by: User, shared: bool = False, unit: Unit | None = None
) -> SavedView:
    """Keep what filters the list now under a name, for oneself or shared. Raises `Refused`."""
    name, query = " ".join(name.split()), rules.check_sense(sense)
    by = locked_person(by)
    _check(code, name, by, shared=shared, unit=unit)
    view: SavedView = SavedView.objects.create(owner=by, list=code, name=name, query=query, shared=shared, unit=unit)
    audit.record(audit.Event.VIEW_SAVED, by=by, on=view, after=_said(view))
    return view


@audit.act()
def change(view: SavedView, *, name: str, by: User, shared: bool = False, unit: Unit | None = None) -> SavedView:
    """Give it another name, or share it otherwise. Raises `Refused`, `Stale`."""
    by, name = locked_person(by), " ".join(name.split())
    view = _held(view)
    rules.check_may_change(view, by)
    _check(ListCode(view.list), name, by, shared=shared, unit=unit, but=view)
    before = _said(view)
    view.name, view.shared, view.unit = name, shared, unit
    view.save(update_fields=["name", "shared", "unit"])
    audit.record(audit.Event.VIEW_CHANGED, by=by, on=view, before=before, after=_said(view))
    return view


@audit.act()
def remove(view: SavedView, *, by: User) -> SavedView:
    """Take it off the list, for everybody; who began with it begins with everything. Raises `Refused`, `Stale`."""
    view = _held(view)
    rules.check_may_remove(view, by)
    view.removed_at, view.removed_by = clock.now(), by
    view.save(update_fields=["removed_at", "removed_by"])
    StartView.objects.filter(view=view).update(view=None)
    audit.record(audit.Event.VIEW_REMOVED, by=by, on=view, before=_said(view))
    return view


@audit.act()
def begin_with(view: SavedView, *, by: User) -> SavedView:
    """Begin its list with it from now on. Raises `Stale`."""
    view = _held(view)
    rules.check_stands(view)
    StartView.objects.update_or_create(person=by, list=view.list, defaults={"view": view})
    audit.record(audit.Event.VIEW_BEGUN_WITH, by=by, on=view)
    return view


@audit.act()
def begin_with_everything(view: SavedView, *, by: User) -> SavedView:
    """Begin its list with everything again; the same where that is so already."""
    if StartView.objects.filter(person=by, view=view).update(view=None):
        audit.record(audit.Event.VIEW_NOT_BEGUN_WITH, by=by, on=view)
    return view


def _check(
    code: ListCode, name: str, by: User, *, shared: bool, unit: Unit | None, but: SavedView | None = None
) -> None:
    rules.check_name(name)
    rules.check_room(by, code, name, but=but)
    if shared:
        rules.check_may_share(by, unit)


def _held(view: SavedView) -> SavedView:
    rows = SavedView.objects.select_for_update(of=("self",), no_key=True).select_related("owner", "unit")
    return rows.get(pk=view.pk)


def _said(view: SavedView) -> dict[str, object]:
    with_whom = view.unit.name if view.unit else "everybody"
    filters = sorted({name for name, _value in parse_qsl(view.query)})
    return {"list": view.list, "filters": filters, "shared": with_whom if view.shared else ""}
