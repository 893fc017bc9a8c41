"""Every field of every model has a class and a law (Minn. Stat. 13.025), said by somebody: none hides behind a default."""

import pytest
from django.apps import apps
from django.db import models

from registry.classes import (
    NOTHING_OF_ANYBODY,
    SECTIONS,
    Class,
    Classified,
    Kept,
    called,
    classify,
    every_model,
    of_model,
)
from registry.people.models import User


def faults(known: Classified) -> list[str]:
    """What is not said of a model, said twice, or said of nothing."""
    there = {field.name for field in known.fields}
    return [
        *(f"{known.label}.{name} has no class" for name in sorted(there - set(known.sections))),
        *(f"{known.label} has no field {name}" for name in sorted(set(known.sections) - there)),
        *(f"{known.label}.{name} has two classes" for name in known.doubled),
        *(f"{known.label}.{name}: no section {each}" for name, each in known.sections.items() if each not in SECTIONS),
    ]


def test_every_field_of_every_model_has_one_class_and_one_law():
    labels = {model._meta.label for model in apps.get_models()} - NOTHING_OF_ANYBODY
    assert labels - {known.label for known in every_model()} == set()
    assert [said for known in every_model() for said in faults(known)] == []


def test_a_field_that_nobody_has_classed_is_found():
    known = of_model(User)
    less = {name: section for name, section in known.sections.items() if name != "title"}
    assert faults(Classified(known.label, known.called, known.kept, less | {"shoe_size": "staff"})) == [
        "people.User.title has no class", "people.User has no field shoe_size",
    ]  # fmt: skip


def test_said_twice_is_found(monkeypatch):
    before = of_model(User)
    try:
        classify("people.User", "Person", Kept.STAFF, public="id name", security="name")
        assert "people.User.name has two classes" in faults(of_model(User))
    finally:
        again = {section: " ".join(n for n, s in before.sections.items() if s == section) for section in SECTIONS}
        classify(before.label, before.called, before.kept, about=" ".join(before.about), **again)


def test_what_people_type_and_is_public_is_looked_at_before_it_goes():
    """A long text without choices is typed by somebody, unless it is the district's own printed word."""
    missed = [
        f"{known.label}.{field.name}"
        for known in every_model()
        for field in known.fields
        if known.section(field.name).klass == Class.PUBLIC and known.sections[field.name] not in ("words", "printed")
        and not field.choices and _is_long(field)
        and (known.account or known.request)
    ]  # fmt: skip
    assert missed == []


#: Looked over: names of things, not sentences.
NAMES = {
    "url",
    "searched",
    "handle",
    "key",
    "display_name",
    "group",
    "position",
    "organization",
    "host_school",
    "reference",
    "role",
}


def _is_long(field):
    long = isinstance(field, models.TextField) or (isinstance(field, models.CharField) and field.max_length >= 80)
    return long and field.name not in NAMES


@pytest.mark.parametrize("label", ["accounts.SecretVersion", "accounts.Reveal", "accounts.Kit", "sessions.Session"])
def test_secrets_and_what_guards_them_are_security_information(label):
    known = of_model(apps.get_model(label))
    assert {known.section(name).klass for name in known.sections} == {Class.SECURITY}


def test_the_ways_from_a_row_to_its_account_and_its_people_are_there():
    for known in every_model():
        for path in filter(None, (known.account, known.request)):
            assert known.model._default_manager.filter(**{f"{path}__in": []}).query is not None
        assert set(known.about) <= {"id", *known.people()}, known.label


def test_a_column_is_called_in_words_that_whoever_asks_for_records_knows():
    heads = {called(field) for known in every_model() for field in known.fields}
    assert {"Identifier", "Kind of account", "Address"} <= heads
    assert heads.isdisjoint({"ID", "Retroactive", "Stage on", "Closed why", "Text hash", "As it is compared"})
    assert heads.isdisjoint({"Uuid", "Klass", "Url", "Kid", "Seq", "Searched", "Sha256", "Slug"})
