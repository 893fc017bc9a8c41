"""A letter of the tests' own, so that the outbox is tested without any other room's."""

from dataclasses import dataclass

from registry import audit, outbox
from registry.outbox import registered
from registry.people.models import User

NAME = "testing/hello"


@dataclass(frozen=True)
class Thing:
    trail_kind: str = "request"
    trail_id: str = "r-1"
    trail_label: str = "R-0412"


def reader(email="reader@lakeviewps.example", language="en"):
    return User.objects.create(email=email, name="Reader Reed", language=language)


@audit.act()
def post(to, key="k-1", **ids):
    return outbox.post(NAME, to=to, about=Thing(), key=key, **ids)


def register(maker):
    registered._makers[NAME] = maker
