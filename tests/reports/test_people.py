"""Reports about people and about what they were asked: leavers, confirmations, campaigns."""

from desk.actions.departure import depart
from registry.people.models import DepartureWhy
from tests.accounts.campaigning import open_campaign, packet_of, reply
from tests.cast import Cast
from tests.makers import make_account, make_page, reveal
from tests.reports.asking import cells, file, lines, made, opened, page, tags


def left(cast: Cast, why: str = DepartureWhy.LEAVES) -> None:
    depart(cast.coach, why=why, by=cast.superintendent)


def test_the_dossier_of_a_leaver_says_what_they_held_and_knew_and_what_became_of_it(cast: Cast) -> None:
    account = make_account(cast)
    make_page(cast)
    reveal(account, cast.coach)
    left(cast)
    heads, *rows = cells(cast.superintendent, "leaver", who=cast.coach.email)
    assert heads == ["What", "About", "Since", "Until", "What became of it, or would"]
    found = {row[0]: row for row in rows if account.number in str(row[1])}
    assert found["Custodian"][3] is not None
    assert cast.principal.name in found["Custodian"][4]
    knows = next(row for what, row in found.items() if what.startswith("Knows: ") and "password" in what)
    assert "to change by" in knows[4]
    assert any(row[0] == "Still to change" for row in rows)
    assert any(row[0] == "Roles still to be taken away" for row in rows)


def test_what_they_knew_is_for_who_reads_the_whole_trail(cast: Cast) -> None:
    make_account(cast)
    left(cast)
    for reader in (cast.principal, cast.sysadmin):
        said = "\n".join(lines(reader, "leaver", who=cast.coach.email))
        assert "Custodian," in said
        assert "Knows:" not in said
    assert "Knows:" in "\n".join(lines(cast.communications, "leaver", who=cast.coach.email))
    assert "Still to change" in "\n".join(lines(cast.principal, "leaver", who=cast.coach.email))
    assert "Still to change" not in "\n".join(lines(cast.sysadmin, "leaver", who=cast.coach.email))


def test_somebody_of_another_school_and_oneself_are_refused_at_the_field(cast: Cast) -> None:
    for person in (cast.stranger, cast.principal):
        answer = page(cast.principal, "leaver", who=person.email)
        assert "What somebody would leave behind is for their administrator" in answer.content.decode()
        assert file(cast.principal, "leaver", "csv", who=person.email).status_code == 422
    assert made() == []


def test_of_who_still_works_here_it_says_what_would_be_open(cast: Cast) -> None:
    account = make_account(cast)
    said = page(cast.director, "leaver", who=cast.coach.email).content.decode()
    assert account.number in said
    assert "<dd>Open</dd>" in said


def test_e3_37_that_somebody_was_dismissed_is_said_to_nobody(cast: Cast) -> None:
    make_account(cast)
    left(cast, DepartureWhy.DISMISSED)
    for reader in (cast.principal, cast.superintendent):
        said = page(reader, "leaver", who=cast.coach.email).content.decode()
        assert "dismiss" not in said.lower()


def test_confirmations_by_unit_are_the_figures_of_the_policys_own_report(cast: Cast) -> None:
    heads, top, *below = cells(cast.superintendent, "confirmed")
    assert heads[:2] == ["Unit, with all below it", "Staff"]
    assert (top[1], top[2], top[4], top[5]) == (17, 17, 0, "100 %")
    assert [row[0] for row in below] == [
        "– Harbor High School", "– – Harbor High Athletics", "– Lakes Middle School",
    ]  # fmt: skip
    assert [row[0] for row in cells(cast.other_principal, "confirmed")[1:]] == ["Lakes Middle School"]
    assert "Select a valid choice." in page(cast.director, "confirmed", version=7).content.decode()


def test_a_campaign_as_a_report_has_its_answers_and_says_what_it_is_about(cast: Cast) -> None:
    account = make_account(cast)
    campaign = open_campaign(cast)
    reply(cast.coach, packet_of(account))
    heads, row = cells(cast.principal, "campaign", campaign=campaign.pk)
    found = dict(zip(heads, row, strict=True))
    assert (found["Registry number"], found["Asked"], found["Answer"]) == (account.number, cast.coach.name, "Attested")
    said = page(cast.principal, "campaign", campaign=campaign.pk).content.decode()
    assert "1 of 1 account" in said
    assert made()[0].after["filter"] == {"campaign": campaign.trail_id}
    with opened(file(cast.superintendent, "campaign", "pdf", campaign=campaign.pk)) as document:
        assert tags(document, "/TR") == 2
    assert "Select a valid choice." in page(cast.other_principal, "campaign", campaign=campaign.pk).content.decode()
