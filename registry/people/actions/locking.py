"""One order in which people are locked."""

from uuid import UUID

from registry.people.models import User


def locked(user: User) -> User:
    """The person's row, locked until the act ends."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def locked_in_order(*users: User) -> dict[UUID, User]:
    """Several people's rows by id, locked in the order that every act keeps."""
    pks = {user.pk for user in users}
    return {user.pk: user for user in User.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")}
