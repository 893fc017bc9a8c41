"""A kit is written down and committed before anything of it is opened (invariant 6); two at once are one."""

import pytest
from django.db import connection

from accounts.actions import kit as actions
from accounts.actions.kit_download import download
from accounts.models import Exposure, Kit, KitHalf
from registry.audit.models import Entry
from registry.vault import Vault
from tests import cast as the_cast
from tests.accounts.kits import CHEAP, asked, ready
from tests.approvals.test_races import at_once
from tests.makers import make_account, proof_of

TIMES = 10


@pytest.fixture
def committed_kit(committed_db, moment):
    cast = the_cast.gather()
    make_account(cast, "deposited")
    return ready(cast.director, cast.superintendent)[0], cast.director


def test_the_event_and_the_exposures_are_committed_before_anything_is_opened(committed_kit, monkeypatch):
    kit, person = committed_kit
    seen, really = set(), Vault.open

    def watched(vault, sealed, *, bound_to):
        written = Entry.objects.filter(action="kit.opened").count(), Exposure.objects.filter(kind="kit").exists()
        seen.add((connection.in_atomic_block, *written, Kit.objects.get().state))
        return really(vault, sealed, bound_to=bound_to)

    monkeypatch.setattr(Vault, "open", watched)
    download(kit, by=person, proof=proof_of(person), cost=CHEAP)
    assert seen == {(False, 1, True, "downloaded")}


def test_an_event_that_cannot_be_written_opens_nothing(committed_kit, monkeypatch):
    kit, person = committed_kit
    opened = []
    monkeypatch.setattr(Vault, "open", lambda *args, **kwargs: opened.append(args))
    monkeypatch.setattr("registry.audit.chain.append", _out_of_disk)
    with pytest.raises(OSError, match="disk"):
        download(kit, by=person, proof=proof_of(person), cost=CHEAP)
    assert (opened, Kit.objects.get().state, Exposure.objects.filter(kind="kit").count()) == ([], "agreed", 0)
    assert KitHalf.objects.exclude(blob=b"").count() == 2


def _out_of_disk(*_args):
    raise OSError("The disk is full.")


@pytest.mark.postgres
def test_two_downloads_at_once_give_one_file(district, two):
    make_account(district, "deposited")
    people = (district.director, district.superintendent)
    kits = []
    for _ in range(TIMES):
        Kit.objects.filter(asked_by=district.director).update(asked_at="2025-11-01T00:00Z")
        kit, _words = ready(*people)
        act = lambda kit=kit: download(kit, by=district.director, proof=proof_of(district.director), cost=CHEAP)  # noqa: E731
        kits.append((at_once(two, act, act), Entry.objects.filter(action="kit.downloaded").count()))
    assert kits == [(["done", "stale"], n + 1) for n in range(TIMES)]


@pytest.mark.postgres
def test_two_who_agree_at_once_are_one(district, two):
    for _ in range(3):
        kit = asked(district.director)
        acts = [
            lambda kit=kit, person=person: actions.agree(kit, by=person, proof=proof_of(person))
            for person in (district.superintendent, district.designee)
        ]
        assert at_once(two, *acts) == ["done", "stale"]
        assert KitHalf.objects.filter(kit=kit).count() == 2
