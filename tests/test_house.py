"""The walls stand: nothing in the tree breaks one, and each has been seen to bite."""

import statistics
from collections.abc import Callable, Iterable
from functools import partial

import pytest

from approvals.workflow import STEPS
from registry import outbox
from tests import walls
from tests.walls import ROOT, File, python_files, template_files

# What may do what its layer may not, and why. An exemption that nothing needs any more fails too.
MAY_WRITE: dict[str, str] = {
    "registry/keyring.py": "the instance's name and the keys' check values, on first sight",
    "registry/heartbeat.py": "a heartbeat is no act: which processes run, and which keys they hold",
    "registry/audit/chain.py": "the trail's own rows",
    "registry/audit/models/entry.py": "Entry is written once",
    "registry/audit/disposing.py": "what two people agreed to remove, and the row that says so",
    "registry/audit/sealing.py": "seals are the trail's own rows too",
    "registry/outbox/posting.py": "a letter's row",
    "registry/outbox/bundling.py": "several letters that go out as one",
    "registry/outbox/delivery.py": "a letter's fate",
    "registry/outbox/digest.py": "the daily letter's row, and what went into it",
    "desk/demo/founding.py": "an invented person's authenticator: real ones come from allauth's page",
    "registry/people/models/unit.py": "a manager that makes a unit with its place in the tree",
    "registry/people/models/user.py": "a manager that makes a user with a lower-case address",
}
MAY_SPEAK_SQL: dict[str, str] = {
    "accounts/search_triggers.py": "an index of trigrams has no other language",
    "registry/health.py": "asks the database for a sign of life",
    "accounts/actions/rewrapping.py": "fifty wrapped keys in one statement, passing over what others hold",
    "registry/audit/sqlite.py": "triggers have no other language",
    "registry/audit/postgresql.py": "triggers and grants have no other language",
    "registry/audit/links.py": "the chain is read in the database's own order and bytes",
}
MAY_LOCK_THE_KEY: dict[str, str] = {"registry/audit/chain.py": "nothing points at the trail's head"}
MAY_RECEIVE: dict[str, str] = {
    walls.SIGN_IN: "allauth tells of sign-ins by signals only",
}
MAY_READ_THE_CLOCK: dict[str, str] = {"registry/clock.py": "it is the clock"}
MAY_MARK_SAFE: dict[str, str] = {}

PYTHON_WALLS: dict[str, walls.Wall] = {
    "rooms import downwards": walls.rooms_import_downwards,
    "the vault needs nothing": walls.vault_needs_nothing,
    "layers import leftwards": walls.layers_import_leftwards,
    "imports stand at the top": walls.imports_stand_at_the_top,
    "allauth's internals stay inside": walls.allauth_internals_stay_inside,
    "no drawers": walls.no_drawers,
    "only actions write": partial(walls.only_actions_write, may=MAY_WRITE),
    "nobody speaks SQL": partial(walls.only_actions_speak_sql, may=MAY_SPEAK_SQL),
    "acts are acts": walls.acts_are_acts,
    "locks let pointers pass": partial(walls.locks_let_pointers_pass, may=MAY_LOCK_THE_KEY),
    "no signal receivers": partial(walls.no_signal_receivers, may=MAY_RECEIVE),
    "one clock": partial(walls.one_clock, may=MAY_READ_THE_CLOCK),
    "nothing is marked safe": partial(walls.nothing_is_marked_safe, may=MAY_MARK_SAFE),
    "files are short": walls.files_are_short,
    "functions are short": walls.functions_are_short,
}
TEMPLATE_WALLS: dict[str, walls.Wall] = {
    "templates only show": walls.templates_only_show,
    "templates are short": walls.templates_are_short,
    "allauth is dressed by layouts": walls.allauth_is_dressed_by_layouts,
}


@pytest.mark.parametrize("name", PYTHON_WALLS)
def test_the_tree_breaks_no_wall(name: str) -> None:
    assert [said for file in python_files() for said in PYTHON_WALLS[name](file)] == []


@pytest.mark.parametrize("name", TEMPLATE_WALLS)
def test_no_template_breaks_a_wall(name: str) -> None:
    assert [said for file in template_files() for said in TEMPLATE_WALLS[name](file)] == []


@pytest.mark.parametrize(
    ("wall", "may"),
    [
        (walls.only_actions_write, MAY_WRITE),
        (walls.only_actions_speak_sql, MAY_SPEAK_SQL),
        (walls.locks_let_pointers_pass, MAY_LOCK_THE_KEY),
        (walls.no_signal_receivers, MAY_RECEIVE),
        (walls.one_clock, MAY_READ_THE_CLOCK),
        (walls.nothing_is_marked_safe, MAY_MARK_SAFE),
    ],
)
def test_every_exemption_is_still_needed(wall: Callable[..., Iterable[str]], may: dict[str, str]) -> None:
    files = {file.path: file for file in python_files()}
    assert [path for path in may if path not in files or not list(wall(files[path], may=()))] == []


def test_save_is_overridden_once_and_by_the_trails_entry() -> None:
    assert len([said for file in python_files() for said in walls.save_overrides(file)]) == 1


def test_measures_of_the_house() -> None:
    files = [len(file.text.splitlines()) for file in python_files() if file.text.strip()]
    functions = sorted(walls.length_of(node) for file in python_files() for node in walls.functions_of(file))
    measured = {
        "file median": statistics.median(files) <= 70,
        "function median": statistics.median(functions) <= 8,
        "function p90": functions[int(len(functions) * 0.9)] <= 25,
    }
    assert [name for name, kept in measured.items() if not kept] == []


def test_tests_are_short_files_too() -> None:
    assert [said for file in python_files("tests", "assurance") for said in walls.files_are_short(file)] == []


def test_every_letter_has_its_file_and_every_file_its_letter() -> None:
    files = {
        str(path.relative_to(ROOT / "templates/mail").with_suffix(""))
        for path in (ROOT / "templates/mail").rglob("*.txt")
    }
    assert sorted(name for name in files if not name.rpartition("/")[2].startswith(("_", "base"))) == outbox.templates()


def test_every_letter_begins_with_a_subject_and_an_empty_line() -> None:
    heads = {
        name: (ROOT / f"templates/mail/{name}.txt").read_text(encoding="utf-8").splitlines()[:2]
        for name in outbox.templates()
    }
    assert [name for name, lines in heads.items() if len(lines) < 2 or not lines[0].strip() or lines[1].strip()] == []


def test_every_letter_of_the_workflow_is_registered() -> None:
    assert {letter for step in STEPS for letter in step.letters} <= set(outbox.templates())


# Each wall bites -------------------------------------------------------------------------------------------------------

BREAKING: list[tuple[str, str, str]] = [
    ("rooms import downwards", "accounts/rules/x.py", "from approvals.models import Request"),
    ("rooms import downwards", "approvals/views/x.py", "import desk.views"),
    ("rooms import downwards", "registry/people/rules.py", "from accounts import models"),
    ("rooms import downwards", "registry/people/rules.py", "from registry.policy.models import PolicyVersion"),
    ("rooms import downwards", "registry/audit/act.py", "from registry.people.models import User"),
    ("rooms import downwards", "registry/audit/act.py", "from ..people.models import User"),
    ("rooms import downwards", "registry/outbox/posting.py", "from registry.audit import record"),
    ("rooms import downwards", "registry/outbox/posting.py", "from registry import keyring"),
    ("rooms import downwards", "registry/vault/box.py", "from registry import clock"),
    ("rooms import downwards", "registry/forms.py", "import approvals.forms"),
    ("the vault needs nothing", "registry/vault/box.py", "from django.conf import settings"),
    ("the vault needs nothing", "registry/vault/box.py", "import argon2"),
    ("layers import leftwards", "approvals/models.py", "from approvals.rules import check_may_decide"),
    ("layers import leftwards", "approvals/workflow.py", "from approvals import models"),
    ("layers import leftwards", "accounts/rules/custody.py", "from accounts.actions import custody"),
    ("layers import leftwards", "accounts/actions/custody.py", "from accounts.forms.custody import Offer"),
    ("layers import leftwards", "approvals/actions.py", "from .views import request"),
    ("layers import leftwards", "registry/people/models.py", "from registry.people.refusal import Refused"),
    ("imports stand at the top", "desk/views.py", "def work():\n    from approvals import waiting"),
    ("imports stand at the top", "desk/views.py", "def work():\n    pass\nimport os"),
    ("imports stand at the top", "desk/views.py", "class Work:\n    import os"),
    ("allauth's internals stay inside", "registry/people/proof.py", "from allauth.mfa.totp.internal import auth"),
    ("allauth's internals stay inside", "registry/people/proof.py", "import allauth.account.internal.flows"),
    ("no drawers", "accounts/utils.py", ""),
    ("no drawers", "accounts/helpers/dates.py", ""),
    ("only actions write", "accounts/views/x.py", "account.save(update_fields=['state'])"),
    ("only actions write", "accounts/forms/x.py", "Account.objects.filter(pk=1).update(state='active')"),
    ("only actions write", "approvals/rules.py", "Seat.objects.create(office='alternate')"),
    ("only actions write", "approvals/notices.py", "request.comments.all().delete()"),
    ("only actions write", "accounts/models/x.py", "Account.objects.bulk_create([])"),
    ("only actions write", "desk/views.py", "User.objects.get_or_create(email='a')"),
    ("nobody speaks SQL", "accounts/health.py", "cursor.execute('UPDATE accounts_account SET state = 1')"),
    ("nobody speaks SQL", "accounts/actions/x.py", "Account.objects.raw('SELECT 1')"),
    ("acts are acts", "accounts/actions/x.py", "def hide(account, *, by):\n    account.save()"),
    ("acts are acts", "accounts/actions/x.py", "@audit.act()\ndef hide(account):\n    account.save()"),
    ("acts are acts", "accounts/actions/x.py", "@audit.act()\ndef hide(account, by):\n    account.save()"),
    ("acts are acts", "approvals/actions.py", "def tell(*, by):\n    _tell()\ndef _tell():\n    outbox.post('a')"),
    ("no signal receivers", "accounts/models/x.py", "@receiver(post_save)\ndef saved(sender, **kwargs):\n    pass"),
    ("no signal receivers", "accounts/apps.py", "post_save.connect(saved)"),
    ("one clock", "accounts/models/x.py", "opened_at = models.DateTimeField(default=timezone.now)"),
    ("locks let pointers pass", "accounts/actions/x.py", "User.objects.select_for_update().get(pk=1)"),
    ("locks let pointers pass", "accounts/actions/x.py", "rows.select_for_update(of=('self',), no_key=False)"),
    ("one clock", "approvals/rules.py", "today = datetime.date.today()"),
    ("one clock", "approvals/rules.py", "now = datetime.now(UTC)"),
    ("one clock", "registry/people/proof.py", "at = time.time()"),
    ("nothing is marked safe", "registry/templatetags/mooring.py", "return mark_safe(text)"),
    ("files are short", "desk/views.py", "x = 1\n" * 401),
    ("functions are short", "accounts/actions/x.py", "def act():\n" + "    x = 1\n" * 50),
    ("functions are short", "accounts/views/x.py", "def page():\n" + "    x = 1\n" * 25),
    ("templates only show", "templates/a.html", "{{ note|safe }}"),
    ("templates only show", "templates/a.html", "{% autoescape off %}"),
    ("templates only show", "templates/a.html", "<p style='color: red'>"),
    ("templates only show", "templates/a.html", "<style>p { color: red }</style>"),
    ("templates only show", "templates/a.html", "<script>alert(1)</script>"),
    ("templates only show", "templates/a.html", '<button type="button" onclick="go()">'),
    ("templates only show", "templates/a.html", '<a href="javascript:go()">'),
    ("templates only show", "templates/a.html", '{% if user.office == "superintendent" %}'),
    ("templates are short", "templates/a.html", "<p>\n" * 121),
    ("allauth is dressed by layouts", "templates/account/signup.html", ""),
    ("allauth is dressed by layouts", "templates/mfa/index.html", ""),
    ("allauth is dressed by layouts", "templates/allauth/pages/a.html", ""),
]


@pytest.mark.parametrize(("name", "path", "text"), BREAKING)
def test_the_wall_bites(name: str, path: str, text: str) -> None:
    wall = {**PYTHON_WALLS, **TEMPLATE_WALLS}[name]
    assert list(wall(File(path, text))) != []


def test_every_wall_has_been_seen_to_bite() -> None:
    assert {name for name, _, _ in BREAKING} == {*PYTHON_WALLS, *TEMPLATE_WALLS}


STANDING: list[tuple[str, str, str]] = [
    (
        "rooms import downwards",
        "approvals/actions.py",
        "from accounts.actions import lifecycle\nfrom registry import audit, clock",
    ),
    ("rooms import downwards", "registry/audit/act.py", "from registry import clock\nfrom registry.audit import chain"),
    ("rooms import downwards", "registry/people/rules.py", "from registry import audit, clock, keyring"),
    (
        "the vault needs nothing",
        "registry/vault/box.py",
        "import hmac\nfrom cryptography.hazmat.primitives import hashes\nfrom .keys import Ring",
    ),
    (
        "layers import leftwards",
        "approvals/actions.py",
        "from approvals import rules, workflow\nfrom approvals.models import Request",
    ),
    ("imports stand at the top", "desk/views.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import os"),
    ("only actions write", "accounts/rules/x.py", "digest.update(b'x')\nfacts.update(a=1)\ncache.delete('x')"),
    ("acts are acts", "accounts/actions/x.py", "@audit.act()\ndef hide(account, *, by):\n    account.save()"),
    (
        "acts are acts",
        "accounts/actions/x.py",
        "def reveal(*, by):\n    with audit.act(durable=True):\n        audit.record('x', by=by)",
    ),
    ("locks let pointers pass", "accounts/actions/x.py", "rows.select_for_update(of=('self',), no_key=True).get(pk=1)"),
    ("templates only show", "templates/a.html", '<script src="x.js" defer></script><p data-only="x" class="on">'),
]


@pytest.mark.parametrize(("name", "path", "text"), STANDING)
def test_the_wall_lets_good_work_stand(name: str, path: str, text: str) -> None:
    assert list({**PYTHON_WALLS, **TEMPLATE_WALLS}[name](File(path, text))) == []


def test_a_save_override_is_seen() -> None:
    assert list(walls.save_overrides(File("accounts/models/x.py", "class A:\n    def save(self):\n        pass"))) != []
