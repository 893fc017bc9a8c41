"""Where the application may only add to the trail, the owner's role removes what was agreed to (security C2, C6)."""

import pytest
from django.core.management import CommandError
from django.db import connection

from registry import audit
from registry.audit import checking, disposing
from registry.audit.models import Entry, Removal
from registry.people.models import Disposal
from tests.audit.disposing import agreed, dispose
from tests.audit.subjects import sql

pytestmark = pytest.mark.django_db
postgres_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")


@postgres_only
def test_the_sites_own_role_is_told_what_it_lacks_and_removes_nothing(cast, old):
    agreed(cast)
    sql("CREATE ROLE mooring_only_adds")
    audit.grant_application_role(connection, "mooring_only_adds")
    sql("SET ROLE mooring_only_adds")
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        dispose()
    sql("RESET ROLE")
    assert (Entry.objects.filter(seq__lte=old).count(), Removal.objects.count()) == (old, 0)


@postgres_only
def test_the_triggers_stand_again_as_they_must_after_the_owner_removed(cast, old):
    agreed(cast)
    dispose()
    assert audit.triggers_missing(connection) == []
    assert not Entry.objects.filter(seq__lte=old).exists()
    assert checking.look().finding is None


def test_what_was_written_down_and_not_removed_is_no_fault_and_is_done_again(cast, old):
    """As where the owner's connection breaks between the two."""
    agreed(cast)
    disposal = Disposal.objects.select_related("schedule", "proposal").get()
    runs = [(first, last) for first, last in disposal.runs]
    told = disposing.Agreed(disposal.number, runs, disposal.schedule, disposal.authority, ["A", "B"])
    disposing.write_down(told, by=None)
    Disposal.objects.update(written_at=disposal.proposal.closed_at)
    assert Entry.objects.filter(seq__lte=old).count() == old
    assert checking.look().finding is None
    assert "removed" in dispose()
    assert not Entry.objects.filter(seq__lte=old).exists()
    assert Removal.objects.count() == Entry.objects.filter(action=audit.Event.TRAIL_DISPOSED).count() == 1
    assert checking.look().finding is None
