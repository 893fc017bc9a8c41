"""The words of the data inventory: what class a field is of, by which law, and how long it is kept.

Minnesota presumes that government data are public; what is not has a law that says so (Minn. Stat. 13.03, subd. 1, and
13.025). Which law fits is the responsible authority's word: the register proposes it and the page says so.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Class(models.TextChoices):
    """Who may have it: anybody; the person it is about; nobody but who works with it; nobody at all by a file."""

    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")
    NONPUBLIC = "nonpublic", _("Nonpublic")
    SECURITY = "security", _("Security")


@dataclass(frozen=True)
class Section:
    """Fields of one class under one law. `typed` by people in their own words: somebody looks before it goes out."""

    klass: Class
    authority: Any
    typed: bool = False


PRESUMED = _("Minn. Stat. 13.03, subd. 1: presumed public")
SECTIONS: dict[str, Section] = {
    "public": Section(Class.PUBLIC, PRESUMED),
    "printed": Section(Class.PUBLIC, PRESUMED),
    "words": Section(Class.PUBLIC, PRESUMED, typed=True),
    "staff": Section(Class.PUBLIC, _("Minn. Stat. 13.43, subd. 2: public personnel data")),
    "personnel": Section(Class.PRIVATE, _("Minn. Stat. 13.43, subd. 4: private personnel data")),
    "access": Section(Class.PRIVATE, _("Minn. Stat. 13.15: access to a government computer")),
    "students": Section(Class.PRIVATE, _("Minn. Stat. 13.32: educational data")),
    "inquiry": Section(Class.NONPUBLIC, _("Minn. Stat. 13.39: civil investigative data")),
    "security": Section(Class.SECURITY, _("Minn. Stat. 13.37, subd. 1 (a): security information")),
}


class Kept(models.TextChoices):
    """How long a row stays, in words."""

    REGISTER = "register", _("Seven years after it ended")
    STAFF = "staff", _("While the person works here, and seven years more")
    TRAIL = "trail", _("Seven years; only two people together dispose of it")
    ORIGIN = "origin", _("400 days, then blanked")
    SESSION = "session", _("Until it ends; cleared every day")
    SECRET = "secret", _("The value until 30 days after its successor works; that it was stays with the register")
    BRIEF = "brief", _("The value until it is used or lapses; that it was stays with the register")
    STUDENTS = "students", _("Until the students it is about have graduated; then only that it was")
    SETTING = "setting", _("While it is in force, and seven years more")
    SYSTEM = "system", _("While the installation runs")
