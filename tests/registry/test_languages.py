"""A language is offered once its catalogue says everything: computed from the files, never half (finding of users)."""

import polib
import pytest
from django.utils import translation

from registry import languages
from registry.people.models import User
from tests.cast import signed_in

PYTHON = 'from x import gettext as _, ngettext\n_("Save")\nngettext("%(n)d day", "%(n)d days", 2)\nother("Not told")\n'
TEMPLATE = (
    '{% load i18n %}{% translate "Open" %}{% blocktranslate with name=x %}Hello {{ name }},{% endblocktranslate %}'
)
SAID = {"Save": "Guardar", "%(n)d day": "%(n)d día", "Open": "Abrir", "Hello %(name)s,": "Hola %(name)s,"}


@pytest.fixture
def root(tmp_path):
    for room in languages.ROOMS:
        (tmp_path / room).mkdir()
    (tmp_path / "desk" / "views.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def write_catalogue(root, said, *, guessed=""):
    catalogue = polib.POFile()
    for words, translated in said.items():
        flags = ["fuzzy"] if words == guessed else []
        catalogue.append(polib.POEntry(msgid=words, msgstr=translated, flags=flags))
    folder = root / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue.save(str(folder / "django.po"))


def test_without_a_catalogue_only_english_is_offered(root):
    assert languages.offered(root) == [("en", "English")]


def test_a_complete_catalogue_is_offered_in_its_own_words(root):
    write_catalogue(root, SAID)
    assert languages.offered(root) == [("en", "English"), ("es", "Español")]


@pytest.mark.parametrize("missing", SAID)
def test_one_missing_sentence_takes_the_language_away(root, missing):
    write_catalogue(root, {words: said for words, said in SAID.items() if words != missing})
    assert languages.offered(root) == [("en", "English")]


def test_an_empty_or_guessed_translation_is_none(root):
    write_catalogue(root, SAID, guessed="Save")
    assert languages.offered(root) == [("en", "English")]


@pytest.mark.django_db
def test_the_form_offers_only_what_is_complete(cast):
    form = signed_in(cast.coach).get("/people/me/").context["form"]
    assert list(form.fields["language"].choices) == [("en", "English")]


@pytest.mark.django_db
def test_who_chose_a_language_before_reads_whole_english_pages(cast):
    User.objects.filter(pk=cast.coach.pk).update(language="es")
    with translation.override("en"):
        page = signed_in(cast.coach).get("/people/me/").text
    assert '<html lang="en"' in page


@pytest.mark.django_db
def test_a_language_that_is_not_offered_is_refused_at_the_field(cast):
    answer = signed_in(cast.coach).post("/people/me/", {"language": "es"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["language"])
