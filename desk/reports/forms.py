"""What a report may be asked by. Sent by GET: a report has an address. What makes no sense is said at its field."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from registry.forms import MooringForm
from registry.people.models import User

#: The fields of a period.
PERIOD = ("since", "until")


class Parameters(MooringForm):
    """The parameters of a report, for whoever asks (`self.by`). Fields are choices, days, people and things: a text
    that names nothing is refused, so nothing that somebody only typed is ever kept.
    """

    marks_optional = False
    #: Whether there is nothing to show before something is chosen.
    waits: ClassVar[bool] = False
    #: What a page says until then.
    wait: ClassVar[Any] = _("Choose what the report is about to see it.")

    def __init__(self, sent: Mapping[str, Any], *, by: User) -> None:
        self.by = by
        given = {name: sent[name] for name in self.base_fields if sent.get(name)}
        self.is_asked = bool(given) or not self.waits
        super().__init__({**self.usual(), **given} if self.is_asked else None)

    def usual(self) -> dict[str, Any]:
        """What is chosen where nothing is."""
        return {}

    @property
    def query(self) -> str:
        """The parameters in use as they stand in an address."""
        return urlencode({name: self._spelled(name, value) for name, value in self._used()})

    @property
    def lasting(self) -> str:
        """The same without the period, which a letter's own rhythm gives."""
        used = sorted((name, value) for name, value in self._used() if name not in PERIOD)
        return urlencode({name: self._spelled(name, value) for name, value in used})

    @property
    def kept(self) -> dict[str, str]:
        """The parameters in use as the trail keeps them: people and things by their ids."""
        return {name: _kept(value) for name, value in self._used()}

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """The parameters in use as they are read."""
        return [(str(self.fields[name].label), self._said(name, value)) for name, value in self._used()]

    def _used(self) -> list[tuple[str, Any]]:
        return [(name, value) for name, value in self.cleaned_data.items() if value]

    def _spelled(self, name: str, value: Any) -> str:
        """As it is typed or chosen; a person by their address, which names nobody else."""
        return value.email if isinstance(value, User) else str(self.fields[name].prepare_value(value))

    def _said(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return date_format(value, "F j, Y")
        choices = dict(getattr(self.fields[name], "choices", ())) if isinstance(value, str) else {}
        return str(choices.get(value, value))


def _kept(value: Any) -> str:
    return str(getattr(value, "trail_id", value.pk)) if isinstance(value, Model) else str(value)
