"""What an act changes and what it writes down commit together or not at all."""

import contextvars
import threading

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from registry import audit, clock
from registry.audit import keys
from registry.audit.act import _Buffer, _buffer
from registry.audit.models import Entry, Head
from tests.audit.subjects import EVENT, JOANN, NORDIC, actions, edit

pytestmark = pytest.mark.django_db


def change(name):
    Session.objects.create(session_key=name, session_data="", expire_date=clock.now())


def changes():
    return sorted(Session.objects.values_list("session_key", flat=True))


def test_an_act_writes_its_events_in_the_order_they_were_recorded():
    with audit.act():
        audit.record(audit.Event.REQUEST_SUBMITTED, by=JOANN, on=NORDIC)
        audit.record(audit.Event.ROUND_OPENED, by=None, on=NORDIC)
    assert actions() == ["request.submitted", "round.opened"]
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert Head.objects.get().seq == 2


def test_every_entry_names_the_version_that_wrote_it(settings):
    settings.APP_VERSION = "9.1.2"
    edit()
    assert list(Entry.objects.values_list("app_version", flat=True)) == ["9.1.2"]


def test_nothing_is_recorded_outside_an_act():
    with pytest.raises(audit.OutsideAct), transaction.atomic():
        audit.record(EVENT, by=JOANN, on=NORDIC)
    assert actions() == []


def test_an_unknown_event_cannot_be_written():
    with pytest.raises(ValueError, match=r"account\.painted"), audit.act():
        audit.record("account.painted", by=JOANN)
    assert actions() == []


def test_a_failed_act_leaves_neither_change_nor_event():
    with pytest.raises(ZeroDivisionError), audit.act():
        change("a")
        edit()
        raise ZeroDivisionError
    assert (changes(), actions()) == ([], [])


def test_an_inner_act_that_fails_takes_only_its_own_events_with_it():
    with audit.act():
        edit(reason="first")
        with pytest.raises(ZeroDivisionError), audit.act():
            edit(reason="second")
            change("a")
            raise ZeroDivisionError
        edit(reason="third")
    assert list(Entry.objects.order_by("seq").values_list("reason_text", flat=True)) == ["first", "third"]
    assert changes() == []


def test_an_inner_act_rolled_back_without_an_error_takes_its_events_with_it():
    with audit.act():
        edit(reason="first")
        with audit.act():
            edit(reason="second")
            transaction.set_rollback(True)
    assert list(Entry.objects.values_list("reason_text", flat=True)) == ["first"]


def test_an_event_that_cannot_be_written_undoes_the_change(monkeypatch):
    monkeypatch.setattr(keys, "_source", [])
    with pytest.raises(audit.NoTrailKey), audit.act():
        change("a")
        edit()
    monkeypatch.undo()
    assert (changes(), actions()) == ([], [])


def test_recording_works_again_after_an_act_that_could_not_be_written(monkeypatch):
    monkeypatch.setattr(keys, "_source", [])
    with pytest.raises(audit.NoTrailKey):
        edit()
    monkeypatch.undo()
    edit()
    assert actions() == ["account.edited"]
    with pytest.raises(audit.OutsideAct):
        audit.record(EVENT, by=None)


def test_a_denial_is_written_after_the_act_it_refused_rolled_back():
    with pytest.raises(PermissionError), audit.act():
        edit()
        raise PermissionError
    audit.record_denial(audit.Event.REVEAL_DENIED, by=JOANN, on=NORDIC, reason="No second factor.", rule="invariant 6")
    entry = Entry.objects.get()
    assert (entry.seq, entry.outcome, entry.reason_text, entry.rule_id) == (
        1,
        "denied",
        "No second factor.",
        "invariant 6",
    )
    assert entry.severity == "warning"


def test_another_thread_has_no_part_in_the_act(committed_db):
    caught = []

    def elsewhere():
        try:
            audit.record(EVENT, by=None)
        except audit.OutsideAct:
            caught.append("outside")
        finally:
            connection.close()

    with audit.act():
        edit()
        # A copied context is what asyncio.to_thread hands on.
        context = contextvars.copy_context()
        thread = threading.Thread(target=lambda: context.run(elsewhere))
        thread.start()
        thread.join()
    assert (caught, actions()) == (["outside"], ["account.edited"])


def test_a_durable_act_is_committed_when_it_ends(committed_db):
    seen_elsewhere = []

    def elsewhere():
        seen_elsewhere.extend(actions())
        connection.close()

    with audit.act(durable=True):
        edit()
    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen_elsewhere == ["account.edited"]


def test_a_durable_act_refuses_a_transaction_around_it(committed_db):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), audit.act(durable=True):
        edit()
    with pytest.raises(RuntimeError, match="durable"), audit.act(), audit.act(durable=True):
        edit()
    assert actions() == []


def test_a_failed_act_leaves_no_gap_in_committed_rows(committed_db):
    edit()
    with pytest.raises(ZeroDivisionError), audit.act():
        edit()
        raise ZeroDivisionError
    edit()
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]


def test_an_act_that_a_fault_left_open_swallows_no_later_one():
    left = _Buffer(connection, object())
    token = _buffer.set(left)
    edit()
    _buffer.reset(token)
    assert (len(actions()), left.drafts) == (1, [])


def test_nothing_is_recorded_in_an_act_that_is_over():
    token = _buffer.set(_Buffer(connection, object()))
    with transaction.atomic(), pytest.raises(audit.OutsideAct):
        audit.record(EVENT, by=JOANN, on=NORDIC)
    _buffer.reset(token)
