"""A secret does not slip out by accident."""

import copy
import json
import logging
import pickle
from dataclasses import asdict, dataclass

import pytest

from registry.vault import Secret

TEXT = "correct horse"


@pytest.fixture
def secret():
    return Secret(TEXT)


def test_only_expose_gives_the_text(secret):
    assert secret.expose() == TEXT


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        format,
        "{}".format,
        "{:>40}".format,
        "{!r}".format,
        ascii,
        lambda it: f"{it}",
        lambda it: "%s" % it,  # noqa: UP031
    ],
)
def test_it_shows_as_dots(secret, show):
    assert TEXT not in show(secret)
    assert "••••••" in show(secret) or "\\u2022" in show(secret)


def test_it_shows_as_dots_inside_other_things(secret, caplog):
    @dataclass
    class Holder:
        password: Secret

    logging.getLogger("test").error("saving %s %r", secret, {"password": secret})
    assert TEXT not in f"{[secret]} {Holder(secret)} {vars(Holder(secret))}" + caplog.text


@pytest.mark.parametrize(
    "take",
    [
        pickle.dumps,
        copy.copy,
        copy.deepcopy,
        json.dumps,
        iter,
        list,
        tuple,
        len,
        hash,
        bytes,
        vars,
        "".join,
        lambda it: it[0],
        lambda it: it[1:],
        lambda it: "a" in it,
        lambda it: it + "",
        lambda it: "" + it,
        lambda it: {it: 1},
        lambda it: it.__reduce__(),
        lambda it: it.__getstate__(),
        lambda it: pickle.dumps(it, protocol=0),
        lambda it: json.dumps({"password": it}),
        lambda it: it < Secret("z"),
    ],
)
def test_it_refuses_to_be_copied_stored_or_taken_apart(secret, take):
    with pytest.raises(TypeError) as refused:
        take(secret)
    assert TEXT not in str(refused.value)


def test_a_record_that_holds_one_cannot_be_copied_by_field(secret):
    @dataclass
    class Holder:
        password: Secret

    with pytest.raises(TypeError):
        asdict(Holder(secret))


def test_two_secrets_of_one_text_are_equal_and_no_text_equals_a_secret(secret):
    assert secret == Secret(TEXT)
    assert secret != Secret(TEXT + "s")
    assert secret != TEXT
    assert Secret("\ud800") == Secret("\ud800")


def test_an_empty_one_is_false():
    assert not Secret("")
    assert Secret(" ")


def test_it_cannot_be_changed(secret):
    with pytest.raises(AttributeError):
        secret._text = "another"
    with pytest.raises(AttributeError):
        del secret._text
    with pytest.raises(AttributeError):
        secret.note = "x"
    assert secret.expose() == TEXT


def test_only_text_makes_one():
    with pytest.raises(TypeError):
        Secret(b"bytes")
