"""What is said about a request: comments, whom they name, and who follows. Import them from `models`."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry import clock

USER = settings.AUTH_USER_MODEL


class Comment(models.Model):
    """A line of the discussion; ``private`` ones are between the deciding offices."""

    request = models.ForeignKey("approvals.Request", on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    text = models.TextField()
    private = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.by}: {self.text[:40]}"


class Mention(models.Model):
    """Somebody a comment is meant for in particular; only people who can see the request are ever offered."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("comment", "person"), name="mention_once"),)

    def __str__(self) -> str:
        return f"@{self.person}"


class Follow(models.Model):
    """What a person said about following a request. Without a row, those involved follow and others do not."""

    request = models.ForeignKey("approvals.Request", on_delete=models.PROTECT, related_name="follows")
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    on = models.BooleanField(_("follows it"))
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("request", "person"), name="follow_once"),)

    def __str__(self) -> str:
        return f"{self.person}, {self.request.reference}"
