"""Reports about accounts: each shows what its reader could read page by page, and no value of a secret."""

from datetime import timedelta

import pytest

from registry import clock
from registry.people.trail_offices import in_words
from tests.cast import Cast
from tests.leaks import hits
from tests.makers import make_account, make_page, reveal
from tests.reports.asking import cells, file, lines, made, page


def test_the_audit_of_logins_says_age_verifier_and_how_many_know_it_and_no_value(cast: Cast) -> None:
    account = make_account(cast)
    with clock.at(clock.now() + timedelta(days=30)):
        heads, *rows = cells(cast.director, "logins")
        said = "\n".join(lines(cast.director, "logins"))
    found = {row[heads.index("What")]: dict(zip(heads, row, strict=True)) for row in rows}
    password = found["Password"]
    assert (password["Number"], password["Version"], password["Days old"]) == (account.number, 1, 30)
    assert (password["Deposited by"], password["Verified by"]) == (cast.coach.name, cast.communications.name)
    assert password["Known to"] == 2
    assert account.email not in said
    assert page(cast.director, "logins").content.decode().count(account.email) == 0


def test_who_looks_after_an_account_reads_of_its_login_alone(cast: Cast) -> None:
    mine, other = make_account(cast), make_account(cast, handle="other", custodian=cast.teacher, backup=cast.ex_coach)
    said = "\n".join(lines(cast.coach, "logins"))
    assert mine.number in said
    assert other.number not in said
    assert other.number in "\n".join(lines(cast.superintendent, "logins"))


def test_who_opened_which_login_shows_own_acts_to_everybody_and_all_to_who_reads_the_whole_trail(cast: Cast) -> None:
    account = make_account(cast)
    reveal(account, cast.coach, reason="To post the result")
    reveal(account, cast.second_communications, reason="It was locked")

    def who(reader: object) -> list[str]:
        return [row[2] for row in cells(reader, "opened")[1:]]  # type: ignore[arg-type]

    everybody = [cast.communications.name, cast.coach.name, cast.second_communications.name]
    assert who(cast.superintendent) == everybody
    assert who(cast.principal) == everybody
    assert who(cast.coach) == everybody
    assert who(cast.second_communications) == everybody
    assert who(cast.other_principal) == []
    assert who(cast.teacher) == []
    assert who(cast.sysadmin) == []


def test_offices_of_the_trail_stand_in_words() -> None:
    assert in_words(["administrator:12", "administrator:3", "superintendent (designee)", "of_later"]) == (
        "Administrator, Superintendent (designee), of_later"
    )


def test_others_reasons_are_for_who_reads_the_whole_trail(cast: Cast) -> None:
    reveal(make_account(cast), cast.second_communications, reason="It was locked on Monday")
    assert "It was locked on Monday" in "\n".join(lines(cast.superintendent, "opened"))
    for reader in (cast.principal, cast.coach):
        assert "It was locked on Monday" not in "\n".join(lines(reader, "opened"))


def test_openings_are_narrowed_by_person_account_unit_and_period(cast: Cast) -> None:
    account = make_account(cast)
    reveal(account, cast.coach)
    today, later = clock.today(), clock.today() + timedelta(days=2)

    def count(**chosen: object) -> int:
        return len(lines(cast.director, "opened", **chosen)) - 1

    assert count() == 2
    assert count(who=cast.coach.email) == 1
    assert count(account=account.number) == 2
    assert count(unit=cast.units.middle.pk) == 0
    assert count(unit=cast.units.high.pk) == 2
    assert count(since=today, until=today) == 2
    assert count(since=later, until=later) == 0
    assert made()[0].after["filter"] == {"since": later.isoformat(), "until": later.isoformat()}


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"since": "2025-11-12", "until": "2025-11-01"}, "The last day comes before the first."),
        ({"since": "yesterday"}, "Enter a valid date."),
        ({"until": "9999-12-31"}, "Enter a day of this century"),
        ({"who": "Nobody Atall"}, "We found nobody called"),
        ({"account": "A-9999"}, "No account of those that you may ask about is called so."),
        ({"unit": "1e9"}, "Select a valid choice."),
        ({"account": "A-99999999999999999999"}, "No account of those that you may ask about is called so."),
        ({"account": "har\u202ebor"}, "Remove the characters that cannot be seen."),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field_and_what_was_typed_is_kept(
    cast: Cast, chosen: dict[str, str], said: str
) -> None:
    answer = page(cast.director, "opened", **chosen)
    assert said in answer.content.decode()
    if "unit" not in chosen:
        assert all(f'value="{value}"' in answer.content.decode() for value in chosen.values())
    assert file(cast.director, "opened", "pdf", **chosen).status_code == 422
    assert made() == []


def test_what_no_database_takes_is_said_too(cast: Cast) -> None:
    for chosen in ({"account": "a\0b"}, {"who": "a\0b"}, {"unit": "9" * 40}, {"since": "\0"}, {"account": "x" * 3000}):
        assert file(cast.director, "opened", "csv", **chosen).status_code == 422
    assert made() == []


def test_a_unit_of_others_is_no_choice(cast: Cast) -> None:
    make_account(cast)
    for slug in ("access", "custody", "opened"):
        answer = page(cast.principal, slug, unit=cast.units.middle.pk)
        assert "Select a valid choice." in answer.content.decode(), slug
    assert made() == []


def test_custody_says_who_held_what_and_which_text_was_accepted(cast: Cast) -> None:
    account = make_account(cast)
    heads, *rows = cells(cast.principal, "custody")
    held = [dict(zip(heads, row, strict=True)) for row in rows if row[heads.index("Custodian")] == cast.coach.name]
    assert [(row["Number"], row["State"], len(row["Hash of the text"])) for row in held] == [
        (account.number, "Open", 64)
    ]
    assert cells(cast.other_principal, "custody")[1:] == []
    assert cells(cast.principal, "custody", since="2020-01-01", until="2020-02-01")[1:] == []
    assert len(cells(cast.backup, "custody")) == len(rows) + 1


def test_access_has_a_line_for_each_right_of_each_person(cast: Cast) -> None:
    account, group = make_account(cast), make_page(cast)
    heads, *rows = cells(cast.principal, "access")
    found = [dict(zip(heads, row, strict=True)) for row in rows]
    coach = [row for row in found if row["Person"] == cast.coach.name]
    assert {row["As"] for row in coach if account.number in row["Account"]} == {"Custodian"}
    assert any(row["As"].startswith("Full control") for row in coach if group.number in row["Account"])
    opens = {row["Person"] for row in found if row["Account"] == "every account"}
    assert opens == {
        each.name for each in (cast.director, cast.communications, cast.second_communications, cast.newcomer)
    }
    assert {row["Person"] for row in found if row["As"].startswith("Administrator")} == {cast.principal.name}
    assert {row[0] for row in cells(cast.principal, "access", who=cast.backup.email)[1:]} == {cast.backup.name}
    others = cells(cast.other_principal, "access")[1:]
    assert not any(account.number in str(row) or group.number in str(row) for row in others)


def test_the_dossier_of_an_account_has_its_story_in_order(cast: Cast) -> None:
    account = make_account(cast)
    reveal(account, cast.coach)
    heads, *rows = cells(cast.superintendent, "account", account=account.number)
    kinds = list(dict.fromkeys(row[heads.index("Kind")] for row in rows))
    assert kinds[0] == "Requests"
    assert {"Requests", "Accounts", "Custody", "Secrets", "Set-up"} <= set(kinds)
    entries = [row[heads.index("Entry")] for row in rows]
    assert entries == sorted(entries)
    assert "made the report" not in str(rows)
    assert "letter" not in str(rows).lower()
    assert len(cells(cast.coach, "account", account=account.number)) > 3


def test_an_account_that_is_not_theirs_is_not_found_for_a_dossier(cast: Cast) -> None:
    account, other = (
        make_account(cast),
        make_account(cast, handle="other", custodian=cast.teacher, backup=cast.ex_coach),
    )
    refused = page(cast.coach, "account", account=other.number).content.decode()
    assert "No account of those that you may ask about is called so." in refused
    assert other.name not in refused
    assert page(cast.other_principal, "account", account=account.number).content.decode().count(account.name) == 0
    assert "<table" not in page(cast.superintendent, "account").content.decode()
    assert made() == []


def test_no_report_holds_a_value_of_a_secret_in_any_form(cast: Cast) -> None:
    account = make_account(cast)
    values = [value for each in reveal(account, cast.director).shown if len(value := each.secret.expose()) > 8]
    assert values
    for slug, chosen in (("logins", {}), ("opened", {}), ("access", {}), ("account", {"account": account.number})):
        places = [page(cast.director, slug, **chosen).content]
        places += [b"".join(file(cast.director, slug, kind, **chosen)) for kind in ("csv", "xlsx", "pdf")]
        assert [hits(value, place) for value in values for place in places] == [[]] * len(values) * 4, slug
