"""Letters go out once each, whatever the mail server does, and none is lost (D10)."""

import io
import json
import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection

from registry import clock
from registry.audit.models import Entry
from registry.outbox import delivery, registered
from registry.outbox.delivery import Round, claim, deliver_due
from registry.outbox.dropping import drop_before
from registry.outbox.models import Letter
from tests.outbox.makers import NAME, post, reader, register

pytestmark = pytest.mark.django_db
DOWN = f"{__name__}.Down"
WATCHING = f"{__name__}.Watching"
REFUSING = f"{__name__}.Refusing"


class Down(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("secret-in-the-text")


class Refusing(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({})


class Watching(EmailBackend):
    seen = []

    def send_messages(self, messages):
        self.seen.append(connection.in_atomic_block)
        return len(messages)


def state():
    return Letter.objects.values_list("state", "tries", "last_error").get()


def events():
    return list(Entry.objects.order_by("seq").values_list("action", "outcome", "object_label"))


def test_a_letter_is_sent_as_text_and_html_with_absolute_links(reader, settings):
    settings.SITE_URL = "https://mooring.example"
    letter = post(reader)
    assert deliver_due() == Round(sent=1)
    [sent] = mail.outbox
    assert (sent.subject, sent.to) == ("Decision needed: <TikTok> & more", ["reader@lakeviewps.example"])
    assert "\nhttps://mooring.example/requests/R-0412/\n" in sent.body
    assert sent.body.endswith(
        "--\nYou decide requests.\nNothing can be decided by replying.\nMooring never asks for a password by email.\n"
        f"{settings.DISTRICT_NAME}\n"
    )
    assert max(len(line) for line in sent.body.splitlines()) < 72
    [(html, kind)] = sent.alternatives
    assert kind == "text/html"
    assert html.count('href="https://mooring.example/requests/R-0412/"') == 2
    assert "&lt;TikTok&gt; &amp; more" in html
    assert "<TikTok>" not in html
    letter.refresh_from_db()
    assert letter.message_id == f"<{letter.pk}@mooring.example>" == sent.extra_headers["Message-ID"]
    assert sent.extra_headers["References"] == "<request.r-1@mooring.example>"
    assert (state(), events()) == (("sent", 1, ""), [("letter.sent", "ok", "R-0412")])


def test_a_letter_is_sent_once(reader):
    post(reader)
    assert (deliver_due(), deliver_due(), len(mail.outbox)) == (Round(sent=1), Round(), 1)


def test_a_letter_is_written_in_its_readers_language(reader, every_language):
    reader.language = "es"
    post(reader)
    deliver_due()
    assert mail.outbox[0].extra_headers["Content-Language"] == "es"
    assert '<html lang="es">' in mail.outbox[0].alternatives[0][0]


def test_a_letter_that_no_longer_makes_sense_is_dropped(reader):
    post(reader)
    register(lambda letter: None)
    assert deliver_due() == Round(dropped=1)
    assert (mail.outbox, state(), events()) == ([], ("dropped", 1, ""), [("letter.dropped", "ok", "R-0412")])


def test_while_the_mail_server_is_down_letters_wait_and_then_all_go_out(reader, settings, moment):
    for number in range(5):
        post(reader, key=f"k-{number}")
    settings.EMAIL_BACKEND = DOWN
    assert deliver_due() == Round(put_off=1)  # the others would fare no better
    assert Letter.objects.filter(last_error="ConnectionRefusedError").count() == 1
    assert "secret-in-the-text" not in str(list(Letter.objects.values()))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.at(moment + timedelta(minutes=5)):
        assert deliver_due() == Round(sent=5)
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 5


def test_pauses_grow_and_stay_under_five_minutes(reader, settings, moment):
    post(reader)
    settings.EMAIL_BACKEND = DOWN
    pauses, now = [], moment
    for _try in range(7):
        with clock.at(now):
            deliver_due()
        due = Letter.objects.get().next_try_at
        pauses.append((due - now).total_seconds())
        now = due
    assert pauses == [15, 30, 60, 120, 240, 240, 240]


def test_a_letter_that_is_refused_again_and_again_is_given_up(reader, settings, moment):
    post(reader)
    settings.EMAIL_BACKEND = REFUSING
    for hour in range(delivery.MOST_REFUSALS + 1):
        with clock.at(moment + timedelta(hours=hour)):
            deliver_due()
    assert state() == ("failed", 10, "SMTPRecipientsRefused")
    assert events() == [("letter.failed", "error", "R-0412")]
    assert Entry.objects.get().severity == "warning"


def test_one_broken_letter_does_not_hold_up_the_others(reader, moment):
    post(reader, key="broken", broken=1)
    post(reader, key="whole")
    whole = registered._makers[NAME]
    register(lambda letter: whole(letter) if letter.key == "whole" else {}[0])
    assert deliver_due() == Round(sent=1, put_off=1)


def test_a_worker_that_died_with_a_letter_in_hand_loses_nothing(reader, moment):
    post(reader)
    assert claim() is not None
    assert deliver_due() == Round()
    with clock.at(moment + delivery.LEASE + timedelta(seconds=1)):
        assert deliver_due() == Round(sent=1)


def test_a_worker_whose_lease_ran_out_does_not_settle_anothers_letter(reader, moment):
    post(reader)
    slow = claim()
    with clock.at(moment + delivery.LEASE + timedelta(seconds=1)):
        assert deliver_due() == Round(sent=1)
    done = Round()
    delivery._deliver(slow, delivery.mail_connection(), done)
    assert (done.sent, len(events())) == (0, 1)


def test_the_mail_server_is_never_called_inside_a_transaction(committed_db, settings):
    post(reader())
    settings.EMAIL_BACKEND = WATCHING
    deliver_due()
    assert Watching.seen == [False]


def test_workers_at_once_send_each_letter_once(committed_db):
    someone = reader()
    for number in range(40):
        post(someone, key=f"k-{number}")
    start, failures = threading.Barrier(4), []

    def work():
        start.wait()
        try:
            deliver_due()
        except Exception as problem:  # noqa: BLE001 (whatever it is, the test shows it)
            failures.append(problem)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    ids = [sent.extra_headers["Message-ID"] for sent in mail.outbox]
    assert (failures, len(ids), len(set(ids))) == ([], 40, 40)
    assert Letter.objects.filter(state="sent").count() == 40
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 41))


# The command


def test_the_command_says_what_it_did(reader):
    post(reader)
    out = io.StringIO()
    call_command("deliver_mail", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"sent": 1, "dropped": 0, "put_off": 0, "failed": 0}


def test_the_command_fails_where_a_letter_was_given_up(reader, settings):
    post(reader)
    Letter.objects.update(tries=delivery.MOST_REFUSALS - 1)
    settings.EMAIL_BACKEND = REFUSING
    with pytest.raises(CommandError) as end:
        call_command("deliver_mail", stdout=io.StringIO())
    assert end.value.returncode == 1


# Dropping many


def test_letters_from_before_a_moment_are_dropped_with_one_event(reader, moment):
    post(reader, key="old")
    with clock.at(moment + timedelta(hours=2)):
        post(reader, key="new")
    assert drop_before(moment + timedelta(hours=1)) == 1
    assert dict(Letter.objects.values_list("key", "state")) == {"old": "dropped", "new": "waiting"}
    assert Entry.objects.get().after == {"count": 1, "before": (moment + timedelta(hours=1)).isoformat()}
