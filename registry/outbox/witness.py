"""Who writes down what became of letters. This room knows no trail; settings.OUTBOX_WITNESS names one that does."""

from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from registry.outbox.models import Letter


class Witness(Protocol):
    """What the module offers; each joins the transaction it is called in."""

    def letter_settled(self, letter: Letter, state: str, error: str = "") -> None:
        """One letter was sent, dropped or given up."""

    def letters_dropped(self, count: int, before: datetime) -> None:
        """All that waited since before a moment were dropped."""


def witness() -> Witness:
    """The module; by default the trail's own."""
    return cast("Witness", import_module(getattr(settings, "OUTBOX_WITNESS", "registry.audit.letters")))
