"""Reports: a page, a paper, a list and a workbook of the same rows; each time written down; bad input said in place."""

import re

import pytest

from desk.reports import making, sizes
from desk.reports.files import paper
from tests.cast import Cast, signed_in
from tests.makers import make_account
from tests.reports.asking import cells, file, lines, made, made_for, opened, page, tags


def test_a_report_is_a_page_with_its_rows_and_the_ways_to_its_files(cast: Cast) -> None:
    account = make_account(cast)
    answer = page(cast.teacher, "register", unit=cast.units.high.pk)
    said = answer.content.decode()
    assert answer.status_code == 200
    assert f'<a href="{account.get_absolute_url()}"><bdi>{account.name}</bdi></a>' in said
    assert f"/reports/register/file/?unit={cast.units.high.pk}&amp;as=csv" in said
    assert "1 row" in said
    assert cast.coach.name in said


def test_that_it_was_made_is_an_entry_with_filter_rows_and_columns(cast: Cast) -> None:
    make_account(cast)
    page(cast.teacher, "register", unit=cast.units.high.pk, state="active")
    file(cast.teacher, "register", "csv")
    as_list, as_page = made()
    assert (as_page.actor_id, as_page.object_id) == (cast.teacher.trail_id, "register")
    assert as_page.after["filter"] == {"unit": cast.units.high.trail_id, "state": "active"}
    assert (as_page.after["form"], as_page.after["rows"]) == ("page", 1)
    assert (as_list.after["form"], as_list.after["filter"], as_list.after["rows"]) == ("csv", {}, 1)
    assert "custodian" in as_list.after["columns"]
    assert "made the report “Register of accounts”" in as_page.sentence


def test_asked_for_twice_it_is_two_entries_and_asked_for_its_head_it_is_none(cast: Cast) -> None:
    client = signed_in(cast.teacher)
    for _twice in range(2):
        assert client.get("/reports/register/file/?as=csv").status_code == 200
    assert client.head("/reports/register/file/?as=csv").status_code == 200
    assert len(made()) == 2


def test_the_list_and_the_workbook_have_every_row(cast: Cast) -> None:
    account = make_account(cast)
    heads, row = lines(cast.teacher, "register")
    assert heads.startswith("Number,Account,Platform,Kind,School or department,State")
    assert row.startswith(f"{account.number},'@")
    sheet = cells(cast.teacher, "register")
    assert sheet[0][:2] == ["Number", "Account"]
    assert sheet[1][0] == account.number
    assert sheet[1][-1].date() == account.activated_at.date()


def test_the_paper_is_tagged_says_its_title_and_language_and_who_took_it(cast: Cast) -> None:
    make_account(cast)
    answer = file(cast.teacher, "register", "pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="register-2025-11-12.pdf"'
    assert answer["Cache-Control"] == "no-store"
    with opened(answer) as document:
        assert document.docinfo["/Title"] == "Register of accounts"
        assert str(document.Root.Lang) == "en"
        assert document.Root.MarkInfo.Marked is True
        with document.open_metadata() as facts:
            assert facts["pdfuaid:part"] == "1"
        assert (tags(document, "/Table"), tags(document, "/TR"), tags(document, "/TH")) == (1, 2, 10)


@pytest.mark.parametrize("kind", ["", "docx", "PDF", "../pdf"])
def test_a_file_that_there_is_not_is_the_page_with_a_sentence(cast: Cast, kind: str) -> None:
    answer = file(cast.teacher, "register", kind)
    assert answer.status_code == 422
    assert "There is no such file. Choose PDF, CSV or XLSX." in answer.content.decode()
    assert made() == []


def test_a_unit_that_there_is_not_is_said_at_its_field_and_nothing_is_made(cast: Cast) -> None:
    for answer in (page(cast.teacher, "register", unit=99999), file(cast.teacher, "register", "csv", unit="x")):
        assert "Select a valid choice" in answer.content.decode()
        assert 'id="id_unit"' in answer.content.decode()
    assert made() == []


def test_a_report_that_there_is_not_is_not_found(cast: Cast) -> None:
    assert page(cast.director, "everything").status_code == 404
    assert file(cast.director, "everything", "csv").status_code == 404


def test_more_rows_than_a_paper_or_a_workbook_takes_are_refused_with_what_takes_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_account(cast)
    monkeypatch.setattr(sizes, "MOST_CELLS_ON_PAPER", 9)
    monkeypatch.setattr(sizes, "MOST_IN_A_WORKBOOK", 0)
    for kind in ("pdf", "xlsx"):
        answer = file(cast.teacher, "register", kind)
        assert answer.status_code == 422
        assert "take the list (CSV)" in answer.content.decode()
    assert len(lines(cast.teacher, "register")) == 2


def test_a_page_shows_the_first_rows_and_says_how_many_there_are(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = make_account(cast), make_account(cast, handle="another")
    monkeypatch.setattr(making, "MOST_SHOWN", 1)
    said = page(cast.teacher, "register").content.decode()
    assert "The first 1 of 2 rows. The files have all of them." in said
    assert first.name in said
    assert second.name not in said
    monkeypatch.setattr(making, "MOST_COUNTED", 1)
    assert "The first 1 of more than 1 rows." in page(cast.teacher, "register").content.decode()


def test_a_paper_says_how_many_rows_there_are_and_has_them_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make_account(cast)
    make_account(cast, handle="another")
    monkeypatch.setattr(making, "MOST_SHOWN", 1)
    [table] = paper(made_for(cast.teacher, "register")).tables
    assert (table.title, len(table.rows)) == ("2 rows", 2)


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [("account", "Choose an account to see its dossier."), ("campaign", "Choose a campaign to see its evidence.")],
)
def test_a_report_that_waits_for_a_choice_says_so(cast: Cast, slug: str, sentence: str) -> None:
    said = page(cast.director, slug).content.decode()
    assert (sentence in said, "---------" in said) == (True, False)


def test_a_page_makes_cards_of_many_columns_and_shortens_what_only_tells_texts_apart(cast: Cast) -> None:
    account = make_account(cast)
    said = page(cast.director, "custody").content.decode()
    [whole] = re.findall(r'<span title="([0-9a-f]{64})">', said)
    assert (f">{whole[:12]}…</span>" in said, 'class="table cards slim"' in said) == (True, True)
    assert whole in " ".join(lines(cast.director, "custody"))
    assert 'class="table fold slim"' in page(cast.director, "account", account=account.number).content.decode()


def test_what_makes_no_sense_is_an_error_once_in_the_title(cast: Cast) -> None:
    assert "<title>Error: Register of accounts - " in page(cast.director, "register", unit=99999).content.decode()


def test_the_list_of_reports_leads_to_each(cast: Cast) -> None:
    said = signed_in(cast.teacher).get("/reports/").content.decode()
    assert 'href="/reports/register/"' in said
    assert 'aria-current="page"' in said
