"""A report on paper: a PDF that says what it is and in which language, and prints whatever somebody typed as text."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from registry import clock
from registry.papers import Paper, Table, download, pdf
from registry.papers.columns import BREAK, LINE, MARGINS, SIZES, columns, wide
from registry.papers.glyphs import ALSO, BOX, printed

TITLE = "Who still needs it: #let x = *1*"


def paper(*names: str, language: str = "en") -> Paper:
    rows = [(name, number) for number, name in enumerate(names)]
    return Paper(TITLE, language, "Bucksport", [("As of", "November 2, 2026")], [Table("All", ("Name", "No."), rows)])


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def tags(document: pikepdf.Pdf, kind: str) -> int:
    return sum(1 for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind)


def test_a_paper_says_its_title_and_language_and_is_tagged_for_a_screen_reader() -> None:
    with opened(pdf(paper("Ann", "Ben", language="es-mx"))) as document:
        assert str(document.Root.Lang) == "es"
        assert document.docinfo["/Title"] == TITLE
        assert document.Root.MarkInfo.Marked is True
        assert document.Root.ViewerPreferences.DisplayDocTitle is True
        with document.open_metadata() as facts:
            assert facts["pdfuaid:part"] == "1"
        assert (tags(document, "/Table"), tags(document, "/TR"), tags(document, "/TH")) == (1, 3, 2)


@pytest.mark.parametrize(
    "name",
    [
        "#panic()", "= Heading", "*bold* _it_ $x^2$", '"]) #sys.inputs', "\\ // */ /* `raw`", "=cmd|' /C calc'!A0",
        "مدرسة (12)", "בית ספר", "Nguyễn Văn Đạt", "Zoë \u202egpj.exe", "Team 🏒 日本 e\u0301 \x00\x07\n\u2028x", "\ud83c",
    ],
)  # fmt: skip
def test_whatever_somebody_typed_is_printed_as_text(name: str) -> None:
    with opened(pdf(paper(name, "Ben"))) as document:
        assert tags(document, "/TR") == 3
        assert tags(document, "/H1") == 1


def test_what_no_typeface_has_is_a_box_and_what_turns_a_line_is_left_out() -> None:
    assert printed("Zoë 🏒 日\u202ex\x07\n y") == f"Zoë {BOX} {BOX}x y"
    assert printed(None) == "None"


def test_a_paper_of_many_columns_with_words_longer_than_any_of_them_is_written() -> None:
    row = ["x" * 64] * 15
    with opened(pdf(Paper("Wide", "en", "Bucksport", tables=[Table("All", ["A head"] * 15, [row])]))) as document:
        assert tags(document, "/TD") == 15


def test_no_word_is_wider_than_its_column_where_another_begins() -> None:
    lines = [
        ["Handle", "Platform", "When"],
        ["@harbor_nordic_" + "official" * 9, "Instagram", "Nov 27, 2026, 2:14 PM"],
    ] * 9
    lines = [[*line, *line, *line] for line in lines]
    set_as = columns(lines)
    assert sum(set_as.widths) <= LINE + 0.1
    for width, *texts in zip(set_as.widths, *map(set_as.broken, lines), strict=True):
        pieces = [piece for text in texts for piece in text.replace(BREAK, " ").split()]
        assert max(map(wide, pieces)) * set_as.size <= width - MARGINS + 0.1
    assert set_as.broken(lines[1])[0].startswith(f"@harbor_{BREAK}nordic_{BREAK}o{BREAK}f")


def test_words_that_fit_are_neither_broken_nor_set_smaller() -> None:
    lines = [["Name", "Rows"], ["Maya_Johansson", "12"]]
    assert (columns(lines).size, columns(lines).broken(lines[1])) == (SIZES[0], lines[1])


def test_every_letter_that_is_let_through_has_a_shape() -> None:
    letters = [chr(point) for first, last in ALSO for point in range(first, last + 1)]
    with opened(pdf(paper(" ".join(printed("".join(letters)))))) as document:
        assert tags(document, "/TR") == 2


def test_a_table_without_rows_says_so_and_no_table_is_drawn() -> None:
    said = Paper("None", "en", "Bucksport", tables=[Table("All", ("Name",), [], empty="Nothing was due.")])
    with opened(pdf(said)) as document:
        assert tags(document, "/Table") == 0


def test_a_paper_is_of_the_moment_it_was_made_and_is_kept_by_nobody() -> None:
    with clock.at(datetime(2026, 11, 2, 15, tzinfo=UTC)):
        answer = download("evidence.pdf", paper("Ann"))
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="evidence.pdf"'
    with opened(answer.content) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261102150000")
