"""What the policy waits for: one task on "my work" for whoever has not confirmed the version in force."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from registry import policy
from registry.people.models import User


@dataclass(frozen=True)
class Task:
    """Reading and confirming; shaped like the tasks of the other rooms."""

    title: str
    url: str
    detail: str
    due: date | None = None
    platform: None = None
    mine: bool = True
    icon: str = "book-open"


def tasks_for(user: User) -> list[Task]:
    """The one task, or none. Without a date: nothing is late, but requests and custody wait for it."""
    version = policy.current()
    if version is None or policy.has_acknowledged(user):
        return []
    detail = _("Version %(number)s. Your requests and your custody wait for it.") % {"number": version.number}
    return [
        Task(_("Read and confirm the policy: %(title)s") % {"title": version.title}, reverse("policy:current"), detail)
    ]
