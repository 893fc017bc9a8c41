"""The policy: read, confirmed once per version, published by two offices, and never able to do harm."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import audit, policy
from registry.outbox.models import Letter
from registry.people.refusal import Refused, Stale
from registry.policy import actions
from registry.policy.models import Acknowledgement, PolicyVersion, text_hash
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
TEXTS = {
    "title": "Policy 470",
    "summary": "New: *TikTok*.",
    "body": "# Purpose\n\nText.",
    "guidelines": "## How\n\n- one",
}


def second(cast: Cast) -> PolicyVersion:
    return actions.publish(**TEXTS, by=cast.director)


def test_one_reads_and_confirms_the_version_in_force(cast: Cast) -> None:
    version = second(cast)
    client = signed_in(cast.coach)
    page = client.get("/policy/").text
    answer = client.post("/policy/", {"version": 2, "read": "on"})
    row = Acknowledgement.objects.get(version=version, person=cast.coach)
    assert [text for text in ("Policy 470", "Purpose</h2>", "How</h2>", "<em>TikTok</em>") if text not in page] == []
    assert (answer.status_code, policy.has_acknowledged(cast.coach), row.text_hash) == (302, True, version.text_hash)
    assert [entry.action for entry in audit.entries_about(version)] == ["policy.acknowledged", "policy.published"]
    assert Letter.objects.filter(to=cast.coach, template="policy/confirmed", about_id="2").count() == 1
    assert "You confirmed this version" in client.get("/policy/").text


def test_without_the_tick_nothing_is_confirmed(cast: Cast) -> None:
    second(cast)
    answer = signed_in(cast.coach).post("/policy/", {"version": 2})
    assert (answer.status_code, "Tick the box once you have read the policy." in answer.text) == (200, True)
    assert policy.has_acknowledged(cast.coach) is False


def test_confirming_twice_is_confirming_once(cast: Cast) -> None:
    version = second(cast)
    client = signed_in(cast.coach)
    answers = [client.post("/policy/", {"version": 2, "read": "on"}).status_code for _ in range(2)]
    assert (answers, Acknowledgement.objects.filter(version=version).count()) == ([302, 302], 1)
    assert audit.entries_about(version).filter(action="policy.acknowledged").count() == 1


def test_a_confirmation_counts_for_the_version_its_maker_saw(cast: Cast) -> None:
    second(cast)
    third = second(cast)
    answer = signed_in(cast.coach).post("/policy/", {"version": 2, "read": "on"})
    assert (answer.status_code, "A newer version of the policy was published meanwhile." in answer.text) == (409, True)
    assert Acknowledgement.objects.filter(person=cast.coach, version=third).count() == 0


def test_a_new_version_asks_everyone_again(cast: Cast) -> None:
    before = policy.has_acknowledged(cast.coach)
    second(cast)
    assert (before, policy.has_acknowledged(cast.coach)) == (True, False)


def test_older_versions_stay_readable_and_cannot_be_confirmed(cast: Cast) -> None:
    second(cast)
    client = signed_in(cast.coach)
    page = client.get("/policy/1/").text
    assert ("Accounts belong to the district." in page, "Confirm policy" in page, "Replaced" in page) == (
        True,
        False,
        True,
    )
    assert client.get("/policy/99/").status_code == 404


def test_superintendent_and_communications_director_publish(cast: Cast) -> None:
    allowed = {name for name, user in cast.people.items() if signed_in(user).get("/policy/publish/").status_code == 200}
    assert allowed == {"superintendent", "director"}


def test_publishing_goes_through_the_page(cast: Cast) -> None:
    client = signed_in(cast.director)
    form = client.get("/policy/publish/").text
    looked = client.post("/policy/publish/", {**TEXTS, "after": 1})
    answer = client.post("/policy/publish/", {**TEXTS, "after": 1, "seen": looked.context["form"].fingerprint})
    version = policy.current()
    assert ("Accounts belong to the district." in form, looked.status_code, answer.status_code) == (True, 200, 302)
    assert (version.number, version.published_by) == (2, cast.director)
    assert version.text_hash == text_hash(title="Policy 470", body=TEXTS["body"], guidelines=TEXTS["guidelines"])


def test_an_empty_text_is_refused_and_the_rest_is_kept(cast: Cast) -> None:
    answer = signed_in(cast.director).post("/policy/publish/", {**TEXTS, "body": " ", "after": 1})
    assert (answer.status_code, "There is a problem" in answer.text, "Policy 470" in answer.text) == (422, True, True)


def test_two_who_publish_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    second(cast)
    answer = signed_in(cast.superintendent).post("/policy/publish/", {**TEXTS, "title": "Mine", "after": 1})
    assert (answer.status_code, "was published while you wrote" in answer.text, "Mine" in answer.text) == (
        409,
        True,
        True,
    )
    with pytest.raises(Stale):
        actions.publish(**TEXTS, by=cast.director, after=1)
    assert PolicyVersion.objects.count() == 2


def test_others_are_refused_by_the_action_too(cast: Cast) -> None:
    for user in (cast.communications, cast.sysadmin, cast.principal, cast.designee, cast.coach):
        with pytest.raises(Refused):
            actions.publish(**TEXTS, by=user)


def test_without_a_version_there_is_nothing_to_confirm(cast: Cast) -> None:
    Acknowledgement.objects.all().delete()
    PolicyVersion.objects.all().delete()
    pages = [signed_in(user).get("/policy/").text for user in (cast.coach, cast.director)]
    assert [("Nothing is published yet" in page, "/policy/publish/" in page) for page in pages] == [
        (True, False),
        (True, True),
    ]
    assert (policy.current(), policy.has_acknowledged(cast.coach)) == (None, True)


@pytest.mark.counts
def test_the_page_asks_no_more_for_more_versions(cast: Cast) -> None:
    client = signed_in(cast.coach)
    counts = []
    for _ in range(3):
        second(cast)
        client.get("/policy/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/policy/")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
