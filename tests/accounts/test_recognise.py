"""An address or a handle is recognized: one account, one spelling (II.3, E1.12, invariant 7)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Platform
from accounts.rules import recognise as rules
from accounts.rules.personal import looks_personal
from accounts.rules.recognise import recognise, recognise_among

pytestmark = pytest.mark.django_db

CHANNEL = "UCabcdefghijklmnopqrstuv"


@pytest.mark.parametrize(
    ("text", "slug", "key"),
    [
        ("https://twitter.com/HarborXC?s=20", "x", "harborxc"),
        ("HTTPS://MOBILE.TWITTER.COM/HarborXC/", "x", "harborxc"),
        ("x.com/HarborXC/status/12345", "x", "harborxc"),
        ("m.instagram.com/HarborNordic/?igsh=abc&utm_source=qr", "instagram", "harbornordic"),
        ("https://www.youtube.com/@HarborTV/videos", "youtube", "harbortv"),
        ("youtube.com/c/HarborTV", "youtube", "c/harbortv"),
        ("https://youtube.com/user/HarborTV", "youtube", "user/harbortv"),
        (f"https://m.youtube.com/channel/{CHANNEL}", "youtube", f"channel/{CHANNEL}"),
        ("fb.com/HarborHS/posts/1", "facebook", "harborhs"),
        ("https://de-de.facebook.com/HarborHS", "facebook", "harborhs"),
        ("https://www.facebook.com/profile.php?id=10001234567", "facebook", "10001234567"),
        ("https://m.facebook.com/pages/Harbor-High/123456789", "facebook", "123456789"),
        ("https://www.facebook.com/permalink.php?story_fbid=1&id=1234567", "facebook", "1234567"),
        ("https://www.linkedin.com/company/harbor-lakes/", "linkedin", "harbor-lakes"),
        ("linkedin.com/school/harbor", "linkedin", "school/harbor"),
        ("https://www.tiktok.com/@harbor.ski/video/1", "tiktok", "harbor.ski"),
        ("https://bsky.app/profile/harborlakes.example", "bluesky", "harborlakes.example"),
        ("https://foo.example/@harbor", "mastodon", "harbor@foo.example"),
        ("https://blog.harbor.example/team/", "website", "blog.harbor.example/team"),
        ("harbor.schoology.com", "schoology", "harbor"),
        (" <https://vimeo.com/harbor>, ", "vimeo", "harbor"),
    ],
)
def test_an_address_says_its_platform_and_its_account(text, slug, key):
    found = recognise(text)
    assert (found.platform.slug, found.key) == (slug, key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "harbor ski",
        "https://www.instagram.com/p/Cabc/",
        "https://x.com/i/web/status/1",
        "https://x.com/",
        "https://vimeo.com/123456",
        "https://www.youtube.com/watch?v=1",
        "https://[::1",
        "http://x.com:99999/harbor",
        "javascript:alert(1)",
        "x" * 600,
    ],
)
def test_what_names_no_account_is_nothing(text):
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("slug", "text", "key"),
    [
        ("instagram", "@Harbor.Ski", "harbor.ski"),
        ("x", "HarborXC", "harborxc"),
        ("youtube", f"channel/{CHANNEL}", f"channel/{CHANNEL}"),
        ("mastodon", "@harbor@foo.example", "harbor@foo.example"),
        ("bluesky", "@harbor.example", "harbor.example"),
        ("website", "harbor.example/blog", "harbor.example/blog"),
    ],
)
def test_a_bare_handle_needs_its_platform(slug, text, key):
    platform = Platform.objects.get(slug=slug)
    assert recognise(text, platform).key == key


def test_a_page_of_the_platform_is_no_handle():
    assert recognise("explore", Platform.objects.get(slug="instagram")) is None


def test_the_case_of_a_channel_matters_and_of_a_handle_does_not():
    upper, lower = (
        recognise(f"youtube.com/channel/{CHANNEL}"),
        recognise(f"youtube.com/channel/UC{CHANNEL[2:].upper()}"),
    )
    assert upper.key != lower.key
    assert recognise("x.com/HARBOR").key == recognise("twitter.com/harbor").key


def everything():
    return list(Platform.objects.all())


hosts = st.sampled_from(
    ["x.com", "www.facebook.com", "m.youtube.com", "instagram.com", "foo.example", "vimeo.com", "bsky.app"]
)
paths = st.text(alphabet=st.sampled_from("abcXYZ019@./?=&-_%#ßİſﬀ\u202eа "), max_size=40)


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(st.text(max_size=80), st.builds(lambda h, p: f"https://{h}/{p}", hosts, paths)),
    number=st.integers(0, 40),
)
def test_no_text_breaks_it_and_its_own_answer_is_recognized_the_same(text, number):
    platforms = everything()
    hint = platforms[number] if number < len(platforms) else None
    found = recognise_among(text, platforms, hint)
    rules.odd_characters(text)
    looks_personal(text, text, text, url=text)
    if found:
        again = recognise_among(found.url, platforms, found.platform)
        assert (again.platform, again.key, again.url) == (found.platform, found.key, found.url)


def test_a_look_alike_handle_is_flagged():
    assert rules.odd_characters("hаrbor") == "The handle mixes letters of different alphabets that look alike."
    assert rules.odd_characters("har\u202ebor") == "The handle has hidden characters that change how it reads."
    assert rules.odd_characters("esquí_nórdico") is None


@pytest.mark.parametrize(
    ("handle", "name", "url"),
    [
        ("mayalind", "", ""),
        ("mlind2", "", ""),
        ("harborski", "Maya Lind", ""),
        ("10001234567", "", "https://www.facebook.com/profile.php?id=10001234567"),
        ("in/mayalind", "", ""),
        ("maya_personal", "", ""),
        ("harbor", "My personal page", ""),
    ],
)
def test_a_personal_account_is_turned_away_with_the_reason(handle, name, url):
    assert looks_personal(handle, name, "Maya Lind", url=url)


@pytest.mark.parametrize(
    ("handle", "name"),
    [("harborski", "Harbor Nordic"), ("PersonalFinanceClub", "Personal Finance Club"), ("lindberghelementary", "")],
)
def test_a_team_is_not_taken_for_a_person(handle, name):
    assert looks_personal(handle, name, "Maya Lind") is None
