"""The text of a request: what the offices read, what their decisions point at, and what an edit changed.

Every field is material except title and contact note (domain.md): these two are not part of the text.
"""

import hashlib
import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import kinds
from approvals.models import Item, Request
from registry.people.models import User

#: The material fields in the order of the page, each with its name in words.
FIELDS = {
    "kind": _("kind"),
    "items": _("platform and handle"),
    "unit": _("school or department"),
    "class": _("class"),
    "group": _("team, club or program"),
    "display_name": _("display name"),
    "purpose": _("what the account will do"),
    "audience": _("audience"),
    "custodian": _("custodian"),
    "position": _("custodian's position"),
    "backup": _("backup custodian"),
    "posters": _("who will post"),
    "email": _("district e-mail"),
    "students_involved": _("whether students are involved"),
    "under_13": _("whether any student is under 13"),
    "launch_on": _("launch date"),
    "wants_logo": _("logo"),
    "images_plan": _("plan for images"),
    "images_promise": _("promise about images"),
    "made_by": _("who made it"),
    "made_by_number": _("how many students"),
    "made_by_class_year": _("their class year"),
    "since_year": _("in use since"),
    "hangs_on_email": _("whose e-mail it hangs on"),
    "hangs_on_phone": _("whose phone it hangs on"),
    "staff_can_sign_in": _("whether somebody on staff can sign in"),
    "authorization": _("permission"),
    "platform": _("platform"),
    "scope": _("what for"),
    "starts_on": _("first day"),
    "ends_on": _("last day"),
    "parental_consent": _("parental consent"),
    "earlier": _("earlier request"),
    "differs": _("what is different now"),
}


def text_of(request: Request) -> dict[str, Any]:
    """The material content of the request as plain JSON values."""
    own = _account(request) if request.opens_account else {}
    differs = {"differs": request.differs} if request.differs else {}
    return {
        "kind": request.kind,
        "items": [_item(item) for item in request.items.select_related("platform")],
        "unit": {"id": request.unit_id, "name": request.unit.name} if request.unit else None,
        **own,
        **kinds.of(request).text(request),
        "earlier": request.earlier.reference if request.earlier else None,
        **differs,
    }


def _account(request: Request) -> dict[str, Any]:
    return {
        "class": request.klass,
        "group": request.group,
        "display_name": request.display_name,
        "purpose": request.purpose,
        "audience": request.audience,
        "custodian": _person(request.custodian),
        "position": request.position,
        "backup": _person(request.backup),
        "posters": request.posters,
        "email": request.email,
        "students_involved": request.students_involved,
        "under_13": request.under_13,
        "launch_on": request.launch_on.isoformat() if request.launch_on else None,
        "wants_logo": request.wants_logo,
        "images_plan": request.images_plan,
        "images_promise": request.images_promise,
    }


def _item(item: Item) -> dict[str, Any]:
    platform = item.platform.slug if item.platform else None
    return {
        "platform": platform,
        "handle": item.handle,
        "key": item.key,
        "url": item.url,
        "authorization": item.authorization,
    }


def _person(person: User | None) -> dict[str, str] | None:
    return {"id": str(person.pk), "name": person.name} if person else None


def hash_of(text: dict[str, Any]) -> str:
    """SHA-256, in hex, of the text as canonical JSON (sorted keys, no spaces, UTF-8: RFC 8785 in spirit)."""
    canonical = json.dumps(text, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def changed(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The names, in words, of the fields in which two texts differ."""
    return [str(words) for field, words in FIELDS.items() if old.get(field) != new.get(field)]
