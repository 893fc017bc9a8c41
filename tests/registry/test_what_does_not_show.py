"""What a line, a date, a name or a charset cannot be is said in words: no answer is a 500, and no letter says what a
title would like it to.
"""

import io

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from approvals.models import Request
from registry.charset import taken_off
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people.models import User
from tests.cast import DOMAIN, signed_in
from tests.makers import make_request

pytestmark = pytest.mark.django_db
HIDDEN = "Remove the characters that cannot be seen."


def asks(user):
    client = signed_in(user)
    client.raise_request_exception = False
    return client


# Lines ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Nordic\n\nYour password expires today.", "Nordic\rskiing", "Nordic\u2028skiing"])
def test_a_line_takes_no_line_break(cast, title):
    request = make_request(cast, "draft")
    answer = asks(cast.requester).post(f"/requests/{request.reference}/edit/", {"title": title})
    assert (answer.status_code, "Write this on one line" in answer.text) == (422, True)
    assert not {"\n", "\r", "\u2028"} & set(Request.objects.get(pk=request.pk).title)


@pytest.mark.parametrize(
    "group", ["\u202eiks", "girls\u200bski", "\u3164\u3164", "\u2800", "\ufeffNordic", "a\u2066b", "\u115f\u1160"]
)
def test_a_line_hides_nothing_and_turns_nothing_round(cast, group):
    request = make_request(cast, "draft")
    answer = asks(cast.requester).post(f"/requests/{request.reference}/edit/", {"group": group})
    assert (answer.status_code, HIDDEN in answer.text) == (422, True)
    assert Request.objects.get(pk=request.pk).group == request.group


def test_a_longer_text_keeps_its_paragraphs_and_other_scripts_their_letters(cast):
    request = make_request(cast, "draft")
    typed = {"purpose": "First.\n\nSecond.", "group": "Đội trượt tuyết, Équipe, 滑雪", "later": "1"}
    assert asks(cast.requester).post(f"/requests/{request.reference}/edit/", typed).status_code == 302
    kept = Request.objects.get(pk=request.pk)
    assert (kept.purpose, kept.group) == (typed["purpose"], typed["group"])


def test_a_title_with_paragraphs_begins_none_in_a_letter(cast):
    title = "Nordic\n\nYour password expires today:\n\nhttps://evil.example/"
    request = make_request(cast, "with_administrator", title=title)
    written = write(Letter.objects.get(about_id=request.reference, template="approvals/decision_needed"))
    assert "Nordic Your password expires today: https://evil.example/" in written.subject
    assert "\n" not in written.subject
    assert written.text.splitlines()[0] != "Your password expires today:"


# Numbers and dates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("month", "day"), [("9" * 20, "1"), ("1", "9" * 30), ("9" * 5000, "1"), ("\x00", "1")])
def test_a_date_of_many_digits_is_no_date(cast, month, day):
    request = make_request(cast, "draft")
    typed = {"launch_on_month": month, "launch_on_day": day, "launch_on_year": "2027"}
    answer = asks(cast.requester).post(f"/requests/{request.reference}/edit/", typed)
    assert (answer.status_code, "Enter a real date" in answer.text) == (422, True)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1969-12-31"])
@pytest.mark.parametrize("side", ["since", "until"])
def test_the_trail_reads_any_day_of_the_calendar(cast, side, day):
    answer = asks(cast.superintendent).get("/trail/", {side: day})
    entries = sum(len(lines) for _day, lines in answer.context["days"])
    assert (answer.status_code, entries > 0) == (200, (side == "until") == (day == "9999-12-31"))


# Addresses and names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["xn--a.com", "foo.xn--a", "http://xn--a.b/x", "http://[::1", "https://xn--\u202e.x"])
def test_an_address_that_cannot_be_is_nobodys(cast, text):
    client = asks(cast.requester)
    request = make_request(cast, "draft")
    pages = [client.get("/accounts/", {"q": text}), client.get("/accounts/check/", {"q": text})]
    pages.append(client.post(f"/requests/{request.reference}/edit/", {"handle": text, "later": "1"}))
    assert [page.status_code < 500 for page in pages] == [True, True, True]


@pytest.mark.parametrize("text", ["Ab" * 30_000, "a\x00b", "a@\x00b", "\u202eSolberg"])
def test_a_person_by_a_name_that_none_has_is_said_and_not_echoed(cast, text):
    request = make_request(cast, "draft")
    answer = asks(cast.requester).post(f"/requests/{request.reference}/edit/", {"custodian": text})
    assert (answer.status_code, len(answer.content) < 150_000) == (422, True)
    assert Request.objects.get(pk=request.pk).custodian == request.custodian


@pytest.mark.parametrize("query", ["platform=%00", "platform=%00&platform=instagram", "q=%00", "platform=%F0%9F%98%80"])
def test_filters_that_make_no_sense_narrow_nothing(cast, query):
    assert asks(cast.teacher).get(f"/accounts/?{query}").status_code == 200


@pytest.mark.parametrize("email", ["a" * 300 + f"@{DOMAIN}", f"a\x00b@{DOMAIN}"])
def test_an_address_no_mailbox_has_is_refused(cast, email):
    typed = {"email": email, "name": "New Person", "unit": cast.units.high.pk, "language": "en"}
    answer = asks(cast.sysadmin).post("/people/invite/", typed)
    assert (answer.status_code, "There is a problem" in answer.text) == (422, True)
    assert not User.objects.filter(name="New Person").exists()


# Charsets -------------------------------------------------------------------------------------------------------------

MULTIPART = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhi \\ud800\r\n--x--\r\n'
ODD = ["raw_unicode_escape", "unicode_escape", "utf-7", "utf-16", "latin-1"]
NOT_OF_TEXT = ["hex", "rot13", "idna", "undefined", "base64", "punycode", "nothing-known"]


@pytest.mark.parametrize("charset", ODD)
def test_only_utf8_is_read(cast, charset):
    request = make_request(cast, "with_administrator")
    client = asks(cast.requester)
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    posted = client.post(f"/requests/{request.reference}/comment/", MULTIPART, content_type=kind)
    read = client.get("/accounts/?q=%5Cud800", headers={"content-type": f"text/plain; charset={charset}"})
    assert [answer.status_code for answer in (posted, read)] == [400, 400]
    assert "Content-Security-Policy" in posted.headers


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_utf8_by_any_of_its_names_is_read(cast, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    answer = Client().post("/sign-in/login/", "login=a&password=b", content_type=kind)
    assert answer.status_code == 200


@pytest.mark.parametrize("charset", [*ODD, *NOT_OF_TEXT])
@pytest.mark.parametrize("path", ["/sign-in/login/", "/nowhere/", "/healthz"])
def test_a_codec_that_is_not_of_text_is_answered_in_our_words(charset, path):
    status, headers, body = served(path, f"text/plain; charset={charset}")
    assert (status, "Content-Security-Policy" in headers, b"<h1" in body) == ("400 Bad Request", True, True)


def served(path, content_type):
    """What the server's own door answers."""
    said = {}
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "q=%5Cud800", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "CONTENT_TYPE": content_type,
    }  # fmt: skip
    answer = taken_off(get_wsgi_application())(environ, lambda status, headers: said.update(it=(status, dict(headers))))
    body = b"".join(answer)
    return *said["it"], body
