"""The adoption desk through HTTP: accounts that are not ours are found, contacted, and end in one of four ways."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import found, found_reporting
from accounts.models import Account, Found, FoundNote
from accounts.rules.standing import communications_staff
from desk.work import tasks_of
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.outbox.rendering import write
from registry.people import actions as people
from registry.people.models import Appointment
from registry.people.refusal import Refused, Stale
from tests.accounts.founds import DAY, contacted, do, make_found, report
from tests.accounts.handing import deliver, letters, post, text
from tests.cast import signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db


def days_later(days):
    return clock.at(clock.now() + timedelta(days=days))


def chores():
    call_command("daily", stdout=StringIO())


def kinds_of(user):
    return [task.kind for task in tasks_of(user)]


def checked(user, words):
    return signed_in(user).get(reverse("accounts:check"), {"q": words}).content.decode()


def test_a_member_of_staff_reports_one_and_it_is_marked_everywhere(cast):
    answer = report(cast.requester, display_name="Harbor Boosters", claims="For the fans")
    made = Found.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.account.state, made.account.klass, made.due_on) == ("found", "community", clock.today() + timedelta(5))
    assert letters("found_reported") == {
        *communications_staff(),
        cast.principal,
    }
    deliver()
    listed = text(cast.stranger, reverse("accounts:list"))
    assert "Community, not ours" in listed
    page = text(cast.stranger, made.account.get_absolute_url())
    assert "Not run by the district" in page
    assert all(words not in page for words in ("Chain of custody", "Who may post", "Open the file", "Maya Lind"))
    assert "Not run by the district" in checked(cast.stranger, "instagram.com/harborboosters")
    assert "Say what you know" in page
    assert "harborboosters" not in " ".join(Entry.objects.values_list("object_label", flat=True))


def test_what_is_in_the_register_is_shown_and_what_was_typed_is_kept(cast):
    ours = make_account(cast, "active", handle="HarborNordic")
    answer = report(cast.teacher, handle="@harbornordic", platform="instagram", claims="Kept when refused")
    page = answer.content.decode()
    assert (answer.status_code, Found.objects.count()) == (422, 0)
    assert f'href="{ours.get_absolute_url()}"' in page
    assert "is in the register already" in page
    assert "Kept when refused" in page
    make_found(cast)
    assert report(cast.teacher).status_code == 422
    assert Account.objects.filter(key="harborboosters").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"handle": "no account at all"}, "We recognize no account in this."),
        ({"nobodys": ""}, "Tick “It is not somebody’s own account” to go on."),
        ({"handle": "instagram.com/eriksolberg"}, "The name is Erik Solberg’s own."),
        ({"handle": "linkedin.com/in/somebody-else"}, "That address is a person’s own profile."),
        ({"claims": "Run by Mia Kovacs, class of 2027"}, "Leave out the names of students."),
        ({"claims": "The password is harbor2025go"}, "looks like a password or code"),
        ({"kind": ""}, "Choose an answer for"),
        ({"kind": "district"}, "district is not one of the available choices"),
    ],
)
def test_a_personal_account_a_student_or_a_secret_is_turned_away_in_place(cast, typed, said):
    answer = report(cast.teacher, **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Found.objects.exists()


def test_the_desk_writes_waits_hears_and_records_that_it_was_relabelled(cast):
    made = make_found(cast)
    assert kinds_of(cast.communications) == ["found"]
    letter = text(cast.communications, reverse("accounts:found-letter", args=[made.uuid, "adopt"]))
    assert "It is not an official account of" in letter
    assert "We never ask for anybody’s own password." in letter
    sent = Letter.objects.count()
    assert contacted(cast.communications, made, days="15", who="President of the booster club").status_code == 302
    made.refresh_from_db()
    assert (made.status, made.handler, Letter.objects.count()) == ("contacted", cast.communications, sent)
    answer = do(cast.communications, "answer", made, answer="relabels", words="We will.", days="5", **DAY)
    assert answer.status_code == 302
    assert do(cast.communications, "relabel", made, words="Run by supporters.", **DAY).status_code == 302
    made.refresh_from_db()
    assert (made.status, made.due_on, made.account.state, made.account.klass) == (
        "relabelled", None, "found", "community",
    )  # fmt: skip
    page = text(cast.requester, made.get_absolute_url())
    assert all(words in page for words in ("Run by supporters.", "President of the booster club", "Disclaimer seen"))
    assert letters("found_ended") == {cast.requester}
    assert kinds_of(cast.communications) == []
    assert do(cast.communications, "answer", made, answer="other", days="5", **DAY).status_code == 409
    deliver()


def test_a_file_is_closed_disputed_and_taken_up_again_with_the_reason(cast):
    made = make_found(cast, "unapproved")
    assert do(cast.communications, "dispute", made, why="").status_code == 422
    assert do(cast.communications, "dispute", made, why="They say it is a fan page.").status_code == 302
    assert do(cast.communications, "dispute", made, why="Again.").status_code == 409
    assert do(cast.communications, "close", made, how="gone", words="404 since Monday").status_code == 302
    made = Found.objects.get()
    assert (made.status, made.account.state, made.closed_how) == ("closed", "retired", "gone")
    page = text(cast.communications, made.get_absolute_url())
    assert all(words in page for words in ("The file is closed", "What became of it", "whoever ran it closed it"))
    assert "harborboosters" not in text(cast.stranger, reverse("accounts:list"))
    again = make_found(cast)
    refused = do(cast.communications, "reopen", made, why="It is back.")
    assert (refused.status_code, "is in the register already" in refused.content.decode()) == (409, True)
    do(cast.communications, "close", again, how="mistake")
    assert do(cast.communications, "reopen", made, why="It is back.").status_code == 302
    made.refresh_from_db()
    assert (made.status, made.account.state, made.is_open) == ("found", "found", True)
    said = list(Entry.objects.filter(object_id=str(made.uuid)).order_by("pk").values_list("action", "reason_text"))
    assert said[1:] == [
        ("found.disputed", "They say it is a fan page."), ("found.closed", "404 since Monday"),
        ("found.reopened", "It is back."),
    ]  # fmt: skip


def test_a_personal_account_is_taken_out_of_the_register_whole(cast):
    made = make_found(cast, "impostor", handle="instagram.com/eriksolberg", claims="Erik’s pictures")
    do(cast.teacher, "note", made, words="It is his own.", url="https://instagram.com/p/x", **DAY)
    assert do(cast.communications, "close", made, how="personal", words="Erik Solberg’s own").status_code == 302
    account = Found.objects.get().account
    kept = " ".join(map(str, [*Account.objects.filter(pk=account.pk).values().get().values()]))
    kept += " ".join(map(str, [*Found.objects.values().get().values(), *FoundNote.objects.values().get().values()]))
    trail = " ".join(f"{entry.object_label} {entry.reason_text} {entry.after}" for entry in Entry.objects.filter(
        object_type="found"
    ))  # fmt: skip
    assert all("erik" not in words.lower() for words in (kept, trail))
    assert "Erik" not in "".join(letter.about_label for letter in Letter.objects.filter(about_kind="found"))
    assert do(cast.communications, "reopen", made, why="No.").status_code == 403
    assert do(cast.teacher, "note", made, words="More", **DAY).status_code == 409


def test_a_deadline_that_is_over_is_told_once_then_goes_to_the_director(cast):
    made = make_found(cast)
    contacted(cast.communications, made, days="20")
    assert kinds_of(cast.director) == []
    contacted(cast.communications, made, days="2")
    assert kinds_of(cast.director) == ["found"]
    with days_later(2):
        chores()
        assert letters("found_due") == set()
    with days_later(5):
        chores()
        chores()
        assert letters("found_due") == {cast.communications}
        deliver()
    with days_later(14):
        chores()
        chores()
        assert letters("found_due") == {cast.communications, cast.director}
        deliver()
    assert Letter.objects.filter(template="accounts/found_due").count() == 2
    assert Entry.objects.filter(action__in=("found.late", "found.passed_on")).count() == 2
    with days_later(15):  # a new step, a new deadline
        do(cast.communications, "answer", made, answer="other", days="1", **DAY)
    with days_later(20):
        chores()
    assert Letter.objects.filter(template="accounts/found_due").count() == 3


def test_e3_49_an_employee_who_runs_it_leaves_it_or_has_it_registered(cast):
    made = make_found(cast)
    assert signed_in(cast.coach).get(made.get_absolute_url()).status_code == 404
    assert do(cast.communications, "conflict", made, person=cast.coach.email).status_code == 302
    assert letters("found_conflict") == {cast.coach}
    assert kinds_of(cast.coach) == ["found_conflict"]
    page = text(cast.coach, made.get_absolute_url())
    assert "Erik Solberg is on staff and runs it" in page
    assert "Ask for its registration" in page
    deliver()
    assert do(cast.communications, "conflict", made, person=cast.teacher.email).status_code == 409
    assert do(cast.requester, "left", made, done="on").status_code == 403
    assert do(cast.coach, "left", made).status_code == 422
    assert do(cast.coach, "left", made, done="on").status_code == 302
    made.refresh_from_db()
    assert (made.conflict_end, made.in_conflict, kinds_of(cast.coach)) == ("left", False, [])
    assert do(cast.coach, "left", made, done="on").status_code == 409


def test_e4_54_a_released_handle_that_a_stranger_took_is_linked_to_what_it_was(cast):
    ours = make_account(cast, "active", handle="harborski")
    Account.objects.filter(pk=ours.pk).update(state="retired", retired_at=clock.now())
    report(cast.teacher, handle="instagram.com/harborski", kind="impostor")
    made = Found.objects.get()
    assert made.formerly == ours
    page = text(cast.communications, made.get_absolute_url())
    assert "The handle was ours before" in page
    assert ours.get_absolute_url() in page
    assert "Somebody else has this handle now" in text(cast.stranger, ours.get_absolute_url())
    found_page = checked(cast.stranger, "instagram.com/harborski")
    assert "Not ours: do not trust it" in found_page
    assert "The handle was ours until" in found_page
    told = Letter.objects.filter(template="accounts/found_reported", to=cast.communications).get()
    assert "The district had an account of that very handle" in write(told).text


def test_e4_54_the_old_handle_of_an_account_that_was_renamed_is_linked_to_it(cast):
    ours = make_account(cast, "active", handle="harborski")
    post(cast.communications, "rename", ours, handle="HarborAlpine", words="A new name.")
    report(cast.teacher, handle="instagram.com/harborski", kind="impostor")
    assert Found.objects.get().formerly == ours
    page = text(cast.stranger, ours.get_absolute_url())
    assert "Somebody else has @harborski now" in page
    assert Found.objects.get().account.get_absolute_url() in page
    assert "The handle was ours before, and is not any more." in checked(cast.stranger, "instagram.com/harborski")


def test_nobody_reports_more_than_ten_accounts_a_day_but_communications(cast):
    for number in range(10):
        assert report(cast.teacher, handle=f"instagram.com/harborfans{number}").status_code == 302
    answer = report(cast.teacher, handle="instagram.com/harborfans10")
    assert (answer.status_code, "You have reported 10 accounts in 24 hours" in answer.text) == (422, True)
    assert answer.context["form"]["handle"].value() == "instagram.com/harborfans10"
    Found.objects.update(found_by=cast.communications)
    assert report(cast.communications, handle="instagram.com/harborfans10").status_code == 302
    Found.objects.update(found_by=cast.teacher)
    with clock.at(clock.now() + timedelta(hours=24, minutes=1)):
        assert report(cast.teacher, handle="instagram.com/harborfans11").status_code == 302


def test_e4_59_an_impostor_of_a_person_is_reported_and_the_platform_refuses(cast):
    assert report(cast.teacher, handle="instagram.com/helenstrand", kind="unapproved").status_code == 422
    assert report(cast.teacher, handle="instagram.com/helenstrand", kind="impostor").status_code == 302
    made = Found.objects.get()
    asked = {"kind": "impostor", "poses_as": cast.superintendent.email}
    assert do(cast.communications, "classify", made, **asked).status_code == 302
    words = text(cast.communications, reverse("accounts:found-letter", args=[made.uuid, "person"]))
    assert "This account poses as Helen Strand, Superintendent of" in words
    assert signed_in(cast.communications).get(
        reverse("accounts:found-letter", args=[made.uuid, "adopt"])
    ).status_code == 404  # fmt: skip
    contacted(cast.communications, made, channel="platform", letter="person", reference="Case 5521")
    do(cast.communications, "answer", made, answer="platform_refuses", words="Not a violation", days="3", **DAY)
    assert do(cast.communications, "dispute", made, why="The platform refuses.").status_code == 302
    assert do(cast.communications, "relabel", made, words="A fan", **DAY).status_code == 403
    made.refresh_from_db()
    assert (made.status, made.due_on is not None) == ("disputed", True)
    assert "Not ours: do not trust it" in checked(cast.stranger, "instagram.com/helenstrand")


def test_e3_40_what_students_made_passes_in_person_or_is_replaced_and_said_so(cast):
    made = make_found(cast)
    do(cast.communications, "classify", made, kind="unapproved", made_by_students="on")
    page = text(cast.communications, made.get_absolute_url())
    assert "never for that of anybody’s own mailbox" in page
    assert "changes the account’s e-mail address and phone to the district’s" in page
    ours = make_account(cast, "active", handle="harborteams")
    assert do(cast.communications, "close", made, how="replaced", ours=ours.pk).status_code == 302
    said = checked(cast.stranger, "instagram.com/harborboosters")
    assert "This was never our account" in said
    assert ours.get_absolute_url() in said


def test_nobody_has_custody_login_or_posters_of_what_is_not_ours(cast):
    account = make_found(cast).account
    client = signed_in(cast.communications)
    for name in ("deposit", "reveal", "handoff-offer", "custody-offer", "roles", "backup", "outside", "report-change"):
        answer = client.get(reverse(f"accounts:{name}", args=[account.uuid]))
        assert answer.status_code in (403, 409), name
    assert client.post(reverse("accounts:drill-start", args=[account.uuid])).status_code == 403
    chores()
    assert (account.health.state, account.custodies.count(), account.rotations.count()) == ("none", 0, 0)
    assert "The district does not run this account" in text(
        cast.communications, f"{reverse('accounts:card')}?q=instagram.com/harborboosters"
    )


def test_the_database_keeps_the_classes_and_the_files_apart(cast):
    made = make_found(cast)
    ours = make_account(cast, "active")
    broken = (
        lambda: Account.objects.filter(pk=made.account_id).update(klass="district"),
        lambda: Account.objects.filter(pk=made.account_id).update(state="setting_up"),
        lambda: Account.objects.filter(pk=ours.pk).update(klass="impostor"),
        lambda: Found.objects.update(due_on=None),
        lambda: Found.objects.update(status="closed", due_on=None, ended_at=clock.now(), ended_by=cast.coach),
        lambda: Found.objects.update(conflict_end="left"),
        lambda: FoundNote.objects.create(found=made, kind="contact", by=cast.coach),
        lambda: Account.objects.filter(pk=ours.pk).update(platform=made.account.platform, key=made.account.key),
    )
    for change in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_of_two_reports_and_two_closings_the_second_is_told(cast):
    made = make_found(cast)
    with pytest.raises(Refused, match="is in the register already"):
        make_found(cast, "impostor", by=cast.teacher)
    stale = Found.objects.get()
    found.close(made, how="gone", words="", ours=None, by=cast.communications)
    with pytest.raises(Stale, match="closed already"):
        found.close(stale, how="removed", words="", ours=None, by=cast.director)
    with pytest.raises(Stale, match="Reopen it first"):
        found.dispute(stale, why="They object.", by=cast.director)


def test_what_somebody_handled_who_left_communications_is_told_to_all_of_them(cast):
    made = make_found(cast)
    contacted(cast.communications, made, who="Its president")
    people.end_appointment(Appointment.objects.get(person=cast.communications), by=cast.director)
    assert do(cast.director, "close", made, how="gone", words="Their president closed it.").status_code == 302
    assert cast.second_communications in letters("found_ended")


@pytest.mark.counts
def test_list_page_and_work_ask_as_often_with_many_as_with_few(cast):
    make_found(cast)
    client = signed_in(cast.communications)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(reverse("accounts:desk"))
        with CaptureQueriesContext(connection) as work:
            tasks_of(cast.communications)
        return len(seen), len(work)

    asked()
    few = asked()
    for number in range(3):
        found_reporting.report(
            handle=f"instagram.com/harborfans{number}", platform=None, kind="impostor", unit=cast.units.middle,
            display_name="", claims="", by=cast.teacher,
        )  # fmt: skip
    assert asked() == few


def test_the_list_is_filtered_and_shows_each_what_they_may_see(cast):
    make_found(cast)
    make_found(cast, "impostor", handle="instagram.com/middlefans", unit=cast.units.middle, by=cast.teacher)
    desk = reverse("accounts:desk")
    seen = {
        cast.communications: "both", cast.superintendent: "both", cast.principal: "boosters",
        cast.other_principal: "fans", cast.requester: "boosters", cast.teacher: "fans", cast.stranger: "none",
    }  # fmt: skip
    for user, which in seen.items():
        page = text(user, desk)
        assert ("harborboosters" in page, "middlefans" in page) == (
            which in ("both", "boosters"), which in ("both", "fans"),
        ), user.name  # fmt: skip
    for query, fans in (("?kind=impostor", True), ("?status=closed", False), ("?kind=nonsense&unit=0", True)):
        page = text(cast.communications, desk + query)
        assert ("middlefans" in page) == fans
    assert "harborboosters" not in text(cast.communications, f"{desk}?unit={cast.units.middle.pk}")
