import pytest
from django.template import engines

from registry.outbox import registered
from tests.outbox import makers

TEXT = """{% load i18n %}{% autoescape off %}Decision needed: {{ title }}

Hello {{ person.name }},

Somebody asked for a new account, and this is a long line that goes on and on until it is wider than a letter may be.
{{ link }}


{% translate "There is a problem" %}
{% endautoescape %}"""


def facts(letter):
    return {
        "person": letter.to,
        "title": "<TikTok> & more",
        "path": "/requests/R-0412/",
        "reason": "You decide requests.",
    }


@pytest.fixture(autouse=True)
def hello(tmp_path, monkeypatch):
    """The letter testing/hello, with its text in a folder of its own."""
    folder = tmp_path / "mail" / "testing"
    folder.mkdir(parents=True)
    (folder / "hello.txt").write_text(TEXT)
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "dirs", [tmp_path, *engine.dirs])
    loaders = engine.template_loaders
    for loader in loaders:
        loader.reset() if hasattr(loader, "reset") else None
    monkeypatch.setitem(registered._makers, makers.NAME, facts)
    yield
    for loader in loaders:
        loader.reset() if hasattr(loader, "reset") else None


@pytest.fixture
def reader(db):
    return makers.reader()
