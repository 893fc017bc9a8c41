"""A letter is a row, written with the change it tells of."""

import pytest
from django.template.loader import get_template
from django.utils import translation

from registry import audit, outbox
from registry.outbox.models import Letter
from tests.outbox.makers import NAME, Thing, post

pytestmark = pytest.mark.django_db


def test_a_letter_is_posted_as_template_and_ids(reader):
    letter = post(reader, seat=3, round="r-1-2")
    columns = ("template", "to", "about_kind", "about_id", "about_label", "ids", "language", "state")
    assert Letter.objects.values(*columns).get() == {
        "template": NAME, "to": reader.pk, "about_kind": "request", "about_id": "r-1", "about_label": "R-0412",
        "ids": {"seat": 3, "round": "r-1-2"}, "language": "en", "state": "waiting",
    }  # fmt: skip
    assert (letter.tries, letter.message_id) == (0, "")


def test_the_same_key_twice_is_one_letter(reader):
    assert post(reader).pk == post(reader).pk
    assert Letter.objects.count() == 1


def test_a_letter_goes_with_the_change_that_fails(reader):
    with pytest.raises(ZeroDivisionError), audit.act():
        post(reader)
        raise ZeroDivisionError
    assert Letter.objects.count() == 0


def test_a_letter_that_cannot_be_written_undoes_the_change(reader):
    with pytest.raises(outbox.UnknownTemplate), audit.act():
        reader.name = "Somebody else"
        reader.save(update_fields=["name"])
        outbox.post("testing/unknown", to=reader, about=Thing(), key="k")
    reader.refresh_from_db()
    assert reader.name == "Reader Reed"


@pytest.mark.parametrize("value", [None, ["a"], {"a": 1}, b"bytes", 1.5])
def test_ids_are_plain(reader, value):
    with pytest.raises(TypeError), audit.act():
        outbox.post(NAME, to=reader, about=Thing(), key="k", thing=value)


def test_a_letter_is_not_posted_outside_a_transaction(committed_db):
    with pytest.raises(outbox.OutsideTransaction):
        outbox.post(NAME, to=None, about=Thing(), key="k")


def test_every_registered_letter_has_its_text():
    for name in outbox.templates():
        assert get_template(f"mail/{name}.txt"), name


def test_the_language_is_the_readers(reader, every_language):
    reader.language = "es"
    with translation.override("vi"):
        assert post(reader).language == "es"
