"""Writing a request: a draft is its writer's own, and is saved with whatever it holds so far."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import AuthorizationKind
from approvals import history, kinds, rules
from approvals.actions.items import asked_for, check_handles, handle_taken_meanwhile, write_items
from approvals.actions.moving import locked
from approvals.models import Item, Kind, Request
from approvals.workflow import Status
from registry import audit, clock
from registry.folding import folded
from registry.people.models import User
from registry.people.refusal import Refused

#: What a person may write into a request; platforms and handles go into its items (`actions.items`).
WRITABLE = (
    "title", "contact_note", "unit", "klass", "group", "display_name", "purpose", "audience", "students_involved",
    "under_13", "launch_on", "wants_logo", "images_plan", "images_promise", "custodian", "position", "backup",
    "posters", "email", "differs",
    "made_by", "made_by_number", "made_by_class_year", "since_year", "hangs_on_email", "hangs_on_phone",
    "staff_can_sign_in", "scope", "starts_on", "ends_on", "parental_consent",
)  # fmt: skip


@audit.act()
def start_draft(
    *, by: User, kind: str = Kind.NEW_ACCOUNT, authorization: str = "", values: Mapping[str, Any] | None = None,
    earlier: Request | None = None,
) -> Request:  # fmt: skip
    """Begin a request: of the writer's unit, and an account with the writer as custodian, until they say otherwise.

    `authorization` is one of the five kinds, for that kind of request alone; `earlier` the declined request it follows
    (E1.11). Raises `Refused` for a kind that there is not.
    """
    check_kind(kind, authorization)
    custody = {} if kind == Kind.AUTHORIZATION else {"custodian": by, "position": by.title[:80]}
    request = Request.objects.create(kind=kind, requester=by, unit=by.unit, earlier=earlier, **custody)
    Item.objects.create(request=request, position=1, authorization=authorization)
    write(request, values or {}, by=by)
    audit.record(audit.Event.REQUEST_DRAFTED, by=by, on=request, reference=request.reference)
    return request


@audit.act()
def begin_draft(*, by: User, kind: str = Kind.NEW_ACCOUNT, authorization: str = "") -> Request:
    """The draft of that kind that its writer has not touched yet, else a new one: two clicks begin one request.

    Raises `Refused` as `start_draft` does.
    """
    check_kind(kind, authorization)
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    drafts = Request.objects.filter(requester=by, status=Status.DRAFT, kind=kind, earlier=None, typed={})
    drafts = drafts.filter(items__authorization=authorization).prefetch_related("items")
    untouched = next((one for one in drafts.order_by("-changed_at", "-pk") if _is_untouched(one)), None)
    return untouched or start_draft(by=by, kind=kind, authorization=authorization)


#: What a draft says before anybody has written into it.
_BEGUN = frozenset({"unit", "custodian", "position", "title"})


def _is_untouched(request: Request) -> bool:
    """Whether it says no more than it did when it was begun."""
    items = request.items.all()
    if len(items) != 1 or items[0].platform_id or items[0].handle:
        return False
    blank = Request()
    return all(getattr(request, name) == getattr(blank, name) for name in WRITABLE if name not in _BEGUN)


def check_kind(kind: str, authorization: str) -> None:
    """Raise `Refused` unless there is such a kind, with one of the five permissions where it is for one."""
    if kind not in Kind.values:
        raise Refused(_("Choose what you ask for."))
    allowed = AuthorizationKind.values if kind == Kind.AUTHORIZATION else [""]
    if authorization not in allowed:
        raise Refused(_("Choose what you want permission for."))


@audit.act()
def start_over(request: Request, *, by: User) -> Request:
    """Begin a new request with the answers of a declined one, which it links back to (E1.11). Raises `Refused`."""
    rules.check_can_ask_again(request, by)
    (platform, handle), *more = asked_for(request, {})
    values = {name: getattr(request, name) for name in WRITABLE if name != "title"}
    item = request.items.first()
    return start_draft(
        by=by,
        kind=request.kind,
        authorization=item.authorization if item else "",
        values={**values, "platform": platform, "handle": handle, "more": more, "differs": ""},
        earlier=request,
    )


@audit.act()
def save_draft(request: Request, *, values: Mapping[str, Any], by: User) -> Request:
    """Keep what was typed so far into a draft or a returned request; fields that are not in `values` stay as they are.

    Raises `Refused` for anybody but the requester, `Stale` once the request has gone on. Saving leaves a line in the
    trail only where others have seen the request already.
    """
    request = locked(request)
    rules.check_can_edit(request, by)
    if request.submitted_at:
        check_handles(request, values)
    with handle_taken_meanwhile():
        changed = write(request, values, by=by)
    if changed and request.submitted_at:
        audit.record(audit.Event.REQUEST_EDITED, by=by, on=request, after={"fields": changed})
    return request


@audit.act()
def write(request: Request, values: Mapping[str, Any], *, by: User) -> list[str]:
    """Put the values into the request and its item, in the writer's name; returns the names of the fields that changed.

    What the trail is told of it is for the caller, who knows whether others have seen the text.
    """
    if by.pk != request.requester_id:
        raise Refused(_("Only the person who asked may change the request."), rule="domain.md: who may do what")
    if values.get("custodian", request.custodian) != request.custodian:
        values = {"position": "", **values}  # the one there was is the former custodian's
    title_was_ours = request.title in ("", title_for(request))
    changed = [name for name in WRITABLE if name in values and getattr(request, name) != values[name]]
    for name in changed:
        setattr(request, name, values[name])
    changed += write_items(request, values, by=by)
    changed += _follow_a_decline(request)
    if title_was_ours and (not values.get("title") or "title" not in changed):
        request.title = title_for(request)
    request.changed_at = clock.now()
    if "typed" in values:
        request.typed = values["typed"]
    request.searched = searched(request)
    names = {"typed", *(name for name in changed if name in (*WRITABLE, "earlier")), "title", "changed_at", "searched"}
    request.save(update_fields=sorted(names))
    return changed


def searched(request: Request) -> str:
    """What a search looks at: title, name, group and handles, folded and kept with them."""
    handles = request.items.values_list("handle", flat=True)
    return folded("\n".join([request.title, request.display_name, request.group, *handles]))


def _follow_a_decline(request: Request) -> list[str]:
    """Link back to the request that was declined for the same, by whomever it was (E1.11); one's own link stays."""
    found = history.declined_before(request, Q())
    kept = request.earlier if request.earlier and request.earlier.requester_id == request.requester_id else None
    earlier = found or kept
    if earlier == request.earlier:
        return []
    request.earlier = earlier
    return ["earlier"]


def title_for(request: Request) -> str:
    """What we call a request whose writer gives it no title: “TikTok for Girls Nordic Ski”."""
    return kinds.of(request).title(request)[:120]
