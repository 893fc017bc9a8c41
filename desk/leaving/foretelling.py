"""The page before: every section somebody may read, and everything that the act would change, as a set."""

from django.utils.translation import gettext as _

from desk.leaving import custody, duties, offices, requests, waiting, ways_in
from desk.leaving.items import Change, Eyes, Section
from registry.people.models import User


def foretold(person: User) -> frozenset[Change]:
    """What would change if this person left now, of all rooms; the act does this, and nothing else of the kind."""
    found = [*_everywhere(person), *requests.sections(person)]
    return frozenset(change for section in found for item in section.items for change in item.foretells)


def shown(person: User, viewer: User) -> list[Section]:
    """The sections that are for `viewer`, in the order of the page. Queries do not grow with the rows."""
    eyes = Eyes.of(viewer)
    found = [*_everywhere(person), *requests.sections(person, viewer)]
    narrowed = [eyes.narrowed(section) for section in found]
    return [section for section in narrowed if section and section.items]


def kept_back(viewer: User) -> str:
    """What of it is not for `viewer`, in a sentence; nothing where they read all of it."""
    eyes = Eyes.of(viewer)
    if eyes.everything:
        return ""
    if eyes.units:
        return _("Of logins you see those of your schools and departments. Communications sees all of them.")
    return _("Logins and requests are not shown to you. Communications and the superintendent see them.")


def _everywhere(person: User) -> list[Section]:
    return [
        *custody.sections(person),
        *ways_in.sections(person),
        *offices.sections(person),
        *duties.sections(person),
        *waiting.sections(person),
    ]
