"""Secrets that must change: the queue, and each piece of work."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.rules import rotating as rules
from accounts.views.doors import me, reads


@reads
def rotation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One secret that must change: why, by whom, by when, and how."""
    return render(request, "accounts/rotation.html", {"rotation": rules.the_rotation(me(request), uuid)})
