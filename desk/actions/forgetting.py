"""An account turns out to be somebody's own: no view of a list keeps what it is called (invariant 9)."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

from accounts.actions.found_file import before_taking_out
from accounts.models import Account
from desk.models import SavedView, StartView
from registry import audit, clock
from registry.folding import folded
from registry.people.models import User


@before_taking_out
@audit.act()
def forget_in_views(account: Account, *, by: User) -> None:
    """Remove every view that is named after it or filters by it, and what was typed in those removed before."""
    called = {folded(word) for word in (account.handle, account.url, account.display_name) if word}
    named = [view.pk for view in SavedView.objects.order_by("pk") if not called.isdisjoint(_words(view))]
    for view in SavedView.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=named).order_by("pk"):
        view.name, view.query = "—", "-"
        if view.removed_at is None:
            view.removed_at, view.removed_by = clock.now(), by
            audit.record(audit.Event.VIEW_REMOVED, by=by, on=view)
        view.save(update_fields=["name", "query", "removed_at", "removed_by"])
        StartView.objects.filter(view=view).update(view=None)


def _words(view: SavedView) -> Iterator[str]:
    """What somebody typed, whole and word by word, without an @ before it."""
    for text in (view.name, *(value for _name, value in parse_qsl(view.query))):
        yield folded(text).removeprefix("@")
        yield from (word.removeprefix("@") for word in folded(text).split())
