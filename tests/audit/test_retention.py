"""For how long entries are kept, by kind, and what is under hold (security C6)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.actions.holds import place_hold
from accounts.actions.trail_holds import place_trail_hold
from accounts.actions.trail_keeping import set_schedule as set_one
from accounts.models import TrailHold
from registry import audit, clock
from registry.audit import blanking, segments
from registry.audit.filters import kinds
from registry.audit.keeping import kept_whole
from registry.audit.models import Entry, Origin, Schedule
from registry.audit.retention import in_force, kept_until
from registry.audit.subjects import whole
from registry.people.refusal import Refused
from tests.audit.disposing import agree, agreed, propose, refusal
from tests.audit.subjects import edit, edits
from tests.cast import MOMENT, signed_in
from tests.makers import make_account

pytestmark = pytest.mark.django_db
AT = "/trail/keeping/"


def day(name, on):
    return {f"{name}_month": str(on.month), f"{name}_day": str(on.day), f"{name}_year": str(on.year)}


def set_schedule(by, *, kind="", years="3", authority="Item 7", starts_on=None):
    data = {"kind": kind, "years": years, "authority": authority, **day("starts_on", starts_on or clock.today())}
    return signed_in(by).post(f"{AT}schedule/", data)


def place(by, **more):
    sure = {} if more else {"everything": "on"}
    return signed_in(by).post(f"{AT}hold/", {"why": "lawsuit", "words": "File 26-118", **sure, **more})


def test_until_a_district_says_otherwise_everything_is_kept_for_seven_years(cast):
    [row] = in_force().values()
    assert (row.kind, row.years, row.number) == ("", 7, "S-0001")
    assert kept_until(row).year == MOMENT.year - 7
    with clock.at(MOMENT.replace(year=2028, month=2, day=29)):
        assert (kept_until(row).month, kept_until(row).day) == (2, 28)


def test_a_schedule_is_set_and_written_down_and_holds_from_its_day(cast):
    later = clock.today() + timedelta(days=10)
    assert set_schedule(cast.director, kind="letter", years="2", starts_on=later).status_code == 302
    entry = Entry.objects.get(action=audit.Event.RETENTION_SET)
    assert (entry.before, entry.after["years"], entry.after["authority"]) == (None, 2, "Item 7")
    assert "letter" not in in_force()
    with clock.at(MOMENT + timedelta(days=10)):
        assert in_force()["letter"].years == 2
    page = signed_in(cast.superintendent).get(AT).text
    assert ("2 years" in page, "Item 7" in page, f"from {later:%B} {later.day}" in page) == (True, True, True)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"years": "0"}, "at least one year"),
        ({"years": "101"}, "at most 100"),
        ({"starts_on": date(2020, 1, 1)}, "today or later"),
        ({"authority": "As Emma Larsen, class of 2027, asked"}, "names of students"),
        ({"authority": "password: herons77wade"}, "looks like a password"),
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused_in_place(cast, wrong, words):
    answer = set_schedule(cast.superintendent, **wrong)
    assert (answer.status_code, words in answer.text, Schedule.objects.count()) == (422, True, 1)


def test_the_database_knows_no_schedule_of_no_years(cast):
    with pytest.raises(DatabaseError), transaction.atomic():
        Schedule.objects.create(years=0, authority="x", starts_on=clock.today())


def test_a_segment_with_one_entry_of_a_kind_that_is_kept_longer_stays_whole(cast, old):
    edit_seqs = Entry.objects.filter(action="account.edited", seq__lte=old).values_list("seq", flat=True)
    set_schedule(cast.director, kind=next(kind for kind, words in kinds() if words == "Accounts"), years="20")
    found = segments.due()
    assert found.runs
    assert not any(first <= seq <= last for first, last in found.runs for seq in edit_seqs)
    assert all(any(first <= seq <= last for first, last in found.too_young) for seq in edit_seqs)


def test_what_is_under_hold_stays_and_the_page_says_so(cast, old):
    assert place(cast.superintendent, **day("until", MOMENT.date())).status_code == 302
    hold = TrailHold.objects.get()
    assert segments.due().runs == []
    [(first, last)] = segments.due().under_hold
    assert (first, last >= old) == (1, True)
    page = signed_in(cast.director).get(AT).text
    assert ("Under legal hold" in page, f"{first} to {last}" in page, "File 26-118" in page) == (True, True, True)
    assert "File 26-118" not in signed_in(cast.sysadmin).get(AT).text
    assert "Nothing may go today" in propose(cast.superintendent).text
    assert signed_in(cast.director).post(f"{AT}holds/{hold.pk}/lift/", {"why": "It is settled."}).status_code == 302
    assert segments.due().runs == [(1, old)]
    assert signed_in(cast.director).get(f"{AT}holds/{hold.pk}/lift/").status_code == 409


def test_a_hold_in_force_is_on_the_page_however_many_came_later_and_were_lifted(cast):
    standing = place_trail_hold(why="lawsuit", words="", by=cast.director)
    lifted = {"lifted_at": clock.now(), "lifted_by": cast.director, "lifted_why": "It is settled."}
    TrailHold.objects.bulk_create(TrailHold(why="other", placed_by=cast.director, **lifted) for _ in range(25))
    page = signed_in(cast.director).get(AT).text
    assert f"Lift {standing.number}" in page
    assert page.count("Lifted by") == 20


@pytest.mark.parametrize("when", ["before it is agreed to", "before it is run"])
def test_a_hold_that_is_placed_meanwhile_keeps_everything(cast, old, when):
    if when == "before it is agreed to":
        propose(cast.superintendent)
        place(cast.superintendent)
        answer = agree(cast.director)
        assert (answer.status_code, "must stay" in answer.text) == (409, True)
        assert "nobody has agreed to it yet" in refusal()
    else:
        agreed(cast)
        place(cast.superintendent)
        assert "must stay" in refusal()
    assert Entry.objects.filter(seq__lte=old).count() == old


def test_a_hold_of_a_unit_keeps_what_is_under_it_and_nothing_else(cast, old):
    place(cast.director, unit=cast.units.high.pk)
    kept = [str(pk) for pk in (cast.units.high.pk, cast.units.athletics.pk)]
    for first, last in segments.due().runs:
        assert not Entry.objects.filter(seq__range=(first, last), unit_id__in=kept).exists()
    for first, last in segments.due().under_hold:
        assert Entry.objects.filter(seq__range=(first, last), unit_id__in=kept).exists()


def test_e4_57_a_hold_of_an_account_keeps_what_the_trail_has_of_it_and_of_all_that_hangs_on_it(cast, old):
    account = make_account(cast, "deposited")
    with clock.at(MOMENT):  # its records are as old as the others
        place_hold(account, why="request", words="", by=cast.director)
    held = Entry.objects.filter(whole("account", str(account.uuid)))
    assert {"account", "request"} <= set(held.values_list("object_type", flat=True))
    assert set(Entry.objects.filter(kept_whole())) == set(held)


def test_a_hold_keeps_addresses_and_browsers_too(cast):
    with audit.coming_from(lambda: audit.Context("r-1", "", "192.0.2.7", "Firefox", [])):
        edits(2)
    place_trail_hold(why="inquiry", words="", by=cast.director)
    with clock.at(MOMENT + timedelta(days=500)):
        edit()
        assert blanking.blank_origins(by=None) == 0
    assert Origin.objects.filter(source_ip="192.0.2.7").exists()


def test_a_hold_of_everything_is_asked_for_once_more(cast):
    answer = place(cast.director, words="File 26-118")
    assert (answer.status_code, "would hold all entries of the district" in answer.text) == (422, True)
    assert not TrailHold.objects.exists()
    assert place(cast.director, everything="on").status_code == 302
    assert TrailHold.objects.get().unit is None


def test_a_hold_of_everything_and_of_a_part_is_asked_for_once_more(cast):
    """What was ticked is not held in part without a word."""
    answer = place(cast.director, everything="on", unit=str(cast.units.high.pk))
    assert (answer.status_code, "Untick this box to hold a part" in answer.text) == (422, True)
    assert not TrailHold.objects.exists()


def test_a_hold_that_ends_before_it_begins_is_refused(cast):
    today = clock.today()
    answer = place(cast.director, **day("since", today), **day("until", today - timedelta(days=1)))
    assert (answer.status_code, "lies before" in answer.text) == (422, True)


@pytest.mark.parametrize("box", ["since", "until"])
def test_a_hold_of_a_day_that_no_clock_can_reckon_with_is_refused(cast, box):
    for year in (date.min, date.max):
        answer = place(cast.director, **{f"{box}_month": "12", f"{box}_day": "31", f"{box}_year": f"{year.year:04d}"})
        assert (answer.status_code, "Look at the year again" in answer.text) == (422, True)
    assert signed_in(cast.director).get(AT).status_code == 200


def test_only_the_two_offices_set_schedules_and_holds(cast):
    for person in (cast.communications, cast.sysadmin, cast.alternate, cast.principal):
        assert set_schedule(person).status_code == place(person).status_code == 403
    for person, status in ((cast.communications, 200), (cast.sysadmin, 200), (cast.coach, 403)):
        assert signed_in(person).get(AT).status_code == status


@pytest.mark.counts
def test_the_page_asks_no_more_questions_the_more_there_is(cast, old, django_assert_max_num_queries):
    client = signed_in(cast.superintendent)
    client.get(AT)
    for _ in range(6):
        place_trail_hold(why="other", words="", by=cast.director, since=date(1990, 1, 1), until=date(1990, 1, 2))
    with django_assert_max_num_queries(40):
        client.get(AT)


def test_a_schedule_is_set_with_a_second_factor_only(cast):
    with pytest.raises(Refused, match="authenticator"):
        set_one(kind="", years=3, authority="Item 7", starts_on=clock.today(), by=cast.director, proof=None)
