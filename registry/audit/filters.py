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
from registry.audit.sentences import FIELDS
from registry.audit.subjects import named

MOST_PEOPLE = 20
NOT_KEPT = "(not kept)"
#: Beyond these there is no entry, and no time zone that could be reckoned with.
FIRST_DAY, LAST_DAY = date(1970, 1, 2), date(9999, 1, 1)
#: Events whose sentence names a field of a secret.
WITH_FIELD = [event for event in Event if "{field}" in str(event.label)]

GROUPS = {
    "secret": _("Secrets"), "kit": _("Secrets"), "import": _("Secrets"),
    "drop": _("Secrets"), "recovery": _("Accounts"), "health": _("Accounts"),
    "rotation": _("Secrets"), "knowledge": _("Secrets"),
    "account": _("Accounts"), "custody": _("Custody"), "backup": _("Custody"), "handoff": _("Custody"),
    "outside": _("Custody"), "closing": _("Accounts"), "hold": _("Accounts"), "tombstone": _("Accounts"),
    "sunset": _("Accounts"), "incident": _("Accounts"), "found": _("Accounts that are not ours"),
    "campaign": _("Campaigns"), "packet": _("Campaigns"), "attestation": _("Campaigns"),
    "task": _("Set-up"), "request": _("Requests"), "round": _("Requests"), "seat": _("Requests"),
    "decision": _("Requests"), "condition": _("Requests"),
    "person": _("People and offices"), "appointment": _("People and offices"),
    "absence": _("People and offices"), "departure": _("People and offices"), "proposal": _("People and offices"),
    "district": _("People and offices"), "unit": _("People and offices"), "policy": _("Policy"),
    "authorization": _("Authorizations"), "route": _("Requests"), "poster": _("Posters"),
    "holiday": _("The trail and the system"),
    "season": _("The trail and the system"),
    "graduation": _("The trail and the system"),
    "platform": _("Accounts"), "role": _("Accounts"), "drill": _("Accounts"),
    "signin": _("Sign-in"), "factor": _("Sign-in"),
    "password": _("Sign-in"), "email": _("Sign-in"), "session": _("Sign-in"), "letter": _("Letters"),
    "key": _("The trail and the system"), "report": _("The trail and the system"),
    "records": _("The trail and the system"), "data": _("The trail and the system"),
    "trail": _("The trail and the system"), "vault": _("The trail and the system"),
    "access": _("The trail and the system"), "demo": _("The trail and the system"),
}  # fmt: skip


def kinds() -> list[tuple[str, Any]]:
    """The kinds of events, each named by the first noun of its group: a dozen, where the events are a hundred."""
    first: dict[str, str] = {}
    for noun, words in GROUPS.items():
        first.setdefault(str(words), noun)
    return [("", _("Everything")), *((noun, words) for words, noun in first.items())]


def events_of(kind: str) -> list[Event]:
    """The events of a kind; all of them for none."""
    words = str(GROUPS[kind]) if kind else ""
    return [event for event in Event if not kind or str(GROUPS.get(_noun(event), "")) == words]


def sentence_of(event: Event, field: Any = "…") -> str:
    """An event in words, before anybody did it."""
    return str(event.label).format(actor=_("Somebody"), object="…", field=field)


def _noun(event: Event) -> str:
    return event.value.partition(".")[0]


class Suggesting(forms.TextInput):
    """A line to type in, for which the browser suggests whole sentences: a search that needs no script."""

    template_name = "trail/suggesting.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With all sentences, and what an event's name in the address says in words."""
        known = sentence_of(Event(value)) if value in Event.values else value
        context = super().get_context(name, known, {**(attrs or {}), "list": f"{name}_sentences"})
        return {**context, "sentences": sorted({sentence_of(event) for event in Event})}


class Filters(forms.Form):
    """The filter's form; what makes no sense is left out and said at its field."""

    use_required_attribute = False
    marks_optional = False
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.CharField(label=_("Person"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=kinds)
    what = forms.CharField(
        label=_("What happened"), required=False, max_length=200, widget=Suggesting({"autocomplete": "off"})
    )
    about = forms.CharField(
        label=_("About"), required=False, max_length=300,
        help_text=_("A number such as A-0042 or R-0055, a handle, or words of a name"),
    )  # fmt: skip
    part = forms.CharField(label=_("One act"), required=False, max_length=80, widget=forms.HiddenInput)

    def clean_what(self) -> str:
        """An event's name, or words that some event's sentence has."""
        words: str = self.cleaned_data["what"]
        if words and _meant(words) is None:
            raise forms.ValidationError(_("Nothing in the trail is called so. Try one word, like password or office."))
        return words

    def chosen(self) -> dict[str, Any]:
        """The filters in use, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def in_words(self) -> dict[str, str]:
        """The filters in use as they are read: “Kind: Secrets”."""
        said = {name: str(value) for name, value in self.chosen().items()}
        if "kind" in said:
            said["kind"] = str(GROUPS[said["kind"]])
        if said.get("what") in Event.values:
            said["what"] = sentence_of(Event(said["what"]))
        if "about" in said:
            said["about"] = _label_of(said["about"]) or said["about"]
        if "part" in said:
            said["part"] = str(_("with all that belongs to it"))
        return {name: f"{self[name].label}: {words}" for name, words in said.items()}

    def kept(self) -> dict[str, Any]:
        """The filters in use as the trail keeps them: which they were, and what was typed only where it names a thing
        that is here. Somebody may have pasted a password (invariant 5).
        """
        return {name: value if self._names_a_thing(name, value) else NOT_KEPT for name, value in self.chosen().items()}

    def _names_a_thing(self, name: str, value: Any) -> bool:
        if name == "who":
            people = get_user_model()._default_manager
            return people.filter(Q(name__iexact=value) | Q(email__iexact=value)).exists()
        if name == "about":
            return Entry.objects.filter(self._about(value)).exists()
        return name != "what" or value in {str(known) for event in Event for known in (event.value, sentence_of(event))}

    def narrow(self, entries: EntryQuerySet) -> EntryQuerySet:
        """Those of `entries` that meet every filter in use; each is answered by an index."""
        for name, value in self.chosen().items():
            entries = entries.filter(getattr(self, f"_{name}")(value))
        return entries

    def _kind(self, value: str) -> Q:
        return Q(action__in=[event.value for event in events_of(value)])

    def _what(self, value: str) -> Q:
        return _meant(value) or Q(action__in=[])

    def _who(self, value: str) -> Q:
        return Q(actor_id__in=[value, *_ids_of_people(value)])

    def _about(self, value: str) -> Q:
        kind, _colon, identifier = value.partition(":")
        known = Q(object_type=kind, object_id=identifier)
        if identifier and Entry.objects.filter(known).exists():
            return known
        about = Q(object_label=value)
        for kind, ids in named(value).items():
            about |= Q(object_type=kind, object_id__in=ids)
        return about

    def _part(self, value: str) -> Q:
        return Q(reference=value) if self.chosen().get("about") else Q(pk__in=[])

    def _since(self, value: date) -> Q:
        first = (
            Entry.objects.filter(at__gte=midnight(max(value, FIRST_DAY)))
            .order_by("at", "seq")
            .values_list("seq", flat=True)
            .first()
        )
        return Q(seq__in=[]) if first is None else Q(seq__gte=first)

    def _until(self, value: date) -> Q:
        if value >= LAST_DAY:
            return Q()
        end = midnight(value + timedelta(days=1))
        last = Entry.objects.filter(at__lt=end).order_by("-at", "-seq").values_list("seq", flat=True).first()
        return Q(seq__in=[]) if last is None else Q(seq__lte=last)


def _meant(words: str) -> Q | None:
    """The entries that are meant: of the event of that name or sentence, else of all whose sentence has every word.

    Words may be those of a secret's field: “deposited the password”.
    """
    if words in Event.values:
        return Q(action=words)
    exact = [event.value for event in Event if sentence_of(event).casefold() == words.casefold()]
    if exact:
        return Q(action__in=exact)
    plain = [event.value for event in Event if _has(sentence_of(event), words)]
    found, any_found = Q(action__in=plain), bool(plain)
    for code, label in FIELDS.items():
        told = [event.value for event in WITH_FIELD if _has(sentence_of(event, label), words)]
        if told:
            found, any_found = found | Q(action__in=told, field_code__contains=code), True
    return found if any_found else None


def _label_of(about: str) -> str:
    """What the trail called a thing last, by `kind:id`."""
    kind, _colon, identifier = about.partition(":")
    known = Entry.objects.filter(object_type=kind, object_id=identifier).newest_first() if identifier else None
    return (known.values_list("object_label", flat=True).first() or "") if known is not None else ""


def _has(sentence: str, words: str) -> bool:
    return all(word in sentence.casefold() for word in words.casefold().split())


def midnight(day: date) -> datetime:
    """When `day` begins in the district."""
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))


def _ids_of_people(words: str) -> Iterator[str]:
    people = get_user_model()._default_manager
    for person in people.filter(Q(name__icontains=words) | Q(email__iexact=words)).order_by("pk")[:MOST_PEOPLE]:
        yield str(getattr(person, "trail_id", person.pk))
