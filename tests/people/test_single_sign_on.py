"""Single sign-on links to invited people of the district and never makes anyone."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client, RequestFactory

from registry.audit.models import Entry
from registry.people.models import User
from registry.people.sign_in import SocialAccountAdapter
from tests.cast import DOMAIN, Cast

pytestmark = pytest.mark.django_db
NOWHERE = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "sso",
                "name": "SSO",
                "client_id": "x",
                "secret": "y",
                "settings": {"server_url": "http://127.0.0.1:9"},
            }
        ]
    }
}


def comes_in(user: User | None, *addresses: tuple[str, bool], process: str = "login", who: Any = None) -> str:
    request = RequestFactory().get("/")
    request.session = {}
    request.user = who or AnonymousUser()
    request._messages = FallbackStorage(request)
    rows = [EmailAddress(email=email, verified=verified) for email, verified in addresses]
    login = SocialLogin(user=user, email_addresses=rows)
    login.state = {"process": process}
    with context.request_context(request):
        try:
            SocialAccountAdapter(request).pre_social_login(request, login)
        except ImmediateHttpResponse as turned:
            return str(turned.response.url)
    return "in"


def test_an_invited_person_with_a_verified_district_address_comes_in(cast: Cast) -> None:
    assert comes_in(cast.coach, (cast.coach.email, True)) == "in"


def test_everybody_else_is_turned_away(cast: Cast) -> None:
    mine, stranger = cast.coach.email, User(email=f"student@{DOMAIN}", name="Student")
    tried = [
        comes_in(cast.coach, (mine, False)),
        comes_in(cast.coach),
        comes_in(cast.coach, (mine, True), ("me@gmail.example", True)),
        comes_in(cast.coach, ("me@gmail.example", True)),
        comes_in(cast.coach, (cast.teacher.email, True)),
        comes_in(cast.disabled, (cast.disabled.email, True)),
        comes_in(stranger, (stranger.email, True)),
        comes_in(None, (mine, True)),
    ]
    assert tried == ["/sign-in/login/"] * 8
    assert Entry.objects.filter(action="signin.failed", outcome="denied").count() == 8
    assert User.objects.filter(email=stranger.email).count() == 0


def test_one_connects_only_ones_own_address(cast: Cast) -> None:
    tried = [
        comes_in(None, (address, True), process="connect", who=cast.coach)
        for address in (cast.coach.email, cast.teacher.email)
    ]
    assert tried == ["in", "/sign-in/login/"]


def test_single_sign_on_makes_nobody(cast: Cast) -> None:
    assert SocialAccountAdapter().is_open_for_signup(RequestFactory().get("/"), SocialLogin()) is False


def test_a_provider_that_is_down_is_a_sentence_and_no_error(cast: Cast, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = NOWHERE
    client = Client()
    answer = client.post("/sign-in/oidc/sso/login/")
    page = client.get(answer.url)
    assert (answer.status_code, answer.url, page.status_code) == (302, "/sign-in/login/", 200)
    assert "Single sign-on does not answer." in page.text
