"""What a reader of the trail asks for: kind of act, person, object, days. All of it lives in the query string."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from registry.audit import days, quiet
from registry.audit.events import Event, Outcome
from registry.audit.meaning import meant, sentence_of, sentences
from registry.audit.models import Entry
from registry.audit.plain import is_plain
from registry.audit.readers import places_of, scope_of
from registry.audit.seeking import Question
from registry.audit.subjects import called, named, whole

NOT_KEPT = "(not kept)"
#: What an act is called by: its own id, or a number such as R-0055.
_PART = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Z]-[0-9]{1,15}")
#: The filters whose conditions few entries meet, then those of many: whichever an index answers first leads the way.
NARROW, WIDE = ("part", "account", "about"), ("outcome", "who", "what", "kind", "unit", "since", "until")

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
    "view": _("The trail and the system"),
    "season": _("The trail and the system"),
    "graduation": _("The trail and the system"),
    "platform": _("Accounts"), "role": _("Accounts"), "drill": _("Accounts"),
    "signin": _("Sign-in"), "factor": _("Sign-in"),
    "password": _("Sign-in"), "email": _("Sign-in"), "session": _("Sign-in"), "letter": _("Letters"),
    "key": _("The trail and the system"), "report": _("The trail and the system"),
    "overview": _("The trail and the system"),
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


class KindField(forms.ChoiceField):
    """A kind by the noun that names it, or by any other of its nouns."""

    def to_python(self, value: Any) -> str:
        """The noun that names it."""
        words = str(GROUPS.get(value, ""))
        return next((noun for noun, label in kinds() if noun and str(label) == words), str(value or ""))

    def prepare_value(self, value: Any) -> Any:
        """The same, so that what is filtered by is what the box shows."""
        return self.to_python(value)


def events_of(kind: str) -> list[Event]:
    """The events of a kind; all of them for none."""
    words = str(GROUPS[kind]) if kind else ""
    return [event for event in Event if not kind or str(GROUPS.get(_noun(event), "")) == words]


def _noun(event: Event) -> str:
    return event.value.partition(".")[0]


class Suggesting(forms.TextInput):
    """A line to type in, for which the browser suggests whole sentences: a search that needs no script."""

    template_name = "trail/suggesting.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With all sentences, and what an event's name in the address says in words."""
        known = sentence_of(Event(value)) if value in Event.values else value
        context = super().get_context(name, known, {**(attrs or {}), "list": f"{name}_sentences"})
        return {**context, "sentences": sorted(sentences())}


def _units(choices: Iterable[tuple[str, str]] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("School or department"), required=False, choices=[("", _("All")), *choices],
        error_messages={"invalid_choice": _("You do not read the trail of that school or department.")},
    )  # fmt: skip


class Filters(forms.Form):
    """The filter's form; what makes no sense is said at its field, and finds nothing."""

    use_required_attribute = False
    marks_optional = False
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.CharField(label=_("Person"), required=False, max_length=100)
    kind = KindField(label=_("Kind"), required=False, choices=kinds)
    what = forms.CharField(
        label=_("What happened"), required=False, max_length=200, widget=Suggesting({"autocomplete": "off"})
    )
    about = forms.CharField(
        label=_("About"), required=False, max_length=300,
        help_text=_("A number such as A-0042 or R-0055, a handle, or words of a name"),
    )  # fmt: skip
    account = forms.CharField(
        label=_("Account"), required=False, max_length=300,
        help_text=_("Its number or handle: with its custody, logins, handoffs and requests"),
    )  # fmt: skip
    unit = _units()
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", _("Any")), *Outcome.choices])
    also = quiet.also_field()
    part = forms.CharField(label=_("One act"), required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, asked: Mapping[str, Any], reader: Any, *, of: tuple[str, str] | None = None) -> None:
        """What `reader` asks for in `asked`; with `of`, of all that is about one thing (its kind and id)."""
        super().__init__(asked)
        self.places, self.of, self.reader = places_of(reader), of, reader
        words = [(number, place.words) for number, place in self.places.items()]
        self.fields["unit"] = _units(words)
        for name in () if self.of is None else ("account", "about", "unit", "part"):
            del self.fields[name]
        if not self.places:
            self.fields.pop("unit", None)

    @property
    def leaves_out(self) -> bool:
        """Whether letters and readings of the trail are left out."""
        return quiet.leaves_out(self.chosen())

    def is_about(self, entry: Entry) -> bool:
        """Whether the filter is about that very thing: then no line of it leads there once more."""
        return bool(self.chosen().get("about")) or self._one == (entry.object_type, entry.object_id)

    @cached_property
    def _one(self) -> tuple[str, str] | None:
        """The thing whose page it is, or the account that is named: kind and id, looked up once."""
        account = self.chosen().get("account")
        return self.of or (("account", called("account", account)[0]) if account else None)

    def clean_who(self) -> str:
        """What names somebody who is here, or who did something."""
        words: str = self.cleaned_data["who"]
        if words and not called("user", words) and not Entry.objects.filter(actor_id=words).exists():
            raise forms.ValidationError(_("Nobody is called so. Try a part of the name, or the whole e-mail address."))
        return words

    def clean_account(self) -> str:
        """What names one account, and no other."""
        words: str = self.cleaned_data["account"]
        found = called("account", words) if words else []
        if words and not found:
            raise forms.ValidationError(_("No account is called so. Try its number, like A-0042, or its whole handle."))
        if len(found) > 1:
            raise forms.ValidationError(_("More than one account is called so. Use its number, like A-0042."))
        return words

    def clean(self) -> dict[str, Any]:
        """A period ends no sooner than it begins."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before the first day. Choose a later day, or leave one of the two out."))
        return self.cleaned_data

    def clean_what(self) -> str:
        """An event's name, or words that some sentence of the trail has."""
        words: str = self.cleaned_data["what"]
        if words and meant(words) is None:
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
        for name in {"since", "until"} & said.keys():
            said[name] = date_format(self.cleaned_data[name], "D, M j, Y")
        if "unit" in said:
            said["unit"] = self.places[said["unit"]].name
        if "outcome" in said:
            said["outcome"] = str(Outcome(said["outcome"]).label)
        if "about" in said:
            said["about"] = _label_of(said["about"], scope_of(self.reader)) or said["about"]
        if "part" in said:
            said["part"] = str(_("with all that belongs to it"))
        also = {"also": str(self["also"].label)} if said.pop("also", "") else {}
        return {name: f"{self[name].label}: {words}" for name, words in said.items()} | also

    def kept(self) -> dict[str, Any]:
        """The filters in use as the trail keeps them: which they were, and what was typed only where it names a thing
        that is here. Somebody may have pasted a password (invariant 5). Where one makes no sense nothing was shown by
        the others either: only which ones those were is kept.
        """
        return {"no_sense": sorted(self.errors)} if self.errors else self._each_kept()

    @property
    def names_nothing(self) -> bool:
        """Whether something that was typed is not kept as it stands: it names nothing here, or could say more than a
        name; or it makes no sense: then the others showed nothing.
        """
        return bool(self.errors) or self._each_kept() != self.chosen()

    def _each_kept(self) -> dict[str, Any]:
        found = {name: value if self._names_a_thing(name, value) else NOT_KEPT for name, value in self.chosen().items()}
        typed = found.get("account")
        return found | ({"account": f"account:{called('account', typed)[0]}"} if typed and not is_plain(typed) else {})

    def _names_a_thing(self, name: str, value: Any) -> bool:
        if name == "who":
            people = get_user_model()._default_manager
            return people.filter(Q(name__iexact=value) | Q(email__iexact=value)).exists()
        if name == "account":
            return True
        if name == "about":
            return self._is_said_by_a_thing(value) and bool(
                Question((self._about(value), scope_of(self.reader))).take(1)
            )
        if name == "part":
            return bool(_PART.fullmatch(value))
        return name != "what" or value in {*Event.values, *sentences()}

    def _is_said_by_a_thing(self, value: str) -> bool:
        kind, _colon, identifier = value.partition(":")
        known = Q(object_label=value) | Q(object_type=kind, object_id=identifier)
        return is_plain(value) or Entry.objects.filter(known).exists()

    def question(self, scope: Q) -> Question:
        """What within `scope` meets every filter in use; nothing where one of them makes no sense."""
        asked = self.chosen()
        if self.errors:
            return Question((Q(pk__in=[]),))
        left = [quiet.without()] if self.leaves_out else []
        narrow = [getattr(self, f"_{name}")(asked[name]) for name in NARROW if name in asked]
        wide = [getattr(self, f"_{name}")(asked[name]) for name in WIDE if name in asked]
        return Question((*([] if self.of is None else [_all_of(*self.of)]), *narrow, scope, *wide, *left))

    def _kind(self, value: str) -> Q:
        return Q(action__in=[event.value for event in events_of(value)])

    def _what(self, value: str) -> Q:
        return meant(value) or Q(action__in=[])

    def _who(self, value: str) -> Q:
        return Q(actor_id__in=[value, *called("user", value)])

    def _about(self, value: str) -> Q:
        kind, _colon, identifier = value.partition(":")
        known = Q(object_type=kind, object_id=identifier)
        if identifier and Entry.objects.filter(known).exists():
            return known
        about = Q(object_label=value)
        for kind, ids in named(value).items():
            about |= Q(object_type=kind, object_id__in=ids)
        return about

    def _account(self, value: str) -> Q:
        return whole("account", called("account", value)[0])

    def _unit(self, value: str) -> Q:
        return Q(unit_id__in=self.places[value].units)

    def _outcome(self, value: str) -> Q:
        # Nearly all are done: that leads nowhere, so it is said as what it is not.
        return ~Q(outcome__in=[Outcome.DENIED, Outcome.ERROR]) if value == Outcome.OK else Q(outcome=value)

    def _part(self, value: str) -> Q:
        return Q(reference=value) if self.chosen().get("about") else Q(pk__in=[])

    def _since(self, value: date) -> Q:
        return days.since(value)

    def _until(self, value: date) -> Q:
        return days.until(value)


def _all_of(kind: str, identifier: str) -> Q:
    """All about a thing, and where it is a person, all that they did."""
    return whole(kind, identifier) | (Q(actor_id=identifier) if kind == "user" else Q())


def _label_of(about: str, scope: Q) -> str:
    """What the trail called a thing last, by `kind:id`, in what the reader may see: a name says a lot by itself."""
    kind, _colon, identifier = about.partition(":")
    known = Q(object_type=kind, object_id=identifier)
    found = Question((known, scope)).take(1) if identifier else []
    return str(found[0].object_label) if found else ""
