"""An entry of the trail: one thing that happened, in one chain with all others (invariant 4)."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.audit.events import Outcome, Severity, event_choices
from registry.audit.fields import CanonicalJSON
from registry.audit.sentences import describe
from registry.audit.uuid7 import uuid7


class Immutable(RuntimeError):  # noqa: N818 (reads as what happened)
    """Someone tried to change or remove an entry of the trail."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def newest_first(self) -> "EntryQuerySet":
        return self.order_by("-seq")

    def about(self, obj: Any) -> "EntryQuerySet":
        """Entries whose object is `obj` (anything with trail_kind and trail_id)."""
        return self.filter(object_type=obj.trail_kind, object_id=str(obj.trail_id))


class Entry(models.Model):
    """One thing that happened. No foreign keys: it must say the same when the things it names have changed or gone."""

    seq = models.BigIntegerField(_("number"), primary_key=True)
    event_id = models.UUIDField(default=uuid7, editable=False)
    at = models.DateTimeField(_("when"))
    action = models.CharField(_("what happened"), max_length=60, choices=event_choices)
    outcome = models.CharField(max_length=6, choices=Outcome, default=Outcome.OK)
    severity = models.CharField(max_length=7, choices=Severity, default=Severity.INFO)

    actor_id = models.CharField(max_length=64, default="", blank=True)
    actor_label = models.CharField(max_length=200, default="", blank=True)
    actor_roles = CanonicalJSON(default=list, blank=True)
    on_behalf_of = models.CharField(max_length=200, default="", blank=True)
    auth_methods = CanonicalJSON(default=list, blank=True)
    session_hash = models.CharField(max_length=64, default="", blank=True)
    request_id = models.CharField(max_length=64, default="", blank=True)

    object_type = models.CharField(max_length=40, default="", blank=True)
    object_id = models.CharField(max_length=64, default="", blank=True)
    object_label = models.CharField(max_length=300, default="", blank=True)
    unit_id = models.CharField(max_length=64, default="", blank=True)
    field_code = models.CharField(max_length=60, default="", blank=True)
    secret_version = models.IntegerField(null=True, blank=True)
    kid = models.CharField(max_length=64, default="", blank=True)

    reason_code = models.CharField(max_length=60, default="", blank=True)
    reason_text = models.TextField(default="", blank=True)
    before = CanonicalJSON(null=True, blank=True)
    after = CanonicalJSON(null=True, blank=True)
    seen_version_hash = models.CharField(max_length=128, default="", blank=True)
    blob_hmac = models.CharField(max_length=64, default="", blank=True)
    rule_id = models.CharField(max_length=80, default="", blank=True)
    app_version = models.CharField(max_length=40, default="", blank=True)
    reference = models.CharField(max_length=80, default="", blank=True)

    origin_hash = models.CharField(max_length=64, default="", blank=True)
    chain_kid = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-seq"]
        constraints = [
            models.UniqueConstraint(fields=["prev_hash"], name="entry_one_successor"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="entry_seq_from_one"),
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id", "seq"], name="entry_by_object"),
            models.Index(fields=["object_label", "seq"], name="entry_by_label"),
            models.Index(fields=["actor_id", "seq"], name="entry_by_actor"),
            models.Index(fields=["action", "seq"], name="entry_by_action"),
            models.Index(fields=["unit_id", "seq"], name="entry_by_unit"),
            models.Index(fields=["outcome", "seq"], name="entry_by_outcome"),
            models.Index(fields=["at"], name="entry_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    @property
    def sentence(self) -> str:
        """What happened, in words, in the reader's language."""
        return describe(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes a new entry; raises Immutable for one that is there already (invariant 4)."""
        if not self._state.adding:
            raise Immutable("An entry of the trail is never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Immutable("An entry of the trail is never removed.")
