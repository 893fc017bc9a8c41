"""The one register of what every field is: declared beside each room's models, and read by whatever leaves the house.

A field that nobody has classed does not exist for an export, and fails a test: there is no default to hide behind.
"""

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from django.utils.module_loading import autodiscover_modules

from registry.classes.words import SECTIONS, Class, Kept, Section
from registry.people.models import User

#: What belongs to Django alone and says nothing of anybody: which tables and permissions there are.
NOTHING_OF_ANYBODY = frozenset({"auth.Permission", "auth.Group", "contenttypes.ContentType"})


@dataclass(frozen=True)
class Classified:
    """One model: what people call a row, how long it stays, and the section of each field by name.

    `account` and `request` are the ways from a row to the account or request it belongs to (empty where it belongs to
    none); `about` names the people whose private data a row holds, `apart` a yes-no field whose rows go to nobody.
    """

    label: str
    called: Any
    kept: Kept
    sections: dict[str, str]
    account: str = ""
    request: str = ""
    about: tuple[str, ...] = ()
    apart: str = ""
    doubled: tuple[str, ...] = field(default=())

    @property
    def model(self) -> type[Model]:
        """The model itself."""
        return apps.get_model(self.label)

    @cached_property
    def fields(self) -> list[Any]:
        """Its fields, in the order of the model; those that nobody has classed too."""
        return [each for each in self.model._meta.get_fields() if isinstance(each, Field) and each.concrete]

    @property
    def columns(self) -> list[Any]:
        """The same without links of many to many, which stand in tables of their own."""
        return [each for each in self.fields if not each.many_to_many]

    def section(self, name: str) -> Section:
        """What a field is; raises KeyError for one that nobody has classed."""
        return SECTIONS[self.sections[name]]

    def names(self, *classes: Class) -> list[str]:
        """The fields of these classes, in the order of the model."""
        known = [each.name for each in self.columns if each.name in self.sections]
        return [name for name in known if self.section(name).klass in classes]

    def people(self) -> list[str]:
        """The fields that name a user."""
        return [each.name for each in self.fields if isinstance(each, ForeignKey) and each.related_model is User]


_known: dict[str, Classified] = {}


def classify(
    label: str, called: Any, kept: Kept, *, account: str = "", request: str = "", about: str = "", apart: str = "",
    **sections: str,
) -> None:  # fmt: skip
    """Class the fields of a model: `section="field field"`, by the names of `SECTIONS`. Said twice, the last counts."""
    pairs = [(name, section) for section, names in sections.items() for name in names.split()]
    named = [name for name, _section in pairs]
    twice = tuple(sorted({name for name in named if named.count(name) > 1}))
    found = dict(pairs)
    _known[label] = Classified(label, called, kept, found, account, request, tuple(about.split()), apart, twice)


@cache
def _read_all() -> None:
    autodiscover_modules("classified")


def every_model() -> list[Classified]:
    """All that is classed, rooms and tables in the order of the installation."""
    _read_all()
    order = [model._meta.label for model in apps.get_models()]
    return [_known[label] for label in order if label in _known]


def of_model(model: type[Model]) -> Classified:
    """What is said of one model; raises KeyError where nobody has."""
    _read_all()
    return _known[model._meta.label]
