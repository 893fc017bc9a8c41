"""The words of the trail."""

import re
from string import Formatter
from types import SimpleNamespace

import pytest

from registry.audit.events import Event, Outcome, Severity
from registry.audit.filters import GROUPS
from registry.audit.lines import PICTURES
from registry.audit.sentences import describe, field_words
from registry.audit.severity import SEVERITY, severity_of


def told(**facts):
    return SimpleNamespace(
        **({"action": "secret.revealed", "actor_label": "", "object_label": "", "field_code": ""} | facts)
    )


@pytest.mark.parametrize("event", Event)
def test_every_event_has_a_name_a_sentence_a_group_and_a_picture(event):
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", event.value)
    assert {name for _, name, _, _ in Formatter().parse(str(event.label)) if name} <= {"actor", "object", "field"}
    prefix = event.value.partition(".")[0]
    assert (prefix in GROUPS, prefix in PICTURES) == (True, True)


def test_no_two_events_share_a_sentence():
    sentences = [str(event.label) for event in Event]
    assert len(sentences) == len(set(sentences))


def test_columns_hold_every_word():
    assert max(len(event.value) for event in Event) <= 60
    assert max(len(outcome) for outcome in Outcome.values) <= 6
    assert max(len(severity) for severity in Severity.values) <= 7


def test_a_sentence_names_who_did_what_to_which():
    entry = told(actor_label="JoAnn Keller", object_label="@lakeviewnordic", field_code="login,password,code")
    assert describe(entry) == "JoAnn Keller revealed the login, password, one-time code of @lakeviewnordic"


def test_what_nobody_did_mooring_did():
    assert describe(told(action="demo.loaded")) == "Mooring loaded the demo district"


def test_braces_in_a_name_are_not_read_as_places():
    assert describe(told(action="account.edited", actor_label="{object}", object_label="{x}")) == "{object} edited {x}"


def test_an_event_of_a_later_version_reads_as_its_name():
    assert describe(told(action="moon.landed")) == "moon.landed"


def test_an_unknown_field_is_shown_as_it_is():
    assert field_words("password,shoe") == "password, shoe"


def test_severity_is_information_unless_said_otherwise():
    assert (severity_of(Event.SIGNED_IN), severity_of(Event.ACCOUNT_COMPROMISED)) == (Severity.INFO, Severity.ALERT)
    assert set(SEVERITY.values()) == {Severity.NOTICE, Severity.WARNING, Severity.ALERT}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"answer": "yes", "refused": []}, "decided on R-0019: approved"),
        ({"answer": "yes", "refused": ["@x"]}, "decided on R-0019: approved in part"),
        ({"answer": "changes"}, "decided on R-0019: changes asked for"),
        ({"answer": "no"}, "decided on R-0019: declined"),
        ({"answer": "later version"}, "decided on R-0019"),
        (None, "decided on R-0019"),
    ],
)
def test_a_decision_says_how_it_was_decided(answer, said):
    entry = told(action="decision.recorded", actor_label="Tom Okafor", object_label="R-0019", after=answer)
    assert describe(entry) == f"Tom Okafor {said}"


def test_a_decision_on_paper_says_how_it_was_decided():
    entry = told(action="decision.on_paper", actor_label="Tom", object_label="R-0019", after={"answer": "no"})
    assert describe(entry) == "Tom recorded that R-0019 was declined on paper"


def test_what_somebody_does_to_themselves_is_said_once():
    one = {"actor_id": "u-1", "object_id": "u-1", "actor_label": "Luis", "object_label": "Luis", "object_type": "user"}
    assert describe(told(action="factor.enrolled", **one)) == "Luis added a second factor of their own"
    assert describe(told(action="factor.enrolled", **(one | {"actor_id": "u-2"}))) == (
        "Luis added a second factor for Luis"
    )


def test_who_was_refused_a_page_reads_its_title():
    one = {"action": "access.denied", "actor_label": "Helen Brandt"}
    assert describe(told(**one, reference="desk:records")) == "Helen Brandt was refused the page “Public records”"
    assert describe(told(**one, reference="accounts:retire")) == "Helen Brandt was refused something"
