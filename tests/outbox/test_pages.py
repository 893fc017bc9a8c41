"""A demo shows its letters to anybody on the machine; elsewhere there is no such page."""

import re

import pytest

from registry.outbox import keeping
from registry.outbox.delivery import Round, deliver_due
from tests.outbox.makers import post

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings, tmp_path, reader, moment):
    settings.OUTBOX_DIR = tmp_path / "outbox"
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    letters = [post(reader, key=f"k-{number}") for number in range(2)]
    assert deliver_due() == Round(sent=2)
    return letters


def test_the_page_shows_what_was_sent_to_somebody_who_is_not_signed_in(client, kept):
    page = client.get("/outbox/").content.decode()
    assert page.count("Decision needed: &lt;TikTok&gt; &amp; more</a>") == 2
    [name, _older] = keeping.names()
    letter = client.get(f"/outbox/{name}/").content.decode()
    assert '/requests/R-0412/"' in letter
    assert "<TikTok>" not in letter


def test_the_page_says_when_there_are_none(client, settings, tmp_path):
    settings.OUTBOX_DIR = tmp_path / "nowhere"
    page = client.get("/outbox/")
    assert (page.status_code, "No letters yet" in page.content.decode()) == (200, True)


@pytest.mark.parametrize("name", ["nothing", "20251112150000000000-unknown", ".."])
def test_a_guessed_name_is_not_found(client, kept, name):
    assert client.get(f"/outbox/{name}/").status_code == 404


def test_outside_a_demo_there_is_no_page_and_nothing_is_kept(client, settings, kept):
    settings.DEMO = False
    assert client.get("/outbox/").status_code == 404
    assert client.get(f"/outbox/{keeping.names()[0]}/").status_code == 404
    with pytest.raises(keeping.ImproperlyConfigured):
        keeping.EmailBackend().send_messages([])


def test_kept_letters_are_readable_by_their_owner_only(kept):
    modes = {path.stat().st_mode & 0o777 for path in keeping.folder().iterdir()}
    assert modes == {0o600}


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("Date: Wed, 12 Nov 2025 15:21:00 -0000", ", Wed, Nov 12, 9:21 am"),
        ("Date: Wed, 12 Nov 2025 15:21:00 +0100", ", Wed, Nov 12, 8:21 am"),
        ("Date: some day", ", "),
        ("X-Other: no date at all", ", "),
    ],
)
def test_a_letter_says_when_it_was_sent_as_every_page_does(client, settings, tmp_path, moment, header, shown):
    settings.OUTBOX_DIR = tmp_path
    name = "20251112152100000000-one"
    text = f"Subject: Hello\nTo: reader@lakeviewps.example\n{header}\nContent-Type: text/plain\n\nText.\n"
    (tmp_path / f"{name}.eml").write_text(text)
    for path in ("/outbox/", f"/outbox/{name}/"):
        page = re.sub(r"</?time[^>]*>", "", client.get(path).content.decode())
        assert f"To reader@lakeviewps.example{shown}</p>" in page
