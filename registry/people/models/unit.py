"""Units: schools and departments, as a tree under the district."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What a unit is in the district."""

    DISTRICT = "district", _("District")
    SCHOOL = "school", _("School")
    DEPARTMENT = "department", _("Department")
    ATHLETICS = "athletics", _("Athletics")
    ACTIVITIES = "activities", _("Activities")


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units as a tree."""

    def under(self, unit: "Unit") -> Self:
        """The unit itself and everything below it."""
        return self.filter(path__startswith=unit.path)


class UnitManager(models.Manager.from_queryset(UnitQuerySet)):  # type: ignore[misc]
    """Makes units with their place in the tree."""

    def create(self, **fields: Any) -> "Unit":
        """Make a unit; its path is its parent's path and its own number, known only once it is stored."""
        parent: Unit | None = fields.get("parent")
        with transaction.atomic():
            unit: Unit = super().create(**{**fields, "path": f"new-{uuid.uuid4().hex}"})
            unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
            unit.save(update_fields=["path"])
        return unit


class Unit(models.Model):
    """A school or a department; units form a tree under the district."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    short_name = models.CharField(_("short name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    path = models.CharField(max_length=255, unique=True, editable=False)

    objects = UnitManager()

    trail_kind = "unit"

    class Meta:
        ordering = ["path"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="unit_district_is_the_root",
                condition=Q(kind="district", parent=None) | (~Q(kind="district") & Q(parent__isnull=False)),
            ),
            models.UniqueConstraint(name="unit_one_district", fields=["kind"], condition=Q(kind="district")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def trail_id(self) -> str:
        """How the trail names this unit."""
        return str(self.pk)

    @property
    def trail_label(self) -> str:
        """What the trail calls this unit."""
        return self.name

    @property
    def trail_unit_id(self) -> int:
        """The unit an entry about this one belongs to: itself."""
        return self.pk

    @property
    def depth(self) -> int:
        """How far below the district: the district is 0."""
        return self.path.count("/") - 2

    def path_ids(self) -> list[int]:
        """The numbers of this unit and all above it, self first."""
        return [int(part) for part in reversed(self.path.strip("/").split("/"))]

    def ancestors(self) -> list["Unit"]:
        """This unit and all above it, self first, in one query."""
        by_id = Unit.objects.in_bulk(self.path_ids())
        return [by_id[number] for number in self.path_ids()]

    def covers(self, other: "Unit") -> bool:
        """Whether the other unit is this one or below it."""
        return other.path.startswith(self.path)
