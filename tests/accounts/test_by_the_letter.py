"""Rules that need no database, at the edge of what they take: one step inside, one step outside."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import Bearer, Guardian, Kit, KitState, Platform, SecretField
from accounts.rules import birth_dates, drops, kit, namesakes, personal, posting, values
from accounts.rules.limits import AN_HOUR
from accounts.rules.replacing import FEW_CODES, WITHIN, run_low
from accounts.rules.strength import COMMON, weakness
from registry import clock
from registry.people.refusal import Refused, Stale
from registry.vault import Secret

F = SecretField
TODAY = date(2025, 11, 12)


@pytest.fixture(autouse=True)
def _at_the_moment(moment: datetime) -> None:
    """Wednesday, November 12, 2025."""


def kept(field: SecretField, text: str) -> str:
    return values.normalised(field, Secret(text)).expose()


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        (F.LOGIN, " harbor@lakeview.example ", "harbor@lakeview.example"),
        (F.PASSWORD, " spaces stay ", " spaces stay "),
        (F.RECOVERY_EMAIL, " social@lakeview.example ", "social@lakeview.example"),
        (F.RECOVERY_PHONE, "952-555-0147", "+1 952-555-0147"),
        (F.RECOVERY_PHONE, "+44 20 7946 0958", "+44 20 7946 0958"),
        (F.BACKUP_CODE, " 1234-5678\t", "1234-5678"),
        (F.BIRTH_DATE, " 1990-05-17 ", "1990-05-17"),
        (F.SECURITY_QUESTION, "First school? Harbor", "First school? → Harbor"),
        (F.SECURITY_QUESTION, "First school => Harbor", "First school → Harbor"),
        (F.SECURITY_QUESTION, "First school: Harbor: North", "First school → Harbor: North"),
        (F.NOTES, "two\nlines\tand a tab", "two\nlines\tand a tab"),
        (F.NOTES, "x" * 4000, "x" * 4000),
        (
            F.PASSWORD,
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        (F.PASSWORD, "x" * 1000, "x" * 1000),
    ],
)
def test_what_is_typed_gets_its_one_spelling(field: SecretField, typed: str, stored: str) -> None:
    assert kept(field, typed) == stored


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        (F.LOGIN, "  ", "Enter one line."), (F.LOGIN, "a\nb", "Enter one line."), (F.LOGIN, "a\rb", "Enter one line."),
        (F.PASSWORD, "  ", "A password is one line"), (F.PASSWORD, "a\tb", "A password is one line"),
        (F.RECOVERY_EMAIL, "social", "Enter an e-mail address"),
        (F.RECOVERY_PHONE, "none", "Enter a phone number"), (F.RECOVERY_PHONE, "12", "Enter a phone number"),
        (F.BIRTH_DATE, "17.5.1990", "Enter the date as year"), (F.SECURITY_QUESTION, "Harbor", "Write each question"),
        (F.SECURITY_QUESTION, "School? ", "Write each question"), (F.SECURITY_QUESTION, ": Harbor", "Write each question"),
        (F.NOTES, "x" * 4001, "room for 4,000"), (F.PASSWORD, "x" * 1001, "room for 1,000"),
        (F.NOTES, "bell\x07", "cannot be stored"), (F.NOTES, "half \ud800", "cannot be stored"),
        (F.NOTES, "broken \ufffd", "cannot be stored"),
        (F.PASSWORD, "abc\u202edef", "cannot be seen"), (F.LOGIN, "\ufeffharbor", "cannot be seen"),
        (F.PASSWORD, "soft\u00adhyphen", "cannot be seen"), (F.NOTES, "zero\u200bwidth", "cannot be seen"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_at_its_field(field: SecretField, typed: str, says: str) -> None:
    with pytest.raises(values.Unusable, match=says) as refused:
        kept(field, typed)
    assert (refused.value.field, refused.value.rule) == (field, "II.7")


def test_a_handle_says_that_it_is_somebodys_own() -> None:
    own = ["my.personal", "HarborPrivate", "harbor_personal"]
    for handle in own:
        assert "personal account" in (personal.looks_personal(handle) or ""), handle
    for handle in ("personal", "PrivateSchool", "harbornordic"):
        assert personal.looks_personal(handle) is None, handle
    profiles = [
        "in/erik",
        "linkedin.com/in/erik",
        "facebook.com/profile.php?id=1",
        "https://facebook.com/people/erik/1",
    ]
    for url in profiles:
        assert "own profile" in (personal.looks_personal("x", url=url) or ""), url
    for url in (
        "linkedin.com/company/in/",
        "facebook.com/in/harbor",
        "example.com/people/erik",
        "linkedin.com/people/x",
    ):
        assert personal.looks_personal("x", url=url) is None, url
    for handle in ("eriksolberg", "solberg.erik", "esolberg7"):
        assert "Erik Solberg’s own" in (personal.looks_personal(handle, "", "Erik Solberg") or ""), handle
    assert "Erik Solberg’s own" in (personal.looks_personal("x", "Érik Solberg", "Erik Solberg") or "")
    assert personal.looks_personal("erik", "", "Erik") is None
    assert personal.looks_personal("jo.li", "", "Jo Li") is None


def test_handles_that_read_alike_are_near_and_empty_or_short_ones_are_not() -> None:
    shapes = [namesakes._shape(handle) for handle in ("Harb0r.N0rdic", "harbor_nordic", "hаrbornordic")]
    assert len(set(shapes)) == 1, "digits, lines and a Cyrillic letter are passed over"
    assert namesakes._shape("modern-vvave") == namesakes._shape("modem_wave")
    assert namesakes._shape("01i345789") == namesakes._shape("olleastbg")
    near = namesakes._nearness
    assert (near("", ""), near("a", "a"), near("harbor", "harbors") > 90, near("harbo", "harbox")) == (0, 100, True, 0)
    said = {" A-0042 ": 42, "a42": 42, "a0": 0, "42": None, "b42": None, "a" + "1" * 16: None}
    assert {text: namesakes.number_in(text) for text in said} == said


def test_a_date_of_birth_is_odd_to_the_day() -> None:
    platform = Platform(name="Instagram", minimum_age=16)
    said = {
        date(2025, 11, 12): "today’s", date(2025, 11, 11): "under 16", date(2009, 11, 13): "under 16",
        date(2009, 11, 12): "", date(1925, 11, 13): "", date(1925, 11, 12): "too long ago",
    }  # fmt: skip
    for born, words in said.items():
        oddity = birth_dates.oddity(born, platform)
        assert (words in oddity, bool(oddity)) == (True, bool(words)), born
    assert "under 13" in birth_dates.oddity(date(2012, 11, 13), Platform(name="X", minimum_age=None))


def asked(**changes: Any) -> drops.Asked:
    student = {"bearer": Bearer.STUDENTS, "class_year": 2027, "guardian": Guardian.TOLD, "guardian_on": TODAY}
    return drops.Asked(**{"fields": (F.PASSWORD,), **student, **changes})


def test_a_link_that_cannot_be_says_what_is_wrong_at_its_field() -> None:
    adult = {"bearer": Bearer.PARENT, "class_year": None, "guardian": "", "guardian_on": None}
    drops.check_makes_sense(asked())
    drops.check_makes_sense(asked(**adult, fields=(F.RECOVERY_PHONE,), lasts=drops.LONGEST))
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("bearer", {"bearer": "nobody"}), ("fields", {"fields": ()}), ("fields", {"fields": (F.NOTES,)}),
        ("fields", {"fields": (F.PASSWORD, F.RECOVERY_PHONE)}), ("hours", {"lasts": timedelta()}),
        ("hours", {"lasts": drops.LONGEST + timedelta(seconds=1)}), ("class_year", {"class_year": None}),
        ("class_year", adult | {"class_year": 2027}), ("class_year", adult | {"guardian": Guardian.TOLD}),
        ("guardian", {"guardian": ""}), ("guardian_on", {"guardian_on": None}),
        ("guardian_on", {"guardian_on": TODAY + timedelta(days=1)}),
    ]  # fmt: skip
    for field, changes in wrong:
        with pytest.raises(Refused) as refused:
            drops.check_makes_sense(asked(**changes))
        assert refused.value.field == field, changes


def test_a_kit_is_open_to_the_last_moment_and_says_what_became_of_it() -> None:
    for state in (KitState.ASKED, KitState.AGREED):
        kit.check_open(Kit(state=state, until=clock.now()))
        with pytest.raises(Stale, match="15 minutes are over"):
            kit.check_open(Kit(state=state, until=clock.now() - timedelta(microseconds=1)))
    for state, words in (("downloaded", "downloaded already"), ("cancelled", "cancelled"), ("failed", "not be made")):
        with pytest.raises(Stale, match=words):
            kit.check_open(Kit(state=KitState(state), until=clock.now() + AN_HOUR))


def test_days_of_a_poster_begin_today_at_the_earliest_and_end_no_sooner() -> None:
    posting.check_dates(TODAY, None)
    posting.check_dates(TODAY, TODAY)
    for first, last in ((TODAY - timedelta(days=1), None), (TODAY, TODAY - timedelta(days=1))):
        with pytest.raises(Refused):
            posting.check_dates(first, last)
    one = SimpleNamespace(pk=1)
    with pytest.raises(Refused, match="nobody designates themselves"):
        posting.check_another(one, one)


def test_common_words_short_terms_and_few_codes() -> None:
    words = [
        "password",
        "passwort",
        "Passw0rd",
        "welcome",
        "letmein",
        "changeme",
        "iloveyou",
        "admin",
        "login",
        "secret",
        "school",
        "social",
        "football",
        "baseball",
        "basketball",
        "hockey",
        "soccer",
        "coach",
        "team",
        "instagram",
        "facebook",
        "twitter",
        "youtube",
        "tiktok",
    ]
    assert [word for word in words if "common word" not in weakness(f"{word}-#8261-!")] == []
    assert len(words) == len(COMMON), "each has been looked at"
    assert (timedelta(days=30), 3) == (WITHIN, FEW_CODES)
    assert [run_low(*codes) for codes in ((0, 1), (1, 1), (1, 2), (2, 10), (3, 10))] == [True, False, True, True, False]
    assert drops.hash_of("a") == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
