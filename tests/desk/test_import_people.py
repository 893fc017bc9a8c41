"""The district's list of people: a result per row, nobody gets an office by it, and a list cut off ends nobody's work."""

from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from accounts.models import CustodyState
from desk.importing import reading
from registry import clock
from registry.audit.models import Entry
from registry.outbox.models import Letter
from registry.people.models import Appointment, Departure, User
from tests.cast import DOMAIN
from tests.desk.people_lists import HEADS, brought, everybody, of, results, written
from tests.makers import make_account

pytestmark = pytest.mark.django_db
ANN = f"ann.berg@{DOMAIN}"


@pytest.fixture
def later(cast):
    """A time when nobody was invited lately."""
    with clock.at(clock.now() + timedelta(days=60)):
        yield clock.today()


def kept():
    return Entry.objects.count(), Letter.objects.count(), list(User.objects.order_by("pk").values_list())


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx"])
def test_who_is_new_is_invited_and_who_changed_is_corrected_and_nobody_gets_an_office(cast, later, tmp_path, name):
    new = (ANN, "Ann Berg", "Harbor High", "Superintendent", "")
    rows = [*everybody(cast, cast.coach), new, of(cast.coach, title="Activities director")]
    offices = Appointment.objects.count()
    code, said = brought(written(tmp_path / name, rows))
    assert (code, results(said)) == (0, {ANN: "invited", cast.coach.email: "changed"})
    ann = User.objects.get(email=ANN)
    assert (ann.name, ann.unit, ann.title, ann.invited_by) == (
        "Ann Berg",
        cast.units.high,
        "Superintendent",
        cast.sysadmin,
    )
    assert Letter.objects.filter(to=ann, template="people/invitation").count() == 1
    assert User.objects.get(pk=cast.coach.pk).title == "Activities director"
    assert Appointment.objects.count() == offices
    entry = Entry.objects.get(action="person.list_brought")
    assert (entry.actor_id, entry.after["invited"], entry.after["changed"]) == (cast.sysadmin.trail_id, 1, 1)
    code, said = brought(tmp_path / name)
    assert (code, results(said)) == (0, {})


def test_a_dry_run_says_the_same_and_changes_nothing(cast, later, tmp_path):
    account = make_account(cast, "active")
    new = (ANN, "Ann Berg", "", "", "")
    file = written(tmp_path / "people.csv", [*everybody(cast, cast.coach, cast.ex_coach), new])
    before = kept()
    code, said = brought(file, "--dry-run")
    assert (code, said["dry_run"], kept()) == (0, True, before)
    assert results(said) == {ANN: "invited", cast.coach.email: "left", cast.ex_coach.email: "left"}
    assert account.custodies.get(state=CustodyState.OPEN).custodian == cast.coach
    assert brought(file)[1]["counts"] == said["counts"]


def test_who_is_no_longer_in_it_leaves_with_all_that_follows(cast, later, tmp_path):
    account = make_account(cast, "active")
    code, said = brought(written(tmp_path / "people.csv", everybody(cast, cast.coach)))
    assert (code, results(said)) == (0, {cast.coach.email: "left"})
    coach = User.objects.get(pk=cast.coach.pk)
    assert (coach.is_active, coach.departures.get().made_by) == (False, cast.sysadmin)
    assert account.custodies.get(state=CustodyState.OPEN).custodian == cast.principal


def test_a_last_day_is_recorded_changed_and_done(cast, later, tmp_path):
    day, file = later + timedelta(days=10), tmp_path / "people.csv"
    lines = lambda last: [*everybody(cast, cast.coach), of(cast.coach, last_day=last)]  # noqa: E731
    for written_as, found in ((f"{day:%m/%d/%Y}", day), (str(day + timedelta(days=1)), day + timedelta(days=1))):
        code, said = brought(written(file, lines(written_as)))
        assert (code, results(said)) == (0, {cast.coach.email: "leaves"})
        assert Departure.objects.planned().get(person=cast.coach).last_day == found
    assert results(brought(file)[1]) == {}
    code, said = brought(written(file, lines(str(later - timedelta(days=1)))))
    assert results(said) == {cast.coach.email: "left"}
    code, said = brought(file)
    assert results(said) == {cast.coach.email: "closed"}, "a list that is late opens no sign-in again"


def test_a_bad_row_is_told_by_its_line_and_stops_no_other(cast, later, tmp_path):
    bad = [
        ("", "Somebody", "", "", ""), ("bob@mail.example", "Bob Elsewhere", "", "", ""),
        (f"cy@{DOMAIN}", "", "", "", ""), (f"di@{DOMAIN}", "Di Ames", "No Such School", "", ""),
        (f"ed@{DOMAIN}", "Ed Orr", "", "", "soon"), (f"fay@{DOMAIN}", "Fay Lund", "", "", ""),
        (f"fay@{DOMAIN}", "Fay Twice", "", "", ""),
    ]  # fmt: skip
    rows = [*bad, *everybody(cast, cast.coach)]
    code, said = brought(written(tmp_path / "people.csv", rows))
    assert code == 1
    refused = {row["line"]: row["words"] for row in said["rows"] if row["result"] == "refused"}
    assert list(refused) == [2, 3, 4, 5, 6, 8]
    assert "no e-mail address" in refused[2]
    assert "it ends in" in refused[3]
    assert "“No Such School”" in refused[5]
    assert "“soon” is not a day" in refused[6]
    assert "line 7" in refused[8]
    assert said["counts"]["invited"] == 1
    assert User.objects.get(pk=cast.coach.pk).is_active, "the line without an address may be theirs"


def test_a_list_that_was_cut_off_is_refused_until_somebody_says_how_many_leave(cast, later, tmp_path):
    out = [cast.coach, cast.backup, cast.teacher, cast.ex_coach]
    file, before = written(tmp_path / "people.csv", everybody(cast, *out)), kept()
    for options in ([], ["--allow-leavers", "3"]):
        assert (brought(file, *options), kept()) == ((1, {}), before)
    code, said = brought(file, "--dry-run")
    assert (code, sorted(results(said).values()).count("left"), kept()) == (1, 4, before), "it shows who they are"
    with pytest.raises(CommandError, match="--allow-leavers 4"):
        call_command("import_people", str(file))
    code, said = brought(file, "--allow-leavers", "4")
    assert (code, set(results(said).values())) == (0, {"left"})


def test_who_is_in_office_or_was_invited_lately_or_has_a_new_address_stays(cast, later, tmp_path):
    renamed = (f"erik.solberg-dahl@{DOMAIN}", cast.coach.name, "", "", "")
    rows = [*everybody(cast, cast.coach, cast.principal, cast.alternate), renamed]
    code, said = brought(written(tmp_path / "people.csv", rows))
    why = {row["email"]: row["words"] for row in said["rows"] if row["result"] == "kept"}
    assert (code, set(why)) == (0, {cast.coach.email, cast.principal.email, cast.alternate.email})
    assert "another address" in why[cast.coach.email]
    assert User.objects.filter(pk__in=[cast.coach.pk, cast.principal.pk], is_active=True).count() == 2
    code, said = brought(written(tmp_path / "people.csv", everybody(cast, User.objects.get(email=renamed[0]))))
    assert {row["email"]: row["result"] for row in said["rows"]}[renamed[0]] == "kept"


def test_what_is_no_list_is_misuse_and_columns_that_are_not_read_are_named(cast, later, tmp_path):
    empty = written(tmp_path / "empty.csv", [])
    unnamed = written(tmp_path / "unnamed.csv", everybody(cast), heads=("Email", "Who", "School", "Title", "Last day"))
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"no workbook")
    for file in (empty, unnamed, broken, tmp_path / "nowhere.csv"):
        assert brought(file) == (2, {})
    assert brought(written(tmp_path / "people.csv", everybody(cast)), "--by", "nobody@x.example")[0] == 2
    rows = [(*row, "administrator") for row in everybody(cast)]
    code, said = brought(written(tmp_path / "office.csv", rows, heads=(*HEADS, "Office")), "--by", cast.director.email)
    assert (code, said["ignored_columns"]) == (0, ["Office"])


def test_days_of_a_workbook_are_days(cast, later, tmp_path):
    day = date(2026, 6, 10)
    rows = [*everybody(cast, cast.coach), of(cast.coach, last_day=day)]
    assert results(brought(written(tmp_path / "people.xlsx", rows))[1]) == {cast.coach.email: "leaves"}
    assert Departure.objects.planned().get(person=cast.coach).last_day == day


def test_a_line_that_was_cut_off_ends_nobodys_work(cast, later, tmp_path):
    rows = everybody(cast, cast.coach)
    code, said = brought(written(tmp_path / "people.csv", [*rows, (cast.coach.email[:-4],)]))
    assert (code, results(said)) == (1, {cast.coach.email[:-4]: "refused"})
    assert User.objects.get(pk=cast.coach.pk).is_active


def test_signs_that_no_database_keeps_are_told_by_their_line(cast, later, tmp_path):
    rows = [("nul\0@x.example", "Nul", "", "", ""), (ANN, "Ann\0Berg", "", "", ""), *everybody(cast)]
    code, said = brought(written(tmp_path / "people.csv", rows))
    assert (code, [row["line"] for row in said["rows"] if row["result"] == "refused"]) == (1, [2, 3])
    assert not User.objects.filter(email=ANN).exists()


def test_a_workbook_that_is_no_workbook_inside_is_told_in_a_sentence(cast, tmp_path, monkeypatch):
    whole = written(tmp_path / "people.xlsx", everybody(cast))
    torn = tmp_path / "torn.xlsx"
    with ZipFile(whole) as good, ZipFile(torn, "w") as bad:
        for name in good.namelist():
            text = good.read(name)
            bad.writestr(name, text[: len(text) // 2] if name.startswith("xl/worksheets/") else text)
    with pytest.raises(CommandError, match="cannot be read as a workbook"):
        call_command("import_people", str(torn))
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000)
    with pytest.raises(CommandError, match="far too large"):
        call_command("import_people", str(whole))
    assert not Entry.objects.filter(action="person.list_brought").exists()
