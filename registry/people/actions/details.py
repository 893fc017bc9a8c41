"""Inviting people, and correcting what is known of them."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from registry import audit, clock, outbox
from registry.audit import Event
from registry.folding import folded
from registry.people import rules
from registry.people.actions.locking import locked
from registry.people.models import Unit, User
from registry.people.refusal import Refused


@audit.act()
def invite(*, email: str, name: str, title: str, unit: Unit | None, by: User | None, language: str = "en") -> User:
    """Make a user who can set a password by the link in a letter.

    The address must be the district's own and new here; it counts as verified, because only its owner can use the
    link. Raises `Refused`. `by=None` is the system: the founding of a district.
    """
    if by is not None:
        rules.check_may_invite(by)
    address = rules.district_address(email)
    with _address_taken_meanwhile():
        user = User.objects.create_user(
            address, name=name.strip(), title=title.strip(), unit=unit, language=language,
            invited_at=clock.now(), invited_by=by,
        )  # fmt: skip
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    audit.record(Event.PERSON_INVITED, by=by, on=user, after={"email": address, "title": user.title})
    _write_invitation(user)
    return user


@contextmanager
def _address_taken_meanwhile() -> Iterator[None]:
    """The database has the last word on one person per address; say so in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(rules.taken_words()) from None


@audit.act()
def invite_again(user: User, *, by: User) -> User:
    """Send a new set-password link to somebody who has not used the first one in time."""
    user = locked(user)
    rules.check_may_invite_again(by, user)
    user.invited_at = clock.now()
    user.save(update_fields=["invited_at"])
    audit.record(Event.PERSON_INVITED, by=by, on=user, after={"email": user.email, "again": True})
    _write_invitation(user)
    return user


def _write_invitation(user: User) -> None:
    outbox.post("people/invitation", to=user, about=user, key=f"invitation:{user.pk}:{uuid.uuid4()}")


@audit.act()
def edit(user: User, *, name: str, title: str, unit: Unit | None, by: User) -> User:
    """Correct a person's name, title and unit; offices are another matter."""
    user = locked(user)
    rules.check_may_edit(by, user)
    before = {"name": user.name, "title": user.title, "unit": user.unit_id}
    user.name, user.title, user.unit = name.strip(), title.strip(), unit
    user.searched = folded(user.name)
    user.save(update_fields=["name", "searched", "title", "unit"])
    after = {"name": user.name, "title": user.title, "unit": user.unit_id}
    audit.record(Event.PERSON_CHANGED, by=by, on=user, before=before, after=after)
    return user


@audit.act()
def change_own_details(user: User, *, language: str, by: User, daily_letter: bool | None = None) -> User:
    """Change the language of one's own pages and letters, and whether there is one letter a day.

    The name comes from those who invite: who decides about a person goes by it, so nobody gives themselves another's.
    """
    user = locked(user)
    if by.pk != user.pk:
        raise Refused(_("These details are another person's."), rule="who may do what")
    before = {"language": user.language, "daily_letter": user.daily_letter}
    user.language = language
    user.daily_letter = user.daily_letter if daily_letter is None else daily_letter
    user.save(update_fields=["language", "daily_letter"])
    after = {"language": language, "daily_letter": user.daily_letter}
    audit.record(Event.PERSON_CHANGED, by=by, on=user, before=before, after=after)
    return user
