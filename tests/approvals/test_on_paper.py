"""Decided off-line (E1.19): recorded by another person, with the scan, whose hash is the text."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from approvals import actions
from approvals.models import Decision, Request, Scan
from approvals.workflow import Status
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people.models import Office, User
from tests.approvals.papers import PDF, pdf, png
from tests.approvals.test_pages import errors_of
from tests.cast import Cast, signed_in
from tests.makers import decide, make_request, seat_of

A, S, C = Office.ADMINISTRATOR, Office.SUPERINTENDENT, Office.COMMUNICATIONS_DIRECTOR


@pytest.fixture
def request_(cast: Cast) -> Request:
    return make_request(cast, "with_both")


def page_of(request: Request, office: Office = S) -> str:
    return f"/requests/{request.reference}/paper/{seat_of(request, office).pk}/"


def file(content: bytes = PDF, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def answers(cast: Cast, request: Request, **changes: Any) -> dict[str, Any]:
    day = clock.today()
    return {
        "seen_hash": request.rounds.last().text_hash, "decider": str(cast.superintendent.pk), "answer": "yes", "note": "",
        "decided_on_month": str(day.month), "decided_on_day": str(day.day), "decided_on_year": str(day.year),
        "scan": file(), **changes,
    }  # fmt: skip


def record(cast: Cast, request: Request, by: User | None = None, office: Office = S, **changes: Any) -> Any:
    return signed_in(by or cast.communications).post(page_of(request, office), answers(cast, request, **changes))


def made(request: Request) -> Decision:
    return Decision.objects.select_related("scan").get(round__request=request, offline=True)


def test_e1_19_communications_records_what_the_superintendent_decided_on_paper(cast: Cast, request_: Request) -> None:
    client = signed_in(cast.communications)
    assert "Record for: Superintendent" in client.get(request_.get_absolute_url()).content.decode()
    own = signed_in(cast.director).get(request_.get_absolute_url()).content.decode()
    assert ("Record for: Superintendent" in own, "Record for: Communications director" in own) == (True, False)
    assert client.get(page_of(request_)).status_code == 200
    assert record(cast, request_).url == request_.get_absolute_url()
    decision = made(request_)
    digest = hashlib.sha256(PDF).hexdigest()
    assert (decision.by, decision.recorded_by, decision.offline) == (cast.superintendent, cast.communications, True)
    assert (decision.text_hash, decision.scan.sha256, decision.scan.kind) == (digest, digest, "pdf")
    entry = Entry.objects.get(action="decision.on_paper")
    assert (entry.actor_label, entry.seen_version_hash, entry.after["decided_by"]) == (
        cast.communications.name,
        digest,
        cast.superintendent.name,
    )


def test_e1_19_the_request_goes_on_as_after_any_decision(cast: Cast, request_: Request) -> None:
    record(cast, request_)
    decide(request_, C, cast.director)
    request_.refresh_from_db()
    assert request_.status == Status.SETTING_UP


def test_e1_19_a_decline_on_paper_ends_it_with_its_reason(cast: Cast, request_: Request) -> None:
    record(cast, request_, answer="no", note="Not this year.")
    request_.refresh_from_db()
    assert (request_.status, request_.closed_why) == (Status.DECLINED, "Not this year.")


def test_e1_19_the_scan_is_a_download_for_who_sees_the_request(cast: Cast, request_: Request) -> None:
    record(cast, request_, scan=file(png(), "photo.exe"))
    url = f"/requests/{request_.reference}/scan/{made(request_).pk}/"
    response = signed_in(cast.requester).get(url)
    assert (response.content, response["Content-Type"], response["X-Content-Type-Options"]) == (
        png(),
        "image/png",
        "nosniff",
    )
    assert (
        response["Content-Disposition"]
        == f'attachment; filename="{request_.reference}-decision-{made(request_).pk}.png"'
    )
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert signed_in(cast.stranger).get(url).status_code == 404
    other = make_request(cast, "with_both")
    assert signed_in(cast.requester).get(f"/requests/{other.reference}/scan/{made(request_).pk}/").status_code == 404


def test_the_timeline_says_that_it_was_on_paper_and_who_recorded_it(cast: Cast, request_: Request) -> None:
    record(cast, request_)
    page = signed_in(cast.requester).get(request_.get_absolute_url()).content.decode()
    said = f"Decided on paper on November 12, 2025, recorded by {cast.communications.name}."
    assert (said in page, f"/scan/{made(request_).pk}/" in page) == (True, True)


#: Who records it, and what comes of it.
RECORDERS = [
    ("communications", 302), ("director", 302), ("superintendent", 403), ("designee", 403), ("requester", 403),
    ("coach", 403), ("principal", 403), ("stranger", 404), ("sysadmin", 404),
]  # fmt: skip


@pytest.mark.parametrize(("part", "status"), RECORDERS)
def test_e1_19_only_communications_records_it(cast: Cast, request_: Request, part: str, status: int) -> None:
    assert record(cast, request_, by=getattr(cast, part)).status_code == status


@pytest.mark.parametrize("role", ["requester", "custodian"])
def test_e1_19_nobody_with_a_part_in_the_request_records_it(cast: Cast, role: str) -> None:
    people = {"by": cast.communications} if role == "requester" else {"custodian": cast.communications}
    request = make_request(cast, "with_both", **people)
    response = record(cast, request)
    assert (response.status_code, Decision.objects.filter(offline=True).count()) == (403, 0)


def test_e1_19_nobody_records_their_own_decision(cast: Cast, request_: Request) -> None:
    page = signed_in(cast.director).get(page_of(request_, C))
    assert [one.pk for one in page.context["form"].fields["decider"].queryset] == [cast.alternate.pk]
    response = record(cast, request_, by=cast.director, office=C, decider=str(cast.director.pk))
    assert (response.status_code, list(errors_of(response))) == (422, ["decider"])


def test_the_database_refuses_a_paper_recorded_by_its_maker(cast: Cast, request_: Request) -> None:
    record(cast, request_)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(offline=True).update(recorded_by=cast.superintendent)


def test_invariant_1_holds_for_whoever_decided(cast: Cast, request_: Request) -> None:
    record(cast, request_)
    form = signed_in(cast.communications).get(page_of(request_, C)).context["form"]
    assert cast.superintendent not in form.fields["decider"].queryset
    response = record(cast, request_, office=C)
    assert (response.status_code, Decision.objects.filter(offline=True).count()) == (422, 1)


def test_the_recorder_gives_a_fresh_factor_of_their_own(cast: Cast, request_: Request) -> None:
    client: Client = signed_in(cast.communications, factor=False)
    assert client.post(page_of(request_), answers(cast, request_)).status_code == 302
    assert Decision.objects.filter(offline=True).count() == 0


def test_the_day_is_neither_ahead_nor_before_the_request(cast: Cast, request_: Request) -> None:
    with clock.at(clock.now() + timedelta(days=2)):
        tomorrow, before = clock.today() + timedelta(days=1), clock.today() - timedelta(days=3)
        said = [
            errors_of(record(cast, request_, decided_on_day=str(day.day), decided_on_month=str(day.month)))[
                "decided_on"
            ][0]
            for day in (tomorrow, before)
        ]
    assert said == [
        "Enter the day on which it was decided: today or before.",
        "The request was sent only after that day, so the paper is about another text.",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pdf(b"/OpenAction 5 0 R"), "This PDF is protected, or holds a script, an action or another file. Scan the paper again."),
        (b"<html>", "This is no PDF, PNG or JPEG file. Scan the paper as one of these."),
        (png(50_000, 50_000), "The picture has more pixels than a scan of one sheet. Scan the paper again, with fewer dots."),
        (b"", "The file is empty."),
        (PDF + b" " * (5 * 1024 * 1024), "The file is larger than 5 MB. Scan the paper again in black and white, or with fewer dots."),
        (PDF + b" " * (7 * 1024 * 1024), "The file is larger than 5 MB. Scan the paper again in black and white, or with fewer dots."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_scan_is_said_at_its_field_and_the_rest_is_kept(
    cast: Cast, request_: Request, content: bytes, said: str
) -> None:
    response = record(cast, request_, scan=file(content), note="Signed at her desk.")
    assert (response.status_code, errors_of(response), Scan.objects.count()) == (422, {"scan": [said]}, 0)
    assert "Signed at her desk." in response.content.decode()


def test_without_a_scan_nothing_is_recorded(cast: Cast, request_: Request) -> None:
    data = answers(cast, request_)
    del data["scan"]
    response = signed_in(cast.communications).post(page_of(request_), data)
    assert (response.status_code, errors_of(response)) == (422, {"scan": ["Choose the scan."]})


def test_a_paper_about_a_text_that_changed_since_is_late(cast: Cast, request_: Request) -> None:
    data, url = answers(cast, request_), page_of(request_)
    actions.revise(request_, values={"purpose": "Something else."}, by=cast.requester)
    response = signed_in(cast.communications).post(url, data)
    assert (response.status_code, Decision.objects.filter(offline=True).count()) == (409, 0)


def test_a_seat_that_was_filled_meanwhile_takes_no_paper(cast: Cast, request_: Request) -> None:
    decide(request_, S, cast.superintendent)
    response = record(cast, request_)
    assert (response.status_code, Decision.objects.filter(seat=seat_of(request_, S)).count()) in ((409, 1), (422, 1))
    assert signed_in(cast.communications).get(page_of(request_)).status_code == 409


def objection(cast: Cast, request: Request, by: User | None = None, **data: str) -> Any:
    url = f"/requests/{request.reference}/objection/{made(request).pk}/"
    return signed_in(by or cast.superintendent).post(url, {"why": "I was abroad that day.", **data})


def test_e1_19_the_decider_is_told_and_can_say_this_was_not_me(cast: Cast, request_: Request) -> None:
    record(cast, request_)
    told = write(Letter.objects.get(template="approvals/recorded_on_paper"))
    assert told
    assert (f"/objection/{made(request_).pk}/" in told.text, cast.communications.name in told.text) == (True, True)
    assert objection(cast, request_).status_code == 302
    decision = made(request_)
    assert (decision.answer, decision.scan.objection) == ("yes", "I was abroad that day.")
    assert Entry.objects.get(action="decision.disputed").severity == "alert"
    letters = Letter.objects.filter(template="approvals/disputed")
    assert {letter.to for letter in letters} == {cast.superintendent, cast.director}
    said = write(letters.first())
    assert said
    assert f"{cast.superintendent.name} says that a decision" in said.text
    page = signed_in(cast.director).get(request_.get_absolute_url()).content.decode()
    assert f"{cast.superintendent.name} says: this was not me." in page


def test_only_whom_it_names_objects_and_only_once(cast: Cast, request_: Request) -> None:
    record(cast, request_)
    assert [objection(cast, request_, by=one).status_code for one in (cast.director, cast.requester)] == [403, 403]
    assert objection(cast, request_, why=" ").status_code == 422
    assert [objection(cast, request_).status_code for _ in range(2)] == [302, 409]


def test_a_decision_that_was_not_on_paper_has_no_scan_and_no_objection(cast: Cast, request_: Request) -> None:
    plain = Decision.objects.get(round__request=request_)
    pages = [f"/requests/{request_.reference}/{page}/{plain.pk}/" for page in ("scan", "objection")]
    assert [signed_in(cast.principal).get(page).status_code for page in pages] == [404, 404]
