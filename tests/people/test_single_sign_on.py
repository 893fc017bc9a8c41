"""Single sign-on links to invited people of the district and never makes anyone."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from registry.audit.models import Entry
from registry.people.models import User
from registry.people.sign_in import SocialAccountAdapter
from tests.cast import DOMAIN, Cast

pytestmark = pytest.mark.django_db


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


TRY = """
import django
django.setup()
from django.test import Client
client = Client(SERVER_NAME="localhost")
answer = client.post("/sign-in/oidc/sso/login/")
page = client.get(answer.url)
print(answer.status_code, answer.url, page.status_code, "Single sign-on does not answer." in page.text)
"""


@pytest.mark.long
def test_a_provider_that_is_down_is_a_sentence_and_no_error(tmp_path: Path) -> None:
    """Its address exists only where single sign-on is set up, so a site of its own is started with it."""
    env = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "ENV_FILE": "/dev/null", "DEMO": "true", "DEBUG": "true",
        "DJANGO_SETTINGS_MODULE": "registry.settings", "SECRET_KEY": "k" * 60,
        "DATABASE_URL": f"sqlite:///{tmp_path}/data/site.sqlite3", "KEYRING_FILE": f"{tmp_path}/keyring.json",
        "OIDC_SERVER_URL": "http://127.0.0.1:9/", "OIDC_CLIENT_ID": "mooring", "OIDC_CLIENT_SECRET": "not a secret",
    }  # fmt: skip
    for command in (["manage.py", "make_keys", "--if-missing"], ["manage.py", "prepare_database"]):
        subprocess.run([sys.executable, *command], env=env, check=True, capture_output=True)
    said = subprocess.run([sys.executable, "-c", TRY], env=env, capture_output=True, text=True, check=False)
    assert said.stdout.splitlines()[-1:] == ["302 /sign-in/login/ 200 True"], said.stderr[-600:]
