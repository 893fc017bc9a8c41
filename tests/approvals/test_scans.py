"""A scan is judged by its content: what could run or unpack is turned away, each with its sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.scans import LARGEST, check_scan
from registry.people.refusal import Refused
from tests.approvals.papers import PDF, jpeg, packed, pdf, png


@pytest.mark.parametrize(
    ("content", "kind"), [(PDF, "pdf"), (packed(b"<< /Type /Page >>"), "pdf"), (png(), "png"), (jpeg(), "jpeg")]
)
def test_a_scan_of_each_kind_is_taken(content: bytes, kind: str) -> None:
    assert check_scan(content) == kind


HARMFUL = [
    b"/OpenAction 5 0 R", b"/JavaScript (app.alert)", b"/JS (x)", b"/AA << >>", b"/Launch /F", b"/EmbeddedFile",
    b"/EmbeddedFiles 3 0 R", b"/Encrypt 4 0 R", b"/J#61vaScript (x)", b"/#4fpenAction 5 0 R", b"/RichMedia", b"/XFA []",
]  # fmt: skip


@pytest.mark.parametrize("inside", HARMFUL)
@pytest.mark.parametrize("way", [pdf, packed])
def test_a_pdf_that_could_run_something_is_turned_away(inside: bytes, way) -> None:
    with pytest.raises(Refused, match="protected, or holds a script"):
        check_scan(way(inside))


def test_a_word_that_only_begins_like_a_script_is_no_script() -> None:
    assert check_scan(pdf(b"/JSomething /AAB /LaunchPad")) == "pdf"


WRONG = [
    (b"", "is empty"),
    (b"<html><script>alert(1)</script>", "no PDF, PNG or JPEG"),
    (b"MZ\x90\x00", "no PDF, PNG or JPEG"),
    (b"GIF89a" + b"\0" * 60, "no PDF, PNG or JPEG"),
    (b"<svg xmlns='x'/>", "no PDF, PNG or JPEG"),
    (PDF.replace(b"%%EOF", b""), "is not complete"),
    (b"\x89PNG\r\n\x1a\nshort", "damaged or not complete"),
    (png()[:-12], "damaged or not complete"),
    (jpeg()[:-2], "damaged or not complete"),
    (b"\xff\xd8\xff\xe0\x00", "damaged or not complete"),
    (png(60_000, 60_000), "more pixels"),
    (jpeg(65_000, 65_000), "more pixels"),
    (png(0, 100), "more pixels"),
    (PDF + b" " * LARGEST, "larger than 5 MB"),
    (packed(b"x").replace(b"\x78\x9c", b"\0\0"), "cannot be looked into"),
    (packed(b"0" * (21 * 1024 * 1024)), "unpacks to more"),
]


@pytest.mark.parametrize(("content", "said"), WRONG)
def test_what_is_no_scan_is_turned_away_with_the_reason(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        check_scan(content)


@given(st.sampled_from([b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b""]), st.binary(max_size=300))
def test_no_bytes_at_all_make_it_fail_otherwise(head: bytes, rest: bytes) -> None:
    try:
        check_scan(head + rest)
    except Refused as refused:
        assert refused.message  # noqa: PT017
