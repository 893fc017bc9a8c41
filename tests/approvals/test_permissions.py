"""Asking for an authorization (II.2, II.4, IV.3, IV.4, IV.6), page by page."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Authorization, AuthorizationKind, Platform
from approvals import actions
from approvals.models import Item, Request
from approvals.workflow import Status
from registry import clock, outbox
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people.models import Office
from registry.people.refusal import Refused
from tests.approvals.test_pages import decide_as, errors_of
from tests.cast import Cast, signed_in
from tests.makers import decide, make_permission, make_request

K = AuthorizationKind


@pytest.fixture
def asking(cast: Cast) -> Client:
    return signed_in(cast.requester)


def begin(client: Client, kind: str) -> Request:
    response = client.post("/requests/new/", {"kind": "authorization", "authorization": kind})
    return Request.objects.get(pk=int(response.url.split("/")[2].removeprefix("R-")))


def answers_for(cast: Cast, **changes: str) -> dict[str, str]:
    first, last = clock.today(), clock.today() + timedelta(days=60)
    return {
        "unit": str(cast.units.high.pk),
        "platform": str(Platform.objects.get(slug="youtube").pk),
        "scope": "Clips of experiments, for two classes of 2027.",
        **boxes("starts_on", first.month, first.day, first.year),
        **boxes("ends_on", last.month, last.day, last.year),
        "parental_consent": "on",
        **changes,
    }


def boxes(name: str, month: object, day: object, year: object) -> dict[str, str]:
    parts = {"month": month, "day": day, "year": year}
    return {f"{name}_{part}": str(value) for part, value in parts.items()}


def edit(client: Client, request: Request, answers: dict[str, str]) -> Any:
    return client.post(f"/requests/{request.reference}/edit/", answers)


def test_the_page_of_a_new_request_offers_the_three_kinds_and_five_permissions(asking: Client) -> None:
    page = asking.get("/requests/new/").content.decode()
    assert [f'value="{kind}"' in page for kind in ("new_account", "registration", "authorization", *K.values)] == (
        [True] * 8
    )


@pytest.mark.parametrize("kind", K.values)
def test_an_address_chooses_the_permission_beforehand(asking: Client, kind: str) -> None:
    form = asking.get(f"/requests/new/?kind=authorization&authorization={kind}").context["form"]
    assert (form["kind"].value(), form["authorization"].value()) == ("authorization", kind)


@pytest.mark.parametrize("query", ["?kind=nonsense", "?kind=authorization&authorization=%00", "?kind="])
def test_an_address_that_chooses_nonsense_chooses_nothing(asking: Client, query: str) -> None:
    response = asking.get(f"/requests/new/{query}")
    assert (response.status_code, response.context["form"]["authorization"].value()) == (200, "")


@pytest.mark.parametrize(
    ("chosen", "field", "said"),
    [
        ({"kind": "authorization"}, "authorization", "Choose what you want permission for."),
        ({"kind": "authorization", "authorization": "everything"}, "authorization", "Choose what you want permission for."),
        ({"kind": "everything"}, "kind", "Choose what you ask for."),
    ],
)  # fmt: skip
def test_a_kind_that_there_is_not_begins_nothing(asking: Client, chosen: dict[str, str], field: str, said: str) -> None:
    response = asking.post("/requests/new/", chosen)
    assert (response.status_code, errors_of(response), Request.objects.count()) == (422, {field: [said]}, 0)


def test_a_permission_is_asked_for_page_by_page_and_given_with_the_last_yes(cast: Cast, asking: Client) -> None:
    request = begin(asking, K.CLASSROOM)
    check = edit(asking, request, answers_for(cast)).url
    page = asking.get(check).content.decode()
    assert [name in page for name in (cast.principal.name, cast.superintendent.name, cast.director.name)] == (
        [True, True, False]
    )
    assert asking.post(check).url == f"/requests/{request.reference}/sent/"
    decide_as(cast.principal, request, Office.ADMINISTRATOR, answer="yes")
    decide_as(cast.superintendent, request, Office.SUPERINTENDENT, answer="yes")
    request.refresh_from_db()
    given = Authorization.objects.get()
    assert (request.status, request.items.get().granted, request.approved_at) == (
        Status.COMPLETED, given, request.closed_at,
    )  # fmt: skip
    assert (given.person, given.kind, given.unit, given.platform.slug, given.reference, given.granted_by) == (
        cast.requester, K.CLASSROOM, cast.units.high, "youtube", request.reference, cast.superintendent,
    )  # fmt: skip
    assert (given.starts_on, given.ends_on, given.parental_consent, given.scope) == (
        clock.today(), clock.today() + timedelta(days=60), True, "Clips of experiments, for two classes of 2027.",
    )  # fmt: skip
    assert "The permission" in asking.get(request.get_absolute_url()).content.decode()


def test_the_permission_and_the_end_of_its_request_are_one_act(cast: Cast) -> None:
    request = make_permission(cast, "completed")
    told = Entry.objects.filter(action__in=("request.granted", "authorization.granted")).order_by("seq")
    assert [(one.action, one.reference) for one in told] == [
        ("authorization.granted", request.reference),
        ("request.granted", request.reference),
    ]


def test_the_letter_says_what_may_be_done_until_when_and_what_comes_with_it(cast: Cast) -> None:
    make_permission(cast, "completed", kind=K.SPOKESPERSON)
    letter = Letter.objects.get(template="approvals/granted")
    written = write(letter)
    assert written is not None
    assert (letter.to, "Permission given:" in written.subject) == (cast.requester, True)
    assert ("says each time that they work here" in " ".join(written.text.split()), "February 10, 2026" in written.text) == (True, True)  # fmt: skip


def test_those_who_decide_are_told_that_it_is_for_a_permission(cast: Cast) -> None:
    make_permission(cast, "with_administrator", kind=K.LOGO)
    written = write(Letter.objects.get(template="approvals/decision_needed"))
    assert written is not None
    assert "Maya Lind asks for permission (Logo)." in " ".join(written.text.split())


def test_classroom_use_needs_the_consent_of_the_parents(cast: Cast, asking: Client) -> None:
    request = begin(asking, K.CLASSROOM)
    response = edit(asking, request, answers_for(cast, parental_consent=""))
    assert (response.status_code, errors_of(response)) == (
        422,
        {"parental_consent": ["Confirm the parents’ consent: without it, it cannot be permitted."]},
    )
    sent = asking.post(f"/requests/{request.reference}/check/")
    request.refresh_from_db()
    assert (sent.status_code, request.status, request.scope) == (
        403, Status.DRAFT, "Clips of experiments, for two classes of 2027.",
    )  # fmt: skip


@pytest.mark.parametrize("kind", [K.CLASSROOM, K.ONE_OFF, K.DISTRICT_EMAIL])
def test_a_permission_for_a_platform_says_which(cast: Cast, asking: Client, kind: str) -> None:
    response = edit(asking, begin(asking, kind), answers_for(cast, platform=""))
    assert list(errors_of(response)) == ["platform"]


@pytest.mark.parametrize("kind", [K.SPOKESPERSON, K.LOGO])
def test_a_spokesperson_and_the_logo_need_no_platform(cast: Cast, asking: Client, kind: str) -> None:
    request = begin(asking, kind)
    assert edit(asking, request, answers_for(cast, platform="")).url == f"/requests/{request.reference}/check/"


def test_a_spokesperson_reads_the_duty_to_disclose_and_so_do_those_who_decide(cast: Cast, asking: Client) -> None:
    request = begin(asking, K.SPOKESPERSON)
    form = asking.get(f"/requests/{request.reference}/edit/").content.decode()
    edit(asking, request, answers_for(cast))
    asking.post(f"/requests/{request.reference}/check/")
    page = signed_in(cast.principal).get(request.get_absolute_url()).content.decode()
    assert ["says each time that they work here" in text for text in (form, page)] == [True, True]


@pytest.mark.parametrize(
    ("days", "field", "said"),
    [
        ({"starts_on": (11, 11, 2025)}, "starts_on", "Enter today or a day that is still to come."),
        ({"ends_on": (11, 11, 2025)}, "ends_on", "Enter today or a day that is still to come."),
        ({"starts_on": (12, 2, 2025), "ends_on": (12, 1, 2025)}, "ends_on", "The last day comes before the first. Enter a later last day."),
        ({"ends_on": (12, 18, 2026)}, "ends_on", "A permission lasts 400 days at most. Ask again after that."),
        ({"ends_on": (2, 30, 2026)}, "ends_on", "Enter a real date, like 2 20 2027."),
        ({"starts_on": ("", "", "")}, "starts_on", "Enter the first day."),
    ],
)  # fmt: skip
def test_days_that_make_no_sense_are_said_at_their_field(
    cast: Cast, asking: Client, days: dict[str, Any], field: str, said: str
) -> None:
    changes = {key: value for name, parts in days.items() for key, value in boxes(name, *parts).items()}
    response = edit(asking, begin(asking, K.CLASSROOM), answers_for(cast, **changes))
    assert (response.status_code, errors_of(response)) == (422, {field: [said]})


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ("", "Say what you need the permission for, and where."),
        ("x" * 1001, "Ensure this value has at most 1000 characters (it has 1001)."),
        ("a\x00b", "Remove the characters that cannot be seen. Typing the text again helps."),
        ("a\x07b", "Remove the characters that cannot be seen. Typing the text again helps."),
    ],
)
def test_a_scope_that_cannot_be_kept_is_said_at_its_field(cast: Cast, asking: Client, scope: str, said: str) -> None:
    response = edit(asking, begin(asking, K.CLASSROOM), answers_for(cast, scope=scope))
    assert (response.status_code, errors_of(response)) == (422, {"scope": [said]})


@pytest.mark.parametrize("field", ["unit", "platform"])
def test_a_foreign_number_is_no_choice(cast: Cast, asking: Client, field: str) -> None:
    response = edit(asking, begin(asking, K.CLASSROOM), answers_for(cast, **{field: "999999"}))
    assert (response.status_code, list(errors_of(response))) == (422, [field])


def test_a_draft_of_a_permission_keeps_what_is_there(cast: Cast, asking: Client) -> None:
    request = begin(asking, K.LOGO)
    response = asking.post(f"/requests/{request.reference}/edit/", {"scope": "On shirts.", "later": "1"})
    request.refresh_from_db()
    assert (response.url, request.scope, request.title) == ("/requests/", "On shirts.", "Logo")


def test_a_permission_never_begins_before_it_is_given(cast: Cast) -> None:
    request = make_permission(cast, "with_superintendent")
    with clock.at(clock.now() + timedelta(days=5)):
        decide(request, Office.SUPERINTENDENT, cast.superintendent)
        assert Authorization.objects.get().starts_on == clock.today()


def test_nobody_says_yes_to_a_permission_whose_last_day_has_passed(cast: Cast) -> None:
    request = make_permission(cast, "with_superintendent", ends_on=clock.today() + timedelta(days=3))
    with clock.at(clock.now() + timedelta(days=4)):
        page = signed_in(cast.superintendent).get(request.get_absolute_url()).content.decode()
        assert ("The last day has passed." in page, 'value="yes"' in page) == (True, False)
        with pytest.raises(Refused, match="The last day has passed"):
            decide(request, Office.SUPERINTENDENT, cast.superintendent)
    assert Authorization.objects.count() == 0


def test_a_permission_that_is_held_already_is_pointed_out(cast: Cast) -> None:
    make_permission(cast, "completed")
    again = make_permission(cast, "with_administrator")
    page = signed_in(cast.principal).get(again.get_absolute_url()).content.decode()
    assert "The same permission is held already" in page


def test_a_change_of_the_scope_opens_a_new_round(cast: Cast, asking: Client) -> None:
    request = make_permission(cast, "with_superintendent")
    answers = answers_for(cast, scope="Live streams.")
    asking.post(f"/requests/{request.reference}/revise/", answers)
    request.refresh_from_db()
    assert (request.rounds.count(), request.rounds.last().seats.filter(decision__isnull=False).count()) == (2, 0)


def test_one_who_asks_never_decides_on_their_own_permission(cast: Cast) -> None:
    request = make_permission(cast, "with_administrator", by=cast.principal)
    assert signed_in(cast.principal).get(request.get_absolute_url()).context.get("seat") is None
    with pytest.raises(Refused, match="You asked for this"):
        decide(request, Office.ADMINISTRATOR, cast.principal)


def test_a_new_account_asks_no_permission_and_a_permission_no_account(cast: Cast) -> None:
    for kind, authorization in (("new_account", "logo"), ("authorization", ""), ("registration", "logo"), ("x", "")):
        with pytest.raises(Refused, match="Choose what"):
            actions.start_draft(by=cast.requester, kind=kind, authorization=authorization)


def test_the_database_keeps_a_permission_and_an_account_apart(cast: Cast) -> None:
    given = make_permission(cast, "completed").items.get().granted
    item = make_request(cast, "setting_up").items.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(granted=given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(authorization="everything")


def test_the_letter_of_the_permission_is_registered() -> None:
    assert {"approvals/granted", "approvals/sponsor_needed", "approvals/taken_over"} <= set(outbox.templates())


def test_the_page_after_sending_promises_nothing_more_once_all_is_done(cast: Cast) -> None:
    sent = [make_permission(cast, story) for story in ("with_superintendent", "completed")]
    pages = [signed_in(cast.requester).get(f"/requests/{one.reference}/sent/").text for one in sent]
    assert ["What happens next" in page for page in pages] == [True, False]


def test_its_page_leads_to_the_request_it_was_decided_on(cast: Cast) -> None:
    request = make_permission(cast, "completed")
    page = signed_in(cast.requester).get(Authorization.objects.get().get_absolute_url()).text
    assert f'href="{request.get_absolute_url()}"' in page
