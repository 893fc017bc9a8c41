"""What a reader of the trail asks for: kind of act, person, object, days. All of it lives in the query string."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.audit.events import Event
from registry.audit.models import Entry, EntryQuerySet

MOST_PEOPLE = 20

GROUPS = {
    "secret": _("Secrets"), "account": _("Accounts"), "custody": _("Custody"), "backup": _("Custody"),
    "task": _("Set-up"), "request": _("Requests"), "round": _("Requests"), "seat": _("Requests"),
    "decision": _("Requests"), "person": _("People and offices"), "appointment": _("People and offices"),
    "district": _("People and offices"), "unit": _("People and offices"), "policy": _("Policy"),
    "authorization": _("Authorizations"), "route": _("Requests"),
    "platform": _("Accounts"), "role": _("Accounts"), "signin": _("Sign-in"), "factor": _("Sign-in"),
    "password": _("Sign-in"), "email": _("Sign-in"), "session": _("Sign-in"), "letter": _("Letters"),
    "trail": _("The trail and the system"), "vault": _("The trail and the system"),
    "access": _("The trail and the system"), "demo": _("The trail and the system"),
}  # fmt: skip


def kinds() -> list[tuple[Any, Any]]:
    """The choices of the filter: every event by its group, in the words of its sentence."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for event in Event:
        words = str(event.label).format(actor=_("Somebody"), object="…", field="…")
        groups.setdefault(str(GROUPS.get(event.value.partition(".")[0], _("Other"))), []).append((event.value, words))
    return [("", _("Everything")), *groups.items()]


class Filters(forms.Form):
    """The filter's form; what makes no sense is left out and said at its field."""

    use_required_attribute = False
    marks_optional = False
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.CharField(label=_("Person"), required=False, max_length=100)
    what = forms.ChoiceField(label=_("What happened"), required=False, choices=kinds)
    about = forms.CharField(label=_("Account, request or other thing"), required=False, max_length=300)

    def chosen(self) -> dict[str, Any]:
        """The filters in use, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, entries: EntryQuerySet) -> EntryQuerySet:
        """Those of `entries` that meet every filter in use; each is answered by an index."""
        for name, value in self.chosen().items():
            entries = entries.filter(getattr(self, f"_{name}")(value))
        return entries

    def _what(self, value: str) -> Q:
        return Q(action=value)

    def _who(self, value: str) -> Q:
        return Q(actor_id__in=[value, *_ids_of_people(value)])

    def _about(self, value: str) -> Q:
        kind, _colon, identifier = value.partition(":")
        known = Q(object_type=kind, object_id=identifier)
        return known if identifier and Entry.objects.filter(known).exists() else Q(object_label=value)

    def _since(self, value: date) -> Q:
        first = (
            Entry.objects.filter(at__gte=midnight(value)).order_by("at", "seq").values_list("seq", flat=True).first()
        )
        return Q(seq__in=[]) if first is None else Q(seq__gte=first)

    def _until(self, value: date) -> Q:
        end = midnight(value + timedelta(days=1))
        last = Entry.objects.filter(at__lt=end).order_by("-at", "-seq").values_list("seq", flat=True).first()
        return Q(seq__in=[]) if last is None else Q(seq__lte=last)


def midnight(day: date) -> datetime:
    """When `day` begins in the district."""
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))


def _ids_of_people(words: str) -> Iterator[str]:
    people = get_user_model()._default_manager
    for person in people.filter(Q(name__icontains=words) | Q(email__iexact=words)).order_by("pk")[:MOST_PEOPLE]:
        yield str(getattr(person, "trail_id", person.pk))
